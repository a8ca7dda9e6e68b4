"""Cases on both sides of a threshold."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..expression import Threshold, TooManyChanges, thresholds
from ..lowering import Clause
from ..scheme import Case, Scheme
from .declarations import Draw
from .drawing import MOST_STEPS, Drawing, drawing, situations, told
from .ground import Ground
from .situations import Situation


@frozen(kw_only=True)
class Neighbours:
    """Complete cases around a threshold of a clause (by its id), in the order of the one fact that differs between them.

    `below` and `above` are the last and the first value on either side; `at` lies where both sides of the comparison are equal or a step is exactly
    full, and is None where the places of the fact leave that value out.
    """

    clause: str
    name: str
    below: Case
    at: Case | None
    above: Case

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases, from below to above."""
        return (self.below, self.above) if self.at is None else (self.below, self.at, self.above)


def neighbours(scheme: Scheme) -> st.SearchStrategy[Neighbours]:
    """Cases just below, at and just above a threshold of a clause: a value at which a comparison or a number of steps in it changes.

    All else stays as it is, and all of them obey the constraints; thresholds where that cannot be are left out. Of numbers and dates only.

        @given(neighbours(scheme))
        def test_a_step_costs_what_it_should(around):
            scores = [assess(scheme, case).total for case in around.cases]
            assert max(scores) - min(scores) <= 2

    Raises InvalidArgument where `scheme` does not load or has no clause with a threshold.
    """
    ground = Ground.of(scheme)
    of = drawing(ground)
    sides = scheme.once("sides", lambda: tuple(side for side in _sides(ground) if _around(ground, of.start, side)))
    if not sides:
        raise InvalidArgument(f"{scheme.id} has no clause with a threshold that a single fact can cross")
    return _neighbours(of, sides)


@frozen
class Side:
    """A clause seen from one of the facts that it hangs on."""

    clause: Clause
    name: str


@frozen
class Around:
    """The situations around a threshold."""

    below: Situation
    at: Situation | None
    above: Situation


def _sides(ground: Ground) -> list[Side]:
    clauses = [clause for item in (*ground.lowered.points, *ground.lowered.bonuses) for part in item.parts for clause in part.clauses]
    names = ((clause, name) for clause in clauses for name in ground.behind(clause.when, clause.amount) if name in ground.lowered.inputs)
    return [Side(clause, name) for clause, name in names if ground.scales[name].measured]


def _around(ground: Ground, situation: Situation, side: Side) -> list[Around]:
    """The situations around each threshold of a clause that others being as they are can be crossed."""
    seen, scale = ground.see(situation), ground.scales[side.name]
    if seen is None or side.name not in situation.values:
        return []
    found: dict[Threshold, None] = {}
    for node in (side.clause.when, side.clause.amount):
        try:
            found |= dict.fromkeys(thresholds(node, side.name, seen, scale.grid, ground.definitions, most=MOST_STEPS))
        except TooManyChanges:
            continue

    def at(value: Fraction | None) -> Situation | None:
        return None if value is None else situation.giving({side.name: scale.value(scale.number(value))})

    three = [(at(one.below), at(one.at), at(one.above)) for one in found]
    whole = [Around(below, middle, above) for below, middle, above in three if below is not None and above is not None]
    return [one for one in whole if all(ground.stands(here) for here in (one.below, one.at, one.above) if here is not None)]


@st.composite
def _neighbours(draw: Draw, of: Drawing, sides: tuple[Side, ...]) -> Neighbours:
    side, ground, situation = draw(st.sampled_from(sides)), of.ground, draw(situations(of))
    found = draw(st.sampled_from(_around(ground, situation, side) or _around(ground, of.start, side)))
    told(of, found.below)
    return Neighbours(
        clause=side.clause.id,
        name=side.name,
        below=ground.leave(found.below),
        at=None if found.at is None else ground.leave(found.at),
        above=ground.leave(found.above),
    )
