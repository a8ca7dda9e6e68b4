"""Conditions → rules over narrow facts of integers, the only ones that durable_rules is sure to judge right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from attrs import frozen

from ...expression import AtLeast, Compare, Kind, Logic, Node, Not, Ref, Text, contrary, references, walk
from ...lowering import LoweredScheme
from ...messages import Problem, SupervisionRulesError
from ..exact import COMPARE, Compiled, Environment

WIDEST = 2**62
"""From 2^63 on the engine answers wrongly without a word."""
MOST_PROPERTIES = 48
"""The engine refuses a fact with more than about 252 properties; narrow facts are what it was measured with."""
FALSE = 0
TRUE = 1
OPERATORS = {">=": "$gte", ">": "$gt", "<=": "$lte", "<": "$lt", "==": "$eq"}

Atom = Callable[[Environment], int | None]


@frozen
class Rule:
    """A rule of the engine: `name`, its `test` as the engine reads it, and the properties that a fact for it has, each with how it is worked out."""

    name: str
    test: Any
    atoms: Mapping[str, Atom]

    def fact(self, values: Environment) -> dict[str, int]:
        """The properties out of the values of a case; one that is not known is left out, and no comparison holds of it."""
        found = ((name, atom(values)) for name, atom in self.atoms.items())
        return {name: value for name, value in found if value is not None}


def make_rule(name: str, condition: Node, lowered: LoweredScheme, compiled: Callable[[Node], Compiled]) -> Rule:
    """The rule that fires exactly where a condition holds.

    Raises SupervisionRulesError (`live-too-wide`) where it compares more than the engine takes.
    """
    made = _Making(name, lowered, compiled)
    test = made.test(condition)
    if len(made.atoms) > MOST_PROPERTIES:
        raise SupervisionRulesError([Problem("live-too-wide", {"count": str(len(made.atoms)), "most": str(MOST_PROPERTIES)})])
    return Rule(name, test, made.atoms)


class _Making:
    """Makes one rule; `atoms` gather what its fact must have."""

    def __init__(self, name: str, lowered: LoweredScheme, compiled: Callable[[Node], Compiled]) -> None:
        self._name, self._lowered, self._compiled = name, lowered, compiled
        self.atoms: dict[str, Atom] = {}

    def test(self, node: Node) -> Any:
        match node:
            case Not(item=Logic(op=op, items=items)):
                return self.test(Logic("or" if op == "and" else "and", tuple(contrary(item) for item in items)))
            case Not(item=AtLeast(k=k, items=items)):
                return self._many(len(items) - k + 1, tuple(contrary(item) for item in items))
            case Not(item=Compare() | Not()):
                return self.test(contrary(node.item))
            case Logic(op=op, items=(_, _, *_) as items):
                return {"$and" if op == "and" else "$or": [self.test(item) for item in items]}
            case Logic(items=(item,)):
                return self.test(item)
            case Logic(op=op):
                return self._compare("==", lambda _: TRUE if op == "and" else FALSE, TRUE)
            case AtLeast(k=k, items=items):
                return self._many(k, items)
            case Compare():
                return self._comparison(node)
            case _:
                return self._compare("==", _truth(self._compiled(node)), TRUE)

    def _many(self, k: int, items: tuple[Node, ...]) -> Any:
        """How many conditions hold is one number; an unknown one does not count, and as many as hold do hold whatever it is."""
        closures = [self._compiled(item) for item in items]
        return self._compare(">=", lambda values: sum(closure(values) is True for closure in closures), k)

    def _comparison(self, node: Compare) -> Any:
        plain = self._plain(node)
        if plain is not None:
            return self._compare(node.op, *plain)
        left, right = self._compiled(node.left), self._compiled(node.right)
        return self._compare(node.op, _difference(left, right), 0)

    def _plain(self, node: Compare) -> tuple[Atom, int] | None:
        """A given fact beside what never changes, both as whole numbers; None for any other comparison."""
        made = self._lowered.inputs.get(node.left.name) if isinstance(node.left, Ref) else None
        if made is None or made.aggregate is not None:
            return None
        name = made.id
        if made.kind is Kind.CHOICE and isinstance(node.right, Text) and node.right.value in made.values:
            order = {value: index for index, value in enumerate(made.values)}
            return lambda values: order.get(values[name]), order[node.right.value]
        if made.kind is Kind.NUMBER and made.low is not None and made.high is not None and self._constant(node.right):
            limit = Fraction(self._compiled(node.right)(self._constants))
            scale = lcm((made.unit.factor / 10**made.places).denominator, limit.denominator)
            if max(abs(made.low), abs(made.high), abs(limit)) * scale < WIDEST:
                return lambda values: None if values[name] is None else int(values[name] * scale), int(limit * scale)
        return None

    def _constant(self, node: Node) -> bool:
        return all(name in self._lowered.constants for name in references(node)) and not any(isinstance(one, Text) for one in walk(node))

    @property
    def _constants(self) -> dict[str, Any]:
        return {name: constant.value for name, constant in self._lowered.constants.items()}

    def _compare(self, op: str, atom: Atom, limit: int) -> Any:
        name = f"{self._name}_{len(self.atoms)}"
        self.atoms[name] = atom
        if op == "!=":
            return {"$or": [{"$lt": {name: limit}}, {"$gt": {name: limit}}]}
        return {OPERATORS[op]: {name: limit}}


def _truth(closure: Compiled) -> Atom:
    def atom(values: Environment) -> int | None:
        found = closure(values)
        return None if found is None else int(found)

    return atom


def _difference(left: Compiled, right: Compiled) -> Atom:
    """A whole number with the sign of the difference: its numerator, held below what the engine can hold."""

    def atom(values: Environment) -> int | None:
        a, b = left(values), right(values)
        if a is None or b is None:
            return None
        if isinstance(a, int | Fraction) and isinstance(b, int | Fraction):
            return max(1 - WIDEST, min(WIDEST - 1, Fraction(a - b).numerator))
        return (COMPARE[">"](a, b) - COMPARE["<"](a, b)) if not isinstance(a, str) else int(a != b)

    return atom
