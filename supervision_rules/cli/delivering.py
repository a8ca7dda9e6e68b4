"""A report as it was asked for: in the terminal, as Markdown, as data, or in a file whose name says which."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from ..loading import write_whole
from ..messages import Catalogue, message
from ..reporting.blocks import Block, markdown
from ..reporting.page import page
from ..reporting.workbook import WorkSheet, workbook
from .console import Console
from .options import write_json

F = TypeVar("F", bound=Callable[..., Any])
KINDS = (".html", ".json", ".md", ".xlsx")


@frozen(kw_only=True)
class Report:
    """A report as blocks (made for words, a style and whether things are named by their ids), as data, and as sheets."""

    blocks: Callable[..., Iterable[Block]]
    document: Callable[[Catalogue], Any]
    sheets: Callable[[Catalogue], Iterable[WorkSheet]]


def delivery_options(words: Catalogue) -> Callable[[F], F]:
    """`--markdown` and `-o FILE`."""

    def decorate(function: F) -> F:
        function = click.option(
            "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), callback=report_kinds(), help=words.words("cli.option.report")
        )(function)
        return click.option("--markdown", "in_markdown", is_flag=True, help=words.words("cli.option.markdown"))(function)

    return decorate


def report_kinds(others: tuple[str, ...] = ()) -> Callable[..., Path | None]:
    """A callback that takes a file of a kind that can be written, or of `others`. It raises click.BadParameter."""

    def known(context: click.Context, parameter: click.Parameter, file: Path | None) -> Path | None:
        if file is not None and file.suffix.lower() not in (*KINDS, *others):
            raise click.BadParameter("/".join((*KINDS, *others)), context, parameter)
        return file

    return known


def deliver(console: Console, report: Report, *, as_json: bool, in_markdown: bool, output: Path | None) -> None:
    """Write a report to the console, or into a file: whole or not at all."""
    if output is not None:
        write_whole(output, _content(console, report, output.suffix.lower()))
        console.complain(console.words.say(message("report.written", file=str(output))))
    if as_json:
        write_json(console, report.document(console.words))
    elif output is None or in_markdown:
        console.report(report.blocks, in_markdown=in_markdown)


def _content(console: Console, report: Report, kind: str) -> bytes:
    words = console.file_words
    if kind == ".xlsx":
        return workbook(report.sheets(words))
    if kind == ".json":
        return (json.dumps(report.document(words), ensure_ascii=False, indent=2) + "\n").encode()
    blocks = report.blocks(words)
    return page(blocks, words.language).encode() if kind == ".html" else "".join(f"{line}\n" for line in markdown(blocks)).encode()
