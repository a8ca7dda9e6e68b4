"""A sheet or a Word table as cells: what stands where, and which cells are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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

    def __contains__(self, at: At) -> bool:
        return self.top <= at[0] <= self.bottom and self.left <= at[1] <= self.right


@frozen
class Grid:
    """The cells of a sheet or table that are not empty, by row and column; `where` puts a place into words."""

    name: str
    cells: Mapping[At, Cell]
    merged: tuple[Merged, ...]
    where: Callable[[int, int], Message]

    def origin(self, row: int, column: int) -> At:
        """Where that cell begins to which a place belongs."""
        return next(((one.top, one.left) for one in self.merged if (row, column) in one), (row, column))

    def cell(self, row: int, column: int) -> Cell:
        """What is in the cell to which a place belongs."""
        return self.cells.get(self.origin(row, column), BLANK)

    def span(self, row: int, column: int) -> range:
        """The columns of the cell that begins at a place."""
        return next((range(one.left, one.right + 1) for one in self.merged if (row, column) == (one.top, one.left)), range(column, column + 1))

    @property
    def rows(self) -> list[int]:
        """The rows in which something begins."""
        return sorted({row for row, _ in self.cells})

    def filled(self, row: int) -> list[int]:
        """The columns in which a cell of a row begins that is not empty."""
        return sorted(column for at, column in self.cells if at == row)


def texts(rows: Iterable[Iterable[str]]) -> dict[At, Cell]:
    """The cells of plain rows of text."""
    return {(r, c): Cell(text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1) if text.strip()}
