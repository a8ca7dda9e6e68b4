"""Slots, each filled from one of two schemes → a lowered scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from attrs import evolve, frozen

from ..expression import Node, Result, references, walk
from ..lowering import Clause, Item, LoweredScheme, Part, Step, VetoPlan
from .pairing import Pair
from .rules import RulePair
from .slot import Filling, Group, Kind, Slot


class NoSuchScheme(Exception):
    """What was put together is no scheme: quantities read each other in a circle, or a grade or veto speaks of what is not there."""


@frozen
class Assembly:
    """Puts a lowered scheme together out of slots."""

    old: LoweredScheme
    new: LoweredScheme
    pairs: tuple[Pair, ...]
    rules: Mapping[str, tuple[RulePair, ...]]
    filling: Filling
    grades: Mapping[str, Step]

    def scheme(self) -> LoweredScheme:
        """The scheme. Raises NoSuchScheme where that is none."""
        old, new = self.old, self.new
        points, bonuses = (tuple(self._items(bonus)) for bonus in (False, True))
        vetoes, ladder = tuple(self._of(Kind.VETO)), tuple(self._ladder())
        _refuse_strange((*points, *bonuses), vetoes, ladder)
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
            bonuses=bonuses,
            vetoes=vetoes,
            ladder=ladder,
            bonus_cap=self.filling[Slot(Kind.BONUS_CAP)],
            not_applicable=self.filling[Slot(Kind.NOT_APPLICABLE)],
            total_places=self.filling[Slot(Kind.TOTAL_PLACES)],
            labels={**old.labels, **new.labels},
            units={**old.units, **new.units},
            ranges={**old.ranges, **new.ranges},
            mark="",
        )

    def _both(self, kind: Kind, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
        """The names of both schemes; one that only one of them has is that one's, whatever the slots say, since something may read it."""
        return {name: self.filling[Slot(kind, name)] or old.get(name) or new.get(name) for name in {**old, **new}}

    def _of(self, kind: Kind) -> Iterator[Any]:
        return (value for slot, value in self.filling.items() if slot.kind is kind and value is not None)

    def _ladder(self) -> Iterator[Step]:
        for id in self.filling[Slot(Kind.LADDER)]:
            yield self.filling.get(Slot(Kind.GRADE, id)) or self.grades[id]

    def _items(self, bonus: bool) -> Iterator[Item]:
        for pair in self.pairs:
            if pair.bonus is bonus and (item := self._item(pair)) is not None:
                yield item

    def _item(self, pair: Pair) -> Item | None:
        key = pair.key
        if key not in self.rules:
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
        for number, rule in enumerate(self.rules[key]):
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


def _refuse_strange(items: Iterable[Item], vetoes: Iterable[VetoPlan], ladder: Sequence[Step]) -> None:
    """Raises NoSuchScheme where a condition speaks of an item that is not there, or a veto of a grade."""
    known = {item.id for item in items}
    conditions = [*(veto.when for veto in vetoes), *(step.when for step in ladder)]
    asked = {node.argument for when in conditions for node in walk(when) if isinstance(node, Result) and node.of in ("score", "met")}
    capped = {veto.grade for veto in vetoes if veto.grade is not None}
    if not (asked <= known and capped <= {step.id for step in ladder}):
        raise NoSuchScheme(", ".join(sorted((asked - known) | capped)))


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
