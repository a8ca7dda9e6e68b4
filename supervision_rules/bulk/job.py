"""A file of cases → a file of their scores, some rows at a time, and the summary of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path as File
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from ..engines.columnar import Wanted, columnar_of
from ..loading.documents import refused
from ..messages import Problem, SupervisionRulesError
from ..scheme import Scheme
from .cells import TextCells
from .figures import Figures
from .keys import Keys, key_columns
from .reading import facts_in, placed
from .records import Records
from .sources import Source, open_source
from .summary import Summary
from .tallying import Tally
from .writing import TableFile

if TYPE_CHECKING:
    from polars import DataFrame

Told = Callable[[int, int], None]
"""Is told how much of a file has been read, and how much there is."""
BATCH = 50_000
BATCH_WITH_ROWS = 500
"""The rows beneath a case may be some hundreds."""


@frozen(kw_only=True)
class Job:
    """Which file is scored by which scheme into which file, and how.

    `wanted` is what is written of each row; `columns` names the column of a fact, `partial` lets a fact have none; `keys` are the columns that
    tell cases apart, by default those of `case`, `id`, `district` and `year` that are there; `batch` is how many rows are held at a time; `table`
    which table of a DuckDB file. `rows` names for tables of the scheme (`school`, `class`) the file of the rows of all cases, which have the
    columns of `keys` too: quantities are counted from them, as `engines.columnar.prepare` counts them.
    """

    scheme: Scheme
    source: File
    output: File
    wanted: Wanted = Wanted()
    columns: Mapping[str, str] = field(factory=dict)
    partial: bool = False
    keys: tuple[str, ...] = ()
    batch: int = BATCH
    table: str | None = None
    rows: Mapping[str, File] = field(factory=dict)


def score_file(job: Job, told: Told = lambda read, size: None) -> Summary:  # noqa: ARG005
    """Score a file (CSV, Parquet, Arrow IPC, DuckDB) into another (CSV, Parquet, Arrow IPC), which is there whole or not at all.

    What is written are the columns of the file as they are and after them the answers; numbers are decimals of marks. A cell that is empty is a
    missing fact: what hangs on it is null.

    Raises SupervisionRulesError with the place in the file: with what `Columnar.assess` raises, what keeps the file from being read, `no-rows`,
    `case-in-two-rows`, `key-empty`, `key-without-column`, and of CSV `cell-without-number`; OSError where it cannot be written.
    """
    columnar = columnar_of(job.scheme)
    source = open_source(job.source, job.table)
    counted = evolve(job.wanted, clauses=job.wanted.points or job.wanted.clauses)
    figures = Figures(columnar, job.wanted, counted, rows=bool(job.rows))
    columns = key_columns(source, job.keys)
    keys, tally = Keys(source, columns), Tally(columnar, figures.counted, figures.units)
    facts = facts_in(job.scheme, source, job.columns)
    cells = TextCells(facts) if source.text else None
    partial = job.partial and bool(facts or job.rows)  # of a file in which there is no fact at all it is said which are wanted
    as_text = job.output.suffix.lower() == ".csv"
    if as_text:
        _refuse_lists(source)
    first = 0
    with Records(columnar, job.rows, columns, job.columns) as records, TableFile(job.output) as file:
        for table, read in source.batches(job.batch):
            keys.add(table, first)
            with placed(source, first):
                typed = table if cells is None else cells.typed(table)
            shown = typed if cells is None else cells.shown(typed)
            if job.rows:
                prepared = records.prepared(shown, source, first, partial)
                found = columnar.assess(prepared, counted, columns=job.columns, partial=partial)
                answers = figures.alike(found, columnar.units_of(prepared, job.columns))
            else:
                with placed(source, first):
                    answers = columnar.assess(typed, counted, columns=job.columns, whole=source.text, partial=partial)[figures.counted]
            file.write(_beside(table if as_text else shown, figures.of(answers)))
            tally.add(answers)
            first += len(table)
            told(read, source.size)
        if not first:
            raise refused("no-rows", job.source)
        keys.check(job.batch)
        records.check()
        file.finish()
    return tally.summary()


def _beside(table: DataFrame, answers: DataFrame) -> DataFrame:
    import polars

    return polars.concat([table, answers], how="horizontal")


def _refuse_lists(source: Source) -> None:
    """Raises SupervisionRulesError (`column-of-lists`) for columns that a CSV file cannot hold."""
    import polars

    held = [column for column, type in source.schema.items() if type.is_nested() or type in (polars.Binary, polars.Object)]
    if held:
        raise SupervisionRulesError([Problem("column-of-lists", {"column": column}, place=source.place(None, column)) for column in held])
