"""Two cases under one scheme as a report: what stands otherwise and why, then the list of what is to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import define

from ...assessment import Assessment, Read
from ...comparison.effect import rise
from ...comparison.same_scheme import CaseComparison, Fault, FindingChange, ItemChange
from ...messages import Catalogue, exact, shown
from ..blocks import Block, Bullet, Bullets, Heading, Paragraph, Table
from ..document import number
from ..workbook import WorkSheet
from ..writer import Writer, rising

FAULTS = ("point", "worth", "fault", "facts")


@define
class CasesReport(Writer):
    """Writes what differs between two cases."""

    def of(self, found: CaseComparison) -> Iterator[Block]:
        """The whole report."""
        self.labels = found.after.lowered.labels
        yield Heading(1, self.say("compare.title", old=self._case(found.before), new=self._case(found.after)))
        yield Paragraph(self._overall(found))
        yield Heading(2, self.say("cases-compared.items"))
        if not found.items:
            yield Paragraph(self.say("cases-compared.same"))
        bonuses = {item.id for item in found.after.bonuses}
        for item in found.items:
            yield Heading(3, self._item(item))
            yield Bullets(tuple(self._finding(one, 1 if item.after.id in bonuses else -1) for one in item.findings))
        yield Heading(2, self.say("cases-compared.faults"))
        if not found.faults:
            yield Paragraph(self.say("cases-compared.no-faults"))
            return
        headings = tuple(self.say(f"cases-compared.column.{key}") for key in FAULTS)
        yield Table(headings, tuple(self._fault(one) for one in found.faults), frozenset({1}))

    def _case(self, one: Assessment) -> str:
        return one.case.id if self.by_id else self.say("cases-compared.case", subject=one.case.subject, year=str(one.case.year), case=one.case.id)

    def _overall(self, found: CaseComparison) -> str:
        totals = [self._number(one.total) for one in (found.before, found.after)]
        ladder = self.ranks(found.after.lowered)
        grades = [self.grades(ladder, one) for one in (found.before, found.after)]
        said = grades[0] if grades[0] == grades[1] else f"{grades[0]} → {grades[1]}"
        difference = rising(rise(found.before.total, found.after.total))
        return self.say("compare.case.total", before=totals[0], after=totals[1], difference=difference, grades=said)

    def _number(self, value: Fraction | None) -> str:
        return "—" if value is None else shown(value)

    def _item(self, item: ItemChange) -> str:
        ends = [self.score(side) for side in (item.before, item.after)]
        return self.say("compare.case.item", item=self.numbered(item.after), before=ends[0], after=ends[1], difference=rising(item.difference))

    def _finding(self, one: FindingChange, sign: int) -> Bullet:
        finding = one.after or one.before
        assert finding is not None
        ends = [Fraction(0) if side is None else sign * side.amount for side in (one.before, one.after)]
        stood, stands = (side is not None and bool(side.amount) for side in (one.before, one.after))
        key = "open" if one.open else "new" if not stood else "other" if stands else "gone"
        said = finding.clause if self.by_id else self.words.say(finding.wording)
        text = self.say(f"cases-compared.{key}", wording=said, before=rising(ends[0]), after=rising(ends[1]))
        return Bullet(text, tuple(Bullet(self._moved(before, after)) for before, after in one.because))

    def _moved(self, before: Read, after: Read) -> str:
        values = [self.value(read.value, read.unit) for read in (before, after)]
        return self.say("cases-compared.moved", label=after.id if self.by_id else after.label, before=values[0], after=values[1])

    def _fault(self, one: Fault) -> tuple[str, ...]:
        said = one.finding.clause if self.by_id else self.words.say(one.finding.wording)
        return self.numbered(one.item), rising(one.worth), said, self.reads(one.finding.reads)

    def reads(self, reads: tuple[Read, ...]) -> str:
        """Facts and quantities with their values."""
        return self.words.say([f"{read.id if self.by_id else read.label} {self.value(read.value, read.unit)}" for read in reads])

    def sheets(self, found: CaseComparison) -> Iterator[WorkSheet]:
        """问题清单 as a sheet of an Excel file: a line for every deduction of the second case that stands, the most first."""
        rows = tuple((self.numbered(one.item), one.worth, self.words.say(one.finding.wording), self.reads(one.finding.reads)) for one in found.faults)
        headings = tuple(self.say(f"cases-compared.column.{key}") for key in FAULTS)
        yield WorkSheet(title=self.say("cases-compared.faults"), headings=headings, rows=rows)


def cases_document(found: CaseComparison, words: Catalogue) -> dict[str, Any]:
    """The same as data."""
    return {
        "scheme": found.after.scheme.id,
        "before": {"case": found.before.case.id, "total": number(found.before.total), "grade": found.before.grade},
        "after": {"case": found.after.case.id, "total": number(found.after.total), "grade": found.after.grade},
        "items": [
            {
                "item": item.after.id,
                "before": number(item.before.score),
                "after": number(item.after.score),
                "difference": number(item.difference),
                "findings": [
                    {
                        "clause": one.clause,
                        "before": None if one.before is None else exact(one.before.amount),
                        "after": None if one.after is None else exact(one.after.amount),
                        "open": one.open,
                        "because": [before.id for before, _ in one.because],
                    }
                    for one in item.findings
                ],
            }
            for item in found.items
        ],
        "faults": [_fault(one, words) for one in found.faults],
    }


def _fault(one: Fault, words: Catalogue) -> dict[str, Any]:
    return {"item": one.item.id, "clause": one.finding.clause, "worth": exact(one.worth), "wording": words.say(one.finding.wording)}
