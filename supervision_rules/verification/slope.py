"""Cases from the best to the worst, one fact apart from each other: where a case of some grade is wanted, it is among these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import define, frozen

from ..assessment import Assessment
from ..lowering import Value
from ..messages import SupervisionRulesError
from ..scheme import Better, Case
from .realising import Realiser, ending


@frozen
class Stop:
    """A case on the slope, the values of the facts that matter in it, and what it is assessed at."""

    values: Mapping[str, Value]
    case: Case
    assessment: Assessment


@define(slots=False)
class Slope:
    """The slope of a scheme: from the reference case every fact in turn gets as good as it can be, then as bad.

    What contradicts a constraint is skipped.
    """

    realiser: Realiser

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The cases, the best first."""
        if self._start is None:
            return ()
        best = [self._start, *self._way(self._start, good=True)][-1]
        return (best, *self._way(best, good=False))

    @cached_property
    def _names(self) -> list[str]:
        """The inputs that matter."""
        lowered = self.realiser.lowered
        read = [*(one for item in lowered.items for one in lowered.read_by(item)), *lowered.graded_by]
        return [name for name in dict.fromkeys(read) if name in lowered.inputs]

    @cached_property
    def _start(self) -> Stop | None:
        return self.stop({name: self.realiser.usual[name] for name in self._names if name in self.realiser.usual})

    def _way(self, stop: Stop, good: bool) -> Iterator[Stop]:
        lowered = self.realiser.lowered
        for name in self._names:
            better = lowered.better(name)
            value = None if better is None else ending(lowered.inputs[name], (better is Better.MORE) is good)
            if value is None or stop.values.get(name) == value:
                continue
            moved = self.stop({**stop.values, name: value})
            if moved is not None:
                stop = moved
                yield stop

    def stop(self, values: Mapping[str, Value]) -> Stop | None:
        """The case of some values, or None where they contradict each other."""
        try:
            made = self.realiser.realise("case", values)
        except SupervisionRulesError:
            return None
        return Stop(values, made.case, made.assessment)

    @cached_property
    def ends(self) -> tuple[Stop, ...]:
        """The reference case, the best and the worst."""
        return (self._start, self.stops[0], self.stops[-1]) if self._start is not None else ()
