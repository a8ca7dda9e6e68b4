"""Numbers, worths and spaces as offices write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from supervision_rules.issuing.words import one_line, parse_worth, plain, split_number, split_worth, tidy


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("一、管理效能", "一", "管理效能"),
        ("（二）教育保障", "二", "教育保障"),
        ("(3) 党建品牌", "3", "党建品牌"),
        ("（３）党建品牌", "3", "党建品牌"),
        ("1 党对教育工作的领导", "1", "党对教育工作的领导"),
        ("1　党对教育工作的领导", "1", "党对教育工作的领导"),
        ("1.党对教育工作的领导", "1", "党对教育工作的领导"),
        ("１．党对教育工作的领导", "1", "党对教育工作的领导"),
        ("12、社会满意度", "12", "社会满意度"),
        ("1.2 系统党建", "1.2", "系统党建"),
        ("A1 管理效能", "A1", "管理效能"),
        ("A1-2 系统党建", "A1-2", "系统党建"),
        ("③党建品牌", "3", "党建品牌"),
        ("党建品牌", "", "党建品牌"),
        ("3D打印教育", "", "3D打印教育"),
        ("1.5万元以上", "", "1.5万元以上"),
        ("2020 年度工作", "", "2020 年度工作"),
        ("一年级零起点教学", "", "一年级零起点教学"),
    ],
)
def test_a_number_is_told_from_a_title(text: str, number: str, title: str) -> None:
    assert split_number(text) == (number, title)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("2", 2),
        ("２", 2),
        ("2分", 2),
        (" 1.5 分 ", Fraction(3, 2)),
        ("１．５分", Fraction(3, 2)),
        ("-1", -1),
        ("−1", -1),
        ("2.0", 2),
        ("十", None),
        ("2%", None),
        ("1/2", None),
        ("", None),
        ("1e5", None),
        ("nan", None),
        ("9" * 60, None),
    ],
)
def test_a_worth_is_a_number(text: str, worth: Fraction | None) -> None:
    assert parse_worth(text) == worth


@pytest.mark.parametrize(
    ("text", "title", "worth"),
    [
        ("管理效能（20分）", "管理效能", 20),
        ("管理效能 (20 分)", "管理效能", 20),
        ("管理效能（２０分）", "管理效能", 20),
        ("班额（含校额）", "班额（含校额）", None),
        ("（20分）", "（20分）", None),
    ],
)
def test_a_worth_may_stand_behind_a_title(text: str, title: str, worth: int | None) -> None:
    assert split_worth(text) == (title, worth)


def test_a_title_breaks_only_where_its_cell_is_narrow() -> None:
    assert one_line("党对教育\n工作的领导") == "党对教育工作的领导"
    assert one_line(" STEM\neducation ") == "STEM education"


def test_a_standard_keeps_its_lines() -> None:
    assert tidy("  第一条。 \r\n\n\t第二条。_x000D_\n") == "第一条。\n第二条。"


def test_spaces_and_widths_make_no_difference_to_a_reader() -> None:
    assert plain("评 分\n标　准（１）") == plain("评分标准(1)")
