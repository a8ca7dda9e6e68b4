"""CSV → rows of a table: headers are column ids or labels, an empty cell is missing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path as File

from attrs import evolve

from ..expression import Kind, near
from ..messages import Argument, Path, Place, Problem
from ..scheme import Column, Fact, Row, Table, Written, whole_column
from .documents import read_text

LARGEST = 256 * 1024 * 1024
META = {"clause": "clause", "出处": "clause", "assumed": "assumed", "假定理由": "assumed", "note": "note", "备注": "note"}
YES = {"是": True, "true": True, "否": False, "false": False}


class CsvReader:
    """Reads the rows of one table; the cells themselves are checked with the case.

    `columns` are the columns in their order (a text: something that a row says of itself; None: unknown), `problems` every one of header and shape.
    """

    def __init__(self, file: File, table: Table, facts: Iterable[Fact] = ()) -> None:
        self.rows: list[Row] = []
        self.columns: list[Column | str | None] = []
        self.problems: list[Problem] = []
        self._file = file
        self._table = evolve(table, column=tuple(whole_column(column, facts) for column in table.column))
        self._text = read_text(file, LARGEST)
        self._lines = csv.reader(io.StringIO(self._text), strict=True)
        try:
            self._header([name.strip() for name in next(self._lines, [])])
            for line in self._lines if not self.problems else ():
                self._line([cell.strip() for cell in line])
        except csv.Error as error:
            self._note("csv-syntax", reason=str(error))

    def _note(self, code: str, cell: int | None = None, /, **arguments: Argument) -> None:
        line = max(self._lines.line_num, 1)
        text = self._text.split("\n", line)[line - 1].rstrip("\r")
        place = Place(str(self._file), line, 0 if cell is None else start(text, cell), text[:200])
        self.problems.append(Problem(code, arguments, place=place))

    def _header(self, header: list[str]) -> None:
        by_name: dict[str, Column] = {column.label: column for column in self._table.column}
        by_name |= {column.id: column for column in self._table.column}
        if not header:
            self._note("csv-empty", table=self._table.id)
            return
        for position, name in enumerate(header):
            found = by_name.get(name) or META.get(name)
            if found is None:
                self._note("unknown-column", position, table=self._table.id, name=name, alike=near(name, by_name))
            elif found in self.columns:
                self._note("duplicate-id", position, id=name)
            elif isinstance(found, Column) and found.value is not None:
                self._note("fact-is-derived", position, id=f"{self._table.id}.{found.id}")
            self.columns.append(found)
        ids = {column.id for column in self.columns if isinstance(column, Column)}
        if not self.problems and not ids.issuperset(self._table.key):
            self._note("key-cell-missing", table=self._table.id, key=list(self._table.key))

    def _line(self, line: list[str]) -> None:
        if not any(line):
            return
        if len(line) != len(self.columns):
            self._note("csv-shape", given=len(line), wanted=len(self.columns))
            return
        cells: dict[str, Written] = {}
        meta: dict[str, str] = {}
        for position, (column, text) in enumerate(zip(self.columns, line, strict=True)):
            if column is None or not text:
                continue
            if isinstance(column, str):
                meta[column] = text
            elif column.kind is Kind.CONDITION and text.lower() not in YES:
                self._note("unknown-value", position, value=text, values=["是", "否"], alike=near(text, YES))
            else:
                cells[column.id] = _cell(column, text)
        self.rows.append(Row(cells=cells, **meta))


def _cell(column: Column, text: str) -> Written:
    if column.kind is Kind.CONDITION:
        return YES[text.lower()]
    if column.kind is Kind.DATE:
        with suppress(ValueError):
            return date.fromisoformat(text)
    if column.kind is Kind.NUMBER and column.unit and text[-1:].isdigit():
        return f"{text} {column.unit}"
    return text


class CsvMap:
    """Where the cells of a CSV text stand, its columns in their order; rows count as they are read."""

    def __init__(self, text: str, columns: list[str]) -> None:
        self._lines = text.split("\n")
        self._columns = columns
        reader = csv.reader(io.StringIO(text))
        self._rows = [reader.line_num for line in reader if len(line) == len(columns) and any(cell.strip() for cell in line)]

    def find(self, path: Path, _: object = None) -> tuple[int, int, str]:
        """Line, column and text of the line of a table, a row or a cell (`("table", 0, "rows", 7, "pupils")`)."""
        row, cell = [*path[3:5], None, None][:2]
        line = self._rows[row + 1] if isinstance(row, int) else 1
        text = self._lines[line - 1].rstrip("\r")
        return line, start(text, self._columns.index(cell)) if isinstance(cell, str) else 0, text[:200]


def start(line: str, position: int) -> int:
    """The column in which a cell begins, 0 where it does not begin on this line."""
    starts, quoted = [1], False
    for at, character in enumerate(line):
        quoted ^= character == '"'
        if character == "," and not quoted:
            starts.append(at + 2)
    return starts[position] if position < len(starts) else 0
