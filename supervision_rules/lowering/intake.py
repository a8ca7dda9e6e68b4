"""Case → values in base units: every fact and cell checked against its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import define, field

from ..expression import Kind, near
from ..messages import Problems
from ..scheme import Case, CaseTable, Written, moment
from .model import Input, LoweredScheme, TablePlan
from .written import Reader, Value


@define
class Intake:
    """The values and rows that a case gives. A table that is not there is missing, an empty one has no rows."""

    values: dict[str, Value] = field(factory=dict)
    rows: dict[str, list[dict[str, Value]]] = field(factory=dict)


def take_in(lowered: LoweredScheme, case: Case) -> Intake:
    """What a case gives, made once for a scheme and kept with the case.

    Raises SupervisionRulesError with every fact and cell that is not as declared.
    """
    return case.once(("intake", lowered.mark), lambda: _take_in(lowered, case))


def _take_in(lowered: LoweredScheme, case: Case) -> Intake:
    problems = Problems()
    reader = Reader(problems, lowered)
    taken = Intake()
    if case.scheme != lowered.id:
        problems.add("case-of-other-scheme", "case", "scheme", case=case.scheme, scheme=lowered.id)
        problems.stop(case.locate)
    if case.year != lowered.year:
        problems.add("case-of-other-year", "case", "year", case=str(case.year), scheme=str(lowered.year))
    for given in case.facts:
        with problems.under("fact", given.id):
            if given.id in taken.values:
                problems.add("duplicate-id", "id", id=given.id)
            elif (made := find_fact(problems, lowered, given.id, "id")) is not None:
                taken.values[given.id] = reader.read(made, given.value, "value")
                ends = [reader.read(made, end, "plausible", position) for position, end in enumerate(given.plausible)]
                if ends and (len(ends) != 2 or _reversed(ends)):
                    problems.add("plausible-not-a-range", "plausible", id=given.id)
    for table in case.tables:
        with problems.under("table", table.id):
            _take_table(problems, reader, lowered, taken, table)
    _check_parents(problems, lowered, taken)
    problems.stop(case.locate)
    return taken


def find_fact(problems: Problems, lowered: LoweredScheme, id: str, step: str) -> Input | None:
    """The declaration of what may be given under an id; None after noting that nothing may."""
    if id in lowered.derived or id in lowered.constants:
        problems.add("fact-is-derived", step, id=id)
    elif id not in lowered.inputs:
        problems.add("fact-not-declared", step, id=id, alike=near(id, lowered.inputs))
    return lowered.inputs.get(id)


def find_table(problems: Problems, lowered: LoweredScheme, id: str, step: str) -> TablePlan | None:
    """The table of an id; None after noting that there is none such."""
    if id not in lowered.tables:
        problems.add("unknown-table", step, name=id, alike=near(id, lowered.tables))
    return lowered.tables.get(id)


def take_cells(problems: Problems, reader: Reader, plan: TablePlan, written: Mapping[str, Written]) -> dict[str, Value]:
    """The cells of a row that a table is given, those of its key included; noted is what is not as declared, and a key that is not whole."""
    columns = {column.id: column for column in plan.columns}
    cells: dict[str, Value] = {name: None for name, column in columns.items() if column.node is None}
    for name, value in written.items():
        if name not in columns:
            problems.add("unknown-column", name, table=plan.id, name=name, alike=near(name, columns))
        elif columns[name].node is not None:
            problems.add("fact-is-derived", name, id=f"{plan.id}.{name}")
        else:
            cells[name] = reader.read(columns[name], value, name)
    if any(cells.get(name) is None and name not in written for name in plan.key):
        problems.add("key-cell-missing", table=plan.id, key=list(plan.key))
    return cells


def key_of(plan: TablePlan, cells: Mapping[str, Value]) -> tuple[Value, ...]:
    """The key of a row."""
    return tuple(cells.get(name) for name in plan.key)


def key_words(plan: TablePlan, key: tuple[Value, ...]) -> str:
    """A key as one word, days as days."""
    return "/".join(map(_part_said, plan.key_kinds, key))


def _part_said(kind: Kind, part: Value) -> str:
    if kind is Kind.DATE and isinstance(part, int):
        return date.fromordinal(part).isoformat()
    return moment(part).isoformat() if kind is Kind.MOMENT and isinstance(part, int) else str(part)


def _take_table(problems: Problems, reader: Reader, lowered: LoweredScheme, taken: Intake, table: CaseTable) -> None:
    plan = find_table(problems, lowered, table.id, "id")
    if plan is None:
        return
    if table.id in taken.rows:
        problems.add("duplicate-id", "id", id=table.id)
        return
    rows: list[dict[str, Value]] = []
    keys: set[tuple[Value, ...]] = set()
    for index, row in enumerate(table.rows):
        with problems.under("rows", index):
            cells = take_cells(problems, reader, plan, row.cells)
            key = key_of(plan, cells)
            if None not in key and key in keys:
                problems.add("duplicate-row", table=plan.id, key=key_words(plan, key))
            keys.add(key)
        rows.append(cells)
    taken.rows[table.id] = rows


def _reversed(ends: list[Value]) -> bool:
    low, high = ends
    return not isinstance(low, str | None) and not isinstance(high, str | None) and low > high


def _check_parents(problems: Problems, lowered: LoweredScheme, taken: Intake) -> None:
    """A row under a parent table must have its parent row there, where the case has the parent table at all."""
    for table, rows in taken.rows.items():
        parent = lowered.tables[table].parent
        if parent is None or parent not in taken.rows:
            continue
        (key,) = lowered.tables[parent].key
        known = {row.get(key) for row in taken.rows[parent]}
        for index, row in enumerate(rows):
            value = row.get(parent)
            if value is not None and value not in known:
                problems.add("parent-row-missing", "table", table, "rows", index, parent, table=table, parent=parent, key=str(value))
