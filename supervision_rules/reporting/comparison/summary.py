"""The first page of a comparison of many cases: who gains, who loses, and which changes do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import define

from ...comparison import CaseEffect, Comparison
from ...messages import message
from ..blocks import Block, Bullet, Bullets, Heading
from ..writer import rising, signed
from .naming import ComparisonWriter, alone, weight

MANY = 4
MOST_OF_A_KIND = 3
MOST_GRADES = 12
MOST_CHANGES = 5


@define
class ComparisonSummary(ComparisonWriter):
    """Writes the summary; nothing where there are so few cases that the report itself is short."""

    def of(self, comparison: Comparison) -> Iterator[Block]:
        """Grades that change and why, the greatest gains and losses and why, the changes that reach furthest."""
        if len(comparison.effects) < MANY:
            return
        yield Heading(2, self.say("summary"))
        effects = sorted(comparison.effects, key=weight)
        moved = [effect for effect in effects if effect.difference]
        graded = [effect for effect in effects if None not in effect.grades and effect.grades[0] != effect.grades[1]]
        lines = [Bullet(self._whole(effects))]
        lines += self._cases(comparison, "grades", graded[:MOST_GRADES], len(graded))
        for key, sign in (("losers", 1), ("gainers", -1)):
            found = [effect for effect in moved if sign * (effect.difference or 0) < 0]
            found.sort(key=lambda effect: sign * (effect.difference or Fraction(0)))
            lines += self._cases(comparison, key, found[:MOST_OF_A_KIND], len(found))
        lines += self._changes(comparison)
        yield Bullets(tuple(lines))

    def _whole(self, effects: Sequence[CaseEffect]) -> str:
        found = [effect.difference for effect in effects if effect.difference is not None]
        mean = sum(found, Fraction(0)) / len(found) if found else None
        return self.say("summary.whole", cases=len(effects), mean="—" if mean is None else rising(Fraction(round(mean * 100), 100)))

    def _cases(self, comparison: Comparison, key: str, effects: Sequence[CaseEffect], count: int) -> Iterator[Bullet]:
        if effects:
            yield Bullet(self.say(f"summary.{key}", count=count), tuple(self._case(comparison, effect) for effect in effects))

    def _case(self, comparison: Comparison, effect: CaseEffect) -> Bullet:
        before, after = self.totals(effect)
        difference, grades = rising(effect.difference), self.both_grades(comparison, effect)
        said = self.say("summary.case", case=self.case(effect), before=before, after=after, difference=difference, grades=grades)
        return Bullet(said, tuple(Bullet(line) for line in self._because(comparison, effect)))

    def _because(self, comparison: Comparison, effect: CaseEffect) -> Iterator[str]:
        """The changes that do most of it."""
        falls = (effect.difference or 0) < 0
        amounts = {id: amount for id, amount in alone(effect).items() if (amount < 0) == falls}
        for id in sorted(amounts, key=lambda change: -abs(amounts[change]))[:MOST_OF_A_KIND]:
            yield self.say("compare.case.alone", amount=signed(amounts[id]), change=self.named(comparison, comparison.change(id)))

    def _changes(self, comparison: Comparison) -> Iterator[Bullet]:
        """The changes that move the most cases."""
        moved: dict[str, list[Fraction]] = {}
        for effect in comparison.effects:
            for id, amount in alone(effect).items():
                if amount:
                    moved.setdefault(id, []).append(amount)
        widest = sorted(moved, key=lambda change: (-len(moved[change]), -abs(sum(moved[change]))))[:MOST_CHANGES]
        if widest:
            yield Bullet(self.say("summary.changes", count=len(widest)), tuple(self._reach(comparison, id, moved[id]) for id in widest))

    def _reach(self, comparison: Comparison, id: str, amounts: Sequence[Fraction]) -> Bullet:
        up, down = [amount for amount in amounts if amount > 0], [amount for amount in amounts if amount < 0]
        said = [message("summary.up", count=len(up), most=signed(max(up)))] if up else []
        said += [message("summary.down", count=len(down), most=signed(min(down)))] if down else []
        return Bullet(self.say("summary.change", change=self.named(comparison, comparison.change(id)), reach=said))
