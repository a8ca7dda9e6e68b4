"""Verdicts as plain data for JSON: numbers as exact decimal strings, words in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from ..assessment import Assessment
from ..expression import value_message
from ..lowering import Value
from ..messages import Catalogue, catalogue
from ..scheme import Case
from ..verification.verdicts import Counterexample, Line, Report, Result, Verdict
from .document import number


def proof_document(report: Report, words: Catalogue | None = None) -> dict[str, Any]:
    """The report as data: a line for every part, its results, counterexamples with their facts."""
    return _Writer(report, words or catalogue()).document()


@frozen
class _Writer:
    """Writes one report."""

    report: Report
    words: Catalogue

    def document(self) -> dict[str, Any]:
        results = [result for line in self.report.lines for result in line.results]
        return {
            "verdict": self.report.verdict.value,
            "counts": {verdict.value: sum(result.verdict is verdict for result in results) for verdict in Verdict},
            "lines": [self._line(line) for line in self.report.lines],
            "idle": [{"id": one.id, "law": one.law, "of": list(one.of), "reason": one.reason} for one in self.report.idle],
        }

    def _line(self, line: Line) -> dict[str, Any]:
        about = {"kind": line.subject.kind.value, "id": line.subject.id, "verdict": line.verdict.value}
        return about | {"results": [self._result(result) for result in line.results]}

    def _result(self, result: Result) -> dict[str, Any]:
        return {
            "law": result.law,
            "title": self.words.words(f"law.{result.law}"),
            "verdict": result.verdict.value,
            "about": list(result.about),
            "finding": None if result.finding is None else self.words.say(result.finding),
            "because": [self.words.say(one) for one in result.because],
            "reason": result.reason or None,
            "clauses": list(result.clauses),
            "counterexample": None if result.counterexample is None else self._counterexample(result, result.counterexample),
        }

    def _counterexample(self, result: Result, shown: Counterexample) -> dict[str, Any]:
        return {
            "reference": shown.reference,
            "moved": [self._fact(one.name, one.before) | {"after": self._value(one.name, one.after)} for one in shown.moved],
            "set": [self._fact(name, value) for name, value in shown.set.items()],
            "left_out": list(shown.left_out),
            "cases": [self._case(result, case, one) for case, one in zip(shown.cases, shown.assessments, strict=True)],
        }

    def _fact(self, name: str, value: Value) -> dict[str, Any]:
        return {"id": name, "label": self.report.lowered.labels[name].text, "value": self._value(name, value)}

    def _value(self, name: str, value: Value) -> str:
        return self.words.say(value_message(value, self.report.lowered.labels[name].unit))

    def _case(self, result: Result, case: Case, one: Assessment) -> dict[str, Any]:
        items: Iterable[Any] = (*one.points, *one.bonuses)
        score = next((item.score for item in items if item.id == result.subject.id), None)
        return {
            "facts": {fact.id: str(fact.value) for fact in case.facts},
            "score": number(score),
            "total": number(one.total),
            "grade": one.grade,
        }
