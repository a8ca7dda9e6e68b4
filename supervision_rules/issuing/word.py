"""Word: the tables of a document as grids, and a table as a document that an office can print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from ..loading.grid import At, Cell, Grid, Merged
from ..messages import Message, exact, message, require
from .layout import Layout

NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAID = {"br": "\n", "cr": "\n", "tab": " "}
CELLS = "./w:tc | ./w:sdt/w:sdtContent/w:tc"


def word_grids(file: IO[bytes]) -> Iterator[Grid]:
    """The tables of a document, named by their numbers. What was struck out under revision is not there, what was put in is."""
    import docx

    for number, table in enumerate(docx.Document(file).tables, 1):
        yield _grid(table._tbl, number)


def _grid(table: Any, number: int) -> Grid:
    cells: dict[At, Cell] = {}
    begun: dict[int, tuple[int, int, int]] = {}
    merged: list[Merged] = []
    for row, tr in enumerate(table.tr_lst, 1):
        column = 1 + tr.grid_before
        for tc in tr.xpath(CELLS):
            right = column + tc.grid_span - 1
            if tc.vMerge == "continue" and column in begun:
                top, _, end = begun[column]
                merged = [one for one in merged if (one.top, one.left) != (top, column)] + [Merged(top, column, row, max(right, end))]
            else:
                begun[column] = (row, column, right)
                if right > column:
                    merged.append(Merged(row, column, row, right))
                if text := _text(tc):
                    cells[row, column] = Cell(text)
            column = right + 1
    return Grid(str(number), cells, tuple(merged), _Where(number))


class _Where:
    def __init__(self, table: int) -> None:
        self._table = str(table)

    def __call__(self, row: int, column: int) -> Message:
        return message("place.word", table=self._table, row=str(row), column=str(column))


def _text(cell: Any) -> str:
    return "\n".join("".join(_said(paragraph)) for paragraph in cell.iter(f"{NAMESPACE}p")).strip()


def _said(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter():
        kind = str(node.tag).removeprefix(NAMESPACE)
        if kind == "t" and not any(above.tag == f"{NAMESPACE}moveFrom" for above in node.iterancestors()):
            yield node.text or ""
        elif kind in SAID:
            yield SAID[kind]


def write_word(layout: Layout, file: Path) -> None:
    """Write a table as a document: title, header on every page, merged indicators, a total; A4 across."""
    require("docx", "office")
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    document = docx.Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(20)
    document.add_heading(layout.title, 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(1 + layout.rows, len(layout.columns), "Table Grid")
    whole = sum(column.width for column in layout.columns)
    grid = [list(row.cells) for row in table.rows]
    for number, column in enumerate(layout.columns):
        grid[0][number].text = column.heading
        for row in grid:
            row[number].width = Mm(257) * column.width // whole
    for block in layout.blocks:
        cell = grid[block.row + 1][block.column]
        if (block.rows, block.columns) != (1, 1):
            cell = cell.merge(grid[block.row + block.rows][block.column + block.columns - 1])
        cell.text = block.value if isinstance(block.value, str) else exact(block.value)
        if layout.columns[block.column].centred:
            for paragraph in cell.paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.save(str(file))
