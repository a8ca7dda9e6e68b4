"""What can be said of a number without any case: its bounds, its grain, whether its decimals end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import gcd

from attrs import frozen

from ..messages import decimal_places, half_up
from .nodes import Arith, Extreme, Node, Number, Ref, Round, Steps

Interval = tuple[Fraction | None, Fraction | None]
EVERYTHING: Interval = (None, None)


@frozen
class Range:
    """What is known of a named number: its bounds (None: no bound), its grain, and whether its decimals end."""

    bounds: Interval = EVERYTHING
    grain: Fraction | None = None
    ends: bool = False


Ranges = Mapping[str, Range]


def bounds(node: Node, ranges: Ranges) -> Interval:
    """The least and greatest that a number can be, each None where it has no bound. A divisor counts as positive: it is guarded."""
    match node:
        case Number():
            return node.value, node.value
        case Ref():
            return ranges[node.name].bounds if node.name in ranges else EVERYTHING
        case Arith():
            return _arith(node, ranges)
        case Extreme():
            return _extreme(node, [bounds(item, ranges) for item in node.items])
        case Steps():
            return _steps(node, ranges)
        case Round():
            low, high = bounds(node.value, ranges)
            return _rounded(low, node.places), _rounded(high, node.places)
    return EVERYTHING


def _rounded(value: Fraction | None, places: int) -> Fraction | None:
    return None if value is None else half_up(value, places)


def _arith(node: Arith, ranges: Ranges) -> Interval:
    (a, b), (c, d) = bounds(node.left, ranges), bounds(node.right, ranges)
    if node.op == "+":
        return _add(a, c), _add(b, d)
    if node.op == "-":
        return _add(a, _negative(d)), _add(b, _negative(c))
    if node.op == "*":
        return _product((a, b), (c, d))
    smallest = _positive(node.right, ranges)
    if smallest is None:
        return (Fraction(0), None) if a is not None and a >= 0 else (None, Fraction(0)) if b is not None and b <= 0 else EVERYTHING
    return _product((a, b), (1 / d if d else Fraction(0), 1 / smallest))


def _add(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


def _negative(a: Fraction | None) -> Fraction | None:
    return None if a is None else -a


def _product(left: Interval, right: Interval) -> Interval:
    if None not in left + right:
        corners = [a * b for a in left for b in right if a is not None and b is not None]
        return min(corners), max(corners)
    (a, b), (c, d) = left, right
    if a is not None and c is not None and a >= 0 and c >= 0:
        return a * c, None if b is None or d is None else b * d
    return EVERYTHING


def _extreme(node: Extreme, items: list[Interval]) -> Interval:
    lows, highs = [low for low, _ in items], [high for _, high in items]
    best: Callable[..., Fraction] = min if node.op == "min" else max
    known_lows, known_highs = [x for x in lows if x is not None], [x for x in highs if x is not None]
    if node.op == "min":
        return (best(known_lows) if len(known_lows) == len(lows) else None), (best(known_highs) if known_highs else None)
    return (best(known_lows) if known_lows else None), (best(known_highs) if len(known_highs) == len(highs) else None)


def _steps(node: Steps, ranges: Ranges) -> Interval:
    _, high = bounds(node.value, ranges)
    size = _positive(node.size, ranges)
    if high is None or size is None:
        return Fraction(0), None
    most = max(high, Fraction(0)) / size
    whole = most.numerator // most.denominator
    started = -(-most.numerator // most.denominator)
    return Fraction(0), {"whole": Fraction(whole), "started": Fraction(started), "continuous": most}[node.count]


def _positive(node: Node, ranges: Ranges) -> Fraction | None:
    """The smallest positive value of a divisor: its lower bound, else its grain."""
    low, _ = bounds(node, ranges)
    return low if low is not None and low > 0 else grain(node, ranges) or None


def grain(node: Node, ranges: Ranges) -> Fraction | None:
    """A number of which every value of the node is a multiple, or None where none is known."""
    match node:
        case Number():
            return abs(node.value)
        case Ref():
            return ranges[node.name].grain if node.name in ranges else None
        case Arith(op="+" | "-"):
            a, b = grain(node.left, ranges), grain(node.right, ranges)
            return None if a is None or b is None else common(a, b)
        case Arith(op="*"):
            a, b = grain(node.left, ranges), grain(node.right, ranges)
            return None if a is None or b is None else a * b
        case Extreme():
            grains = [grain(item, ranges) for item in node.items]
            known = [g for g in grains if g is not None]
            result = known[0] if known else None
            for other in known[1:]:
                result = common(result, other) if result is not None else None
            return result if len(known) == len(grains) else None
        case Steps(count="whole" | "started"):
            return Fraction(1)
        case Round():
            return Fraction(1, 10**node.places)
    return None


def common(a: Fraction, b: Fraction) -> Fraction:
    """The greatest number of which both are multiples."""
    return Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def ends(node: Node, ranges: Ranges) -> bool:
    """Whether the number has a finite decimal in every case."""
    match node:
        case Number():
            return decimal_places(node.value) is not None
        case Ref():
            return node.name in ranges and ranges[node.name].ends
        case Arith(op="/"):
            return ends(node.left, ranges) and _inverse_ends(node.right, ranges)
        case Arith():
            return ends(node.left, ranges) and ends(node.right, ranges)
        case Extreme():
            return all(ends(item, ranges) for item in node.items)
        case Steps(count="continuous"):
            return ends(node.value, ranges) and _inverse_ends(node.size, ranges)
        case Steps() | Round():
            return True
    return False


def _inverse_ends(node: Node, ranges: Ranges) -> bool:
    low, high = bounds(node, ranges)
    return low is not None and low == high and low != 0 and decimal_places(1 / low) is not None
