"""A comparison as a report: what changed in the rules, what each change does, and what becomes of every case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import define

from ...comparison import CaseEffect, Change, Comparison, Difference, ItemEffect, Pair, Possible, Scope, Why
from ...lowering import lower
from ...messages import Message, message, shown
from ..blocks import Block, Bullet, Bullets, Heading, Paragraph, Table
from ..writer import rising, signed
from .naming import ComparisonWriter, alone, moved, weight
from .summary import ComparisonSummary

MOST_CASES = 20
MOST_FACTS = 8
NOTHING = Fraction(0)


@define
class ComparisonReport(ComparisonWriter):
    """Writes comparisons."""

    def of(self, comparison: Comparison) -> Iterator[Block]:
        """The whole report."""
        old, new = (scheme.id if self.by_id else f"{scheme.header.title}（{scheme.id}）" for scheme in (comparison.old, comparison.new))
        yield Heading(1, self.say("compare.title.one", scheme=new) if old == new else self.say("compare.title", old=old, new=new))
        yield from ComparisonSummary(self.words, self.style, self.by_id).of(comparison)
        yield from self._rules(comparison)
        if comparison.effects:
            yield from self.effects(comparison)

    def _rules(self, comparison: Comparison) -> Iterator[Block]:
        yield Heading(2, self.say("compare.rules"))
        changes = comparison.changes
        if not changes:
            yield Paragraph(self.say("compare.rules.none"))
            return
        scoring = sum(change.scores for change in changes)
        yield Paragraph(self.say("compare.rules.count", count=len(changes), scoring=scoring, words=len(changes) - scoring))
        for pair in comparison.pairs:
            own = [change for change in changes if change.scope is Scope.ITEM and change.of == pair.key]
            if own:
                yield Heading(3, self._item_heading(comparison, pair))
                scores = any(change.scores for change in own)
                yield Bullets(
                    tuple(self._change(comparison, change, "below" if scores and change.kind == "reworded" else "silent") for change in own)
                )
        for scope in (Scope.NAMES, Scope.GRADING, Scope.ALERTS, Scope.WORDS):
            others = [change for change in changes if change.scope is scope]
            if others:
                yield Heading(3, self.say(f"compare.scope.{scope.value}"))
                yield Bullets(tuple(self._change(comparison, change) for change in others))

    def _item_heading(self, comparison: Comparison, pair: Pair) -> str:
        title = self.title_of(comparison, pair.key)
        if pair.why not in (Why.SAID, Why.ALIKE) or pair.old is None or pair.new is None:
            return title
        why = self.say(f"compare.why.{pair.why.value}", **({} if pair.likeness is None else {"likeness": pair.likeness}))
        return f"{title}　{self.say('compare.paired', old=self.entry(comparison.old, pair.old), why=why)}"

    def _change(self, comparison: Comparison, change: Change, silent: str = "silent") -> Bullet:
        said = change.id if self.by_id else self.words.say(change.said)
        details = () if self.by_id else tuple(Bullet(self.words.say(detail)) for detail in change.details)
        details += tuple(Bullet(self._possible(comparison, one)) for one in comparison.differences if one.change == change.id)
        return Bullet(said if change.scores else f"{said}（{self.say(f'compare.{silent}')}）" if not self.by_id else said, details)

    def _possible(self, comparison: Comparison, difference: Difference) -> str:
        """Whether a change can make a difference, with the facts of a district for which it does."""
        if difference.possible is not Possible.DIFFERS:
            return self.say(f"compare.possible.{difference.possible.value}")
        labels = comparison.labels
        said = {name: (name if self.by_id else labels[name].text, self.value(value, labels[name].unit)) for name, value in difference.set.items()}
        facts = [message("compare.possible.fact", label=label, value=value) for label, value in said.values()]
        if len(facts) > MOST_FACTS:
            facts = [*facts[:MOST_FACTS], message("compare.possible.more", count=len(facts))]
        where = self.say("compare.possible.where", facts=facts) if facts else self.say("compare.possible.reference")
        return self.say("compare.possible.differs", where=where, what=list(self._ends(comparison, difference)))

    def _ends(self, comparison: Comparison, difference: Difference) -> Iterator[Message]:
        """What differs: the score of a point, or total and grade."""
        if difference.before is not None and difference.after is not None and difference.before != difference.after:
            of = self.title_of(comparison, difference.item) if difference.item else self.say("sheet.total")
            yield message("compare.possible.score", of=of, before=shown(difference.before), after=shown(difference.after))
        if difference.grades is not None:
            ladders = (self.ranks(lower(scheme)) for scheme in (comparison.old, comparison.new))
            before, after = (self.grade(ladder, grade) for ladder, grade in zip(ladders, difference.grades, strict=True))
            yield message("compare.possible.grade", before=before, after=after)

    def effects(self, comparison: Comparison) -> Iterator[Block]:
        """What becomes of the cases."""
        effects = comparison.effects
        yield Heading(2, self.say("compare.cases"))
        by_level = comparison.by_level
        yield Paragraph(self.say(f"compare.cases.count{'.levels' if by_level else ''}", count=len(effects), **_counts(effects, by_level)))
        columns = ("case", "worse", "improved", "grade") if by_level else ("case", "before", "after", "difference", "grade")
        headings = tuple(self.say(f"compare.column.{key}") for key in columns)
        rows = [self._line(comparison, effect) for effect in sorted(effects, key=weight)]
        yield Table(headings, tuple(rows), frozenset(range(1, len(columns) - 1)))
        yield from self._by_change(comparison)
        detailed = [effect for effect in sorted(effects, key=weight) if _moves(effect) or effect.problems]
        for effect in detailed[:MOST_CASES]:
            yield from self._case(comparison, effect)
        if len(detailed) > MOST_CASES:
            yield Paragraph(self.say("compare.case.more", count=len(detailed) - MOST_CASES))

    def _line(self, comparison: Comparison, effect: CaseEffect) -> tuple[str, ...]:
        if comparison.by_level:
            up, down = moved(effect)
            return self.case(effect), str(down), str(up), self.both_grades(comparison, effect)
        return self.case(effect), *self.totals(effect), rising(effect.difference), self.both_grades(comparison, effect)

    def _by_change(self, comparison: Comparison) -> Iterator[Block]:
        """What every change does alone, over all cases."""
        apart: dict[str, list[Fraction]] = {}
        for effect in comparison.effects:
            for id, amount in alone(effect).items():
                apart.setdefault(id, []).append(amount)
        if not apart:
            return
        yield Heading(3, self.say("compare.by-change"))
        keys = ("change", "up", "down") if comparison.by_level else ("change", "up", "down", "least", "most")
        rows = []
        for change in comparison.changes:
            found = apart.get(change.id, [])
            if found:
                up, down = sum(amount > 0 for amount in found), sum(amount < 0 for amount in found)
                ends = [rising(end) for end in (min([*found, NOTHING]), max([*found, NOTHING]))]
                rows.append((self.named(comparison, change), str(up), str(down), *ends)[: len(keys)])
        yield Table(tuple(self.say(f"compare.column.{key}") for key in keys), tuple(rows), frozenset(range(1, len(keys))))
        others = [change for change in comparison.changes if change.scores and change.id not in apart]
        if others:
            yield Paragraph(self.say("compare.by-change.others", count=len(others)))

    def _case(self, comparison: Comparison, effect: CaseEffect) -> Iterator[Block]:
        yield Heading(3, self.case(effect))
        if effect.problems:
            yield Paragraph(self.say("compare.case.problems"))
            yield Bullets(tuple(Bullet(line) for problem in effect.problems for line in problem.lines(self.words)))
            return
        before, after = self.totals(effect)
        difference, grades = rising(effect.difference), self.both_grades(comparison, effect)
        if comparison.by_level:
            yield Paragraph(self.say("compare.case.grade", grades=grades))
        else:
            yield Paragraph(self.say("compare.case.total", before=before, after=after, difference=difference, grades=grades))
        lines = [self._item_line(comparison, item) for item in effect.items]
        lines += [Bullet(self.say(f"compare.case.adjustment.{cause.value}", amount=signed(amount))) for cause, amount in effect.adjustments.items()]
        yield Bullets(tuple(lines))
        if effect.grades[0] != effect.grades[1] and None not in effect.grades and comparison.changes:
            yield Paragraph(self._decisive(comparison, effect), "title")
        if effect.lacking:
            yield Paragraph(self.say("compare.case.lacking", facts=self.labelled(comparison, effect.lacking)), "open")
        if effect.left_out:
            yield Paragraph(self.say("compare.case.left-out", names=self.labelled(comparison, effect.left_out)), "dim")

    def _item_line(self, comparison: Comparison, item: ItemEffect) -> Bullet:
        ends = [self.end(comparison, item.item, end) for end in (item.before, item.after)]
        title, by_level = self.title_of(comparison, item.item), comparison.by_level
        changes = {id: self.short(comparison.change(id)) for id in item.alone}
        if by_level:
            said = self.say("compare.case.level", item=title, before=ends[0], after=ends[1])
            return Bullet(said, tuple(Bullet(change) for change in changes.values()))
        said = self.say("compare.case.item", item=title, before=ends[0], after=ends[1], difference=rising(item.difference))
        below = [Bullet(self.say("compare.case.alone", amount=signed(amount), change=changes[id])) for id, amount in item.alone.items()]
        if item.interaction and item.touching:
            below.append(Bullet(self.say("compare.case.interaction", amount=signed(item.interaction))))
        return Bullet(said, tuple(below))

    def _decisive(self, comparison: Comparison, effect: CaseEffect) -> str:
        if not effect.decisive:
            return self.say("compare.case.together")
        return self.say("compare.case.decisive", changes=[self.named(comparison, comparison.change(id)) for id in effect.decisive])


def _moves(effect: CaseEffect) -> bool:
    return bool(effect.items or effect.adjustments) or effect.grades[0] != effect.grades[1]


def _counts(effects: Sequence[CaseEffect], by_level: bool) -> dict[str, int]:
    """How many cases rise and fall: by their total, or by how many of their points do."""
    rises = [None if effect.problems else Fraction(up - down) for effect in effects for up, down in [moved(effect)]]
    found = rises if by_level else [effect.difference for effect in effects]
    return {
        "up": sum(difference is not None and difference > 0 for difference in found),
        "down": sum(difference is not None and difference < 0 for difference in found),
        "same": sum(difference is not None and difference == 0 for difference in found),
        "open": sum(difference is None for difference in found),
        "grades": sum(effect.changes_grade for effect in effects),
    }
