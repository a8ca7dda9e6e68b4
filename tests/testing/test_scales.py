from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from builders import choice_fact, condition_fact, date_fact, number_fact, scheme

from supervision_rules.lowering import Input, lower
from supervision_rules.scheme import Fact, UnitDeclaration, Written
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
