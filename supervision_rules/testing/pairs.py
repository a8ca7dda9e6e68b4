"""Pairs of cases that differ in one thing only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..expression import references
from ..scheme import Better, Case, Scheme
from .declarations import Draw
from .drawing import Drawing, drawing, number, situations, told
from .ground import Ground
from .moving import Mover, nearest, without
from .situations import Situation, Spot
from .starting import no_such

ASKED = (1, 0, 2)  # equations leave no room, so they are asked first; those of rounded numbers take long


@frozen(kw_only=True)
class Pair:
    """Two complete cases between which only one fact differs, or one quantity through one fact.

    `better` is better in it than `worse`; where nobody says which is better (`ordered` is False) it is only further up the scale.
    """

    name: str
    worse: Case
    better: Case
    ordered: bool = True


def pairs(scheme: Scheme, name: str | None = None) -> st.SearchStrategy[Pair]:
    """Two complete cases that differ in one fact, or in one quantity, and in nothing else that a rule reads; both obey the constraints.

    The fact or quantity is `name`, by default any. Better is what its `better` says: higher or yes for `more`, lower or no for `less`; the values of
    a choice stand worst first. A pair of a quantity differs in one fact that no rule reads but through it; quantities without such a fact, and
    facts to which constraints leave one value only, have no pair.

        @given(pairs(scheme))
        def test_better_facts_never_score_less(pair):
            if pair.ordered:
                assert assess(scheme, pair.worse).total <= assess(scheme, pair.better).total

    Raises InvalidArgument where `scheme` does not load or `name` has no pair; the message says why.
    """
    ground = Ground.of(scheme)
    of = drawing(ground)
    if name is None:
        found = scheme.once("levers", lambda: tuple(lever for lever in _levers(ground) if _room(of, lever)))
        if not found:
            raise InvalidArgument(f"no fact of {scheme.id} can take two values")
        return _pairs(of, found)
    if name not in ground.lowered.inputs and name not in ground.lowered.derived:
        known = [*ground.lowered.inputs, *ground.lowered.derived]
        raise InvalidArgument(no_such(ground, "fact or quantity", name, known))
    levers = [lever for lever in _levers(ground) if lever.name == name]
    if not levers:
        raise InvalidArgument(f"rules read everything behind {name} elsewhere too, or do not read {name}: it cannot differ alone")
    found = tuple(lever for lever in levers if _room(of, lever))
    if not found:
        raise InvalidArgument(f"constraints and rows leave {name} one value only")
    return _pairs(of, found)


@frozen
class Lever:
    """What differs in a pair, and the fact by which it is moved: itself, or one behind a quantity."""

    name: str
    fact: str

    @property
    def spot(self) -> Spot:
        """Where the fact stands."""
        return Spot(self.fact)


def _levers(ground: Ground) -> Iterator[Lever]:
    """Every fact, and every quantity that rules read with each fact that they read through it alone."""
    yield from (Lever(name, name) for name in ground.lowered.inputs)
    read = {name for node in ground.ruling() for name in references(node)}
    behind = {name: set(ground.behind(ground.definitions[name])) for name in read if name in ground.definitions}
    for name in (name for name in ground.lowered.derived if name in behind):
        elsewhere = read.union(*(facts for other, facts in behind.items() if other != name))
        yield from (Lever(name, fact) for fact in ground.lowered.inputs if fact in behind[name] - elsewhere)


def _room(of: Drawing, lever: Lever) -> tuple[Situation, Situation] | None:
    """Two situations between which only the lever differs: the start, or it with a fact at one of its ends that held the lever back."""
    ground = of.ground

    def moved(spot: Spot, n: int) -> Situation:
        return of.start.once(("moved", spot, n), lambda: Mover(ground).move(of.start, spot, n))

    def tried() -> Iterator[Situation]:
        yield of.start
        for breach in ground.on(lever.spot):
            for spot in ground.spots(of.start, breach):
                scale = ground.scales[spot.name]
                yield from (moved(spot, n) for n in (scale.last, scale.first) if spot != lever.spot)

    def found() -> tuple[Situation, Situation] | None:
        return next(((here, there) for here in tried() for there in _others(of, here, lever, 0)), None)

    return of.start.once(("room", lever), found) if lever.fact in of.start.values else None


def _others(of: Drawing, situation: Situation, lever: Lever, n: int) -> Iterator[Situation]:
    """The situation with another value of the lever: one near n, else one beside its own, else an end."""
    ground, scale = of.ground, of.ground.scales[lever.fact]
    here, measure = scale.number(situation.values[lever.fact]), _measure(ground, situation, lever)
    elsewhere = without([(scale.first, scale.last)], here)
    reach = of.mover.reach(situation, lever.spot, sorted(ground.on(lever.spot), key=lambda one: ASKED[ground.tightness(one)]), elsewhere)
    near_to = dict.fromkeys(nearest(reach, wanted) for wanted in (n, here + 1, here - 1, scale.first, scale.last))
    for other in (situation.giving({lever.fact: scale.value(found)}) for found in near_to if found is not None):
        if measure is not None and ground.stands(other) and _measure(ground, other, lever) not in (None, measure):
            yield other


def _measure(ground: Ground, situation: Situation, lever: Lever) -> Any:
    """How far up its scale the lever is; None of a quantity that is not known."""
    seen = ground.see(situation)
    assert seen is not None
    return seen[lever.name] if lever.name in ground.lowered.derived else ground.scales[lever.name].number(seen[lever.name])


@st.composite
def _pairs(draw: Draw, of: Drawing, levers: tuple[Lever, ...]) -> Pair:
    lever = draw(st.sampled_from(levers))
    ground, situation = of.ground, draw(situations(of))
    n = number(draw, ground, of.start, lever.spot, of.start)
    others = _others(of, situation, lever, n) if lever.fact in situation.values else iter(())
    other = next(others, None)
    both = _room(of, lever) if other is None else (situation, other)
    assert both is not None
    told(of, both[0])
    up = sorted(both, key=lambda found: _measure(ground, found, lever))
    better = ground.better[lever.name]
    worse, best = (ground.leave(found) for found in (reversed(up) if better is Better.LESS else up))
    return Pair(name=lever.name, worse=worse, better=best, ordered=better in (Better.MORE, Better.LESS))


__all__ = ["Pair", "pairs"]
