"""An explanation, a point of a scheme, and lists, as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..assessment import Explanation, Read
from ..expression import Expression
from ..lowering import Item
from ..messages import shown
from ..scheme import Bonus, Evidence, Point, Scheme, Target
from .layout import grid
from .sheet import Sheet, signed


def explanation_lines(sheet: Sheet, one: Explanation, sign: int, counts: bool = True) -> Iterator[str]:
    """Every clause of an item, those too that do not apply or come to nothing; then every value that they read, once.

    `counts`: in points, not levels.
    """
    yield from sheet.heading(one.item, sign, counts)
    yield ""
    yield sheet.style(sheet.say("explain.clauses"), "title")
    for state in one.clauses:
        key = {True: "applies", False: "not", None: "unknown"}[state.applies]
        undecided = state.applies is None or (state.applies and state.amount is None)
        amount = "?" if undecided else signed(sign * (state.amount or Fraction(0))) if state.applies else "0"
        wording = state.clause if sheet.by_id else sheet.words.say(state.wording)
        yield f"  {amount}  {wording}  [{state.clause}]"
        if not sheet.by_id:
            yield "      " + sheet.say(f"explain.{key}", condition=state.condition, most=state.most)
    yield from sheet.adjustments(one.item)
    yield ""
    yield sheet.style(sheet.say("explain.values"), "title")
    for read in {read.id: read for state in one.clauses for read in state.reads}.values():
        yield from _value_lines(sheet, one, read)


def _value_lines(sheet: Sheet, one: Explanation, read: Read) -> Iterator[str]:
    yield "  " + sheet.read(read)
    if read.id in one.quantities and not sheet.by_id:
        yield "    " + sheet.say("explain.quantity", quantity=one.quantities[read.id])
    for key, rows in (("explain.rows", read.rows), ("explain.superseded", read.superseded)):
        if rows:
            yield "    " + sheet.say(key, rows=list(rows))


def item_lines(sheet: Sheet, scheme: Scheme, entry: Point | Bonus, item: Item) -> Iterator[str]:
    """A point or bonus: its standard, its rules as written and as sentences, its provenance."""
    number = f"{entry.number} " if entry.number else ""
    limit = sheet.say("show.worth" if isinstance(entry, Point) else "show.cap", limit=item.limit)
    yield sheet.style(sheet.say("show.title", title=f"{number}{entry.title}", id=entry.id), "title")
    yield limit
    if isinstance(entry, Point) and entry.indicator:
        yield sheet.say("show.indicator", path=" › ".join(indicator_path(scheme, entry.indicator)))
    yield sheet.say("show.standard", standard=entry.standard)
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


def evidence_line(sheet: Sheet, evidence: Evidence) -> str:
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


def scheme_table(sheet: Sheet, schemes: Mapping[str, tuple[Scheme, int]]) -> Iterator[str]:
    """Schemes by id, with their years and cases."""
    rows = [
        [id, scheme.header.title, str(scheme.header.year), str(scheme.header.evaluated_year), str(len(scheme.points)), str(cases)]
        for id, (scheme, cases) in schemes.items()
    ]
    yield from grid([sheet.say(f"list.{key}") for key in ("id", "title", "year", "evaluated", "points", "cases")], rows, {2, 3, 4, 5})


def case_table(sheet: Sheet, cases: Mapping[str, Mapping[str, Path]]) -> Iterator[str]:
    """Cases by scheme."""
    rows = [[scheme, case] for scheme, files in cases.items() for case in files]
    yield from grid([sheet.say("list.scheme"), sheet.say("list.case")], rows)


def target_table(sheet: Sheet, targets: Mapping[str, Target]) -> Iterator[str]:
    """Targets with every value, from when, and how far it can be trusted."""
    rows = [
        [id, target.label, f"{shown(value.value)}{target.unit}", value.from_.isoformat(), sheet.say(f"basis.{value.mark}")]
        for id, target in sorted(targets.items())
        for value in sorted(target.value, key=lambda value: value.from_)
    ]
    yield from grid([sheet.say(f"list.{key}") for key in ("id", "label", "value", "from", "basis")], rows, {2})
