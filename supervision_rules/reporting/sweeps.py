"""What a sweep comes to, as a report, as sheets and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import define

from ..engines.columnar import Hit, StepSummary, Sweep, swept_said
from ..lowering import lower
from ..messages import shown
from .blocks import Block, Bullet, Bullets, Heading, Paragraph, Table
from .document import number
from .workbook import Cell, WorkSheet
from .writer import Writer

SCHEMA = "urn:supervision-rules:sweep:1"


@define
class SweepReport(Writer):
    """Writes what becomes of the cases at every value."""

    def of(self, sweep: Sweep, steps: Sequence[StepSummary]) -> Iterator[Block]:
        """A row a value with the mean of the totals and the grades; then the points at which marks are lost and gained, and who loses most."""
        self.labels = lower(sweep.scheme).labels
        ladder = self._ladder(sweep)
        points = not sweep.scheme.levels and any(step.mean is not None for step in steps)
        yield Heading(1, self.say("sweep.title", title=sweep.scheme.id if self.by_id else sweep.scheme.header.title, cases=str(steps[0].cases)))
        yield Bullets(tuple(Bullet(self._name(one.id, one.label)) for one in sweep.swept))
        grades = [grade for grade in (*ladder, None) if any(step.grades.get(grade) for step in steps)]
        headings = [self.say("sweep.column.value"), *([self.say("sweep.column.mean")] if points else [])]
        headings += [self.say("sweep.open") if grade is None else self.grade(ladder, grade) for grade in grades]
        headings += [self.say("sweep.column.losing"), self.say("sweep.column.gaining")]
        rows = []
        for step in steps:
            means = ["—" if step.mean is None else shown(step.mean)] if points else []
            counts = [str(step.grades.get(grade, 0)) for grade in grades]
            rows.append((self.values(sweep, step), *means, *counts, str(step.losing), str(step.gaining)))
        yield Table(tuple(headings), tuple(rows), frozenset(range(1, len(headings))))
        if points and any(step.totals < step.cases for step in steps):
            yield Paragraph(self.say("sweep.without-total", cases=str(steps[0].cases - steps[0].totals)), "dim")
        yield from self._points(sweep, steps)
        yield from self._hardest(sweep, steps, points)

    def values(self, sweep: Sweep, step: StepSummary) -> str:
        """The values of a step in words."""
        if not step.step.number:
            return self.say("sweep.now")
        return self.say("sweep.values", values=[swept_said(one, step.step.values[one.id]) for one in sweep.swept])

    @staticmethod
    def _ladder(sweep: Sweep) -> list[str]:
        return [grade.id for grade in sweep.scheme.ladder.grade]

    def _name(self, id: str, label: str) -> str:
        return id if self.by_id else self.say("sheet.fact", label=label, id=id)

    def _points(self, sweep: Sweep, steps: Sequence[StepSummary]) -> Iterator[Block]:
        entries = {entry.id: self.numbered(entry) for entry in sweep.scheme.items}
        rows = [
            (self.values(sweep, step), entries[one.item], str(one.losing), shown(one.lost), str(one.gaining), shown(one.gained))
            for step in steps
            for one in step.items
            if one.losing or one.gaining
        ]
        if rows:
            yield Heading(2, self.say("sweep.points"))
            columns = ("value", "item", "losing", "lost", "gaining", "gained")
            yield Table(tuple(self.say(f"sweep.column.{key}") for key in columns), tuple(rows), frozenset({2, 3, 4, 5}))

    def _hardest(self, sweep: Sweep, steps: Sequence[StepSummary], points: bool) -> Iterator[Block]:
        ladder = self._ladder(sweep)
        entries = {entry.id: self.numbered(entry) for entry in sweep.scheme.items}
        rows = [
            (
                self.values(sweep, step),
                hit.case,
                *((_side(hit.before), _side(hit.after)) if points else ()),
                shown(hit.loss),
                self._grades(ladder, hit),
                self.say("sweep.values", values=[entries[id] for id in hit.changed]),
            )
            for step in steps
            for hit in step.hardest
        ]
        if rows:
            yield Heading(2, self.say("sweep.hardest"))
            columns = ("value", "case", *(("before", "after") if points else ()), "loss", "grade", "item")
            headings = tuple(self.say(f"sweep.column.{key}") for key in columns)
            yield Table(headings, tuple(rows), frozenset({2, 3, 4} if points else {2}))

    def _grades(self, ladder: Sequence[str], hit: Hit) -> str:
        before, after = self.grade(ladder, hit.grade_before), self.grade(ladder, hit.grade)
        return before if before == after else self.say("sweep.change", before=before, after=after)

    def sheets(self, sweep: Sweep, steps: Sequence[StepSummary]) -> Iterator[WorkSheet]:
        """The same as sheets of an Excel file."""
        ladder = self._ladder(sweep)
        entries = {entry.id: self.numbered(entry) for entry in sweep.scheme.items}

        def sheet(title: str, columns: Sequence[str], rows: list[tuple[Cell, ...]]) -> WorkSheet:
            named = tuple(name if name in ladder else self.say(f"sweep.column.{name}") for name in columns)
            return WorkSheet(title=self.say(title), headings=named, rows=tuple(rows))

        values: list[tuple[Cell, ...]] = [
            (
                self.values(sweep, step),
                step.cases,
                step.totals,
                step.mean,
                *(step.grades.get(grade, 0) for grade in ladder),
                step.losing,
                step.gaining,
            )
            for step in steps
        ]
        yield sheet("sweep.sheet.values", ("value", "cases", "totals", "mean", *ladder, "losing", "gaining"), values)
        items: list[tuple[Cell, ...]] = [
            (self.values(sweep, step), entries[one.item], one.losing, one.lost, one.gaining, one.gained) for step in steps for one in step.items
        ]
        yield sheet("sweep.points", ("value", "item", "losing", "lost", "gaining", "gained"), items)
        hits: list[tuple[Cell, ...]] = [
            (
                self.values(sweep, step),
                hit.case,
                hit.before,
                hit.after,
                hit.loss,
                hit.grade_before,
                hit.grade,
                "\n".join(entries[id] for id in hit.changed),
            )
            for step in steps
            for hit in step.hardest
        ]
        yield sheet("sweep.hardest", ("value", "case", "before", "after", "loss", "grade-before", "grade", "item"), hits)


def _side(total: Fraction | None) -> str:
    return "—" if total is None else shown(total)


def sweep_document(sweep: Sweep, steps: Sequence[StepSummary]) -> dict[str, Any]:
    """The same as data; numbers as exact strings."""
    return {
        "schema": SCHEMA,
        "scheme": {"id": sweep.scheme.id, "title": sweep.scheme.header.title, "hash": lower(sweep.scheme).hash},
        "swept": [{"id": one.id, "label": one.label, "unit": one.unit.text, "target": one.target, "moved": one.moves} for one in sweep.swept],
        "steps": [_step(sweep, step) for step in steps],
    }


def _step(sweep: Sweep, step: StepSummary) -> dict[str, Any]:
    return {
        "values": {one.id: one.said(step.step.values[one.id]) for one in sweep.swept} if step.step.number else None,
        "cases": step.cases,
        "totals": step.totals,
        "mean": number(step.mean),
        "grades": {grade: count for grade, count in step.grades.items() if grade is not None},
        "open": step.grades.get(None, 0),
        "losing": step.losing,
        "gaining": step.gaining,
        "items": [
            {"id": one.item, "losing": one.losing, "lost": number(one.lost), "gaining": one.gaining, "gained": number(one.gained)}
            for one in step.items
        ],
        "hardest": [
            {
                "case": hit.case,
                "before": number(hit.before),
                "after": number(hit.after),
                "loss": number(hit.loss),
                "grade_before": hit.grade_before,
                "grade": hit.grade,
                "items": list(hit.changed),
            }
            for hit in step.hardest
        ],
    }
