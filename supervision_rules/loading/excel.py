"""Excel: the sheets of a workbook as grids of what its cells show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from ..messages import Message, message
from .grid import At, Cell, Grid, Merged
from .plain_texts import plain_number, plain_text

MOST_DIGITS = 15
"""What Excel keeps, and shows, of a number."""
LITERAL = re.compile(r'"[^"]*"|\\.')
ZEROS = re.compile("0{2,}")


def excel_grids(file: IO[bytes]) -> Iterator[Grid]:
    """The sheets of a workbook, hidden rows and columns too, with what its formulas came to when it was last saved."""
    from openpyxl import load_workbook

    values = load_workbook(file, data_only=True)
    blank = any(cell.value is None for sheet in values.worksheets for _, cell in _there(sheet))
    written = None
    if blank:  # a formula that was never worked out looks like an empty cell
        file.seek(0)
        written = load_workbook(file)
    for sheet in values.worksheets:
        formulas = {at: _formula(cell.value) for at, cell in _there(written[sheet.title]) if cell.data_type == "f"} if written else {}
        made = ((at, _cell(cell.value, cell.data_type, formulas.get(at, ""), cell.number_format)) for at, cell in _there(sheet))
        cells = {at: cell for at, cell in made if cell.text.strip() or cell.lacks}
        merged = tuple(Merged(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges)
        yield Grid(sheet.title, cells, merged, _Where(sheet.title))


def _there(sheet: Any) -> Iterator[tuple[At, Any]]:
    """The cells that a sheet has; to go through its rows would make all those that it has not, down to the last one that somebody has coloured."""
    from openpyxl.cell.cell import MergedCell

    return ((at, cell) for at, cell in sheet._cells.items() if not isinstance(cell, MergedCell))


class _Where:
    def __init__(self, sheet: str) -> None:
        self._sheet = sheet

    def __call__(self, row: int, column: int) -> Message:
        return message("place.sheet", sheet=self._sheet, cell=f"{letters(column)}{row}")


def letters(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    above, last = divmod(column - 1, 26)
    return (letters(above) if above else "") + chr(ord("A") + last)


def _formula(value: Any) -> str:
    return str(getattr(value, "text", value))  # of a formula for several cells


def _cell(value: Any, kind: str, formula: str, shape: str) -> Cell:
    if kind == "e":
        return Cell(lacks=str(value))
    if value is None:
        return Cell(lacks="" if kind == "str" else formula)  # a formula may come to an empty text
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in LITERAL.sub("", shape):
            return Cell(f"{_decimal(value * 100)}%")  # as it is shown
        if isinstance(value, int) and value >= 0 and ZEROS.fullmatch(shape):
            return Cell(str(value).zfill(len(shape)))
    text = plain_text(value)
    return Cell(_decimal(value) if text is None else text)


def _decimal(value: Any) -> str:
    """A number that Excel holds in binary as the decimal that it shows."""
    return plain_number(Decimal(f"{value:.{MOST_DIGITS}g}"))
