"""Verdicts as text: a line for every part of a scheme, then what is wrong, in words that need no knowledge of the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define

from ..assessment import Assessment, ItemResult, Outcome
from ..engines.exact import prepare
from ..expression import describe, value_message
from ..lowering import Value
from ..messages import Message, message
from ..verification.laws import BY_ID, LAWS, Of, Shape, law
from ..verification.verdicts import Counterexample, Line, Report, Result, Subject, SubjectKind, Verdict
from ..verification.wording import better_of
from .layout import grid
from .sheet import Sheet

STYLES = {Verdict.PROVED: "good", Verdict.ACCEPTED: "open", Verdict.UNDECIDED: "open", Verdict.REFUTED: "bad"}
MARKS = {Verdict.REFUTED: "✗", Verdict.ACCEPTED: "○", Verdict.UNDECIDED: "?"}
MOST_FACTS = 6
OF_DIRECTIONS = {"monotone", "follows", "ordered", "veto-direction"}


@define
class ProofSheet:
    """Writes a report in the words and style of a sheet."""

    sheet: Sheet

    def of(self, report: Report) -> Iterator[str]:
        """The whole report."""
        self.sheet.labels = report.lowered.labels
        title = report.scheme.id if self.sheet.by_id else report.scheme.header.title
        yield self.sheet.style(self._say("proof.title", title=title), "title")
        keys = ("kind", "number", "title", "verdict", "laws")
        yield from grid([self._say(f"proof.column.{key}") for key in keys], [self._row(report, line) for line in report.lines], {4})
        for verdict in (Verdict.REFUTED, Verdict.ACCEPTED, Verdict.UNDECIDED):
            yield from self._results(report, verdict)
        if report.idle:
            yield ""
            yield self.sheet.style(self._say("proof.idle"), "bad")
            for one in report.idle:
                yield "  " + self._say("proof.idle.one", id=one.id, law=one.law, of=list(one.of))
        yield ""
        yield from self._summary(report)

    def refuted(self, report: Report) -> Iterator[str]:
        """Only what is wrong, for a check without proofs."""
        self.sheet.labels = report.lowered.labels
        results = [result for line in report.lines for result in line.with_verdict(Verdict.REFUTED)]
        yield self.sheet.style(self._say("check.refuted", count=len(results)), "bad")
        for result in results:
            yield from self.result(report, result)

    def _row(self, report: Report, line: Line) -> list[str]:
        verdict = self.sheet.style(self._say(f"verdict.{line.verdict.value}"), STYLES[line.verdict])
        number, title = self._name(report, line.subject)
        return [self._say(f"subject.{line.subject.kind.value}"), number, title, verdict, str(len(line.results))]

    def _name(self, report: Report, subject: Subject) -> tuple[str, str]:
        """The printed number and the title of a part."""
        if subject.kind in (SubjectKind.POINT, SubjectKind.BONUS):
            entry = next(entry for entry in report.scheme.items if entry.id == subject.id)
            return entry.number, subject.id if self.sheet.by_id else entry.title
        if subject.kind is SubjectKind.VETO:
            return "", subject.id if self.sheet.by_id else next(veto.title for veto in report.scheme.vetoes if veto.id == subject.id)
        if subject.kind is SubjectKind.GRADE:
            return "", self.sheet.grade([step.id for step in report.lowered.ladder], subject.id)
        label = report.lowered.labels.get(subject.id)
        return "", subject.id if self.sheet.by_id or label is None else label.text

    def _results(self, report: Report, verdict: Verdict) -> Iterator[str]:
        results = [result for line in report.lines for result in line.with_verdict(verdict)]
        if results:
            yield ""
            yield self.sheet.style(self._say(f"proof.{verdict.value}"), "title")
        for result in results:
            yield from self.result(report, result)

    def result(self, report: Report, result: Result) -> Iterator[str]:
        """What was found of one law, with the case that shows it."""
        subject = " ".join(part for part in self._name(report, result.subject) if part)
        mark = self.sheet.style(MARKS[result.verdict], STYLES[result.verdict])
        yield f"  {mark} " + self._say("proof.heading", subject=subject, law=self._say(f"law.{result.law}"))
        if result.finding is not None and not self.sheet.by_id:
            yield "      " + self.sheet.words.say(result.finding)
        if result.because:
            yield "      " + self._say("proof.because", because=list(result.because))
        if result.reason:
            yield "      " + self._say("proof.reason", reason=result.reason)
        yield "      " + self.sheet.style(self._say("proof.should", means=self._say(f"law.{result.law}.means")), "dim")
        if result.counterexample is not None and result.verdict is Verdict.REFUTED and result.law in OF_DIRECTIONS:
            moved = result.counterexample.moved[0].name
            yield "      " + self._say("proof.either", name=self._label(report, moved), better=better_of(report.lowered, moved))
        yield from (f"      {line}" for line in self._background(report, result.subject))
        if result.counterexample is None or law_shows_clauses(result.law):
            yield from self._clauses(report, result)
        if result.counterexample is not None:
            yield from self._counterexample(report, result, result.counterexample)

    def _background(self, report: Report, subject: Subject) -> Iterator[str]:
        """What must be known of a part to see what is wrong: the conditions of grades and vetoes, how a quantity is worked out."""
        lowered, ladder = report.lowered, self.sheet.ranks(report.lowered)
        if self.sheet.by_id:
            return
        for veto in lowered.vetoes if subject.kind is SubjectKind.VETO else ():
            if veto.id == subject.id:
                effect = self.sheet.effect(veto.effect, veto.grade, ladder)
                yield self._say("proof.veto", condition=describe(veto.when, lowered.labels), effect=effect)
        for position, step in enumerate(lowered.ladder if subject.kind in (SubjectKind.GRADE, SubjectKind.VETO) else ()):
            last = position == len(ladder) - 1
            condition = self._say("band.otherwise") if last else describe(step.when, lowered.labels)
            yield self._say("proof.grade", grade=self.sheet.grade(ladder, step.id), condition=condition)
        if subject.kind is SubjectKind.QUANTITY and subject.id in lowered.derived:
            derived = lowered.derived[subject.id]
            label, value = lowered.labels[subject.id].text, describe(derived.node, lowered.labels)
            yield self._say("proof.quantity", name=label, value=value, better=better_of(lowered, subject.id))

    def _clauses(self, report: Report, result: Result) -> Iterator[str]:
        wordings = {clause.id: clause.wording for item in report.lowered.items for part in item.parts for clause in part.clauses}
        for id in result.clauses:
            yield "      " + self._say("proof.clause", clause=id if self.sheet.by_id else wordings[id])

    def _counterexample(self, report: Report, result: Result, shown: Counterexample) -> Iterator[str]:
        for position, assessment in enumerate(shown.assessments):
            moved = self._facts(report, ((one.name, (one.before, one.after)[position]) for one in shown.moved))
            heading = self._say("proof.side", moved=moved) if moved else self._say("proof.side.one")
            items = self._items(result, shown, assessment)
            if result.subject.kind in (SubjectKind.POINT, SubjectKind.BONUS):
                yield f"      {heading} → {self._heading(items[0], assessment)}"
                yield from self._findings(result, items[0], assessment)
                items = items[1:]
            elif result.subject.kind is SubjectKind.QUANTITY:
                yield f"      {heading} → {self._quantity(report, result.subject.id, assessment)}"
                items = []
            else:
                yield f"      {heading} → {self._outcome(assessment)}"
            for item in items:
                yield "      " + self._say("proof.also", item=self._heading(item, assessment))
                yield from self._findings(result, item, assessment)
        if shown.reference is not None:
            yield "      " + self._say("proof.reference", case=shown.reference)
        if shown.set:
            yield "      " + self._say("proof.set", facts=self._facts(report, shown.set.items()))
        if shown.left_out:
            yield "      " + self._say("proof.left-out", facts=self.sheet.facts(shown.left_out))

    def _items(self, result: Result, shown: Counterexample, assessment: Assessment) -> list[ItemResult]:
        """The items that a result is about; of a total, grade or veto those whose scores differ between the two cases."""
        items = [*assessment.points, *assessment.bonuses]
        if result.subject.kind in (SubjectKind.POINT, SubjectKind.BONUS):
            others = result.about if result.law == "conflict" else ()
            return [item for id in (result.subject.id, *others) for item in items if item.id == id]
        first, last = shown.assessments[0], shown.assessments[-1]
        return [item for item in items if _standing(first.item(item.id)) != _standing(last.item(item.id))][:MOST_FACTS]

    def _heading(self, item: ItemResult, assessment: Assessment) -> str:
        return next(iter(self.sheet.heading(item, _sign(item, assessment), not assessment.lowered.levels, self._out(item))))

    def _out(self, item: ItemResult) -> str:
        return self._say("outcome.not-applicable") if item.outcome is Outcome.NOT_APPLICABLE else ""

    def _outcome(self, assessment: Assessment) -> str:
        grade = self.sheet.grade(self.sheet.ranks(assessment.lowered), assessment.grade)
        if assessment.total is None:
            return self._say("proof.result.grade", grade=grade)
        return self._say("proof.result", total=assessment.total, grade=grade)

    def _quantity(self, report: Report, name: str, assessment: Assessment) -> str:
        value = prepare(report.scheme, assessment.case)[name]
        return self._say("proof.moved", name=self._label(report, name), value=self._value(report, name, value))

    def _findings(self, result: Result, item: ItemResult, assessment: Assessment) -> Iterator[str]:
        """The findings of an item; those that are not at fault in one line."""
        counted = [finding for finding in item.findings if finding.amount]
        for finding in counted:
            lines = self.sheet.finding(finding, _sign(item, assessment), not assessment.lowered.levels)
            whole = not result.clauses or finding.clause in result.clauses
            yield from (f"      {line}" for line in (lines if whole else [next(iter(lines))]))
        if item.outcome is Outcome.NOT_APPLICABLE:
            condition = next(one.applies for one in assessment.lowered.items if one.id == item.id)
            yield "        " + self._say("proof.applies", condition=describe(condition, assessment.lowered.labels))
        elif not counted:
            yield "        " + self._say("proof.nothing")

    def _facts(self, report: Report, facts: Iterable[tuple[str, Value]]) -> list[Message]:
        said = [message("proof.moved", name=self._label(report, name), value=self._value(report, name, value)) for name, value in facts]
        return said if len(said) <= MOST_FACTS else [*said[:MOST_FACTS], message("proof.more", count=len(said) - MOST_FACTS)]

    def _label(self, report: Report, name: str) -> str:
        return name if self.sheet.by_id else report.lowered.labels[name].text

    def _value(self, report: Report, name: str, value: Value) -> Message:
        return value_message(value, report.lowered.labels[name].unit)

    def _summary(self, report: Report) -> Iterator[str]:
        results = [result for line in report.lines for result in line.results]
        counts = {verdict.value: sum(result.verdict is verdict for result in results) for verdict in Verdict}
        yield self._say("proof.summary", lines=len(report.lines), laws=len(results), **counts)
        yield self._say("proof.tested", laws=[message(f"law.{law.id}") for law in LAWS if not law.proved])
        if any(made.aggregate is not None for made in report.lowered.inputs.values()):
            yield self._say("proof.rows")

    def _say(self, key: str, /, **arguments: object) -> str:
        return self.sheet.say(key, **arguments)  # type: ignore[arg-type]


def law_shows_clauses(id: str) -> bool:
    """Whether the clauses of a law say something beside its cases: what should be possible, or is one of several."""
    return id in BY_ID and (law(id).shape is Shape.POSSIBLE or law(id).of is Of.BANDS)


def _sign(item: ItemResult, assessment: Assessment) -> int:
    return -1 if item in assessment.points else 1


def _standing(item: ItemResult) -> tuple[object, ...]:
    return item.outcome, item.score
