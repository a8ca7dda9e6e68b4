"""The row that names the columns, as offices write it."""

from __future__ import annotations

import pytest
from issuing.grids import ABOVE, LEFT, grid, point

from supervision_rules.issuing.header import Role, find_header, role_of


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("观测点", Role.TITLE),
        ("观 测 点", Role.TITLE),
        ("观测点\n（评估要点）", Role.TITLE),
        ("评估要点", Role.TITLE),
        ("分　值", Role.WORTH),
        ("分值（分）", Role.WORTH),
        ("权重", Role.WORTH),
        ("评分细则", Role.STANDARD),
        ("计分办法", Role.STANDARD),
        ("Ａ级指标", Role.LEVEL_1),
        ("B级指标", Role.LEVEL_2),
        ("一级指标/领域", Role.LEVEL_1),
        ("【序号】", None),
        ("备注", None),
        ("自评得分", None),
    ],
)
def test_names_are_known_with_their_variants(text: str, role: Role | None) -> None:
    assert role_of(text) is role


def test_a_title_row_may_stand_above() -> None:
    header = find_header(grid(["常州市评分标准", LEFT, LEFT], ["单位：分"], ["观测点", "分值", "评分标准"], ["规划", "2", "有规划得满分。"]))
    assert header is not None
    assert (header.row, set(header.columns)) == (3, {Role.TITLE, Role.WORTH, Role.STANDARD})


def test_a_heading_of_two_rows_is_one() -> None:
    one = point(
        ["指标", LEFT, "观测点", "分值", "评分标准"],
        ["一级指标", "二级指标", ABOVE, ABOVE, ABOVE],
        ["一、管理", "1.1 党建", "规划", "2", "有规划得满分。"],
    )
    assert [heading.title for heading in one.headings] == ["管理", "党建"]


def test_without_a_point_column_the_third_level_is_the_point() -> None:
    assert point(["一级指标", "二级指标", "三级指标", "分值", "评分标准"], ["管理", "党建", "规划", "2", "有规划得满分。"]).title == "规划"


def test_the_worth_of_a_point_stands_behind_it() -> None:
    one = point(["一级指标", "分值", "观测点", "分值", "评分标准"], ["管理", "20", "规划", "2", "有规划得满分。"])
    assert (one.worth, [heading.title for heading in one.headings]) == (2, ["管理"])


def test_what_stands_under_one_heading_in_two_columns_belongs_together() -> None:
    one = point(["观测点", LEFT, "分值", "评分标准", LEFT], ["1", "规划", "2", "（1）", "有规划得满分。"])
    assert (one.number, one.title, one.standard) == ("1", "规划", "（1） 有规划得满分。")
