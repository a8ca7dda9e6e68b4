"""What a comparison is told in: its points, changes, cases and grades by name."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import define

from ...comparison import CaseEffect, Change, Comparison, Scope
from ...expression import value_message
from ...expression.units import MARKS
from ...lowering import lower
from ...messages import add_up, shown
from ...scheme import Scheme
from ..writer import Writer

DETAILED = {"clause-changed", "target-changed", "veto-added", "veto-changed"}
ALONE = {"point-added", "point-removed", "bonus-added", "bonus-removed"}


@define
class ComparisonWriter(Writer):
    """Names what a comparison has found."""

    def title_of(self, comparison: Comparison, key: str) -> str:
        """A point or bonus by the key of its pair."""
        pair = next(pair for pair in comparison.pairs if pair.key == key)
        return self.entry(comparison.new, pair.new) if pair.new else self.entry(comparison.old, pair.old or "")

    def entry(self, scheme: Scheme, id: str) -> str:
        """A point or bonus of a scheme by its id."""
        return self.numbered(next(entry for entry in scheme.items if entry.id == id))

    def case(self, effect: CaseEffect) -> str:
        """A case."""
        return effect.case if self.by_id else self.say("compare.case", subject=effect.subject, case=effect.case)

    def named(self, comparison: Comparison, change: Change) -> str:
        """A change in a few words, with the point that it is of."""
        if self.by_id:
            return change.id
        said = self.short(change)
        return f"{self.title_of(comparison, change.of)}：{said}" if change.scope is Scope.ITEM and change.kind not in ALONE else said

    def short(self, change: Change) -> str:
        """A change in a few words."""
        if self.by_id:
            return change.id
        if not change.details or change.kind not in DETAILED:
            return self.words.say(change.said)
        details = self.words.say(list(change.details))
        return details if change.kind == "clause-changed" else self.say("compare.short", said=change.said, details=details)

    def labelled(self, comparison: Comparison, names: Iterable[str]) -> list[str]:
        """Facts, tables and columns by their labels."""
        labels = comparison.labels
        return [name if self.by_id or name not in labels else labels[name].text for name in names]

    def score_of(self, scheme: Scheme, item: str, score: Fraction) -> str:
        """A score of a point in words: marks, or, where nothing counts in points, a level."""
        lowered = lower(scheme)
        if not lowered.levels:
            return self.words.say(value_message(score, MARKS))
        return self.level_named(lowered.level(next(one for one in lowered.items if one.id == item), score))

    def end(self, comparison: Comparison, item: str, score: Fraction | None) -> str:
        """What a point scores, or, where nothing counts in points, on which level it is."""
        if score is None or not comparison.by_level:
            return "—" if score is None else shown(score)
        sides = (scheme for scheme in (comparison.new, comparison.old) if item in {entry.id for entry in scheme.items})
        return self.score_of(next(sides), item, score)

    def totals(self, effect: CaseEffect) -> list[str]:
        """The total before and after."""
        return [self.total(None if side is None else side.overall) for side in (effect.before, effect.after)]

    def both_grades(self, comparison: Comparison, effect: CaseEffect) -> str:
        """The grade, or both where they differ."""
        sides = (effect.before, comparison.old), (effect.after, comparison.new)
        ends = [self.grades(self.ranks(lower(scheme)), count) for count, scheme in sides]
        return ends[0] if ends[0] == ends[1] else f"{ends[0]} → {ends[1]}"


def alone(effect: CaseEffect) -> dict[str, Fraction]:
    """What every change does to a case by itself, over all points."""
    found: dict[str, list[Fraction]] = {}
    for item in effect.items:
        for id, amount in item.alone.items():
            found.setdefault(id, []).append(amount)
    return {id: add_up(amounts) for id, amounts in found.items()}


def moved(effect: CaseEffect) -> tuple[int, int]:
    """How many points rise, and how many fall."""
    differences = [item.difference for item in effect.items if item.difference is not None]
    return sum(one > 0 for one in differences), sum(one < 0 for one in differences)


def weight(effect: CaseEffect) -> tuple[int, Fraction]:
    """In which order cases are told: changed grades first, then the greatest loss before the greatest gain."""
    up, down = moved(effect)
    return 0 if effect.changes_grade else 1, effect.difference if effect.difference is not None else Fraction(up - down)
