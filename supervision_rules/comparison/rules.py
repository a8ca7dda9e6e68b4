"""Which rule of a point stands for which of its successor, and which group of clauses in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from attrs import frozen

from ..expression import references
from ..lowering import Clause, Item, Part, canonical

T = TypeVar("T")


@frozen
class RulePair:
    """A rule of the older point and the one that stands for it in the newer (None: there is none), with their groups of clauses by name."""

    old: Part | None
    new: Part | None
    groups: tuple[tuple[str | None, str | None], ...]


def pair_rules(old: Item, new: Item) -> tuple[RulePair, ...]:
    """The rules of two points, each in one pair: first those that are the same, then those of one form, in their order, then the others that read
    the same.
    """
    found = pair_up(
        old.parts, new.parts, [lambda part: str(canonical(part)), _form_and_names, lambda part: part.form, lambda part: _names(part.clauses)]
    )
    return tuple(RulePair(one, other, _groups(one, other)) for one, other in found)


def _groups(old: Part | None, new: Part | None) -> tuple[tuple[str | None, str | None], ...]:
    if old is None or new is None or old.form != new.form:
        gone, come = (part.groups if part else () for part in (old, new))
        return (*((name, None) for name in gone), *((None, name) for name in come))
    sides = [part.groups for part in (old, new)]
    if list(sides[0].items()) == list(sides[1].items()):
        return tuple((name, name) for name in sides[0])

    def told(tell: Callable[[tuple[Clause, ...]], Hashable]) -> Callable[[tuple[int, str]], Hashable]:
        return lambda one: tell(sides[one[0]][one[1]])

    found = pair_up(
        [(0, name) for name in sides[0]],
        [(1, name) for name in sides[1]],
        [told(lambda clauses: str(canonical(clauses))), told(_names), lambda _: "any"],
    )
    return tuple((one[1] if one else None, other[1] if other else None) for one, other in found)


def pair_up(olds: Iterable[T], news: Iterable[T], tells: Sequence[Callable[[T], Hashable]]) -> list[tuple[T | None, T | None]]:
    """Pairs of things that are equal or that one of the `tells` tells to be the same, the first of them before the others; what is left stands alone.

    In the order of the newer ones, then those that are gone.
    """
    left, right = list(olds), list(news)
    partners: dict[int, T] = {}
    open_places = list(range(len(right)))
    for tell in tells:
        for place in list(open_places):
            match = next((number for number, one in enumerate(left) if one == right[place] or tell(one) == tell(right[place])), None)
            if match is not None:
                partners[place] = left.pop(match)
                open_places.remove(place)
    return [(partners.get(place), one) for place, one in enumerate(right)] + [(one, None) for one in left]


def _form_and_names(part: Part) -> Hashable:
    return part.form, _names(part.clauses)


def _names(clauses: Iterable[Clause]) -> frozenset[str]:
    """What clauses read."""
    return frozenset(name for clause in clauses for node in (clause.when, clause.amount) for name in references(node))
