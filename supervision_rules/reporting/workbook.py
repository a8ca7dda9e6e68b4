"""Tables as an Excel file: numbers as numbers, words as words. Needs the extra `office`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

from attrs import frozen

from ..messages import decimal_places, exact, fixed, require
from .layout import columns

Cell = str | Fraction | int | None
DIGITS = 15
PLACES = 10
WIDEST = 60


@frozen(kw_only=True)
class WorkSheet:
    """A sheet: one table with its headings."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def workbook(sheets: Iterable[WorkSheet]) -> bytes:
    """The file, the same for the same tables. A number without end is rounded to ten decimals; one of more than 15 digits stands as text.

    Raises SupervisionRulesError (`extra-missing`) where the extra `office` is not installed.
    """
    require("xlsxwriter", "office")
    import xlsxwriter

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        number = book.add_format({"valign": "top"})
        for one in sheets:
            sheet = book.add_worksheet(one.title)
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(one.headings):
                sheet.write_string(0, column, heading, head)
                sheet.set_column(column, column, _width([heading, *(row[column] for row in one.rows)]))
            for line, row in enumerate(one.rows, start=1):
                for column, cell in enumerate(row):
                    held = None if isinstance(cell, str) or cell is None else _held(cell)
                    if held is not None:
                        sheet.write_number(line, column, held, number)
                    elif cell is not None:
                        sheet.write_string(line, column, cell if isinstance(cell, str) else exact(cell), words)
            sheet.autofilter(0, 0, len(one.rows), len(one.headings) - 1)
    return target.getvalue()


def _held(value: Fraction | int) -> Decimal | None:
    """A number as Excel holds it, or None."""
    made = Decimal(exact(value) if decimal_places(value) is not None else fixed(value, PLACES))
    return made if len(made.as_tuple().digits) <= DIGITS else None


def _width(cells: Iterable[Cell]) -> int:
    texts = (cell if isinstance(cell, str) else "" if cell is None else exact(cell) for cell in cells)
    return min(WIDEST, max(columns(line) for text in texts for line in (text or " ").split("\n")) + 2)
