"""Tables as an Excel file, read back by another library."""

from __future__ import annotations

import sys
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import load_workbook

from supervision_rules import SupervisionRulesError
from supervision_rules.reporting.workbook import Cell, WorkSheet, workbook


def read(*rows: tuple[Cell, ...]) -> list[list[object]]:
    """What stands below the headings."""
    made = workbook([WorkSheet(title="材料", headings=("甲", "乙"), rows=rows)])
    return [list(line) for line in load_workbook(BytesIO(made))["材料"].iter_rows(min_row=2, values_only=True)]


def test_numbers_are_numbers_and_words_are_words() -> None:
    assert read(("新北区", Fraction("-1.2")), ("钟楼区", 3), ("天宁区", None)) == [["新北区", -1.2], ["钟楼区", 3], ["天宁区", None]]


def test_a_number_that_excel_cannot_hold_stands_as_text() -> None:
    assert read(("x", Fraction(10**16 + 1))) == [["x", "10000000000000001"]]


def test_a_number_without_end_is_rounded() -> None:
    assert read(("x", Fraction(4, 3))) == [["x", 1.3333333333]]


def test_a_text_is_never_a_formula() -> None:
    made = workbook([WorkSheet(title="材料", headings=("甲",), rows=(("=1+1",), ("@x",)))])
    cells = [line[0] for line in load_workbook(BytesIO(made))["材料"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("@x", "s")]


def test_the_same_tables_make_the_same_file() -> None:
    sheet = WorkSheet(title="材料", headings=("甲",), rows=(("x",),))
    assert workbook([sheet]) == workbook([sheet])


def test_headings_stay_in_sight_and_can_be_filtered() -> None:
    made = load_workbook(BytesIO(workbook([WorkSheet(title="材料", headings=("甲", "乙"), rows=(("x", 1),))])))["材料"]
    assert made.freeze_panes == "A2"
    assert made.auto_filter.ref == "A1:B2"


def test_without_the_extra_it_is_said_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(SupervisionRulesError) as caught:
        workbook([])
    assert caught.value.codes == ("extra-missing",)
