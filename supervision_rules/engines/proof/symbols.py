"""What an expression is before any case is known: a quotient, a truth, a word."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

import z3
from attrs import field, frozen

YES = z3.BoolVal(True)
NO = z3.BoolVal(False)


@lru_cache(maxsize=4096)
def real(value: Fraction | int) -> Any:
    """A number as a term."""
    return z3.RealVal(str(Fraction(value)))


ONE = real(1)


@frozen(eq=False)
class Quotient:
    """A number as `numerator / denominator`, so that no term divides; `denominator` is above 0 wherever the number is `known` (None: it is 1)."""

    numerator: Any
    denominator: Any = None
    known: Any = YES

    @classmethod
    def of(cls, value: Fraction | int) -> Quotient:
        """A number that is the same in every case."""
        return cls(real(value))

    @property
    def over(self) -> Any:
        """The denominator as a term."""
        return ONE if self.denominator is None else self.denominator

    def plus(self, other: Quotient, sign: Literal[1, -1] = 1) -> Quotient:
        """The sum, or with sign -1 the difference."""
        left, right = _times(other.denominator, self.numerator), _times(self.denominator, other.numerator)
        return Quotient(left + right if sign > 0 else left - right, _product(self, other), _both(self, other))

    def times(self, other: Quotient) -> Quotient:
        """The product."""
        return Quotient(self.numerator * other.numerator, _product(self, other), _both(self, other))

    def divided(self, other: Quotient) -> Quotient:
        """The quotient by a number that is never below 0; by 0 it is unknown."""
        denominator = _times(self.denominator, other.numerator)
        return Quotient(_times(other.denominator, self.numerator), denominator, z3.And(_both(self, other), other.numerator > 0))

    @property
    def sign(self) -> Quotient:
        """1, or -1 where the number is below 0."""
        return Quotient(z3.If(self.numerator < 0, real(-1), ONE))

    def compared(self, op: str, other: Quotient) -> Truth:
        """How it compares, cross-multiplied."""
        known, holds = _both(self, other), compare(op, _times(other.denominator, self.numerator), _times(self.denominator, other.numerator))
        return Truth(z3.And(known, holds), z3.And(known, z3.Not(holds)))

    def where(self, condition: Any, other: Quotient) -> Quotient:
        """The number where the condition holds, else the other."""
        plain = self.denominator is None and other.denominator is None
        denominator = None if plain else z3.If(condition, self.over, other.over)
        return Quotient(z3.If(condition, self.numerator, other.numerator), denominator, z3.If(condition, self.known, other.known))


@frozen(eq=False)
class Truth:
    """A condition: where it is true and where it is false; where neither, it is unknown."""

    true: Any
    false: Any

    @classmethod
    def of(cls, holds: Any) -> Truth:
        """A condition that is always known."""
        return cls(holds, z3.Not(holds))


@frozen(eq=False)
class Word:
    """A choice, as the place of its value in the list of its values."""

    place: Any
    values: tuple[str, ...] = field(default=())

    def same(self, other: Word) -> Any:
        """Whether two words are the same."""
        if self.values == other.values:
            return self.place == other.place
        shared = [value for value in self.values if value in other.values]
        return z3.Or([z3.And(self.place == self.values.index(one), other.place == other.values.index(one)) for one in shared])


Symbol = Quotient | Truth | Word


def compare(op: str, left: Any, right: Any) -> Any:
    """A comparison of two terms."""
    match op:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "==":
            return left == right
    return left != right


def _times(factor: Any, term: Any) -> Any:
    return term if factor is None else factor * term


def _product(left: Quotient, right: Quotient) -> Any:
    if left.denominator is None:
        return right.denominator
    return left.denominator if right.denominator is None else left.denominator * right.denominator


def _both(left: Quotient, right: Quotient) -> Any:
    known = [side.known for side in (left, right) if side.known is not YES]
    return YES if not known else known[0] if len(known) == 1 else z3.And(*known)
