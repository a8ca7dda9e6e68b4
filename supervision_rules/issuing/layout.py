"""A table laid out in columns and merged cells, for whatever kind of file it is written to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from attrs import field, frozen

from ..messages import catalogue, message
from .header import LEVELS, Role
from .table import Heading, IssuedTable

CHINESE = set("一二三四五六七八九十百")
WIDTHS = {Role.NUMBER: 7, Role.TITLE: 26, Role.WORTH: 8, Role.STANDARD: 70}


@frozen
class Column:
    """A column: its heading, its width in characters, whether its cells are centred."""

    heading: str
    width: int
    centred: bool


@frozen
class Block:
    """A cell, or several that are one: from which row and column (of 0), how many of each, and what is in it."""

    row: int
    column: int
    value: str | Fraction
    rows: int = 1
    columns: int = 1


@frozen
class Layout:
    """A table as it is written."""

    title: str
    name: str
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...] = field(repr=False)
    rows: int = 0


def lay_out(table: IssuedTable, title: str) -> Layout:
    """A table in columns: the levels of indicators, merged over their points, then number, title, worth and standard; below, the total."""
    words = catalogue("zh")  # a table is issued in Chinese
    depth = max((len(point.headings) for point in table.points), default=0)
    roles = [
        *LEVELS[:depth],
        Role.NUMBER,
        Role.TITLE,
        *([Role.WORTH] if any(point.worth is not None for point in table.points) else []),
        Role.STANDARD,
    ]
    columns = tuple(Column(words.say(role.words), WIDTHS.get(role, 14), role not in (Role.TITLE, Role.STANDARD)) for role in roles)
    blocks = list(_headings(table, depth))
    for row, point in enumerate(table.points):
        said: dict[Role, str | Fraction | None] = {
            Role.NUMBER: point.number,
            Role.TITLE: point.title,
            Role.WORTH: point.worth,
            Role.STANDARD: point.standard,
        }
        blocks += [Block(row, column, value) for column, role in enumerate(roles) if (value := said.get(role)) is not None]
    rows = len(table.points)
    if Role.WORTH in roles:
        at = roles.index(Role.WORTH)
        blocks += [Block(rows, 0, words.say(message("table.total")), columns=at), Block(rows, at, table.total), Block(rows, at + 1, "")]
        rows += 1
    return Layout(title, words.say(message("table.name")), columns, tuple(blocks), rows)


def _headings(table: IssuedTable, depth: int) -> Iterator[Block]:
    """The cells of indicators. One that has points of its own beside deeper ones reaches over the columns of these."""
    for level in range(depth):
        runs = [(point.headings[: level + 1], len(point.headings) == level + 1, row) for row, point in enumerate(table.points)]
        for (path, ends), run in groupby(runs, key=itemgetter(0, 1)):
            rows = [row for *_, row in run]
            if len(path) > level:
                yield Block(rows[0], level, printed(path[level]), rows=len(rows), columns=depth - level if ends else 1)


def printed(heading: Heading) -> str:
    """An indicator as it stands in a table: `一、管理效能`, `1.1 系统党建`."""
    if not heading.number:
        return heading.title
    return f"{heading.number}{'、' if set(heading.number) <= CHINESE else ' '}{heading.title}"
