"""`docs`: the site of schemes for whoever reviews them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..messages import Catalogue, message
from .console import Console
from .options import help_text, options


def make_docs(words: Catalogue) -> click.Command:
    """`docs SCHEME… -o DIRECTORY`."""

    @click.command("docs", help=help_text(words, "docs"), short_help=words.words("cli.docs.short"))
    @click.argument("schemes", metavar="SCHEME...", nargs=-1, required=True)
    @click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help=words.words("cli.option.docs-output"))
    @click.option("--prove/--no-prove", "to_prove", default=True, help=words.words("cli.option.docs-prove"))
    @click.option("--pdf", "book", is_flag=True, help=words.words("cli.option.docs-pdf"))
    @options(words, data=False)
    def command(schemes: tuple[str, ...], output: Path, to_prove: bool, book: bool, lang: str, policies: tuple[Path, ...]) -> None:
        from ..sphinxext.project import SiteFailed, build_site  # no other command needs Sphinx

        console = Console(lang)
        watched = sys.stderr is not None and sys.stderr.isatty()
        try:
            first = build_site(schemes, output, policies, console.words, prove=to_prove, book=book, status=sys.stderr if watched else None)
        except SiteFailed as failure:
            for line in failure.args:
                console.complain(str(line))
            sys.exit(1)
        console.write(console.words.say(message("docs.written", file=str(first))))

    return command
