"""At which values of one number, all others fixed, a comparison or a number of steps changes, and where a condition holds.

Exact however fine the grid is: nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from attrs import frozen

from .moving import Moving
from .nodes import Arith, Compare, Node, Ref, Steps, children
from .pieces import Piece

MOST_STEPS = 100


@frozen
class Grid:
    """The values that a number can have: the multiples of `grain` from `low` to `high`, in base units."""

    low: Fraction
    high: Fraction
    grain: Fraction

    @property
    def first(self) -> int:
        """How many grains the least value is."""
        return -(-self.low // self.grain)

    @property
    def last(self) -> int:
        """How many grains the greatest value is; below `first` where there is no value."""
        return self.high // self.grain

    def value(self, n: int) -> Fraction | None:
        """The value of n grains, or None where the grid does not reach."""
        return n * self.grain if self.first <= n <= self.last else None


@frozen
class Threshold:
    """Where a comparison or a number of steps changes as one number moves along its grid.

    `below` is the last value of the grid before the change (None: the grid begins there), `at` the value at which both sides are exactly equal or
    a step exactly full (None where no value of the grid is), `above` the first value after it (None: the grid ends there).
    """

    node: Compare | Steps
    below: Fraction | None
    at: Fraction | None
    above: Fraction | None

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The values of the grid around the change, in order."""
        return tuple(value for value in (self.below, self.at, self.above) if value is not None)


@frozen
class Stretch:
    """Values of the grid from `first` to `last`, both among them, on which a condition is true, false or unknown (None) throughout."""

    first: Fraction
    last: Fraction
    truth: bool | None


def thresholds(
    node: Node, name: str, values: Mapping[str, Any], grid: Grid, definitions: Mapping[str, Node] | None = None, *, most: int = MOST_STEPS
) -> tuple[Threshold, ...]:
    """Every change of a comparison or of a number of whole or started steps in a node (a clause's `when` or `amount`) as the number `name` moves.

    `values` are those of all other names in base units, None for a missing one: what cannot be worked out has no threshold. `definitions` are the
    nodes of quantities: where the moving number is behind one, it is worked out anew. Steps beyond `most` are not told apart. In the order of
    their places, each once.

    Raises TooManyChanges where a comparison changes at thousands of places.
    """
    moving = Moving(name, values, grid.grain, definitions or {})
    if grid.first > grid.last:
        return ()
    found = {threshold: None for part in _changing(node, moving, {}) for threshold in _of(part, moving, grid, most)}
    return tuple(sorted(found, key=lambda threshold: threshold.values))


def stretches(node: Node, name: str, values: Mapping[str, Any], grid: Grid, definitions: Mapping[str, Node] | None = None) -> tuple[Stretch, ...]:
    """The grid from its least to its greatest value, cut where a condition changes. Arguments and errors as for `thresholds`."""
    if grid.first > grid.last:
        return ()
    pieces = Moving(name, values, grid.grain, definitions or {}).truths(node, grid.first, grid.last)
    return tuple(Stretch(first * grid.grain, last * grid.grain, truth) for first, last, truth in pieces)


def holding(node: Node, name: str, values: Mapping[str, Any], grid: Grid, definitions: Mapping[str, Node] | None = None) -> tuple[Stretch, ...]:
    """The stretches of the grid on which a condition is true. Arguments and errors as for `thresholds`."""
    return tuple(stretch for stretch in stretches(node, name, values, grid, definitions) if stretch.truth)


def _changing(node: Node, moving: Moving, seen: dict[str, None]) -> Iterator[Compare | Steps]:
    """The outermost comparisons and steps that can change, also in the quantities that are read."""
    if isinstance(node, Compare) or (isinstance(node, Steps) and node.count != "continuous"):
        if moving.moves(node):
            yield node
        return
    if isinstance(node, Ref):
        inside = moving.follows(node.name)
        if inside is not None and node.name not in seen:
            seen[node.name] = None
            yield from _changing(inside, moving, seen)
    for child in children(node):
        yield from _changing(child, moving, seen)


def _of(node: Compare | Steps, moving: Moving, grid: Grid, most: int) -> Iterator[Threshold]:
    first, last = grid.first, grid.last
    pieces = moving.counts(node, first, last, most) if isinstance(node, Steps) else moving.truths(node, first, last)
    known = [piece for piece in pieces if piece[2] is not None]
    for before, after in pairwise(known):
        if before[2] != after[2]:
            yield _between(node, moving, grid, before, after)


def _between(node: Compare | Steps, moving: Moving, grid: Grid, before: Piece, after: Piece) -> Threshold:
    n, following = before[1], after[0]
    at = next((place for place in (n, following) if _exact(node, moving, place, before, after)), None)
    below, above = n - (at == n), following + (at == following)
    return Threshold(node, grid.value(below), None if at is None else grid.value(at), grid.value(above))


def _exact(node: Compare | Steps, moving: Moving, n: int, before: Piece, after: Piece) -> bool:
    """Whether both sides are equal at n, or the number of steps that begins or ends there is exactly full."""
    if isinstance(node, Compare):
        left = moving.number(node.left, n)
        return left is not None and left == moving.number(node.right, n)
    fuller = max(before, after, key=lambda piece: piece[2]) if node.count == "whole" else min(before, after, key=lambda piece: piece[2])
    if not fuller[0] <= n <= fuller[1]:
        return False
    measured = moving.number(Arith("/", node.value, node.size), n)
    return measured is not None and measured >= 0 and measured.denominator == 1
