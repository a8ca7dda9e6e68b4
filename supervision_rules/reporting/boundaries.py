"""Boundary cases as a table, as data for JSON, and each as a case that says what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

from attrs import evolve

from ..assessment import ItemResult, Outcome
from ..expression import DATE, value_message
from ..lowering import LoweredScheme, Value, lower
from ..messages import Catalogue, Message, exact, message
from ..scheme import Bonus, Case, Point, Scheme
from ..verification.boundaries import Boundary, Instance
from .layout import grid
from .writer import Writer, signed


def boundary_lines(sheet: Writer, scheme: Scheme, found: Iterable[Boundary]) -> Iterator[str]:
    """A table for every point and bonus: each boundary in words, and under it a line a case."""
    lowered = lower(scheme)
    sheet.labels = lowered.labels
    entries = {entry.id: entry for entry in scheme.items}
    for id, group in groupby(found, key=lambda one: one.item):
        yield from _Table(sheet, lowered, entries[id]).lines(list(group))
        yield ""


class _Table:
    def __init__(self, sheet: Writer, lowered: LoweredScheme, entry: Point | Bonus) -> None:
        self.sheet = sheet
        self.lowered = lowered
        self.entry = entry
        self.sign = -1 if isinstance(entry, Point) else 1

    def lines(self, boundaries: list[Boundary]) -> Iterator[str]:
        say = self.sheet.say
        yield self.sheet.style(say("show.title", title=self.sheet.numbered(self.entry), id=self.entry.id), "title")
        if not self.lowered.levels:
            limit = next(item.limit for item in self.lowered.items if item.id == self.entry.id)
            yield say("show.worth" if self.sign < 0 else "show.cap", limit=limit)
        keys = ["position", "value", "level" if self.lowered.levels else "score", "clauses"]
        rows = [self._row(boundary, one) for boundary in boundaries for one in boundary.cases]
        table = grid([say(f"boundaries.column.{key}") for key in keys], rows)
        for _ in range(2):
            yield f"    {next(table)}"
        before: Boundary | None = None
        for boundary in boundaries:
            yield "  " + self.sheet.style(self._heading(boundary, before), "title")
            for _ in boundary.cases:
                yield f"    {next(table)}"
            yield from self._remarks(boundary, before)
            before = boundary

    def _heading(self, boundary: Boundary, before: Boundary | None) -> str:
        """What changes and which fact is moved; of a further step of the same rule only which one it is."""
        number, clause = str(boundary.number), boundary.clause.removeprefix(f"{self.entry.id}.")
        if self.sheet.by_id:
            moved = self.sheet.say(f"boundaries.moved.{boundary.moved.value}")
            return f"{number}. {moved} [{clause}]: {boundary.fact}"
        step = boundary.said_after(before)
        if step is not None:
            return self.sheet.say("boundaries.further", number=number, step=step)
        fact = self.lowered.labels[boundary.fact].text
        return self.sheet.say("boundaries.heading", number=number, said=boundary.said, clause=clause, fact=fact, id=boundary.fact)

    def _row(self, boundary: Boundary, one: Instance) -> list[str]:
        position = self.sheet.say(f"boundaries.position.{one.position.value}")
        score = self.sheet.level(one.result) if self.lowered.levels else self.sheet.score(one.result)
        if one.result.outcome is Outcome.NOT_APPLICABLE:
            score = self.sheet.say("outcome.not-applicable")
        return [position, self._value(boundary.fact, one.value), score, self._clauses(one.result)]

    def _value(self, fact: str, value: Value) -> str:
        if self.sheet.by_id and isinstance(value, str) and not value.isascii():
            return str(self.lowered.inputs[fact].values.index(value) + 1)
        return self.sheet.value(value, self.lowered.inputs[fact].unit)

    def _clauses(self, result: ItemResult) -> str:
        said = []
        for finding in result.findings:
            clause = finding.clause.removeprefix(f"{self.entry.id}.")
            said.append(clause if self.lowered.levels else f"{clause} {signed(self.sign * finding.amount)}")
        return self.sheet.words.say(said) if said else "—"

    def _remarks(self, boundary: Boundary, before: Boundary | None) -> Iterator[str]:
        for obstacle in boundary.obstacles:
            place = self.sheet.say(f"boundaries.position.{obstacle.position.value}" if obstacle.position else "boundaries.position.none")
            why = "" if self.sheet.by_id else self.sheet.words.say(obstacle.why)
            yield "    " + self.sheet.style(self.sheet.say("boundaries.obstacle", position=place, why=why).rstrip(), "dim")
        left_out = _left_out(boundary)
        if left_out and (before is None or left_out != _left_out(before)):
            named = left_out if self.sheet.by_id else [_label(self.lowered, name) for name in left_out]
            yield "    " + self.sheet.style(self.sheet.say("boundaries.left-out", names=named), "dim")


def boundaries_document(scheme: Scheme, found: Iterable[Boundary], words: Catalogue) -> dict[str, Any]:
    """The boundaries as data: numbers as exact text in the unit of their fact, words in one language."""
    lowered = lower(scheme)
    entries = {entry.id: entry for entry in scheme.items}
    items = []
    for id, group in groupby(found, key=lambda one: one.item):
        entry = entries[id]
        boundaries = [_boundary(lowered, words, one) for one in group]
        items.append({"id": id, "number": entry.number, "title": entry.title, "boundaries": boundaries})
    return {"scheme": {"id": scheme.id, "hash": lowered.hash}, "items": items}


def _boundary(lowered: LoweredScheme, words: Catalogue, one: Boundary) -> dict[str, Any]:
    threshold = one.threshold
    places = {"below": threshold.below, "at": threshold.at, "above": threshold.above} if threshold else None
    return {
        "number": one.number,
        "clause": one.clause,
        "moved": one.moved.value,
        "said": words.say(one.said),
        "fact": one.fact,
        "label": lowered.labels[one.fact].text,
        "unit": str(lowered.inputs[one.fact].unit),
        "threshold": {place: _exact(lowered, words, one.fact, value) for place, value in places.items()} if places else None,
        "cases": [_case(lowered, words, one, instance) for instance in one.cases],
        "obstacles": [
            {"position": obstacle.position.value if obstacle.position else None, "why": words.say(obstacle.why)} for obstacle in one.obstacles
        ],
    }


def _case(lowered: LoweredScheme, words: Catalogue, boundary: Boundary, one: Instance) -> dict[str, Any]:
    counts = not lowered.levels
    result = one.result
    return {
        "file": boundary_file(boundary, one),
        "position": one.position.value,
        "value": _exact(lowered, words, boundary.fact, one.value),
        "score": exact(result.score) if counts and result.score is not None else None,
        "level": result.level,
        "outcome": result.outcome.value,
        "findings": [{"clause": finding.clause, "amount": exact(finding.amount) if counts else None} for finding in result.findings],
        "changed": list(one.changed),
        "left_out": list(one.left_out),
    }


def _exact(lowered: LoweredScheme, words: Catalogue, fact: str, value: Value) -> str | bool | None:
    unit = lowered.inputs[fact].unit
    if value is None or isinstance(value, bool | str):
        return value
    return words.say(value_message(value, unit)) if unit.powers == DATE.powers else exact(Fraction(value) / unit.factor)


def boundary_file(boundary: Boundary, one: Instance) -> str:
    """Where the file of a case stands below the directory that is written."""
    return f"{boundary.item}/{one.case.id}.toml"


def boundary_case(scheme: Scheme, boundary: Boundary, one: Instance, words: Catalogue) -> Case:
    """The case with a note that says what it shows; what is not as the reference case has it says so."""
    assumed = words.words("boundaries.assumed")
    facts = tuple(evolve(given, clause="", assumed=assumed) if given.id in one.changed else given for given in one.case.facts)
    referred = scheme.header.reference_case is not None
    subject = words.say(message("boundaries.subject" if referred else "boundaries.subject.alone", subject=one.case.subject))
    note = words.say(_note(lower(scheme), {entry.id: entry for entry in scheme.items}[boundary.item], boundary, one))
    return evolve(one.case, facts=facts, subject=subject, note=note)


def _note(lowered: LoweredScheme, entry: Point | Bonus, boundary: Boundary, one: Instance) -> Message:
    made = lowered.inputs[boundary.fact]
    return message(
        "boundaries.note",
        title=f"{entry.number} {entry.title}".strip(),
        said=boundary.said,
        clause=boundary.clause,
        fact=lowered.labels[boundary.fact].text,
        value=value_message(one.value, made.unit),
        position=message(f"boundaries.position.{one.position.value}"),
        result=_result(lowered, one.result, isinstance(entry, Point)),
    )


def _result(lowered: LoweredScheme, result: ItemResult, point: bool) -> Message:
    if result.outcome is not Outcome.SCORED or result.score is None:
        return message(f"outcome.{result.outcome.value}")
    if lowered.levels:
        return message("boundaries.level", level=result.level or "")
    return message("boundaries.score" if point else "boundaries.award", score=result.score, limit=result.limit)


def _left_out(boundary: Boundary) -> list[str]:
    return list(dict.fromkeys(name for one in boundary.cases for name in one.left_out))


def _label(lowered: LoweredScheme, name: str) -> str:
    return lowered.labels[name].text if name in lowered.labels else name
