"""Ends of items → base score, bonus and total, by row, seen from a standpoint: as `View` of the exact engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from ....expression import Result
from ....lowering import LoweredScheme
from .arithmetic import tally
from .conditions import both, either
from .items import Counted
from .terms import FALSE, Test
from .values import UNKNOWN_VALUE, ZERO, Truth, Value, best_of, chosen, constant, divided, order, plus, rounded, times, value_of

Ends = tuple[Value, Value]


@frozen
class Standing:
    """An item whose ends stand in columns of their own."""

    counted: Counted
    least: Value
    most: Value


class View:
    """The items with the city's points open, or (`full_marks`) counted at the most that they can be."""

    def __init__(self, lowered: LoweredScheme, points: Sequence[Standing], bonuses: Sequence[Standing], full_marks: bool) -> None:
        self._lowered = lowered
        self._points, self._bonuses = points, bonuses
        self.ends: Mapping[str, Ends] = {one.counted.id: (_seen(one, full_marks and one in points), one.most) for one in (*points, *bonuses)}
        self.limits = {one.counted.id: one.counted.limit for one in (*points, *bonuses)}

    def bonus(self) -> Ends:
        """The ends of the bonus."""
        cap = self._lowered.bonus_cap
        low, high = self._added(self._bonuses, [FALSE] * len(self._bonuses))
        return (low, high) if cap is None else (best_of("least", [low, constant(cap)]), best_of("least", [high, constant(cap)]))

    def base(self) -> Ends:
        """The ends of the base score, null where no point applies."""
        out = [one.counted.taken_out for one in self._points]
        low, high = self._added(self._points, out)
        some = either(*(one.counted.applies.sure for one in self._points))
        worth = plus(ZERO, *(chosen(taken, ZERO, constant(one.counted.limit)) for one, taken in zip(self._points, out, strict=True)))
        if worth.fixed != self._lowered.base:
            low, high = (divided(times(constant(self._lowered.base), end), worth) for end in (low, high))
        return chosen(some, low, UNKNOWN_VALUE), chosen(some, high, UNKNOWN_VALUE)

    def _added(self, items: Sequence[Standing], out: Iterable[Test]) -> Ends:
        ends = [[chosen(taken, ZERO, self.ends[one.counted.id][end]) for one, taken in zip(items, out, strict=True)] for end in (0, 1)]
        return plus(ZERO, *ends[0]), plus(ZERO, *ends[1])

    def level(self, level: str) -> tuple[Sequence[Test], Sequence[Test]]:
        """The points that surely, and that may have a level."""
        wanted = self._lowered.levels.index(level)
        certain, possible = [], []
        for one in self._points:
            score = constant(one.counted.limit - wanted)
            low, high = self.ends[one.counted.id]
            certain.append(both(order(low, "==", score).sure, order(high, "==", score).sure))
            possible.append(both(order(low, "<=", score).sure, order(high, ">=", score).sure))
        return certain, possible


@frozen
class Results:
    """What conditions of vetoes and grades can ask for in a view."""

    view: View
    base: Ends
    bonus: Ends
    total: Ends

    def ends(self, result: Result) -> Ends:
        """Both ends of a number."""
        match result.of:
            case "count":
                certain, possible = self.view.level(result.argument)
                return value_of(tally(certain)), value_of(tally(possible))
            case "score":
                return self.view.ends[result.argument]
            case "total":
                return self.total
            case _:
                return self.base

    def met(self, result: Result) -> Truth:
        """Whether an item has all that it is worth."""
        limit = constant(self.view.limits[result.argument])
        low, high = (order(end, ">=", limit).sure for end in self.view.ends[result.argument])
        return Truth(low, either(low, high))


def total_of(lowered: LoweredScheme, base: Ends, bonus: Ends) -> Ends:
    """The ends of the total."""
    low, high = (plus(base[end], bonus[end]) for end in (0, 1))
    places = lowered.total_places
    return (low, high) if places is None else (rounded(low, places), rounded(high, places))


def decided(ends: Ends) -> Value:
    """A number where both its ends are one, else null."""
    low, high = ends
    return low if low == high else chosen(order(low, "==", high).sure, low, UNKNOWN_VALUE)


def _seen(one: Standing, full_marks: bool) -> Value:
    return chosen(one.counted.awaits_city, one.most, one.least) if full_marks else one.least
