"""What a table of cases comes to, for people: how totals and grades spread, which points and clauses cost most."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import define

from ..bulk import ItemCount, Summary
from ..lowering import Clause, LoweredScheme, lower
from ..messages import Catalogue, exact, fixed, shown
from ..scheme import Measure, Scheme
from .blocks import Block, Heading, Paragraph, Table
from .document import number
from .workbook import Cell, WorkSheet
from .writer import Writer

SCHEMA = "urn:supervision-rules:bulk:1"
MOST_POINTS = 15
MOST_CLAUSES = 3


@define
class BulkReport(Writer):
    """Writes the summary of a table of cases."""

    def of(self, found: Summary) -> Iterator[Block]:
        """Totals, grades, vetoes, the points that cost most with the clauses that apply most, the bonuses."""
        scheme, lowered = found.scheme, lower(found.scheme)
        yield Heading(1, self.say("bulk.title", title=scheme.id if self.by_id else scheme.header.title, cases=found.cases))
        if found.pending:
            key = "bulk.pending" if found.scheme.header.measure is Measure.POINTS else "bulk.pending-grades"
            yield Paragraph(self.say(key, count=found.pending, share=share(found.pending, found.cases)), "open")
        if found.totals is not None:
            yield Heading(2, self.say("bulk.totals"))
            yield self._totals(found)
        yield Heading(2, self.say("bulk.grades"))
        yield self._grades(found, lowered)
        if found.vetoes:
            yield Heading(2, self.say("bulk.vetoes"))
            yield self._vetoes(found, lowered)
        levels = [item for item in found.items if item.levels]
        if levels:
            yield Heading(2, self.say("bulk.levels"))
            yield self._levels(levels, found)
        elif found.costly:
            yield from self._costly(found, lowered)
        bonuses = [item for item in found.items if item.bonus]
        if bonuses:
            yield Heading(2, self.say("bulk.bonuses"))
            yield self._bonuses(bonuses, scheme)

    def _totals(self, found: Summary) -> Table:
        assert found.totals is not None
        totals, quantiles = found.totals, found.totals.quantiles
        headings = ("mean", "lowest", *(f"quantile.{exact(share * 100)}" for share in quantiles), "highest")
        values = (totals.mean, totals.lowest, *quantiles.values(), totals.highest)
        return Table(self._headings(*headings), (tuple(map(shown, values)),), frozenset(range(len(values))))

    def _grades(self, found: Summary, lowered: LoweredScheme) -> Table:
        rows = [(self.grade(self.ranks(lowered), grade), count) for grade, count in found.grades.items()]
        rows += [(self.say("bulk.undecided"), found.ungraded)] if found.ungraded else []
        return Table(
            self._headings("grade", "cases", "share"), tuple((said, str(count), share(count, found.cases)) for said, count in rows), frozenset({1, 2})
        )

    def _vetoes(self, found: Summary, lowered: LoweredScheme) -> Table:
        known = {veto.id: veto for veto in found.scheme.vetoes}
        rows = []
        for one in sorted(found.vetoes, key=lambda veto: -veto.applies):
            veto = known[one.id]
            effect = self.effect(veto.effect, veto.grade, self.ranks(lowered))
            rows.append((one.id if self.by_id else veto.title, effect, str(one.applies), share(one.applies, found.cases), str(one.open)))
        return Table(self._headings("veto", "effect", "applies", "share", "open"), tuple(rows), frozenset({2, 3, 4}))

    def _levels(self, items: list[ItemCount], found: Summary) -> Table:
        levels = list(items[0].levels)
        rows = [(self._entry(found.scheme, item), *(str(item.levels[level]) for level in levels), str(item.open)) for item in items]
        headings = (*self._headings("point"), *(self.level_named(level) for level in levels), *self._headings("open"))
        return Table(headings, tuple(rows), frozenset(range(1, len(headings))))

    def _costly(self, found: Summary, lowered: LoweredScheme) -> Iterator[Block]:
        shown_items = found.costly[:MOST_POINTS]
        yield Heading(2, self.say("bulk.costly"))
        rows = [
            (
                self._entry(found.scheme, item),
                shown(item.limit),
                shown(item.lost),
                share(item.lost, found.lost),
                fixed(item.lost / item.scored, 2),
                share(item.full, item.scored),
                str(item.open),
            )
            for item in shown_items
        ]
        yield Table(self._headings("point", "worth", "lost", "of-lost", "lost-each", "full", "open"), tuple(rows), frozenset(range(1, 7)))
        if len(found.costly) > MOST_POINTS:
            yield Paragraph(self.say("bulk.more", count=len(found.costly) - MOST_POINTS), "dim")
        clauses = clauses_of(lowered)
        lines = [
            (
                self._entry(found.scheme, item),
                one.id if self.by_id else self.words.say(clauses[one.id].wording),
                str(one.applies),
                share(one.applies, found.cases),
            )
            for item in shown_items
            for one in [one for one in item.clauses if one.applies and clauses[one.id].most][:MOST_CLAUSES]
        ]
        if lines:
            yield Heading(2, self.say("bulk.clauses"))
            yield Table(self._headings("point", "clause", "cases", "share"), tuple(lines), frozenset({2, 3}))

    def _bonuses(self, items: list[ItemCount], scheme: Scheme) -> Table:
        rows = [
            (
                self._entry(scheme, item),
                shown(item.limit),
                "—" if not item.scored else fixed(item.sum / item.scored, 2),
                share(item.full, item.scored),
                str(item.open),
            )
            for item in items
        ]
        return Table(self._headings("bonus", "cap", "got-each", "capped", "open"), tuple(rows), frozenset(range(1, 5)))

    def _entry(self, scheme: Scheme, item: ItemCount) -> str:
        return self.numbered(next(entry for entry in scheme.items if entry.id == item.id))

    def _headings(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.say(f"bulk.column.{key}") for key in keys)


def clauses_of(lowered: LoweredScheme) -> dict[str, Clause]:
    """The clauses of all items by id."""
    return {clause.id: clause for item in lowered.items for part in item.parts for clause in part.clauses}


def share(count: Fraction | int, of: Fraction | int) -> str:
    """A share in percent, to one decimal."""
    return fixed(Fraction(count) / of * 100, 1) + "%" if of else "—"


def bulk_document(found: Summary) -> dict[str, Any]:
    """The summary as data; marks as exact strings."""
    totals = found.totals
    return {
        "schema": SCHEMA,
        "scheme": {"id": found.scheme.id, "title": found.scheme.header.title, "hash": lower(found.scheme).hash},
        "cases": found.cases,
        "pending": found.pending,
        "totals": None
        if totals is None
        else {
            "cases": totals.cases,
            "mean": number(totals.mean),
            "lowest": number(totals.lowest),
            "highest": number(totals.highest),
            "quantiles": {exact(share): number(total) for share, total in totals.quantiles.items()},
            "counts": {exact(total): count for total, count in totals.counts.items()},
        },
        "grades": dict(found.grades),
        "ungraded": found.ungraded,
        "vetoes": [{"id": one.id, "applies": one.applies, "open": one.open} for one in found.vetoes],
        "items": [_item(item, bool(found.scheme.levels)) for item in found.items],
    }


def _item(item: ItemCount, by_level: bool) -> dict[str, Any]:
    counts = {"limit": number(item.limit), "sum": number(item.sum), "lost": number(item.lost), "full": item.full}
    return {
        "id": item.id,
        "bonus": item.bonus,
        **(dict.fromkeys(counts) if by_level and not item.bonus else counts),
        "scored": item.scored,
        "open": item.open,
        "levels": dict(item.levels),
        "clauses": [{"id": one.id, "applies": one.applies, "open": one.open} for one in item.clauses],
    }


def bulk_sheets(found: Summary, words: Catalogue) -> Iterator[WorkSheet]:
    """The summary as sheets: how often there is each total and grade, every point and bonus, every clause, every veto."""
    report = BulkReport(words)
    lowered = lower(found.scheme)
    clauses = clauses_of(lowered)

    def sheet(name: str, columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> WorkSheet:
        return WorkSheet(title=words.words(f"bulk.{name}"), headings=report._headings(*columns), rows=tuple(rows))

    if found.totals is not None:
        yield sheet("totals", ("total", "cases"), list(found.totals.counts.items()))
    grades: list[tuple[Cell, ...]] = list(found.grades.items())
    yield sheet("grades", ("grade", "cases"), [*grades, *([(words.words("bulk.undecided"), found.ungraded)] if found.ungraded else [])])
    if found.items:
        columns = ("point", "worth", "sum", "lost", "scored", "all-of-it", "open")
        points: list[tuple[Cell, ...]] = [
            (report._entry(found.scheme, item), item.limit, item.sum, item.lost, item.scored, item.full, item.open) for item in found.items
        ]
        yield sheet("points", columns, points)
        lines: list[tuple[Cell, ...]] = [
            (report._entry(found.scheme, item), words.say(clauses[one.id].wording), one.applies, one.open, one.id)
            for item in found.items
            for one in item.clauses
        ]
        yield sheet("every-clause", ("point", "clause", "cases", "open", "id"), lines)
    if found.vetoes:
        titles = {veto.id: veto.title for veto in found.scheme.vetoes}
        yield sheet("vetoes", ("veto", "applies", "open", "id"), [(titles[one.id], one.applies, one.open, one.id) for one in found.vetoes])
