"""Excel: a table as a workbook that an office can print."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from ..loading.excel import MOST_DIGITS
from ..messages import exact, require
from .layout import Layout


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
