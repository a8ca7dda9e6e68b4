"""Items: clauses → score with ledger, or the range that missing facts leave."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from ...assessment import Adjustment, Cause, Finding, ItemResult, Ledger, Outcome, Span, Undecided
from ...expression import Node, describe, references
from ...lowering import Clause, Derived, Item, LoweredScheme, Part
from ...messages import half_up
from ...scheme import CITY, Bonus, Evidence, NotApplicable, Point
from .preparation import Preparation, Prepared

ZERO = Fraction(0)


@frozen
class Judged:
    """A clause on a case: whether it applies (None: not known), its amount (None: not known), and the least and most that it may come to."""

    plan: ClausePlan
    applies: bool | None
    amount: Any
    lowest: Any
    highest: Any


class ClausePlan:
    """A clause with its closures and the names behind it."""

    def __init__(self, clause: Clause, preparation: Preparation) -> None:
        self.clause = clause
        self._when = preparation.compiled(clause.when)
        self._amount = preparation.compiled(clause.amount)
        self.names = reach(preparation.lowered, clause.when, clause.amount)

    def judge(self, values: dict[str, Any]) -> Judged:
        """What the clause comes to."""
        applies = self._when(values)
        if applies is False:
            return Judged(self, False, 0, 0, 0)
        amount = self._amount(values)
        highest = self.clause.most if amount is None else amount
        return Judged(self, applies, amount, amount if applies and amount is not None else 0, highest)


@define
class Tally:
    """What a part or an item comes to so far: least, most, and what its decided clauses and adjustments are."""

    lowest: Any = 0
    highest: Any = 0
    decided: list[Judged] = field(factory=list)
    open: list[Judged] = field(factory=list)
    adjustments: list[Adjustment] = field(factory=list)


def reach(lowered: LoweredScheme, *nodes: Node) -> tuple[str, ...]:
    """The names that nodes read, then those behind the quantities among them, each once."""
    found: dict[str, None] = {}
    for node in nodes:
        found |= references(node)
    queue = list(found)
    while queue:
        known = lowered.name(queue.pop(0))
        if isinstance(known, Derived):
            fresh = [name for name in references(known.node) if name not in found]
            found |= dict.fromkeys(fresh)
            queue += fresh
    return tuple(found)


class ItemPlan:
    """A point or bonus with its clauses compiled."""

    def __init__(self, item: Item, entry: Point | Bonus, sign: int, preparation: Preparation) -> None:
        self.item = item
        self.entry = entry
        self.sign = sign
        self._lowered = preparation.lowered
        self._applies = preparation.compiled(item.applies)
        self._applies_names = reach(preparation.lowered, item.applies)
        self._parts = [(part, [ClausePlan(clause, preparation) for clause in part.clauses]) for part in item.parts]
        self._evidence: Evidence = entry.weakest

    def score(self, prepared: Prepared) -> ItemResult:
        """The result of the item on a case."""
        applies = self._applies(prepared.values)
        if applies is False:
            return self._not_applicable()
        tally = Tally()
        for part, plans in self._parts:
            _add_part(tally, part, [plan.judge(prepared.values) for plan in plans], self.sign)
        if applies is None:
            return self._of_unknown_applicability(prepared, tally)
        return self._of(prepared, tally)

    def _of(self, prepared: Prepared, tally: Tally) -> ItemResult:
        ends = [self._rounded(self._start + self.sign * min(end, self.item.limit)) for end in (tally.lowest, tally.highest)]
        decided = ends[0] == ends[1]
        return self._result(prepared, tally, Span(min(ends), max(ends)), decided)

    def _of_unknown_applicability(self, prepared: Prepared, tally: Tally) -> ItemResult:
        missing = prepared.missing(self._applies_names)
        wording = describe(self.item.applies, self._lowered.labels)
        tally.open.clear()
        result = self._result(prepared, tally, Span(0, self.item.limit), False)
        unknown = Undecided(clause=f"{self.item.id}.applies", lowest=ZERO, highest=self.item.limit, wording=wording, missing=missing)
        from attrs import evolve

        return evolve(result, undecided=(unknown,), awaits_city=self._city(missing))

    @property
    def _start(self) -> Fraction:
        return self.item.limit if self.sign < 0 else ZERO

    def _rounded(self, score: Any) -> Fraction:
        return Fraction(score) if self.item.places is None else half_up(score, self.item.places)

    def _not_applicable(self) -> ItemResult:
        full = self._start
        rescaled = self._lowered.not_applicable is NotApplicable.RESCALE and self.sign < 0
        return ItemResult(
            id=self.item.id,
            number=self.entry.number,
            title=self.entry.title,
            limit=self.item.limit,
            outcome=Outcome.NOT_APPLICABLE,
            range=Span(full, full),
            ledger=None if rescaled else Ledger(start=full, sign=self.sign),
            level=self._level(full, full),
            evidence=self._evidence,
        )

    def _result(self, prepared: Prepared, tally: Tally, span: Span, decided: bool) -> ItemResult:
        findings = tuple(self._finding(prepared, judged) for judged in tally.decided)
        undecided = tuple(self._undecided(prepared, judged) for judged in tally.open)
        missing = [name for one in undecided for name in one.missing]
        return ItemResult(
            id=self.item.id,
            number=self.entry.number,
            title=self.entry.title,
            limit=self.item.limit,
            outcome=Outcome.SCORED if decided else Outcome.PENDING,
            range=span,
            ledger=self._ledger(tally, findings) if decided else None,
            found=findings,
            undecided=undecided,
            level=self._level(span.lowest, span.highest),
            awaits_city=not decided and self._city(missing),
            evidence=self._evidence,
        )

    def _city(self, missing: Any) -> bool:
        return bool(missing) and all(self._lowered.inputs[name].supplier == CITY for name in missing)

    def _level(self, low: Fraction, high: Fraction) -> str | None:
        levels = self._lowered.levels
        return levels[int(self.item.limit - low)] if levels and low == high and self.sign < 0 else None

    def _ledger(self, tally: Tally, findings: tuple[Finding, ...]) -> Ledger:
        adjustments = list(tally.adjustments)
        over = tally.lowest - self.item.limit
        if over > 0:
            adjustments.append(Adjustment(Cause.ZERO_FLOOR if self.sign < 0 else Cause.CAP, Fraction(-self.sign * over)))
        exact = Ledger(start=self._start, sign=self.sign, findings=findings, adjustments=tuple(adjustments))
        rounding = self._rounded(exact.score) - exact.score
        if rounding:
            adjustments.append(Adjustment(Cause.ROUNDING, rounding))
        return Ledger(start=self._start, sign=self.sign, findings=findings, adjustments=tuple(adjustments))

    def _finding(self, prepared: Prepared, judged: Judged) -> Finding:
        clause, names = judged.plan.clause, judged.plan.names
        rows = dict.fromkeys(key for name in names if name in prepared.counted for key in prepared.counted[name].rows)
        return Finding(
            clause=clause.id,
            amount=Fraction(judged.amount),
            wording=clause.wording,
            requirement=None if clause.requirement is None else describe(clause.requirement, self._lowered.labels),
            reads=tuple(prepared.read(name) for name in names),
            rows=tuple(rows),
        )

    def _undecided(self, prepared: Prepared, judged: Judged) -> Undecided:
        return Undecided(
            clause=judged.plan.clause.id,
            lowest=Fraction(judged.lowest),
            highest=Fraction(judged.highest),
            wording=judged.plan.clause.wording,
            missing=prepared.missing(judged.plan.names),
        )


def _add_part(tally: Tally, part: Part, judged: list[Judged], sign: int) -> None:
    """Add a rule to the tally: what is decided, what is open, and what its `at_most` takes back."""
    lowest: Any = 0
    highest: Any = 0
    for group, members in _groups(judged):
        low, high, decided, open_ = _group(members, group in part.exhaustive)
        tally.decided += decided
        tally.open += open_
        counted = sum(one.amount for one in decided)
        if low > counted and not any(one.applies for one in open_):
            tally.adjustments.append(Adjustment(Cause.AT_LEAST, Fraction(sign * (low - counted))))
        lowest, highest = lowest + low, highest + high
    if part.at_most is not None:
        if lowest > part.at_most:
            tally.adjustments.append(Adjustment(Cause.AT_MOST, Fraction(-sign * (lowest - part.at_most))))
        lowest, highest = min(lowest, part.at_most), min(highest, part.at_most)
    tally.lowest += lowest
    tally.highest += highest


def _groups(judged: list[Judged]) -> Iterator[tuple[str, list[Judged]]]:
    """The clauses by group; one that stands alone is a group of its own."""
    named: dict[str, list[Judged]] = {}
    for one in judged:
        named.setdefault(one.plan.clause.one_of or one.plan.clause.id, []).append(one)
    yield from named.items()


def _group(members: list[Judged], exhaustive: bool) -> tuple[Any, Any, list[Judged], list[Judged]]:
    """Least and most of a group of which at most one clause applies; the decided and the open clauses."""
    true = [one for one in members if one.applies]
    possible = true or [one for one in members if one.applies is None]
    decided = [one for one in true if one.amount is not None]
    open_ = [one for one in possible if one not in decided]
    if not possible:
        return 0, 0, [], []
    highest = max(one.highest for one in possible)
    if true:
        return sum(one.lowest for one in true), highest, decided, open_
    lowest = min(one.amount if one.amount is not None else 0 for one in possible) if exhaustive else 0
    return lowest, highest, [], open_
