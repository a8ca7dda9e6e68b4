"""预警: what somebody must be told at once, while the year is still running. Alerts score nothing."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from ..expression import Expression
from .provenance import Sourced


class Every(StrEnum):
    """The periods in which records are counted; weeks begin on Monday."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Late(StrEnum):
    """What becomes of an alert when the thing was done after all, but late: it stands, or it ends."""

    STANDS = "stands"
    ENDS = "ends"


@frozen(kw_only=True)
class Count:
    """每期计数: how many records (`rows`, a table) each row of the table above it has in every period, by the day in `column`.

    Fewer than `at_least` is told when the period is over, more than `at_most` as soon as it is so. `where` says which records count, `whose` which
    rows above are asked; `months` (1 to 12) are those in which it is asked at all.
    """

    rows: str
    column: str
    every: Every = field(converter=Every)
    at_least: int | None = None
    at_most: int | None = None
    months: tuple[int, ...] = ()
    where: Expression | None = None
    whose: Expression | None = None


@frozen(kw_only=True)
class Deadline:
    """限时: by when each record (`rows`, a table) must have its day or moment in the column `until`.

    That is what the column `due` says, or so long (`within`: `24小时`, `15天`) after the day or moment in the column `start`. `where` says which
    records are asked.
    """

    rows: str
    until: str
    due: str | None = None
    start: str | None = None
    within: str | None = None
    late: Late = field(default=Late.STANDS, converter=Late)
    where: Expression | None = None


@frozen(kw_only=True)
class Alert(Sourced):
    """预警: told while its condition (`when`) holds, or as its `count` or `deadline` says; one of the three."""

    id: str
    title: str
    standard: str
    when: Expression | None = None
    count: Count | None = None
    deadline: Deadline | None = None
