"""Two rows of one case are refused, with both their places."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from bulk.files import FRAME, HEADER, lines, refused, score, where, write_csv

from supervision_rules.bulk import open_source
from supervision_rules.bulk.keys import key_columns


@pytest.mark.parametrize(("columns", "keys"), [
    (["district", "year", "name"], ["district", "year"]),
    (["year", "name"], []),
    (["name"], []),
    (["case", "year"], ["case", "year"]),
])  # fmt: skip
def test_a_case_is_known_by_the_columns_that_are_there(columns: list[str], keys: list[str], tmp_path: Path) -> None:
    assert key_columns(open_source(write_csv(tmp_path / "cases.csv", [], columns)), ()) == keys


def test_rows_of_one_case_are_refused_by_the_lines_of_a_csv_file(tmp_path: Path) -> None:
    rows = lines()
    (problem,) = refused(write_csv(tmp_path / "cases.csv", [*rows, rows[1]]), batch=4)
    assert (problem.code, where(problem), str(problem.arguments["first"])) == ("case-in-two-rows", ":8:1", "第3行")


def test_rows_of_one_case_are_refused_by_the_rows_of_other_files(tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    pl.concat([FRAME, FRAME.slice(1, 2)]).write_parquet(source)
    first, second = refused(source, batch=1)
    assert (where(first), str(first.arguments["first"])) == ("，第7行的“district”列", "第2行")
    assert (where(second), str(second.arguments["first"])) == ("，第8行的“district”列", "第3行")


def test_the_same_district_in_two_years_is_two_cases(tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    pl.concat([FRAME.with_columns(year=year) for year in (2019, 2020)]).write_parquet(source)
    assert score(source).cases == 12
    assert {problem.code for problem in refused(source, "other.csv", keys=("district",))} == {"case-in-two-rows"}


def test_a_key_is_a_single_value(tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    FRAME.with_columns(id=pl.concat_list("pupils", "seats")).write_parquet(source)
    assert [problem.code for problem in refused(source)] == ["column-of-other-type"]


def test_a_row_without_its_key_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(write_csv(tmp_path / "cases.csv", [*lines(), ["", *lines()[0][1:]]]))
    assert (problem.code, where(problem)) == ("key-empty", ":8:1")


def test_a_key_that_is_no_column_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(write_csv(tmp_path / "cases.csv", lines()), keys=("distrikt",))
    assert problem.code == "key-without-column"
    assert HEADER[0] in str(problem.arguments["alike"])
