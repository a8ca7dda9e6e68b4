"""Policy targets: what is in force, since when, who says so, and who counts with it."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...expression import parse_unit, value_message
from ...scheme import Target, TargetValue
from ..markup import Cell, anchor, bullets, code, mark, para, section, strong, table
from ..view import SchemeView
from . import alerts, pictures
from .sources import evidence


def value(view: SchemeView, target: Target, one: TargetValue) -> str:
    """A value of a target in its unit."""
    unit = parse_unit(target.unit, view.lowered.units)
    return view.words.say(value_message(one.value * unit.factor, unit))


def target_lines(view: SchemeView, target: Target) -> Iterator[nodes.Node]:
    """A target on the page of a point that reads it."""
    for one in view.in_force(target):
        where = f"（{view.words.say(list(one.where.values()))}）" if one.where else ""
        since = view.say("docs.since", date=one.from_.isoformat())
        yield para(view.ref("target", target.id, target.label), where, "  ", strong(value(view, target, one)), "  ", since, "  ", view.basis(one))


def subject(target: Target) -> str:
    """What a target is about: the second part of its name."""
    return target.id.split(".")[1]


def subjects(view: SchemeView) -> dict[str, list[Target]]:
    """The targets of each subject of which the scheme reads any: those that it reads, and those beside them."""
    found: dict[str, list[Target]] = {}
    for target in view.scheme.targets:
        found.setdefault(_group(view, target), []).append(target)
    read = {constant.target for constant in view.lowered.constants.values()}
    return {name: targets for name, targets in found.items() if any(target.id in read for target in targets)}


def _group(view: SchemeView, target: Target) -> str:
    place = view.scheme.locate
    entries = getattr(place, "entries", {})
    file = entries.get(("target", target.id))
    return file[0].stem if file else subject(target)


def subject_title(view: SchemeView, name: str) -> str:
    """What a subject is called."""
    key = f"docs.subject.{name}"
    return view.say(key) if view.words.has(key) else name


def page(view: SchemeView, name: str) -> Iterator[nodes.Node]:
    """All targets of a subject."""
    for target in subjects(view)[name]:
        yield section(anchor("target", target.id), target.label, *one(view, target))


def named(view: SchemeView, id: str) -> Target:
    """The target of an id. Raises KeyError."""
    return {target.id: target for target in view.scheme.targets}[id]


def one(view: SchemeView, target: Target) -> list[nodes.Node]:
    """A target: what it is, its history, who reads it."""
    used = view.readers.get(target.id, [])
    content: list[nodes.Node] = [para(target.definition)] if target.definition else []
    content += pictures.of_target(view, target)
    content.append(_values(view, target))
    if used:
        content.append(para(strong(view.say("docs.target.used"))))
        content.append(bullets([view.ref_item(id)] for id in used))
    elif not alerts.links(view, target.id):
        content.append(para(view.say("docs.target.unused"), classes=["sr-hint"]))
    content += alerts.line(view, target.id)
    years = view.words.say([str(year) for year in target.confirmed_for]) if target.confirmed_for else "—"
    content.append(para(view.say("docs.target.confirmed", years=years), "  ", code(target.id), classes=["sr-hint"]))
    return content


def _values(view: SchemeView, target: Target) -> nodes.table:
    now = view.in_force(target)
    rows: list[list[Cell]] = []
    for one in sorted(target.value, key=lambda each: each.from_):
        where = f"（{view.words.say(list(one.where.values()))}）" if one.where else ""
        counts: list[str | nodes.Node] = (
            [" ", mark(view.say("docs.target.now", year=str(view.scheme.header.evaluated_year)), "sr-good")] if one in now else []
        )
        rows.append([one.from_.isoformat(), [value(view, target, one) + where, *counts], [evidence(view, one)]])
    return table([view.say(f"docs.column.{key}") for key in ("from", "value", "basis")], rows, kind="values")


def index(view: SchemeView) -> Iterator[nodes.Node]:
    """Every target with its value, by subject."""
    for name, targets in subjects(view).items():
        rows: list[list[Cell]] = []
        for target in targets:
            now = view.in_force(target)
            values = view.words.say([value(view, target, one) for one in now]) if now else "—"
            since = view.words.say(list(dict.fromkeys(one.from_.isoformat() for one in now))) if now else "—"
            basis: Cell = view.basis(max((one.weakest for one in now), key=lambda each: each.weakness)) if now else "—"
            used: list[str | nodes.Node] = []
            for id in view.readers.get(target.id, ()):
                used += [view.ref_item(id), " "]
            for alert in alerts.links(view, target.id):
                used += [alert, " "]
            rows.append([[view.ref("target", target.id, target.label)], values, since, basis, used or "—"])
        headings = [view.say(f"docs.column.{key}") for key in ("target", "value", "from", "basis", "used")]
        yield section(f"subject-{name}", subject_title(view, name), table(headings, rows))
