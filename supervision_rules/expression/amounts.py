"""Amounts as people write them in files: `770 元/生·年`, `-3.5`, `93.5 %`."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

WRITTEN = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)[ \t]*((?![.,_'．，０-９]|[eE][-+0-9])[^\s0-9].*)?", re.DOTALL)
MOST_DIGITS = 40


class NotAnAmount(ValueError):
    """The text is not a number with an optional unit."""


@lru_cache(maxsize=4096)  # cases that are like each other give the same amounts
def parse_amount(text: str) -> tuple[Fraction, int, str]:
    """The number, its decimal places and its unit. Raises NotAnAmount for anything else: full-width digits, commas, NaN, exponents."""
    match = WRITTEN.fullmatch(text.strip())
    if match is None or len(match[1]) > MOST_DIGITS:
        raise NotAnAmount(text)
    number, unit = match[1], (match[2] or "").strip()
    _, _, decimals = number.partition(".")
    return Fraction(number), len(decimals.rstrip("0")), unit


def from_decimal(value: Decimal) -> Fraction:
    """A TOML number, exactly. Raises NotAnAmount for NaN, infinity and numbers of absurd size, before they cost anything."""
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS:
        raise NotAnAmount(str(value))
    return Fraction(value)
