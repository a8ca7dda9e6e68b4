"""Excel → the lines of tables, a sheet each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path as File

from ..messages import Place, Problem, message, require
from .excel import excel_grids
from .grid import Grid, Merged
from .office_files import read_office
from .table_rows import Line, Unread


def read_sheets(file: File, known: Sequence[str]) -> tuple[Grid, ...]:
    """The sheets of a workbook. Raises SupervisionRulesError, `extra-missing` too."""
    require("openpyxl", "office")
    return read_office(file, excel_grids, known)


class SheetSource:
    """The lines of a sheet: the header is its first row below the titles, a title being one cell merged across columns."""

    def __init__(self, file: File, grid: Grid) -> None:
        self.where = SheetPlaces(file, grid)
        self.problems: list[Problem] = []
        self.whole = Place(str(file), within=message("place.whole-sheet", sheet=grid.name))
        self._grid = grid
        self._merged = {(one.top, one.left): one for one in grid.merged}

    def lines(self) -> Iterator[Line]:
        """The rows that are not empty, each with a cell for every column that is not."""
        rows = self._grid.rows
        while rows and self._is_title(rows[0]):
            del rows[0]
        columns = sorted({column for row in rows for column in self._grid.filled(row)})
        self.where.columns = columns
        for row in rows:
            yield row, [self._cell(row, column) for column in columns]

    def _is_title(self, row: int) -> bool:
        (first, *others) = self._grid.filled(row)
        merged = self._merged.get((row, first))
        return not others and merged is not None and merged.right > merged.left

    def _cell(self, row: int, column: int) -> str | Unread:
        cell = self._grid.cells.get((row, column))
        if cell is None:
            return ""
        if cell.lacks:
            return Unread("cell-without-value", written=cell.lacks)
        merged = self._merged.get((row, column))
        return cell.text.strip() if merged is None else Unread("cell-merged", cells=self._range(merged))

    def _range(self, merged: Merged) -> str:
        ends = ((merged.top, merged.left), (merged.bottom, merged.right))
        return ":".join(str(self._grid.where(row, column).arguments["cell"]) for row, column in ends)


class SheetPlaces:
    """The cells of a sheet, without what is in them: a case keeps its places as long as it lives."""

    def __init__(self, file: File, grid: Grid) -> None:
        self._file, self._within = str(file), grid.where
        self.columns: Sequence[int] = ()

    def __call__(self, line: int, cell: int | None) -> Place:
        """The place of a cell, or of the first one of a row."""
        column = self.columns[cell or 0] if self.columns else 1
        return Place(self._file, line, column, within=self._within(line, column))
