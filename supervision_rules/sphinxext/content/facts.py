"""The glossary: every fact with its unit, its values, who supplies it and who reads it; quantities, tables, constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from ...expression import Kind, describe
from ...lowering import Input
from ...scheme import Fact, whole_column
from ..markup import Cell, anchor, bullets, code, line_break, para, section, table
from ..view import SchemeView
from . import alerts


def names(view: SchemeView) -> list[str]:
    """Everything that has a place in the glossary."""
    scheme = view.scheme
    return [*(one.id for one in scheme.facts), *(one.id for one in scheme.quantities), *(one.id for one in scheme.tables)]


def page(view: SchemeView) -> Iterator[nodes.Node]:
    """Facts by supplier, then quantities, tables and constraints."""
    yield para(view.say("docs.facts.intro", count=len(view.scheme.facts)))
    by_supplier: dict[str, list[Fact]] = {}
    for fact in view.scheme.facts:
        by_supplier.setdefault(fact.supplier, []).append(fact)
    for number, (supplier, facts) in enumerate(by_supplier.items()):
        title = view.say("docs.supplier.city") if supplier == "city" else supplier or view.say("docs.supplier.none")
        yield section(f"supplier-{number}", title, _facts(view, facts))
    if view.scheme.quantities:
        yield section("quantities", view.say("docs.quantities"), _quantities(view))
    if view.scheme.tables:
        yield section("tables", view.say("docs.tables"), *_tables(view))
    if view.scheme.constraints:
        said = [view.words.say(describe(one.node, view.lowered.labels)) for one in view.lowered.constraints]
        yield section("constraints", view.say("docs.constraints"), para(view.say("docs.constraints.intro")), bullets(said))


def _facts(view: SchemeView, facts: Iterable[Fact]) -> nodes.table:
    made = list(facts)
    rows: list[list[Cell]] = []
    for fact in made:
        definition: list[str] = ["  ", fact.definition] if fact.definition else []
        name: Cell = [fact.label, line_break(), code(fact.id), *definition]
        better = view.better(fact.id) if fact.id in view.lowered.inputs else "—"
        rows.append([name, _values(view, view.lowered.inputs.get(fact.id), fact), better, _used(view, fact.id)])
    headings = [view.say(f"docs.column.{key}") for key in ("name", "values", "better", "used")]
    return table(headings, rows, ids=[anchor("fact", fact.id) for fact in made], kind="facts")


def _values(view: SchemeView, made: Input | None, fact: Fact) -> str:
    if made is None:
        return view.say(f"kind.{fact.kind.value}")
    if made.kind is Kind.CHOICE:
        return view.words.say(list(made.values))
    if made.low is None or made.high is None:
        return view.say(f"kind.{made.kind.value}")
    return f"{view.value(made.id, made.low)} – {view.value(made.id, made.high)}"


def _used(view: SchemeView, name: str) -> list[str | nodes.Node]:
    found: list[str | nodes.Node] = []
    for id in view.readers.get(name, ()):
        found += [view.ref_item(id), line_break()]
    for veto in view.vetoes_of.get(name, ()):
        found += [view.ref("veto", veto), line_break()]
    for alert in alerts.links(view, name):
        found += [alert, line_break()]
    if not found and name in view.constrained:
        found += [view.say("docs.constraints"), line_break()]
    return found[:-1] or [view.say("docs.unread")]


def _quantities(view: SchemeView) -> nodes.table:
    rows: list[list[Cell]] = []
    for one in view.scheme.quantities:
        name: Cell = [one.label, line_break(), code(one.id)]
        rows.append([name, _worked_out(view, one.id), view.better(one.id), _used(view, one.id)])
    headings = [view.say(f"docs.column.{key}") for key in ("name", "worked-out", "better", "used")]
    return table(headings, rows, ids=[anchor("fact", one.id) for one in view.scheme.quantities], kind="facts")


def _worked_out(view: SchemeView, name: str) -> str:
    """How a quantity is worked out; in which unit, where that is not what the quotient of its facts is in."""
    said, unit = view.described(name), view.lowered.name(name).unit
    return view.say("docs.in-unit", said=said, unit=unit.text) if unit.factor != 1 and unit.text != "%" else said


def _tables(view: SchemeView) -> Iterator[nodes.Node]:
    for one in view.scheme.tables:
        columns = [whole_column(column, view.scheme.facts) for column in one.column]
        rows: list[list[Cell]] = [[column.label, [code(column.id)], view.say(f"kind.{column.kind.value}"), column.unit or "—"] for column in columns]
        headings = [view.say(f"docs.column.{key}") for key in ("name", "id", "kind", "unit")]
        notes = [para(one.definition)] if one.definition else []
        yield section(anchor("fact", one.id), one.label, *notes, table(headings, rows), *alerts.line(view, one.id))
