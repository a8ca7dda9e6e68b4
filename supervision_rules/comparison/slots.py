"""Two lowered schemes as slots, each of which can be filled as in the older or as in the newer: so a change can be tried alone.

Names that only one of the schemes has come along with whatever reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from attrs import frozen

from ..lowering import LoweredScheme, Step, canonical
from .assembling import Assembly
from .filling import Filler
from .pairing import Pair
from .rules import RulePair, pair_rules
from .slot import Filling, Group, Kind, Slot

NAMES = {Kind.FACT, Kind.TABLE, Kind.CONSTRAINT, Kind.QUANTITY, Kind.TARGET}


@frozen(eq=False, slots=False)
class Slots:
    """Two schemes with their slots filled. Items are known by the key of their pair in both."""

    old: LoweredScheme
    new: LoweredScheme
    pairs: tuple[Pair, ...]
    rules: Mapping[str, tuple[RulePair, ...]]
    old_filling: Filling
    new_filling: Filling

    @classmethod
    def of(cls, old: LoweredScheme, new: LoweredScheme, pairs: tuple[Pair, ...]) -> Slots:
        """The slots of two schemes."""
        sides = [{item.id: item for item in scheme.items} for scheme in (old, new)]
        rules = {pair.key: pair_rules(sides[0][pair.old], sides[1][pair.new]) for pair in pairs if pair.old and pair.new}
        fillings = [Filler(scheme, pairs, rules, side).filling() for side, scheme in enumerate((old, new))]
        return cls(old, new, pairs, rules, *fillings)

    @cached_property
    def differing(self) -> tuple[Slot, ...]:
        """The slots that both schemes have, or one of them in an entry of its own, filled differently."""
        fillings = ((slot, self.old_filling.get(slot), self.new_filling.get(slot)) for slot in self._all)
        return tuple(slot for slot, old, new in fillings if old != new and _told(old) != _told(new))

    def mixed(self, newer: Iterable[Slot]) -> LoweredScheme:
        """The older scheme with some slots as in the newer. Raises NoSuchScheme where that is none."""
        taken = frozenset(newer)
        filling = {slot: (self.new_filling if slot in taken else self.old_filling).get(slot) for slot in self._all}
        return Assembly(self.old, self.new, self.pairs, self.rules, filling, self._grades).scheme()

    @cached_property
    def same_names(self) -> bool:
        """Whether both schemes have the same facts, tables, constraints, quantities and targets: then a case says the same under both."""
        return self.old.units == self.new.units and not any(slot.kind in NAMES for slot in self.differing)

    @cached_property
    def _all(self) -> tuple[Slot, ...]:
        return tuple(dict.fromkeys([*self.new_filling, *self.old_filling]))

    @cached_property
    def _grades(self) -> dict[str, Step]:
        """Every grade of both schemes."""
        return {step.id: step for filling in (self.new_filling, self.old_filling) for slot, step in filling.items() if slot.kind is Kind.GRADE}

    def all_but(self, older: Iterable[Slot]) -> LoweredScheme:
        """The newer scheme with some slots as in the older. Raises NoSuchScheme as `mixed`."""
        return self.mixed(set(self.differing) - set(older))


def _told(value: Any) -> Any:
    """What tells two fillings apart: not words, not places in files."""
    if isinstance(value, Group):
        return [value.form, value.exhaustive, canonical(value.clauses)]
    return list(value) if isinstance(value, tuple) else canonical(value)
