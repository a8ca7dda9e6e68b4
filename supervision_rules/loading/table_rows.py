"""Rows of cells, from whatever file → rows of a table: headers are column ids or labels, an empty cell is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Protocol

from attrs import frozen

from ..expression import Kind, near
from ..messages import Argument, Path, Place, Problem
from ..scheme import Column, Row, Table, Written, parse_when

META = {"clause": "clause", "出处": "clause", "assumed": "assumed", "假定理由": "assumed", "note": "note", "备注": "note"}
YES = {"是": True, "true": True, "否": False, "false": False}


class Unread:
    """What stands in the place of a cell that could not be read: why not."""

    def __init__(self, code: str, /, **arguments: Argument) -> None:
        self.code, self.arguments = code, arguments


Line = tuple[int, Sequence[str | Unread]]
"""The number of a line in its file, and its cells without the spaces around them."""


class Places(Protocol):
    """Where the cells of a table stand in its file."""

    def __call__(self, line: int, cell: int | None) -> Place:
        """The place of a cell by its position in a line, or of the line."""
        ...


class Source(Protocol):
    """A table as its file has it: `lines` are the header, then the rows; `problems` are those that kept a line from being read."""

    problems: list[Problem]

    @property
    def where(self) -> Places:
        """Where its cells stand."""
        ...

    def lines(self) -> Iterator[Line]:
        """The lines, all of the same length."""
        ...

    @property
    def whole(self) -> Place:
        """The place of the table."""
        ...


class TableReader:
    """Reads the rows of one table; the cells themselves are checked with the case.

    `columns` are the columns in their order (a text: something that a row says of itself; None: unknown), `problems` every one of header and shape.
    """

    def __init__(self, source: Source, table: Table) -> None:
        self.rows: list[Row] = []
        self.columns: list[Column | str | None] = []
        self.problems: list[Problem] = []
        self._table, self._where = table, source.where
        self._numbers: list[int] = []
        lines = source.lines()
        self._line, header = next(lines, (1, ()))
        self._head = self._line
        if header:
            self._header(header)
        elif not source.problems:
            self._note("no-header", table=table.id)
        for number, line in lines if not self.problems else ():
            self._line = number
            self._row(line)
        self.problems += source.problems

    @property
    def map(self) -> TableMap:
        """Where everything stands."""
        columns = [column.id if isinstance(column, Column) else column or "" for column in self.columns]
        return TableMap(self._where, columns, self._head, self._numbers)

    def _note(self, code: str, cell: int | None = None, /, **arguments: Argument) -> None:
        self.problems.append(Problem(code, arguments, place=self._where(self._line, cell)))

    def _refuse(self, cell: Unread, position: int, path: Path = ()) -> None:
        self.problems.append(Problem(cell.code, cell.arguments, path, place=self._where(self._line, position)))

    def _header(self, header: Sequence[str | Unread]) -> None:
        by_name: dict[str, Column] = {column.label: column for column in self._table.column}
        by_name |= {column.id: column for column in self._table.column}
        for position, name in enumerate(header):
            if isinstance(name, Unread):
                self._refuse(name, position)
                continue
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

    def _row(self, line: Sequence[str | Unread]) -> None:
        if not any(line):
            return
        cells: dict[str, Written] = {}
        meta: dict[str, str] = {}
        for position, (column, text) in enumerate(zip(self.columns, line, strict=True)):
            if column is None or not text:
                continue
            if isinstance(text, Unread):
                self._refuse(text, position, ("table", self._table.id, "rows", len(self.rows)))
            elif isinstance(column, str):
                meta[column] = text
            elif column.kind is Kind.CONDITION and text.lower() not in YES:
                self._note("unknown-value", position, value=text, values=["是", "否"], alike=near(text, YES))
            else:
                cells[column.id] = _cell(column, text)
        self.rows.append(Row(cells=cells, **meta))
        self._numbers.append(self._line)


def _cell(column: Column, text: str) -> Written:
    if column.kind is Kind.CONDITION:
        return YES[text.lower()]
    if column.kind is Kind.DATE:
        with suppress(ValueError):
            return date.fromisoformat(text)
    if column.kind is Kind.MOMENT:
        with suppress(ValueError):
            return parse_when(text)
    if column.kind is Kind.NUMBER and column.unit and text[-1:].isdigit():
        return f"{text} {column.unit}"
    return text


@frozen
class TableMap:
    """Where the rows of a table stand, and its columns in their order."""

    _where: Places
    _columns: Sequence[str]
    _head: int
    _numbers: Sequence[int]

    def __call__(self, path: Path) -> Place:
        """The place of the table, of a row or of a cell (`("table", 0, "rows", 7, "pupils")`)."""
        row, cell = [*path[3:5], None, None][:2]
        line = self._numbers[row] if isinstance(row, int) else self._head
        return self._where(line, self._columns.index(cell) if isinstance(cell, str) else None)
