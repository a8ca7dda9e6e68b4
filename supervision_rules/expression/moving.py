"""A node along the grid of one number that moves: which stretches there are, and what it is on each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, field

from ..messages import half_up
from .nodes import ZERO, Arith, AtLeast, Compare, Extreme, Logic, Node, Not, Number, Ref, Round, Steps, Text, references
from .pieces import COMPARE, WHOLE, Join, Piece, arith, divide, extreme, merged, paired, runs, stepped, surely, together
from .polynomials import Quotient, constant

MOST_SPLITS = 4_000


class TooManyChanges(ValueError):
    """The node changes at so many values of the grid that they are not worth telling apart."""


@define
class Moving:
    """Nodes while `name` is `grain` × n and every other name stays as in `values`.

    `definitions` are the nodes of quantities: those that the moving name is behind are followed, others only where `values` lacks them.
    Raises TooManyChanges.
    """

    name: str
    values: Mapping[str, Any]
    grain: Fraction
    definitions: Mapping[str, Node]
    _splits: int = field(default=0, init=False)
    _moved: dict[str, bool] = field(factory=dict, init=False)

    def moves(self, node: Node) -> bool:
        """Whether the moving name is behind a node."""
        return any(self._moves(name) for name in references(node))

    def _moves(self, name: str) -> bool:
        if name == self.name:
            return True
        if name not in self._moved:
            self._moved[name] = name in self.definitions and self.moves(self.definitions[name])
        return self._moved[name]

    def follows(self, name: str) -> Node | None:
        """The node that stands behind a name, if it is to be followed."""
        fixed = name == self.name or (name in self.values and not self._moves(name))
        return None if fixed else self.definitions.get(name)

    def truths(self, node: Node, first: int, last: int) -> list[Piece]:
        """The stretches of n on which a condition is true, false or unknown (None), in order."""
        return merged(self._truths(node, first, last))

    def _truths(self, node: Node, first: int, last: int) -> Iterable[Piece]:
        match node:
            case Compare():
                return self._compare(node, first, last)
            case Logic():
                return self._combine(node.items, first, last, lambda truths: _logic(node.op == "and", truths))
            case AtLeast():
                return self._combine(node.items, first, last, lambda truths: _at_least(node.k, truths))
            case Not():
                return self._combine((node.item,), first, last, lambda truths: None if truths[0] is None else not truths[0])
            case Ref():
                inside = self.follows(node.name)
                if inside is not None:
                    return self._truths(inside, first, last)
                known = self.values.get(node.name)
                return [(first, last, known if isinstance(known, bool) else None)]
        return [(first, last, None)]

    def _combine(self, items: tuple[Node, ...], first: int, last: int, join: Callable[[list[bool | None]], bool | None]) -> Iterator[Piece]:
        if not items:
            yield first, last, join([])
        else:
            for start, end, truths in together([self.truths(item, first, last) for item in items]):
                yield start, end, join(truths)

    def _compare(self, node: Compare, first: int, last: int) -> Iterator[Piece]:
        compare = COMPARE[node.op]
        if not self.moves(node):
            a, b = self._fixed(node.left), self._fixed(node.right)
            yield first, last, None if a is None or b is None else compare(a, b)
            return
        for start, end, (a, b) in together([self.numbers(side, first, last) for side in (node.left, node.right)]):
            if a is None or b is None:
                yield start, end, None
            elif isinstance(a, Quotient) and isinstance(b, Quotient):
                for here, there, sign in a.plus(b, -1).signs(start, end):
                    yield here, there, compare(sign, 0)
            else:
                truth = surely(node.op, a, b, start, end)
                if truth is None:
                    yield from self._split(start, end, lambda here, there: self._compare(node, here, there))
                else:
                    yield start, end, truth

    def _fixed(self, node: Node) -> Any:
        """The value of a side of a comparison that does not move."""
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Ref) and self.follows(node.name) is None:
            return self.values.get(node.name)
        return self.number(node, 0)

    def _split(self, first: int, last: int, again: Callable[[int, int], Iterable[Piece]]) -> Iterator[Piece]:
        self._splits += 1
        if self._splits > MOST_SPLITS:
            raise TooManyChanges(self.name)
        middle = (first + last) // 2
        yield from again(first, middle)
        if middle < last:
            yield from again(middle + 1, last)

    def counts(self, node: Steps, first: int, last: int, most: int) -> list[Piece]:
        """The stretches of n on which a number of steps is the same (None: unknown); more than `most` are all one."""
        return merged(self._counts(node, first, last, most))

    def _counts(self, node: Steps, first: int, last: int, most: int) -> Iterator[Piece]:
        count = WHOLE[node.count]
        for start, end, value in self.numbers(_measured(node), first, last):
            if value is None:
                yield start, end, None
            elif isinstance(value, Quotient):
                for slope in value.slopes(start, end):
                    yield from runs(lambda n, value=value: min(count(value.at(n)), Fraction(most)), *slope)  # type: ignore[misc]
            else:
                yield from self._split(start, end, lambda here, there: self._counts(node, here, there, most))

    def numbers(self, node: Node, first: int, last: int) -> list[Piece]:
        """The stretches of n with what is known of a number on each; on a single n that is the number itself, or None."""
        match node:
            case Number():
                return [(first, last, constant(node.value))]
            case Ref():
                return self._name(node.name, first, last)
            case Arith():
                return self._pairs(node.left, node.right, first, last, divide if node.op == "/" else arith(node.op))
            case Extreme():
                pieces = self.numbers(node.items[0], first, last)
                for item in node.items[1:]:
                    pieces = paired([pieces, self.numbers(item, first, last)], extreme(node.op))
                return pieces
            case Steps():
                pieces = self.numbers(_measured(node), first, last)
                return pieces if node.count == "continuous" else stepped(pieces, WHOLE[node.count])
            case Round():
                return stepped(self.numbers(node.value, first, last), lambda value: half_up(value, node.places))
        return [(first, last, None)]

    def number(self, node: Node, n: int) -> Fraction | None:
        """What a number is at n."""
        ((_, _, value),) = self.numbers(node, n, n)
        return value.at(n) if isinstance(value, Quotient) else None

    def _pairs(self, left: Node, right: Node, first: int, last: int, join: Join) -> list[Piece]:
        return paired([self.numbers(left, first, last), self.numbers(right, first, last)], join)

    def _name(self, name: str, first: int, last: int) -> list[Piece]:
        if name == self.name:
            return [(first, last, Quotient((Fraction(0), self.grain)))]
        inside = self.follows(name)
        if inside is not None:
            return self.numbers(inside, first, last)
        known = self.values.get(name)
        if isinstance(known, bool) or not isinstance(known, int | Fraction):
            return [(first, last, None)]
        return [(first, last, constant(Fraction(known)))]


def _measured(node: Steps) -> Node:
    """How often the size of a step fits in the value, not brought to whole steps."""
    return Arith("/", Extreme("max", (node.value, ZERO)), node.size)


def _logic(every: bool, truths: list[bool | None]) -> bool | None:
    if (not every) in truths:
        return not every
    return None if None in truths else every


def _at_least(k: int, truths: list[bool | None]) -> bool | None:
    true = truths.count(True)
    return True if true >= k else None if true + truths.count(None) >= k else False
