"""Laws → questions: whether there is a case, or are two, by which a law is broken (or, where it says that something is possible, met)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import z3
from attrs import evolve, frozen

from ..engines.proof import (
    Question,
    Quotient,
    SymbolicCase,
    Translator,
    Truth,
    Word,
)
from ..engines.proof.symbols import Symbol, real
from ..expression import Node, references
from ..lowering import Item, LoweredScheme, Requirement
from ..scheme import Better, NotApplicable
from .laws import Shape, law
from .vocabulary import Vocabulary, clause_names, group_names, item_names, most_of, rule_names, sided

Pose = Callable[[bool], Question]
FIRST, SECOND = "before ", "after "


@frozen
class Questions:
    """Poses the questions about a scheme. With `everything` every constraint counts that the facts in question have to do with, else only those
    that speak of these facts alone; the fewer count, the more is proved.
    """

    lowered: LoweredScheme
    everything: bool = False

    def asked(self, law_id: str, case: SymbolicCase, names: Vocabulary, *more: Any, beside: SymbolicCase | None = None) -> Question:
        """The question whether a law is broken, or met where it says that something is possible."""
        asked = law(law_id)
        translator = Translator(names.__getitem__, definitions=case.conditions, tag=case.tag)
        truth = translator.truth(asked.statement)
        goal = truth.true if asked.shape is Shape.POSSIBLE else z3.Not(truth.true)
        cases = (case,) if beside is None else (beside, case)
        return self.constrained(cases, *more, goal)

    def constrained(self, cases: tuple[SymbolicCase, ...], *conditions: Any) -> Question:
        """The question whether there are cases that meet conditions, and the constraints that count."""
        touched = {name for case in cases for name in case.unknowns}
        obeyed = {one.id: [case.obeys(one) for case in cases] for one in self.constraints(touched)}
        return Question(cases, conditions, obeyed)

    def constraints(self, names: set[str]) -> list[Requirement]:
        """The constraints on cases that speak of no inputs but these; with `everything` all that are tied to them."""
        left = {one.id: (one, self._inputs(one)) for one in self.lowered.constraints if one.table is None}
        known = set(names)
        found: list[Requirement] = []
        while True:
            near = [id for id, (_, read) in left.items() if (read & known if self.everything else read <= known)]
            if not near:
                return found
            for id in near:
                one, read = left.pop(id)
                found.append(one)
                known |= read if self.everything else set()

    def _inputs(self, constraint: Requirement) -> set[str]:
        return {name for name in self.lowered.behind(constraint.node) if name in self.lowered.inputs}

    def clause(self, law_id: str, item: Item, clause: str) -> Pose:
        """A law of a clause."""

        def pose(exact: bool) -> Question:
            case = SymbolicCase(self.lowered, exact)
            rule, found = next((rule, one) for rule in case.item(item).rules for one in rule.clauses if one.clause.id == clause)
            return self.asked(law_id, case, clause_names(found, most_of(rule.part, item)))

        return pose

    def clause_applies(self, item: Item, clause: str) -> Pose:
        """Whether a clause can apply, whatever it then comes to."""

        def pose(exact: bool) -> Question:
            case = SymbolicCase(self.lowered, exact)
            return self.constrained((case,), next(one.applies for one in case.item(item).clauses if one.clause.id == clause))

        return pose

    def item_above(self, item: Item, value: Fraction) -> Pose:
        """Whether the score of an item can be more than a value."""

        def pose(exact: bool) -> Question:
            case = SymbolicCase(self.lowered, exact)
            return self.constrained((case,), case.item(item).score > real(value))

        return pose

    def rule_above(self, item: Item, part: str, value: Fraction) -> Pose:
        """Whether the clauses of a rule can come to more than a value together."""

        def pose(exact: bool) -> Question:
            case = SymbolicCase(self.lowered, exact)
            return self.constrained((case,), next(one.sum for one in case.item(item).rules if one.part.id == part) > real(value))

        return pose

    def rule(self, law_id: str, item: Item, part: str) -> Pose:
        """A law of a rule."""

        def pose(exact: bool) -> Question:
            case = SymbolicCase(self.lowered, exact)
            found = next(one for one in case.item(item).rules if one.part.id == part)
            return self.asked(law_id, case, rule_names(found, item))

        return pose

    def bands(self, law_id: str, item: Item, part: str, group: str) -> Pose:
        """A law of a one-of group."""

        def pose(exact: bool) -> Question:
            case = SymbolicCase(self.lowered, exact)
            rule = next(one for one in case.item(item).rules if one.part.id == part)
            found = next(one for one in rule.groups if one.id == group)
            return self.asked(law_id, case, group_names(found))

        return pose

    def item(self, law_id: str, item: Item) -> Pose:
        """A law of a point or bonus on one case."""

        def pose(exact: bool) -> Question:
            case = SymbolicCase(self.lowered, exact)
            return self.asked(law_id, case, item_names(case.item(item)))

        return pose

    def item_moving(self, item: Item, name: str) -> Pose:
        """`monotone`: a name that the item reads gets better alone. A quantity moves as if it had no facts behind it."""

        def pose(exact: bool) -> Question:
            before, after, better = self.pair(exact, name)
            return self._monotone(item, before, after, better)

        return pose

    def quantity_realised(self, item: Item, name: str) -> Pose:
        """`monotone` for a quantity in two cases whose facts bear it out, while everything else that the item reads stays."""
        seen = self._seen_beside(item, name)

        def pose(exact: bool) -> Question:
            behind = {one for one in self.lowered.behind(self.lowered.derived[name].node) if one in self.lowered.inputs and one not in seen}
            before = SymbolicCase(self.lowered, exact, exact, FIRST)
            after = SymbolicCase(self.lowered, exact, exact, SECOND, beside=before, move=frozenset(behind))
            better = self._better(name, before.symbol(name), after.symbol(name))
            same = [_same(before.symbol(other), after.symbol(other)) for other in seen]
            return self._monotone(item, before, after, better, *same)

        return pose

    def _monotone(self, item: Item, before: SymbolicCase, after: SymbolicCase, *more: Any) -> Question:
        """That a score falls; where a point that does not apply is taken out, only while it applies."""
        sides = [case.item(item) for case in (before, after)]
        taken_out = self.lowered.not_applicable is NotApplicable.RESCALE and item in self.lowered.points
        applies = [side.applies for side in sides] if taken_out else []
        return self.asked("monotone", after, sided(score=(sides[0].score, sides[1].score)), *more, *applies, beside=before)

    def _seen_beside(self, item: Item, name: str) -> list[str]:
        """What an item reads beside a quantity, not looking behind this."""
        found: dict[str, None] = {}
        queue = [one for node in _nodes(item) for one in references(node)]
        while queue:
            one = queue.pop()
            if one not in found and one != name and one not in self.lowered.constants:
                found[one] = None
                queue += self.lowered.reads(one)
        return list(found)

    def direction(self, item: Item, name: str, falls: bool) -> Pose:
        """Whether the score of an item can rise (or fall) as a name moves up alone."""

        def pose(exact: bool) -> Question:
            before, after, _ = self.pair(exact, name, any_direction=True)
            up = _upwards(before.symbol(name), after.symbol(name))
            first, second = before.item(item).score, after.item(item).score
            return self.constrained((before, after), up, second < first if falls else second > first)

        return pose

    def items_moving(self, one: Item, other: Item, name: str) -> Pose:
        """`conflict`: a fact or quantity that both items read moves alone."""

        def pose(exact: bool) -> Question:
            before, after, moved = self.pair(exact, name, any_direction=True)
            names = sided(one=(before.item(one).score, after.item(one).score), other=(before.item(other).score, after.item(other).score))
            return self.asked("conflict", after, names, moved, beside=before)

        return pose

    def quantity_moving(self, quantity: str, name: str) -> Pose:
        """`follows`: a fact behind a quantity gets better alone."""

        def pose(exact: bool) -> Question:
            before, after, better = self.pair(exact, name)
            values = [self._in_its_direction(quantity, case.symbol(quantity)) for case in (before, after)]
            known = [value.known for value in values]
            names = {"before.value": values[0], "after.value": values[1]}
            return self.asked("follows", after, names, better, *known, beside=before)

        return pose

    def pair(self, exact: bool, name: str, any_direction: bool = False) -> tuple[SymbolicCase, SymbolicCase, Any]:
        """Two cases between which one name moves, and that it does."""
        loose = frozenset() if name in self.lowered.inputs else frozenset({name})
        before = SymbolicCase(self.lowered, exact, exact, FIRST, loose=loose)
        after = SymbolicCase(self.lowered, exact, exact, SECOND, beside=before, move=frozenset({name}), loose=loose)
        left, right = before.symbol(name), after.symbol(name)
        return before, after, z3.Not(_same(left, right)) if any_direction else self._better(name, left, right)

    def _better(self, name: str, before: Symbol, after: Symbol) -> Any:
        """That the second of two values is the better one."""
        first, second = self._in_its_direction(name, before), self._in_its_direction(name, after)
        return second.compared(">", first).true

    def _in_its_direction(self, name: str, symbol: Symbol) -> Quotient:
        """A value as a number of which more is better: a condition is 0 or 1, a choice its place."""
        match symbol:
            case Truth():
                number = Quotient(z3.If(symbol.true, real(1), real(0)), None, z3.Or(symbol.true, symbol.false))
            case Word():
                number = Quotient(z3.ToReal(symbol.place))
            case Quotient():
                number = symbol
        if self.lowered.better(name) is Better.LESS:
            return evolve(number, numerator=-number.numerator)
        return number


def _nodes(item: Item) -> list[Node]:
    return [item.applies, *(node for part in item.parts for clause in part.clauses for node in (clause.when, clause.amount))]


def _upwards(before: Symbol, after: Symbol) -> Any:
    """That a value moves up; a choice, which has no up, just moves."""
    match before, after:
        case Quotient(), Quotient():
            return after.compared(">", before).true
        case Truth(), Truth():
            return z3.And(before.false, after.true)
    return z3.Not(_same(before, after))


def _same(left: Symbol, right: Symbol) -> Any:
    match left, right:
        case Truth(), Truth():
            return z3.And(left.true == right.true, left.false == right.false)
        case Word(), Word():
            return left.place == right.place
        case Quotient(), Quotient():
            return z3.Or(left.compared("==", right).true, z3.And(z3.Not(left.known), z3.Not(right.known)))
    raise AssertionError(left)
