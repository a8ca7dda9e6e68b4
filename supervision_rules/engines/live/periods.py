"""The weeks, months, quarters and years of an evaluated period."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from attrs import frozen

from ...scheme import DAY, Every, Period


@frozen
class Stretch:
    """Days in a row, both included, as day numbers."""

    start: int
    end: int

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date.fromordinal(self.start)

    @property
    def over_at(self) -> int:
        """The first second after it."""
        return (self.end + 1) * DAY


def stretch_of(day: int, every: Every) -> Stretch:
    """The week, month, quarter or year in which a day lies."""
    found = date.fromordinal(day)
    if every is Every.WEEK:
        start = found - timedelta(days=found.weekday())
        return Stretch(start.toordinal(), start.toordinal() + 6)
    months = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[every]
    first = (found.month - 1) // months * months
    start, last = date(found.year, first + 1, 1), date(found.year, first + months, 1)
    return Stretch(start.toordinal(), last.toordinal() + monthrange(last.year, last.month)[1] - 1)


def touching(period: Period, every: Every, months: frozenset[int]) -> Iterator[Stretch]:
    """Those that have a day in a period and begin in one of these months, in order."""
    day = period.from_.toordinal()
    while day <= period.to.toordinal():
        found = stretch_of(day, every)
        if found.first_day.month in months:
            yield found
        day = found.end + 1


def stretches(period: Period, every: Every, months: frozenset[int]) -> Iterator[Stretch]:
    """Those that lie wholly within a period and begin in one of these months, in order."""
    return (found for found in touching(period, every, months) if period.from_.toordinal() <= found.start and found.end <= period.to.toordinal())
