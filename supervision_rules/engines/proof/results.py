"""Scores → base score, bonus, total, grade: the same counting as the exact engine's, in terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import z3
from attrs import define, field, frozen

from ...expression import TRUE, Result
from ...lowering import Item, LoweredScheme
from ...scheme import Effect, Measure, NotApplicable
from .cases import SymbolicCase, least
from .symbols import ONE, YES, Quotient, Symbol, Truth, real
from .translating import Translator


@frozen(eq=False)
class Score:
    """What an item has: its score, and whether it applies."""

    score: Any
    applies: Any


@define(eq=False)
class SymbolicResults:
    """What comes of the scores of all items of a case. They may be those of its items, or any numbers within their limits (`any_scores`)."""

    case: SymbolicCase
    scores: Mapping[str, Score]
    translator: Translator = field(init=False)
    awarded: Any = field(init=False)
    bonus: Any = field(init=False)
    base_score: Quotient | None = field(init=False)
    total: Quotient | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        lowered = self.lowered
        self.translator = Translator(self.case.symbol, self.result, definitions=self.case.conditions, tag=self.case.tag)
        self.awarded = z3.Sum([real(0), *(self.scores[item.id].score for item in lowered.bonuses)])
        self.bonus = self.awarded if lowered.bonus_cap is None else least(self.awarded, real(lowered.bonus_cap))
        counts = lowered.measure is Measure.POINTS
        self.base_score = self._base_score() if counts else None
        self.total = self._total(self.base_score) if self.base_score is not None else None

    @property
    def lowered(self) -> LoweredScheme:
        """The scheme."""
        return self.case.lowered

    def _base_score(self) -> Quotient:
        points = self.lowered.points
        base = self.lowered.base
        if self.lowered.not_applicable is NotApplicable.FULL:
            return Quotient(z3.Sum([self.scores[item.id].score for item in points]) * real(base / sum(item.limit for item in points)))
        got = z3.Sum([z3.If(self.scores[item.id].applies, self.scores[item.id].score, real(0)) for item in points])
        worth = z3.Sum([z3.If(self.scores[item.id].applies, real(item.limit), real(0)) for item in points])
        return Quotient(got * real(base), worth, worth > 0)

    def _total(self, base: Quotient) -> Quotient:
        total = base.plus(Quotient(self.bonus))
        places = self.lowered.total_places
        return total if places is None else self.translator.rounded(total, places)

    def result(self, node: Result) -> Symbol:
        """What a result of scoring is."""
        if node.of in ("total", "base_score"):
            found = self.total if node.of == "total" else self.base_score
            assert found is not None
            return found
        if node.of == "count":
            wanted = self.lowered.levels.index(node.argument)
            return Quotient(z3.Sum([z3.If(self.scores[one.id].score == real(one.limit - wanted), ONE, real(0)) for one in self.lowered.points]))
        score = self.scores[node.argument].score
        if node.of == "score":
            return Quotient(score)
        limit = next(item.limit for item in self.lowered.items if item.id == node.argument)
        return Truth.of(score >= real(limit))

    def before_vetoes(self) -> Any:
        """The rank of the grade that the ladder gives: 0 is the best."""
        rank = real(len(self.lowered.ladder) - 1)
        for place, step in reversed(list(enumerate(self.lowered.ladder))):
            rank = z3.If(self.translator.truth(step.when).true, real(place), rank)
        return rank

    def after_vetoes(self, only: str | None = None) -> Any:
        """The rank after all vetoes, or after `only` one of them: one drop, then each cap, then fail."""
        rank, last = self.before_vetoes(), real(len(self.lowered.ladder) - 1)
        grades = [step.id for step in self.lowered.ladder]
        vetoes = [(veto, self.translator.truth(veto.when).true) for veto in self.lowered.vetoes if only in (None, veto.id)]
        dropped = [applies for veto, applies in vetoes if veto.effect is Effect.DROP]
        if dropped:
            rank = z3.If(z3.Or(dropped), least(rank + 1, last), rank)
        for veto, applies in vetoes:
            if veto.effect is not Effect.DROP:
                limit = last if veto.effect is Effect.FAIL else real(grades.index(str(veto.grade)))
                rank = z3.If(z3.And(applies, rank < limit), limit, rank)
        return rank


def own_scores(case: SymbolicCase, items: Iterable[Item]) -> dict[str, Score]:
    """The scores of items as the facts of the case have them."""
    found = {item.id: case.item(item) for item in items}
    return {id: Score(item.score, item.applies) for id, item in found.items()}


def any_scores(case: SymbolicCase, items: Iterable[Item], tag: str = "") -> dict[str, Score]:
    """Any scores within what the rules can count. Items under one condition apply together, an item without one always does."""
    scores = {}
    for item in items:
        score = z3.Real(f"{tag}score {item.id}")
        counted = min(item.limit, item.most)
        low, high = (item.limit - counted, item.limit) if item in case.lowered.points else (Fraction(0), counted)
        case.conditions += [score >= real(low), score <= real(high)]
        if case.lowered.levels:  # a level is a whole number, the best of them the limit
            case.conditions.append(z3.Or([score == level for level in range(int(item.limit) + 1)]))
        scores[item.id] = Score(score, YES if item.applies == TRUE else z3.Bool(f"{tag}applies {item.applies!r}"))
    return scores
