"""Cases of which the first that holds counts, each said with what the ones before it leave open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from attrs import evolve, field, frozen

from .knowledge import NOTHING_KNOWN, Knowledge
from .terms import FALSE, TRUE, Test, negated, within
from .values import Value, chosen, given

Case = tuple[Test, Value]


@frozen
class Chain:
    """Values by test, and the value where none holds; `known` is what is known in each, that where none holds last."""

    cases: tuple[Case, ...]
    otherwise: Value
    known: tuple[Knowledge, ...] = field(eq=False, repr=False)

    @property
    def value(self) -> Value:
        """The chain as one value."""
        found = reduce(lambda other, case: chosen(*case, other), reversed(self.cases), self.otherwise)
        return evolve(found, over=within(found.over, found.over.low, found.over.high))

    def mapped(self, change: Callable[[Value], Value]) -> Chain:
        """The chain with `change` done to its values."""
        cases = [(test, given(known, change(value))) for (test, value), known in zip(self.cases, self.known, strict=False)]
        return Chain(tuple(cases), given(self.known[-1], change(self.otherwise)), self.known)


def chain(cases: Sequence[Case], otherwise: Value | None) -> Chain:
    """A chain of cases of which at most one holds, in the order that says least; without `otherwise` one always holds."""
    found = [_ordered(one, otherwise) for one in (cases, cases[::-1])]
    return min(found, key=lambda made: sum(size_of(test) for test, _ in made.cases))


def _ordered(cases: Sequence[Case], otherwise: Value | None) -> Chain:
    if otherwise is None:
        *cases, (_, otherwise) = cases
    known, kept, knowledge = NOTHING_KNOWN, list[Case](), list[Knowledge]()
    for test, value in cases:
        left = known.test(test)
        if left == FALSE:
            continue
        if left == TRUE:
            otherwise = value
            break
        inside = known.where(left)
        kept.append((left, given(inside, value)))
        knowledge.append(inside)
        known = known.where(negated(left))
    return Chain(tuple(kept), given(known, otherwise), (*knowledge, known))


def size_of(test: Test) -> int:
    """How many columns' tests are in a test."""
    if test.op in ("and", "or"):
        return sum(map(size_of, test.args))
    return sum(map(size_of, test.args[1])) if test.op == "count" else 0 if test.op in ("true", "false") else 1
