"""`impact`: what hangs on a target, fact or point, and what another value of it does to the cases."""

from __future__ import annotations

from pathlib import Path

import click

from ..loading import load_scheme
from ..messages import Catalogue
from .cases import cases_of
from .console import Console, progress
from .delivering import Report, deliver, delivery_options
from .options import help_text, options


def make_impact(words: Catalogue) -> click.Command:
    """`impact SCHEME NAME`."""

    @click.command("impact", help=help_text(words, "impact"), short_help=words.words("cli.impact.short"))
    @click.argument("scheme")
    @click.argument("name")
    @click.option("--to", metavar="VALUE", help=words.words("cli.option.impact-to"))
    @click.option("--cases", type=click.Path(exists=True, file_okay=False, path_type=Path), help=words.words("cli.option.impact-cases"))
    @click.option("--case", "names", multiple=True, help=words.words("cli.option.compare-case"))
    @delivery_options(words)
    @options(words)
    def command(
        scheme: str,
        name: str,
        to: str | None,
        cases: Path | None,
        names: tuple[str, ...],
        in_markdown: bool,
        output: Path | None,
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..comparison import impact  # no other command needs them
        from ..reporting.comparison import ComparisonSheets, ImpactReport, impact_document

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        found = impact(loaded, name, progress(cases_of(loaded, names, cases), more_than=100), to)
        report = Report(
            blocks=lambda *style: ImpactReport(*style).of(found),
            document=lambda words: impact_document(found, words),
            sheets=lambda words: ComparisonSheets(words).of_impact(found),
        )
        deliver(console, report, as_json=as_json, in_markdown=in_markdown, output=output)

    return command
