"""Numbers along whole numbers n, piece by piece: what is known of each on a stretch, and what becomes of two that are joined."""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from .polynomials import Quotient, constant

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
Piece = tuple[int, int, Any]
Join = Callable[[Any, Any, int, int], Iterable[Piece]]


@frozen
class Between:
    """A number that is somewhere from `low` to `high` on a stretch; where, only a shorter stretch tells."""

    low: Fraction
    high: Fraction


class Unsettled:
    """Nothing can be said on so long a stretch; a single value of the grid is always settled."""


UNSETTLED = Unsettled()
WHOLE: dict[str, Callable[[Fraction], Fraction]] = {
    "whole": lambda value: Fraction(value.numerator // value.denominator),
    "started": lambda value: Fraction(-(-value.numerator // value.denominator)),
}


def paired(sides: list[list[Piece]], join: Join) -> list[Piece]:
    """Two numbers joined on every stretch that they share."""
    found: list[Piece] = []
    for start, end, (a, b) in together(sides):
        if a is None or b is None:
            found.append((start, end, None))
        elif a is UNSETTLED or b is UNSETTLED:
            found.append((start, end, UNSETTLED))
        else:
            found += join(a, b, start, end)
    return found


def arith(op: str) -> Join:
    """How two numbers are added, subtracted or multiplied."""

    def join(a: Any, b: Any, first: int, last: int) -> Iterable[Piece]:
        if isinstance(a, Quotient) and isinstance(b, Quotient):
            return [(first, last, a.times(b) if op == "*" else a.plus(b, 1 if op == "+" else -1))]
        a, b = span(a, first, last), span(b, first, last)
        if op == "+":
            return [(first, last, Between(a.low + b.low, a.high + b.high))]
        if op == "-":
            return [(first, last, Between(a.low - b.high, a.high - b.low))]
        corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        return [(first, last, Between(min(corners), max(corners)))]

    return join


def divide(a: Any, b: Any, first: int, last: int) -> Iterable[Piece]:
    """A number over another; unknown where that is 0."""
    if isinstance(a, Quotient) and isinstance(b, Quotient):
        return [(start, end, a.over(b, sign) if sign else None) for start, end, sign in b.signs(first, last)]
    a, b = span(a, first, last), span(b, first, last)
    if b.low <= 0 <= b.high:
        return [(first, last, UNSETTLED)]
    corners = [x / y for x in (a.low, a.high) for y in (b.low, b.high)]
    return [(first, last, Between(min(corners), max(corners)))]


def extreme(op: str) -> Join:
    """How the lesser or the greater of two numbers is taken."""
    best: Callable[..., Fraction] = min if op == "min" else max

    def join(a: Any, b: Any, first: int, last: int) -> Iterable[Piece]:
        if isinstance(a, Quotient) and isinstance(b, Quotient):
            less = -1 if op == "min" else 1
            return [(start, end, a if sign == less else b) for start, end, sign in a.plus(b, -1).signs(first, last)]
        a, b = span(a, first, last), span(b, first, last)
        return [(first, last, Between(best(a.low, b.low), best(a.high, b.high)))]

    return join


def stepped(pieces: list[Piece], step: Callable[[Fraction], Fraction]) -> list[Piece]:
    """A number brought to steps by a function that never falls."""
    found: list[Piece] = []
    for first, last, value in pieces:
        if value is None or value is UNSETTLED:
            found.append((first, last, value))
            continue
        for start, end in value.slopes(first, last) if isinstance(value, Quotient) else [(first, last)]:
            known = span(value, start, end)
            low, high = step(known.low), step(known.high)
            found.append((start, end, constant(low) if low == high else Between(low, high)))
    return found


def runs(value: Callable[[int], Fraction], first: int, last: int) -> Iterator[Piece]:
    """The stretches of one value of something that only rises or only falls from `first` to `last`."""
    sign = 1 if value(last) >= value(first) else -1
    while first <= last:
        here = value(first)
        after = bisect_right(range(first, last + 1), sign * here, key=lambda n: sign * value(n))
        yield first, first + after - 1, here
        first += after


def span(value: Quotient | Between, first: int, last: int) -> Between:
    """The least and the greatest that a number is on a stretch."""
    if isinstance(value, Between):
        return value
    ends = [value.at(n) for stretch in value.slopes(first, last) for n in stretch]
    return Between(min(ends), max(ends))


def surely(op: str, a: Any, b: Any, first: int, last: int) -> bool | None:
    """The comparison of two numbers of which at least one is not exactly known, where it comes out one way all the same."""
    if a is UNSETTLED or b is UNSETTLED:
        return None
    left, right = span(a, first, last), span(b, first, last)
    if op in ("==", "!="):
        return op == "!=" if left.high < right.low or right.high < left.low else None
    outcomes = {COMPARE[op](left.low, right.high), COMPARE[op](left.high, right.low)}
    return outcomes.pop() if len(outcomes) == 1 else None


def together(lists: list[list[Piece]]) -> Iterator[tuple[int, int, list[Any]]]:
    """The stretches on which every one of several lists over the same n has one value, with those values."""
    at = [0] * len(lists)
    start = lists[0][0][0]
    while True:
        here = [pieces[position] for pieces, position in zip(lists, at, strict=True)]
        end = min(piece[1] for piece in here)
        yield start, end, [piece[2] for piece in here]
        at = [position + (piece[1] == end) for position, piece in zip(at, here, strict=True)]
        if at[0] == len(lists[0]):
            return
        start = end + 1


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one value made one."""
    found: list[Piece] = []
    for first, last, value in pieces:
        if found and found[-1][2] == value and type(found[-1][2]) is type(value):
            found[-1] = (found[-1][0], last, value)
        else:
            found.append((first, last, value))
    return found
