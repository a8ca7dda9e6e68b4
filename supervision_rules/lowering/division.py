"""Divisors that may be 0: found through quantities, and guarded."""

from __future__ import annotations

from collections.abc import Iterator

from ..expression import ZERO, Arith, Compare, Node, Ref, Steps, both, bounds, contrary, walk
from .build import Build


def divisors(build: Build, *nodes: Node) -> list[Node]:
    """Everything that the nodes divide by, through quantities, each once; constants left out."""
    found: list[Node] = []
    for node in nodes:
        for divisor in _divisors(build, node, set()):
            low, high = bounds(divisor, build.ranges)
            constant = low is not None and low == high and low != 0
            if divisor not in found and not constant:
                found.append(divisor)
    return found


def _divisors(build: Build, node: Node, seen: set[str]) -> Iterator[Node]:
    for found in walk(node):
        if isinstance(found, Arith) and found.op == "/":
            yield found.right
        elif isinstance(found, Steps):
            yield found.size
        elif isinstance(found, Ref) and found.name in build.derived and found.name not in seen:
            seen.add(found.name)
            yield from _divisors(build, build.derived[found.name].node, seen)


def sign(build: Build, divisor: Node) -> str:
    """Whether a divisor is always `positive`, may be `zero`, or may be `negative`."""
    low, _ = bounds(divisor, build.ranges)
    if low is None or low < 0:
        return "negative"
    return "positive" if low > 0 else "zero"


def positive(found: list[Node]) -> Node:
    """The condition that all divisors are above 0."""
    return both(*(Compare(">", divisor, ZERO) for divisor in found))


def empty(found: list[Node]) -> Node:
    """The condition that one of the divisors is 0."""
    return contrary(positive(found))
