"""A lowered scheme scored without words: also one that stands in no file, as when one rule of last year's scheme is this year's already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from attrs import frozen

from ...assessment import Overall
from ...expression import references
from ...lowering import Item, LoweredScheme, Value
from ...scheme import Measure
from .counting import ItemCount, Standing
from .grading import Grading, View, overall
from .preparation import Preparation

Values = dict[str, Any]


@frozen
class Count:
    """What the items of a case come to: `overall` is None where the scheme has no points, `grade` where several are still possible (`grades`).

    `vetoes` are those that apply.
    """

    standings: Mapping[str, Standing]
    overall: Overall | None
    grade: str | None
    grades: tuple[str, ...]
    vetoes: tuple[str, ...]


class Variant:
    """A lowered scheme, compiled where it is asked for. Constraints are not checked."""

    def __init__(self, lowered: LoweredScheme) -> None:
        self.lowered = lowered
        self.preparation = Preparation(lowered)
        self._counts: dict[str, ItemCount] = {}
        self._dependants: dict[frozenset[str], tuple[str, ...]] = {}
        self._signs = {item.id: -1 for item in lowered.points} | {item.id: 1 for item in lowered.bonuses}
        self._items = {item.id: item for item in lowered.items}

    @cached_property
    def _grading(self) -> Grading:
        return Grading(self.lowered, self.preparation)

    @cached_property
    def _quantities(self) -> list[tuple[str, Any]]:
        derived = self.lowered.derived
        return [(name, self.preparation.compiled(derived[name].node)) for name in self.lowered.order if name in derived]

    def values(self, inputs: Mapping[str, Value], beside: Mapping[str, Value] | None = None, anew: Iterable[str] | None = None) -> Values:
        """Every named value out of inputs (one that is not there is missing). With `anew` only these quantities are worked out, the rest is as in
        `beside`.
        """
        wanted = None if anew is None else set(anew)
        values: Values = dict(beside or {})
        values |= {name: inputs.get(name) for name in self.lowered.inputs} | self.preparation.constants
        for name, closure in self._quantities:
            if wanted is None or name in wanted:
                values[name] = closure(values)
        return values

    def item(self, id: str) -> Item:
        """A point or bonus. Raises KeyError where there is none such."""
        return self._items[id]

    def standing(self, id: str, values: Values) -> Standing:
        """How a point or bonus stands. Raises KeyError where there is none such."""
        if id not in self._counts:
            self._counts[id] = ItemCount(self._items[id], self._signs[id], self.preparation)
        return self._counts[id].standing(values)

    def standings(self, values: Values) -> dict[str, Standing]:
        """How every point and bonus stands."""
        return {id: self.standing(id, values) for id in self._items}

    def count(self, values: Values, standings: Mapping[str, Standing]) -> Count:
        """What the items come to together, the city's points at full marks but in `grades` and in the range of the total."""
        points = [standings[item.id] for item in self.lowered.points]
        bonuses = [standings[item.id] for item in self.lowered.bonuses]
        seen = View(self.lowered, points, bonuses, full_marks=True)
        awaited = any(one.awaits_city for one in points)
        open_view = View(self.lowered, points, bonuses, full_marks=False) if awaited else seen
        verdict = self._grading.judge(values, seen)
        after = verdict.after
        return Count(
            standings=standings,
            overall=overall(self.lowered, points, bonuses, seen, open_view) if self.lowered.measure is Measure.POINTS else None,
            grade=after[0] if len(after) == 1 else None,
            grades=self._grading.judge(values, open_view).after if awaited else after,
            vetoes=verdict.vetoes,
        )

    def grade(self, values: Values, standings: Mapping[str, Standing]) -> str | None:
        """The grade that `count` would find."""
        points, bonuses = ([standings[item.id] for item in items] for items in (self.lowered.points, self.lowered.bonuses))
        found = self._grading.judge(values, View(self.lowered, points, bonuses, full_marks=True)).after
        return found[0] if len(found) == 1 else None

    def dependants(self, names: Iterable[str]) -> tuple[str, ...]:
        """As the function of that name, worked out once for the same names."""
        asked = frozenset(names)
        if asked not in self._dependants:
            self._dependants[asked] = dependants(self.lowered, asked)
        return self._dependants[asked]


def dependants(lowered: LoweredScheme, names: Iterable[str]) -> tuple[str, ...]:
    """The quantities that read any of the names, directly or not, in the order in which they are worked out."""
    reached = set(names)
    found = []
    for name in lowered.order:
        if name in lowered.derived and (name in reached or not reached.isdisjoint(references(lowered.derived[name].node))):
            reached.add(name)
            found.append(name)
    return tuple(found)
