"""`compare`: two schemes, what changed, for whom, by which clause."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..loading import case_files, load_case, load_scheme
from ..messages import Catalogue, Problem, SupervisionRulesError
from ..scheme import Case, Scheme
from .console import Console
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
        from ..reporting.blocks import markdown as in_markdown
        from ..reporting.blocks import terminal
        from ..reporting.comparing import ComparisonReport
        from ..reporting.comparison_document import comparison_document

        console = Console(lang)
        if same is not None:
            _same_scheme(console, load_scheme(same, policies), (old, new), markdown, as_json)
            return
        older, newer = load_scheme(old, policies), load_scheme(new, policies)
        said = read_pairs(pairs) if pairs else ()
        found = compare(older, newer, _progress(list(_cases(older, cases, names))), said, prove=prove)
        if as_json:
            write_json(console, comparison_document(found, console.words))
        else:
            sheet = console.sheet()
            report = ComparisonReport(sheet.words, sheet.style, sheet.by_id).of(found)
            for line in in_markdown(report) if markdown else terminal(report, sheet.style):
                console.write(line)
        sys.exit(1 if fail_on and _fails(found, fail_on) else 0)

    return command


def _same_scheme(console: Console, scheme: Scheme, names: tuple[str, str], markdown: bool, as_json: bool) -> None:
    """Write how two cases of a scheme differ."""
    from ..comparison.same_scheme import compare_cases
    from ..reporting.blocks import markdown as in_markdown
    from ..reporting.blocks import terminal
    from ..reporting.cases_compared import CasesReport, cases_document

    before, after = (load_case(name, scheme) for name in names)
    found = compare_cases(scheme, before, after)
    if as_json:
        write_json(console, cases_document(found, console.words))
        return
    sheet = console.sheet()
    report = CasesReport(sheet.words, sheet.style, sheet.by_id).of(found)
    for line in in_markdown(report) if markdown else terminal(report, sheet.style):
        console.write(line)


def _cases(scheme: Scheme, directory: Path | None, names: Sequence[str]) -> Iterator[Case]:
    """The cases to compare, those of a directory in place of the scheme's own. All that is wrong with any of them is raised at once."""
    known = case_files(scheme) if directory is None else {file.stem: file for file in sorted(directory.glob("*.toml"))}
    problems: list[Problem] = []
    for name in names or known:
        try:
            yield load_case(known.get(name, name), scheme)
        except SupervisionRulesError as error:
            problems += error.problems
    if problems:
        raise SupervisionRulesError(problems)


def _progress(cases: list[Case]) -> Iterator[Case]:
    """The cases, with a bar on standard error where somebody looks at it and there is something to wait for."""
    if len(cases) > 100 and sys.stderr is not None and sys.stderr.isatty():
        with click.progressbar(cases, file=sys.stderr) as bar:
            yield from bar
    else:
        yield from cases


def _fails(comparison: Comparison, on: str) -> bool:
    """Whether there is a change such as must not be."""
    if on == "rules":
        return any(change.scores for change in comparison.changes)
    if on == "score":
        return any(effect.difference != 0 for effect in comparison.effects)
    return any(effect.grades[0] != effect.grades[1] for effect in comparison.effects)
