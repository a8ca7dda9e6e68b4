"""`readings`: how much each open question of interpretation matters."""

from __future__ import annotations

from pathlib import Path

import click

from ..loading import load_scheme
from ..messages import Catalogue
from .cases import cases_of
from .console import Console
from .options import help_text, options, write_json


def make_readings(words: Catalogue) -> click.Command:
    """`readings SCHEME [CASE]...`."""

    @click.command("readings", help=help_text(words, "readings"), short_help=words.words("cli.readings.short"))
    @click.argument("scheme")
    @click.argument("cases", nargs=-1, metavar="[CASE]...")
    @options(words)
    def command(scheme: str, cases: tuple[str, ...], lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        from ..comparison.open_questions import reading_effects  # no other command needs them
        from ..reporting.comparison import ReadingReport, readings_document

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        given = cases_of(loaded, cases)
        found = list(reading_effects(loaded, given))
        if as_json:
            write_json(console, readings_document(found, console.words))
            return
        ladder = [grade.id for grade in loaded.ladder.grade]
        console.report(lambda *style: ReadingReport(*style, ladder=ladder).of(found, len(given)))

    return command
