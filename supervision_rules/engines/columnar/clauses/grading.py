"""Vetoes and the ladder → the grades that are possible, by row: as `Grading` of the exact engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from ....expression import AtLeast, Compare, Logic, Node, Not, Result
from ....lowering import LoweredScheme
from ....scheme import Effect
from .arithmetic import added, greatest, least, pick
from .conditions import both, either, negated
from .overall import Results
from .terms import FALSE, TRUE, Term, Test, number
from .translating import Translator, connected
from .values import FAILS, HOLDS, Truth, order


@frozen
class Judgement:
    """Which vetoes apply, and of each grade whether it is possible; `rank` is the position of the grade where that is known in every row."""

    vetoes: Mapping[str, Truth]
    grades: Sequence[Test]
    rank: Term | None


class Grading:
    """Judges a scheme in a view of its results."""

    def __init__(self, translator: Translator, results: Results, keep: Callable[[str, Test], Test]) -> None:
        """`keep` puts a test of a name into a column, if it is worth it, and gives it as it is read from there."""
        self._keep = keep
        self._translator = translator
        self._lowered: LoweredScheme = translator.lowered
        self._results = results
        self._last = len(self._lowered.ladder) - 1
        self._places = {step.id: rank for rank, step in enumerate(self._lowered.ladder)}

    def judge(self) -> Judgement:
        """What becomes of the ladder and the vetoes."""
        vetoes = {veto.id: self._kept(f"veto {veto.id}", self.truth(veto.when)) for veto in self._lowered.vetoes}
        steps = [self._kept(f"step {step.id}", self.truth(step.when)) for step in self._lowered.ladder]
        settled = all(one.decided for one in (*vetoes.values(), *steps)) and bool(steps) and steps[-1] == HOLDS
        return Judgement(vetoes, self._possible(steps, vetoes), self._rank(steps, vetoes) if settled else None)

    def _kept(self, name: str, truth: Truth) -> Truth:
        """A condition as it is read from columns, since all that follows asks for it again and again."""
        sure = self._keep(f"{name}:holds", truth.sure)
        return Truth(sure, sure if truth.decided else self._keep(f"{name}:may hold", truth.possible))

    def truth(self, node: Node) -> Truth:
        """A condition that may ask for results."""
        match node:
            case Result():
                return self._results.met(node)
            case Compare() if isinstance(node.left, Result) or isinstance(node.right, Result):
                return self._compared(node)
            case Logic() | Not() | AtLeast():
                return connected(node, self.truth)
            case _:
                return self._translator.truth(node)

    def _compared(self, node: Compare) -> Truth:
        sides = [self._results.ends(side) if isinstance(side, Result) else (self._translator.value(side),) * 2 for side in (node.left, node.right)]
        (a, b), (c, d) = sides
        if node.op in ("==", "!="):
            alike = [order(end, "==", a) for end in (b, c, d)]
            apart = either(order(b, "<", c).sure, order(d, "<", a).sure)
            same = Truth(both(*(one.sure for one in alike)), negated(apart))
            return same if node.op == "==" else same.contrary()
        one, other = order(a, node.op, d), order(b, node.op, c)
        return Truth(both(one.sure, other.sure), either(one.possible, other.possible))

    def _rank(self, steps: Sequence[Truth], vetoes: Mapping[str, Truth]) -> Term:
        """The position of the grade where every condition is known: of the first that holds, then one drop, each cap, fail."""
        rank = number(self._last)
        for place, step in reversed(list(enumerate(steps))):
            rank = pick(step.sure, number(place), rank)
        dropped = either(*(vetoes[veto.id].sure for veto in self._lowered.vetoes if veto.effect is Effect.DROP))
        rank = pick(dropped, least(added([(rank, 1)], 1), number(self._last)), rank)
        for limit, held in self._limits(vetoes).items():
            rank = pick(held.sure, greatest(rank, number(limit)), rank)
        return rank

    def _limits(self, vetoes: Mapping[str, Truth]) -> dict[int, Truth]:
        """Whether a veto holds to a grade, by its position: those to the same are one, for each by itself would say all before it twice."""
        found: dict[int, list[Truth]] = {}
        for veto in self._lowered.vetoes:
            if veto.effect is not Effect.DROP:
                found.setdefault(self._limit(veto.effect, veto.grade), []).append(vetoes[veto.id])
        return {limit: Truth(either(*(one.sure for one in held)), either(*(one.possible for one in held))) for limit, held in found.items()}

    def _limit(self, effect: Effect, grade: str | None) -> int:
        return self._last if effect is Effect.FAIL else self._places[str(grade)]

    def _possible(self, steps: Sequence[Truth], vetoes: Mapping[str, Truth]) -> Sequence[Test]:
        """Whether each grade is possible: where a veto is not known, with it and without."""
        reached, possible = TRUE, list[Test]()
        for step in steps:
            possible.append(both(reached, step.possible))
            reached = both(reached, negated(step.sure))
        drops = [vetoes[veto.id] for veto in self._lowered.vetoes if veto.effect is Effect.DROP]
        dropped = Truth(either(*(one.sure for one in drops)), either(*(one.possible for one in drops))) if drops else FAILS
        lower = [FALSE, *possible[:-1]]
        lower[-1] = either(lower[-1], possible[-1])
        possible = _either_way(dropped, lower, possible)
        for limit, held in self._limits(vetoes).items():
            capped = [FALSE if place < limit else either(*possible[: place + 1]) if place == limit else one for place, one in enumerate(possible)]
            possible = _either_way(held, capped, possible)
        return possible


def _either_way(truth: Truth, then: Sequence[Test], otherwise: Sequence[Test]) -> list[Test]:
    return [either(both(truth.possible, a), both(negated(truth.sure), b)) for a, b in zip(then, otherwise, strict=True)]
