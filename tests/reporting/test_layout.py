"""Tables of text line up, Chinese characters counted as two columns and styles as none."""

from __future__ import annotations

import click

from supervision_rules.reporting.layout import columns, grid


def test_a_chinese_character_takes_two_columns_and_a_style_none() -> None:
    assert (columns("满分"), columns("104.2"), columns(click.style("满分", fg="green")), columns("（假定）")) == (4, 5, 4, 8)


def test_columns_line_up_and_numbers_stand_to_the_right() -> None:
    assert list(grid(["观测点", "得分"], [["班额", "3.2"], ["teachers", "10"]], {1})) == [
        "观测点    得分",
        "--------  ----",
        "班额       3.2",
        "teachers    10",
    ]


def test_a_table_without_rows_is_its_head() -> None:
    assert list(grid(["a", "b"], [])) == ["a  b", "-  -"]
