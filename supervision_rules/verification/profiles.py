"""How an item's score goes with one fact or quantity, all else as in a case: steps, ramps and single places, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from ..engines.exact import Sweep
from ..expression import Compare, Grid, Kind, Node, Number, TooManyChanges, thresholds
from ..lowering import Input, Item, LoweredScheme, Value
from ..scheme import Case, Scheme

SINGLE_PLACES = 24
SAMPLES = 16
FINE = 10_000


@frozen
class Spot:
    """A value of the axis in base units, and the score there."""

    value: Fraction
    score: Fraction


@frozen
class Stretch:
    """A part of the axis between two places at which something may change, neither of them in it, with the score from end to end: two spots where it
    goes straight, more where it bends.
    """

    spots: tuple[Spot, ...]


@frozen(kw_only=True)
class Profile:
    """The score of an item over the part `low` to `high` of an axis. `single`: the axis has so few values that each is a spot of its own.

    `changes` are the places at which something changes, with the score exactly there; `here` is the case's own place (None: it lacks the fact).
    """

    item: str
    axis: str
    low: Fraction
    high: Fraction
    single: bool
    stretches: tuple[Stretch, ...]
    changes: tuple[Spot, ...]
    here: Spot | None


def axes_of(lowered: LoweredScheme, item: Item) -> tuple[str, ...]:
    """The facts and quantities that are numbers and that an item's clauses turn on, in the order of the clauses."""
    axes = dict.fromkeys(clause.axis for part in item.parts for clause in part.clauses if clause.axis is not None)
    return tuple(axis for axis in axes if getattr(lowered.name(axis), "kind", None) is Kind.NUMBER)


def profile(scheme: Scheme, case: Case, item: Item, axis: str, filled: Mapping[str, Value]) -> Profile | None:
    """The profile of an item over an axis; facts that the case lacks are as in `filled`. None where the score does not change, or is not decided.

    Raises as `assess`.
    """
    return _Profiler(scheme, case, item, axis, filled).profile()


class _Profiler:
    def __init__(self, scheme: Scheme, case: Case, item: Item, axis: str, filled: Mapping[str, Value]) -> None:
        self.sweep = Sweep(scheme, case, item.id, axis, filled)
        self.item = item
        self.axis = axis
        self.lowered = self.sweep.lowered
        self._scores: dict[Fraction, Fraction | None] = {}
        value = self.sweep.values[axis]
        self.own = None if value is None or isinstance(value, str) else Fraction(value)

    def profile(self) -> Profile | None:
        grid = self._grid()
        if grid is None:
            return None
        changes = self._changes(grid)
        low, high = self._window(grid, changes)
        if low >= high:
            return None
        count = (high - low) / grid.grain
        single = count <= SINGLE_PLACES and self._coarse()
        inside = [place for place in changes if low <= place <= high]
        stretches = () if single else tuple(self._stretches(low, high, inside))
        places = [low + grid.grain * n for n in range(int(count) + 1)] if single else inside
        spots = tuple(Spot(place, score) for place in places if (score := self.score(place)) is not None)
        seen = {spot.score for spot in spots} | {spot.score for stretch in stretches for spot in stretch.spots}
        if len(seen) < 2:
            return None
        own = None if self.own is None or not low <= self.own <= high else self.score(self.own)
        here = None if own is None or self.own is None else Spot(self.own, own)
        return Profile(item=self.item.id, axis=self.axis, low=low, high=high, single=single, stretches=stretches, changes=spots, here=here)

    def score(self, place: Fraction) -> Fraction | None:
        """The score at a place; None where it is not decided, or the item does not apply."""
        if place not in self._scores:
            self._scores[place] = self.sweep.at(place).score
        return self._scores[place]

    def _coarse(self) -> bool:
        made = self.lowered.name(self.axis)
        return isinstance(made, Input) and made.places == 0

    def _grid(self) -> Grid | None:
        """The values that the axis can have; those of a quantity are taken finely."""
        low, high = self.lowered.ranges[self.axis].bounds
        made = self.lowered.name(self.axis)
        factor = self.lowered.labels[self.axis].unit.factor
        grain = factor / 10**made.places if isinstance(made, Input) else factor / FINE
        if low is None or high is None:
            about = abs(self.own) if self.own else factor
            low, high = (Fraction(0) if low is None else low), (about * 4 if high is None else high)
        return Grid(Fraction(low), Fraction(high), grain) if low < high else None

    def _changes(self, grid: Grid) -> list[Fraction]:
        """The places at which a comparison, a step or a limit changes the score."""
        definitions = {name: made.node for name, made in self.lowered.derived.items() if self.axis in self.lowered.behind(made.node)}
        places: set[Fraction] = set()
        for node in self._nodes():
            try:
                found = thresholds(node, self.axis, self.sweep.values, grid, definitions)
            except TooManyChanges:
                continue
            places |= {one.at if one.at is not None else one.values[-1] for one in found}
        ordered = sorted(places)
        around = zip(ordered, [grid.low, *ordered], [*ordered[1:], grid.high], strict=False)
        return [place for place, before, after in around if self._matters(place, before, after)]

    def _nodes(self) -> Iterator[Node]:
        for part in self.item.parts:
            cap = self.item.limit if part.at_most is None else min(part.at_most, self.item.limit)
            for clause in part.clauses:
                yield clause.when
                yield clause.amount
                if not isinstance(clause.amount, Number):
                    yield Compare(">=", clause.amount, Number(cap))

    def _matters(self, place: Fraction, before: Fraction, after: Fraction) -> bool:
        """Whether the score goes on otherwise behind a place than before it; `before` and `after` are the next places at which it may change."""
        near = [place - (place - before) / n for n in (2, 4) if before < place]
        near += [place, *(place + (after - place) / n for n in (4, 2) if place < after)]
        scores = [(at, score) for at in near if (score := self.score(at)) is not None]
        slopes = {(score - last) / (at - old) for (old, last), (at, score) in pairwise(scores)}
        return len(slopes) > 1 or len(scores) < len(near)

    def _window(self, grid: Grid, changes: list[Fraction]) -> tuple[Fraction, Fraction]:
        """The part of the axis that is worth showing: all changes and the case's own place, with some room."""
        marks = [*changes, *([self.own] if self.own is not None else [])]
        if not changes:
            return grid.low, grid.high
        least, most = min(marks), max(marks)
        room = max((most - least) / 4, abs(most) / 10, 2 * grid.grain)
        low = max(grid.low, least - room)
        low = grid.low if low - grid.low <= room else low
        high = min(grid.high, most + room)
        return -(-low // grid.grain) * grid.grain, high // grid.grain * grid.grain

    def _stretches(self, low: Fraction, high: Fraction, places: list[Fraction]) -> Iterator[Stretch]:
        for first, last in pairwise(sorted({low, *places, high})):
            step = (last - first) / SAMPLES
            inner = [first + step / FINE, *(first + step * n for n in range(1, SAMPLES)), last - step / FINE]
            known = [Spot(place, score) for place in inner if (score := self.score(place)) is not None]
            if len(known) < len(inner):
                continue
            slopes = {(b.score - a.score) / (b.value - a.value) for a, b in pairwise(known)}
            rise = slopes.pop() if len(slopes) == 1 else Fraction(0)
            ends = Spot(first, known[0].score - rise * (inner[0] - first)), Spot(last, known[-1].score + rise * (last - inner[-1]))
            yield Stretch((ends[0], *(known if slopes else ()), ends[1]))
