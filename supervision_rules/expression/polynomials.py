"""Polynomials and their quotients over whole numbers n: what they come to, and exactly where they change sign, however far n runs.

Between two whole numbers nothing is asked. So differences p(n+1) - p(n) do what derivatives do elsewhere, and need no roots.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest

from attrs import frozen

Polynomial = tuple[Fraction, ...]
Signs = list[tuple[int, int, int]]
ONE: Polynomial = (Fraction(1),)
NONE = Fraction(0)


def evaluate(p: Polynomial, n: int) -> Fraction:
    """What a polynomial (coefficients from the constant up, the last not 0) comes to at n."""
    if len(p) <= 1:
        return p[0] if p else NONE
    result = p[-1]
    for coefficient in p[-2::-1]:
        result = result * n + coefficient
    return result


def add(p: Polynomial, q: Polynomial) -> Polynomial:
    """The sum of two polynomials."""
    if not p or not q:
        return p or q
    return _trimmed([a + b for a, b in zip_longest(p, q, fillvalue=NONE)])


def scale(p: Polynomial, by: Fraction) -> Polynomial:
    """A polynomial times a number."""
    return p if by == 1 else _trimmed([a * by for a in p])


def subtract(p: Polynomial, q: Polynomial) -> Polynomial:
    """The difference of two polynomials."""
    return _trimmed([a - b for a, b in zip_longest(p, q, fillvalue=NONE)]) if q else p


def multiply(p: Polynomial, q: Polynomial) -> Polynomial:
    """The product of two polynomials."""
    if len(p) <= 1 or len(q) <= 1:
        short, long = (p, q) if len(p) <= len(q) else (q, p)
        return scale(long, short[0]) if short else ()
    product = [NONE] * (len(p) + len(q))
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    return _trimmed(product)


def following(p: Polynomial) -> Polynomial:
    """The polynomial that is at n what `p` is at n + 1."""
    result: Polynomial = ()
    for coefficient in reversed(p):
        result = add(multiply(result, (Fraction(1), Fraction(1))), (coefficient,))
    return result


def signs(p: Polynomial, first: int, last: int) -> Signs:
    """The stretches (first n, last n, sign -1, 0 or 1) of `first` … `last`, in order, in each of which a polynomial has one sign."""
    if len(p) <= 1 or first == last:
        return [(first, last, _sign(evaluate(p, first)))]
    if len(p) == 2:
        return _of_line(p, first, last)
    found: Signs = []
    for start, end, slope in signs(subtract(following(p), p), first, last - 1):
        for a, b, sign in _of_monotone(p, start, end + 1, slope):
            if found and found[-1][2] == sign:  # neighbours share an end, which has one sign
                found[-1] = (found[-1][0], b, sign)
            else:
                found.append((a, b, sign))
    return found


def _of_line(p: Polynomial, first: int, last: int) -> Signs:
    slope, root = _sign(p[1]), -p[0] / p[1]
    zero = -(-root.numerator // root.denominator)
    after = zero + (root.denominator == 1)
    ends = ((first, min(zero, last + 1), -slope), (max(zero, first), min(after, last + 1), 0), (max(after, first), last + 1, slope))
    return [(start, end - 1, sign) for start, end, sign in ends if start < end]


def _of_monotone(p: Polynomial, first: int, last: int, slope: int) -> Iterator[tuple[int, int, int]]:
    if not slope:
        yield first, last, _sign(evaluate(p, first))
        return
    run = range(first, last + 1)
    zero = first + bisect_left(run, 0, key=lambda n: slope * _sign(evaluate(p, n)))
    after = first + bisect_right(run, 0, key=lambda n: slope * _sign(evaluate(p, n)))
    for start, end, sign in ((first, zero, -slope), (zero, after, 0), (after, last + 1, slope)):
        if start < end:
            yield start, end - 1, sign


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _trimmed(coefficients: list[Fraction]) -> Polynomial:
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    return tuple(coefficients)


@frozen
class Quotient:
    """One polynomial over another that is above 0 wherever the quotient is asked for."""

    above: Polynomial
    below: Polynomial = ONE

    def at(self, n: int) -> Fraction:
        """What it comes to at n."""
        value = evaluate(self.above, n)
        return value if self.below == ONE else value / evaluate(self.below, n)

    def plus(self, other: Quotient, sign: int = 1) -> Quotient:
        """The sum of two quotients, or with sign -1 their difference."""
        if self.below == other.below:
            return Quotient((add if sign > 0 else subtract)(self.above, other.above), self.below)
        left, right = multiply(self.above, other.below), multiply(other.above, self.below)
        return Quotient((add if sign > 0 else subtract)(left, right), multiply(self.below, other.below))

    def times(self, other: Quotient) -> Quotient:
        """The product of two quotients."""
        return Quotient(multiply(self.above, other.above), multiply(self.below, other.below))

    def over(self, other: Quotient, sign: int) -> Quotient:
        """The quotient of two quotients, where the other has the sign -1 or 1."""
        above, below = multiply(self.above, other.below), scale(multiply(self.below, other.above), Fraction(sign))
        above = scale(above, Fraction(sign))
        return Quotient(scale(above, 1 / below[0])) if len(below) == 1 else Quotient(above, below)

    def signs(self, first: int, last: int) -> Signs:
        """The stretches of one sign, as `signs`."""
        return signs(self.above, first, last)

    def slopes(self, first: int, last: int) -> list[tuple[int, int]]:
        """The stretches in each of which it only rises, only falls or stays; neighbours share no n."""
        if first == last or len(self.above) <= 2 > len(self.below):
            return [(first, last)]
        ahead = Quotient(following(self.above), following(self.below))
        turns = [start for start, _, _ in signs(ahead.plus(self, -1).above, first, last - 1)]
        return list(zip(turns, [*(start - 1 for start in turns[1:]), last], strict=True))


def constant(value: Fraction) -> Quotient:
    """A number as a quotient."""
    return Quotient((value,) if value else ())
