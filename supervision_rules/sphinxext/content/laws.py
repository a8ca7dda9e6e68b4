"""The laws and what was found of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docutils import nodes

from ...reporting.proofs import ProofSheet
from ...verification import LAWS, Verdict
from ...verification.laws import STATIC
from ..markup import Cell, anchor, mark, para, section, table, written
from ..view import SchemeView
from .items import STYLE


def page(view: SchemeView) -> Iterator[nodes.Node]:
    """Every law in words with its verdicts, then whatever does not hold."""
    yield para(view.say("docs.laws.intro"))
    counts = _counts(view)
    rows: list[list[Cell]] = []
    for law in ids():
        found = counts.get(law, Counter())
        marks: list[str | nodes.Node] = []
        for verdict in Verdict:
            if found[verdict]:
                marks += [mark(f"{view.say(f'verdict.{verdict.value}')} {found[verdict]}", f"sr-{STYLE[verdict]}"), " "]
        rows.append([view.say(f"law.{law}"), view.say(f"law.{law}.means"), marks or [view.say("docs.laws.tested")]])
    yield table([view.say(f"docs.column.{key}") for key in ("law", "means", "verdict")], rows, ids=[anchor("law", law) for law in ids()], kind="laws")
    if view.report is None:
        yield para(view.say("docs.laws.unproved"))
        return
    yield section("verdict", view.say("docs.laws.verdict"), *_found(view))


def ids() -> list[str]:
    """All laws and static checks."""
    return [*(law.id for law in LAWS), *STATIC]


def _counts(view: SchemeView) -> dict[str, Counter[Verdict]]:
    counts: dict[str, Counter[Verdict]] = {}
    for line in () if view.report is None else view.report.lines:
        for result in line.results:
            counts.setdefault(result.law, Counter())[result.verdict] += 1
    return counts


def _found(view: SchemeView) -> Iterator[nodes.Node]:
    report = view.report
    assert report is not None
    results = [result for line in report.lines for result in line.results]
    counts = {verdict.value: sum(result.verdict is verdict for result in results) for verdict in Verdict}
    yield para(view.say("proof.summary", lines=len(report.lines), laws=len(results), **counts))
    wrong = [result for result in results if result.verdict is not Verdict.PROVED]
    if wrong:
        sheet = ProofSheet(view.sheet)
        yield written("\n".join(line for result in wrong for line in sheet.result(report, result)), "text")
