"""Boundary cases: for every threshold of a point or bonus a case just below it, at it and just above it, each scored by the exact engine."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen

from ..assessment import ItemResult
from ..engines.exact import item_named
from ..expression import Threshold
from ..lowering import Value
from ..messages import Message, SupervisionRulesError, message
from ..scheme import Case, Scheme
from .realising import Realiser
from .stage import Stage
from .sweeps import Position, Sweep, best_sweeps, steps_at
from .turns import Moved, Turn, turns


@frozen(kw_only=True)
class Instance:
    """A case at a boundary: the value that the moved fact has in it, and what the item makes of it.

    `changed` are the facts that are not as the reference case has them, `left_out` those of it that would contradict them.
    """

    position: Position
    value: Value
    case: Case
    result: ItemResult
    changed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@frozen
class Obstacle:
    """Why there is no case at a position (None: at none)."""

    position: Position | None
    why: Message


@frozen(kw_only=True)
class Boundary:
    """One comparison, step, limit or fact on which an item turns, and the cases around it.

    `number` counts within the item, `clause` is the first that the boundary belongs to, `said` is the comparison in words, `fact` the name that
    moves, `threshold` where (None for yes-or-no facts and choices, or where no fact reaches it).
    """

    item: str
    number: int
    clause: str
    moved: Moved
    said: Message
    fact: str
    threshold: Threshold | None
    cases: tuple[Instance, ...]
    obstacles: tuple[Obstacle, ...]

    @property
    def visible(self) -> bool:
        """Whether the item makes something different of the cases."""
        return len({(one.result.outcome, one.result.range, tuple((f.clause, f.amount) for f in one.result.findings)) for one in self.cases}) > 1

    def said_after(self, before: Boundary | None) -> Message | None:
        """Which step it is, where the boundary before it is another step of the same rule; else None: `said` has to be said whole."""
        if before is None or self.moved is not Moved.STEP or (before.clause, before.fact, before.moved) != (self.clause, self.fact, self.moved):
            return None
        return Message(f"{self.said.key}.short", self.said.arguments)


def boundaries(scheme: Scheme, *items: str) -> tuple[Boundary, ...]:
    """The boundaries of the points and bonuses of these ids or printed numbers, of all where none is named.

    Raises KeyError where there is none such, SupervisionRulesError where the scheme or its reference case is not sound.
    """
    found = BoundaryFinder(scheme)
    ids = [item_named(scheme, name) for name in items] or [item.id for item in found.realiser.lowered.items]
    return tuple(one for id in ids for one in found.of(id))


class BoundaryFinder:
    """Finds the boundaries of a scheme's points and bonuses, one item at a time."""

    def __init__(self, scheme: Scheme) -> None:
        self.realiser = Realiser(scheme)

    def of(self, id: str) -> tuple[Boundary, ...]:
        """The boundaries of the point or bonus of an id, in the order of its clauses."""
        item = next(item for item in self.realiser.lowered.items if item.id == id)
        stage = Stage(self.realiser, item)
        found: list[Boundary] = []
        told: set[Any] = set()
        for turn in turns(stage):
            never = Sweep(stage.inputs_of(turn.node)[0], stage.start, None, ())
            for sweep in best_sweeps(stage, turn) or [never]:
                place = sweep.threshold and (turn.clause, sweep.made.id, sweep.threshold.values)
                if place is None or place not in told or turn.moved is Moved.COMPARISON:
                    found.append(_boundary(stage, len(found) + 1, turn, sweep))
                told.add(place)
        return tuple(found)


def _boundary(stage: Stage, number: int, turn: Turn, sweep: Sweep) -> Boundary:
    cases: list[Instance] = []
    obstacles: list[Obstacle] = []
    if sweep.threshold is not None:
        ends = ((Position.BELOW, sweep.threshold.below), (Position.ABOVE, sweep.threshold.above))
        obstacles = [Obstacle(place, message("boundaries.edge")) for place, value in ends if value is None]
    elif not sweep.spots:
        obstacles = [Obstacle(None, message("boundaries.never"))]
    for position, value in sweep.spots:
        try:
            cases.append(_instance(stage, _name(stage, number, turn, sweep, position, value), sweep, position, value))
        except SupervisionRulesError as error:
            obstacles.append(Obstacle(position, error.problems[0].cause))
    said = turn.said
    if turn.moved is Moved.STEP and sweep.spots:
        low, high = steps_at(stage, turn, sweep)
        said = message("boundaries.step" if high == low + 1 else "boundaries.steps", first=low + 1, last=high, steps=turn.said)
    return Boundary(
        item=stage.item.id,
        number=number,
        clause=turn.clause,
        moved=turn.moved,
        said=said,
        fact=sweep.made.id,
        threshold=sweep.threshold,
        cases=tuple(cases),
        obstacles=tuple(obstacles),
    )


def _name(stage: Stage, number: int, turn: Turn, sweep: Sweep, position: Position, value: Value) -> str:
    """What a case is called, and its file: `03-1.1-primary.classes_over_standard-below`."""
    place = f"value-{sweep.made.values.index(str(value)) + 1}" if position is Position.VALUE else position.value
    return f"{number:02}-{turn.clause.removeprefix(stage.item.id + '.')}-{sweep.made.id}-{place}"


def _instance(stage: Stage, id: str, sweep: Sweep, position: Position, value: Value) -> Instance:
    """A case with the moved fact first, then what else the item reads, then the rest. Raises SupervisionRulesError where there is no such case."""
    values = {**sweep.values, sweep.made.id: value}
    case, left_out, result = stage.realise(values, id)
    places = {name: place for place, name in enumerate(dict.fromkeys((sweep.made.id, *stage.inputs)))}
    facts = sorted(case.facts, key=lambda given: places.get(given.id, len(places)))
    known = stage.realiser.known
    return Instance(
        position=position,
        value=value,
        case=evolve(case, facts=tuple(facts), source=stage.realiser.reference.source),
        result=result,
        changed=tuple(name for name, given in values.items() if known.get(name) != given),
        left_out=left_out,
    )
