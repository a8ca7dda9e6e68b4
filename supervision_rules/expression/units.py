"""Units: what a number counts. They multiply and divide; 1万元 = 10000元 only where a scheme declares it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from attrs import field, frozen

SYMBOL = re.compile(r"[\u2100-\uff00]+|%")


@frozen
class Unit:
    """Powers of symbols and a factor to the base: 万元/生 is {元: 1, 生: -1} with factor 10000.

    Two units are equal when they are the same measure in the same size; `same_kind` leaves the size out.
    """

    powers: tuple[tuple[str, int], ...] = ()
    factor: Fraction = Fraction(1)
    text: str = field(default="", eq=False)

    def same_kind(self, other: Unit) -> bool:
        """Whether numbers in the two units can be added and compared."""
        return self.powers == other.powers

    def __str__(self) -> str:
        return self.text or _text(self.powers)

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The unit of a product (or, with sign -1, of a quotient), in base size."""
        powers = dict(self.powers)
        for symbol, power in other.powers:
            powers[symbol] = powers.get(symbol, 0) + sign * power
        return Unit(tuple(sorted((symbol, power) for symbol, power in powers.items() if power)))


def _text(powers: tuple[tuple[str, int], ...]) -> str:
    above = "·".join(symbol for symbol, power in powers for _ in range(power))
    below = "·".join(symbol for symbol, power in powers for _ in range(-power))
    return f"{above or '1'}/{below}" if below else above


PLAIN = Unit()
MARKS = Unit((("分", 1),), text="分")
DATE = Unit((("日期", 1),), text="日期")
DAYS = Unit((("天", 1),), text="天")


Conversions = Mapping[str, tuple[str, Fraction] | None]
"""Each declared unit, the one it is made of and how often; None where its declaration failed."""


class UnknownUnit(ValueError):
    """The text is not a unit."""


class Poisoned(Exception):
    """Something is read whose own definition failed: nothing more is to be said about it."""


def parse_unit(text: str, declared: Conversions) -> Unit:
    """The unit that a text names.

    Raises UnknownUnit for anything but symbols joined by `·` with at most one `/`, Poisoned for a unit whose declaration failed.
    """
    if not text:
        return PLAIN
    sides = text.split("/")
    if len(sides) > 2:
        raise UnknownUnit(text)
    powers: dict[str, int] = {}
    factor = Fraction(1)
    for side, sign in zip(sides, (1, -1), strict=False):
        for symbol in side.split("·"):
            if not SYMBOL.fullmatch(symbol):
                raise UnknownUnit(text)
            made = ("", Fraction(1, 100)) if symbol == "%" else declared.get(symbol, (symbol, Fraction(1)))
            if made is None:
                raise Poisoned
            base, size = made
            factor *= size**sign
            if base:
                powers[base] = powers.get(base, 0) + sign
    return Unit(tuple(sorted((s, p) for s, p in powers.items() if p)), factor, text)
