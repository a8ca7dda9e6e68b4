"""CSV → the lines of a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path as File

from ..messages import Place, Problem
from .documents import read_text
from .table_rows import Line

LARGEST = 256 * 1024 * 1024


class CsvSource:
    """The lines of a CSV file. Raises SupervisionRulesError where it is no text, or too long a one."""

    def __init__(self, file: File) -> None:
        self.where = CsvPlaces(file)
        self.problems: list[Problem] = []
        self.whole = Place(str(file), 1)
        self._text = read_text(file, LARGEST)

    def lines(self) -> Iterator[Line]:
        """The header, then every line with as many cells; a line that has none is passed over."""
        reader = csv.reader(io.StringIO(self._text), strict=True)
        width = None
        try:
            for cells in reader:
                line = [cell.strip() for cell in cells]
                if width is None or len(line) == width:
                    yield reader.line_num, line
                elif any(line):
                    arguments = {"given": len(line), "wanted": width}
                    self.problems.append(Problem("csv-shape", arguments, place=self.where(reader.line_num, None)))
                width = len(line) if width is None else width
        except csv.Error as error:
            self.problems.append(Problem("csv-syntax", {"reason": str(error)}, place=self.where(max(reader.line_num, 1), None)))


class CsvPlaces:
    """Lines and columns of a CSV file, which is read again only where something is wrong with it."""

    def __init__(self, file: File) -> None:
        self._file = file

    def __call__(self, line: int, cell: int | None) -> Place:
        """The place of a cell, or of a line, with the text of the line."""
        text = self._lines[line - 1].rstrip("\r")
        return Place(str(self._file), line, 0 if cell is None else start(text, cell), text[:200])

    @cached_property
    def _lines(self) -> list[str]:
        return read_text(self._file, LARGEST).split("\n")


def start(line: str, position: int) -> int:
    """The column in which a cell begins, 0 where it does not begin on this line."""
    starts, quoted = [1], False
    for at, character in enumerate(line):
        quoted ^= character == '"'
        if character == "," and not quoted:
            starts.append(at + 2)
    return starts[position] if position < len(starts) else 0
