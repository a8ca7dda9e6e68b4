"""Cases of which the first that holds counts, each said with what the ones before it leave open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve, field, frozen

from .arithmetic import within
from .conditions import negated
from .knowledge import NOTHING_KNOWN, Knowledge
from .terms import FALSE, TRUE, Test, cost
from .values import Value, chosen, given

Case = tuple[Test, Value]


@frozen
class Link:
    """A value, the test on which it counts, and what is known before the test, where it holds and where it fails."""

    test: Test
    value: Value
    before: Knowledge = field(eq=False, repr=False)

    @property
    def holding(self) -> Knowledge:
        """What is known where the test holds."""
        return self.before.where(self.test)

    @property
    def failing(self) -> Knowledge:
        """What is known where it fails."""
        return self.before.where(negated(self.test))


@frozen
class Chain:
    """Values by test, and the value where none holds, with what is known there."""

    links: tuple[Link, ...]
    otherwise: Value
    known: Knowledge = field(eq=False, repr=False)

    def mapped(self, change: Callable[[Value], Value]) -> Value:
        """The chain as one value, with `change` done to each of its values."""

        def told(known: Knowledge, value: Value) -> Value:
            return given(known, change(given(known, value)))

        links, found = list(self.links), told(self.known, self.otherwise)
        while links and told(links[-1].failing, links[-1].value) == found:
            merged, kept = told(links[-1].before, links[-1].value), told(links[-1].holding, links[-1].value)
            if cost(merged.over) > cost(links[-1].test) + cost(kept.over) + cost(found.over):
                break
            links.pop()  # it comes to the same where its test fails too, and is no more to work out
            found = merged
        for link in reversed(links):
            found = chosen(link.test, told(link.holding, link.value), found)
        return evolve(found, over=within(found.over, found.over.low, found.over.high))

    @property
    def value(self) -> Value:
        """The chain as one value."""
        return self.mapped(lambda value: value)


def chain(cases: Sequence[Case], otherwise: Value | None) -> Chain:
    """A chain of cases of which at most one holds, in the order that says least; without `otherwise` one always holds."""
    found = [_ordered(one, otherwise) for one in (cases, cases[::-1])]
    return min(found, key=lambda made: sum(size_of(link.test) for link in made.links))


def _ordered(cases: Sequence[Case], otherwise: Value | None) -> Chain:
    if otherwise is None:
        *cases, (_, otherwise) = cases
    known, links = NOTHING_KNOWN, list[Link]()
    for test, value in cases:
        left = known.test(test)
        if left == FALSE:
            continue
        if left == TRUE:
            otherwise = value
            break
        links.append(Link(left, value, known))
        known = known.where(negated(left))
    return Chain(tuple(links), otherwise, known)


def size_of(test: Test) -> int:
    """How many columns' tests are in a test."""
    if test.op in ("and", "or"):
        return sum(map(size_of, test.args))
    return sum(map(size_of, test.args[1])) if test.op == "count" else 0 if test.op in ("true", "false") else 1
