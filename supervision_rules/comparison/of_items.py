"""Changes of points and bonuses: worth, rules, words, place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define

from ..expression import TRUE, Node, Number, rebuild
from ..lowering import Clause, Part, canonical
from ..messages import Argument, Message, message
from ..scheme import Bonus, Point, Scheme
from .change import Change, Scope, Sides, marks, places
from .details import details_of
from .pairing import Pair
from .slot import Group, Kind, Slot

WORDS = (("renumbered", "number"), ("retitled", "title"), ("reworded", "standard"))


def item_changes(sides: Sides) -> Iterator[Change]:
    """What changed in points and bonuses, pair by pair."""
    entries = [{entry.id: entry for entry in scheme.items} for scheme in (sides.old, sides.new)]
    for pair in sides.slots.pairs:
        old = entries[0][pair.old] if pair.old else None
        new = entries[1][pair.new] if pair.new else None
        if old is not None and new is not None:
            yield from _Item(sides, pair, old, new).changes()
        else:
            yield _alone(sides, pair, new or old)


def _alone(sides: Sides, pair: Pair, entry: Any) -> Change:
    slot = Slot(Kind.ITEM, pair.key)
    item = next(filling for filling in sides.fillings(slot) if filling is not None)
    kind = f"{'bonus' if pair.bonus else 'point'}-{'added' if pair.new else 'removed'}"
    said = message(f"change.{kind}", item=titled(entry), limit=marks(item.limit))
    details = tuple(clause.wording for part in item.parts for clause in part.clauses)
    return Change(scope=Scope.ITEM, id=f"{kind}:{pair.key}", kind=kind, of=pair.key, said=said, details=details, slots=(slot,), scores=True)


@define(slots=False)
class _Item:
    sides: Sides
    pair: Pair
    old: Point | Bonus
    new: Point | Bonus

    def changes(self) -> Iterator[Change]:
        old, new = self.old, self.new
        if old.id != new.id:
            yield self._made("renamed", old.id, new.id)
        for kind, key in WORDS:
            if getattr(old, key) != getattr(new, key):
                yield self._made(kind, getattr(old, key) or "—", getattr(new, key) or "—")
        before, after = (_above(scheme, entry) for scheme, entry in ((self.sides.old, old), (self.sides.new, new)))
        if before.keys() != after.keys() and list(before.values()) != list(after.values()):
            paths = [" › ".join(above.values()) or "—" for above in (before, after)]
            yield self._made("moved", paths[0], paths[1])
        if old.weakest.mark != new.weakest.mark:
            yield self._made("basis", message(f"basis.{old.weakest.mark}"), message(f"basis.{new.weakest.mark}"))
        yield from self._settings()
        yield from self._rules()

    def _settings(self) -> Iterator[Change]:
        key = self.pair.key
        limit, applies, rounding = Slot(Kind.LIMIT, key), Slot(Kind.APPLIES, key), Slot(Kind.PLACES, key)
        if limit in self.sides.differing:
            before, after = self.sides.fillings(limit)
            yield self._made("recapped" if self.pair.bonus else "reweighted", marks(before), marks(after), limit, *self._following)
        if applies in self.sides.differing:
            fillings = self.sides.fillings(applies)
            said = zip(fillings, self.sides.described(*fillings), strict=True)
            whens = [message("changed.always") if node == TRUE else words for node, words in said]
            yield self._made("applies", whens[0], whens[1], applies)
        if rounding in self.sides.differing:
            before, after = self.sides.fillings(rounding)
            yield self._made("item-rounding", places(before), places(after), rounding)

    @cached_property
    def _following(self) -> tuple[Slot, ...]:
        """The clause groups that differ in nothing but the worth that they deduct or award."""
        limits = self.sides.fillings(Slot(Kind.LIMIT, self.pair.key))
        groups = [slot for slot in self.sides.differing if slot.kind is Kind.GROUP and slot.of == self.pair.key]
        return tuple(slot for slot in groups if _follows(self.sides.fillings(slot), limits))

    def _made(self, kind: str, old: Argument, new: Argument, *slots: Slot) -> Change:
        said = message(f"change.{kind}", item=titled(self.new), old=old, new=new)
        key = self.pair.key
        return Change(scope=Scope.ITEM, id=f"{kind}:{key}", kind=kind, of=key, said=said, slots=slots, scores=bool(slots))

    def _rules(self) -> Iterator[Change]:
        key = self.pair.key
        for number, rule in enumerate(self.sides.slots.rules[key]):
            groups = [Slot(Kind.GROUP, key, number, place) for place in range(len(rule.groups))]
            at_most = Slot(Kind.AT_MOST, key, number)
            if rule.old is None or rule.new is None:
                yield self._whole_rule("rule-removed" if rule.new is None else "rule-added", number, rule.new or rule.old, (*groups, at_most))
                continue
            if rule.old.form != rule.new.form:
                yield self._replaced(number, rule.old, rule.new, (*groups, at_most))
                continue
            if at_most in self.sides.differing:
                said = message("change.at-most", item=titled(self.new), old=marks(rule.old.at_most), new=marks(rule.new.at_most))
                yield Change(scope=Scope.ITEM, id=f"at-most:{key}.{number + 1}", kind="at-most", of=key, said=said, slots=(at_most,), scores=True)
            yield from (self._group(slot) for slot in groups if slot in self.sides.differing and slot not in self._following)

    def _whole_rule(self, kind: str, number: int, part: Any, slots: tuple[Slot, ...]) -> Change:
        said = message(f"change.{kind}", item=titled(self.new), form=message(f"form.{part.form}"))
        details = tuple(clause.wording for clause in part.clauses)
        return Change(
            scope=Scope.ITEM,
            id=f"{kind}:{self.pair.key}.{number + 1}",
            kind=kind,
            of=self.pair.key,
            said=said,
            details=details,
            slots=slots,
            scores=True,
        )

    def _replaced(self, number: int, old: Part, new: Part, slots: tuple[Slot, ...]) -> Change:
        """A rule that has another form now."""
        key = self.pair.key
        forms = (message(f"form.{part.form}") for part in (old, new))
        said = message("change.rule-replaced", item=titled(self.new), **dict(zip(("old", "new"), forms, strict=True)))
        details = [message("change.clause-removed", old=clause.wording) for clause in old.clauses]
        details += [message("change.clause-added", new=clause.wording) for clause in new.clauses]
        id = f"rule-replaced:{key}.{number + 1}"
        return Change(scope=Scope.ITEM, id=id, kind="rule-replaced", of=key, said=said, details=tuple(details), slots=slots, scores=True)

    def _group(self, slot: Slot) -> Change:
        old, new = (() if side is None else side.clauses for side in self.sides.fillings(slot))
        kind = "clause-added" if not old else "clause-removed" if not new else "clause-changed"
        said = message(f"change.{kind}", item=titled(self.new), old=_sentences(old), new=_sentences(new))
        details = details_of(old, new, self.sides.labels) if old and new else ()
        id = f"{kind}:{slot.of}.{slot.rule + 1}.{slot.group + 1}"
        return Change(scope=Scope.ITEM, id=id, kind=kind, of=slot.of, said=said, details=details, slots=(slot,), scores=True)


def titled(entry: Point | Bonus) -> str:
    """An entry by number and title."""
    return f"{entry.number} {entry.title}".strip()


def _above(scheme: Scheme, entry: Point | Bonus) -> dict[str, str]:
    """The titles of the indicators above an entry by id, the highest first."""
    known = {one.id: one for one in scheme.indicators}
    found: dict[str, str] = {}
    id = getattr(entry, "indicator", None)
    while id is not None:
        found = {id: known[id].title} | found
        id = known[id].parent
    return found


def _sentences(clauses: tuple[Clause, ...]) -> list[Message]:
    return [clause.wording for clause in clauses]


def _follows(groups: tuple[Group | None, Group | None], limits: tuple[Fraction, Fraction]) -> bool:
    """Whether the newer clauses are the older with the newer worth in place of the older."""
    old, new = groups
    if old is None or new is None or old.exhaustive != new.exhaustive:
        return False

    def change(node: Node) -> Node:
        return Number(limits[1]) if node == Number(limits[0]) else node

    wanted = [canonical((clause.when, rebuild(clause.amount, change))) for clause in old.clauses]
    return wanted == [canonical((clause.when, clause.amount)) for clause in new.clauses]
