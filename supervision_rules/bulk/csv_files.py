"""CSV → tables of texts, and where each of them stands."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from ..loading.csv_tables import start
from ..loading.documents import refused
from ..messages import Argument, Place, Problem, SupervisionRulesError

if TYPE_CHECKING:
    from polars import DataFrame

AT_ONCE = 2000


class CsvFile:
    """A CSV file in UTF-8, with or without a byte-order mark. A line of empty cells is passed over.

    Raises SupervisionRulesError: `file-missing`, `no-header`, `duplicate-id`, and as `batches`.
    """

    text = True

    def __init__(self, file: File) -> None:
        if not file.is_file():
            raise refused("file-missing", file, name=str(file))
        self._file = file
        self.size = file.stat().st_size
        lines = _Lines(file)
        with lines:
            header = next((cells for cells in lines.rows() if any(cells)), [])
            if not header:
                raise refused("no-header", file, table=file.stem)
            twice = [name for position, name in enumerate(header) if name in header[:position]]
            if twice:
                raise lines.error("duplicate-id", id=twice[0])
        self._header = header

    @property
    def schema(self) -> Mapping[str, Any]:
        """The columns, all of texts."""
        import polars

        return dict.fromkeys(self._header, polars.String())

    def batches(self, rows: int) -> Iterator[tuple[DataFrame, int]]:
        """So many rows at a time, and how many bytes have been read.

        Raises SupervisionRulesError: `csv-shape`, `csv-syntax`, `wrong-encoding`.
        """
        import polars

        with _Lines(self._file) as lines:
            found = self._rows(lines)
            while True:
                pieces, left = [], rows
                while left and (piece := list(islice(found, min(left, AT_ONCE)))):
                    columns = zip(self._header, zip(*piece, strict=True), strict=True)
                    pieces.append(polars.DataFrame([polars.Series(name, cells, dtype=polars.String) for name, cells in columns]))
                    left -= len(piece)
                if not pieces:
                    return
                cell = polars.all().str.strip_chars()
                yield polars.concat(pieces, rechunk=True).select(polars.when(cell != "").then(cell)), lines.read

    def _rows(self, lines: _Lines) -> Iterator[list[str]]:
        """The rows below the header."""
        width, rows = len(self._header), (cells for cells in lines.rows() if any(cells))
        next(rows)
        for cells in rows:
            if len(cells) != width:
                raise lines.error("csv-shape", given=len(cells), wanted=width)
            yield cells

    def place(self, row: int | None, column: str | None) -> Place:
        """The place of a cell, its line found by reading the file once more; of the whole it is the header."""
        if row is None and column is None:
            return Place(str(self._file), 1)
        position = self._header.index(column) if column is not None else None
        with _Lines(self._file) as lines:
            for _ in islice((cells for cells in lines.rows() if any(cells)), 1 if row is None else row + 2):
                pass
            return lines.place(position)


class _Lines:
    """The lines of a CSV file, with the one that was read last."""

    def __init__(self, file: File) -> None:
        self._file, self._line = file, ""
        self.read = 0

    def __enter__(self) -> _Lines:
        self._stream = self._file.open(encoding="utf-8-sig", newline="")
        self._reader = csv.reader(self._text(), strict=True)
        return self

    def __exit__(self, *raised: object) -> None:
        self._stream.close()

    def _text(self) -> Iterator[str]:
        for line in self._stream:
            self._line = line
            self.read += len(line.encode())
            yield line

    def rows(self) -> Iterator[list[str]]:
        """The rows, each a list of cells."""
        try:
            for cells in self._reader:
                yield cells if self._reader.line_num > 1 else [cell.strip() for cell in cells]
        except csv.Error as error:
            raise self.error("csv-syntax", reason=str(error)) from None
        except UnicodeDecodeError:
            raise SupervisionRulesError(
                [Problem("wrong-encoding", {"name": self._file.name}, place=Place(str(self._file), self._undecoded()))]
            ) from None

    def place(self, position: int | None = None) -> Place:
        """The place of a cell of the row that was read last, or of that row."""
        text = self._line.rstrip("\r\n")
        return Place(str(self._file), max(self._reader.line_num, 1), 0 if position is None else start(text, position), text[:200])

    def error(self, code: str, /, **arguments: Argument) -> SupervisionRulesError:
        """An error about the row that was read last."""
        return SupervisionRulesError([Problem(code, arguments, place=self.place())])

    def _undecoded(self) -> int:
        """The first line that is not UTF-8."""
        with self._file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    line.decode()
                except UnicodeDecodeError:
                    return number
        return 0
