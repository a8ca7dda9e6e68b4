"""Excel and Word files as offices fill them, and files that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from supervision_rules import SupervisionRulesError, load_scheme
from supervision_rules.issuing import IssuedTable, read_table, table_of, write_table
from supervision_rules.loading.excel import letters


def office_workbook(file: Path) -> Path:
    """A workbook as an office fills it in: a title over everything, a header with breaks, merged indicators, numbers as text, a total by formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "附件1"
    sheet.append(["2022年度履行教育职责督导评价评分表"])
    sheet.append(["Ａ级指标", "B级\n指标", "序号", "观测点\n（评估要点）", "分 值", "计分办法"])
    sheet.append(["一、管理效能（5分）", "（一）系统党建", 1, "党对教育工作\n的领导", "2分", "未正常运行扣1分；\n结果未运用扣1分。"])
    sheet.append([None, None, "2", "党建品牌", "１．５", "没有品牌扣1.5分。"])
    sheet.append([None, "（二）督导考核", 3.0, "网上日常督导", 1.5, "每缺报1次扣0.1分。"])
    sheet.append([])
    sheet.append(["二、教育保障", None, 4, "班额", 0.1 + 0.2, "班额超标扣分。"])
    sheet.append([None, None, None, None, None, "校额超标扣分。"])
    sheet.append(["合　计", None, None, None, "5.3分"])
    sheet.append(["注：以上含本数。"])
    for cells in ("A1:F1", "A3:A5", "B3:B4", "C7:C8", "D7:D8", "E7:E8", "A9:D9", "A10:F10"):
        sheet.merge_cells(cells)
    book.create_sheet("填表说明").append(["本表由市教育局填写。"])
    book.save(file)
    return file


def test_a_workbook_is_read_as_an_office_fills_it(tmp_path: Path) -> None:
    table = read_table(office_workbook(tmp_path / "table.xlsx"))
    assert [(one.number, one.title, one.worth) for one in table.points] == [
        ("1", "党对教育工作的领导", 2),
        ("2", "党建品牌", Fraction(3, 2)),
        ("3", "网上日常督导", Fraction(3, 2)),
        ("4", "班额", Fraction(3, 10)),
    ]
    assert [[heading.title for heading in one.headings] for one in table.points] == [
        ["管理效能", "系统党建"],
        ["管理效能", "系统党建"],
        ["管理效能", "督导考核"],
        ["教育保障"],
    ]
    assert table.points[0].standard == "未正常运行扣1分；\n结果未运用扣1分。"
    assert table.points[3].standard == "班额超标扣分。\n校额超标扣分。"
    assert table.notes == ("注：以上含本数。",)


def test_a_cell_coloured_at_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    file = office_workbook(tmp_path / "table.xlsx")
    book = load_workbook(file)
    book["附件1"]["XFD1048576"].fill = PatternFill("solid", "FFFF00")
    book.save(file)
    assert len(read_table(file).points) == 4


def test_a_mistake_names_file_sheet_and_cell(tmp_path: Path) -> None:
    file = office_workbook(tmp_path / "table.xlsx")
    book = load_workbook(file)
    book["附件1"]["E4"] = "一分半"
    book["附件1"]["E5"] = "=1+0.5"
    book.save(file)
    with pytest.raises(SupervisionRulesError) as raised:
        read_table(file)
    assert raised.value.codes == ("bad-worth", "cell-without-value")
    assert "table.xlsx，工作表“附件1”的E4：分值“一分半”不是数" in str(raised.value)
    assert "工作表“附件1”的E5：单元格没有值：=1+0.5" in str(raised.value)


