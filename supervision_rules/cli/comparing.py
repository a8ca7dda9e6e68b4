"""`compare`: two schemes, what changed, for whom, by which clause."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..loading import load_scheme
from ..messages import Argument, Catalogue, message
from ..scheme import Scheme
from .cases import cases_of
from .console import Console, progress
from .delivering import Report, deliver, delivery_options
from .options import help_text, options

if TYPE_CHECKING:
    from ..comparison import Comparison, Tripped

GATES = ("grade", "score", "rules")


def make_compare(words: Catalogue) -> click.Command:
    """`compare OLD NEW`."""

    @click.command("compare", help=help_text(words, "compare"), short_help=words.words("cli.compare.short"))
    @click.argument("old")
    @click.argument("new")
    @click.option("--same-scheme", "same", metavar="SCHEME", help=words.words("cli.option.compare-same-scheme"))
    @click.option("--cases", type=click.Path(exists=True, file_okay=False, path_type=Path), help=words.words("cli.option.compare-cases"))
    @click.option("--case", "names", multiple=True, help=words.words("cli.option.compare-case"))
    @click.option("--pairs", type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.compare-pairs"))
    @click.option("--prove", is_flag=True, help=words.words("cli.option.compare-prove"))
    @delivery_options(words)
    @click.option("--fail-on", type=click.Choice(GATES), help=words.words("cli.option.compare-fail-on"))
    @click.option("--accept", type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.compare-accept"))
    @options(words)
    def command(
        old: str,
        new: str,
        same: str | None,
        cases: Path | None,
        names: tuple[str, ...],
        pairs: Path | None,
        prove: bool,
        in_markdown: bool,
        output: Path | None,
        fail_on: str | None,
        accept: Path | None,
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..comparison import Gate, compare, read_accepted, read_pairs, tripped  # no other command needs them
        from ..reporting.comparison import ComparisonReport, ComparisonSheets, comparison_document

        if accept is not None and fail_on is None:
            raise click.UsageError(words.words("cli.compare.accept-alone"))
        console = Console(lang)
        if same is not None and (cases or names or pairs or prove or fail_on):
            raise click.UsageError(words.words("cli.compare.same-scheme-alone"))
        if same is not None:
            deliver(console, _same_scheme(load_scheme(same, policies), (old, new)), as_json=as_json, in_markdown=in_markdown, output=output)
            return
        older, newer = load_scheme(old, policies), load_scheme(new, policies)
        said = read_pairs(pairs) if pairs else ()
        accepted = read_accepted(accept) if accept else ()
        given = cases_of(older, names, cases)
        if fail_on in ("grade", "score") and not given:
            raise click.UsageError(words.words("cli.compare.no-cases"))
        found = compare(older, newer, progress(given, more_than=100), said, prove=prove)
        stopped = tripped(found, Gate(fail_on), accepted) if fail_on else ()
        report = Report(
            blocks=lambda *style: ComparisonReport(*style).of(found),
            document=lambda words: comparison_document(found, words),
            sheets=lambda words: ComparisonSheets(words).of(found),
        )
        deliver(console, report, as_json=as_json, in_markdown=in_markdown, output=output)
        if stopped:
            _complain(console, found, stopped, str(fail_on))
            sys.exit(1)

    return command


def _same_scheme(scheme: Scheme, names: tuple[str, str]) -> Report:
    """How two cases of a scheme differ."""
    from ..comparison.same_scheme import compare_cases
    from ..reporting.comparison import CasesReport, cases_document

    found = compare_cases(scheme, *cases_of(scheme, names))
    return Report(
        blocks=lambda *style: CasesReport(*style).of(found),
        document=lambda words: cases_document(found, words),
        sheets=lambda words: CasesReport(words).sheets(found),
    )


def _complain(console: Console, found: Comparison, stopped: Sequence[Tripped], gate: str) -> None:
    """Say on standard error what the gate does not let through."""

    def say(key: str, **arguments: Argument) -> None:
        console.complain(console.words.say(message(key, **arguments)))

    say("gate.closed", gate=gate)
    for one in stopped:
        if one.effect is not None:
            say("gate.case", case=one.effect.case)
        for id in one.changes:
            said = id if console.by_id else console.words.say(found.change(id).said)
            say("gate.change", id=id, said=said)
