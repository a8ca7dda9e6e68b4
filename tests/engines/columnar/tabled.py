"""Cases as tables of records: a row a case, and the rows of all cases by table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
from engines.columnar.evaluating import expected

from supervision_rules import Case, Scheme
from supervision_rules.engines.columnar import Columnar, Wanted, prepare
from supervision_rules.engines.columnar.clauses.translating import whole_reach
from supervision_rules.expression import Kind
from supervision_rules.lowering import ColumnPlan, Input, lower, take_in
from supervision_rules.scheme import moment

KEY = ("district", "evaluated")
TYPES = {
    Kind.NUMBER: pl.Int64(),
    Kind.CONDITION: pl.Boolean(),
    Kind.CHOICE: pl.String(),
    Kind.TEXT: pl.String(),
    Kind.DATE: pl.Date(),
    Kind.MOMENT: pl.Datetime("us"),
}


def cell(made: Input | ColumnPlan, value: Any) -> Any:
    """A value as it stands in a table of whole numbers."""
    if value is None:
        return None
    match made.kind:
        case Kind.NUMBER:
            return int(Fraction(value) / whole_reach(made)[2])
        case Kind.DATE:
            return date(1, 1, 1) + timedelta(days=value - 1)
        case Kind.MOMENT:
            return moment(value)
    return value


def column(made: Input | ColumnPlan, values: Sequence[Any]) -> pl.Series:
    return pl.Series([cell(made, value) for value in values], dtype=TYPES[made.kind])


def records(scheme: Scheme, cases: Sequence[Case]) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """The table of the cases and the tables of their rows, all numbers whole numbers of their last places."""
    lowered = lower(scheme)
    taken = [take_in(lowered, case) for case in cases]
    keys = [(f"演练{at}区", 2000 + at % 3) for at in range(len(cases))]
    columns: dict[str, Any] = {name: [key[at] for key in keys] for at, name in enumerate(KEY)}
    columns |= {name: column(made, [one.values.get(name) for one in taken]) for name, made in lowered.inputs.items()}
    columns |= {f"{table}_known": [table in one.rows for one in taken] for table in lowered.tables}
    tables = {}
    for table, plan in lowered.tables.items():
        rows = [(key, row) for key, one in zip(keys, taken, strict=True) for row in one.rows.get(table, [])]
        cells: dict[str, Any] = {name: pl.Series([key[at] for key, _ in rows], dtype=[pl.String, pl.Int64][at]) for at, name in enumerate(KEY)}
        tables[table] = pl.DataFrame(cells | {one.id: column(one, [row.get(one.id) for _, row in rows]) for one in plan.columns if one.node is None})
    return pl.DataFrame(columns), tables


def answers(scheme: Scheme, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """What the columnar engine makes of cases out of their rows."""
    engine = Columnar(scheme)
    frame, tables = records(scheme, cases)
    prepared = prepare(scheme, frame, tables, KEY, whole=True)
    units = engine.units_of(prepared)
    found = engine.assess(prepared, Wanted(ranges=True, clauses=True), whole=True)
    return [read(row, units, frame.columns) for row in found.iter_rows(named=True)]


def read(row: dict[str, Any], units: Any, given: Sequence[str]) -> dict[str, Any]:
    """The answers of a row as the exact engine gives them."""
    answer: dict[str, Any] = {}
    for name, value in row.items():
        if name in given or name.endswith("_of"):
            continue
        answer[name] = value
        if name in units and value is not None:
            answer[name] = value * units[name] / (row[f"{name}_of"] * units[f"{name}_of"] if f"{name}_of" in row else 1)
    answer["grades"] = tuple(answer["grades"].split("/")) if "grades" in answer else None
    return answer


def quantities(scheme: Scheme, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """What is counted from the rows of cases, exact and in base units."""
    frame, tables = records(scheme, cases)
    found = prepare(scheme, frame, tables, KEY, whole=True)
    made = [one for one in lower(scheme).inputs.values() if one.aggregate is not None]
    return [{one.id: _exact(one, row) for one in made} for row in found.iter_rows(named=True)]


def _exact(made: Input, row: dict[str, Any]) -> Any:
    value = row[made.id]
    if value is None or made.kind is not Kind.NUMBER:
        return value
    return Fraction(value, row[f"{made.id}_of"]) * made.unit.factor if f"{made.id}_of" in row else value * whole_reach(made)[2]


def agree(scheme: Scheme, cases: Sequence[Case]) -> None:
    """Every assessment is that of the exact engine."""
    for case, found in zip(cases, answers(scheme, cases), strict=True):
        wanted = expected(scheme, case)
        for name, value in found.items():
            if name in wanted:
                assert value == wanted[name], (case.id, name, value, wanted[name])
        assert wanted.keys() <= found.keys() | {"grades"}
