"""Exact numbers by row: a constant fraction times a whole number over whole numbers above 0, null where the whole number is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Literal

from attrs import evolve, frozen

from ....messages import half_up
from .arithmetic import added, extreme, greatest, multiplied, pick
from .arithmetic import quotient as whole_quotient
from .arithmetic import within as whole_within
from .comparing import compared
from .conditions import absent, negated
from .knowledge import Knowledge
from .terms import FALSE, NOTHING, TRUE, Term, Test, number


@frozen(cache_hash=True)
class Value:
    """`factor` · `over` / the product of `under`; the factor is above 0, each of `under` at least 1 and never null."""

    factor: Fraction
    over: Term
    under: tuple[Term, ...] = ()

    @property
    def fixed(self) -> Fraction | None:
        """The number that it is in every row, if it is one."""
        return self.factor * self.over.args[0] if self.over.fixed and not self.under else None


@frozen
class Truth:
    """A condition by row: whether it surely holds, and whether it may."""

    sure: Test
    possible: Test

    @property
    def decided(self) -> bool:
        """Whether it is known in every row."""
        return self.sure == self.possible

    def contrary(self) -> Truth:
        """Whether it does not hold."""
        return Truth(negated(self.possible), negated(self.sure))


HOLDS, FAILS, UNKNOWN = Truth(TRUE, TRUE), Truth(FALSE, FALSE), Truth(FALSE, TRUE)
ZERO = Value(Fraction(1), number(0))
UNKNOWN_VALUE = Value(Fraction(1), NOTHING)


def value_of(term: Term, factor: Fraction | int = 1, under: tuple[Term, ...] = ()) -> Value:
    """A whole number by row so many times (not 0), in the simplest form."""
    if term.op == "nothing":
        return UNKNOWN_VALUE
    factor = Fraction(factor)
    if factor < 0:
        factor, term = -factor, added([(term, -1)])
    if term.fixed:
        known = term.args[0]
        return Value(factor * abs(known), number(1 if known > 0 else -1), under) if known else ZERO
    if term.op == "sum":
        parts, rest = term.args
        common = gcd(rest, *(times for _, times in parts))
        if common > 1:
            return Value(factor * common, added([(part, times // common) for part, times in parts], rest // common), under)
    return Value(factor, term, under)


def constant(exact: Fraction | int) -> Value:
    """The same number in every row."""
    return value_of(number(1), exact) if exact else ZERO


def alike(values: Sequence[Value]) -> tuple[Fraction, list[Term], tuple[Term, ...]]:
    """Values over the same whole numbers and times the same fraction: that, what each comes to then, and those."""
    telling = [value for value in values if value.over.op != "nothing" and value != ZERO]
    factor = Fraction(gcd(*(one.factor.numerator for one in telling)), lcm(*(one.factor.denominator for one in telling))) if telling else Fraction(1)
    under: Counter[Term] = Counter()
    for value in telling:
        under |= Counter(value.under)
    overs = [
        multiplied([value.over, number(int(value.factor / factor)), *(under - Counter(value.under)).elements()]) if value in telling else value.over
        for value in values
    ]
    return factor, overs, tuple(under.elements())


def plus(*values: Value) -> Value:
    """Values added up."""
    factor, overs, under = alike(values)
    return value_of(added([(over, 1) for over in overs]), factor, under)


def minus(value: Value, other: Value) -> Value:
    """One value less another."""
    factor, overs, under = alike([value, other])
    return value_of(added([(overs[0], 1), (overs[1], -1)]), factor, under)


def times(value: Value, other: Value) -> Value:
    """One value times another."""
    return value_of(multiplied([value.over, other.over]), value.factor * other.factor, (*value.under, *other.under))


def divided(value: Value, by: Value) -> Value:
    """One value by another that is not below 0; null where that is 0."""
    if by.fixed is not None:
        return times(value, constant(1 / by.fixed)) if by.fixed else UNKNOWN_VALUE
    divisor = by.over
    there = compared(divisor, ">=", 1)
    if divisor.lacks:
        divisor = evolve(pick(absent(divisor), number(1), divisor), lacks=False)
    over = pick(there, multiplied([value.over, *by.under]), NOTHING)
    return value_of(over, value.factor / by.factor, (*value.under, greatest(number(1), divisor)))


def best_of(op: Literal["least", "greatest"], values: Sequence[Value]) -> Value:
    """The least or the greatest of values; null where one is."""
    factor, overs, under = alike(values)
    return value_of(extreme(op, overs), factor, under)


def chosen(test: Test, value: Value, other: Value) -> Value:
    """One of two values."""
    if value == other or test == TRUE:
        return value
    if test == FALSE:
        return other
    factor, (then, otherwise), under = alike([value, other])
    return value_of(pick(test, then, otherwise), factor, under)


def known_or(value: Value, other: Value) -> Value:
    """A value, and another where it is null."""
    return chosen(absent(value.over), other, value)


def order(value: Value, sign: str, other: Value) -> Truth:
    """How one value stands to another."""
    over = minus(value, other).over
    sign, least = {">": (">=", 1), "<=": ("<", 1)}.get(sign, (sign, 0))
    return Truth(compared(over, sign, least, if_lacking=False), compared(over, sign, least, if_lacking=True))


def whole(value: Value, up: bool = False) -> Term:
    """A value that is not below 0, rounded down or `up`."""
    over = multiplied([value.over, number(value.factor.numerator)])
    under = multiplied([number(value.factor.denominator), *value.under])
    return whole_quotient(added([(over, 1), (under, 1)], -1) if up else over, under)


def steps(value: Value, size: Value, count: str) -> Value:
    """How many steps of a size fit in a value, nothing below 0."""
    found = best_of("greatest", [ZERO, divided(value, size)])
    return found if count == "continuous" else value_of(whole(found, up=count == "started"))


def rounded(value: Value, places: int) -> Value:
    """A value to so many decimals, a tie upwards."""
    if value.fixed is not None:
        return constant(half_up(value.fixed, places))
    unit = Fraction(1, 10**places)
    if not value.under and value.factor % unit == 0:
        return value
    moved = max(0, -(value.over.low * value.factor // unit))  # only what is not below 0 is divided alike everywhere
    up = plus(value, constant(unit * moved + unit / 2))
    return value_of(added([(whole(Value(up.factor / unit, up.over, up.under)), 1)], -moved), unit)


def within(value: Value, low: Fraction | int, high: Fraction | int) -> Value:
    """The same value, of which it is known from elsewhere that it is nowhere beyond two bounds."""
    if value.under or value.over.fixed:
        return value
    return evolve(value, over=whole_within(value.over, -int(-Fraction(low) // value.factor), int(Fraction(high) // value.factor)))


def given(knowledge: Knowledge, value: Value) -> Value:
    """A value that is the same where something is known."""
    return value_of(knowledge.term(value.over), value.factor, value.under)
