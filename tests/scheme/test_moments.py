"""Days and moments on one line of seconds."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.scheme import DAY, first, last, moment, parse_when, seconds


@given(st.datetimes().map(lambda when: when.replace(microsecond=0)))
def test_a_moment_and_its_number_are_the_same(when: datetime) -> None:
    assert moment(seconds(when)) == when


@given(st.datetimes(), st.datetimes())
def test_later_is_more(one: datetime, other: datetime) -> None:
    assert seconds(min(one, other)) <= seconds(max(one, other))


@given(st.dates())
def test_a_day_is_the_seconds_from_midnight_to_midnight(day: date) -> None:
    assert moment(first(day)) == datetime(day.year, day.month, day.day)
    assert last(day) - first(day) == DAY - 1


@given(st.datetimes(timezones=st.none()))
def test_a_moment_begins_and_ends_with_itself(when: datetime) -> None:
    assert first(when) == last(when) == seconds(when)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2020-03-05", date(2020, 3, 5)),
        ("2020-03-05T14:30", datetime(2020, 3, 5, 14, 30)),
        ("2020-03-05 14:30:15", datetime(2020, 3, 5, 14, 30, 15)),
    ],
)
def test_a_text_is_a_day_or_a_moment(text: str, when: date) -> None:
    found = parse_when(text)
    assert (type(found), found) == (type(when), when)


@pytest.mark.parametrize(
    "text",
    ["", "昨天", "2020-13-05", "2020-03-05T25:00", "2020-03-05T14:30+08:00", "2020-03-05T14:30Z", "2020-W10-4T14:30", "2020-W10-4", "20200305T14:30"],
)
def test_anything_else_is_neither(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (each says something else)
        parse_when(text)
