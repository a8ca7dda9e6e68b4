"""Files of cases, a row a case → tables of some rows after one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import TYPE_CHECKING, Any, Protocol

from ..loading.documents import refused
from ..messages import Place, SupervisionRulesError, message, require

if TYPE_CHECKING:
    from polars import DataFrame, LazyFrame

PARQUET, ARROW = (".parquet", ".pq"), (".arrow", ".feather", ".ipc")


class Source(Protocol):
    """A file of cases. Rows count from 0."""

    text: bool
    """Whether all cells are texts, as in a CSV file, and an empty one is null."""

    @property
    def schema(self) -> Mapping[str, Any]:
        """The columns with their types."""
        ...

    @property
    def size(self) -> int:
        """How much there is to read, in whatever `batches` counts by."""
        ...

    def batches(self, rows: int) -> Iterator[tuple[DataFrame, int]]:
        """So many rows at a time, and how much has been read with them.

        Raises SupervisionRulesError where they cannot be read.
        """
        ...

    def place(self, row: int | None, column: str | None) -> Place:
        """The place of a cell, a row, a column or the whole."""
        ...


class ColumnFile:
    """A Parquet or Arrow IPC file, which is read in slices of rows.

    Raises SupervisionRulesError (`file-missing`, `parquet-damaged`, `data-damaged`).
    """

    text = False

    def __init__(self, file: File) -> None:
        import polars

        if not file.is_file():
            raise refused("file-missing", file, name=str(file))
        self._file = file
        self.lazy: LazyFrame = self._read(self._open)
        self.schema: Mapping[str, Any] = self._read(self.lazy.collect_schema)
        self.size = int(self._read(lambda: self.lazy.select(polars.len()).collect().item()))

    def batches(self, rows: int) -> Iterator[tuple[DataFrame, int]]:
        """So many rows at a time, and how many rows have been read."""
        for start in range(0, self.size, rows):
            yield self._read(self.lazy.slice(start, rows).collect), min(start + rows, self.size)

    def place(self, row: int | None, column: str | None) -> Place:
        """The place of a cell by its row and the name of its column."""
        return place_in_table(self._file, row, column)

    def _open(self) -> LazyFrame:
        import polars

        if self._file.suffix.lower() in ARROW:
            return polars.scan_ipc(self._file, glob=False) if "glob" in polars.scan_ipc.__annotations__ else polars.scan_ipc(self._file)
        return polars.scan_parquet(self._file, glob=False)

    def _read(self, what: Any) -> Any:
        import polars

        try:
            return what()
        except SupervisionRulesError:
            raise
        except MemoryError:
            raise
        except (Exception, polars.exceptions.PanicException) as error:  # of a damaged file it raises whatever comes up
            if self._file.suffix.lower() in ARROW:
                raise refused("data-damaged", self._file, kind="Arrow IPC") from error
            raise refused("parquet-damaged", self._file) from error


def place_in_table(file: File, row: int | None, column: str | None) -> Place:
    """A place in a file whose rows count from 1 and whose columns have names."""
    if row is None:
        return Place(str(file), within=None if column is None else message("place.column", column=column))
    return Place(
        str(file), row + 1, within=message("place.row", row=row + 1) if column is None else message("place.cell", row=row + 1, column=column)
    )


def open_source(file: File, table: str | None = None) -> Source:
    """The file of cases by what its name ends in; `table` is that of a DuckDB file where it has several.

    Raises SupervisionRulesError: `extra-missing`, `package-missing`, `source-format`, and with what keeps the file from being read.
    """
    from .csv_files import CsvFile
    from .databases import SUFFIXES, DatabaseTable

    require("polars", "bulk")
    suffix = file.suffix.lower()
    if suffix == ".csv":
        return CsvFile(file)
    if suffix in SUFFIXES:
        return DatabaseTable(file, table)
    if suffix in (*PARQUET, *ARROW):
        return ColumnFile(file)
    raise refused("source-format", file, name=file.name, known=[".csv", *PARQUET, *ARROW, *SUFFIXES])
