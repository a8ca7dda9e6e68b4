"""CSV → rows: headers by id or label, numbers with or without their unit, an empty cell is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from builders import column, table

from supervision_rules.loading.csv_tables import CsvSource, start
from supervision_rules.loading.table_rows import TableReader
from supervision_rules.scheme import Row

SCHOOLS = table(
    "school",
    evolve(column("pupils", "人"), label="学生数"),
    evolve(column("share", "%"), label="占比"),
    evolve(column("floors"), label="层数"),
    evolve(column("good", kind="condition"), label="优质"),
    evolve(column("since", kind="date"), label="建校日期"),
    evolve(column("rung", kind="moment"), label="打铃时刻"),
    evolve(column("level", kind="choice", values=("一般", "优质")), label="等级"),
    evolve(column("big", value="pupils > 500人"), label="大校"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "school.csv"


def read(file: Path, text: str, encoding: str = "utf-8") -> TableReader:
    file.write_bytes(text.encode(encoding))
    return TableReader(CsvSource(file), SCHOOLS)


def cells(file: Path, header: str, line: str) -> Mapping[str, Any]:
    """The cells of one row of a school «1»."""
    found = read(file, f"id,{header}\n1,{line}\n")
    assert found.problems == []
    assert found.rows[0].cells["id"] == "1"
    return {key: value for key, value in found.rows[0].cells.items() if key != "id"}


class TestHeader:
    @pytest.mark.parametrize("header", ["pupils,good", "学生数,优质", "pupils,优质", " 学生数 , good "])
    def test_a_column_is_named_by_its_id_or_label(self, file: Path, header: str) -> None:
        assert cells(file, header, "400,是") == {"pupils": "400 人", "good": True}

    def test_columns_stand_in_any_order(self, file: Path) -> None:
        found = read(file, "学生数,id\n400,1\n")
        assert found.rows == [Row(cells={"pupils": "400 人", "id": "1"})]

    @pytest.mark.parametrize("header", ["出处,假定理由,备注", "clause,assumed,note"])
    def test_a_row_may_say_something_of_itself(self, file: Path, header: str) -> None:
        (row,) = read(file, f"id,{header}\n1,表一,未印出,含分校\n").rows
        assert (row.clause, row.assumed, row.note, row.cells) == ("表一", "未印出", "含分校", {"id": "1"})

    def test_a_label_goes_before_what_rows_say_of_themselves(self, file: Path) -> None:
        remarks = evolve(SCHOOLS, column=(*SCHOOLS.column, evolve(column("remark", kind="text"), label="备注")))
        file.write_text("id,备注\n1,含分校\n", encoding="utf-8")
        assert TableReader(CsvSource(file), remarks).rows == [Row(cells={"id": "1", "remark": "含分校"})]

    @pytest.mark.parametrize(
        ("header", "code"),
        [
            ("id,pupil", "unknown-column"),
            ("id,学生数,pupils", "duplicate-id"),
            ("pupils", "key-cell-missing"),
            ("id,大校", "fact-is-derived"),
            ("", "no-header"),
        ],
    )
    def test_what_is_wrong_with_it_is_said_alone(self, file: Path, header: str, code: str) -> None:
        found = read(file, f"{header}\n1,x,y,z\n")
        assert [one.code for one in found.problems] == [code]
        assert found.rows == []


class TestCells:
    @pytest.mark.parametrize(
        ("name", "written", "value"),
        [
            ("pupils", "400", "400 人"),
            ("pupils", "400 人", "400 人"),
            ("pupils", "4 百人", "4 百人"),
            ("pupils", "-4.5", "-4.5 人"),
            ("share", "66.67", "66.67 %"),
            ("share", "66.67%", "66.67%"),
            ("floors", "4", "4"),
            ("pupils", "很多", "很多"),
            ("level", "优质", "优质"),
            ("since", "2000-09-01", date(2000, 9, 1)),
            ("since", "去年", "去年"),
            ("rung", "2020-03-05 14:30", datetime(2020, 3, 5, 14, 30)),
            ("rung", "2020-03-05T14:30:15", datetime(2020, 3, 5, 14, 30, 15)),
            ("rung", "2020-03-05", date(2020, 3, 5)),  # a day, which is no moment: the case that has it is refused
            ("rung", "2020-03-05T14:30+08:00", "2020-03-05T14:30+08:00"),
        ],
    )
    def test_a_number_may_leave_its_unit_out_and_dates_and_moments_become_such(self, file: Path, name: str, written: str, value: Any) -> None:
        assert cells(file, name, written) == {name: value}

    @pytest.mark.parametrize(("written", "value"), [("是", True), ("否", False), ("true", True), ("FALSE", False), ("True", True)])
    def test_a_condition_is_yes_or_no(self, file: Path, written: str, value: bool) -> None:
        assert cells(file, "good", written)["good"] is value

    @pytest.mark.parametrize("written", ["有", "1", "y", "对"])
    def test_and_nothing_else(self, file: Path, written: str) -> None:
        found = read(file, f"id,good\n1,{written}\n")
        assert [one.code for one in found.problems] == ["unknown-value"]

    @pytest.mark.parametrize("line", [",", " , ", "\t,"])
    def test_an_empty_one_is_missing(self, file: Path, line: str) -> None:
        assert cells(file, "pupils,good", line) == {}

    def test_one_in_quotes_may_hold_commas_and_lines(self, file: Path) -> None:
        found = read(file, 'id,note,pupils\n1,"甲，乙,丙\n丁",400\n2,,500\n')
        assert [(row.note, row.cells["pupils"]) for row in found.rows] == [("甲，乙,丙\n丁", "400 人"), ("", "500 人")]

    def test_lines_without_anything_are_passed_over(self, file: Path) -> None:
        assert [row.cells["id"] for row in read(file, "id,pupils\n\n1,400\n,\n2,500\n\n").rows] == ["1", "2"]

    def test_the_last_line_needs_no_end(self, file: Path) -> None:
        assert len(read(file, "id,pupils\n1,400").rows) == 1

    def test_a_spreadsheets_byte_order_mark_is_no_part_of_the_first_header(self, file: Path) -> None:
        assert len(read(file, "id,pupils\r\n1,400\r\n", "utf-8-sig").rows) == 1


class TestPlaces:
    TEXT = 'id,note,pupils\n1,"甲,\n乙",400\n\n2,,500\n'

    @pytest.mark.parametrize(
        ("path", "place"),
        [
            (("table", 0), (1, 0)),
            (("table", 0, "rows", 0, "pupils"), (3, 0)),
            (("table", 0, "rows", 1), (5, 0)),
            (("table", 0, "rows", 1, "id"), (5, 1)),
            (("table", 0, "rows", 1, "pupils"), (5, 4)),
        ],
    )
    def test_a_cell_is_found_by_row_and_column(self, file: Path, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
        found = read(file, self.TEXT).map(path)
        assert (found.line, found.column) == place

    @pytest.mark.parametrize(("position", "column"), [(0, 1), (1, 3), (2, 9), (3, 0)])
    def test_a_comma_in_quotes_divides_nothing(self, position: int, column: int) -> None:
        assert start('1,"a,b",c', position) == column

    def test_a_problem_shows_its_line(self, file: Path) -> None:
        (problem,) = read(file, "id,good\n1,是\n2,有\n").problems
        assert problem.place is not None
        assert (problem.place.line, problem.place.column, problem.place.text) == (3, 3, "2,有")
