"""What stands in the rows of a table, however it was filled in, and everything that is wrong with one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from issuing.grids import ABOVE, HEADER, LEFT, grid, lacking, point, read, refusals

from supervision_rules import SupervisionRulesError
from supervision_rules.issuing.reading import table_in

RULE = "没有规划扣2分。"


def headings(*rows: list[str]) -> list[list[str]]:
    return [[heading.title for heading in one.headings] for one in read(*rows).points]


class TestIndicators:
    def test_merged_cells_reach_down(self) -> None:
        rows = [["一、管理", "党建", "规划", "2", RULE], [ABOVE, ABOVE, "品牌", "2", RULE], [ABOVE, "督导", "考核", "2", RULE]]
        assert headings(HEADER, *rows) == [["管理", "党建"], ["管理", "党建"], ["管理", "督导"]]

    def test_empty_cells_are_as_those_above(self) -> None:
        rows = [["一、管理", "党建", "规划", "2", RULE], ["", "", "品牌", "2", RULE], ["", "督导", "考核", "2", RULE]]
        assert headings(HEADER, *rows) == [["管理", "党建"], ["管理", "党建"], ["管理", "督导"]]

    def test_a_new_first_level_ends_the_second(self) -> None:
        assert headings(HEADER, ["管理", "党建", "规划", "2", RULE], ["保障", "", "品牌", "2", RULE]) == [["管理", "党建"], ["保障"]]

    def test_a_cell_over_both_levels_is_the_first(self) -> None:
        assert headings(HEADER, ["管理", "党建", "规划", "2", RULE], ["管理", LEFT, "品牌", "2", RULE]) == [["管理", "党建"], ["管理"]]

    def test_they_may_stand_in_rows_of_their_own(self) -> None:
        rows = [["一、管理效能（4分）", LEFT, LEFT], ["规划", "2", RULE], ["品牌", "2", RULE]]
        assert headings(["观测点", "分值", "评分标准"], *rows) == [["管理效能"], ["管理效能"]]
        assert headings(HEADER, ["一、管理"], ["", "党建"], ["", "", "规划", "2", RULE]) == [["管理", "党建"]]


class TestPoints:
    def test_numbers_stand_in_a_column_or_before_titles(self) -> None:
        assert [one.number for one in read(["序号", *HEADER[2:]], ["7", "规划", "2", RULE], ["8.", "8.品牌", "2", RULE]).points] == ["7", "8"]
        assert point(HEADER[2:], ["（7）规划", "2", RULE]).number == "7"

    def test_where_not_every_title_has_a_number_they_are_counted(self) -> None:
        table = read(HEADER[2:], ["3 岁以下托育", "2", RULE], ["规划", "2", RULE])
        assert (table.numbered, [(one.number, one.title) for one in table.points]) == (False, [("1", "3 岁以下托育"), ("2", "规划")])

    def test_a_number_over_several_points_is_none_of_theirs(self) -> None:
        table = read(["序号", *HEADER], ["1", "管理", "", "规划", "2", RULE], [ABOVE, ABOVE, "", "品牌", "2", RULE])
        assert (table.numbered, [one.number for one in table.points]) == (False, ["1", "2"])

    def test_standards_of_a_merged_point_are_its_lines(self) -> None:
        one = point(HEADER[2:], ["规划", "2", "没有规划扣1分。"], [ABOVE, ABOVE, "没有总结扣1分。"])
        assert (one.standard, one.worth) == ("没有规划扣1分。\n没有总结扣1分。", 2)

    def test_a_worth_may_stand_behind_the_title_alone(self) -> None:
        assert point(HEADER[2:], ["规划（1.5分）", "", RULE]).worth == Fraction(3, 2)

    def test_a_table_of_a_scheme_without_points_has_no_worths(self) -> None:
        assert read(["观测点", "评分标准"], ["规划", RULE], worths=False).points[0].worth is None


class TestOtherRows:
    def test_headers_that_are_repeated_and_empty_rows_are_passed_over(self) -> None:
        assert len(read(HEADER[2:], ["规划", "2", RULE], [], HEADER[2:], ["品牌", "2", RULE]).points) == 2

    @pytest.mark.parametrize("row", [["合计", "4"], ["合　计", "4分"], ["总分（4分）", LEFT, LEFT], ["总计", ""], ["小计", "2"]])
    def test_a_total_that_is_right_is_passed_over(self, row: list[str]) -> None:
        assert len(read(HEADER[2:], ["规划", "2", RULE], ["品牌", "2", RULE], row).points) == 2

    @pytest.mark.parametrize("total", ["2", "12"])
    def test_bonuses_in_the_table_are_no_points(self, total: str) -> None:
        table = read(
            HEADER,
            ["管理", "", "规划", "2", RULE],
            ["加分项（10分）", "", "国家级荣誉", "10", "每项加1分。"],
            ["", "", ABOVE, ABOVE, "只计一次。"],
            ["合计", "", "", total],
        )
        assert ([one.title for one in table.points], table.notes) == (["规划"], ("加分项：国家级荣誉",))

    def test_remarks_are_kept(self) -> None:
        assert read(HEADER[2:], ["规划", "2", RULE], ["注：以上含本数。", LEFT, LEFT]).notes == ("注：以上含本数。",)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([["规划", "2", RULE]], ["header-missing 0:0"]),
        ([["观测点", "分值", "要求"], ["规划", "2", RULE]], ["column-missing 1:1"]),
        ([[*HEADER[2:], "评分细则"], ["规划", "2", RULE]], ["column-twice 1:4"]),
        ([HEADER[2:]], ["table-empty 0:0"]),
        ([HEADER[2:], ["规划", "", RULE]], ["cell-missing 2:2"]),
        ([HEADER[2:], ["规划", "2", ""]], ["cell-missing 2:3"]),
        ([HEADER[2:], ["", "2", RULE]], ["cell-missing 2:1"]),
        ([HEADER[2:], ["规划", "2", RULE], ["品牌", ABOVE, RULE]], ["cell-missing 3:2"]),
        ([HEADER[2:], ["规划", "二", RULE]], ["bad-worth 2:2"]),
        ([HEADER[2:], ["规划", "-2", RULE]], ["worth-not-positive 2:2"]),
        ([HEADER[2:], ["规划", "0", RULE]], ["worth-not-positive 2:2"]),
        ([HEADER[2:], ["规划（3分）", "2", RULE]], ["worths-differ 2:2"]),
        ([HEADER[2:], ["规划", "1", RULE], [ABOVE, "1", "另一条。"]], ["worths-differ 3:2"]),
        ([HEADER[2:], ["规划", "2", RULE], ["规 划", "2", RULE]], ["title-twice 3:1"]),
        ([HEADER[2:], ["规划", "2", RULE], ["合计", "3"]], ["total-contradicts 3:2"]),
        ([HEADER, ["管理（3分）", "", "规划", "2", RULE]], ["total-contradicts 2:1"]),
        ([HEADER, ["管理", "", "规划", "2", RULE], ["", "", "", "", "", "李科长核"]], ["row-not-understood 3:6"]),
        ([HEADER[2:], ["规划", "2", RULE], ["填表人：李某"]], ["row-not-understood 3:1"]),
        ([["序号", *HEADER[2:]], ["1", "规划", "2", RULE], ["", "品牌", "2", RULE]], ["cell-missing 3:2"]),
        ([HEADER[2:], ["规划", "二", ""], ["", "2", RULE], ["合计", "9"]], ["bad-worth 2:2", "cell-missing 2:3", "cell-missing 3:1"]),
    ],
)
def test_everything_that_is_wrong_is_said_with_its_cell(rows: list[list[str]], wanted: list[str]) -> None:
    assert refusals(*rows) == wanted


def test_a_formula_without_a_value_is_said_once() -> None:
    table = lacking(grid(HEADER[2:], ["规划", "", RULE]), (2, 2), "=1+1")
    with pytest.raises(SupervisionRulesError) as raised:
        table_in([table], "table.xlsx")
    assert raised.value.codes == ("cell-without-value",)
    assert "table.xlsx，工作表“评分表”的R2C2：单元格没有值：=1+1" in str(raised.value)


class TestSheets:
    ONE = grid(HEADER[2:], ["规划", "2", RULE], name="甲")
    TWO = grid(HEADER[2:], ["品牌", "2", RULE], ["合计", "4"], name="乙")
    NONE = grid(["说明"], name="说明")

    def test_the_one_with_a_header_is_taken(self) -> None:
        assert len(table_in([self.NONE, self.ONE], "t.xlsx").points) == 1

    def test_several_must_be_named(self) -> None:
        with pytest.raises(SupervisionRulesError, match=r"甲；乙 \[several-tables\]"):
            table_in([self.ONE, self.TWO], "t.xlsx")
        assert [one.title for one in table_in([self.ONE, self.TWO], "t.xlsx", ["甲"]).points] == ["规划"]

    def test_parts_of_one_table_are_read_one_after_another(self) -> None:
        assert [one.title for one in table_in([self.TWO, self.ONE], "t.xlsx", ["甲", "乙"]).points] == ["规划", "品牌"]

    def test_a_table_without_a_header_is_not_left_out_in_silence(self) -> None:
        more = grid(["班额", "2", RULE], name="续表")
        with pytest.raises(SupervisionRulesError, match=r"还有没有读的表：续表 \[tables-unread\]"):
            table_in([self.ONE, more], "t.xlsx")
        assert [one.title for one in table_in([self.ONE, more], "t.xlsx", ["甲", "续表"]).points] == ["规划", "班额"]
        assert [one.title for one in table_in([self.ONE, more], "t.xlsx", ["甲"]).points] == ["规划"]

    def test_one_that_is_not_there_or_has_no_header_is_refused(self) -> None:
        for name, code in (("丙", "unknown-sheet"), ("说明", "header-missing")):
            with pytest.raises(SupervisionRulesError, match=code):
                table_in([self.ONE, self.NONE], "t.xlsx", [name])
