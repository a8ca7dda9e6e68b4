"""Two cases under one scheme: a district's own figures and the city's, say. What differs and why, and what is to be put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from ..assessment import Assessment, Finding, ItemResult, Outcome, Read
from ..engines.exact import Variant, assess, explain, prepare
from ..lowering import Item, LoweredScheme, Value
from ..scheme import Case, Scheme
from .effect import rise

Ends = tuple[Finding | None, Finding | None]


@frozen(kw_only=True)
class FindingChange:
    """A clause that counts otherwise in two cases: its finding in each (None: it does not apply, or, where `open`, may still), and what it reads that
    differs.
    """

    clause: str
    before: Finding | None
    after: Finding | None
    open: bool
    because: tuple[tuple[Read, Read], ...]


@frozen(kw_only=True)
class ItemChange:
    """A point or bonus that stands otherwise in two cases, with the clauses that make it so."""

    before: ItemResult
    after: ItemResult
    findings: tuple[FindingChange, ...]

    @property
    def difference(self) -> Fraction | None:
        """What its score rises by; None where either is not decided."""
        return rise(self.before.score, self.after.score)


@frozen(kw_only=True)
class Fault:
    """A deduction that stands: `worth` is what the point would regain if this clause alone ceased to apply."""

    item: ItemResult
    finding: Finding
    worth: Fraction


@frozen(kw_only=True)
class CaseComparison:
    """Two cases under a scheme: what stands otherwise, and what is to be put right in the second, the most first."""

    before: Assessment
    after: Assessment
    items: tuple[ItemChange, ...]
    faults: tuple[Fault, ...]


def compare_cases(scheme: Scheme, before: Case, after: Case) -> CaseComparison:
    """What differs between two cases of a scheme.

    Raises SupervisionRulesError where one of them is not as the scheme declares.
    """
    first, second = assess(scheme, before), assess(scheme, after)
    items = tuple(_items(scheme, (before, after), first, second))
    faults = sorted(_faults(scheme, after, second), key=lambda fault: -fault.worth)
    return CaseComparison(before=first, after=second, items=items, faults=tuple(faults))


def _items(scheme: Scheme, cases: tuple[Case, Case], first: Assessment, second: Assessment) -> Iterator[ItemChange]:
    for one in (*first.points, *first.bonuses):
        other = second.item(one.id)
        changed = {clause: ends for clause, ends in _findings(one, other).items() if _amount(ends[0]) != _amount(ends[1])}
        if changed or one.range != other.range or one.outcome is not other.outcome:
            yield ItemChange(before=one, after=other, findings=tuple(_changes(scheme, cases, one.id, changed)) if changed else ())


def _findings(one: ItemResult, other: ItemResult) -> dict[str, Ends]:
    """The findings of both cases by clause."""
    sides = [{finding.clause: finding for finding in item.findings} for item in (one, other)]
    return {clause: (sides[0].get(clause), sides[1].get(clause)) for clause in dict.fromkeys([*sides[0], *sides[1]])}


def _amount(finding: Finding | None) -> Fraction:
    return Fraction(0) if finding is None else finding.amount


def _changes(scheme: Scheme, cases: tuple[Case, Case], id: str, changed: Mapping[str, Ends]) -> Iterator[FindingChange]:
    """The clauses of an item that count otherwise, with what they read that differs."""
    states = [{state.clause: state for state in explain(scheme, case, id).clauses} for case in cases]
    for clause, (before, after) in changed.items():
        first, second = (side[clause] for side in states)
        unknown = any(state.applies is None or state.amount is None for state in (first, second))
        because = tuple(pair for pair in zip(first.reads, second.reads, strict=True) if pair[0].value != pair[1].value)
        yield FindingChange(clause=clause, before=before, after=after, open=unknown, because=because)


def _faults(scheme: Scheme, case: Case, result: Assessment) -> Iterator[Fault]:
    known = prepare(scheme, case)
    for one in result.points:
        if one.outcome is Outcome.SCORED and one.score != one.limit:
            for finding in one.findings:
                if finding.amount:
                    yield Fault(item=one, finding=finding, worth=_without(result.lowered, one.id, finding.clause, known) - (one.score or 0))


def _without(lowered: LoweredScheme, id: str, clause: str, known: Mapping[str, Value]) -> Fraction:
    """The score of a point without one of its clauses."""
    points = tuple(_cut(item, clause) if item.id == id else item for item in lowered.points)
    variant = Variant(evolve(lowered, points=points))
    return variant.standing(id, dict(known)).range.highest


def _cut(item: Item, clause: str) -> Item:
    parts = tuple(evolve(part, clauses=tuple(one for one in part.clauses if one.id != clause), exhaustive=frozenset()) for part in item.parts)
    return evolve(item, parts=parts)
