"""Case → values in base units: every fact and cell checked against its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import define, field

from ..expression import Kind, NotAnAmount, UnknownUnit, from_decimal, near, parse_amount, parse_unit, value_message
from ..messages import Message, Path, Problems, message
from ..scheme import Case, CaseTable, Written
from .model import ColumnPlan, Input, LoweredScheme, TablePlan

Value = int | Fraction | bool | str | None
"""A value in base units; a date is a day number, None is missing."""


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
    taken = Intake()
    if case.scheme != lowered.id:
        problems.add("case-of-other-scheme", "case", "scheme", case=case.scheme, scheme=lowered.id)
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
                taken.values[given.id] = _value(problems, lowered, made, given.value, ("value",))
                for position, end in enumerate(given.plausible):
                    _value(problems, lowered, made, end, ("plausible", position))
    for table in case.tables:
        _take_table(problems, lowered, taken, table)
    _check_parents(problems, lowered, taken)
    problems.stop(case.locate)
    return taken


def _take_table(problems: Problems, lowered: LoweredScheme, taken: Intake, table: CaseTable) -> None:
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
                    _take_cell(problems, lowered, plan, columns, cells, name, written)
                if not any(name in row.cells and cells[name] is None for name in plan.key):
                    _check_key(problems, plan, cells, keys)
            rows.append(cells)
        taken.rows[table.id] = rows


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
    lowered: LoweredScheme,
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
        cells[name] = _value(problems, lowered, columns[name], written, (name,))


def _check_key(problems: Problems, plan: TablePlan, cells: dict[str, Value], keys: set[tuple[Value, ...]]) -> None:
    key = tuple(cells.get(name) for name in plan.key)
    if None in key:
        problems.add("key-cell-missing", table=plan.id, key=list(plan.key))
    elif key in keys:
        problems.add("duplicate-row", table=plan.id, key="、".join(str(part) for part in key))
    keys.add(key)


def _value(problems: Problems, lowered: LoweredScheme, made: Input | ColumnPlan, written: Written, steps: Path) -> Value:
    kind = made.kind
    if kind is Kind.CONDITION and isinstance(written, bool):
        return written
    if kind is Kind.TEXT and isinstance(written, str):
        return written
    if kind is Kind.CHOICE and isinstance(written, str):
        if written not in made.values:
            problems.add("unknown-value", *steps, value=written, values=list(made.values), alike=near(written, made.values))
            return None
        return written
    if kind is Kind.DATE and isinstance(written, date):
        return written.toordinal()
    if kind is Kind.NUMBER and isinstance(written, str | int | Decimal) and not isinstance(written, bool):
        return _number(problems, lowered, made, written, steps)
    problems.add("wrong-kind", *steps, text=str(written), kind=_kind(kind))
    return None


def _number(problems: Problems, lowered: LoweredScheme, made: Input | ColumnPlan, written: str | int | Decimal, steps: Path) -> Value:
    try:
        if isinstance(written, str):
            number, _, unit_text = parse_amount(written)
        else:
            number, unit_text = from_decimal(Decimal(written)), ""
        unit = parse_unit(unit_text, lowered.units)
    except NotAnAmount:
        problems.add("bad-number", *steps, text=str(written)[:60])
        return None
    except UnknownUnit:
        problems.add("unknown-unit", *steps, unit=unit_text)
        return None
    if not unit.same_kind(made.unit) or bool(unit_text) != bool(made.unit.text):
        problems.add("wrong-unit", *steps, given=unit_text or "—", wanted=str(made.unit) or "—")
        return None
    value = number * unit.factor
    if (value / made.unit.factor * 10**made.places).denominator != 1:
        problems.add("too-many-places", *steps, text=str(written), places=str(made.places))
        return None
    return _within(problems, made, value, steps)


def _within(problems: Problems, made: Input | ColumnPlan, value: Fraction, steps: Path) -> Value:
    low, high = made.low, made.high
    if (low is not None and value < low) or (high is not None and value > high):
        said, least, most = (value_message(number, made.unit) for number in (value, low, high))
        problems.add("outside-domain", *steps, id=made.id, value=said, low=least, high=most)
        return None
    return plain(value)


def plain(value: Fraction | int) -> int | Fraction:
    """A number as cheaply as it can be: an int where it is whole."""
    return value.numerator if value.denominator == 1 else value


def _kind(kind: Kind) -> Message:
    return message(f"kind.{kind.value}")
