"""A comparison as sheets of an Excel file: what changed, what becomes of every case, and of each of its points by which change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define

from ...comparison import CaseEffect, Comparison, Impact, ItemEffect, Scope
from ...engines.exact import Count
from ...lowering import lower
from ..workbook import Cell, WorkSheet
from .naming import ComparisonWriter


@define
class ComparisonSheets(ComparisonWriter):
    """Makes the sheets of a comparison."""

    def of(self, comparison: Comparison) -> Iterator[WorkSheet]:
        """Changes, cases, points; of these a line for every change that counts by itself, and one for what changes come to together."""
        yield self._sheet("changes", ("of", "change", "details", "scores", "id"), self._changes(comparison))
        yield from self._effects(comparison)

    def of_impact(self, impact: Impact) -> Iterator[WorkSheet]:
        """Everything that hangs on something by id; where another value was asked for, cases and points too."""
        depends = impact.dependence
        parts = ("quantities", "vetoes", "grades", "alerts", "readings", "reads")
        rows: list[tuple[Cell, ...]] = [(self.say(f"impact.{part}"), None, id) for part in parts for id in getattr(depends, part)]
        clauses = ((item, clause) for item, found in depends.clauses.items() for clause in found)
        rows += [(self.entry(impact.scheme, item), self.words.say(clause.wording), clause.id) for item, clause in clauses]
        yield self._sheet("depends", ("of", "clause", "entry"), rows)
        if impact.comparison is not None:
            yield from self._effects(impact.comparison)

    def _effects(self, comparison: Comparison) -> Iterator[WorkSheet]:
        if comparison.effects:
            columns: tuple[str, ...] = ("subject", "case", "before", "after", "difference", "grade-before", "grade-after", "decisive", "remarks")
            yield self._sheet("cases", columns, (self._case(comparison, effect) for effect in comparison.effects))
            columns = ("subject", "case", "of", "score-before", "score-after", "amount", "change", "id")
            yield self._sheet("points", columns, (line for effect in comparison.effects for line in self._points(comparison, effect)))

    def _sheet(self, name: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> WorkSheet:
        return WorkSheet(title=self.say(f"sheets.{name}"), headings=tuple(self.say(f"sheets.column.{key}") for key in columns), rows=tuple(rows))

    def _changes(self, comparison: Comparison) -> Iterator[tuple[Cell, ...]]:
        for change in comparison.changes:
            of = self.title_of(comparison, change.of) if change.scope is Scope.ITEM else self.say(f"compare.scope.{change.scope.value}")
            details = "\n".join(self.words.say(detail) for detail in change.details)
            yield of, self.words.say(change.said), details, self.say("sheets.yes" if change.scores else "sheets.no"), change.id

    def _case(self, comparison: Comparison, effect: CaseEffect) -> tuple[Cell, ...]:
        before, after = (self._total(side) for side in (effect.before, effect.after))
        sides = (comparison.old, effect.before), (comparison.new, effect.after)
        grades = (self.grades(self.ranks(lower(scheme)), count) for scheme, count in sides)
        decisive = "\n".join(self.named(comparison, comparison.change(id)) for id in effect.decisive)
        together = self.say("compare.case.together") if None not in effect.grades and effect.changes_grade else ""
        return (
            effect.subject,
            effect.case,
            before,
            after,
            effect.difference,
            *grades,
            decisive or together,
            "\n".join(self._remarks(comparison, effect)),
        )

    def _remarks(self, comparison: Comparison, effect: CaseEffect) -> Iterator[str]:
        yield from (line for problem in effect.problems for line in problem.lines(self.words))
        if effect.lacking:
            yield self.say("compare.case.lacking", facts=self.labelled(comparison, effect.lacking))
        if effect.left_out:
            yield self.say("compare.case.left-out", names=self.labelled(comparison, effect.left_out))

    def _total(self, side: Count | None) -> Cell:
        """The total as a number; one that is not decided as the words for what it may still be."""
        known = None if side is None or side.overall is None else side.overall.total
        return known if known is not None else None if side is None else self.total(side.overall)

    def _points(self, comparison: Comparison, effect: CaseEffect) -> Iterator[tuple[Cell, ...]]:
        for item in effect.items:
            ends: tuple[Cell, Cell] = item.before, item.after  # said once: whoever adds up a column counts each score once
            for amount, said, id in self._parts(comparison, item):
                yield effect.subject, effect.case, self.title_of(comparison, item.item), *ends, amount, said, id
                ends = None, None
        for cause, amount in effect.adjustments.items():
            yield effect.subject, effect.case, None, None, None, amount, self.say(f"sheets.cause.{cause.value}"), None

    def _parts(self, comparison: Comparison, item: ItemEffect) -> Iterator[tuple[Cell, Cell, Cell]]:
        for id, amount in item.alone.items():
            yield amount, self.short(comparison.change(id)), id
        if item.interaction or not item.alone:
            yield None if item.difference is None else item.interaction, self.say("sheets.cause.interaction"), None
