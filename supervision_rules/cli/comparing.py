"""`compare`: two schemes, what changed, for whom, by which clause."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..loading import load_scheme
from ..messages import Catalogue
from ..scheme import Scheme
from .cases import cases_of
from .console import Console, progress
from .options import help_text, options, write_json

if TYPE_CHECKING:
    from ..comparison import Comparison

FAIL_ON = ("grade", "score", "rules")


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
    @click.option("--markdown", is_flag=True, help=words.words("cli.option.compare-markdown"))
    @click.option("--fail-on", type=click.Choice(FAIL_ON), help=words.words("cli.option.compare-fail-on"))
    @options(words)
    def command(
        old: str,
        new: str,
        same: str | None,
        cases: Path | None,
        names: tuple[str, ...],
        pairs: Path | None,
        prove: bool,
        markdown: bool,
        fail_on: str | None,
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..comparison import compare, read_pairs  # no other command needs them
        from ..reporting.comparing import ComparisonReport
        from ..reporting.comparison_document import comparison_document

        console = Console(lang)
        if same is not None:
            _same_scheme(console, load_scheme(same, policies), (old, new), markdown, as_json)
            return
        older, newer = load_scheme(old, policies), load_scheme(new, policies)
        said = read_pairs(pairs) if pairs else ()
        found = compare(older, newer, progress(cases_of(older, names, cases), more_than=100), said, prove=prove)
        if as_json:
            write_json(console, comparison_document(found, console.words))
        else:
            console.report(lambda *style: ComparisonReport(*style).of(found), in_markdown=markdown)
        sys.exit(1 if fail_on and _fails(found, fail_on) else 0)

    return command


def _same_scheme(console: Console, scheme: Scheme, names: tuple[str, str], markdown: bool, as_json: bool) -> None:
    """Write how two cases of a scheme differ."""
    from ..comparison.same_scheme import compare_cases
    from ..reporting.cases_compared import CasesReport, cases_document

    found = compare_cases(scheme, *cases_of(scheme, names))
    if as_json:
        write_json(console, cases_document(found, console.words))
    else:
        console.report(lambda *style: CasesReport(*style).of(found), in_markdown=markdown)


def _fails(comparison: Comparison, on: str) -> bool:
    """Whether there is a change such as must not be."""
    if on == "rules":
        return any(change.scores for change in comparison.changes)
    if on == "score":
        return any(effect.difference != 0 for effect in comparison.effects)
    return any(effect.grades[0] != effect.grades[1] for effect in comparison.effects)
