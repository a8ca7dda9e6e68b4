"""Nodes → exact numbers and conditions by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from ....expression import Arith, AtLeast, Compare, Extreme, Kind, Logic, Node, Not, Number, Ref, Round, Steps, Text
from ....lowering import ColumnPlan, Derived, Input, LoweredScheme
from .conditions import both, counted, either, flag, word
from .terms import Test, column
from .values import Truth, Value, best_of, constant, divided, minus, order, plus, rounded, steps, times, value_of

Words = tuple[str, tuple[str, ...]] | str
"""A column of words with all that there are, or one word."""
Pairs = Mapping[str, int]
"""Facts that stand in two columns, the number and what it is divided by (at least 1), with the most that the latter is."""
NO_PAIRS: Pairs = MappingProxyType({})


class Translator:
    """Translates the nodes of a scheme for tables of which no row lacks a fact (`complete`), or any may; `pairs` stand in two columns."""

    def __init__(self, lowered: LoweredScheme, complete: bool, pairs: Pairs = NO_PAIRS) -> None:
        self.lowered = lowered
        self.complete = complete
        self.pairs = pairs
        self._values: dict[Node, Value] = {}
        self._truths: dict[Node, Truth] = {}

    def value(self, node: Node) -> Value:
        """A number."""
        if node not in self._values:
            self._values[node] = self._value(node)
        return self._values[node]

    def truth(self, node: Node) -> Truth:
        """A condition."""
        if node not in self._truths:
            self._truths[node] = self._truth(node)
        return self._truths[node]

    def _value(self, node: Node) -> Value:
        match node:
            case Number():
                return constant(node.value)
            case Ref():
                return self._number_named(node.name)
            case Arith(op="+"):
                return plus(self.value(node.left), self.value(node.right))
            case Arith(op="-"):
                return minus(self.value(node.left), self.value(node.right))
            case Arith(op="*"):
                return times(self.value(node.left), self.value(node.right))
            case Arith():
                return divided(self.value(node.left), self.value(node.right))
            case Extreme():
                return best_of("least" if node.op == "min" else "greatest", [self.value(item) for item in node.items])
            case Steps():
                return steps(self.value(node.value), self.value(node.size), node.count)
            case Round():
                return rounded(self.value(node.value), node.places)
        raise AssertionError(node)

    def _truth(self, node: Node) -> Truth:
        match node:
            case Ref():
                return self._truth_named(node.name)
            case Logic() | Not() | AtLeast():
                return connected(node, self.truth)
            case Compare():
                left, right = self._words(node.left), self._words(node.right)
                if left is not None and right is not None:
                    same = self._same_word(left, right)
                    return same if node.op == "==" else same.contrary()
                return order(self.value(node.left), node.op, self.value(node.right))
        raise AssertionError(node)

    def _truth_named(self, name: str) -> Truth:
        derived = self.lowered.derived.get(name)
        return Truth(*flag(name, not self.complete)) if derived is None else self.truth(derived.node)

    def _number_named(self, name: str) -> Value:
        known = self.lowered.name(name)
        if isinstance(known, Input):
            if name in self.pairs:
                most = self.pairs[name]
                return value_of(column(name, *pair_reach(known, most), not self.complete), known.unit.factor, (column(divisor(name), 1, most),))
            low, high, grain = whole_reach(known)
            return value_of(column(name, low, high, not self.complete), grain)
        return self.value(known.node) if isinstance(known, Derived) else constant(known.value)

    def _words(self, node: Node) -> Words | None:
        """What a side of a comparison of words is, None where it is a number."""
        if isinstance(node, Text):
            return node.value
        return self._words_named(node.name) if isinstance(node, Ref) else None

    def _words_named(self, name: str) -> Words | None:
        known = self.lowered.inputs.get(name)
        if known is not None:
            return (name, known.values) if known.kind is Kind.CHOICE else None
        derived = self.lowered.derived.get(name)
        return None if derived is None else self._words(derived.node)

    def _same_word(self, left: Words, right: Words) -> Truth:
        if isinstance(left, str):
            left, right = right, left
        if isinstance(left, str):
            return self._alike(left == right)
        if isinstance(right, str):
            sure, possible = (word(left[0], [right], left[1], lacking and not self.complete) for lacking in (False, True))
            return Truth(sure, possible)
        same = [both(self._same_word(left, value).sure, self._same_word(right, value).sure) for value in left[1] if value in right[1]]
        missing = [] if self.complete else [Test("lacks", (name, True)) for name, _ in (left, right)]
        return Truth(either(*same), either(*same, *missing))

    @staticmethod
    def _alike(same: bool) -> Truth:
        return Truth(both(), both()) if same else Truth(either(), either())


def divisor(name: str) -> str:
    """The column by which the column of a pair is divided."""
    return f"{name}/"


def pair_reach(made: Input, most: int) -> tuple[int, int]:
    """The least and the most of the whole number over a divisor of 1 to `most` that is a fact in its own unit."""
    assert made.low is not None
    assert made.high is not None
    low, high = made.low / made.unit.factor, made.high / made.unit.factor
    return int(-(-min(low, low * most) // 1)), int(max(high, high * most) // 1)


def connected(node: Logic | Not | AtLeast, truth: Callable[[Node], Truth]) -> Truth:
    """A condition made of others, of which `truth` says what they are."""
    if isinstance(node, Not):
        return truth(node.item).contrary()
    found = [truth(item) for item in node.items]
    sure, possible = [one.sure for one in found], [one.possible for one in found]
    if isinstance(node, AtLeast):
        return Truth(counted(node.k, sure), counted(node.k, possible))
    join = both if node.op == "and" else either
    return Truth(join(*sure), join(*possible))


def whole_reach(made: Input | ColumnPlan) -> tuple[int, int, Fraction]:
    """The least and the most that a fact can be, in whole numbers of its last place, and what that is in base units."""
    if made.kind is Kind.DATE:
        return 1, date.max.toordinal(), Fraction(1)
    grain = Fraction(made.unit.factor, 10**made.places)
    assert made.low is not None
    assert made.high is not None
    return int(-(-made.low // grain)), int(made.high // grain), grain
