"""Case → values in base units: every fact and cell checked against its declaration."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field

from ..expression import near
from ..messages import Problems
from ..scheme import Case, CaseTable, Written
from .model import ColumnPlan, LoweredScheme, TablePlan
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
    return case.once(("intake", lowered.hash), lambda: _take_in(lowered, case))


def _take_in(lowered: LoweredScheme, case: Case) -> Intake:
    problems = Problems()
    reader = Reader(problems, lowered)
    taken = Intake()
    if case.scheme != lowered.id:
        problems.add("case-of-other-scheme", "case", "scheme", case=case.scheme, scheme=lowered.id)
        problems.stop(case.locate)
    if case.year != lowered.year:
        problems.add("case-of-other-year", "case", "year", case=str(case.year), scheme=str(lowered.year))
    known = dict(lowered.inputs)
    for given in case.facts:
        with problems.under("fact", given.id):
            if given.id in lowered.derived or given.id in lowered.constants:
                problems.add("fact-is-derived", "id", id=given.id)
            elif given.id not in known:
                problems.add("fact-not-declared", "id", id=given.id, alike=near(given.id, known))
            elif given.id in taken.values:
                problems.add("duplicate-id", "id", id=given.id)
            else:
                made = known[given.id]
                taken.values[given.id] = reader.read(made, given.value, "value")
                ends = [reader.read(made, end, "plausible", position) for position, end in enumerate(given.plausible)]
                if ends and (len(ends) != 2 or _reversed(ends)):
                    problems.add("plausible-not-a-range", "plausible", id=given.id)
    for table in case.tables:
        _take_table(problems, reader, lowered, taken, table)
    _check_parents(problems, lowered, taken)
    problems.stop(case.locate)
    return taken


def _take_table(problems: Problems, reader: Reader, lowered: LoweredScheme, taken: Intake, table: CaseTable) -> None:
    with problems.under("table", table.id):
        plan = lowered.tables.get(table.id)
        if plan is None:
            problems.add("unknown-table", "id", name=table.id, alike=near(table.id, lowered.tables))
            return
        if table.id in taken.rows:
            problems.add("duplicate-id", "id", id=table.id)
            return
        columns = {column.id: column for column in plan.columns}
        rows: list[dict[str, Value]] = []
        keys: set[tuple[Value, ...]] = set()
        for index, row in enumerate(table.rows):
            with problems.under("rows", index):
                cells: dict[str, Value] = {name: None for name, column in columns.items() if column.node is None}
                for name, written in row.cells.items():
                    _take_cell(problems, reader, plan, columns, cells, name, written)
                if not any(name in row.cells and cells[name] is None for name in plan.key):
                    _check_key(problems, plan, cells, keys)
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


def _take_cell(
    problems: Problems,
    reader: Reader,
    plan: TablePlan,
    columns: Mapping[str, ColumnPlan],
    cells: dict[str, Value],
    name: str,
    written: Written,
) -> None:
    if name not in columns:
        problems.add("unknown-column", name, table=plan.id, name=name, alike=near(name, columns))
    elif columns[name].node is not None:
        problems.add("fact-is-derived", name, id=f"{plan.id}.{name}")
    else:
        cells[name] = reader.read(columns[name], written, name)


def _check_key(problems: Problems, plan: TablePlan, cells: dict[str, Value], keys: set[tuple[Value, ...]]) -> None:
    key = tuple(cells.get(name) for name in plan.key)
    if None in key:
        problems.add("key-cell-missing", table=plan.id, key=list(plan.key))
    elif key in keys:
        problems.add("duplicate-row", table=plan.id, key="、".join(str(part) for part in key))
    keys.add(key)
