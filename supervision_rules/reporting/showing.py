"""What a scheme says of a point, a bonus, a veto or its ladder, as text."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..expression import Expression, describe
from ..lowering import Item, LoweredScheme, alert_words
from ..messages import shown
from ..scheme import Alert, Bonus, Evidence, Point, Scheme, Veto
from .writer import Writer


def item_lines(sheet: Writer, scheme: Scheme, entry: Point | Bonus, item: Item) -> Iterator[str]:
    """A point or bonus: its standard, its rules as written and as sentences, its provenance."""
    number = f"{entry.number} " if entry.number else ""
    limit = sheet.say("show.worth" if isinstance(entry, Point) else "show.cap", limit=item.limit)
    yield sheet.style(sheet.say("show.title", title=f"{number}{entry.title}", id=entry.id), "title")
    yield limit
    if isinstance(entry, Point) and entry.indicator:
        yield sheet.say("show.indicator", path=" › ".join(indicator_path(scheme, entry.indicator)))
    yield sheet.say("show.standard", standard=entry.standard)
    if entry.review:
        yield sheet.style(sheet.say("show.review", review=entry.review), "open")
    yield ""
    for part, rule in zip(item.parts, entry.rule, strict=True):
        most = sheet.say("show.at-most", limit=part.at_most) if part.at_most is not None else ""
        yield sheet.style(sheet.say("show.rule", form=sheet.say(f"form.{rule.form}"), id=rule.form, most=most), "title")
        for line in _written(rule):
            yield f"    {line}"
        for clause in part.clauses:
            yield f"  · {sheet.words.say(clause.wording)}"
    yield ""
    for evidence in entry.evidence():
        yield "  " + evidence_line(sheet, evidence)


def _written(rule: object) -> Iterator[str]:
    """A rule as its author wrote it, an entry of a list a line; the most that it comes to stands in its title."""
    for name, value in _set(rule):
        if isinstance(value, tuple):
            for entry in value:
                yield f"{name}: " + ", ".join(f"{key} = {_plain(inner)}" for key, inner in _set(entry))
        elif name not in ("at_most", "note"):
            yield f"{name} = {_plain(value)}"


def _set(entry: object) -> Iterator[tuple[str, Any]]:
    """The keys of an entry that say something."""
    for name in getattr(type(entry), "__attrs_attrs__", ()):
        value = getattr(entry, name.name)
        if value not in (None, "", ()) and value is not False:
            yield name.name, value


def _plain(value: Any) -> str:
    if isinstance(value, Expression):
        return value.text
    return shown(value) if isinstance(value, Fraction) else "true" if value is True else str(value)


def evidence_line(sheet: Writer, evidence: Evidence) -> str:
    """Where something comes from."""
    element = getattr(evidence, "element", "")
    basis = sheet.say(f"basis.{evidence.mark}")
    said = sheet.say("show.element", element=sheet.say(f"element.{element}"), basis=basis) if element else basis
    trust = sheet.say(f"trust.{evidence.trust.value}") if evidence.trust else ""
    return " · ".join(part for part in (said, trust, evidence.source, evidence.note) if part)


def indicator_path(scheme: Scheme, id: str) -> list[str]:
    """The titles from the first level down to an indicator."""
    known = {indicator.id: indicator for indicator in scheme.indicators}
    path: list[str] = []
    current: str | None = id
    while current is not None and current in known:
        path.insert(0, known[current].title)
        current = known[current].parent
    return path


def ladder_lines(sheet: Writer, scheme: Scheme, lowered: LoweredScheme) -> Iterator[str]:
    """The grades, best first, each with its condition and its provenance."""
    ladder = [step.id for step in lowered.ladder]
    for entry, step in zip(scheme.ladder.grade, lowered.ladder, strict=True):
        condition = sheet.say("band.otherwise") if entry.otherwise else describe(step.when, lowered.labels)
        yield sheet.style(sheet.grade(ladder, entry.id), "title")
        yield "  " + sheet.say("show.condition", condition=condition)
        for evidence in entry.evidence():
            yield "    " + evidence_line(sheet, evidence)


def veto_lines(sheet: Writer, veto: Veto, lowered: LoweredScheme) -> Iterator[str]:
    """A veto: its standard, its condition, its effect, its provenance."""
    when = next(plan.when for plan in lowered.vetoes if plan.id == veto.id)
    yield sheet.style(sheet.say("show.title", title=veto.title, id=veto.id), "title")
    yield sheet.say("show.standard", standard=veto.standard)
    yield sheet.say("show.condition", condition=describe(when, lowered.labels))
    yield sheet.say("show.effect", effect=sheet.effect(veto.effect, veto.grade, [step.id for step in lowered.ladder]))
    yield ""
    for evidence in veto.evidence():
        yield "  " + evidence_line(sheet, evidence)


def alert_lines(sheet: Writer, alert: Alert, lowered: LoweredScheme) -> Iterator[str]:
    """An alert: its standard, when it is told, its provenance."""
    plan = next(plan for plan in lowered.alerts if plan.id == alert.id)
    yield sheet.style(sheet.say("show.title", title=alert.title, id=alert.id), "title")
    yield sheet.say("show.standard", standard=alert.standard)
    yield sheet.say("show.condition", condition=alert_words(plan, lowered.labels))
    yield ""
    for evidence in alert.evidence():
        yield "  " + evidence_line(sheet, evidence)
