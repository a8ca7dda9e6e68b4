"""Tables of drawn cases, in whatever holds them, against the exact engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl
from engines.columnar.evaluating import expected, row_of

from supervision_rules import Case, Scheme
from supervision_rules.engines.columnar import Columnar, Wanted, columnar_of
from supervision_rules.engines.exact import prepare
from supervision_rules.expression import Kind
from supervision_rules.lowering import LoweredScheme, lower

TYPES: dict[Kind, Any] = {Kind.CONDITION: pl.Boolean, Kind.CHOICE: pl.String, Kind.DATE: pl.Date}
NUMBER = "row number"


def agree(scheme: Scheme, drawn: list[Case], held: Callable[[pl.DataFrame], Any] = lambda frame: frame) -> None:
    """The table of cases comes to what the exact engine makes of each."""
    lowered, engine = lower(scheme), columnar_of(scheme)
    table, wanted = [], []
    for case in drawn:
        try:
            table.append(row_of(lowered, prepare(scheme, case)))
        except AssertionError:  # what is counted from rows has more places than a column of the fact
            continue
        wanted.append(expected(scheme, case))
    if not engine.facts:
        return
    found = engine.assess(held(_frame(lowered, engine, table)), Wanted(ranges=True, clauses=True), whole=True)
    rows = nw.from_native(found).lazy().collect("polars").sort(NUMBER).rows(named=True)
    assert [_exact(engine, row, set(wanted[0])) for row in rows] == [{**one, "grades": "/".join(one["grades"])} for one in wanted]


def _frame(lowered: LoweredScheme, engine: Columnar, table: list[dict[str, Any]]) -> pl.DataFrame:
    """Facts in columns, days as days."""
    facts = {name: made.kind for name, made in lowered.inputs.items() if name in engine.facts}
    cells = {
        name: [date.fromordinal(row[name]) if kind is Kind.DATE and row[name] is not None else row[name] for row in table]
        for name, kind in facts.items()
    }
    return pl.DataFrame(cells, schema={name: TYPES.get(kind, pl.Int64) for name, kind in facts.items()}).with_row_index(NUMBER)


def _exact(engine: Columnar, row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    told = {}
    for name in names:
        value = row[name]
        told[name] = value * engine.units[name] / row.get(f"{name}_of", 1) if name in engine.units and value is not None else value
    return told
