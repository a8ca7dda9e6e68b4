"""Tables of DuckDB files."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from supervision_rules import SupervisionRulesError
from supervision_rules.bulk.databases import DatabaseTable


def database(directory: Path, *commands: str) -> Path:
    file = directory / "cases.duckdb"
    with duckdb.connect(file) as opened:
        for command in commands:
            opened.execute(command)
    return file


def refused(file: Path, table: str | None = None) -> tuple[str, ...]:
    with pytest.raises(SupervisionRulesError) as caught:
        DatabaseTable(file, table)
    return caught.value.codes


def test_rows_come_in_their_order_where_some_were_deleted(tmp_path: Path) -> None:
    file = database(tmp_path, 'CREATE TABLE "a ""b" AS SELECT i FROM range(10) t(i)', 'DELETE FROM "a ""b" WHERE i IN (0, 3, 4, 5, 6)')
    assert [row for table, _ in DatabaseTable(file).batches(3) for row in table["i"]] == [1, 2, 7, 8, 9]


def test_the_only_table_need_not_be_named(tmp_path: Path) -> None:
    file = database(tmp_path, "CREATE TABLE a (i INTEGER)", "CREATE VIEW b AS FROM a")
    assert list(DatabaseTable(file).schema) == ["i"]
    assert list(DatabaseTable(file).batches(3)) == []


def test_of_several_tables_one_is_named(tmp_path: Path) -> None:
    file = database(tmp_path, "CREATE TABLE a (i INTEGER)", "CREATE TABLE b (j INTEGER)")
    assert refused(file) == ("several-database-tables",)
    assert refused(file, "c") == ("unknown-database-table",)
    assert list(DatabaseTable(file, "b").schema) == ["j"]


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cases.db").write_bytes(b"a,b\n1,2\n")
    assert refused(tmp_path / "cases.db") == ("data-damaged",)


def test_duckdb_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert refused(tmp_path / "cases.duckdb") == ("package-missing",)
