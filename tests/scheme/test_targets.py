"""Targets: which value is in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from builders import OURS

from supervision_rules.scheme import Basis, Target, TargetValue


def value(from_: str, number: int, where: Mapping[str, str] | None = None) -> TargetValue:
    return TargetValue(from_=date.fromisoformat(from_), value=Fraction(number), where=where or {}, **OURS)


def in_force(day: str, *values: TargetValue) -> list[Fraction]:
    target = Target(id="line", label="标准", value=values)
    return sorted(one.value for one in target.in_force(date.fromisoformat(day)))


SERIES = (value("2018-01-01", 600), value("2020-07-01", 770))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2017-12-31", []), ("2018-01-01", [600]), ("2020-06-30", [600]), ("2020-07-01", [770]), ("2030-01-01", [770])],
)
def test_a_value_holds_from_its_day_on_until_the_next(day: str, expected: list[int]) -> None:
    assert in_force(day, *SERIES) == expected


def test_the_order_of_values_means_nothing() -> None:
    assert in_force("2020-12-31", *SERIES[::-1]) == [770]


def test_there_is_one_value_a_class() -> None:
    north, south = value("2018-01-01", 10, {"area": "north"}), value("2018-01-01", 20, {"area": "south"})
    assert in_force("2020-12-31", north, south) == [10, 20]


def test_a_class_keeps_its_value_while_another_is_raised() -> None:
    values = (value("2018-01-01", 10, {"area": "north"}), value("2018-01-01", 20, {"area": "south"}), value("2020-01-01", 25, {"area": "south"}))
    assert in_force("2019-12-31", *values) == [10, 20]
    assert in_force("2020-01-01", *values) == [10, 25]


def test_a_class_may_begin_later_than_another() -> None:
    assert in_force("2018-06-01", value("2018-01-01", 10, {"area": "north"}), value("2020-01-01", 20, {"area": "south"})) == [10]


def test_a_class_is_its_facts_and_values_in_any_order() -> None:
    first = value("2018-01-01", 10, {"area": "north", "size": "large"})
    again = value("2019-01-01", 12, {"size": "large", "area": "north"})
    assert in_force("2020-01-01", first, again) == [12]


def test_one_value_may_follow_classes_and_classes_one_value() -> None:
    def value(year: int, amount: int, **where: str) -> TargetValue:
        return TargetValue(from_=date(year, 1, 1), value=Fraction(amount), where=where, basis=Basis.RECONSTRUCTED)

    quota = Target(id="quota", label="定额", value=(value(2014, 650, area="east"), value(2014, 600, area="west"), value(2020, 650), value(2023, 720)))
    assert [one.value for one in quota.in_force(date(2019, 1, 1))] == [650, 600]
    assert [one.value for one in quota.in_force(date(2020, 6, 1))] == [650]
    split = evolve(quota, value=(value(2014, 600), value(2016, 650, area="east"), value(2016, 600, area="west")))
    assert [one.value for one in split.in_force(date(2016, 1, 1))] == [650, 600]
