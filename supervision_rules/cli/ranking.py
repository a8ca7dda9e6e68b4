"""`rank`: who stands where."""

from __future__ import annotations

from pathlib import Path

import click

from ..assessment import ranking
from ..engines.exact import assess
from ..loading import load_scheme, read_as
from ..messages import Catalogue
from .cases import cases_of
from .console import Console, progress
from .options import help_text, options, reading_option, write_json


def make_rank(words: Catalogue) -> click.Command:
    """`rank SCHEME [CASE]...`."""

    @click.command("rank", help=help_text(words, "rank"), short_help=words.words("cli.rank.short"))
    @click.argument("scheme")
    @click.argument("cases", nargs=-1, metavar="[CASE]...")
    @click.option("--dir", "directory", type=click.Path(exists=True, file_okay=False, path_type=Path), help=words.words("cli.option.impact-cases"))
    @click.option("--points", is_flag=True, help=words.words("cli.option.rank-points"))
    @reading_option(words)
    @options(words)
    def command(
        scheme: str,
        cases: tuple[str, ...],
        directory: Path | None,
        points: bool,
        readings: tuple[str, ...],
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..reporting.ranks import RankReport, ranks_document  # no other command needs them

        console = Console(lang)
        loaded = read_as(load_scheme(scheme, policies), readings)
        ranked = ranking(assess(loaded, case) for case in progress(cases_of(loaded, cases, directory), more_than=100))
        if as_json:
            write_json(console, ranks_document(loaded, ranked))
            return
        console.report(lambda *style: RankReport(*style).of(loaded, ranked, points))

    return command
