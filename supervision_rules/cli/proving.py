"""What `check` does beyond reading a scheme: static checks, proofs, counterexamples as files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from ..loading import write_cases
from ..lowering import lower
from ..messages import Catalogue
from ..reporting import Sheet
from ..scheme import Case, Scheme
from ..verification import Line, Report, Verdict, check, prove


def checked(scheme: Scheme) -> Report:
    """What the static checks find. Raises SupervisionRulesError where the scheme accepts what there is not."""
    return Report(scheme=scheme, lowered=lower(scheme), lines=check(scheme))


def proved(scheme: Scheme) -> Report:
    """The verdict on the whole scheme, with progress on standard error where somebody looks at it.

    Raises SupervisionRulesError (`extra-missing`) where the solver is not installed.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        return prove(scheme)
    with click.progressbar(length=1, file=sys.stderr) as bar:

        def shown(line: Line, of: int) -> None:  # noqa: ARG001
            bar.length = of
            bar.update(1)

        return prove(scheme, progress=shown)


def report_lines(report: Report, sheet: Sheet, whole: bool) -> Iterator[str]:
    """The report in words, or only what is wrong."""
    from ..reporting.proofs import ProofSheet

    yield from ProofSheet(sheet).of(report) if whole else ProofSheet(sheet).refuted(report)


def report_document(report: Report, words: Catalogue) -> dict[str, Any]:
    """The report as data."""
    from ..reporting.proof_document import proof_document

    return proof_document(report, words)


def write_counterexamples(report: Report, directory: Path, words: Catalogue) -> None:
    """Write every counterexample as case files that `assess` runs, all or none. Raises FileExistsError where another file is in the way."""
    cases: dict[str, Case] = {}
    for line in report.lines:
        for result in (*line.with_verdict(Verdict.REFUTED), *line.with_verdict(Verdict.ACCEPTED)):
            if result.counterexample is None or result.finding is None:
                continue
            note = words.say(result.finding)
            for case in result.counterexample.cases:
                name = "-".join((result.law, *result.about, case.id)).replace(".", "-")
                cases[f"{line.subject.id}/{name}.toml"] = evolve(case, id=name, note=note)
    write_cases(cases, directory)
