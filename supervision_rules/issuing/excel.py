"""Excel: the sheets of a workbook as grids, and a table as a workbook that an office can print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from ..messages import Message, exact, message, require
from .grid import At, Cell, Grid, Merged
from .layout import Layout

MOST_DIGITS = 15
"""What Excel keeps, and shows, of a number."""


def excel_grids(file: IO[bytes]) -> Iterator[Grid]:
    """The sheets of a workbook, with what its formulas came to when it was last saved."""
    from openpyxl import load_workbook

    written = load_workbook(file)
    file.seek(0)
    values = load_workbook(file, data_only=True)
    for sheet in values.worksheets:
        formulas = {at: str(cell.value) for at, cell in _there(written[sheet.title]) if cell.data_type == "f"}
        made = ((at, _cell(cell.value, cell.data_type, formulas.get(at, ""), cell.number_format)) for at, cell in _there(sheet))
        cells = {at: cell for at, cell in made if cell.text.strip() or cell.lacks}
        merged = tuple(Merged(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges)
        yield Grid(sheet.title, cells, merged, _Where(sheet.title))


def _there(sheet: Any) -> Iterator[tuple[At, Any]]:
    """The cells that a sheet has; to go through its rows would make all those that it has not, down to the last one that somebody has coloured."""
    return ((at, cell) for at, cell in sheet._cells.items())


class _Where:
    def __init__(self, sheet: str) -> None:
        self._sheet = sheet

    def __call__(self, row: int, column: int) -> Message:
        return message("place.sheet", sheet=self._sheet, cell=f"{letters(column)}{row}")


def letters(column: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    above, last = divmod(column - 1, 26)
    return (letters(above) if above else "") + chr(ord("A") + last)


def _cell(value: Any, kind: str, formula: str, shape: str = "") -> Cell:
    if kind == "e":
        return Cell(lacks=str(value))
    if value is None:
        return Cell(lacks=formula)
    if isinstance(value, bool):
        return Cell(str(value).upper())
    if "%" in shape and isinstance(value, int | float):
        return Cell(f"{_decimal(value * 100)}%")  # as it is shown
    if isinstance(value, int | Decimal):
        return Cell(str(value))
    if isinstance(value, datetime | date | time):
        return Cell(value.isoformat())
    return Cell(value if isinstance(value, str) else _decimal(value))


def _decimal(value: Any) -> str:
    """A number that Excel holds in binary as the decimal that it shows."""
    plain = format(Decimal(f"{value:.{MOST_DIGITS}g}"), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def write_excel(layout: Layout, file: Path) -> None:
    """Write a table as a workbook: title, header, merged indicators, a total; ready to print on A4."""
    require("xlsxwriter", "office")
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(layout.name)
        shape = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        styles = {centred: book.add_format({**shape, "align": "center" if centred else "left"}) for centred in (True, False)}
        bold = book.add_format({**shape, "align": "center", "bold": True, "bg_color": "#EEEEEE"})
        title = book.add_format({"align": "center", "valign": "vcenter", "bold": True, "font_size": 14, "text_wrap": True})
        last = len(layout.columns) - 1
        _write(sheet, 0, 0, 0, last, layout.title, title)
        sheet.set_row(0, 36)
        for number, column in enumerate(layout.columns):
            sheet.set_column(number, number, column.width)
            _write(sheet, 1, number, 1, number, column.heading, bold)
        for block in layout.blocks:
            style = styles[layout.columns[block.column].centred]
            value = block.value if isinstance(block.value, str) else _number(exact(block.value))
            _write(sheet, block.row + 2, block.column, block.row + block.rows + 1, block.column + block.columns - 1, value, style)
        sheet.freeze_panes(2, 0)
        sheet.repeat_rows(1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _number(written: str) -> Decimal | str:
    """A worth as a number, or as text where Excel could not keep its digits."""
    return Decimal(written) if len(written.replace(".", "")) <= MOST_DIGITS else written


def _write(sheet: Any, top: int, left: int, bottom: int, right: int, value: Decimal | str, style: Any) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    if isinstance(value, str):
        sheet.write_string(top, left, value, style)
    else:
        sheet.write_number(top, left, value, style)
