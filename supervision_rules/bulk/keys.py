"""Which rows are the same case twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..expression import near
from ..messages import Message, Problem, SupervisionRulesError, message
from .sources import Source

if TYPE_CHECKING:
    from polars import DataFrame, Series

KNOWN = ("case", "id", "district", "year")
MOST = 10


def key_columns(source: Source, given: Sequence[str]) -> list[str]:
    """The columns that tell cases apart: those given, else those of `case`, `id`, `district` and `year` that are there, but not `year` alone.

    Raises SupervisionRulesError (`key-without-column`, `column-of-other-type`).
    """
    import polars

    missing = [name for name in given if name not in source.schema]
    if missing:
        place = source.place(None, None)
        raise SupervisionRulesError(
            [Problem("key-without-column", {"column": name, "alike": near(name, source.schema)}, place=place) for name in missing]
        )
    known = [name for name in KNOWN if name in source.schema]
    keys = list(dict.fromkeys(given)) or ([] if known == ["year"] else known)
    unfit = [name for name in keys if source.schema[name].is_nested() or source.schema[name] == polars.Binary]
    if unfit:
        said = [{"column": name, "type": str(source.schema[name])} for name in unfit]
        kind = message("kind.text")
        raise SupervisionRulesError([Problem("column-of-other-type", {**one, "kind": kind}, place=source.place(None, one["column"])) for one in said])
    return keys


class Keys:
    """Keeps 8 bytes of every row: enough to find the rows that may be alike, which are then read once more."""

    def __init__(self, source: Source, columns: Sequence[str]) -> None:
        self._source, self._columns = source, columns
        self._hashes: list[Series] = []

    def add(self, table: DataFrame, first: int) -> None:
        """Take in rows, the first of which stands at a position. Raises SupervisionRulesError (`key-empty`)."""
        for column in self._columns:
            if table[column].null_count():
                row = first + int(table[column].is_null().arg_true()[0])
                raise SupervisionRulesError([Problem("key-empty", {"column": column}, place=self._source.place(row, column))])
        if self._columns:
            self._hashes.append(self._texts(table).hash_rows())

    def check(self, rows: int) -> None:
        """Raises SupervisionRulesError (`case-in-two-rows`) with the first rows that are alike, read so many at a time."""
        import polars

        if not self._hashes:
            return
        every = polars.concat(self._hashes)
        again = (~every.is_first_distinct()).arg_true().head(MOST)
        pairs = [(int((every == every[row]).arg_true()[0]), int(row)) for row in again]
        keys = self._read({row for pair in pairs for row in pair}, rows) if pairs else {}
        problems = [
            Problem(
                "case-in-two-rows",
                {"key": " · ".join(keys[row]), "columns": list(self._columns), "first": self._said(first), "row": row + 1},
                place=self._source.place(row, self._columns[0]),
            )
            for first, row in pairs
            if keys[first] == keys[row]
        ]
        if problems:
            raise SupervisionRulesError(problems)

    def _said(self, row: int) -> Message:
        """A row as its file counts them."""
        place = self._source.place(row, None)
        return place.within or message("place.row", row=place.line)

    def _texts(self, table: DataFrame) -> DataFrame:
        import polars

        return table.select(polars.col(list(self._columns)).cast(polars.String))

    def _read(self, wanted: set[int], rows: int) -> Mapping[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        first = 0
        for table, _ in self._source.batches(rows):
            for row in sorted(wanted):
                if first <= row < first + len(table):
                    found[row] = self._texts(table).row(row - first)
            first += len(table)
        return found
