"""How near one comes to what cannot be: the most that a score is where it should be able to be more."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from ..engines.proof import Answer
from .deciding import Decider, Poses
from .verdicts import Counterexample

HALVINGS, CLIMBS = 10, 10


@frozen
class Height:
    """What can be asked of a measure, and what it is in a case: `above` asks for cases in which it is more than a number."""

    above: Callable[[Fraction], Poses]
    of: Callable[[Counterexample], Fraction | None]
    limit: Fraction


def nearest(decider: Decider, height: Height) -> tuple[Fraction, Counterexample] | None:
    """The most that a measure can be, which never comes to its limit, and a case in which it is; None where that was not found.

    First the room that is left is halved again and again, then what was found is held to be the most.
    """
    low, high = Fraction(-1), height.limit
    found: tuple[Fraction, Counterexample] | None = None
    for look in range(HALVINGS + CLIMBS):
        middle = (low + high) / 2 if found and look < HALVINGS else low
        decision = decider.decide(height.above(middle), lambda _: None)
        if decision.answer is Answer.NONE:
            if middle == low:
                return found
            high = middle
            continue
        reached = None if decision.shown is None else height.of(decision.shown)
        if decision.shown is None or reached is None:
            return None
        low, found = reached, (reached, decision.shown)
    return None
