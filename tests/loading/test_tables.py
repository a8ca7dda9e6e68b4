"""The tables beside a case: CSV, Excel and Parquet are read alike, and what is wrong is shown where it stands."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars
import pytest
from attrs import evolve
from builders import column, scheme, table
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from supervision_rules import Case, SupervisionRulesError
from supervision_rules.loading.cases import read_case

SCHOOLS = evolve(
    table(
        "school",
        evolve(column("pupils", "人"), label="学生数"),
        evolve(column("share", "%", domain=(0, 100), places=12), label="占比"),
        evolve(column("area", "平方米", domain=(0, 10**9), places=12), label="面积"),
        evolve(column("good", kind="condition"), label="优质"),
        evolve(column("since", kind="date"), label="建校日期"),
        evolve(column("rung", kind="moment"), label="打铃时刻"),
        evolve(column("name", kind="text"), label="校名"),
        evolve(column("big", value="pupils > 500人"), label="大校"),
    ),
    label="学校",
)
CLASSES = evolve(table("class", evolve(column("pupils", "人"), label="学生数")), label="班级")
SCHEME = scheme(tables=[SCHOOLS, CLASSES])
HEADER = ("id", "学生数")
Rows = Sequence[Sequence[Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return case_in(tmp_path / "east")


def case_in(directory: Path) -> Path:
    directory.mkdir()
    (directory / "case.toml").write_text('[case]\nscheme = "test"\nsubject = "东区"\nyear = 2020\n', encoding="utf-8")
    return directory


def write_csv(file: Path, *rows: Sequence[Any]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


def write_excel(file: Path, *rows: Sequence[Any], sheet: str = "Sheet1", change: Callable[[Worksheet], Any] = id) -> None:
    write_book(file, {sheet: rows}, change)


def write_book(file: Path, sheets: dict[str, Rows], change: Callable[[Worksheet], Any] = id) -> None:
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        change(sheet)
    book.save(file)


def write_parquet(file: Path, columns: dict[str, Any]) -> None:
    polars.DataFrame(columns).write_parquet(file)


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {one.id: [dict(row.cells) for row in one.rows] for one in read_case(folder, SCHEME).tables}


def refused(folder: Path) -> list[str]:
    """Places and codes, the file by its name."""
    with pytest.raises(SupervisionRulesError) as raised:
        read_case(folder, SCHEME)
    return [f"{one.place}: {one.code}".replace(f"{folder}/", "") for one in raised.value.problems]


class TestWhichFile:
    ROWS = (HEADER, ("1", 400))
    READ = [{"id": "1", "pupils": "400 人"}]

    @pytest.mark.parametrize("name", ["school", "学校"])
    def test_it_is_named_by_the_id_or_label_of_the_table(self, folder: Path, name: str) -> None:
        for write in (write_csv, write_excel):
            file = folder / f"{name}.{'csv' if write is write_csv else 'xlsx'}"
            write(file, *self.ROWS)
            assert tables(folder) == {"school": self.READ}
            file.unlink()
        write_parquet(folder / f"{name}.parquet", {"id": ["1"], "学生数": [400]})
        assert tables(folder) == {"school": self.READ}

    def test_the_only_sheet_of_such_a_workbook_may_be_called_anything(self, folder: Path) -> None:
        write_book(folder / "school.xlsx", {"Sheet1": self.ROWS, "填表说明": [["每校一行", "勿改表头"]], "Sheet3": []})
        assert tables(folder) == {"school": self.READ}

    @pytest.mark.parametrize(("school", "class_"), [("school", "class"), ("学校", "班级")])
    def test_one_workbook_may_hold_them_all_a_sheet_each(self, folder: Path, school: str, class_: str) -> None:
        write_book(folder / "2020年报表.xlsx", {class_: [HEADER, ("1", 40)], school: self.ROWS, "Sheet3": []})
        assert tables(folder) == {"class": [{"id": "1", "pupils": "40 人"}], "school": self.READ}

    def test_a_sheet_of_another_name_is_refused(self, folder: Path) -> None:
        write_book(folder / "school.xlsx", {"school": self.ROWS, "clas": [HEADER]})
        assert refused(folder) == ["school.xlsx，工作表“clas”: unknown-table"]

    def test_several_sheets_without_a_name_are_refused(self, folder: Path) -> None:
        write_book(folder / "school.xlsx", {"Sheet1": self.ROWS, "Sheet2": self.ROWS})
        assert refused(folder) == ["school.xlsx，工作表“Sheet1”: unknown-table", "school.xlsx，工作表“Sheet2”: unknown-table"]

    @pytest.mark.parametrize(("name", "first"), [("school.csv", "school.csv:1"), ("a.xlsx", "a.xlsx，工作表“school”的A1")])
    def test_a_table_stands_once(self, folder: Path, name: str, first: str) -> None:
        write = write_csv if name.endswith("csv") else write_excel
        write(folder / name, *self.ROWS, **({} if write is write_csv else {"sheet": "school"}))
        write_excel(folder / "school.xlsx", *self.ROWS)
        assert refused(folder) == ["school.xlsx，工作表“Sheet1”: duplicate-entry"]
        with pytest.raises(SupervisionRulesError, match=first):
            read_case(folder, SCHEME)

    @pytest.mark.parametrize("name", ["~$school.xlsx", ".school.xlsx", "._school.csv", ".~lock.school.xlsx#", "notes.txt"])
    def test_locks_hidden_files_and_those_of_other_kinds_are_passed_over(self, folder: Path, name: str) -> None:
        (folder / name).write_bytes(b"\0nothing")
        assert tables(folder) == {}

    @pytest.mark.parametrize("name", ["school.xls", "school.XLSM", "学校.et", "school.ods"])
    def test_old_files_and_those_with_macros_are_refused(self, folder: Path, name: str) -> None:
        (folder / name).write_bytes(b"x")
        assert refused(folder) == [f"{name}: table-format"]

    def test_what_is_wrong_with_one_file_does_not_hide_the_next(self, folder: Path) -> None:
        (folder / "class.parquet").write_bytes(b"PAR1 nothing PAR1")
        write_excel(folder / "school.xlsx", ("id", "人数"))
        assert refused(folder) == ["class.parquet: parquet-damaged", "school.xlsx，工作表“Sheet1”的B1: unknown-column"]

    @pytest.mark.parametrize(("module", "name", "extra"), [("openpyxl", "school.xlsx", "office"), ("polars", "school.parquet", "bulk")])
    def test_one_that_needs_an_extra_says_so(self, folder: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str) -> None:
        (folder / name).write_bytes(b"x")
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(SupervisionRulesError, match=extra) as raised:
            read_case(folder, SCHEME)
        assert raised.value.codes == ("extra-missing",)


class TestExcel:
    @pytest.mark.parametrize(
        ("name", "value", "shape", "read"),
        [
            ("学生数", 400, "General", "400 人"),
            ("学生数", 400.0, "0.00", "400 人"),
            ("学生数", 400, '0"人"', "400 人"),
            ("学生数", "400", "@", "400 人"),
            ("学生数", " 400 人 ", "@", "400 人"),
            ("占比", 0.1, "General", "0.1 %"),
            ("占比", 0.1 + 0.2, "General", "0.3 %"),
            ("占比", 0.85, "0%", "85%"),
            ("占比", 0.07, "0.00%", "7%"),
            ("占比", 0.5825, "0.0%", "58.25%"),
            ("占比", 85, '0"%"', "85 %"),
            ("面积", 1e-7, "General", "0.0000001 平方米"),
            ("面积", 12345678.9, "#,##0.00", "12345678.9 平方米"),
            ("优质", True, "General", True),
            ("优质", "否", "General", False),
            ("建校日期", date(1998, 9, 1), "yyyy-mm-dd", date(1998, 9, 1)),
            ("建校日期", datetime(1998, 9, 1), "yyyy年m月d日", date(1998, 9, 1)),
            ("建校日期", "1998-09-01", "@", date(1998, 9, 1)),
            ("打铃时刻", datetime(2020, 3, 5, 14, 30), "yyyy-mm-dd hh:mm", datetime(2020, 3, 5, 14, 30)),
            ("打铃时刻", "2020-03-05 14:30", "@", datetime(2020, 3, 5, 14, 30)),
            ("打铃时刻", "2020-03-05 00:00", "@", datetime(2020, 3, 5)),
            ("校名", 101, "General", "101"),
            ("校名", 7, "000", "007"),
        ],
    )
    def test_a_cell_is_what_it_shows(self, folder: Path, name: str, value: Any, shape: str, read: Any) -> None:
        write_excel(folder / "school.xlsx", ("id", name), ("1", value), change=lambda sheet: setattr(sheet["B2"], "number_format", shape))
        (row,) = tables(folder)["school"]
        assert [one for key, one in row.items() if key != "id"] == [read]

    def test_empty_cells_are_missing_and_empty_rows_nothing(self, folder: Path) -> None:
        write_excel(folder / "school.xlsx", (), HEADER, (), ("1", None), ("2", "  "), (), ("3", 400), (" ", ""))
        assert tables(folder)["school"] == [{"id": "1"}, {"id": "2"}, {"id": "3", "pupils": "400 人"}]

    def test_a_sheet_with_its_header_only_is_an_empty_table(self, folder: Path) -> None:
        write_excel(folder / "school.xlsx", HEADER)
        assert tables(folder) == {"school": []}

    def test_an_empty_one_has_no_header(self, folder: Path) -> None:
        write_excel(folder / "school.xlsx")
        assert refused(folder) == ["school.xlsx，工作表“Sheet1”的A1: no-header"]

    def test_titles_merged_across_and_empty_columns_do_not_matter(self, folder: Path) -> None:
        rows = (("东区各校情况",), ("2020年9月",), ("id", None, "学生数"), ("1", None, 400))
        write_excel(folder / "school.xlsx", *rows, change=lambda sheet: [sheet.merge_cells(cells) for cells in ("A1:C1", "A2:C2")])
        assert tables(folder)["school"] == [{"id": "1", "pupils": "400 人"}]

    def test_hidden_rows_count(self, folder: Path) -> None:
        write_excel(folder / "school.xlsx", HEADER, ("1", 400), change=lambda sheet: setattr(sheet.row_dimensions[2], "hidden", True))
        assert tables(folder)["school"] == TestWhichFile.READ

    def test_a_row_may_say_something_of_itself(self, folder: Path) -> None:
        write_excel(folder / "school.xlsx", ("id", "出处", "假定理由", "备注"), ("1", "表一", "未印出", "含分校"))
        (row,) = read_case(folder, SCHEME).tables[0].rows
        assert (row.clause, row.assumed, row.note) == ("表一", "未印出", "含分校")

    @pytest.mark.parametrize(
        ("rows", "refusals"),
        [
            ([("id", "人数"), ("1", 400)], ["B1: unknown-column"]),
            ([("id", "学生数", "pupils"), ("1", 400, 400)], ["C1: duplicate-id"]),
            ([("id", "大校"), ("1", "是")], ["B1: fact-is-derived"]),
            ([("学生数",), (400,)], ["A1: key-cell-missing"]),
            ([HEADER, ("1", 400, "见附件")], ["C1: unknown-column"]),
            ([HEADER, ("1", "=200+200")], ["B2: cell-without-value"]),
            ([HEADER, ("1", "#DIV/0!"), ("2", "很多")], ["B2: cell-without-value", "B3: bad-number"]),
            ([HEADER, (), ("1", 10**6)], ["B3: outside-domain"]),
            ([HEADER, ("1", 0.5)], ["B2: too-many-places"]),
            ([HEADER, ("1", 1), ("1", 2)], ["A3: duplicate-row"]),
            ([HEADER, (None, 1)], ["A2: key-cell-missing"]),
            ([("id", "优质"), ("1", "有"), ("2", 1)], ["B2: unknown-value", "B3: unknown-value"]),
            ([("id", "建校日期"), ("1", datetime(1998, 9, 1, 8))], ["B2: wrong-kind"]),
        ],
    )
    def test_what_is_wrong_is_shown_in_its_cell(self, folder: Path, rows: Rows, refusals: list[str]) -> None:
        write_excel(folder / "school.xlsx", *rows)
        assert refused(folder) == [f"school.xlsx，工作表“Sheet1”的{one}" for one in refusals]

    @pytest.mark.parametrize(("merged", "cell"), [("B2:B3", "B2"), ("A2:A3", "A2"), ("A1:B1", "A1")])
    def test_merged_cells_of_a_table_are_refused(self, folder: Path, merged: str, cell: str) -> None:
        write_excel(
            folder / "school.xlsx", ("id", "学生数", "校名"), ("1", 400, "甲"), ("2", 500, "乙"), change=lambda sheet: sheet.merge_cells(merged)
        )
        assert f"school.xlsx，工作表“Sheet1”的{cell}: cell-merged" in refused(folder)

    def test_a_formula_counts_by_what_it_came_to_nothing_too(self, folder: Path) -> None:
        file = folder / "school.xlsx"
        write_excel(file, ("id", "学生数", "校名"), ("1", 400))
        spoil(file, b'<c r="B2" t="n"><v>400</v></c>', b'<c r="B2"><f>200+200</f><v>400</v></c><c r="C2" t="str"><f>""</f><v></v></c>')
        assert tables(folder)["school"] == TestWhichFile.READ

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"id,pupils\n1,400\n", "table-damaged"),
            (b"", "table-damaged"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + b"Workbook", "table-format"),
            (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "table-protected"),
        ],
        ids=["a CSV", "nothing", "an old one", "one with a password"],
    )
    def test_what_is_no_workbook_is_refused(self, folder: Path, content: bytes, code: str) -> None:
        (folder / "school.xlsx").write_bytes(content)
        assert refused(folder) == [f"school.xlsx: {code}"]

    def test_one_that_would_unpack_to_too_much_is_refused_unread(self, folder: Path) -> None:
        with ZipFile(folder / "school.xlsx", "w", ZIP_DEFLATED) as out, out.open("xl/workbook.xml", "w", force_zip64=True) as part:
            for _ in range(257):
                part.write(bytes(1024 * 1024))
        assert refused(folder) == ["school.xlsx: file-too-large"]


def spoil(file: Path, old: bytes, new: bytes) -> None:
    with ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert old in parts[sheet]
    parts[sheet] = parts[sheet].replace(old, new)
    with ZipFile(file, "w") as out:
        for name, content in parts.items():
            out.writestr(name, content)


class TestParquet:
    @pytest.mark.parametrize(
        ("name", "values", "read"),
        [
            ("学生数", [400], "400 人"),
            ("学生数", ["400 人"], "400 人"),
            ("面积", [Decimal("1.5000")], "1.5 平方米"),
            ("面积", [0.1], "0.1 平方米"),
            ("面积", polars.Series([0.1], dtype=polars.Float32), "0.1 平方米"),
            ("面积", [1e8], "100000000 平方米"),
            ("占比", ["85%"], "85%"),
            ("优质", [False], False),
            ("建校日期", [date(1998, 9, 1)], date(1998, 9, 1)),
            ("建校日期", [datetime(1998, 9, 1)], date(1998, 9, 1)),
            ("打铃时刻", [datetime(2020, 3, 5, 14, 30)], datetime(2020, 3, 5, 14, 30)),
            ("校名", polars.Series(["甲"], dtype=polars.Categorical), "甲"),
        ],
    )
    def test_a_value_is_read_exactly(self, folder: Path, name: str, values: Any, read: Any) -> None:
        write_parquet(folder / "school.parquet", {"id": ["1"], name: values})
        (row,) = tables(folder)["school"]
        assert [one for key, one in row.items() if key != "id"] == [read]

    def test_nothing_is_missing(self, folder: Path) -> None:
        write_parquet(folder / "school.parquet", {"id": [1, 2], "pupils": [None, 400], "area": [None, 0.5]})
        assert tables(folder)["school"] == [{"id": "1"}, {"id": "2", "pupils": "400 人", "area": "0.5 平方米"}]

    @pytest.mark.parametrize(
        ("columns", "refusals"),
        [
            ({"id": ["1"], "人数": [1]}, ["“人数”列: unknown-column"]),
            ({"pupils": [1]}, ["school.parquet: key-cell-missing"]),
            ({"id": ["1", "2"], "pupils": [1, 10**6]}, ["第2行的“pupils”列: outside-domain"]),
            ({"id": ["1", "2"], "area": [1.0, float("nan")]}, ["第2行的“area”列: bad-number"]),
            ({"id": ["1"], "name": [["甲", "乙"]]}, ["第1行的“name”列: wrong-type"]),
            ({"id": ["1", "1"]}, ["第2行: duplicate-row"]),
        ],
    )
    def test_what_is_wrong_is_shown_by_row_and_column(self, folder: Path, columns: dict[str, Any], refusals: list[str]) -> None:
        write_parquet(folder / "school.parquet", columns)
        assert refused(folder) == [one if one.startswith("school") else f"school.parquet，{one}" for one in refusals]

    @pytest.mark.filterwarnings("ignore")
    def test_a_day_beyond_all_years_is_refused(self, folder: Path) -> None:
        polars.select(id=polars.lit("1"), since=polars.lit(10**7).cast(polars.Date)).write_parquet(folder / "school.parquet")
        assert refused(folder) == ["school.parquet: parquet-damaged"]

    @pytest.mark.parametrize("cut", [0, 10, 100, -1])
    def test_one_cut_short_is_refused(self, folder: Path, cut: int) -> None:
        write_parquet(folder / "school.parquet", {"id": ["1"], "pupils": [400]})
        content = (folder / "school.parquet").read_bytes()
        (folder / "school.parquet").write_bytes(content[:cut])
        assert refused(folder) == ["school.parquet: parquet-damaged"]

    def test_one_that_would_unpack_to_too_much_is_refused(self, folder: Path) -> None:
        polars.select(id=polars.repeat(None, 40_000_000, dtype=polars.Int64)).write_parquet(folder / "school.parquet")
        assert refused(folder) == ["school.parquet: file-too-large"]


NUMBERS = st.decimals(min_value=0, max_value=100, places=6)
NAMES = st.text(st.characters(categories=("L",)), min_size=1, max_size=4)
MADE = st.tuples(
    st.none() | st.integers(0, 5000),
    st.none() | NUMBERS,
    st.none() | st.booleans(),
    st.none() | st.dates(min_value=date(1901, 1, 1)),
    st.none() | NAMES,
)
COLUMNS = ("id", "pupils", "share", "good", "since", "name")


@given(st.lists(MADE, max_size=6))
def test_the_same_rows_are_the_same_case_from_every_kind_of_file(made: list[tuple[Any, ...]]) -> None:
    rows = [(str(number), *row) for number, row in enumerate(made)]
    with TemporaryDirectory() as place:
        cases: list[Case] = []
        for kind in ("csv", "xlsx", "parquet"):
            (Path(place) / kind).mkdir()
            file = case_in(Path(place) / kind / "east") / f"school.{kind}"
            if kind == "csv":
                write_csv(file, COLUMNS, *[[None if cell is None else _in_csv(cell) for cell in row] for row in rows])
            elif kind == "xlsx":
                write_excel(file, COLUMNS, *rows)
            else:
                types = [polars.String, polars.Int64, polars.Float64, polars.Boolean, polars.Date, polars.String]
                floats = [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in rows]
                polars.DataFrame(floats, schema=dict(zip(COLUMNS, types, strict=True)), orient="row").write_parquet(file)
            cases.append(read_case(file.parent, SCHEME))
    assert cases[0] == cases[1] == cases[2]


def _in_csv(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return str(cell)
