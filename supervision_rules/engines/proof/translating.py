"""Nodes → terms. The same semantics as the exact engine: conditions are strong Kleene, dividing by 0 is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import z3
from attrs import define, field

from ...expression import Aggregate, Arith, AtLeast, Compare, Extreme, Logic, Node, Not, Number, Ref, Result, Round, Steps, Text
from .symbols import YES, Quotient, Symbol, Truth, Word, real


class CannotSay(Exception):
    """Something that has no term: rows, which are prepared before any proof."""


def no_results(node: Result) -> Symbol:
    """The results where there are none."""
    raise CannotSay(node.of)


@define
class Translator:
    """Says nodes in terms. `lookup` is what a name stands for, `results` what a result of scoring does; what a term needs to mean what it says is
    added to `definitions`, about unknowns whose names begin with `tag`. Only where it is told so (`signed`) does it reckon with divisors below 0,
    which no clause can have.
    """

    lookup: Callable[[str], Symbol]
    results: Callable[[Result], Symbol] = no_results
    definitions: list[Any] = field(factory=list)
    tag: str = ""
    signed: bool = False
    _made: dict[int, tuple[Node, Symbol]] = field(factory=dict)

    def symbol(self, node: Node) -> Symbol:
        """What a node is."""
        found = self._made.get(id(node))
        if found is None:
            found = self._made[id(node)] = node, self._symbol(node)
        return found[1]

    def number(self, node: Node) -> Quotient:
        """What a node is that must be a number."""
        found = self.symbol(node)
        assert isinstance(found, Quotient), node
        return found

    def truth(self, node: Node) -> Truth:
        """What a node is that must be a condition."""
        found = self.symbol(node)
        assert isinstance(found, Truth), node
        return found

    def _symbol(self, node: Node) -> Symbol:
        match node:
            case Number():
                return Quotient.of(node.value)
            case Text():
                return Word(z3.IntVal(0), (node.value,))
            case Ref():
                return self.lookup(node.name)
            case Result():
                return self.results(node)
            case Arith():
                return self._arith(node)
            case Extreme():
                return self._extreme(node)
            case Compare():
                return self._compare(node)
            case Logic():
                parts = [self.truth(item) for item in node.items]
                true, false = [part.true for part in parts], [part.false for part in parts]
                return Truth(z3.And(true), z3.Or(false)) if node.op == "and" else Truth(z3.Or(true), z3.And(false))
            case Not():
                item = self.truth(node.item)
                return Truth(item.false, item.true)
            case AtLeast():
                return self._at_least(node)
            case Steps():
                return self._steps(node)
            case Round():
                return self._round(node)
            case Aggregate():
                raise CannotSay(node.op)

    def _arith(self, node: Arith) -> Quotient:
        left, right = self.number(node.left), self.number(node.right)
        match node.op:
            case "+":
                return left.plus(right)
            case "-":
                return left.plus(right, -1)
            case "*":
                return left.times(right)
        if self.signed:
            left, right = left.times(right.sign), right.times(right.sign)
        return left.divided(right)

    def _extreme(self, node: Extreme) -> Quotient:
        items = [self.number(item) for item in node.items]
        best = items[0]
        for item in items[1:]:
            best = best.where(best.compared("<=" if node.op == "min" else ">=", item).true, item)
        every = [item.known for item in items if item.known is not YES]
        return Quotient(best.numerator, best.denominator, z3.And(every) if every else YES)

    def _compare(self, node: Compare) -> Truth:
        left, right = self.symbol(node.left), self.symbol(node.right)
        if isinstance(left, Word) and isinstance(right, Word):
            same = left.same(right)
            return Truth.of(same if node.op == "==" else z3.Not(same))
        assert isinstance(left, Quotient)
        assert isinstance(right, Quotient)
        return left.compared(node.op, right)

    def _at_least(self, node: AtLeast) -> Truth:
        parts = [self.truth(item) for item in node.items]
        enough = z3.PbGe([(part.true, 1) for part in parts], node.k)
        too_few = z3.PbGe([(part.false, 1) for part in parts], len(parts) - node.k + 1)
        return Truth(enough, too_few)

    def _steps(self, node: Steps) -> Quotient:
        steps = self.number(node.value).divided(self.number(node.size))
        passed = steps.numerator > 0
        if node.count == "continuous":
            return Quotient(z3.If(passed, steps.numerator, 0), steps.denominator, steps.known)
        count = self._integer("steps")
        if node.count == "whole":
            fits = z3.And(count * steps.over <= steps.numerator, steps.numerator < (count + 1) * steps.over)
        else:
            fits = z3.And((count - 1) * steps.over < steps.numerator, steps.numerator <= count * steps.over)
        self.definitions.append(z3.If(z3.And(steps.known, passed), z3.And(count >= 0, fits), count == 0))
        return Quotient(count, None, steps.known)

    def _round(self, node: Round) -> Quotient:
        value = self.number(node.value)
        return self.rounded(value, node.places)

    def rounded(self, value: Quotient, places: int) -> Quotient:
        """A number rounded half-up."""
        ulp = self._integer("rounded")
        twice, scale = 2 * real(10**places), real(10**places)
        shifted = twice * value.numerator + value.over
        fits = z3.And(2 * ulp * value.over <= shifted, shifted < 2 * (ulp + 1) * value.over)
        self.definitions.append(z3.Implies(value.known, fits))
        return Quotient(ulp, scale, value.known)

    def _integer(self, name: str) -> Any:
        return z3.ToReal(z3.Int(f"{self.tag}{name} {len(self.definitions)}"))
