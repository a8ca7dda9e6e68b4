"""Amounts as people write them: an exact number and a unit, or nothing at all."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.expression import NotAnAmount, from_decimal, parse_amount


@pytest.mark.parametrize(
    ("text", "number", "places", "unit"),
    [
        ("770 元/生·年", 770, 0, "元/生·年"),
        ("770元/生·年", 770, 0, "元/生·年"),
        ("-3.5", Fraction(-7, 2), 1, ""),
        ("93.5 %", Fraction(187, 2), 1, "%"),
        ("1.50 元", Fraction(3, 2), 1, "元"),
        ("0.0001", Fraction(1, 10_000), 4, ""),
        ("007 个", 7, 0, "个"),
        ("  4 次 ", 4, 0, "次"),
        ("1000000000000 元", 10**12, 0, "元"),
    ],
)
def test_a_number_its_places_and_its_unit(text, number, places, unit):
    assert parse_amount(text) == (number, places, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "元",
        "７７０",
        "77０ 元",
        "1,000 元",
        "1，000 元",
        "1 000 元",
        "1_000",
        "1'000",
        "1e5",
        "1E-5 元",
        "1e+5",
        "NaN",
        "inf",
        "-",
        "+5",
        "--5",
        ".5",
        "5.",
        "1.2.3",
        "½",
        "5 5元",
    ],
)
def test_anything_else_is_no_amount(text):
    with pytest.raises(NotAnAmount):
        parse_amount(text)


def test_a_number_of_absurd_length_is_no_amount():
    with pytest.raises(NotAnAmount):
        parse_amount("9" * 41)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_no_digit_is_lost(number):
    assert parse_amount(f"{number:f} 元")[0] == from_decimal(number) == Fraction(number)


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity", "1e41", "1e-41", "1e999999999", "9" * 41])
def test_a_decimal_that_is_no_number_of_decent_size_is_refused_before_it_costs_anything(text):
    with pytest.raises(NotAnAmount):
        from_decimal(Decimal(text))
