"""Grids in a few words: rows of text, with `^` for a cell that is merged with the one above and `<` for one merged with the one on its left."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from supervision_rules.issuing.reading import table_in
from supervision_rules.issuing.table import IssuedPoint, IssuedTable
from supervision_rules.loading.grid import Cell, Grid, Merged
from supervision_rules.messages import SupervisionRulesError, message

ABOVE, LEFT = "^", "<"
HEADER = ["一级指标", "二级指标", "观测点", "分值", "评分标准"]


def grid(*rows: Sequence[str], name: str = "评分表") -> Grid:
    cells = {(r, c): Cell(text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text and text not in (ABOVE, LEFT)}
    merged = []
    for r, row in enumerate(rows, 1):
        for c, _ in enumerate(row, 1):
            right, bottom = c, r
            while right < len(row) and row[right] == LEFT:
                right += 1
            while bottom < len(rows) and c <= len(rows[bottom]) and rows[bottom][c - 1] == ABOVE:
                bottom += 1
            if row[c - 1] not in (ABOVE, LEFT) and (right, bottom) != (c, r):
                merged.append(Merged(r, c, bottom, right))
    return Grid(name, cells, tuple(merged), lambda row, column: message("place.sheet", sheet=name, cell=f"R{row}C{column}"))


def lacking(one: Grid, at: tuple[int, int], written: str) -> Grid:
    return evolve(one, cells={**one.cells, at: Cell(lacks=written)})


def read(*rows: Sequence[str], worths: bool = True) -> IssuedTable:
    return table_in([grid(*rows)], "table.xlsx", worths=worths)


def point(*rows: Sequence[str]) -> IssuedPoint:
    (one,) = read(*rows).points
    return one


def refusals(*rows: Sequence[str], worths: bool = True) -> list[str]:
    """The codes of everything wrong with a table, each with its cell."""
    try:
        read(*rows, worths=worths)
    except SupervisionRulesError as error:
        places = (problem.place for problem in error.problems)
        return [f"{code} {place.line}:{place.column}" if place else code for code, place in zip(error.codes, places, strict=True)]
    return []
