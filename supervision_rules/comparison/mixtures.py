"""Two schemes with single changes made or left out, and which changes touch which points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define, field

from ..engines.exact import Variant, constants_behind, tables_behind
from .assembling import NoSuchScheme
from .change import Change
from .pairing import Pair
from .slot import Kind
from .slots import Slots

OF_ITEMS = {Kind.ITEM, Kind.LIMIT, Kind.APPLIES, Kind.PLACES, Kind.AT_MOST, Kind.GROUP}


@define(slots=False)
class Mixtures:
    """The older scheme, the newer, and each with single changes made or left out. Compiled once for any number of cases."""

    slots: Slots
    changes: Sequence[Change]
    _variants: dict[str, Variant | None] = field(init=False, factory=dict)

    @cached_property
    def scoring(self) -> tuple[Change, ...]:
        """The changes on which scores may depend."""
        return tuple(change for change in self.changes if change.scores)

    @cached_property
    def before(self) -> Variant:
        """The older scheme."""
        return Variant(self.slots.mixed(()))

    @cached_property
    def after(self) -> Variant:
        """The newer scheme."""
        return Variant(self.slots.mixed(self.slots.differing))

    def variant(self, change: Change, reverted: bool) -> Variant | None:
        """The older scheme with one change, or the newer one without it (`reverted`); None where there can be no such scheme."""
        key = f"{'-' if reverted else '+'}{change.id}"
        if key not in self._variants:
            try:
                mixed = self.slots.all_but(change.slots) if reverted else self.slots.mixed(change.slots)
                self._variants[key] = Variant(mixed)
            except NoSuchScheme:
                self._variants[key] = None
        return self._variants[key]

    @cached_property
    def touching(self) -> Mapping[str, tuple[Change, ...]]:
        """The changes on which the score of a pair may depend, by its key."""
        return {pair.key: tuple(change for change in self.scoring if self._touches(change, pair)) for pair in self.slots.pairs}

    @cached_property
    def touched(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the pairs whose score may depend on a change, by its id."""
        return {one.id: tuple(key for key, changes in self.touching.items() if one in changes) for one in self.scoring}

    def _touches(self, change: Change, pair: Pair) -> bool:
        names = self._read[pair.key]
        return any(slot.of == pair.key if slot.kind in OF_ITEMS else slot.of in names for slot in change.slots)

    @cached_property
    def grading(self) -> frozenset[str]:
        """The names, the tables counted and the targets that counting reads, behind vetoes and grades of either scheme."""
        names: set[str] = set()
        for variant in (self.before, self.after):
            names |= set(variant.lowered.graded_by)
        return frozenset(names | {one for name in names for one in self.counted_from.get(name, ())})

    @cached_property
    def inseparable(self) -> frozenset[str]:
        """The pairs that read a name which is of another kind or in another unit now: no clause of one scheme can read it as the other has it."""
        kinds = [{name: _kind(lowered.name(name)) for name in (*lowered.inputs, *lowered.derived)} for lowered in (self.slots.old, self.slots.new)]
        strange = {name for name, kind in kinds[0].items() if name in kinds[1] and kinds[1][name] != kind}
        return frozenset(key for key, names in self._read.items() if not strange.isdisjoint(names))

    @cached_property
    def renamed(self) -> tuple[str, ...]:
        """The targets and quantities that are something else in the newer scheme."""
        return tuple(slot.of for slot in self.slots.differing if slot.kind in (Kind.TARGET, Kind.QUANTITY))

    @cached_property
    def _read(self) -> Mapping[str, frozenset[str]]:
        """The names, the tables counted and the targets that counting reads, behind a pair in either scheme."""
        found: dict[str, frozenset[str]] = {}
        for pair in self.slots.pairs:
            names: set[str] = set()
            for variant in (self.before, self.after):
                if pair.key in {item.id for item in variant.lowered.items}:
                    names |= set(variant.lowered.read_by(variant.item(pair.key)))
            found[pair.key] = frozenset(names | {one for name in names for one in self.counted_from.get(name, ())})
        return found

    @cached_property
    def counted_from(self) -> Mapping[str, frozenset[str]]:
        """The tables and the targets that are read where an input is counted, in either scheme."""
        found: dict[str, frozenset[str]] = {}
        for lowered in (self.slots.old, self.slots.new):
            for name, made in lowered.inputs.items():
                if made.aggregate is not None:
                    found[name] = found.get(name, frozenset()) | tables_behind(lowered, made.aggregate) | constants_behind(lowered, made.aggregate)
        return found


def _kind(made: Any) -> Any:
    """Of what kind a fact or quantity is."""
    return made.kind, made.unit.powers, getattr(made, "values", ())
