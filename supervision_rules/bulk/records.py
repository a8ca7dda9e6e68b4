"""Files of schools, classes and other rows of all cases → the rows of some cases, and the quantities that are counted from them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..engines.columnar import Columnar, prepare
from ..engines.columnar.tables.facts import ROW
from ..expression import Kind, near
from ..lowering import ColumnPlan, TablePlan
from ..messages import Problem, SupervisionRulesError
from .cells import TextCells
from .reading import at, placed
from .sources import Source, open_source
from .writing import TableFile

if TYPE_CHECKING:
    from polars import DataFrame, LazyFrame

READ = 50_000
TEXTS = (Kind.TEXT, Kind.MOMENT)


class Records:
    """The files of rows of a job, by table. Use it as a context: files of text and of databases are kept in a form in which rows are soon found.

    Raises SupervisionRulesError (`unknown-table`, `key-without-column`, and what keeps a file from being read, with its place).
    """

    def __init__(self, columnar: Columnar, files: Mapping[str, File], keys: Sequence[str], columns: Mapping[str, str]) -> None:
        self._columnar, self._keys, self._columns = columnar, list(keys), columns
        tables = columnar.lowered.tables
        unknown = [Problem("unknown-table", {"name": id, "alike": near(id, tables)}) for id in files if id not in tables]
        if unknown:
            raise SupervisionRulesError(unknown)
        self._sources = {id: open_source(file) for id, file in files.items()}
        self._rows: dict[str, LazyFrame] = {}
        self._cases: list[DataFrame] = []

    def __enter__(self) -> Records:
        self._place = tempfile.TemporaryDirectory()
        try:
            for id, source in self._sources.items():
                self._rows[id] = self._scanned(self._columnar.lowered.tables[id], source)
        except BaseException:
            self._place.cleanup()
            raise
        return self

    def __exit__(self, *raised: object) -> None:
        self._rows.clear()
        self._place.cleanup()

    def prepared(self, cases: DataFrame, source: Source, first: int, partial: bool) -> DataFrame:
        """Some cases of a file, the first of which stands at a position, with the quantities that are counted from their rows.

        Raises what `prepare` raises, with places in the file of cases and in those of rows.
        """
        keys = cases.select(self._keys)
        self._cases.append(keys)
        rows = {id: self._of(id, keys, "semi") for id in self._rows}
        with self._placed(source, first):
            found: DataFrame = prepare(self._columnar.scheme, cases, rows, self._keys, columns=self._columns, partial=partial)
        return found

    def check(self) -> None:
        """Raises SupervisionRulesError (`rows-without-case`) with the first row of each table that is of no case."""
        import polars

        keys = polars.concat(self._cases) if self._sources else polars.DataFrame()
        problems = []
        for id, source in self._sources.items():
            lost = self._of(id, keys, "anti", first=True)
            if len(lost):
                said = " · ".join(str(part) for part in lost.select(self._keys).row(0))
                problems.append(Problem("rows-without-case", {"table": id, "key": said}, place=source.place(lost[ROW][0], self._keys[0])))
        if problems:
            raise SupervisionRulesError(problems)

    def _of(self, id: str, keys: DataFrame, how: Any, *, first: bool = False) -> DataFrame:
        """The rows of cases, or those of none of them."""
        import polars

        wanted = keys.lazy().with_columns(polars.lit(value=True).alias("__wanted"))
        cast = [polars.col(name).cast(keys.schema[name], strict=False).alias(name) for name in self._keys]
        found = self._rows[id].with_columns(cast).join(wanted, on=self._keys, how=how, maintain_order="left")
        table: DataFrame = (found.head(1) if first else found).collect()
        return table

    def _scanned(self, plan: TablePlan, source: Source) -> LazyFrame:
        """The rows of a file, each with its position."""
        import polars

        missing = [name for name in self._keys if name not in source.schema]
        if missing:
            place = source.place(None, None)
            raise SupervisionRulesError(
                [Problem("key-without-column", {"column": name, "alike": near(name, source.schema)}, place=place) for name in missing]
            )
        if hasattr(source, "lazy"):
            return source.lazy.with_row_index(ROW)  # type: ignore[no-any-return]
        kept, first = File(self._place.name, f"{plan.id}.arrow"), 0
        cells = TextCells(self._cells(plan, source)) if source.text else None
        with TableFile(kept) as made:
            for part, _ in source.batches(READ):
                with placed(source, first):
                    made.write(part if cells is None else cells.shown(cells.typed(part)))
                first += len(part)
            if not first:
                made.write(polars.DataFrame(schema=dict(source.schema)))
            made.finish()
        return polars.scan_ipc(kept).with_row_index(ROW)

    def _cells(self, plan: TablePlan, source: Source) -> dict[str, ColumnPlan]:
        """The columns of a file of text with those of the table that they hold."""
        found: dict[str, ColumnPlan] = {}
        for one in plan.columns:
            full = f"{plan.id}.{one.id}"
            for name in (self._columns.get(full, ""), full, one.id, full.replace(".", "_")):
                if one.node is None and one.kind not in TEXTS and name in source.schema and name not in self._keys:
                    found.setdefault(name, one)
                    break
        return found

    @contextmanager
    def _placed(self, cases: Source, first: int) -> Iterator[None]:
        """Errors get their places in the files of rows, and in that of cases."""
        try:
            yield
        except SupervisionRulesError as error:
            raise SupervisionRulesError([self._at(problem, cases, first) for problem in error.problems]) from None

    def _at(self, problem: Problem, cases: Source, first: int) -> Problem:
        source = self._sources.get(problem.place.file) if problem.place else None
        if source is None or problem.place is None:
            return at(problem, cases, first)
        column = problem.arguments.get("column")
        return evolve(problem, place=source.place(problem.place.line - 1, column if isinstance(column, str) and column in source.schema else None))
