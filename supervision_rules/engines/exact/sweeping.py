"""One named value moved while all else stays: what an item's score does meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from ...assessment import ItemResult
from ...lowering import Value
from ...scheme import Case, Scheme
from .assess import ExactEngine, engine_of


class Sweep:
    """An item of a scheme on a case, of which one fact or quantity moves. What is worked out from it is worked out anew; constraints are not asked.

    `filled`: values, in base units, for facts that the case lacks. Raises KeyError where there is no such item or name, else as `assess`.
    """

    def __init__(self, scheme: Scheme, case: Case, item: str, name: str, filled: Mapping[str, Value] | None = None) -> None:
        engine: ExactEngine = engine_of(scheme)
        self.lowered = engine.lowered
        self._plan = engine.plan(item)
        self._prepared = engine.prepared(case)
        self._name = self.lowered.name(name).id
        values = dict(self._prepared.values)
        values |= {fact: value for fact, value in (filled or {}).items() if values.get(fact) is None}
        self._closures = {one: engine.compiled(self.lowered.derived[one].node) for one in self.lowered.order if one in self.lowered.derived}
        self.values = self._anew(values)

    def _anew(self, values: dict[str, Value], kept: str = "") -> dict[str, Value]:
        for name, closure in self._closures.items():
            if name != kept:
                values[name] = closure(values)
        return values

    def at(self, value: Value) -> ItemResult:
        """The item with the moved name at a value in base units."""
        values = self._anew({**self.values, self._name: value}, self._name)
        return self._plan.score(evolve(self._prepared, values=values))

    def over(self, values: Iterable[Value]) -> tuple[ItemResult, ...]:
        """The item at each of the values."""
        return tuple(self.at(value) for value in values)
