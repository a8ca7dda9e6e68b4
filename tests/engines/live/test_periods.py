"""Weeks, months, quarters and years, and which of them lie wholly within a period."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.engines.live.periods import Stretch, stretch_of, stretches
from supervision_rules.scheme import DAY, Every, Period

ALL = frozenset(range(1, 13))
SCHOOL_YEAR = Period(from_=date(2020, 9, 2), to=date(2021, 8, 31))


def days(found: Stretch) -> tuple[str, str]:
    return found.first_day.isoformat(), date.fromordinal(found.end).isoformat()


def within(period: Period, every: Every, months: frozenset[int] = ALL) -> list[tuple[str, str]]:
    return [days(found) for found in stretches(period, every, months)]


@pytest.mark.parametrize(
    ("day", "every", "expected"),
    [
        (date(2020, 3, 5), Every.WEEK, ("2020-03-02", "2020-03-08")),
        (date(2020, 3, 2), Every.WEEK, ("2020-03-02", "2020-03-08")),
        (date(2020, 3, 8), Every.WEEK, ("2020-03-02", "2020-03-08")),
        (date(2021, 1, 1), Every.WEEK, ("2020-12-28", "2021-01-03")),
        (date(2020, 2, 29), Every.MONTH, ("2020-02-01", "2020-02-29")),
        (date(2020, 12, 31), Every.MONTH, ("2020-12-01", "2020-12-31")),
        (date(2020, 5, 17), Every.QUARTER, ("2020-04-01", "2020-06-30")),
        (date(2020, 12, 1), Every.QUARTER, ("2020-10-01", "2020-12-31")),
        (date(2020, 7, 1), Every.YEAR, ("2020-01-01", "2020-12-31")),
        (date.min, Every.WEEK, ("0001-01-01", "0001-01-07")),
        (date.max, Every.MONTH, ("9999-12-01", "9999-12-31")),
        (date.max, Every.QUARTER, ("9999-10-01", "9999-12-31")),
        (date.max, Every.YEAR, ("9999-01-01", "9999-12-31")),
    ],
    ids=str,
)
def test_the_stretch_of_a_day(day: date, every: Every, expected: tuple[str, str]) -> None:
    assert days(stretch_of(day.toordinal(), every)) == expected


def test_the_last_week_of_all_days_is_a_week_too() -> None:
    assert stretch_of(date.max.toordinal(), Every.WEEK).first_day == date(9999, 12, 27)


@given(st.dates(), st.sampled_from(Every))
def test_a_day_lies_in_its_stretch_and_so_do_all_days_of_it(day: date, every: Every) -> None:
    found = stretch_of(day.toordinal(), every)
    assert found.start <= day.toordinal() <= found.end
    assert stretch_of(found.start, every) == stretch_of(min(found.end, date.max.toordinal()), every) == found


@given(st.dates(max_value=date(9998, 12, 31)), st.sampled_from(Every))
def test_the_next_day_after_one_begins_another(day: date, every: Every) -> None:
    found = stretch_of(day.toordinal(), every)
    assert stretch_of(found.end + 1, every).start == found.end + 1


def test_it_is_over_at_the_first_second_of_the_next_day() -> None:
    assert stretch_of(date(2020, 3, 5).toordinal(), Every.WEEK).over_at == date(2020, 3, 9).toordinal() * DAY


class TestWithinAPeriod:
    def test_only_whole_ones(self) -> None:
        assert within(SCHOOL_YEAR, Every.QUARTER) == [("2020-10-01", "2020-12-31"), ("2021-01-01", "2021-03-31"), ("2021-04-01", "2021-06-30")]
        assert within(SCHOOL_YEAR, Every.YEAR) == []

    def test_the_weeks_at_its_edges_are_left_out(self) -> None:
        weeks = within(SCHOOL_YEAR, Every.WEEK)
        assert (weeks[0], weeks[-1], len(weeks)) == (("2020-09-07", "2020-09-13"), ("2021-08-23", "2021-08-29"), 51)

    def test_only_those_that_begin_in_a_month_that_is_asked(self) -> None:
        assert within(SCHOOL_YEAR, Every.MONTH, frozenset({2, 7, 9})) == [("2021-02-01", "2021-02-28"), ("2021-07-01", "2021-07-31")]
        assert within(SCHOOL_YEAR, Every.WEEK, frozenset({2}))[-1] == ("2021-02-22", "2021-02-28")

    def test_a_period_to_the_last_day_of_all(self) -> None:
        assert within(Period(from_=date(9999, 11, 15), to=date.max), Every.MONTH) == [("9999-12-01", "9999-12-31")]


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 800), st.sampled_from(Every), st.sets(st.integers(1, 12)).map(frozenset))
def test_they_are_the_stretches_of_the_days_that_lie_within(start: date, length: int, every: Every, months: frozenset[int]) -> None:
    period = Period(from_=start, to=date.fromordinal(start.toordinal() + length))
    all_of_them = {stretch_of(day, every) for day in range(period.from_.toordinal(), period.to.toordinal() + 1)}
    whole = [
        one for one in all_of_them if one.start >= period.from_.toordinal() and one.end <= period.to.toordinal() and one.first_day.month in months
    ]
    assert list(stretches(period, every, months)) == sorted(whole, key=lambda one: one.start)
