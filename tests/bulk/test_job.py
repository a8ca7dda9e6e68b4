"""A file of cases is scored as the exact engine scores each row, into a file that is there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from bulk.files import EXACT, FRAME, HEADER, lines, refused, score, where, write_csv

from supervision_rules import load_scheme
from supervision_rules.bulk import Job, score_file
from supervision_rules.engines.columnar import Wanted

EVERYTHING = Wanted(ranges=True)


def write(kind: str, directory: Path) -> Path:
    """The districts in a file of a kind."""
    file = directory / f"cases.{kind}"
    match kind:
        case "csv":
            write_csv(file, lines())
        case "parquet":
            FRAME.write_parquet(file, row_group_size=2)
        case "arrow":
            FRAME.write_ipc(file)
        case "duckdb":
            with duckdb.connect(file) as database:
                frame = FRAME  # noqa: F841 (DuckDB finds it by its name)
                database.execute("CREATE TABLE cases AS FROM frame")
    return file


def read(file: Path) -> list[dict[str, Any]]:
    frames = {
        ".parquet": pl.read_parquet,
        ".arrow": pl.read_ipc,
        ".csv": lambda file: pl.read_csv(file, schema_overrides={"total": pl.Decimal(20, 2)}),
    }
    found = list(frames[file.suffix](file).iter_rows(named=True))
    return [{name: row[name] for name in EXACT[0]} for row in found]


class TestEveryRow:
    @pytest.mark.parametrize("batch", [1, 4, 50])
    @pytest.mark.parametrize("kind", ["csv", "parquet", "arrow", "duckdb"])
    def test_is_scored_as_the_exact_engine_scores_it(self, kind: str, batch: int, tmp_path: Path) -> None:
        score(write(kind, tmp_path), wanted=EVERYTHING, batch=batch)
        assert read(tmp_path / "scores.parquet") == EXACT

    @pytest.mark.parametrize("output", ["scores.csv", "scores.arrow"])
    def test_is_the_same_in_other_files(self, output: str, tmp_path: Path) -> None:
        score(write("csv", tmp_path), output, wanted=EVERYTHING)
        assert [(row["total"], row["grade"]) for row in read(tmp_path / output)] == [(row["total"], row["grade"]) for row in EXACT]

    def test_keeps_the_columns_that_it_had(self, tmp_path: Path) -> None:
        score(write("csv", tmp_path), "scores.csv")
        with (tmp_path / "scores.csv").open(encoding="utf-8-sig") as found:
            assert [line.split(",")[: len(HEADER)] for line in found.read().splitlines()] == [HEADER, *lines()]

    def test_has_its_numbers_as_decimals_where_columns_have_types(self, tmp_path: Path) -> None:
        score(write("csv", tmp_path))
        found = pl.read_parquet_schema(tmp_path / "scores.parquet")
        assert (found["rate"], found["total"], found["pupils"]) == (pl.Decimal(38, 2), pl.Decimal(38, 2), pl.Int64)

    def test_has_total_and_grade_only_where_no_more_is_asked_for(self, tmp_path: Path) -> None:
        found = score(write("parquet", tmp_path), wanted=Wanted(points=False))
        assert pl.read_parquet_schema(tmp_path / "scores.parquet").names() == [*HEADER, "total", "grade"]
        assert found.items == ()

    def test_is_told_as_it_is_read(self, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        scheme, source = load_scheme("xinbei-towns-2020"), tmp_path / "towns.parquet"
        pl.DataFrame({"id": range(5), "leadership.meetings": 4}).write_parquet(source)
        score_file(Job(scheme=scheme, source=source, output=tmp_path / "o.csv", partial=True, batch=2), lambda *how: told.append(how))
        assert told == [(2, 5), (4, 5), (5, 5)]

    def test_of_levels_has_levels_and_no_scores(self, tmp_path: Path) -> None:
        source = write_csv(tmp_path / "cases.csv", [["演练区", "720"]], ["district", "primary.funding_per_pupil"])
        job = Job(scheme=load_scheme("national-funding-2023"), source=source, output=tmp_path / "scores.parquet", partial=True)
        (item, *_) = score_file(job).items
        names = pl.read_parquet_schema(job.output).names()
        assert names[2:] == ["level_primary-quota", "level_junior-quota", "level_special-quota", "level_boarding-supplement", "grade"]
        assert sum(item.levels.values()) == 1

    def test_that_no_decimal_can_say_is_divided_by_another_column(self, tmp_path: Path) -> None:
        scheme = load_scheme("hefei-2015")
        source = write_csv(tmp_path / "cases.csv", [["演练县", "一类", "7", "1"]], ["district", "county.class", "pupils", "teachers"])
        score_file(Job(scheme=scheme, source=source, output=tmp_path / "scores.parquet", partial=True, wanted=Wanted(ranges=True)))
        found = pl.read_parquet(tmp_path / "scores.parquet")
        assert found["base_score_of"].dtype.is_integer()


class TestRefused:
    def test_the_last_row_of_many(self, tmp_path: Path) -> None:
        source = tmp_path / "cases.parquet"
        pl.concat([FRAME.drop("district")] * 50).with_columns(pupils=pl.Series([1] * 299 + [5001])).write_parquet(source)
        (problem,) = refused(source, batch=7)
        assert (problem.code, where(problem), problem.arguments["row"]) == ("cell-outside-domain", "，第300行的“pupils”列", 300)

    def test_a_cell_by_line_and_column_of_a_csv_file(self, tmp_path: Path) -> None:
        rows = [
            *lines(),
            ["演练\n七区", "95", "3000", "x", "是", "好", "2019-09-01", "8"],
            ["演练八区", "95", "3000", "2500", "有", "优", "昨天", "8.5"],
        ]
        source = write_csv(tmp_path / "cases.csv", rows)
        found = {problem.code: where(problem) for problem in refused(source, batch=3)}
        assert found.pop("cell-without-number") == ":9"  # the row began on the line before
        assert found == {"unknown-value": ":10:19", "cell-of-other-words": ":10:21", "bad-date": ":10:23", "cell-with-more-places": ":10:26"}

    def test_a_table_without_the_column_of_a_fact(self, tmp_path: Path) -> None:
        source = tmp_path / "cases.parquet"
        FRAME.drop("rate").write_parquet(source)
        assert [problem.code for problem in refused(source)] == ["fact-without-column"]

    def test_a_table_of_which_no_column_is_a_fact(self, tmp_path: Path) -> None:
        source = write_csv(tmp_path / "cases.csv", [["演练区"]], ["district"])
        assert {problem.code for problem in refused(source, partial=True)} == {"fact-without-column"}

    def test_a_column_of_another_type(self, tmp_path: Path) -> None:
        source = tmp_path / "cases.arrow"
        FRAME.with_columns(pl.col("pupils").cast(pl.String)).write_ipc(source)
        (problem,) = refused(source)
        assert (problem.code, where(problem)) == ("column-of-other-type", "，“pupils”列")

    @pytest.mark.parametrize("kind", ["csv", "parquet", "arrow"])
    def test_a_file_without_rows(self, kind: str, tmp_path: Path) -> None:
        source = tmp_path / f"cases.{kind}"
        empty = FRAME.clear()
        {"csv": empty.write_csv, "parquet": empty.write_parquet, "arrow": empty.write_ipc}[kind](source)
        assert [problem.code for problem in refused(source)] == ["no-rows"]

    @pytest.mark.parametrize(("kind", "code"), [("parquet", "parquet-damaged"), ("arrow", "data-damaged"), ("duckdb", "data-damaged")])
    def test_a_damaged_file(self, kind: str, code: str, tmp_path: Path) -> None:
        source = write(kind, tmp_path)
        content = source.read_bytes()
        source.write_bytes(content[:40] + b"\xff" * 40 + content[80 : len(content) // 2])
        assert [problem.code for problem in refused(source)] == [code]

    def test_a_column_where_a_result_should_go(self, tmp_path: Path) -> None:
        source = tmp_path / "cases.parquet"
        FRAME.with_columns(total=1).write_parquet(source)
        assert [problem.code for problem in refused(source)] == ["column-taken"]

    def test_lists_where_csv_is_to_be_written(self, tmp_path: Path) -> None:
        source = tmp_path / "cases.parquet"
        FRAME.with_columns(phones=pl.concat_list("pupils", "seats")).write_parquet(source)
        assert [problem.code for problem in refused(source, "scores.csv")] == ["column-of-lists"]
        score(source)

    def test_a_file_of_another_kind(self, tmp_path: Path) -> None:
        source = tmp_path / "cases.xlsx"
        source.write_bytes(b"")
        assert [problem.code for problem in refused(source)] == ["source-format"]


class TestColumns:
    def test_may_be_called_by_the_label_of_their_fact(self, tmp_path: Path) -> None:
        source = write_csv(tmp_path / "towns.csv", [["演练镇", "4 次"]], ["district", "专题研究教育工作次数"])
        found = score_file(Job(scheme=load_scheme("xinbei-towns-2020"), source=source, output=tmp_path / "o.csv", partial=True))
        assert (found.items[0].id, found.items[0].scored) == ("meetings", 1)

    def test_may_be_called_otherwise(self, tmp_path: Path) -> None:
        source = tmp_path / "cases.parquet"
        FRAME.rename({"rate": "达标率"}).write_parquet(source)
        score(source, columns={"rate": "达标率"}, wanted=EVERYTHING)
        assert read(tmp_path / "scores.parquet") == EXACT
