"""Which fact to move, and what all others are meanwhile, so that what an item turns on is reached and shows."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from itertools import chain, islice

from attrs import frozen

from ..expression import Kind, Ref, Steps, Threshold
from ..lowering import Input, Value
from .stage import Stage, Values, nearest
from .turns import Moved, Turn

MOST_SWEEPS = 60


class Position(StrEnum):
    """Where a case lies: about a threshold, or by the value itself of a yes-or-no fact or a choice."""

    BELOW = "below"
    AT = "at"
    ABOVE = "above"
    NO = "no"
    YES = "yes"
    VALUE = "value"


@frozen
class Sweep:
    """A fact moved to some positions while the others stay."""

    made: Input
    values: Values
    threshold: Threshold | None
    spots: tuple[tuple[Position, Value], ...]


def best_sweeps(stage: Stage, turn: Turn) -> list[Sweep]:
    """Where one fact is moved for a turn: the first way that reaches every place and shows what the turn decides, else the one that shows most."""
    best: tuple[int, int] = (0, 0)
    chosen: list[Sweep] = []
    for made, values in _settings(stage, turn):
        sweeps = _sweeps(stage, turn, made, values)
        for tried in (sweeps, *(_sweeps(stage, turn, made, mended) for mended in _mended(stage, made, sweeps))):
            rank = sum(_shows(stage, turn, sweep) for sweep in tried), -sum(_unreached(stage, sweep) for sweep in tried)
            if tried and (not chosen or rank > best):
                best, chosen = rank, tried
                if rank == (len(tried), 0):
                    return tried
    return chosen


def _unreached(stage: Stage, sweep: Sweep) -> int:
    """How many places about a threshold lie off the grid or break a constraint."""
    off = 0 if sweep.threshold is None else (sweep.threshold.below, sweep.threshold.above).count(None)
    return off + len(sweep.spots) - len(_reached(stage, sweep))


def _reached(stage: Stage, sweep: Sweep) -> list[Values]:
    spots = ({**sweep.values, sweep.made.id: value} for _, value in sweep.spots)
    return [values for values in spots if stage.permits(values)]


def _mended(stage: Stage, made: Input, sweeps: list[Sweep]) -> Iterator[Values]:
    """The values with one other fact moved as little as can be, so that no constraint is in the way of any place."""
    broken = [(sweep.values, value) for sweep in sweeps for _, value in sweep.spots if not stage.permits({**sweep.values, made.id: value})]
    for other in stage.tied(made) if broken else ():
        values = dict(broken[0][0])
        for _, value in broken:
            values[other.id] = nearest(stage.allowed(other, {**values, made.id: value}), values[other.id])
        if all(stage.permits({**values, made.id: value}) for _, value in broken):
            yield values


def _settings(stage: Stage, turn: Turn) -> Iterator[tuple[Input, Values]]:
    """Facts to move, and values of all others: those of the start, then with one of them changed, then with all of them at an end."""
    numbers = (Kind.NUMBER, Kind.DATE)
    facts = [made for made in stage.inputs_of(turn.node) if isinstance(turn.node, Ref) or made.kind in numbers]
    ends = stage.at_end(turn.node, worst=True), stage.at_end(turn.node)
    first = (stage.at_end(*stage.nodes, worst=not stage.awards),) if turn.when == stage.item.applies else ()  # full marks would hide that it applies
    for values in chain(first, (stage.start,), islice(_varied(stage, turn), MOST_SWEEPS), ends):
        yield from ((made, values) for made in facts)


def _varied(stage: Stage, turn: Turn) -> Iterator[Values]:
    for other in stage.inputs_of(turn.when, turn.amount):
        for value in stage.candidates(other, stage.start, turn.when, turn.amount):
            values = {**stage.start, other.id: value}
            if value != stage.start[other.id] and stage.permits(values):
                yield values


def _sweeps(stage: Stage, turn: Turn, made: Input, values: Values) -> list[Sweep]:
    if turn.moved is Moved.CONDITION:
        return [Sweep(made, values, None, ((Position.NO, False), (Position.YES, True)))]
    if turn.moved is Moved.CHOICE:
        return [Sweep(made, values, None, tuple((Position.VALUE, value) for value in made.values))]
    assert not isinstance(turn.node, Ref)
    sweeps = [
        Sweep(made, values, one, tuple((position, value) for position, value in _around(one) if value is not None))
        for one in stage.changes(turn.node, made, values, turn.most)
    ]
    return sorted(sweeps, key=lambda sweep: steps_at(stage, turn, sweep)) if turn.moved is Moved.STEP else sweeps


def steps_at(stage: Stage, turn: Turn, sweep: Sweep) -> tuple[int, int]:
    """How many steps there are on the two sides of a threshold, the fewer first."""
    counts = {place: stage.evaluate(turn.node, {**sweep.values, sweep.made.id: value}) for place, value in sweep.spots}
    whole = isinstance(turn.node, Steps) and turn.node.count == "whole"
    exactly = counts.get(Position.AT)
    low = exactly if exactly is not None and not whole else min(counts.values())
    high = exactly if exactly is not None and whole else max(counts.values())
    return low, high


def _around(threshold: Threshold) -> tuple[tuple[Position, Fraction | None], ...]:
    return (Position.BELOW, threshold.below), (Position.AT, threshold.at), (Position.ABOVE, threshold.above)


def _shows(stage: Stage, turn: Turn, sweep: Sweep) -> bool:
    """Whether what the turn decides is not the same at every place that is reached."""
    effects = set()
    for values in _reached(stage, sweep):
        when = stage.evaluate(turn.when, values)
        effects.add((when, None if when is False else stage.evaluate(turn.amount, values)))
    return len(effects) > 1
