"""Items: clauses → the least and the most that they come to on a case. What words need is left to `scoring`."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from attrs import define, field, frozen

from ...assessment import Adjustment, Cause, Span
from ...expression import describe
from ...lowering import Clause, Item, Part, plain
from ...messages import Message, fraction, half_up
from ...scheme import CITY, NotApplicable
from .preparation import Preparation

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


@frozen
class Standing:
    """How an item stands on a case: the range of its score, whether it applies (None: not known), whether all that it lacks is the city's, and
    whether it is taken out of the count.
    """

    id: str
    limit: Fraction
    range: Span
    applies: bool | None = True
    awaits_city: bool = False
    taken_out: bool = False


class ItemCount:
    """A point (`sign` -1) or bonus (1) with its clauses compiled."""

    def __init__(self, item: Item, sign: int, preparation: Preparation) -> None:
        self.item = item
        self.sign = sign
        self._lowered = preparation.lowered
        self._applies = preparation.compiled(item.applies)
        self._applies_names = preparation.lowered.behind(item.applies)
        self._parts = [(None if part.at_most is None else plain(part.at_most), _groups(part, preparation)) for part in item.parts]
        self._plans = [plan for _, groups in self._parts for group in groups for plan in group.plans]
        self._start = item.limit if sign < 0 else ZERO
        self._limit = plain(item.limit)
        self._from = plain(self._start)
        self._untouched_standing = Standing(item.id, item.limit, Span(self._start, self._start))

    def standing(self, values: dict[str, Any]) -> Standing:
        """How the item stands on the values of a case, without reasons."""
        applies = self._applies(values)
        if applies is False:
            return Standing(self.item.id, self.item.limit, Span(self._start, self._start), False, taken_out=self._leaves)
        tally = self._tally(values)
        if applies and not (tally.decided or tally.open):
            return self._untouched_standing
        span = self._span(tally)
        names = [] if applies else list(self._applies_names)
        if not span.decided:
            names += [name for judged in tally.open for name in judged.plan.names]
        awaits_city = self._city([name for name in names if name in self._lowered.inputs and values[name] is None])
        return Standing(self.item.id, self.item.limit, span if applies else Span(ZERO, self.item.limit), applies, awaits_city)

    @property
    def _leaves(self) -> bool:
        """Whether the item is taken out of the count where it does not apply."""
        return self._lowered.not_applicable is NotApplicable.RESCALE and self.sign < 0

    def _tally(self, values: dict[str, Any]) -> Tally:
        tally = Tally()
        for at_most, groups in self._parts:
            _add_part(tally, at_most, groups, values, self.sign)
        return tally

    def _span(self, tally: Tally) -> Span:
        ends = [self._rounded(self._from + self.sign * min(end, self._limit)) for end in (tally.lowest, tally.highest)]
        return Span(min(ends), max(ends))

    def _rounded(self, score: Any) -> Fraction:
        return fraction(score) if self.item.places is None else half_up(score, self.item.places)

    def _city(self, missing: Any) -> bool:
        return bool(missing) and all(self._lowered.inputs[name].supplier == CITY for name in missing)


@frozen
class Group:
    """Clauses of which at most one applies: those of a one-of group, or one that stands alone."""

    plans: tuple[ClausePlan, ...]
    exhaustive: bool


def _groups(part: Part, preparation: Preparation) -> list[Group]:
    return [Group(tuple(ClausePlan(clause, preparation) for clause in clauses), name in part.exhaustive) for name, clauses in part.groups.items()]


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
