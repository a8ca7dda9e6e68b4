"""Two lowered schemes as slots, each of which can be filled as in the older or as in the newer: so a change can be tried alone.

A slot is a clause group of a rule, the worth of a point, the value of a target, a grade. Names that only one of the schemes has come along with
whatever reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from attrs import evolve, frozen

from ..expression import Node, Result, rebuild, references
from ..lowering import Clause, Item, LoweredScheme, Part, Step, canonical
from .pairing import Pair
from .rules import RulePair, pair_rules


class Kind(StrEnum):
    """What a slot holds."""

    ITEM = "item"
    LIMIT = "limit"
    APPLIES = "applies"
    PLACES = "places"
    AT_MOST = "at-most"
    GROUP = "group"
    FACT = "fact"
    QUANTITY = "quantity"
    TARGET = "target"
    TABLE = "table"
    CONSTRAINT = "constraint"
    VETO = "veto"
    GRADE = "grade"
    LADDER = "ladder"
    BONUS_CAP = "bonus-cap"
    NOT_APPLICABLE = "not-applicable"
    TOTAL_PLACES = "total-places"


@frozen
class Slot:
    """Of what kind a slot is, of which entry, and which of those that the entry has."""

    kind: Kind
    of: str = ""
    rule: int = 0
    group: int = 0


@frozen
class Group:
    """A clause group in its rule: the form of the rule and whether one of the clauses always applies."""

    form: str
    clauses: tuple[Clause, ...]
    exhaustive: bool


Filling = Mapping[Slot, Any]


class NoSuchScheme(Exception):
    """What was put together reads itself in a circle."""


@frozen(eq=False)
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
        fillings = [_Filler(scheme, pairs, rules, side).filling() for side, scheme in enumerate((old, new))]
        return cls(old, new, pairs, rules, *fillings)

    def differing(self) -> tuple[Slot, ...]:
        """The slots that both schemes have, or one of them in an entry of its own, filled differently."""
        slots = dict.fromkeys([*self.new_filling, *self.old_filling])
        return tuple(slot for slot in slots if _told(self.old_filling.get(slot)) != _told(self.new_filling.get(slot)))

    def mixed(self, newer: Iterable[Slot]) -> LoweredScheme:
        """The older scheme with some slots as in the newer. Raises NoSuchScheme where its quantities would read each other in a circle."""
        taken = frozenset(newer)
        slots = dict.fromkeys([*self.new_filling, *self.old_filling])
        filling = {slot: (self.new_filling if slot in taken else self.old_filling).get(slot) for slot in slots}
        return _Assembly(self, filling).scheme()

    def all_but(self, older: Iterable[Slot]) -> LoweredScheme:
        """The newer scheme with some slots as in the older. Raises NoSuchScheme as `mixed`."""
        return self.mixed(set(self.differing()) - set(older))


def _told(value: Any) -> Any:
    """What tells two fillings apart: not words, not places in files."""
    if isinstance(value, Group):
        return [value.form, value.exhaustive, canonical(value.clauses)]
    return list(value) if isinstance(value, tuple) else canonical(value)


@frozen
class _Filler:
    """Fills the slots of one of two schemes (`side` 0: the older)."""

    scheme: LoweredScheme
    pairs: tuple[Pair, ...]
    rules: Mapping[str, tuple[RulePair, ...]]
    side: int

    def filling(self) -> dict[Slot, Any]:
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


@frozen
class _Assembly:
    """Puts a lowered scheme together out of slots."""

    slots: Slots
    filling: Filling

    def scheme(self) -> LoweredScheme:
        old, new = self.slots.old, self.slots.new
        points = tuple(self._items(bonus=False))
        derived = self._both(Kind.QUANTITY, old.derived, new.derived)
        tables = self._both(Kind.TABLE, old.tables, new.tables)
        return evolve(
            new,
            base=sum((item.limit for item in points), Fraction(0)),
            inputs=self._both(Kind.FACT, old.inputs, new.inputs),
            derived=derived,
            constants=self._both(Kind.TARGET, old.constants, new.constants),
            tables=tables,
            order=_order({name: made.node for name, made in derived.items()}),
            constraints=tuple(self._of(Kind.CONSTRAINT)),
            points=points,
            bonuses=tuple(self._items(bonus=True)),
            vetoes=tuple(self._of(Kind.VETO)),
            ladder=tuple(self._ladder()),
            bonus_cap=self.filling[Slot(Kind.BONUS_CAP)],
            not_applicable=self.filling[Slot(Kind.NOT_APPLICABLE)],
            total_places=self.filling[Slot(Kind.TOTAL_PLACES)],
            labels={**old.labels, **new.labels},
            units={**old.units, **new.units},
            ranges={**old.ranges, **new.ranges},
            hash="",
        )

    def _both(self, kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
        """The names of both schemes; one that only one of them has is that one's, whatever the slots say, since something may read it."""
        return {name: self.filling[Slot(kind, name)] or old.get(name) or new.get(name) for name in {**old, **new}}

    def _of(self, kind: Kind) -> Iterator[Any]:
        return (value for slot, value in self.filling.items() if slot.kind is kind and value is not None)

    def _ladder(self) -> Iterator[Step]:
        grades = {slot.of: value for slot, value in self.filling.items() if slot.kind is Kind.GRADE}
        for id in self.filling[Slot(Kind.LADDER)]:
            yield grades[id] or self.slots.old_filling.get(Slot(Kind.GRADE, id)) or self.slots.new_filling[Slot(Kind.GRADE, id)]

    def _items(self, bonus: bool) -> Iterator[Item]:
        for pair in self.slots.pairs:
            if pair.bonus is bonus and (item := self._item(pair)) is not None:
                yield item

    def _item(self, pair: Pair) -> Item | None:
        key = pair.key
        if key not in self.slots.rules:
            alone: Item | None = self.filling[Slot(Kind.ITEM, key)]
            return alone
        return Item(
            id=key,
            limit=self.filling[Slot(Kind.LIMIT, key)],
            parts=tuple(self._parts(key)),
            applies=self.filling[Slot(Kind.APPLIES, key)],
            places=self.filling[Slot(Kind.PLACES, key)],
        )

    def _parts(self, key: str) -> Iterator[Part]:
        for number, rule in enumerate(self.slots.rules[key]):
            groups = {
                place: group for place in range(len(rule.groups)) if (group := self.filling.get(Slot(Kind.GROUP, key, number, place))) is not None
            }
            if not groups:
                continue
            named = {place: _named(group, f"{key}.{number + 1}.{place + 1}") for place, group in groups.items()}
            yield Part(
                id=f"{key}.{number + 1}",
                form=next(iter(groups.values())).form,
                clauses=tuple(clause for clauses in named.values() for clause in clauses),
                at_most=self.filling.get(Slot(Kind.AT_MOST, key, number)),
                exhaustive=frozenset(named[place][0].one_of or named[place][0].id for place, group in groups.items() if group.exhaustive),
            )


def _named(group: Group, name: str) -> tuple[Clause, ...]:
    """Clauses with names of their own, that no other group has."""
    if group.clauses[0].one_of is None:
        return tuple(evolve(clause, id=name) for clause in group.clauses)
    return tuple(evolve(clause, id=f"{name}.{place + 1}", one_of=name) for place, clause in enumerate(group.clauses))


def _order(nodes: Mapping[str, Node]) -> tuple[str, ...]:
    reads = {name: [one for one in references(node) if one in nodes] for name, node in nodes.items()}
    try:
        return tuple(TopologicalSorter(reads).static_order())
    except CycleError as error:
        raise NoSuchScheme(str(error.args[1])) from None
