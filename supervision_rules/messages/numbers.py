"""Exact numbers as text: what a sheet, a message or a JSON document prints of a `Fraction`."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt, lcm

SHOWN_PLACES = 4


def fraction(value: Fraction | int) -> Fraction:
    """The value as a Fraction; one that is a Fraction already costs nothing."""
    return value if type(value) is Fraction else Fraction(value)


def decimal_places(value: Fraction | int) -> int | None:
    """How many decimals the value has, or None where it has no end (1/3)."""
    rest = value.denominator
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def fixed(value: Fraction | int, places: int) -> str:
    """The value with `places` decimals, rounded half away from zero."""
    above, below = value.as_integer_ratio()
    units = (2 * abs(above) * 10**places + below) // (2 * below)
    digits = str(units).rjust(places + 1, "0")
    sign = "-" if above < 0 and units else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def exact(value: Fraction | int) -> str:
    """The value itself: a decimal where it ends ("0.05"), else a fraction ("4/3")."""
    places = decimal_places(value)
    return str(Fraction(value)) if places is None else fixed(value, places)


def shown(value: Fraction | int) -> str:
    """The value for a reader: itself where it is short, else rounded and marked (≈8.4211)."""
    places = decimal_places(value)
    if places is not None and places <= SHOWN_PLACES:
        return fixed(value, places)
    return "≈" + fixed(value, SHOWN_PLACES)


def half_up(value: Fraction | int, places: int) -> Fraction:
    """The value rounded to `places` decimals; a tie goes up."""
    scale = 10**places
    if scale % value.denominator == 0:
        return fraction(value)
    scaled = value * scale + Fraction(1, 2)
    return Fraction(scaled.numerator // scaled.denominator, scale)


def add_up(values: Iterable[Fraction]) -> Fraction:
    """The sum of many fractions, brought to one denominator only once."""
    above, below = 0, 1
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        if below % denominator:
            wider = lcm(below, denominator)
            above, below = above * (wider // below), wider
        above += numerator * (below // denominator)
    return Fraction(above, below)


def root(value: Fraction, digits: int) -> tuple[Fraction, Fraction]:
    """Bounds of the square root of a non-negative value, 10**-digits apart at most."""
    scale = 10**digits
    square = value * scale * scale
    low = isqrt(square.numerator // square.denominator)
    return Fraction(low, scale), Fraction(low + 1, scale)
