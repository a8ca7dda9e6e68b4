"""The score sheet: an assessment as text for a terminal, a pipe or a poor console."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import define

from ..assessment import Assessment, Cause, Cell, ItemResult, Outcome
from ..messages import catalogue, shown
from ..scheme import Basis
from .document import assumed_facts, basis_counts
from .layout import grid
from .writer import Writer, signed


@define
class Sheet(Writer):
    """Writes score sheets."""

    def of(self, one: Assessment) -> Iterator[str]:
        """The lines of a whole sheet."""
        self.labels = one.lowered.labels
        yield from self._head(one)
        yield ""
        yield from self._points(one)
        yield from self._reasons(one)
        if one.bonuses:
            yield ""
            yield from self._bonuses(one)
        yield from self._vetoes(one)
        yield ""
        yield from self._result(one)
        yield ""
        yield from self._provenance(one)

    def _head(self, one: Assessment) -> Iterator[str]:
        title = one.scheme.id if self.by_id else one.scheme.header.title
        yield self.style(title, "title")
        if one.scheme.header.basis is Basis.RECONSTRUCTED:
            note = "" if self.by_id else one.scheme.header.note
            yield self.style(self.say("sheet.reconstructed", note=note).rstrip(), "open")
        subject = one.case.id if self.by_id else one.case.subject
        yield self.say("sheet.case", subject=subject, year=str(one.case.year), case=one.case.id)
        if one.scheme.reading:
            yield self.say("sheet.reading", reading=one.scheme.reading)

    def _points(self, one: Assessment) -> Iterator[str]:
        counts = not one.lowered.levels
        keys = ["number", "point", *(("worth", "score") if counts else ("level",)), "outcome", "basis"]
        rows = []
        for item in one.points:
            values = [shown(item.limit), self.score(item)] if counts else [self.level(item)]
            basis = self.say(f"basis.{item.evidence.basis.value}.short")
            rows.append([item.number, self.title(item), *values, self._outcome(item, counts), basis])
        numbers = {2, 3} if counts else set()
        yield from grid([self.say(f"sheet.column.{key}") for key in keys], rows, numbers)

    def _outcome(self, item: ItemResult, counts: bool) -> str:
        if item.outcome is Outcome.NOT_APPLICABLE:
            return self.style(self.say("outcome.not-applicable"), "dim")
        if item.outcome is Outcome.PENDING:
            return self.style(self.say("outcome.city" if item.awaits_city else "outcome.pending"), "open")
        full = item.score == item.limit
        said = self.say(("outcome.full" if full else "outcome.deducted") if counts else ("outcome.best" if full else "outcome.below"))
        return self.style(self.say("outcome.assumed", outcome=said) if item.assumed else said, "good" if full else "bad")

    def _reasons(self, one: Assessment) -> Iterator[str]:
        for key, chosen in (
            ("sheet.reasons", [item for item in one.points if item.outcome is Outcome.SCORED and item.score != item.limit]),
            ("sheet.open", [item for item in one.points if item.outcome is Outcome.PENDING]),
        ):
            if chosen:
                yield ""
                yield self.style(self.say(key), "title")
            for item in chosen:
                yield from self.item(item, -1, not one.lowered.levels)

    def _bonuses(self, one: Assessment) -> Iterator[str]:
        yield self.style(self.say("sheet.bonuses"), "title")
        for item in one.bonuses:
            yield from self.item(item, 1)

    def _vetoes(self, one: Assessment) -> Iterator[str]:
        if not one.vetoes:
            return
        yield ""
        yield self.style(self.say("sheet.vetoes"), "title")
        for veto in one.vetoes:
            yield "  " + self.veto(veto, self.ranks(one.lowered))
            for read in veto.reads:
                if veto.applies is not False or read.assumed:
                    yield "      " + self.read(read)

    def _result(self, one: Assessment) -> Iterator[str]:
        yield self.style(self.say("sheet.result"), "title")
        overall = one.overall
        if overall is not None:
            rows: list[tuple[str, Fraction | None, tuple[Cause, ...]]] = [
                ("base", overall.base, ()),
                ("deductions", overall.deductions, ()),
                ("base_score", overall.base_score, (Cause.NOT_APPLICABLE, Cause.RESCALE)),
                ("bonus", overall.bonus, (Cause.OVERALL_CAP,)),
            ]
            shown_before = {cause for _, _, causes in rows for cause in causes}
            for key, value, causes in rows:
                yield from self.adjusted(overall.adjustments, causes)
                text = "—" if value is None else signed(value) if key in ("deductions", "bonus") else shown(value)
                yield f"  {self.say(f'sheet.{key}')}  {text}"
            yield from self.adjusted(overall.adjustments, set(Cause) - shown_before)
            yield self.style(f"  {self.say('sheet.total')}  {'—' if overall.total is None else shown(overall.total)}", "title")
        yield self.style(f"  {self.say('sheet.grade')}  {self.grade(self.ranks(one.lowered), one.grade)}", "title")
        if one.grade != one.before_vetoes and one.before_vetoes:
            yield "  " + self.say("sheet.before-vetoes", grade=self.grade(self.ranks(one.lowered), one.before_vetoes))
        yield from self._range(one)

    def _range(self, one: Assessment) -> Iterator[str]:
        if one.awaiting.city:
            yield "  " + self.say("sheet.awaiting-city", count=len(one.awaiting.city), points=self._names(one))
        others = [name for name in one.awaiting.facts if one.lowered.inputs[name].supplier != "city"]
        if others:
            yield "  " + self.say("sheet.awaiting-facts", count=len(others), facts=self.facts(others, self._cells(one)))
        grades = [self.grade(self.ranks(one.lowered), grade) for grade in one.grades]
        span = one.overall.range if one.overall else None
        if span is not None and not span.decided:
            yield "  " + self.say("sheet.range", lowest=span.lowest, highest=span.highest, grades=grades)
        elif len(grades) > 1:
            yield "  " + self.say("sheet.grades", grades=grades)

    def _cells(self, one: Assessment) -> list[Cell]:
        undecided = [cell for item in (*one.points, *one.bonuses) for state in item.undecided for cell in state.cells]
        return list(dict.fromkeys([*undecided, *(cell for veto in one.vetoes for read in veto.reads for cell in read.cells)]))

    def _names(self, one: Assessment) -> list[str]:
        return [f"{item.number} {self.title(item)}" for item in one.points if item.awaits_city]

    def _provenance(self, one: Assessment) -> Iterator[str]:
        yield self.style(self.say("sheet.provenance"), "title")
        yield "  " + self.say("sheet.scheme", id=one.scheme.id, hash=one.lowered.hash)
        counts = [self.say("sheet.basis-count", basis=self.say(f"basis.{mark}"), count=count) for mark, count in basis_counts(one).items()]
        yield "  " + self.say("sheet.basis", counts=counts)
        yield "  " + self.say("sheet.facts", given=len(one.case.facts), assumed=len(assumed_facts(one)))


def score_sheet(assessment: Assessment, language: str = "zh") -> str:
    """The score sheet of an assessment as plain text."""
    return "\n".join(Sheet(catalogue(language)).of(assessment))
