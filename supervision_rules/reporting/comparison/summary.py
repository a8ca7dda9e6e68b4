"""The first page of a comparison of many cases: who gains, who loses, and which changes do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import define

from ...comparison import CaseEffect, Comparison, ItemEffect
from ...messages import add_up, message
from ..blocks import Block, Bullet, Bullets, Heading
from ..writer import rising, signed
from .naming import ComparisonWriter, alone, moved, weight

MANY = 4
MOST_OF_A_KIND = 3
MOST_GRADES = 20
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
        by_level = comparison.by_level
        graded = [effect for effect in effects if effect.changes_grade]
        lines = [] if by_level else [Bullet(self._whole(effects))]
        lines += self._cases(comparison, "grades", graded[:MOST_GRADES], len(graded))
        for key, sign in (("losers", 1), ("gainers", -1)) if not by_level else ():
            found = [effect for effect in effects if sign * (effect.difference or 0) < 0]
            found.sort(key=lambda effect: sign * (effect.difference or Fraction(0)))
            lines += self._cases(comparison, key, found[:MOST_OF_A_KIND], len(found))
        lines += self._open(comparison, effects) if not by_level else ()
        lines += self._changes(comparison)
        yield Bullets(tuple(lines))

    def _whole(self, effects: Sequence[CaseEffect]) -> str:
        found = [effect.difference for effect in effects if effect.difference is not None]
        mean = sum(found, Fraction(0)) / len(found) if found else None
        counts = {"up": sum(one > 0 for one in found), "down": sum(one < 0 for one in found), "same": sum(one == 0 for one in found)}
        said = "—" if mean is None else rising(Fraction(round(mean * 100), 100))
        return self.say("summary.whole", cases=len(effects), open=len(effects) - len(found), mean=said, **counts)

    def _open(self, comparison: Comparison, effects: Sequence[CaseEffect]) -> Iterator[Bullet]:
        """The cases whose newer total is not decided, with what it waits for."""
        found = [effect for effect in effects if effect.after is not None and effect.difference is None]
        if found:
            lines = (Bullet(self._case(comparison, effect), tuple(self._waits(comparison, effect))) for effect in found[:MOST_GRADES])
            yield Bullet(self.say("summary.open", count=len(found)), tuple(lines))

    def _waits(self, comparison: Comparison, effect: CaseEffect) -> Iterator[Bullet]:
        if effect.lacking:
            yield Bullet(self.say("compare.case.lacking", facts=self.labelled(comparison, effect.lacking)))
        standings = effect.after.standings if effect.after is not None else {}
        waiting = [id for id, one in standings.items() if not one.range.decided and not one.awaits_city]
        if waiting:
            yield Bullet(self.say("summary.waiting", items=[self.title_of(comparison, id) for id in waiting]))

    def _cases(self, comparison: Comparison, key: str, effects: Sequence[CaseEffect], count: int) -> Iterator[Bullet]:
        if effects:
            why = self._decisive if key == "grades" else self._because
            lines = tuple(Bullet(self._case(comparison, effect), tuple(why(comparison, effect))) for effect in effects)
            yield Bullet(self.say(f"summary.{key}", count=count), lines)

    def _case(self, comparison: Comparison, effect: CaseEffect) -> str:
        grades = self.both_grades(comparison, effect)
        if comparison.by_level:
            return self.say("summary.case.levels", case=self.case(effect), grades=grades)
        before, after = self.totals(effect)
        return self.say("summary.case", case=self.case(effect), before=before, after=after, difference=rising(effect.difference), grades=grades)

    def _decisive(self, comparison: Comparison, effect: CaseEffect) -> Iterator[Bullet]:
        """The changes without any one of which the grade would stand: those that no score tells of, then the greatest."""
        if not effect.decisive:
            yield Bullet(self.say("summary.together"), tuple(self._because(comparison, effect)))
            return
        amounts = alone(effect)
        wanted = sorted(effect.decisive, key=lambda change: (change in amounts, -abs(amounts.get(change, Fraction(0)))))[:MOST_OF_A_KIND]
        told = tuple(self._told(comparison, {change: amounts.get(change) for change in wanted}))
        yield Bullet(
            self.say("summary.decisive" if len(wanted) == len(effect.decisive) else "summary.decisive.more", count=len(effect.decisive)), told
        )

    def _because(self, comparison: Comparison, effect: CaseEffect) -> Iterator[Bullet]:
        """The points that do most of it, each with the greatest of its changes."""
        up, down = moved(effect)
        falls = (effect.difference if effect.difference is not None else up - down) < 0
        items = [item for item in effect.items if item.difference and (item.difference < 0) == falls]
        for item in sorted(items, key=lambda item: abs(item.difference or Fraction(0)), reverse=True)[:MOST_OF_A_KIND]:
            said = self._item(comparison, item)
            by_level = comparison.by_level
            yield Bullet(said if by_level else self.say("compare.case.alone", amount=signed(item.difference or Fraction(0)), change=said))

    def _item(self, comparison: Comparison, item: ItemEffect) -> str:
        if not item.alone:
            return self.title_of(comparison, item.item)
        greatest = max(item.alone, key=lambda change: abs(item.alone[change]))
        said = self.named(comparison, comparison.change(greatest))
        title = self.title_of(comparison, item.item)
        said = said if title in said else self.say("summary.of-item", item=title, change=said)
        return said if len(item.alone) == 1 else self.say("summary.among", change=said, count=len(item.alone))

    def _told(self, comparison: Comparison, amounts: Mapping[str, Fraction | None]) -> Iterator[Bullet]:
        for id, amount in amounts.items():
            said = self.named(comparison, comparison.change(id))
            counts = amount is not None and not comparison.by_level
            yield Bullet(self.say("compare.case.alone", amount=signed(amount or Fraction(0)), change=said) if counts else said)

    def _changes(self, comparison: Comparison) -> Iterator[Bullet]:
        """The changes that do most to all cases together."""
        apart: dict[str, list[Fraction]] = {}
        for effect in comparison.effects:
            for id, amount in alone(effect).items():
                if amount:
                    apart.setdefault(id, []).append(amount)
        widest = sorted(apart, key=lambda change: (-abs(sum(apart[change])), -len(apart[change])))[:MOST_CHANGES]
        if widest:
            yield Bullet(self.say("summary.changes", count=len(widest)), tuple(self._reach(comparison, id, apart[id]) for id in widest))

    def _reach(self, comparison: Comparison, id: str, amounts: Sequence[Fraction]) -> Bullet:
        up, down = [amount for amount in amounts if amount > 0], [amount for amount in amounts if amount < 0]
        levels = ".levels" if comparison.by_level else ""
        said = [message(f"summary.up{levels}", count=len(up), most=signed(max(up)), sum=signed(add_up(up)))] if up else []
        said += [message(f"summary.down{levels}", count=len(down), most=signed(min(down)), sum=signed(add_up(down)))] if down else []
        return Bullet(self.say("summary.change", change=self.named(comparison, comparison.change(id)), reach=said))
