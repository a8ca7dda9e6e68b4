"""A lowered scheme → what it fills its slots with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from ..expression import Node, Result, rebuild
from ..lowering import Item, LoweredScheme
from .pairing import Pair
from .rules import RulePair
from .slot import Group, Kind, Slot


@frozen
class Filler:
    """Fills the slots of one of two schemes (`side` 0: the older)."""

    scheme: LoweredScheme
    pairs: tuple[Pair, ...]
    rules: Mapping[str, tuple[RulePair, ...]]
    side: int

    def filling(self) -> dict[Slot, Any]:
        """Every slot that the scheme has something for."""
        scheme = self.scheme
        found: dict[Slot, Any] = {}
        for kind, entries in (
            (Kind.FACT, scheme.inputs),
            (Kind.QUANTITY, scheme.derived),
            (Kind.TARGET, scheme.constants),
            (Kind.TABLE, scheme.tables),
        ):
            found |= {Slot(kind, name): entry for name, entry in entries.items()}
        found |= {Slot(Kind.CONSTRAINT, one.id): one for one in scheme.constraints}
        found |= {Slot(Kind.VETO, one.id): evolve(one, when=self._keyed(one.when)) for one in scheme.vetoes}
        found |= {Slot(Kind.GRADE, one.id): evolve(one, when=self._keyed(one.when)) for one in scheme.ladder}
        found[Slot(Kind.LADDER)] = tuple(one.id for one in scheme.ladder)
        found[Slot(Kind.BONUS_CAP)] = scheme.bonus_cap
        found[Slot(Kind.NOT_APPLICABLE)] = scheme.not_applicable
        found[Slot(Kind.TOTAL_PLACES)] = scheme.total_places
        items = {item.id: item for item in scheme.items}
        for pair in self.pairs:
            id = (pair.old, pair.new)[self.side]
            if id is not None:
                found |= self._item(pair, items[id])
        return found

    def _item(self, pair: Pair, item: Item) -> dict[Slot, Any]:
        key = pair.key
        if key not in self.rules:
            return {Slot(Kind.ITEM, key): evolve(item, id=key)}
        found: dict[Slot, Any] = {Slot(Kind.LIMIT, key): item.limit, Slot(Kind.APPLIES, key): item.applies, Slot(Kind.PLACES, key): item.places}
        for number, rule in enumerate(self.rules[key]):
            part = (rule.old, rule.new)[self.side]
            if part is None:
                continue
            found[Slot(Kind.AT_MOST, key, number)] = part.at_most
            for place, names in enumerate(rule.groups):
                if (name := names[self.side]) is not None:
                    found[Slot(Kind.GROUP, key, number, place)] = Group(part.form, part.groups[name], name in part.exhaustive)
        return found

    def _keyed(self, node: Node) -> Node:
        """A condition on results with items by the keys of their pairs."""
        keys = {(pair.old, pair.new)[self.side]: pair.key for pair in self.pairs}

        def change(one: Node) -> Node:
            return evolve(one, argument=keys[one.argument]) if isinstance(one, Result) and one.of in ("score", "met") else one

        return rebuild(node, change)
