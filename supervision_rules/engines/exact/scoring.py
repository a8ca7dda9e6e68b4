"""Items: clauses → score with ledger, or the range that missing facts leave."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from attrs import define, evolve, field, frozen

from ...assessment import Adjustment, Cause, ClauseState, Finding, ItemResult, Ledger, Outcome, Read, Span, Undecided
from ...expression import TRUE, describe
from ...lowering import Clause, Item, Part, plain
from ...messages import Message, fraction, half_up
from ...scheme import CITY, Bonus, Evidence, NotApplicable, Point
from .preparation import Preparation, Prepared

ZERO = Fraction(0)


@frozen
class Judged:
    """A clause that applies to a case or may (None: not known), its amount (None: not known), and the least and most that it may come to."""

    plan: ClausePlan
    applies: Literal[True] | None
    amount: Any
    lowest: Any
    highest: Any


class ClausePlan:
    """A clause with its closures and the names behind it."""

    def __init__(self, clause: Clause, preparation: Preparation) -> None:
        self.clause = clause
        self._when = preparation.compiled(clause.when)
        self._amount = preparation.compiled(clause.amount)
        self.names = preparation.lowered.behind(clause.when, clause.amount)
        self._most = plain(clause.most)
        self._lowered = preparation.lowered

    @cached_property
    def requirement(self) -> Message | None:
        """What the clause requires, in words."""
        requirement = self.clause.requirement
        return None if requirement is None else describe(requirement, self._lowered.labels)

    def judge(self, values: dict[str, Any]) -> Judged | None:
        """What the clause comes to; None where it does not apply."""
        applies = self._when(values)
        if applies is False:
            return None
        amount = self._amount(values)
        highest = self._most if amount is None else amount
        return Judged(self, applies, amount, amount if applies and amount is not None else 0, highest)


@define
class Tally:
    """What a part or an item comes to so far: least, most, and what its decided clauses and adjustments are."""

    lowest: Any = 0
    highest: Any = 0
    decided: list[Judged] = field(factory=list)
    open: list[Judged] = field(factory=list)
    adjustments: list[Adjustment] = field(factory=list)


class ItemPlan:
    """A point or bonus with its clauses compiled."""

    def __init__(self, item: Item, entry: Point | Bonus, sign: int, preparation: Preparation) -> None:
        self.item = item
        self.entry = entry
        self.sign = sign
        self._lowered = preparation.lowered
        self._applies = preparation.compiled(item.applies)
        self._applies_names = preparation.lowered.behind(item.applies)
        self._parts = [(None if part.at_most is None else plain(part.at_most), _groups(part, preparation)) for part in item.parts]
        self._evidence: Evidence = entry.weakest
        self._plans = [plan for _, groups in self._parts for group in groups for plan in group.plans]
        self._names = tuple(dict.fromkeys([*self._applies_names, *(name for plan in self._plans for name in plan.names)]))
        self._start = item.limit if sign < 0 else ZERO
        self._limit = plain(item.limit)
        self._from = plain(self._start)
        self._untouched = self._plain_result(Span(self._start, self._start), Ledger(start=self._start, sign=sign), Outcome.SCORED)

    def score(self, prepared: Prepared) -> ItemResult:
        """The result of the item on a case, with what it assumes."""
        result = self._score(prepared)
        assumed = () if prepared.assumed.isdisjoint(self._names) else tuple(name for name in self._names if name in prepared.assumed)
        return evolve(result, assumed=assumed) if assumed else result

    def condition(self, prepared: Prepared) -> tuple[Message | None, tuple[Read, ...]]:
        """When the item applies (None: always), and what that reads."""
        if self.item.applies == TRUE:
            return None, ()
        return describe(self.item.applies, self._lowered.labels), tuple(prepared.read(name) for name in self._applies_names)

    def _score(self, prepared: Prepared) -> ItemResult:
        applies = self._applies(prepared.values)
        if applies is False:
            return self._not_applicable()
        tally = Tally()
        for at_most, groups in self._parts:
            _add_part(tally, at_most, groups, prepared.values, self.sign)
        if applies and not (tally.decided or tally.open):
            return self._untouched
        if applies is None:
            return self._of_unknown_applicability(prepared, tally)
        return self._of(prepared, tally)

    def states(self, prepared: Prepared) -> Iterator[ClauseState]:
        """Every clause as it stands on a case, whether it applies or not."""
        for plan in self._plans:
            judged = plan.judge(prepared.values)
            clause = plan.clause
            amount = judged.amount if judged else 0
            yield ClauseState(
                clause=clause.id,
                wording=clause.wording,
                condition=describe(clause.when, self._lowered.labels),
                applies=judged.applies if judged else False,
                amount=None if amount is None else fraction(amount),
                most=clause.most,
                reads=tuple(prepared.read(name) for name in plan.names),
            )

    def _of(self, prepared: Prepared, tally: Tally) -> ItemResult:
        ends = [self._rounded(self._from + self.sign * min(end, self._limit)) for end in (tally.lowest, tally.highest)]
        decided = ends[0] == ends[1]
        return self._result(prepared, tally, Span(min(ends), max(ends)), decided)

    def _of_unknown_applicability(self, prepared: Prepared, tally: Tally) -> ItemResult:
        missing = prepared.missing(self._applies_names)
        wording = describe(self.item.applies, self._lowered.labels)
        applied = self._of(prepared, tally)
        unknown = Undecided(
            clause=f"{self.item.id}.applies",
            lowest=ZERO,
            highest=self.item.limit,
            wording=wording,
            missing=missing,
            cells=prepared.cells(missing),
        )
        return evolve(
            applied,
            outcome=Outcome.PENDING,
            range=Span(0, self.item.limit),
            ledger=None,
            undecided=(unknown, *(applied.undecided if applied.outcome is Outcome.PENDING else ())),
            level=None,
            applies=None,
            awaits_city=self._city((*missing, *applied.missing)),
        )

    def _rounded(self, score: Any) -> Fraction:
        return fraction(score) if self.item.places is None else half_up(score, self.item.places)

    def _not_applicable(self) -> ItemResult:
        rescaled = self._lowered.not_applicable is NotApplicable.RESCALE and self.sign < 0
        ledger = None if rescaled else Ledger(start=self._start, sign=self.sign)
        return evolve(self._plain_result(Span(self._start, self._start), ledger, Outcome.NOT_APPLICABLE), applies=False)

    def _plain_result(self, span: Span, ledger: Ledger | None, outcome: Outcome) -> ItemResult:
        """The result of an item of which no clause is found or open: the same in every case."""
        return ItemResult(
            id=self.item.id,
            number=self.entry.number,
            title=self.entry.title,
            limit=self.item.limit,
            outcome=outcome,
            range=span,
            ledger=ledger,
            level=self._level(span.lowest, span.highest),
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
        over = tally.lowest - self._limit
        if over > 0:
            adjustments.append(Adjustment(Cause.ZERO_FLOOR if self.sign < 0 else Cause.CAP, fraction(-self.sign * over)))
        exact = self._from + self.sign * min(tally.lowest, self._limit)
        rounding = self._rounded(exact) - exact
        if rounding:
            adjustments.append(Adjustment(Cause.ROUNDING, rounding))
        return Ledger(start=self._start, sign=self.sign, findings=findings, adjustments=tuple(adjustments))

    def _finding(self, prepared: Prepared, judged: Judged) -> Finding:
        clause, names = judged.plan.clause, judged.plan.names
        rows = dict.fromkeys(key for name in names if name in prepared.counted for key in prepared.counted[name].rows)
        return Finding(
            clause=clause.id,
            amount=fraction(judged.amount),
            wording=clause.wording,
            requirement=judged.plan.requirement,
            reads=tuple(prepared.read(name) for name in names),
            rows=tuple(rows),
        )

    def _undecided(self, prepared: Prepared, judged: Judged) -> Undecided:
        missing = prepared.missing(judged.plan.names)
        return Undecided(
            clause=judged.plan.clause.id,
            lowest=fraction(judged.lowest),
            highest=fraction(judged.highest),
            wording=judged.plan.clause.wording,
            missing=missing,
            cells=prepared.cells(missing),
        )


@frozen
class Group:
    """Clauses of which at most one applies: those of a one-of group, or one that stands alone."""

    plans: tuple[ClausePlan, ...]
    exhaustive: bool


def _groups(part: Part, preparation: Preparation) -> list[Group]:
    named: dict[str, list[ClausePlan]] = {}
    for clause in part.clauses:
        named.setdefault(clause.one_of or clause.id, []).append(ClausePlan(clause, preparation))
    return [Group(tuple(plans), name in part.exhaustive) for name, plans in named.items()]


def _add_part(tally: Tally, at_most: Any, groups: list[Group], values: dict[str, Any], sign: int) -> None:
    """Add a rule to the tally: what is decided, what is open, and what its `at_most` takes back."""
    lowest: Any = 0
    highest: Any = 0
    for group in groups:
        possible = [judged for plan in group.plans if (judged := plan.judge(values)) is not None]
        if possible:
            low, high = _add_group(tally, possible, group.exhaustive, sign)
            lowest, highest = lowest + low, highest + high
    if at_most is not None:
        if lowest > at_most:
            tally.adjustments.append(Adjustment(Cause.AT_MOST, fraction(-sign * (lowest - at_most))))
        lowest, highest = min(lowest, at_most), min(highest, at_most)
    tally.lowest += lowest
    tally.highest += highest


def _add_group(tally: Tally, possible: list[Judged], exhaustive: bool, sign: int) -> tuple[Any, Any]:
    """Add a group of clauses, of which one may apply, to the tally; returns the least and most that it comes to."""
    true = [judged for judged in possible if judged.applies]
    possible = true or possible
    highest = max(judged.highest for judged in possible)
    for judged in possible:
        (tally.decided if judged.applies and judged.amount is not None else tally.open).append(judged)
    if true:
        return sum(judged.lowest for judged in true), highest
    lowest = min(judged.amount if judged.amount is not None else 0 for judged in possible) if exhaustive else 0
    if lowest:
        tally.adjustments.append(Adjustment(Cause.AT_LEAST, fraction(sign * lowest)))
    return lowest, highest
