"""Tables and quantities → plans, inputs and derived scalars, in the order of what reads what."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import Any

from attrs import evolve

from ..expression import (
    PLAIN,
    Aggregate,
    Expression,
    Kind,
    Label,
    NotAnAmount,
    Poisoned,
    Range,
    Scope,
    TableScope,
    Type,
    Unit,
    UnknownUnit,
    bounds,
    ends,
    grain,
    near,
    parse_amount,
    parse_unit,
    references,
    value_message,
    walk,
)
from ..messages import Path
from ..scheme import Column, Fact, Quantity, Table
from .build import Build, cycle
from .cohorts import check_cohort, has_room, named
from .definitions import define_input, domain, given_range, right_places, scalar
from .mentions import read_in
from .model import ColumnPlan, Derived, Input, TablePlan

NEEDS_ROWS = ("min", "max", "share")


def define_rows(build: Build) -> None:
    """Define tables, derived columns and quantities."""
    scheme = build.scheme
    for table in scheme.tables:
        _define_table(build, table)
    derived = {f"{table.id}.{c.id}": (table, c) for table in scheme.tables for c in table.column if c.value is not None}
    quantities = {quantity.id: quantity for quantity in scheme.quantities}
    finished: dict[str, list[ColumnPlan]] = {}
    build.order.extend(_order(build, derived, quantities))
    for name in build.order:
        if name in quantities:
            _define_quantity(build, quantities[name])
        else:
            table, column = derived[name]
            plan = _derive_column(build, table, column)
            finished.setdefault(table.id, []).extend([plan] if plan else [])
    for id, plans in finished.items():
        build.plans[id] = evolve(build.plans[id], columns=(*build.plans[id].columns, *plans))


def _define_table(build: Build, table: Table) -> None:
    columns: dict[str, Type | None] = {}
    plans: list[ColumnPlan] = []
    build.labels[table.id] = Label(table.label)
    for index, column in enumerate(table.column):
        with build.problems.under("table", table.id, "column", index):
            whole = named(build, table, column)
            plan = _given_column(build, whole) if whole is not None and column.value is None else None
            if plan and column.fact is not None and not has_room(build, plan, column):
                plan = None
        columns[column.id] = Type(plan.kind, plan.unit, plan.values) if plan else None
        if plan and whole:
            plans.append(plan)
            if plan.kind is Kind.NUMBER:
                build.ranges[f"{table.id}.{column.id}"] = given_range(plan)
            build.labels[f"{table.id}.{column.id}"] = Label(whole.label, plan.unit, condition=plan.kind is Kind.CONDITION)
    with build.problems.under("table", table.id):
        _check_keys(build, table, {column.id for column in table.column if column.value is None})
        check_cohort(build, table)
    build.tables[table.id] = TableScope(columns, table.parent)
    build.plans[table.id] = TablePlan(id=table.id, key=table.key, parent=table.parent, cohort=table.cohort, columns=tuple(plans))


def _check_keys(build: Build, table: Table, columns: set[str]) -> None:
    if not table.key:
        build.problems.add("list-empty", "key", key="key")
    for key in table.key:
        if key not in columns:
            build.problems.add("key-not-a-column", "key", table=table.id, name=key)
    if table.parent is None:
        return
    parents = {other.id: other.parent for other in build.scheme.tables}
    if table.parent not in parents:
        if table.parent not in build.failed:
            build.problems.add("unknown-table", "parent", name=table.parent, alike=near(table.parent, parents))
    elif ring := cycle(parents, table.id):
        build.problems.add("cycle", "parent", names=" → ".join(ring))
    elif table.parent not in columns:
        build.problems.add("parent-column-missing", "parent", table=table.id, parent=table.parent)
    elif any(len(other.key) > 1 for other in build.scheme.tables if other.id == table.parent):
        build.problems.add("parent-key-not-single", "parent", table=table.id, parent=table.parent)


def _given_column(build: Build, column: Column) -> ColumnPlan | None:
    fact = Fact(**{key: getattr(column, key) for key in ("id", "label", "kind", "unit", "domain", "places", "values")})
    made = scalar(build, fact)
    if made is None:
        return None
    return ColumnPlan(
        id=column.id,
        kind=made.kind,
        unit=made.unit,
        low=made.low,
        high=made.high,
        places=made.places,
        values=made.values,
        fact=column.fact or "",
    )


def _derive_column(build: Build, table: Table, column: Column) -> ColumnPlan | None:
    scope = evolve(build.row_scope(table.id), rows=True)
    here = build.tables[table.id]
    assert column.value is not None
    assert here is not None
    with build.problems.under("table", table.id, "column", table.column.index(column)):
        resolved = build.resolve(column.value, scope, "value")
        unit = build.unit(column.unit, "unit") if column.unit else None
        if resolved is None or (column.unit and unit is None):
            return None
        node, type_ = resolved
        if _reads_classes(build, node, f"{table.id}.{column.id}"):
            return None
        if type_.surd:
            build.problems.add("coefficient-only-compared", "value")
            return None
        if unit is not None and not type_.counted and not unit.same_kind(type_.unit):
            build.problems.add("unit-not-declared", "unit", declared=column.unit, found=str(type_.unit) or "1")
            return None
        _refuse_declared(build, column)
    unit = unit or type_.unit
    here.columns[column.id] = Type(type_.kind, unit, type_.values)  # type: ignore[index]
    build.labels[f"{table.id}.{column.id}"] = Label(column.label, unit, condition=type_.kind is Kind.CONDITION)
    if type_.kind is Kind.NUMBER:
        build.ranges[f"{table.id}.{column.id}"] = Range(bounds(node, build.ranges), grain(node, build.ranges), ends(node, build.ranges))
    return ColumnPlan(id=column.id, kind=type_.kind, unit=unit, node=node)


def _define_quantity(build: Build, quantity: Quantity) -> None:
    build.names[quantity.id] = None
    with build.problems.under("quantity", quantity.id):
        resolved = build.resolve(quantity.value, evolve(build.scope(), rows=True), "value")
        if resolved is None:
            return
        node, type_ = resolved
        if _reads_classes(build, node, quantity.id):
            return
        if any(isinstance(found, Aggregate) for found in walk(node)):
            made = _prepared(build, quantity, node, type_)
            if made:
                build.names[quantity.id] = Type(made.kind, made.unit)
                define_input(build, made, quantity.label)
            return
        unit = _unit_alone(build, quantity, type_)
        if unit is None:
            return
    build.names[quantity.id] = Type(type_.kind, unit, type_.values)
    build.derived[quantity.id] = Derived(id=quantity.id, node=node, kind=type_.kind, unit=unit, better=quantity.better)
    build.labels[quantity.id] = Label(quantity.label, unit, condition=type_.kind is Kind.CONDITION)
    if type_.kind is Kind.NUMBER:
        build.ranges[quantity.id] = Range(bounds(node, build.ranges), grain(node, build.ranges), ends(node, build.ranges))


def _unit_alone(build: Build, quantity: Quantity, type_: Type) -> Any:
    """The unit of a quantity that may declare nothing else, or None."""
    unit = _declared_unit(build, quantity, type_)
    if unit is not None:
        if quantity.when_empty is not None:
            build.problems.add("when-empty-needless", "when_empty", id=quantity.id)
        _refuse_declared(build, quantity)
    return unit


def _refuse_declared(build: Build, entry: Quantity | Column) -> None:
    """What is worked out has the domain and places that follow; declaring others would be declared in vain."""
    for key, declared in (("domain", entry.domain is not None), ("places", entry.places != 0)):
        if declared:
            build.problems.add("only-for-aggregates", key, key=key)


def _reads_classes(build: Build, node: Any, id: str) -> bool:
    """Whether a definition reads a target with classes, which only rules, ladder and vetoes can; it is noted."""
    found = bool(build.classes.keys() & references(node).keys())
    if found:
        build.problems.add("classes-in-quantity", "value", id=id)
    return found


def _declared_unit(build: Build, quantity: Quantity, type_: Type) -> Any:
    """The unit in which a quantity is shown: the declared one where it is of the same kind, else the one worked out."""
    if quantity.unit is None:
        return type_.unit
    unit = build.unit(quantity.unit, "unit")
    if unit is not None and not type_.counted and not unit.same_kind(type_.unit):
        build.problems.add("unit-not-declared", "unit", declared=quantity.unit, found=str(type_.unit) or "1")
        return None
    return unit


def _prepared(build: Build, quantity: Quantity, node: Any, type_: Type) -> Input | None:
    """The input of a quantity that aggregates rows."""
    alone = isinstance(node, Aggregate) and not type_.surd
    compared = type_.kind is Kind.CONDITION and all(found.op == "cv" for found in walk(node) if isinstance(found, Aggregate))
    if type_.surd:
        build.problems.add("coefficient-only-compared", "value")
        return None
    if not (alone or compared):
        build.problems.add("aggregate-not-alone", "value", id=quantity.id)
        return None
    if compared:
        if _unit_alone(build, quantity, type_) is None:
            return None
        return Input(id=quantity.id, kind=Kind.CONDITION, unit=PLAIN, better=quantity.better, aggregate=node)
    unit = _declared_unit(build, quantity, type_)
    low_high = domain(build, quantity.domain, quantity.id)
    if quantity.better is None:
        build.problems.add("better-missing", id=quantity.id)
    if unit is None or low_high is None or not right_places(build, quantity.places):
        return None
    low, high = (end * unit.factor for end in low_high)
    when_empty = _when_empty(build, quantity, unit, node.op in NEEDS_ROWS)
    if when_empty is not None and not low <= when_empty <= high:
        said, least, most = (value_message(number, unit) for number in (when_empty, low, high))
        build.problems.add("outside-domain", "when_empty", id=quantity.id, value=said, low=least, high=most)
    return Input(
        id=quantity.id,
        kind=Kind.NUMBER,
        unit=unit,
        low=low,
        high=high,
        places=quantity.places,
        better=quantity.better,
        aggregate=node,
        when_empty=when_empty,
    )


def _when_empty(build: Build, quantity: Quantity, wanted: Unit, needed: bool) -> Fraction | None:
    if (quantity.when_empty is not None) != needed:
        code = "when-empty-needed" if needed else "when-empty-needless"
        build.problems.add(code, "when_empty" if quantity.when_empty else "value", id=quantity.id)
        return None
    if quantity.when_empty is None:
        return None
    try:
        number, _, text = parse_amount(quantity.when_empty)
        unit = parse_unit(text, build.units)
    except (NotAnAmount, UnknownUnit):
        build.problems.add("bad-number", "when_empty", text=quantity.when_empty)
        return None
    except Poisoned:
        return None
    if not unit.same_kind(wanted):
        build.problems.add("wrong-unit", "when_empty", given=text or "—", wanted=str(wanted) or "—")
        return None
    return number * unit.factor


def _order(build: Build, derived: dict[str, Any], quantities: dict[str, Quantity]) -> Iterable[str]:
    """Names so that each stands after what it reads; a cycle is a problem and left out."""
    known = derived.keys() | quantities.keys()
    scope = build.scope()

    def of(value: Expression, scope: Scope) -> list[str]:
        return [name for name in dict.fromkeys(read_in(value.syntax, scope)) if name in known]

    graph = {name: of(column.value, evolve(scope, table=table.id)) for name, (table, column) in derived.items()}
    graph |= {name: of(quantity.value, scope) for name, quantity in quantities.items()}
    while True:
        sorter = TopologicalSorter(dict.fromkeys(graph, ()))  # first all as they are written, so that the same cycle is always found first
        for name, reads in graph.items():
            sorter.add(name, *reads)
        try:
            return list(sorter.static_order())
        except CycleError as error:
            found: list[str] = error.args[1][:-1]
            first = next(name for name in graph if name in found)
            start = found.index(first)
            cycle = found[start:] + found[:start]
            where: Path = ("quantity", first, "value")
            if first in derived:
                table, column = derived[first]
                where = ("table", table.id, "column", table.column.index(column), "value")
            build.problems.add("cycle", *where, names=" → ".join([*cycle, cycle[0]]))
            for name in cycle:
                graph.pop(name)
                build.names[name] = None
            graph = {name: [read for read in reads if read not in cycle] for name, reads in graph.items()}
