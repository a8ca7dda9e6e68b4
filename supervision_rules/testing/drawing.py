"""Drawing situations: moved from where drawing starts, and thinned."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen
from hypothesis import note
from hypothesis import strategies as st

from ..expression import TooManyChanges, thresholds
from ..scheme import Case
from .declarations import Draw
from .ground import Ground
from .moving import Mover
from .rows import with_row, without_row, without_rows, without_table
from .scales import as_written
from .situations import Situation, Spot
from .starting import start

MOVES = st.sampled_from([4, 16, 64])
MOST_STEPS = 5
TURNS = st.sampled_from((0, 0, 0, 1, 2, 3))
ROWS = st.integers(0, 11)
CELL = None
CHANGES = st.sampled_from([CELL] * 6 + [with_row] * 4 + [without_row, without_rows, without_table])
SHARES = st.sampled_from(["few", "half", "most"])


@frozen
class Drawing:
    """What is drawn from: where it begins, what moves, and the facts and tables that may be moved; of tables that are `kept` only cells."""

    ground: Ground
    start: Situation
    mover: Mover
    facts: tuple[str, ...]
    tables: tuple[str, ...]
    near: Case | None = None
    kept: frozenset[str] = frozenset()

    @property
    def origin(self) -> str:
        """Where it begins, in words."""
        like = self.near.id if self.near else self.ground.scheme.header.reference_case
        return f"the case {like}" if like else "a case with everything at its best"

    @property
    def places(self) -> tuple[str, ...]:
        """The facts and tables, tables so often that rows are moved too where there are many facts."""
        often = 1 + len(self.facts) // (5 * len(self.tables)) if self.tables else 1
        return self.facts + self.tables * often


def drawing(ground: Ground, near: Case | None = None) -> Drawing:
    """Drawing around a case, by default the reference case. Raises InvalidArgument as `start`."""
    return Drawing(ground, start(ground, near), Mover(ground), tuple(ground.lowered.inputs), tuple(ground.lowered.tables), near)


@st.composite
def situations(draw: Draw, of: Drawing) -> Situation:
    """The start with some facts and rows moved; shrinks to the start itself, by fewer moves and by smaller ones."""
    situation = of.start
    if not of.places:
        return situation
    places, most = st.sampled_from(of.places), min(draw(MOVES), 2 * len(of.facts) + 12 * len(of.tables))
    more = st.integers(0, most)
    for _ in range(3 * most):
        if not draw(more):
            break
        place = draw(places)
        situation = _rows_moved(draw, of, situation, place) if place in of.tables else _moved(draw, of, situation, Spot(place))
    return situation


def _moved(draw: Draw, of: Drawing, situation: Situation, spot: Spot) -> Situation:
    if spot.row is None and situation.value(spot) is None:
        return situation  # rows tell it
    n = number(draw, of.ground, of.start, spot, situation)
    turn = draw(TURNS) if of.ground.watched(spot) else 0
    return of.mover.move(situation, spot, n, turn)


def _rows_moved(draw: Draw, of: Drawing, situation: Situation, table: str) -> Situation:
    change = CELL if table in of.kept else draw(CHANGES)
    cells = [spot for spot in of.ground.cells(situation, table) if of.mover.free(spot)] if change is CELL else []
    if cells:
        return _moved(draw, of, situation, draw(st.sampled_from(cells)))
    if table in of.kept:
        return situation
    changed = (change or with_row)(of.ground, situation, table, draw(ROWS))
    if any(changed.rows.get(kept) != situation.rows.get(kept) for kept in of.kept):
        return situation  # with a row go those below it
    settled = of.mover.settle(changed, draw(TURNS))
    return situation if settled is None else settled


def number(draw: Draw, ground: Ground, base: Situation, spot: Spot, situation: Situation) -> int:
    """The number of a value that a spot may have, constraints aside: one that matters, or any between that and what the base has.

    A row that the base does not have begins as it is. Shrinks to what the base has.
    """
    scale = ground.scales[spot.name]
    like = base if spot.row is None or spot.row < len(base.rows.get(spot.table, ())) else situation
    now = like.value(spot)
    here = scale.first if now is None else scale.number(now)
    if not scale.measured:
        return here + int(draw(st.integers(scale.first - here, scale.last - here)))
    matter = like.once(("matter", spot), lambda: _any_of(_matter(ground, like, spot, here)))
    far = 0 if matter is None else draw(matter) - here
    way: int = min(draw(st.integers(0, 2 * abs(far))), abs(far))
    return here + (way if far > 0 else -way)


def _any_of(numbers: tuple[int, ...]) -> st.SearchStrategy[int] | None:
    return st.sampled_from(numbers) if numbers else None


def _matter(ground: Ground, base: Situation, spot: Spot, here: int) -> tuple[int, ...]:
    """The ends of a scale, the values beside that of the base, and those around every threshold of a clause; the nearest first."""
    low, high = ground.scales[spot.name].around(here)
    found = {here - 1, here + 1, low, low + 1, high - 1, high, *_thresholds(ground, base, spot)}
    return tuple(sorted((n for n in found if low <= n <= high and n != here), key=lambda n: (abs(n - here), n)))


def _thresholds(ground: Ground, base: Situation, spot: Spot) -> Iterable[int]:
    seen, scale = ground.see(base), ground.scales[spot.name]
    if seen is None:
        return
    values = seen if spot.row is None else ground.row(seen, spot.table, spot.row)
    for node in ground.asking(spot.name):
        try:
            for threshold in thresholds(node, spot.name, values, scale.grid, ground.definitions, most=MOST_STEPS):
                yield from (scale.number(value) for value in threshold.values)
        except TooManyChanges:
            continue


def told(of: Drawing, situation: Situation) -> None:
    """Note how a situation differs from where drawing began, which is shown beside a failing example."""
    inputs, before, now = of.ground.lowered.inputs, of.start.values, situation.values
    moved = [f"{name} = {as_written(made, now[name])}" for name, made in inputs.items() if name in now and now[name] != before.get(name)]
    gone = [f"no {name}" for name in inputs if name in before and name not in now]
    rows = [f"other rows of {table}" for table in of.ground.lowered.tables if situation.rows.get(table) != of.start.rows.get(table)]
    note(f"It is {of.origin} with " + ("; ".join([*moved, *gone, *rows]) or "nothing moved"))


@st.composite
def thinnings(draw: Draw, ground: Ground, situation: Situation, *, least: int = 0) -> Situation:
    """The situation with some facts, cells and tables taken away: few, about half, or nearly all. Shrinks to taking nothing away."""
    cells = [spot for table in situation.rows for spot in ground.cells(situation, table) if situation.value(spot) is not None]
    there: list[Spot | str] = [*map(Spot, situation.values), *situation.rows, *cells]
    if not there:
        return situation
    share = draw(SHARES)
    halved = {one for one in there if draw(st.booleans())} if share == "half" else set()
    picked = halved if len(halved) >= max(least, 1) else draw(st.sets(st.sampled_from(there), min_size=least))
    gone = (share == "most" and set(there) - picked) or picked
    for table in [one for one in gone if isinstance(one, str)]:
        situation = situation.having({table: None})
    spots = [one for one in gone if isinstance(one, Spot)]
    for spot in spots:
        if spot.row is not None and spot.table in situation.rows:
            situation = situation.put(spot, None)
    return situation.giving({spot.name: None for spot in spots if spot.row is None})
