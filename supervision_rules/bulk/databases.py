"""DuckDB files → tables of some rows after one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from ..expression import near
from ..loading.documents import refused
from ..messages import Place, require_package
from .sources import place_in_table

if TYPE_CHECKING:
    from polars import DataFrame

SUFFIXES = (".duckdb", ".db")


class DatabaseTable:
    """A table of a DuckDB file, which is opened to be read only; rows in the order in which the file has them.

    Raises SupervisionRulesError: `package-missing`, `file-missing`, `data-damaged`, `several-database-tables`, `unknown-database-table`.
    """

    text = False

    def __init__(self, file: File, table: str | None = None) -> None:
        require_package("duckdb")
        import duckdb
        import polars

        if not file.is_file():
            raise refused("file-missing", file, name=str(file))
        self._file = file
        try:
            self._connection = duckdb.connect(str(file), read_only=True)
            asked = "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' ORDER BY table_name"
            known = [str(name) for (name,) in self._connection.execute(asked).fetchall()]
        except duckdb.Error as error:
            raise refused("data-damaged", file, kind="DuckDB") from error
        if table is None and len(known) != 1:
            raise refused("several-database-tables", file, count=len(known), known=known)
        if table is not None and table not in known:
            raise refused("unknown-database-table", file, name=table, alike=near(table, known), known=known)
        self._table = '"' + (table or known[0]).replace('"', '""') + '"'
        ((last,),) = self._connection.execute(f"SELECT max(rowid) FROM {self._table}").fetchall()  # all: an open result bars the next query
        self.size = 0 if last is None else int(last) + 1
        self.schema: Mapping[str, Any] = polars.DataFrame(self._connection.sql(f"SELECT * FROM {self._table} LIMIT 0")).schema

    def batches(self, rows: int) -> Iterator[tuple[DataFrame, int]]:
        """So many rows at a time, and up to which row has been read."""
        import duckdb
        import polars

        for begin in range(0, self.size, rows):
            query = f"SELECT * FROM {self._table} WHERE rowid >= {begin} AND rowid < {begin + rows} ORDER BY rowid"
            try:
                found = polars.DataFrame(self._connection.sql(query))
            except duckdb.Error as error:
                raise refused("data-damaged", self._file, kind="DuckDB") from error
            if len(found):
                yield found, min(begin + rows, self.size)

    def place(self, row: int | None, column: str | None) -> Place:
        """The place of a cell by its row and the name of its column."""
        return place_in_table(self._file, row, column)
