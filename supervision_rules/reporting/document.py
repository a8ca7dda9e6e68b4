"""An assessment as plain data for JSON: numbers as exact decimal strings, words in one language.

Its shape is published as `assessment.schema.json`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from importlib.resources import files
from typing import Any

from ..assessment import Adjustment, Assessment, Explanation, Finding, ItemResult, Read, Span, Undecided, VetoExplanation, VetoResult
from ..expression import DATE, value_message
from ..messages import Catalogue, Message, catalogue, exact
from ..scheme import Evidence, Measure, Sourced

SCHEMA = "urn:supervision-rules:assessment:1"


def schema() -> dict[str, Any]:
    """The JSON Schema of an assessment."""
    text = files(__package__).joinpath("assessment.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def assessment_document(assessment: Assessment, words: Catalogue | None = None) -> dict[str, Any]:
    """The whole assessment as data. `words`: the language of wordings, Chinese by default."""
    return _Writer(words or catalogue()).assessment(assessment)


def explanation_document(explanation: Explanation, words: Catalogue | None = None) -> dict[str, Any]:
    """One item with every clause and value."""
    return _Writer(words or catalogue()).explanation(explanation)


def veto_explanation_document(explanation: VetoExplanation, words: Catalogue | None = None) -> dict[str, Any]:
    """One veto with its condition and every value that it read."""
    return _Writer(words or catalogue()).veto_explanation(explanation)


def basis_counts(assessment: Assessment) -> dict[str, int]:
    """How many elements of the scheme are stated, cited (`?`: with doubt) and reconstructed, the targets that it reads among them."""
    scheme = assessment.scheme
    read = {constant.target for constant in assessment.lowered.constants.values()}
    entries: list[Sourced] = [
        scheme.header,
        *scheme.indicators,
        *scheme.points,
        *scheme.bonuses,
        *scheme.vetoes,
        *scheme.alerts,
        *scheme.ladder.grade,
    ]
    days = {as_of.target: as_of.date for as_of in scheme.header.as_of}
    period = scheme.header.period
    entries += [value for target in scheme.targets if target.id in read for value in target.in_force(days.get(target.id, period.to))]
    counts = Counter(evidence.mark for entry in entries for evidence in entry.evidence())
    order = ("stated", "stated?", "cited", "cited?", "reconstructed")
    return {mark: counts[mark] for mark in order if counts[mark] or mark in ("stated", "cited", "reconstructed")}


def assumed_facts(assessment: Assessment) -> list[str]:
    """The ids of the facts that the case assumes."""
    return [fact.id for fact in assessment.case.facts if fact.assumed]


class _Writer:
    def __init__(self, words: Catalogue) -> None:
        self.words = words

    def assessment(self, one: Assessment) -> dict[str, Any]:
        points = one.scheme.header.measure is Measure.POINTS
        overall = one.overall
        return {
            "schema": SCHEMA,
            "scheme": {"id": one.scheme.id, "hash": one.lowered.hash, "reading": one.scheme.reading or None, "basis": basis_counts(one)},
            "case": {"id": one.case.id, "subject": one.case.subject, "year": one.case.year, "assumed": assumed_facts(one)},
            "measure": one.scheme.header.measure.value,
            "base": number(overall.base) if overall else None,
            "deductions": number(overall.deductions) if overall else None,
            "base_score": number(overall.base_score) if overall else None,
            "bonus": number(overall.bonus) if overall else None,
            "adjustments": _adjustments(overall.adjustments) if overall else [],
            "total": number(one.total),
            "grade": one.grade,
            "grade_before_vetoes": one.before_vetoes,
            "range": {**_span(overall.range if overall else None), "grades": list(one.grades)},
            "awaiting": {"city": list(one.awaiting.city), "facts": list(one.awaiting.facts)},
            "points": [self.item(item, "worth", points) for item in one.points],
            "bonuses": [self.item(item, "cap", points) for item in one.bonuses],
            "vetoes": [self.veto(veto) for veto in one.vetoes],
        }

    def item(self, item: ItemResult, limit: str, counts: bool) -> dict[str, Any]:
        return {
            "id": item.id,
            "number": item.number,
            "title": item.title,
            limit: number(item.limit) if counts else None,
            "score": number(item.score) if counts else None,
            "level": item.level,
            "outcome": item.outcome.value,
            "range": _span(item.range) if counts else None,
            "awaits_city": item.awaits_city,
            "assumed": list(item.assumed),
            "basis": _evidence(item.evidence),
            "findings": [self.finding(finding) for finding in item.findings],
            "adjustments": _adjustments(item.adjustments),
            "undecided": [self.undecided(one) for one in item.undecided],
        }

    def finding(self, finding: Finding) -> dict[str, Any]:
        return {
            "clause": finding.clause,
            "amount": number(finding.amount),
            "wording": self.words.say(finding.wording),
            "requirement": self.words.say(finding.requirement) if finding.requirement else None,
            "reads": [self.read(read) for read in finding.reads],
            "rows": list(finding.rows),
        }

    def undecided(self, one: Undecided) -> dict[str, Any]:
        return {
            "clause": one.clause,
            "wording": self.words.say(one.wording),
            **_span(Span(one.lowest, one.highest)),
            "missing": list(one.missing),
        }

    def read(self, read: Read) -> dict[str, Any]:
        return {
            "id": read.id,
            "label": read.label,
            "source": read.source.value,
            "value": self.value(read),
            "unit": str(read.unit),
            "said": self.words.say(value_message(read.value, read.unit)),
            "clause": read.clause or None,
            "assumed": read.assumed or None,
            "compared": {"value": read.compared.value, "limit": exact(read.compared.limit)} if read.compared else None,
            "rows": list(read.rows),
            "superseded": list(read.superseded),
        }

    def value(self, read: Read) -> bool | str | None:
        """A number as exact text, a date as ISO 8601 has it."""
        if isinstance(read.value, bool | str) or read.value is None:
            return read.value
        if read.unit.powers == DATE.powers:
            return self.words.say(value_message(read.value, read.unit))
        return exact(Fraction(read.value) / read.unit.factor)

    def veto(self, veto: VetoResult) -> dict[str, Any]:
        return {
            "id": veto.id,
            "title": veto.title,
            "effect": veto.effect.value,
            "grade": veto.grade,
            "applies": veto.applies,
            "basis": _evidence(veto.evidence),
            "reads": [self.read(read) for read in veto.reads],
        }

    def explanation(self, one: Explanation) -> dict[str, Any]:
        clauses = [
            {
                "clause": state.clause,
                "applies": state.applies,
                "amount": number(state.amount),
                "most": number(state.most),
                "wording": self.words.say(state.wording),
                "condition": self.words.say(state.condition),
                "reads": [self.read(read) for read in state.reads],
            }
            for state in one.clauses
        ]
        return {
            "item": self.item(one.item, "limit", True),
            "applies_when": self.words.say(one.applies_when) if one.applies_when else None,
            "applies_reads": [self.read(read) for read in one.applies_reads],
            "clauses": clauses,
            "quantities": self.quantities(one.quantities),
        }

    def veto_explanation(self, one: VetoExplanation) -> dict[str, Any]:
        return {"veto": self.veto(one.veto), "condition": self.words.say(one.condition), "quantities": self.quantities(one.quantities)}

    def quantities(self, quantities: Mapping[str, Message]) -> dict[str, str]:
        return {name: self.words.say(said) for name, said in quantities.items()}


def number(value: Fraction | int | None) -> str | None:
    """A number as exact text; null where there is none."""
    return None if value is None else exact(value)


def _span(span: Span | None) -> dict[str, Any]:
    return {"lowest": number(span.lowest) if span else None, "highest": number(span.highest) if span else None}


def _adjustments(adjustments: Iterable[Adjustment]) -> list[dict[str, Any]]:
    return [{"cause": one.cause.value, "amount": number(one.amount)} for one in adjustments]


def _evidence(evidence: Evidence) -> dict[str, Any]:
    trust = evidence.trust.value if evidence.trust else None
    return {"basis": evidence.basis.value, "trust": trust, "source": evidence.source or None, "doubtful": evidence.doubtful}
