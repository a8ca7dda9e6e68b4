"""Whether a change of grades, vetoes, caps or of how the whole is counted can make a difference to any district's total or grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial
from typing import Any

import z3
from attrs import define

from ..engines.exact import Count, Variant
from ..engines.proof import Answer, Asked, CannotSay, Question, Score, SymbolicCase, SymbolicResults, Wishes, any_scores, ask, own_scores
from ..engines.proof.symbols import real
from ..lowering import Item, LoweredScheme, Value
from ..verification.questions import SECOND, Questions
from .change import Change
from .difference import Difference, Possible
from .districts import Districts, Values
from .mixtures import Mixtures
from .slot import Kind

GRADING = {Kind.VETO, Kind.GRADE, Kind.LADDER, Kind.BONUS_CAP, Kind.NOT_APPLICABLE, Kind.TOTAL_PLACES}
FEW = (1, 2, 4, 8, 16, 32)
SHARE = 8  # of the time for a question, for each of those that only look for a district
Scores = Callable[[SymbolicCase, Iterable[Item]], dict[str, Score]]


@define(slots=False)
class GradeDiffer:
    """Asks of changes of grading whether they can make a difference: by any scores, by few that single facts bear out, by those of all facts."""

    mixtures: Mixtures
    districts: Districts
    usual: Callable[[Question], Wishes]
    milliseconds: int

    def of(self, change: Change) -> Difference:
        """Whether the change makes a difference to a total or a grade: a district for which it does, or that there is none."""
        variant = self.mixtures.variant(change, reverted=False)
        few: list[Scores] = [partial(self._borne_out, most) for most in FEW]
        for scores in (any_scores, *few, own_scores) if variant is not None else ():
            assert variant is not None
            try:
                asked = ask(self._pose(variant.lowered, scores), self.usual, self.milliseconds // (SHARE if scores in few else 1))
            except CannotSay:
                break
            if asked.answer is Answer.NONE and scores in (any_scores, own_scores):
                return Difference(change=change.id, possible=Possible.NEVER)
            shown = self._shown(change, variant, self._facts(asked)) if asked.answer is Answer.SOME else None
            if shown is not None:
                return shown
        return Difference(change=change.id, possible=Possible.UNDECIDED)

    def _pose(self, newer: LoweredScheme, scores_of: Scores) -> Callable[[bool], Question]:
        """Whether there are scores, and facts that vetoes and grades read, of which the two schemes make different totals or grades."""
        older = self.mixtures.before.lowered

        def pose(exact: bool) -> Question:
            first = SymbolicCase(older, exact)
            second = SymbolicCase(newer, exact, tag=SECOND, beside=first)
            scores = scores_of(first, older.items)
            before, after = (SymbolicResults(case, scores) for case in (first, second))
            differing = [_other_grade(before, after)]
            if before.total is not None and after.total is not None:
                differing.append(before.total.compared("!=", after.total).true)
            return Questions(older, everything=True).constrained((first, second), z3.Or(differing))

        return pose

    def _borne_out(self, most: int, case: SymbolicCase, items: Iterable[Item]) -> dict[str, Score]:
        """Scores that single facts bear out, `most` of them others than in the reference case."""
        found, others = {}, []
        for item in items:
            score = z3.Real(f"score {item.id}")
            usual, *more = self.districts.scores.get(item.id, {item.limit: {}})
            case.conditions.append(z3.Or([score == real(value) for value in (usual, *more)]))
            others.append(score != real(usual))
            found[item.id] = Score(score, z3.BoolVal(True))
        case.conditions.append(z3.AtMost(*others, most))
        return found

    def _facts(self, asked: Asked) -> dict[str, Value]:
        """The facts of an answer: those that it asked for, and those that bear its scores out."""
        assert asked.question is not None
        facts = asked.question.cases[0].values(asked.model)
        for id, values in self.districts.scores.items():
            score = asked.model.eval(z3.Real(f"score {id}"))
            if z3.is_rational_value(score):
                facts |= values.get(score.as_fraction(), {})
        return facts

    def _shown(self, change: Change, variant: Variant, facts: Values) -> Difference | None:
        """The district of some facts, with as few as can be that are not as in the reference case, if the change does something for it."""

        def wanted(values: Values) -> bool:
            return self._ends(variant, values) is not None

        found = next((values for values in ({}, facts) if wanted(values)), None)
        if found is None:
            return None
        simplest = self.districts.simplest(found, wanted)
        ends = self._ends(variant, simplest)
        assert ends is not None
        before, after = ends
        grades = None if before.grade is None or after.grade is None or before.grade == after.grade else (before.grade, after.grade)
        case = self.districts.case(simplest)
        totals = _total(before), _total(after)
        return Difference(change=change.id, possible=Possible.DIFFERS, case=case, before=totals[0], after=totals[1], grades=grades, set=simplest)

    def _ends(self, variant: Variant, values: Values) -> tuple[Count, Count] | None:
        """What both schemes make of a district with these values, if that is decided and not the same."""
        known = self.districts.known(values)
        if known is None:
            return None
        before, after = (_counted(one, known) for one in (self.mixtures.before, variant))
        other_grade = None not in (before.grade, after.grade) and before.grade != after.grade
        other_total = None not in (_total(before), _total(after)) and _total(before) != _total(after)
        return (before, after) if other_grade or other_total else None


def _counted(variant: Variant, known: Values) -> Count:
    values = variant.values(known)
    return variant.count(values, variant.standings(values))


def _total(count: Count) -> Fraction | None:
    return None if count.overall is None else count.overall.total


def _other_grade(before: SymbolicResults, after: SymbolicResults) -> Any:
    """That the grades after all vetoes are not of one name."""
    ladders = [[step.id for step in results.lowered.ladder] for results in (before, after)]
    ranks = before.after_vetoes(), after.after_vetoes()
    same = [z3.And(ranks[0] == place, ranks[1] == ladders[1].index(grade)) for place, grade in enumerate(ladders[0]) if grade in ladders[1]]
    return z3.Not(z3.Or(same))