def test_a_formula_counts_by_what_it_came_to(tmp_path: Path) -> None:
    file = write_table(table_of(load_scheme("changzhou-2021")), tmp_path / "table.xlsx")
    packed = {name: ZipFile(file).read(name) for name in ZipFile(file).namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    old = b"<v>2</v>"
    assert old in packed[sheet]
    packed[sheet] = packed[sheet].replace(old, b"<f>1+1</f>" + old, 1)
    with ZipFile(file, "w") as out:
        for name, content in packed.items():
            out.writestr(name, content)
    assert read_table(file) == table_of(load_scheme("changzhou-2021"))


def office_document(file: Path) -> Path:
    """A document with merged cells, a cell under revision, and another table before."""
    document = docx.Document()
    document.add_table(1, 2).cell(0, 0).text = "填表单位"
    rows = [
        ["一级指标", "观测点", "分值", "评分标准"],
        ["一、管理效能", "1.党对教育工作的领导", "2分", "未正常运行扣1分。"],
        ["", "", "", "结果未运用扣1分。"],
        ["", "2.党建品牌", "１.5", "没有品牌扣1.5分。"],
        ["合计", "", "3.5", ""],
    ]
    table = document.add_table(len(rows), 4)
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(3, 0))
    for column in (1, 2):
        table.cell(1, column).merge(table.cell(2, column))
    table.cell(4, 0).merge(table.cell(4, 1))
    paragraph = table.cell(3, 3).paragraphs[0]
    for kind, text, part in (("w:ins", "（含省级）", "w:t"), ("w:del", "（含市级）", "w:delText")):
        changed, run, said = OxmlElement(kind), OxmlElement("w:r"), OxmlElement(part)
        said.text = text
        run.append(said)
        changed.append(run)
        paragraph._p.append(changed)
    document.save(str(file))
    return file


def test_a_document_is_read_as_an_office_fills_it(tmp_path: Path) -> None:
    table = read_table(office_document(tmp_path / "table.docx"))
    assert [(one.number, one.title, one.worth, one.standard) for one in table.points] == [
        ("1", "党对教育工作的领导", 2, "未正常运行扣1分。\n结果未运用扣1分。"),
        ("2", "党建品牌", Fraction(3, 2), "没有品牌扣1.5分。（含省级）"),
    ]
    assert {one.headings[0].title for one in table.points} == {"管理效能"}


def test_a_mistake_names_table_row_and_column(tmp_path: Path) -> None:
    file = office_document(tmp_path / "table.docx")
    document = docx.Document(str(file))
    document.tables[1].cell(3, 2).text = "很多"
    document.save(str(file))
    with pytest.raises(SupervisionRulesError, match=r"table\.docx，第2个表格第4行第3列：分值“很多”不是数"):
        read_table(file)


@pytest.mark.parametrize("name", ["table.xls", "table.csv", "table.doc", "table.pdf", "table"])
def test_other_kinds_of_files_are_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SupervisionRulesError, match=r"另存为这些中的一种：\.xlsx；\.docx") as raised:
        read_table(tmp_path / name)
    assert raised.value.codes == ("table-format",)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table-damaged"),
        (b"PK\x03\x04 nonsense", "table-damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"Workbook", "table-format"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "table-protected"),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".XLSX"])
def test_files_that_cannot_be_opened_are_refused(tmp_path: Path, content: bytes, code: str, suffix: str) -> None:
    file = tmp_path / f"table{suffix}"
    file.write_bytes(content)
    with pytest.raises(SupervisionRulesError) as raised:
        read_table(file)
    assert raised.value.codes == (code,)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError, match="file-missing"):
        read_table(tmp_path / "table.xlsx")


MAKERS: dict[str, Callable[[Path], Path]] = {".xlsx": office_workbook, ".docx": office_document}


@pytest.fixture(scope="module", params=sorted(MAKERS))
def packed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    file = MAKERS[request.param](tmp_path_factory.mktemp("whole") / f"table{request.param}")
    with ZipFile(file) as whole:
        return file, {name: whole.read(name) for name in whole.namelist()}


@given(data=st.data())
def test_a_spoilt_file_is_refused_or_read_but_never_crashes(packed: tuple[Path, dict[str, bytes]], data: st.DataObject) -> None:
    whole, parts = packed
    spoilt = whole.with_name(f"spoilt{whole.suffix}")
    name = data.draw(st.sampled_from([one for one in parts if one.endswith((".xml", ".rels"))]))
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.sampled_from([b"", b"<", b"\xff", b"0", b"</c>", b'r="ZZ9"', b"&x;"]))
    with ZipFile(spoilt, "w") as out:
        for part in parts:
            out.writestr(part, bytes(content) if part == name else parts[part])
    with suppress(SupervisionRulesError):
        assert isinstance(read_table(spoilt), IssuedTable)


@given(data=st.data())
def test_a_file_cut_short_is_damaged(packed: tuple[Path, dict[str, bytes]], data: st.DataObject) -> None:
    whole, _ = packed
    content = whole.read_bytes()
    spoilt = whole.with_name(f"short{whole.suffix}")
    spoilt.write_bytes(content[: data.draw(st.integers(0, len(content) - 30))])
    with pytest.raises(SupervisionRulesError, match="table-damaged"):
        read_table(spoilt)


def test_columns_have_the_names_that_excel_gives_them() -> None:
    assert [letters(column) for column in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
