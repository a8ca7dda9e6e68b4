"""Files of schools and classes beneath a file of cases: what is counted from them is counted of each case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from bulk.files import where
from cli.running import run

from supervision_rules import Case, SupervisionRulesError, assess, load_scheme
from supervision_rules.bulk import Job, score_file
from supervision_rules.scheme import CaseTable, Row

SCHEME = load_scheme("national-investment-2018")
DISTRICTS = ["演练一区", "演练二区", "演练三区"]
CASES = pl.DataFrame({"district": DISTRICTS, "year": [2019] * 3})
SCHOOLS = pl.DataFrame(
    {
        "district": ["演练一区", "演练一区", "演练二区", "演练二区"],
        "year": [2019] * 4,
        "name": ["河东小学", "山前小学", "中心小学", "山后小学"],
        "rural": [True, True, True, None],
        "pupils": [64, 81, 412, 50],
        "funded_pupils": [100, 81, 412, 100],
    }
)


def exactly(district: str) -> Any:
    """What the exact engine makes of the district's schools."""
    own = SCHOOLS.filter(pl.col("district") == district).drop("district", "year").rows(named=True)
    rows = tuple(Row(cells={name: _said(name, value) for name, value in row.items() if value is not None}) for row in own)
    case = Case(id="a", scheme=SCHEME.id, subject=district, year=2019, tables=(CaseTable(id="school", rows=rows),))
    return assess(SCHEME, case)


def _said(name: str, value: Any) -> Any:
    return f"{value} 生" if name in ("pupils", "funded_pupils") else value


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    said = pl.when(pl.col(pl.Boolean)).then(pl.lit("是")).when(~pl.col(pl.Boolean)).then(pl.lit("否"))
    return frame.with_columns(said.name.keep()) if pl.Boolean in frame.dtypes else frame


def write(frame: pl.DataFrame, file: Path) -> Path:
    if file.suffix == ".csv":
        as_text(frame).write_csv(file)
    elif file.suffix == ".parquet":
        frame.write_parquet(file)
    else:
        duckdb = pytest.importorskip("duckdb")
        rows = frame.to_arrow()
        with duckdb.connect(file) as database:
            database.register("rows", rows)
            database.execute("create table school as select * from rows")
    return file


def score(place: Path, rows: Path, cases: str = ".parquet", **how: Any) -> pl.DataFrame:
    source = write(CASES, place / f"cases{cases}")
    score_file(Job(scheme=SCHEME, source=source, output=place / "scores.parquet", rows={"school": rows}, partial=True, **how))
    return pl.read_parquet(place / "scores.parquet")


def refused(place: Path, schools: pl.DataFrame, **how: Any) -> list[Any]:
    rows = write(schools, place / "schools.csv")
    with pytest.raises(SupervisionRulesError) as caught:
        score(place, rows, **how)
    assert not (place / "scores.parquet").exists()
    return list(caught.value.problems)


@pytest.mark.parametrize("batch", [1, 50])
@pytest.mark.parametrize("cases", [".csv", ".parquet"])
@pytest.mark.parametrize("rows", [".csv", ".parquet", ".duckdb"])
def test_every_case_has_what_its_rows_come_to(tmp_path: Path, rows: str, cases: str, batch: int) -> None:
    found = score(tmp_path, write(SCHOOLS, tmp_path / f"schools{rows}"), cases, batch=batch)
    assert found["district"].to_list() == DISTRICTS
    assert found["level_small-schools"].to_list() == [exactly(district).item("small-schools").level for district in DISTRICTS]
    assert found["level_small-schools"].to_list() == ["unmet", None, "met"]
    assert found["grade"].to_list() == [exactly(district).grade for district in DISTRICTS]


class TestRefused:
    def test_a_row_that_is_of_no_case(self, tmp_path: Path) -> None:
        lost = pl.concat([SCHOOLS, SCHOOLS.tail(1).with_columns(district=pl.lit("演练四区"))])
        (problem,) = refused(tmp_path, lost, batch=1)
        assert (problem.code, problem.place.file, problem.place.line) == ("rows-without-case", str(tmp_path / "schools.csv"), 6)

    def test_a_cell_by_its_row_in_the_file(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, SCHOOLS.with_columns(pupils=pl.Series([64, 81, -3, 50])), batch=1)
        assert (problem.code, problem.place.file) == ("cell-outside-domain", str(tmp_path / "schools.csv"))
        assert where(problem).startswith(":4:")

    def test_a_cell_that_is_no_number(self, tmp_path: Path) -> None:
        (problem,) = refused(tmp_path, SCHOOLS.with_columns(pupils=pl.Series(["64", "许多", "412", "50"])))
        assert (problem.code, problem.place.line) == ("cell-without-number", 3)

    def test_a_file_without_the_columns_that_tell_cases_apart(self, tmp_path: Path) -> None:
        assert [problem.code for problem in refused(tmp_path, SCHOOLS.drop("year"))] == ["key-without-column"]

    def test_a_table_that_there_is_not(self, tmp_path: Path) -> None:
        source, rows = write(CASES, tmp_path / "cases.csv"), write(SCHOOLS, tmp_path / "schools.csv")
        with pytest.raises(SupervisionRulesError) as caught:
            score_file(Job(scheme=SCHEME, source=source, output=tmp_path / "scores.csv", rows={"schools": rows}))
        assert caught.value.codes == ("unknown-table",)


def test_on_the_command_line(tmp_path: Path) -> None:
    source, rows, output = write(CASES, tmp_path / "cases.csv"), write(SCHOOLS, tmp_path / "schools.csv"), tmp_path / "scores.csv"
    assert run("bulk", SCHEME.id, str(source), "-o", str(output), "--rows", f"school={rows}", "--partial") == 0
    assert pl.read_csv(output)["level_small-schools"].to_list() == ["unmet", None, "met"]
