"""The score sheet: an assessment as text for a terminal, a pipe or a poor console."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from fractions import Fraction

from attrs import define, evolve, field

from ..assessment import Adjustment, Assessment, Cause, Finding, ItemResult, Outcome, Read, Undecided
from ..expression import Labels, value_message
from ..messages import Argument, Catalogue, catalogue, message, shown
from ..scheme import CRITERIA_LEVELS
from .document import assumed_facts, basis_counts
from .layout import grid

Style = Callable[[str, str], str]
"""Puts a text into a style by name: `title`, `good`, `bad`, `open`, `dim`."""


def plain_style(text: str, style: str) -> str:  # noqa: ARG001
    """No style at all."""
    return text


@define
class Sheet:
    """Writes score sheets: in the words of a language, in a style; `by_id` names everything by its id where a console cannot show the words."""

    words: Catalogue = field(factory=catalogue)
    style: Style = plain_style
    by_id: bool = False
    labels: Labels = field(factory=dict)

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

    def say(self, key: str, **arguments: Argument) -> str:
        """A message of the catalogue."""
        return self.words.say(message(key, **arguments))

    def _head(self, one: Assessment) -> Iterator[str]:
        title = one.scheme.id if self.by_id else one.scheme.header.title
        yield self.style(title, "title")
        subject = one.case.id if self.by_id else one.case.subject
        yield self.say("sheet.case", subject=subject, year=str(one.case.year), case=one.case.id)
        if one.scheme.reading:
            yield self.say("sheet.reading", reading=one.scheme.reading)

    def _points(self, one: Assessment) -> Iterator[str]:
        counts = not one.lowered.levels
        keys = ["number", "point", *(("worth", "score") if counts else ("level",)), "outcome", "basis"]
        rows = []
        for item in one.points:
            values = [shown(item.limit), self._score(item)] if counts else [self._level(item)]
            basis = self.say(f"basis.{item.evidence.basis.value}.short")
            rows.append([item.number, self._title(item), *values, self._outcome(item, counts), basis])
        numbers = {2, 3} if counts else set()
        yield from grid([self.say(f"sheet.column.{key}") for key in keys], rows, numbers)

    def _score(self, item: ItemResult) -> str:
        if item.score is None and item.outcome is Outcome.PENDING:
            return f"{shown(item.range.lowest)}–{shown(item.range.highest)}"
        return "—" if item.score is None else shown(item.score)

    def _outcome(self, item: ItemResult, counts: bool) -> str:
        if item.outcome is Outcome.NOT_APPLICABLE:
            return self.style(self.say("outcome.not-applicable"), "dim")
        if item.outcome is Outcome.PENDING:
            return self.style(self.say("outcome.city" if item.awaits_city else "outcome.pending"), "open")
        if item.score == item.limit:
            return self.style(self.say("outcome.full" if counts else "outcome.best"), "good")
        return self.style(self.say("outcome.deducted" if counts else "outcome.below"), "bad")

    def _title(self, item: ItemResult) -> str:
        return item.id if self.by_id else item.title

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

    def item(self, item: ItemResult, sign: int, counts: bool = True) -> Iterator[str]:
        """The findings and adjustments of a point (sign -1) or bonus (+1); `counts`: in points, not levels."""
        yield from self.heading(item, sign, counts)
        for finding in item.findings:
            if finding.amount:
                yield from self._finding(finding, signed(sign * finding.amount) if counts else "·", sign)
        yield from self.adjustments(item)
        for one in item.undecided:
            yield from self._undecided(one, sign, counts)

    def heading(self, item: ItemResult, sign: int, counts: bool) -> Iterator[str]:
        """Which item it is, and how it stands."""
        title = f"{item.number} {self._title(item)}".strip()
        if counts:
            key = "sheet.item" if sign < 0 else "sheet.bonus-item"
            yield self.say(key, title=title, id=item.id, limit=item.limit, score=self._score(item))
        else:
            yield self.say("sheet.level-item", title=title, id=item.id, level=self._level(item))

    def adjustments(self, item: ItemResult) -> Iterator[str]:
        """What was adjusted in the score of an item."""
        for adjustment in item.adjustments:
            yield "  " + self._adjustment(adjustment)

    def _finding(self, finding: Finding, amount: str, sign: int) -> Iterator[str]:
        wording = finding.clause if self.by_id else self.words.say(finding.wording)
        yield f"  {self.style(amount, 'bad' if sign < 0 else 'good')}  {wording}"
        if finding.requirement is not None and not self.by_id:
            yield "      " + self.say("sheet.requirement", requirement=finding.requirement)
        for read in finding.reads:
            yield "      " + self.read(read)
        if finding.rows:
            yield "      " + self.say("sheet.rows", rows=list(finding.rows))

    def read(self, read: Read) -> str:
        """One value that was read, with where it comes from."""
        if self.by_id:
            unit = read.unit if str(read.unit).isascii() else evolve(read.unit, text=" ")
            said = f"{read.id} = {self.words.say(value_message(read.value, unit)).rstrip()}"
            return said + (self.say("sheet.assumed.short") if read.assumed else "")
        kind = self.say(f"source.{read.source.value}")
        where = f"{kind}·{read.clause}" if read.clause else kind
        said = self.say("sheet.read", label=read.label, value=value_message(read.value, read.unit), where=where)
        return said + (self.style(self.say("sheet.assumed", why=read.assumed), "open") if read.assumed else "")

    def _adjustment(self, adjustment: Adjustment) -> str:
        return f"{signed(adjustment.amount)}  {self.say(f'adjustment.{adjustment.cause.value}')}"

    def _undecided(self, one: Undecided, sign: int, counts: bool) -> Iterator[str]:
        wording = one.clause if self.by_id else self.words.say(one.wording)
        if counts and one.highest:
            key = "sheet.undecided.deduct" if sign < 0 else "sheet.undecided.award"
            yield "  ?  " + self.say(key, wording=wording, lowest=one.lowest, highest=one.highest)
        else:
            yield "  ?  " + self.say("sheet.undecided", wording=wording)
        if one.missing:
            yield "      " + self.say("sheet.missing", facts=self._facts(one.missing))

    def _facts(self, names: Iterable[str]) -> list[str]:
        """Facts in words, each with its name."""
        words = {} if self.by_id else self.labels
        return [self.say("sheet.fact", label=words[name].text, id=name) if name in words else name for name in names]

    def _vetoes(self, one: Assessment) -> Iterator[str]:
        if not one.vetoes:
            return
        yield ""
        yield self.style(self.say("sheet.vetoes"), "title")
        for veto in one.vetoes:
            state = {True: "applies", False: "not", None: "unknown"}[veto.applies]
            effect = self.say(f"effect.{veto.effect.value}", grade=self._grade(one, veto.grade))
            title = veto.id if self.by_id else veto.title
            yield "  " + self.say(f"sheet.veto.{state}", title=title, effect=effect)
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
                yield from self._adjusted(overall.adjustments, causes)
                text = "—" if value is None else signed(value) if key in ("deductions", "bonus") else shown(value)
                yield f"  {self.say(f'sheet.{key}')}  {text}"
            yield from self._adjusted(overall.adjustments, set(Cause) - shown_before)
            yield self.style(f"  {self.say('sheet.total')}  {'—' if overall.total is None else shown(overall.total)}", "title")
        yield self.style(f"  {self.say('sheet.grade')}  {self._grade(one, one.grade)}", "title")
        if one.grade != one.before_vetoes and one.before_vetoes:
            yield "  " + self.say("sheet.before-vetoes", grade=self._grade(one, one.before_vetoes))
        yield from self._range(one)

    def _adjusted(self, adjustments: Iterable[Adjustment], causes: Container[Cause]) -> Iterator[str]:
        for adjustment in adjustments:
            if adjustment.cause in causes:
                yield "  " + self._adjustment(adjustment)

    def _range(self, one: Assessment) -> Iterator[str]:
        if one.awaiting.city:
            yield "  " + self.say("sheet.awaiting-city", count=len(one.awaiting.city), points=self._names(one))
        others = [name for name in one.awaiting.facts if one.lowered.inputs[name].supplier != "city"]
        if others:
            yield "  " + self.say("sheet.awaiting-facts", count=len(others), facts=self._facts(others))
        grades = [self._grade(one, grade) for grade in one.grades]
        span = one.overall.range if one.overall else None
        if span is not None and not span.decided:
            yield "  " + self.say("sheet.range", lowest=span.lowest, highest=span.highest, grades=grades)
        elif len(grades) > 1:
            yield "  " + self.say("sheet.grades", grades=grades)

    def _grade(self, one: Assessment, grade: str | None) -> str:
        """A grade, or, where the console cannot show its name, its rank in the ladder."""
        ladder = [step.id for step in one.lowered.ladder]
        if grade is None:
            return "—"
        return f"{ladder.index(grade) + 1}/{len(ladder)}" if self.by_id and not grade.isascii() else grade

    def _level(self, item: ItemResult) -> str:
        """The level of an item in a scheme without points; those of criteria are words of ours."""
        return "—" if item.level is None else self.say(f"level.{item.level}") if item.level in CRITERIA_LEVELS else item.level

    def _names(self, one: Assessment) -> list[str]:
        return [f"{item.number} {self._title(item)}" for item in one.points if item.awaits_city]

    def _provenance(self, one: Assessment) -> Iterator[str]:
        yield self.style(self.say("sheet.provenance"), "title")
        yield "  " + self.say("sheet.scheme", id=one.scheme.id, hash=one.lowered.hash)
        counts = [self.say("sheet.basis-count", basis=self.say(f"basis.{mark}"), count=count) for mark, count in basis_counts(one).items()]
        yield "  " + self.say("sheet.basis", counts=counts)
        yield "  " + self.say("sheet.facts", given=len(one.case.facts), assumed=len(assumed_facts(one)))


def signed(value: Fraction) -> str:
    """A number with its sign, a real minus."""
    return "0" if not value else ("+" if value > 0 else "−") + shown(abs(value))


def score_sheet(assessment: Assessment, language: str = "zh") -> str:
    """The score sheet of an assessment as plain text."""
    return "\n".join(Sheet(catalogue(language)).of(assessment))
