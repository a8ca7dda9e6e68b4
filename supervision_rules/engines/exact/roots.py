"""Sums of square roots, compared exactly: what coefficients of variation and their composites come to."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from ...messages import half_up, root

Rational = int | Fraction


def _square_root(value: Fraction) -> Fraction | None:
    """The root of a perfect square, or None."""
    a, b = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(a, b) if a * a == value.numerator and b * b == value.denominator else None


class Roots:
    """`plain` + Σ factor × √radicand, no radicand a square multiple of another: so it is 0 only where every part is 0."""

    def __init__(self, plain: Rational = 0, parts: tuple[tuple[Fraction, Fraction], ...] = ()) -> None:
        self.plain = Fraction(plain)
        self.parts: list[tuple[Fraction, Fraction]] = []
        for factor, radicand in parts:
            self._add(factor, radicand)

    @classmethod
    def root(cls, radicand: Fraction) -> Roots:
        """The square root of a non-negative number."""
        return cls(0, ((Fraction(1), radicand),))

    def _add(self, factor: Fraction, radicand: Fraction) -> None:
        whole = _square_root(radicand)
        if whole is not None:
            self.plain += factor * whole
            return
        for index, (known_factor, known) in enumerate(self.parts):
            common = _square_root(radicand * known)
            if common is not None:
                total = known_factor + factor * common / known
                self.parts[index : index + 1] = [(total, known)] if total else []
                return
        if factor:
            self.parts.append((factor, radicand))

    def __add__(self, other: Roots | Rational) -> Roots:
        extra = other if isinstance(other, Roots) else Roots(other)
        return Roots(self.plain + extra.plain, (*self.parts, *extra.parts))

    __radd__ = __add__

    def __mul__(self, other: Rational) -> Roots:
        return Roots(self.plain * other, tuple((factor * other, radicand) for factor, radicand in self.parts))

    __rmul__ = __mul__

    def __neg__(self) -> Roots:
        return self * -1

    def __sub__(self, other: Roots | Rational) -> Roots:
        return self + (-other)

    def __rsub__(self, other: Rational) -> Roots:
        return -self + other

    def __truediv__(self, other: Rational) -> Roots:
        return self * Fraction(1, 1) * (1 / Fraction(other))

    def between(self, digits: int) -> tuple[Fraction, Fraction]:
        """Bounds of the number, closer the more digits."""
        low = high = self.plain
        for factor, radicand in self.parts:
            a, b = root(radicand, digits)
            low += factor * (a if factor > 0 else b)
            high += factor * (b if factor > 0 else a)
        return low, high

    def sign(self) -> int:
        """-1, 0 or 1: of one root decided by squares, of several by refining until it is; a sum of independent roots is never 0."""
        if not self.parts:
            return (self.plain > 0) - (self.plain < 0)
        if len(self.parts) == 1:
            ((factor, radicand),) = self.parts
            return (1 if factor > 0 else -1) if factor**2 * radicand > self.plain**2 else (self.plain > 0) - (self.plain < 0)
        digits = 20
        while True:
            low, high = self.between(digits)
            if low > 0:
                return 1
            if high < 0:
                return -1
            digits *= 2

    def rounded(self, places: int) -> Fraction:
        """The number rounded half up, decided by refining until it is: a sum of independent roots is never a tie."""
        digits = places + 10
        while True:
            low, high = (half_up(end, places) for end in self.between(digits))
            if low == high or not self.parts:
                return low
            digits *= 2

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Roots | int | Fraction) and (self - other).sign() == 0

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: Roots | Rational) -> bool:
        return (self - other).sign() < 0

    def __le__(self, other: Roots | Rational) -> bool:
        return (self - other).sign() <= 0

    def __gt__(self, other: Roots | Rational) -> bool:
        return (self - other).sign() > 0

    def __ge__(self, other: Roots | Rational) -> bool:
        return (self - other).sign() >= 0
