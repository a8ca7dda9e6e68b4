"""One case under both schemes: its values, what it counts, and what each change makes of it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import define

from ..engines.exact import Count, Standing, Variant
from ..lowering import LoweredScheme, Value
from ..messages import add_up
from ..scheme import Case
from .change import Change, Scope
from .effect import CaseEffect, Cause, ItemEffect
from .mixtures import Mixtures
from .pairing import Pair
from .slot import Kind, Slot

ZERO = Fraction(0)


@define(slots=False)
class Working:
    """One case under both schemes."""

    mixtures: Mixtures
    case: Case
    known: tuple[Mapping[str, Value], Mapping[str, Value]]

    def __attrs_post_init__(self) -> None:
        self._sides = self.mixtures.before, self.mixtures.after
        self._values: dict[str, dict[str, Any]] = {}
        old, new = self.known
        inputs = dict.fromkeys([*self._sides[0].lowered.inputs])
        self._old_inputs = {name: old[name] if name in self.mixtures.slots.old.inputs else new.get(name) for name in inputs}
        self._new_inputs = {name: new[name] if name in self.mixtures.slots.new.inputs else old.get(name) for name in inputs}
        self._moved = [name for name in inputs if self._old_inputs[name] != self._new_inputs[name]]
        before = self._sides[0].values(self._old_inputs)
        anew = self._sides[1].dependants([*self.mixtures.renamed, *self._moved])
        self._all = before, self._sides[1].values(self._new_inputs, before, anew)

    def effect(self, left_out: tuple[str, ...]) -> CaseEffect:
        """What becomes of the case; `left_out` is what the newer scheme does not know of it."""
        before, after = counts = tuple(self._counts())
        changed = before.grade is not None and after.grade is not None and before.grade != after.grade
        return CaseEffect(
            case=self.case.id,
            subject=self.case.subject,
            before=before,
            after=after,
            items=tuple(self._items(before, after)),
            adjustments=adjustments_between(*((side.lowered, count) for side, count in zip(self._sides, counts, strict=True))),
            decisive=tuple(self._decisive(before, after)) if changed else (),
            lacking=tuple(self._lacking(after)),
            left_out=left_out,
        )

    def _lacking(self, after: Count) -> Iterator[str]:
        """The facts of the newer scheme alone for which scores and grade wait, but for those of points that the city scores."""
        lowered = self._sides[1].lowered
        waiting = [item for item in lowered.items if not after.standings[item.id].range.decided and not after.standings[item.id].awaits_city]
        names = {name for item in waiting for name in lowered.read_by(item)}
        if after.grade is None:
            names |= self.mixtures.grading
        old = self.mixtures.slots.old.inputs
        yield from (name for name, value in self._new_inputs.items() if value is None and name in names and name not in old)

    def _counts(self) -> Iterator[Count]:
        """Both counts. What no change touches stands in the newer scheme as it does in the older."""
        (old, new), (before, after) = self._sides, self._all
        standings = old.standings(before)
        yield old.count(before, standings)
        touching = self.mixtures.touching
        kept = {id: standings[id] for id in (item.id for item in new.lowered.items) if not touching[id]}
        yield new.count(after, {item.id: kept.get(item.id) or new.standing(item.id, after) for item in new.lowered.items})

    def _items(self, before: Count, after: Count) -> Iterator[ItemEffect]:
        for pair in self.mixtures.slots.pairs:
            ends = [scored(count.standings.get(pair.key)) for count in (before, after)]
            there = [pair.key in count.standings for count in (before, after)]
            if ends[0] == ends[1]:
                continue
            touching = self.mixtures.touching[pair.key]
            alone = self._alone(pair, ends, touching) if None not in ends and all(there) else {}
            if not all(there) and _rise(ends):
                alone = {touching[0].id: _rise(ends)}
            interaction = ZERO if None in ends else _rise(ends) - add_up(alone.values())
            ids = tuple(change.id for change in touching)
            yield ItemEffect(item=pair.key, before=ends[0], after=ends[1], alone=alone, interaction=interaction, touching=ids)

    def _alone(self, pair: Pair, ends: list[Fraction | None], touching: Sequence[Change]) -> dict[str, Fraction]:
        """What each change by itself makes of the score of a point that is in both schemes."""
        if pair.key in self.mixtures.inseparable:
            return {}
        if len(touching) == 1:
            return {touching[0].id: _rise(ends)}
        alone = {}
        for change in touching:
            variant = self.mixtures.variant(change, reverted=False)
            score = None if variant is None else scored(variant.standing(pair.key, self._with(change, variant, reverted=False)))
            if score is not None and ends[0] is not None and score != ends[0]:
                alone[change.id] = score - ends[0]
        return alone

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
            self._values[key] = variant.values(values, base, variant.dependants(names))
        return self._values[key]

    def _moves(self, name: str, taken: set[Slot]) -> bool:
        """Whether a change is what gives an input another value: by its declaration, or by a table or a target out of which it is counted."""
        behind = self.mixtures.counted_from.get(name, ())
        return Slot(Kind.FACT, name) in taken or any(slot.kind in (Kind.TABLE, Kind.TARGET) and slot.of in behind for slot in taken)

    def _decisive(self, before: Count, after: Count) -> Iterator[str]:
        """The changes without any one of which the grade would not have fallen (risen) below (above) what it was."""
        falls = self._worse(after.grade, before.grade)
        for change in self.mixtures.scoring:
            keys = self.mixtures.touched[change.id]
            variant = None if self.mixtures.inseparable.intersection(keys) else self.mixtures.variant(change, reverted=True)
            if variant is None:
                continue
            values = self._with(change, variant, reverted=True)
            there = {item.id for item in variant.lowered.items}
            moved = {key: variant.standing(key, values) for key in keys if key in there}
            same = all(after.standings.get(key) == one for key, one in moved.items()) and there == after.standings.keys()
            if same and change.scope is not Scope.GRADING and not self.mixtures.grading.intersection(slot.of for slot in change.slots):
                continue
            standings = {key: one for key, one in after.standings.items() if key in there} | moved
            found = variant.grade(values, standings)
            if found == before.grade or (falls is not None and self._worse(found, before.grade) is (not falls)):
                yield change.id

    def _worse(self, grade: str | None, than: str | None) -> bool | None:
        """Whether a grade is a worse one than another in a ladder that has both; None where there is none, or they are the same."""
        for side in reversed(self._sides):
            ladder = [step.id for step in side.lowered.ladder]
            if grade in ladder and than in ladder and grade != than:
                return ladder.index(grade) > ladder.index(than)
        return None


def scored(standing: Standing | None) -> Fraction | None:
    """What a standing counts in the total: its score, the city's points at full marks, nothing where it is taken out or not there."""
    if standing is None or standing.taken_out:
        return ZERO
    if standing.awaits_city:
        return standing.range.highest
    return standing.range.lowest if standing.range.decided else None


def _rise(ends: Sequence[Fraction | None]) -> Fraction:
    return (ends[1] or ZERO) - (ends[0] or ZERO)


def adjustments_between(before: tuple[LoweredScheme, Count], after: tuple[LoweredScheme, Count]) -> dict[Cause, Fraction]:
    """What two totals differ by beyond their points and bonuses."""
    first, second = _beside(*before), _beside(*after)
    if first is None or second is None:
        return {}
    differences = {cause: second[cause] - first[cause] for cause in Cause}
    return {cause: amount for cause, amount in differences.items() if amount}


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
