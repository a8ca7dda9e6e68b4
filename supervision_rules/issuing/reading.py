"""An Excel or Word file → the table in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve

from ..expression import near
from ..loading.grid import Grid
from ..messages import Place, Problem, SupervisionRulesError
from .files import read_grids
from .header import Header, find_header
from .rows import Row, RowReader
from .table import IssuedPoint, IssuedTable
from .words import plain

ROW = 3
"""From how many filled cells in a row on a sheet is taken for a table that somebody meant to be read."""


def read_table(file: str | Path, sheets: Sequence[str] = (), *, worths: bool = True) -> IssuedTable:
    """The table in an Excel (`.xlsx`) or Word (`.docx`) file; `sheets` names the sheets (in Word: the numbers of the tables) where there are several.

    `worths`: whether a table must say them. Raises SupervisionRulesError with everything that is wrong with it, each with its cell.
    """
    return table_in(read_grids(Path(file)), str(file), sheets, worths=worths)


def table_in(grids: Sequence[Grid], file: str, sheets: Sequence[str] = (), *, worths: bool = True) -> IssuedTable:
    """The table that stands in the sheets of a file. Raises SupervisionRulesError."""
    chosen = _chosen(grids, file, sheets, worths)
    reader = RowReader(file, worths)
    for grid, header in chosen:
        reader.read(grid, header)
    reader.check_headings()
    if not reader.points and not reader.problems:
        reader.problems.append(Problem("table-empty", {}, place=Place(file)))
    numbered = reader.number_points()
    made = IssuedTable(points=tuple(map(_made, reader.points)), file=Path(file).name, numbered=numbered, notes=tuple(reader.notes))
    reader.problems += _twice(made.points)
    if reader.problems:
        raise SupervisionRulesError(reader.problems)
    return made


def _chosen(grids: Sequence[Grid], file: str, sheets: Sequence[str], worths: bool) -> list[tuple[Grid, Header]]:
    """The grids that are to be read, each with its header."""
    names = [grid.name for grid in grids]
    unknown = [
        Problem("unknown-sheet", {"name": name, "alike": near(name, names), "known": names}, place=Place(file))
        for name in sheets
        if name not in names
    ]
    if unknown:
        raise SupervisionRulesError(unknown)
    asked = [next(grid for grid in grids if grid.name == name) for name in dict.fromkeys(sheets)] or list(grids)
    found = list(_headed(asked, going_on=bool(sheets)))
    whole = [(grid, header) for grid, header in found if not header.lacking(worths)]
    if len(found) < len(asked) if sheets else not found:
        without = [grid.name for grid in asked if grid not in [one for one, _ in found]]
        raise SupervisionRulesError([Problem("header-missing", {"sheets": without}, place=Place(file))])
    if len(whole) > 1 and not sheets:
        raise SupervisionRulesError([Problem("several-tables", {"sheets": [grid.name for grid, _ in whole]}, place=Place(file))])
    chosen = found if sheets else whole or found
    unread = [grid.name for grid in grids if grid not in [one for one, _ in chosen] and any(len(grid.filled(row)) >= ROW for row in grid.rows)]
    if unread and not sheets:
        raise SupervisionRulesError([Problem("tables-unread", {"sheets": unread}, place=Place(file))])
    problems = [problem for grid, header in chosen for problem in _columns(grid, header, file, worths)]
    if problems:
        raise SupervisionRulesError(problems)
    return chosen


def _headed(grids: Sequence[Grid], *, going_on: bool) -> Iterator[tuple[Grid, Header]]:
    """Grids with their headers; one without a header that is `going_on` goes on under that of the grid before it."""
    before: Header | None = None
    for grid in grids:
        header = find_header(grid)
        if header is None and before is not None and going_on:
            header = evolve(before, row=0)
        if header is not None:
            before = header
            yield grid, header


def _columns(grid: Grid, header: Header, file: str, worths: bool) -> Iterable[Problem]:
    """What is wrong with the columns of a table."""
    for role in header.lacking(worths):
        column = min(span.start for span in header.columns.values())
        yield Problem("column-missing", {"column": role.words}, place=Place(file, header.row, column, within=grid.where(header.row, column)))
    for role, column in header.twice:
        yield Problem("column-twice", {"column": role.words}, place=Place(file, header.row, column, within=grid.where(header.row, column)))


def _made(row: Row) -> IssuedPoint:
    standard = "\n".join(text for text in row.standards.values() if text)
    return IssuedPoint(number=row.printed, title=row.title, standard=standard, worth=row.worth, headings=row.headings, place=row.place)


def _twice(points: Iterable[IssuedPoint]) -> Iterable[Problem]:
    """Titles that stand twice: nobody could say which of them is meant."""
    first: dict[str, IssuedPoint] = {}
    for point in points:
        before = first.setdefault(plain(point.title), point)
        if before is not point and before.place is not None and before.place.within is not None:
            yield Problem("title-twice", {"title": point.title, "first": before.place.within}, place=point.place)
