"""The row that names the columns of a table, in the words that offices use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum

from attrs import frozen

from ..loading.grid import Grid
from ..messages import Message, message
from .words import plain


class Role(StrEnum):
    """What a column holds. A scheme may have up to four levels of indicators."""

    LEVEL_1 = "level-1"
    LEVEL_2 = "level-2"
    LEVEL_3 = "level-3"
    LEVEL_4 = "level-4"
    NUMBER = "number"
    TITLE = "title"
    WORTH = "worth"
    STANDARD = "standard"

    @property
    def words(self) -> Message:
        """The column as it is called."""
        return message(f"column.{self.value}")


LEVELS = (Role.LEVEL_1, Role.LEVEL_2, Role.LEVEL_3, Role.LEVEL_4)
NAMES: Mapping[Role, tuple[str, ...]] = {
    Role.LEVEL_1: ("一级指标", "A级指标", "一级", "A级", "评价领域"),
    Role.LEVEL_2: ("二级指标", "B级指标", "二级", "B级"),
    Role.LEVEL_3: ("三级指标", "C级指标", "三级", "C级"),
    Role.LEVEL_4: ("四级指标", "D级指标", "四级", "D级"),
    Role.NUMBER: ("序号", "编号", "序"),
    Role.TITLE: ("观测点", "观测要点", "评估要点", "评价要点", "测评要点", "考核要点", "监测点", "评价内容"),
    Role.WORTH: ("分值", "权重", "分数", "标准分", "满分", "赋分", "赋分值"),
    Role.STANDARD: ("评分标准", "评分细则", "评分办法", "评分方法", "计分标准", "计分办法", "计分方法", "评价标准", "赋分标准", "评分说明"),
}
ROLES = {name: role for role, names in NAMES.items() for name in names}
NEEDED = (Role.TITLE, Role.WORTH, Role.STANDARD)
ENOUGH = 2
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")


@frozen
class Header:
    """A row, and the columns of what it names; `twice` are columns of which there is another before."""

    row: int
    columns: Mapping[Role, range]
    twice: tuple[tuple[Role, int], ...] = ()

    def lacking(self, worths: bool) -> list[Role]:
        """The columns that a table must have and this one has not."""
        return [role for role in NEEDED if role not in self.columns and (worths or role is not Role.WORTH)]

    @property
    def levels(self) -> list[Role]:
        """The levels of indicators, the first first."""
        return [role for role in LEVELS if role in self.columns]


def role_of(text: str) -> Role | None:
    """What a heading names: `观测点（评估要点）`, `分 值`, `一级指标/领域`."""
    name = BRACKETED.sub("", plain(text))
    return next((ROLES[part] for part in (name, *re.split(r"[/、]", name)) if part in ROLES), None)


def find_header(grid: Grid) -> Header | None:
    """The row that names the most columns, if any names two; of a heading of two rows the lower one, which has those above it by merged cells."""
    found = [header for row in grid.rows if len((header := read_header(grid, row)).columns) >= ENOUGH]
    return max(found, key=lambda header: len(header.columns), default=None)


def read_header(grid: Grid, row: int) -> Header:
    """What a row names. Where there is no 观测点, the deepest level below the second is meant; worths before it are those of indicators."""
    named = list(_named(grid, row))
    columns: dict[Role, range] = {}
    twice: list[tuple[Role, int]] = []
    if not any(role is Role.TITLE for role, _ in named):
        deepest = max((role for role, _ in named if role in LEVELS[2:]), default=None)
        named = [(Role.TITLE if role is deepest else role, span) for role, span in named]
    title = min((span.start for role, span in named if role is Role.TITLE), default=0)
    several = sum(role is Role.WORTH for role, _ in named) > 1
    for role, span in named:
        if role is Role.WORTH and several and span.start < title:
            continue
        if role in columns:
            twice.append((role, span.start))
        else:
            columns[role] = span
    return Header(row, columns, tuple(twice))


def _named(grid: Grid, row: int) -> Iterator[tuple[Role, range]]:
    """The headings that stand in a row or reach into it, from left to right."""
    for at in grid.reaching(row):
        role = role_of(grid.cell(*at).text)
        if role is not None:
            yield role, grid.span(*at)
