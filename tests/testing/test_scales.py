from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from builders import choice_fact, column, condition_fact, date_fact, number_fact, scheme, table

from supervision_rules.lowering import ColumnPlan, Input, lower
from supervision_rules.scheme import Fact, UnitDeclaration, Written, moment, seconds
from supervision_rules.testing.scales import as_written, scale_of


def made(fact: Fact) -> Input:
    units = [UnitDeclaration(id="万元", of="元", factor=Fraction(10_000))]
    return lower(scheme(facts=[fact], units=units)).inputs[fact.id]


NUMBER = number_fact("money", "万元", (1, 5), places=2, context=True)


@pytest.mark.parametrize(
    ("fact", "first", "last"),
    [
        (NUMBER, "1 万元", "5 万元"),
        (number_fact("rate", "%", ("0.5", "99.5"), places=0, context=True), "1 %", "99 %"),
        (number_fact("plain", domain=(-3, 4), context=True), "-3", "4"),
        (condition_fact("plan", context=True), False, True),
        (choice_fact("kind", "丙", "乙", "甲", context=True), "丙", "甲"),
        (date_fact("since", context=True), date.min, date.max),
    ],
)
def test_ends_are_those_that_the_fact_declares(fact: Fact, first: Written, last: Written) -> None:
    one = made(fact)
    scale = scale_of(one)
    assert [as_written(one, scale.value(n)) for n in (scale.first, scale.last)] == [first, last]


@pytest.mark.parametrize("fact", [NUMBER, condition_fact("plan", context=True), choice_fact("kind", "丙", "乙", context=True)])
def test_every_value_has_its_number(fact: Fact) -> None:
    scale = scale_of(made(fact))
    assert all(scale.number(scale.value(n)) == n for n in range(scale.first, scale.last + 1))


def test_neighbours_are_a_place_apart() -> None:
    one = made(NUMBER)
    scale = scale_of(one)
    assert as_written(one, scale.value(scale.first + 1)) == "1.01 万元"
    assert scale.value(scale.first + 1) == 10_100


def test_what_the_scale_leaves_out_counts_as_the_value_below() -> None:
    scale = scale_of(made(NUMBER))
    assert scale.number(Fraction(10_199)) == scale.first + 1
    assert scale.number(0) == scale.first


def test_days_reach_no_further_than_a_lifetime() -> None:
    scale = scale_of(made(date_fact("since", context=True)))
    low, high = scale.around(date(2020, 1, 1).toordinal())
    assert (date.fromordinal(low).year, date.fromordinal(high).year) == (1979, 2060)


def rung() -> ColumnPlan:
    return lower(scheme(tables=[table("school", column("rung", kind="moment"))])).columns["school.rung"]


def test_moments_are_a_second_apart() -> None:
    scale, noon = scale_of(rung()), seconds(datetime(2020, 3, 5, 12))
    beside = [as_written(rung(), scale.value(scale.number(noon) + step)) for step in (-1, 0, 1)]
    assert beside == [datetime(2020, 3, 5, 11, 59, 59), datetime(2020, 3, 5, 12), datetime(2020, 3, 5, 12, 0, 1)]


def test_moments_reach_no_further_than_days() -> None:
    low, high = scale_of(rung()).around(seconds(datetime(2020, 1, 1)))
    assert (moment(low).year, moment(high).year) == (1979, 2060)


def test_moments_begin_where_days_do() -> None:
    day = date(2020, 1, 1)
    assert as_written(rung(), scale_of(rung()).start(day.toordinal())) == datetime(2020, 1, 1)
