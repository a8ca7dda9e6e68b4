"""Parquet → the lines of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from ..messages import Place, Problem, SupervisionRulesError, message, require
from .documents import read_bytes, refused
from .plain_texts import plain_number, plain_text
from .structuring import named
from .table_rows import Line, Unread

if TYPE_CHECKING:
    from polars import DataFrame

LARGEST = 256 * 1024 * 1024
CELL = 8
"""Bytes that a cell takes at least when it is unpacked."""


class ParquetSource:
    """The lines of a Parquet file. Raises SupervisionRulesError where it is none, or too large a one, `extra-missing` too."""

    def __init__(self, file: File) -> None:
        require("polars", "bulk")
        self.problems: list[Problem] = []
        self.whole = Place(str(file))
        self._file, self._frame = file, _read(file)
        self.where = ParquetPlaces(file, self._frame.columns)

    def lines(self) -> Iterator[Line]:
        """The names of the columns, then every row."""
        import polars

        floats = [column for column, type_ in self._frame.schema.items() if type_.is_float()]
        positions = {self._frame.columns.index(column) for column in floats}
        # Polars writes a number in binary by the fewest digits that say which it is, of half the length too
        frame = self._frame.with_columns(polars.col(floats).cast(polars.String)) if floats else self._frame
        yield 0, [name.strip() for name in frame.columns]
        length = 0
        for row, values in enumerate(_rows(self._file, frame), 1):
            line = [_number(value) if position in positions else _cell(value) for position, value in enumerate(values)]
            length += sum(len(cell) for cell in line if isinstance(cell, str))
            if length > LARGEST:
                raise refused("file-too-large", self._file, size=length, largest=LARGEST)
            yield row, line


def _read(file: File) -> DataFrame:
    import polars

    content = read_bytes(file, LARGEST)
    try:
        lazy = polars.scan_parquet(BytesIO(content))
        size = lazy.select(polars.len()).collect().item() * max(len(lazy.collect_schema()), 1) * CELL
        if size > LARGEST:
            raise refused("file-too-large", file, size=size, largest=LARGEST)
        return lazy.collect()
    except SupervisionRulesError:
        raise
    except (Exception, polars.exceptions.PanicException) as error:  # of a damaged file it raises whatever comes up
        raise refused("parquet-damaged", file) from error


def _rows(file: File, frame: DataFrame) -> Iterator[tuple[Any, ...]]:
    import polars

    try:
        yield from frame.iter_rows(buffer_size=4096)
    except (Exception, polars.exceptions.PanicException) as error:  # a day beyond all years
        raise refused("parquet-damaged", file) from error


def _cell(value: object) -> str | Unread:
    text = plain_text(value)
    return Unread("wrong-type", wanted=message("type.text"), given=named(value)) if text is None else text.strip()


def _number(text: str | None) -> str:
    if text is None:
        return ""
    number = Decimal(text)
    return plain_number(number) if number.is_finite() else text


class ParquetPlaces:
    """Rows count from 1, columns have names."""

    def __init__(self, file: File, columns: Sequence[str]) -> None:
        self._file, self._columns = str(file), columns

    def __call__(self, line: int, cell: int | None) -> Place:
        """The place of a cell, of a row or (line 0) of a column."""
        if cell is None:
            return Place(self._file, line, within=message("place.row", row=line) if line else None)
        name = self._columns[cell]
        within = message("place.cell", row=line, column=name) if line else message("place.column", column=name)
        return Place(self._file, line, cell + 1, within=within)
