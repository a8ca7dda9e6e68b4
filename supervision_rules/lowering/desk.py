"""The desk on which a form writes its clauses: it looks names up, checks units and notes mistakes, so that a form only says what it means."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from ..expression import (
    FALSE,
    MARKS,
    ZERO,
    Arith,
    Expression,
    Interval,
    Kind,
    Node,
    Number,
    Ref,
    Unit,
    bounds,
    describe,
    grain,
    lacks_percent,
    plain_number,
    references,
    walk,
)
from ..messages import Argument, Message
from ..scheme import Form, WhenEmpty
from .build import Build
from .model import Direction

Say = Callable[[Node], Message]
"""Puts a node into words."""


@frozen(kw_only=True)
class Draft:
    """A clause before division is guarded, classes are spread and its bound is worked out; `wording` is said once it is known for which class."""

    when: Node
    amount: Node
    wording: Callable[[Say], Message]
    requirement: Node | None = None
    one_of: str | None = None
    axis: str | None = None


@frozen(kw_only=True)
class Drafts:
    """What a rule comes to: its clauses, the groups of which always one applies, and what is at stake in all."""

    clauses: tuple[Draft, ...]
    exhaustive: frozenset[str] = frozenset()
    stake: Fraction


@frozen
class Quantified:
    """A number on the desk; `unit` is None where its expression failed and nothing more is to be said."""

    node: Node
    unit: Unit | None


@frozen
class Counted:
    """A number on the desk that is counted: itself, how many it is in its own unit, and one of them."""

    node: Node
    times: Node
    one: Number


class Desk:
    """Where the rule of one item is written down.

    `limit` is the item's worth or cap, `direction` whether it deducts or awards, `levels` the levels of a scheme without points (best first).
    Mistakes are noted on the way; what failed is replaced by something harmless and `failed` is set.
    """

    def __init__(self, build: Build, rule: Form, limit: Fraction, direction: Direction, levels: tuple[str, ...]) -> None:
        self._build = build
        self._rule = rule
        self.limit = limit
        self.direction: Direction = direction
        self.levels = levels
        self.failed = False
        self._unfit: set[str] = set()

    @property
    def when_empty(self) -> WhenEmpty | None:
        """What the author says of dividing by 0."""
        return self._rule.when_empty

    def refuse(self, code: str, /, *steps: str | int, **arguments: Argument) -> None:
        """Note a mistake in the rule."""
        self.failed = True
        self._build.problems.add(code, *steps, span=None, **arguments)

    def condition(self, expression: Expression, *steps: str | int) -> Node:
        """The condition that an expression means."""
        node = self._build.condition(expression, self._build.scope(), *steps)
        self.failed |= node is None
        return FALSE if node is None else node

    def number(self, expression: Expression, *steps: str | int) -> Quantified:
        """The number that an expression means, with its unit."""
        resolved = self._build.resolve(expression, self._build.scope(), *steps)
        if resolved is None:
            self.failed = True
            return Quantified(ZERO, None)
        node, type_ = resolved
        if type_.kind is not Kind.NUMBER:
            self.refuse("not-a-number", *steps, kind=Message(f"kind.{type_.kind.value}"))
            return Quantified(ZERO, None)
        return Quantified(node, type_.unit)

    def like(self, expression: Expression, other: Quantified, *steps: str | int) -> Quantified:
        """A number that must be in the same kind of unit as another."""
        found = self.number(expression, *steps)
        if found.unit is not None and other.unit is not None and not found.unit.same_kind(other.unit):
            self.refuse("units-differ", *steps, left=str(other.unit) or "1", right=str(found.unit) or "1")
        elif other.unit is not None and lacks_percent(found.node, other.unit):
            self.refuse("percent-missing", *steps, number=plain_number(found.node))
        return found

    def bare(self, expression: Expression, *steps: str | int) -> Node:
        """A number without unit, or in 分."""
        found = self.number(expression, *steps)
        if found.unit is not None and found.unit.powers not in ((), MARKS.powers):
            self.refuse("units-differ", *steps, left="分", right=str(found.unit))
        return found.node

    def count(self, expression: Expression, *steps: str | int) -> Counted:
        """How many there are of something, in the unit that its author counts in: 3万元 are 3."""
        found = self.number(expression, *steps)
        one = Number(found.unit.factor, found.unit) if found.unit else Number(Fraction(1))
        return Counted(found.node, found.node if one.value == 1 else Arith("/", found.node, one), one)

    def constant(self, expression: Expression, other: Quantified, *steps: str | int) -> tuple[Fraction, Node]:
        """A number that is the same in every case, in the same kind of unit as another, and its node. What is unfit is said once."""
        if expression.text in self._unfit:
            return Fraction(0), ZERO
        noted = len(self._build.problems.found)
        found = self.like(expression, other, *steps)
        low, high = self.bounds(found.node)
        if self._build.classes.keys() & references(found.node).keys():
            self.refuse("classes-in-bands", *steps)
        elif low is None or low != high or any(isinstance(n, Ref) and n.name not in self._build.constants for n in walk(found.node)):
            self.refuse("not-constant", *steps, text=expression.text)
        if low is None or len(self._build.problems.found) > noted:
            self._unfit.add(expression.text)
            return Fraction(0), ZERO
        return low, found.node

    def amount(self, value: Fraction | None, key: str, *steps: str | int) -> Fraction:
        """A number of 分 that must be there and not below 0."""
        if value is None:
            self.refuse("key-missing", *steps, key=key)
            return Fraction(0)
        if value < 0:
            self.refuse("negative-amount", *steps, key, key=key, value=value)
        return value

    def either(self, deduct: Fraction | None, award: Fraction | None, *steps: str | int) -> Fraction:
        """What a rule under a point deducts, or under a bonus awards; the other key has no place there."""
        wanted, other = ("deduct", "award") if self.direction == "deduct" else ("award", "deduct")
        right, wrong = (deduct, award) if self.direction == "deduct" else (award, deduct)
        if wrong is not None:
            self.refuse("wrong-direction", *steps, other, key=other, wanted=wanted)
            return Fraction(0)
        return self.amount(right, wanted, *steps)

    def stake(self, worth: Fraction | None) -> Fraction:
        """What a rule has at stake: its own worth, else the item's."""
        if worth is None:
            return self.limit
        if worth > self.limit:
            self.refuse("worth-above-limit", "worth", worth=worth, limit=self.limit)
        return self.amount(worth, "worth")

    def bounds(self, node: Node) -> Interval:
        """The least and greatest that a number can be."""
        return bounds(node, self._build.ranges)

    def grain(self, node: Node) -> Fraction | None:
        """What every value of a number is a multiple of, where that is known."""
        return grain(node, self._build.ranges)

    def say(self, node: Node) -> Message:
        """A node in words."""
        return describe(node, self._build.labels)

    def axis(self, *nodes: Node) -> str | None:
        """The first name in the nodes that can vary: what a picture sweeps."""
        for node in nodes:
            for name in references(node):
                if name in self._build.inputs or name in self._build.derived:
                    return name
        return None
