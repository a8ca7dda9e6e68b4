"""What the commands share: options, help, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..messages import Catalogue
from .console import Console

F = TypeVar("F", bound=Callable[..., Any])


def help_text(words: Catalogue, name: str) -> str:
    """The help of a command; a paragraph that begins with a backspace, written as an escape in the catalogue, keeps its lines."""
    return words.words(f"cli.{name}").replace("\\b", "\b")


def language_option(words: Catalogue) -> Callable[[F], F]:
    """`--lang`; the default is the language of the help, which `--lang` before the command decides."""
    return click.option("--lang", type=click.Choice(["zh", "en"]), default=words.language, help=words.words("cli.option.lang"))


def options(words: Catalogue, *, data: bool = True) -> Callable[[F], F]:
    """The options that all commands share."""

    def decorate(function: F) -> F:
        if data:
            function = click.option("--json", "as_json", is_flag=True, help=words.words("cli.option.json"))(function)
        paths = click.Path(exists=True, file_okay=False, path_type=Path)
        function = click.option("--policies", "policies", multiple=True, type=paths, help=words.words("cli.option.policies"))(function)
        return language_option(words)(function)

    return decorate


def reading_option(words: Catalogue) -> Callable[[F], F]:
    """`--reading`, as often as one likes."""
    return click.option("--reading", "readings", multiple=True, metavar="READING=ALTERNATIVE", help=words.words("cli.option.reading"))


def write_json(console: Console, document: Any) -> None:
    """Write data as JSON, in ASCII where the console knows no more."""
    console.write(json.dumps(document, ensure_ascii=console.by_id, indent=2))
