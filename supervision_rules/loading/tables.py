"""The files beside `case.toml` → the tables in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve

from ..expression import near
from ..messages import Problem, SupervisionRulesError
from ..scheme import CaseTable, Scheme, Table, whole_column
from .csv_tables import CsvSource
from .documents import refused
from .excel_tables import SheetSource, read_sheets
from .locating import Origins
from .parquet_tables import ParquetSource
from .sections import Entries
from .table_rows import Source, TableReader

KNOWN = (".csv", ".xlsx", ".parquet")
UNKNOWN = (".xls", ".xlsm", ".xlsb", ".et", ".ett", ".ods", ".numbers")
"""What an office may take for a table, and what is none here: old files, those with macros, those of other programs."""
REMARKS = ("说明", "填表说明", "notes")
"""Sheets of a workbook that speak to whoever fills it in."""


class FolderReader:
    """Reads every table beside a case; `tables` are those found, by id or label of the table as the file, or the sheet, is named."""

    def __init__(self, entries: Entries, origins: Origins, scheme: Scheme) -> None:
        self.tables: list[CaseTable] = []
        self._entries, self._origins = entries, origins
        self._known = by_name(scheme)

    def read(self, directory: Path) -> list[CaseTable]:
        """The tables of a directory, all that is wrong with them noted."""
        for file in sorted(directory.iterdir()):
            if file.suffix.lower() not in (*KNOWN, *UNKNOWN) or file.name.startswith((".", "~$")):  # hidden, or the lock of a file that is open
                continue
            try:
                for index, (name, source) in enumerate(_sources(file, self._known)):
                    self._read(file, index, name, source)
            except SupervisionRulesError as error:
                self._entries.problems += error.problems
        return self.tables

    def _read(self, file: Path, index: int, name: str, source: Source) -> None:
        table = self._known.get(name)
        if table is None:
            names = list(dict.fromkeys(known.id for known in self._known.values()))
            arguments = {"name": name, "alike": near(name, self._known), "known": names}
            self._entries.problems.append(Problem("unknown-table", arguments, place=source.whole))
            return
        if ("table", table.id) in self._origins.entries:
            first, position = self._origins.entries["table", table.id]
            arguments = {"id": table.id, "first": str(self._origins.place(first, ("table", position)))}
            self._entries.problems.append(Problem("duplicate-entry", arguments, place=source.whole))
            return
        self._origins.entries["table", table.id] = (file, index)
        reader = TableReader(source, table)
        self._entries.problems += reader.problems
        self._origins.tables[file, index] = reader.map
        self.tables.append(CaseTable(id=table.id, rows=tuple(reader.rows)))


def by_name(scheme: Scheme) -> dict[str, Table]:
    """The tables of a scheme, their columns whole, by id, and by label where only one has it."""
    often = Counter(table.label for table in scheme.tables)
    whole = [evolve(table, column=tuple(whole_column(column, scheme.facts) for column in table.column)) for table in scheme.tables]
    return {table.label: table for table in whole if often[table.label] == 1} | {table.id: table for table in whole}


def _sources(file: Path, known: Mapping[str, Table]) -> Iterator[tuple[str, Source]]:
    match file.suffix.lower():
        case ".csv":
            yield file.stem, CsvSource(file)
        case ".parquet":
            yield file.stem, ParquetSource(file)
        case ".xlsx":
            yield from _sheets(file, known)
        case _:
            raise refused("table-format", file, name=file.name, known=KNOWN)


def _sheets(file: Path, known: Mapping[str, Table]) -> Iterator[tuple[str, Source]]:
    """The sheets of a workbook by their names; the only one of a file that is named like a table may be called as it likes."""
    grids = read_sheets(file, KNOWN)
    used = [grid for grid in grids if grid.name.strip() in known or (grid.cells and grid.name.strip() not in REMARKS)] or list(grids[:1])
    for grid in used:
        name = grid.name.strip()
        alone = len(used) == 1 and name not in known and (file.stem in known or not grid.cells)
        yield file.stem if alone else name, SheetSource(file, grid)
