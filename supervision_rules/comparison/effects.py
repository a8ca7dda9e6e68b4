"""What the changes do to a case: by point exactly, within a point by each change alone and by the rest together, then by caps and rescaling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from ..engines.exact import Count, Standing, Variant, dependants, prepare
from ..expression import Aggregate, walk
from ..lowering import LoweredScheme, Value
from ..messages import Problem, SupervisionRulesError, add_up
from ..scheme import Case, Scheme
from .carrying import carry
from .change import Change
from .pairing import Pair
from .slots import Kind, NoSuchScheme, Slot, Slots

ZERO = Fraction(0)


class Cause(StrEnum):
    """What makes a total differ, beside points and bonuses."""

    RESCALE = "rescale"
    CAP = "overall-cap"
    ROUNDING = "rounding"


@frozen(kw_only=True)
class ItemEffect:
    """What becomes of a point or bonus: its score before and after (None: not decided, or it is not there), the difference that each change makes
    alone, and what they make together beyond that.
    """

    item: str
    before: Fraction | None
    after: Fraction | None
    alone: Mapping[str, Fraction]
    interaction: Fraction

    @property
    def difference(self) -> Fraction | None:
        """What it rises by; None where either score is not decided."""
        return None if self.before is None or self.after is None else self.after - self.before


@frozen(kw_only=True)
class Effect:
    """What becomes of a case. Where both totals are decided, they differ by the differences of `items` and `adjustments` together.

    `decisive`: the changes without any one of which the grade would not have changed. `lacking`: facts that only the newer scheme waits for.
    `left_out`: what the newer scheme does not know of the case. `problems`: why the case cannot be assessed under one of the schemes.
    """

    case: str
    subject: str
    before: Count | None = None
    after: Count | None = None
    items: tuple[ItemEffect, ...] = ()
    adjustments: Mapping[Cause, Fraction] = field(factory=dict)
    decisive: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """What the total rises by; None where either is not decided."""
        ends = [side.overall.total if side is not None and side.overall is not None else None for side in (self.before, self.after)]
        return None if ends[0] is None or ends[1] is None else ends[1] - ends[0]

    @property
    def grades(self) -> tuple[str | None, str | None]:
        """The grade before and after."""
        before, after = (None if side is None else side.grade for side in (self.before, self.after))
        return before, after


@define(slots=False)
class Effects:
    """Works out what the changes between two schemes do to cases of the older. Compiled once for any number of cases."""

    old: Scheme
    new: Scheme
    slots: Slots
    changes: Sequence[Change]

    def __attrs_post_init__(self) -> None:
        self._scoring = [change for change in self.changes if change.scores]
        self._before = Variant(self.slots.mixed(()))
        self._after = Variant(self.slots.mixed(self.slots.differing()))
        self._variants: dict[str, Variant | None] = {}

    def of(self, case: Case) -> Effect:
        """What becomes of a case. One that cannot be assessed under both schemes has its problems instead."""
        try:
            carried = carry(case, self.slots.old, self.slots.new)
            known = prepare(self.old, case), prepare(self.new, carried.case)
        except SupervisionRulesError as error:
            return Effect(case=case.id, subject=case.subject, problems=error.problems)
        return _Working(self, case, known).effect(carried.left_out)

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
        return {pair.key: tuple(change for change in self._scoring if self._touches(change, pair)) for pair in self.slots.pairs}

    def _touches(self, change: Change, pair: Pair) -> bool:
        names = self._read[pair.key]
        return any(slot.of == pair.key if slot.kind in OF_ITEMS else slot.of in names for slot in change.slots)

    @cached_property
    def renamed(self) -> tuple[str, ...]:
        """The targets and quantities that are something else in the newer scheme."""
        return tuple(slot.of for slot in self.slots.differing() if slot.kind in (Kind.TARGET, Kind.QUANTITY))

    @cached_property
    def _read(self) -> Mapping[str, frozenset[str]]:
        """The names, and the tables counted, behind a pair in either scheme."""
        found: dict[str, frozenset[str]] = {}
        for pair in self.slots.pairs:
            names: set[str] = set()
            for variant in (self._before, self._after):
                if pair.key in {item.id for item in variant.lowered.items}:
                    names |= set(variant.lowered.read_by(variant.item(pair.key)))
            found[pair.key] = frozenset(names | {table for name in names for table in self.tables.get(name, ())})
        return found

    @cached_property
    def tables(self) -> Mapping[str, frozenset[str]]:
        """The tables out of which an input may be counted, in either scheme."""
        found: dict[str, frozenset[str]] = {}
        for lowered in (self.slots.old, self.slots.new):
            for name, made in lowered.inputs.items():
                if made.aggregate is not None:
                    found[name] = found.get(name, frozenset()) | _counted(lowered, made.aggregate)
        return found


OF_ITEMS = {Kind.ITEM, Kind.LIMIT, Kind.APPLIES, Kind.PLACES, Kind.AT_MOST, Kind.GROUP}


def _counted(lowered: LoweredScheme, aggregate: Any) -> frozenset[str]:
    read = {node.table for node in walk(aggregate) if isinstance(node, Aggregate)}
    derived = [column.node for table in read for column in lowered.tables[table].columns if column.node is not None]
    below = {node.table for column in derived for node in walk(column) if isinstance(node, Aggregate)}
    above = {parent for table in read if (parent := lowered.tables[table].parent)}
    return frozenset(read | below | above)


@define(slots=False)
class _Working:
    """One case under both schemes."""

    effects: Effects
    case: Case
    known: tuple[Mapping[str, Value], Mapping[str, Value]]

    def __attrs_post_init__(self) -> None:
        self._sides = self.effects._before, self.effects._after
        self._values: dict[str, dict[str, Any]] = {}
        old, new = self.known
        inputs = dict.fromkeys([*self._sides[0].lowered.inputs])
        self._old_inputs = {name: old[name] if name in self.effects.slots.old.inputs else new.get(name) for name in inputs}
        self._new_inputs = {name: new[name] if name in self.effects.slots.new.inputs else old.get(name) for name in inputs}
        self._moved = [name for name in inputs if self._old_inputs[name] != self._new_inputs[name]]
        before = self._sides[0].values(self._old_inputs)
        anew = dependants(self._sides[1].lowered, [*self.effects.renamed, *self._moved])
        self._all = before, self._sides[1].values(self._new_inputs, before, anew)

    def effect(self, left_out: tuple[str, ...]) -> Effect:
        counts = list(self._counts())
        before, after = counts
        changed = before.grade is not None and after.grade is not None and before.grade != after.grade
        return Effect(
            case=self.case.id,
            subject=self.case.subject,
            before=before,
            after=after,
            items=tuple(self._items(before, after)),
            adjustments=self._adjustments(counts),
            decisive=tuple(self._decisive(after)) if changed else (),
            lacking=tuple(name for name, value in self._new_inputs.items() if value is None and name not in self.effects.slots.old.inputs),
            left_out=left_out,
        )

    def _counts(self) -> Iterator[Count]:
        """Both counts. What no change touches stands in the newer scheme as it does in the older."""
        (old, new), (before, after) = self._sides, self._all
        standings = old.standings(before)
        yield old.count(before, standings)
        touching = self.effects.touching
        kept = {id: standings[id] for id in (item.id for item in new.lowered.items) if not touching[id]}
        yield new.count(after, {item.id: kept.get(item.id) or new.standing(item.id, after) for item in new.lowered.items})

    def _adjustments(self, counts: Sequence[Count]) -> dict[Cause, Fraction]:
        """What the totals differ by beyond their points and bonuses."""
        before, after = (_beside(side.lowered, count) for side, count in zip(self._sides, counts, strict=True))
        if before is None or after is None:
            return {}
        differences = {cause: after[cause] - before[cause] for cause in Cause}
        return {cause: amount for cause, amount in differences.items() if amount}

    def _items(self, before: Count, after: Count) -> Iterator[ItemEffect]:
        for pair in self.effects.slots.pairs:
            ends = [scored(count.standings.get(pair.key)) for count in (before, after)]
            there = [pair.key in count.standings for count in (before, after)]
            if ends[0] == ends[1] and all(there):
                continue
            if None not in ends and all(there):
                yield self._split(pair, ends)
            else:
                alone = {self.effects.touching[pair.key][0].id: _rise(ends)} if not all(there) and _rise(ends) else {}
                yield ItemEffect(item=pair.key, before=ends[0], after=ends[1], alone=alone, interaction=ZERO)

    def _split(self, pair: Pair, ends: list[Fraction | None]) -> ItemEffect:
        """The difference of a point by each change alone, and the rest."""
        whole = _rise(ends)
        touching = self.effects.touching[pair.key]
        if len(touching) == 1:
            return ItemEffect(item=pair.key, before=ends[0], after=ends[1], alone={touching[0].id: whole}, interaction=ZERO)
        alone = {}
        for change in touching:
            variant = self.effects.variant(change, reverted=False)
            score = None if variant is None else scored(variant.standing(pair.key, self._with(change, variant, reverted=False)))
            if score is not None and ends[0] is not None and score != ends[0]:
                alone[change.id] = score - ends[0]
        return ItemEffect(item=pair.key, before=ends[0], after=ends[1], alone=alone, interaction=whole - add_up(alone.values()))

    def _with(self, change: Change, variant: Variant, reverted: bool) -> dict[str, Any]:
        """The values of the case where the change is made alone, or alone left out."""
        key = f"{reverted}{change.id}"
        if key not in self._values:
            taken = set(change.slots)
            inputs, others = (self._new_inputs, self._old_inputs) if reverted else (self._old_inputs, self._new_inputs)
            moved = [name for name in self._moved if self._moves(name, taken)]
            names = [*moved, *(slot.of for slot in taken if slot.kind in (Kind.TARGET, Kind.QUANTITY))]
            base = self._all[1 if reverted else 0]
            values = {**inputs, **{name: others[name] for name in moved}}
            self._values[key] = variant.values(values, base, dependants(variant.lowered, names))
        return self._values[key]

    def _moves(self, name: str, taken: set[Slot]) -> bool:
        """Whether a change is what gives an input another value: by its declaration, or by that of a table out of which it is counted."""
        return Slot(Kind.FACT, name) in taken or any(Slot(Kind.TABLE, table) in taken for table in self.effects.tables.get(name, ()))

    def _decisive(self, after: Count) -> Iterator[str]:
        for change in self.effects._scoring:
            variant = self.effects.variant(change, reverted=True)
            if variant is None:
                continue
            values = self._with(change, variant, reverted=True)
            keys = [key for key, changes in self.effects.touching.items() if change in changes]
            there = {item.id for item in variant.lowered.items}
            standings = {key: one for key, one in after.standings.items() if key in there}
            standings |= {key: variant.standing(key, values) for key in keys if key in there}
            if variant.count(values, standings).grade != after.grade:
                yield change.id


def scored(standing: Standing | None) -> Fraction | None:
    """What a standing counts in the total: its score, the city's points at full marks, nothing where it is taken out or not there."""
    if standing is None or standing.taken_out:
        return ZERO
    if standing.awaits_city:
        return standing.range.highest
    return standing.range.lowest if standing.range.decided else None


def _rise(ends: Sequence[Fraction | None]) -> Fraction:
    return (ends[1] or ZERO) - (ends[0] or ZERO)


def _beside(lowered: LoweredScheme, count: Count) -> dict[Cause, Fraction] | None:
    """What a total is beyond the scores of points and bonuses; None where it is not decided."""
    overall = count.overall
    if overall is None or overall.base_score is None or overall.bonus is None or overall.total is None:
        return None
    points, bonuses = (add_up(scored(count.standings[item.id]) or ZERO for item in items) for items in (lowered.points, lowered.bonuses))
    return {
        Cause.RESCALE: overall.base_score - points,
        Cause.CAP: overall.bonus - bonuses,
        Cause.ROUNDING: overall.total - overall.base_score - overall.bonus,
    }
