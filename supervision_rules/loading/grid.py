"""A sheet or a Word table as cells: what stands where, and which cells are merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from attrs import frozen

from ..messages import Message

At = tuple[int, int]
"""Row and column, from 1."""


@frozen
class Cell:
    """What is in a cell: its text, or what keeps it from having one (`lacks`: a formula that was never worked out, an error)."""

    text: str = ""
    lacks: str = ""


BLANK = Cell()


@frozen
class Merged:
    """A rectangle of cells that are one."""

    top: int
    left: int
    bottom: int
    right: int


@frozen(slots=False)
class Grid:
    """The cells of a sheet or table that are not empty, by row and column; `where` puts a place into words."""

    name: str
    cells: Mapping[At, Cell]
    merged: tuple[Merged, ...]
    where: Callable[[int, int], Message]

    def origin(self, row: int, column: int) -> At:
        """Where that cell begins to which a place belongs."""
        found = self._merged.get((row, column))
        return (row, column) if found is None else (found.top, found.left)

    def cell(self, row: int, column: int) -> Cell:
        """What is in the cell to which a place belongs."""
        return self.cells.get(self.origin(row, column), BLANK)

    def span(self, row: int, column: int) -> range:
        """The columns of the cell to which a place belongs."""
        found = self._merged.get((row, column))
        return range(column, column + 1) if found is None else range(found.left, found.right + 1)

    @property
    def rows(self) -> list[int]:
        """The rows in which something begins."""
        return sorted(self._filled)

    def filled(self, row: int) -> list[int]:
        """The columns in which a cell of a row begins that is not empty."""
        return self._filled.get(row, [])

    def reaching(self, row: int) -> list[At]:
        """Where the cells begin that stand in a row or reach into it, from left to right; of empty ones those that are merged."""
        there = {self.origin(row, column) for column in (*self.filled(row), *self._covered.get(row, ()))}
        return sorted(there, key=lambda at: at[1])

    @cached_property
    def _merged(self) -> dict[At, Merged]:
        return {(row, column): one for one in self.merged for row in range(one.top, one.bottom + 1) for column in range(one.left, one.right + 1)}

    @cached_property
    def _filled(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, []).append(column)
        return found

    @cached_property
    def _covered(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, column in self._merged:
            found.setdefault(row, []).append(column)
        return found
