"""Tables of records → a table of cases with a column for every quantity that a scheme counts from rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import Any

from ....expression import near
from ....lowering import TablePlan, lower
from ....messages import Problems, require
from ....scheme import Scheme
from .counting_rows import Counting, Quantities
from .reading_rows import Reading, said
from .row_values import CASES, Level, index


def prepare(
    scheme: Scheme,
    cases: Any,
    tables: Mapping[str, Any],
    key: Sequence[str] = ("district", "year"),
    *,
    columns: Mapping[str, str] | None = None,
    whole: bool = False,
    partial: bool = False,
    check: bool = True,
) -> Any:
    """The cases with a column for every quantity that the scheme counts from rows, ready for `assess`; of the same kind (Polars, eager or lazy,
    pandas, PyArrow, DuckDB; any other comes back as Polars).

    `cases` has a row a case: the columns of its `key`, which no two rows share, and facts, of which any may be absent. `tables` has for tables of
    the scheme by id (`school`, `class`) the rows of all cases: the columns of `key`, and those of the table. A case of which there is no row has
    none, unless a column `TABLE_known` of `cases` (`school_known`) is not true: then it is not known, as where the whole table is not given.
    `columns` names the column of a fact, or of cells by their full name (`school.pupils`), where it is not that of its id; `partial`: cells that
    quantities read may have no column, and are missing in every row; `whole`: numbers are whole numbers of their last place.

    What comes of it is what the exact engine prepares of every case. A number that has no more places than declared is a column; any other is a
    pair, `ID` over `ID_of`, of whole numbers. A quantity that a case gives as well must agree with its rows, and stands where these do not tell it.
    Everything is worked out in memory, by Polars: prepare a year at a time of what is large. Coefficients of variation are settled case by case.

    Raises SupervisionRulesError with all that is wrong: with columns (`key-without-column`, `cells-without-column`,
    `column-of-other-type`, `unknown-table`), with keys (`key-empty`, `case-in-two-rows`, `rows-without-case`, `duplicate-row`, `key-cell-missing`,
    `parent-row-missing`), with the first cell of each column that is not as declared, with what was counted (`given-contradicts-rows`,
    `outside-domain`, `constraint-broken`), by case; and `too-wide` where 64 bits do not hold a quantity. Without `check` cells and constraints
    are not looked at.
    """
    require("narwhals", "bulk")
    require("polars", "bulk")
    pl = import_module("polars")
    quantities = scheme.once("quantities", lambda: Quantities(lower(scheme)))
    lowered, frame = quantities.lowered, _polars(cases)
    reading = Reading(pl, lowered, tuple(key), columns or {}, whole, partial, check)
    level = reading.cases(frame)
    problems = Problems()
    for id in tables:
        if id not in lowered.tables:
            problems.add("unknown-table", name=id, alike=near(id, lowered.tables))
    levels = _levels(reading, frame, tables, level, quantities.needed, problems)
    problems.stop()
    keys = [said(row) for row in frame.select(*key).iter_rows()]
    counting = Counting(quantities, pl, level, levels, reading.columns, whole, check, keys)
    counting.run()
    counting.problems.stop()
    return _like(cases, counting.answer(frame))


def _levels(reading: Reading, frame: Any, tables: Mapping[str, Any], cases: Level, needed: Sequence[str], problems: Problems) -> dict[str, Level]:
    """The rows of every table, those of tables above first."""
    keys = frame.select(*reading.key).with_columns(cases.frame[index(CASES)])
    levels: dict[str, Level] = {}
    waiting = list(reading.lowered.tables.values())
    while waiting:
        plan = next(one for one in waiting if one.parent is None or one.parent in levels)
        waiting.remove(plan)
        above = {CASES: cases} if plan.parent is None else {**levels[plan.parent].above, plan.parent: levels[plan.parent]}
        known = _known(reading.pl, frame, plan, plan.id in tables)
        if plan.id in tables:
            made = reading.table(plan, _polars(tables[plan.id], reading.names(plan)), keys, above, known, needed, problems)
        else:
            made = reading.without_rows(plan, above)
        made.known = known
        levels[plan.id] = made
    return levels


def _known(pl: Any, frame: Any, plan: TablePlan, there: bool) -> Any:
    """Which cases have a table."""
    name = f"{plan.id}_known"
    if there and name in frame.columns:
        return frame[name].cast(pl.Boolean).fill_null(value=False)
    return pl.repeat(there, len(frame), dtype=pl.Boolean, eager=True)


def _polars(frame: Any, names: Collection[str] = ()) -> Any:
    """A table of any kind as one of Polars; of a lazy one only the columns that are named are read, where any are."""
    import narwhals as nw

    table = nw.from_native(frame)
    if isinstance(table, nw.LazyFrame):
        kept = [name for name in table.collect_schema().names() if name in names] if names else []
        return (table.select(*kept) if kept else table).collect("polars").to_native()
    return table.to_polars()


def _like(frame: Any, found: Any) -> Any:
    """A table of Polars as one of the kind of another."""
    import narwhals as nw

    table = nw.from_native(frame)
    if frame is table:
        return nw.from_native(_like(nw.to_native(frame), found))
    kind = table.implementation
    if kind.is_polars():
        return found.lazy() if isinstance(table, nw.LazyFrame) else found
    if kind.is_pandas():
        return found.to_pandas()
    if kind.is_pyarrow():
        return found.to_arrow()
    if kind.is_duckdb():
        return import_module("duckdb").from_arrow(found.to_arrow())
    return found
