"""A file of cases as one table, for what needs all its rows at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path as File
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ..engines.columnar import columnar_of
from ..engines.columnar.tables.facts import column_of, facts_read
from ..loading.documents import refused
from ..lowering import Input
from ..messages import Problem, SupervisionRulesError
from ..scheme import Scheme
from .cells import TextCells
from .sources import Source, open_source

if TYPE_CHECKING:
    from polars import DataFrame

ROWS = 50_000


@frozen
class CaseFile:
    """The rows of a file; `whole` where numbers are whole numbers of the last places of their facts, as those that were text are."""

    frame: DataFrame
    whole: bool
    source: Source


def read_cases(scheme: Scheme, file: File, table: str | None = None) -> CaseFile:
    """The rows of a CSV, Parquet, Arrow IPC or DuckDB file, the cells of its facts read as `score_file` reads them.

    Raises SupervisionRulesError with the place in the file: with what keeps it from being read, `no-rows`, and of CSV `cell-without-number`.
    """
    import polars

    source = open_source(file, table)
    cells = TextCells(facts_in(scheme, source, {})) if source.text else None
    parts: list[DataFrame] = []
    for part, _ in source.batches(ROWS):
        with placed(source, sum(map(len, parts))):
            parts.append(part if cells is None else cells.typed(part))
    if not any(map(len, parts)):
        raise refused("no-rows", file)
    return CaseFile(polars.concat(parts), source.text, source)


def facts_in(scheme: Scheme, source: Source, columns: Mapping[str, str]) -> dict[str, Input]:
    """The columns of a file that hold facts, each with its fact; `columns` names that of a fact."""
    lowered = columnar_of(scheme).lowered
    found = {column_of(lowered, made, source.schema, columns): made for made in facts_read(lowered)}
    return {column: made for column, made in found.items() if column in source.schema}


@contextmanager
def placed(source: Source, first: int) -> Iterator[None]:
    """Errors about rows get their places in the file, of which these rows are those from a position on."""
    try:
        yield
    except SupervisionRulesError as error:
        raise SupervisionRulesError([at(problem, source, first) for problem in error.problems]) from None


def at(problem: Problem, source: Source, first: int) -> Problem:
    """A problem of a cell, a row or a column with its place in the file, of which these rows are those from a position on."""
    row, column = problem.arguments.get("row"), problem.arguments.get("column")
    column = column if isinstance(column, str) and column in source.schema else None
    if not isinstance(row, int):
        return evolve(problem, place=source.place(None, column))
    return evolve(problem, arguments={**problem.arguments, "row": first + row}, place=source.place(first + row - 1, column))
