"""Changing which rows a situation has: one more, one fewer, a table there or not."""

from __future__ import annotations

from collections.abc import Iterator

from ..expression import Kind
from ..lowering import TablePlan, Value
from .ground import Ground
from .situations import Cells, Situation

MOST_ROWS = 12
FAR = 1000


def with_row(ground: Ground, situation: Situation, table: str, like: int) -> Situation:
    """With one more row: like another of its table (by its position) with all that is below that one, or the first rows of all."""
    rows = situation.rows.get(table, ())
    if len(rows) >= MOST_ROWS:
        return situation
    return _copied(ground, situation, table, rows[like % len(rows)], {}) if rows else _begun(ground, situation, table, like)


def _begun(ground: Ground, situation: Situation, table: str, like: int) -> Situation:
    """With a first row of the least values, or with one for each year that a series runs over."""
    plan = ground.lowered.tables[table]
    first_day = ground.scheme.header.period.from_.toordinal()
    scales = {column.id: ground.scales[f"{table}.{column.id}"] for column in plan.columns if column.node is None}
    cells = {name: scale.start(first_day) for name, scale in scales.items()}
    if plan.parent is not None and plan.parent in situation.rows:
        above = situation.rows[plan.parent]
        if not above:
            return situation
        cells[plan.parent] = above[like % len(above)].get(_key(ground, plan.parent))
    series = ground.series(table)
    return situation.having({table: tuple({**cells, series[0]: year} for year in series[1]) if series else (cells,)})


def without_row(ground: Ground, situation: Situation, table: str, position: int) -> Situation:
    """Without a row and all that is below it."""
    rows = situation.rows.get(table, ())
    if not rows:
        return situation
    gone = rows[position % len(rows)]
    kept = situation.having({table: tuple(row for row in rows if row is not gone)})
    for child in _children(ground, situation, table):
        below = [n for n, row in enumerate(kept.rows[child.id]) if row.get(table) == gone.get(_key(ground, table))]
        for n in reversed(below):
            kept = without_row(ground, kept, child.id, n)
    return kept


def without_rows(ground: Ground, situation: Situation, table: str, _: int) -> Situation:
    """With a table that has no rows, nor has any below it."""
    emptied = situation.having({table: ()})
    for child in _children(ground, situation, table):
        emptied = without_rows(ground, emptied, child.id, 0)
    return emptied


def without_table(_: Ground, situation: Situation, table: str, __: int) -> Situation:
    """Without a table: it is missing, which is not the same as having no rows."""
    return situation.having({table: None})


def _copied(ground: Ground, situation: Situation, table: str, row: Cells, changed: Cells) -> Situation:
    plan = ground.lowered.tables[table]
    copy = _fresh(ground, plan, situation, {**row, **changed})
    if copy is None:
        return situation
    grown = situation.having({table: (*situation.rows[table], copy)})
    for child in _children(ground, situation, table):
        key = _key(ground, table)
        for below in situation.rows[child.id]:
            if below.get(table) == row.get(key):
                grown = _copied(ground, grown, child.id, below, {table: copy[key]})
    return grown


def _fresh(ground: Ground, plan: TablePlan, situation: Situation, cells: Cells) -> Cells | None:
    """The cells under a key that no row of their table has, or None where there is none left."""
    taken = {tuple(row.get(name) for name in plan.key) for row in situation.rows.get(plan.id, ())}
    if tuple(cells.get(name) for name in plan.key) not in taken:
        return cells
    for name in reversed(plan.key):
        for value in _others(ground, f"{plan.id}.{name}", cells[name]) if name != plan.parent else ():
            if tuple(value if part == name else cells.get(part) for part in plan.key) not in taken:
                return {**cells, name: value}
    return None


def _others(ground: Ground, column: str, value: Value) -> Iterator[Value]:
    """Other values of a key, those nearby first."""
    scale = ground.scales[column]
    if not scale.measured:
        yield from scale.words
        if scale.kind is Kind.TEXT:
            yield from (f"{value}{n}" for n in range(2, FAR))
        return
    here = scale.number(value)
    for far in range(1, FAR):
        yield from (scale.value(n) for n in (here + far, here - far) if scale.first <= n <= scale.last)


def _children(ground: Ground, situation: Situation, table: str) -> list[TablePlan]:
    return [plan for plan in ground.lowered.tables.values() if plan.parent == table and plan.id in situation.rows]


def _key(ground: Ground, table: str) -> str:
    """The key of a table that has others below it: it is a single column."""
    return ground.lowered.tables[table].key[0]
