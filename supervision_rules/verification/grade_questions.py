"""Laws of totals, grades and vetoes → questions. Scores are any within their limits, unless they are to be `own`: such as facts bear out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import z3

from ..engines.proof import Question, Quotient, Score, SymbolicCase, SymbolicResults, Truth, any_scores, own_scores
from ..engines.proof.symbols import real
from ..lowering import Requirement, VetoPlan
from .questions import FIRST, SECOND, Pose, Questions
from .vocabulary import Vocabulary


def bonuses(questions: Questions, law_id: str) -> Pose:
    """A law of all bonuses together."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(questions.lowered, exact)
        results = SymbolicResults(case, own_scores(case, questions.lowered.bonuses) | any_scores(case, questions.lowered.points))
        assert questions.lowered.bonus_cap is not None
        names = {"awarded": Quotient(results.awarded), "bonus": Quotient(results.bonus), "cap": Quotient.of(questions.lowered.bonus_cap)}
        return questions.asked(law_id, case, names)

    return pose


def bonuses_above(questions: Questions, value: Fraction) -> Pose:
    """Whether all bonuses together can come to more than a value, before their cap."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(questions.lowered, exact)
        scores = own_scores(case, questions.lowered.bonuses) | any_scores(case, questions.lowered.points)
        return questions.constrained((case,), SymbolicResults(case, scores).awarded > real(value))

    return pose


def step_holds(questions: Questions, rank: int, own: bool = False) -> Pose:
    """Whether the condition of a grade can hold, whatever other grades do."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(questions.lowered, exact)
        results = _results(questions, case, own)
        return questions.constrained((case,), results.translator.truth(questions.lowered.ladder[rank].when).true)

    return pose


def veto_beside(questions: Questions, veto: VetoPlan, rank: int, own: bool = False) -> Pose:
    """Whether a veto can apply where the ladder gives the grade of a rank."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(questions.lowered, exact)
        results = _results(questions, case, own)
        return questions.constrained((case,), results.translator.truth(veto.when).true, results.before_vetoes() == rank)

    return pose


def total(questions: Questions) -> Pose:
    """`total`: any scores rise together, whatever their items."""

    def pose(exact: bool) -> Question:
        case, scores, rise = _rising(questions, exact)
        before, after = (_total(SymbolicResults(case, some)) for some in scores)
        return questions.asked("total", case, {"before.whole": before, "after.whole": after}, before.known, *rise)

    return pose


def _rising(questions: Questions, exact: bool) -> tuple[SymbolicCase, list[dict[str, Score]], list[Any]]:
    """Any scores, twice, the second time none of them lower."""
    case = SymbolicCase(questions.lowered, exact)
    scores = [any_scores(case, questions.lowered.items, tag) for tag in (FIRST, SECOND)]
    rise = [scores[1][id].score >= score.score for id, score in scores[0].items()]
    return case, scores, [*rise, *(scores[1][id].applies == score.applies for id, score in scores[0].items())]


def total_moving(questions: Questions, name: str) -> Pose:
    """`total`: a fact gets better alone on which it depends what applies; items that do not read it have any scores."""

    def pose(exact: bool) -> Question:
        before, after, better = questions.pair(exact, name)
        near = [item for item in questions.lowered.items if name in questions.lowered.read_by(item)]
        others = any_scores(before, [item for item in questions.lowered.items if item not in near])
        totals = [_total(SymbolicResults(case, own_scores(case, near) | others)) for case in (before, after)]
        known = [total.known for total in totals]
        return questions.asked("total", after, {"before.whole": totals[0], "after.whole": totals[1]}, better, *known, beside=before)

    return pose


def ladder(questions: Questions, law_id: str, rank: int | None = None, own: bool = False) -> Pose:
    """A law of the ladder: the grade of a rank is `given`, or one is given in any case (`exhaustive`); `own`: by scores that facts bear out."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(questions.lowered, exact)
        results = _results(questions, case, own)
        if rank is not None:
            return questions.asked(law_id, case, {"given": Truth.of(results.before_vetoes() == rank)})
        holding = [z3.If(results.translator.truth(step.when).true, real(1), real(0)) for step in questions.lowered.ladder]
        return questions.asked(law_id, case, {"holding": Quotient(z3.Sum(holding))})

    return pose


def ladder_rising(questions: Questions, rank: int) -> Pose:
    """`ordered`: any scores rise, and the grade falls to a rank."""

    def pose(exact: bool) -> Question:
        case, scores, rise = _rising(questions, exact)
        before, after = (SymbolicResults(case, some).before_vetoes() for some in scores)
        return questions.asked("ordered", case, {"before.rank": Quotient(before), "after.rank": Quotient(after)}, after == rank, *rise)

    return pose


def ladder_moving(questions: Questions, rank: int, name: str, own: bool = False) -> Pose:
    """`ordered`: a fact that the ladder reads (with `own` scores: any fact) gets better alone, and the grade falls to a rank."""

    def pose(exact: bool) -> Question:
        before, after, better = questions.pair(exact, name)
        items = questions.lowered.items
        same = None if own else any_scores(before, items)
        first, second = (SymbolicResults(case, same or own_scores(case, items)).before_vetoes() for case in (before, after))
        names = {"before.rank": Quotient(first), "after.rank": Quotient(second)}
        return questions.asked("ordered", after, names, better, second == rank, beside=before)

    return pose


def _results(questions: Questions, case: SymbolicCase, own: bool) -> SymbolicResults:
    return SymbolicResults(case, (own_scores if own else any_scores)(case, questions.lowered.items))


def veto(questions: Questions, law_id: str, veto: VetoPlan, own: bool = False) -> Pose:
    """A law of a veto alone, whatever the scores; `own`: by scores that facts bear out."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(questions.lowered, exact)
        results = _results(questions, case, own)
        applies = results.translator.truth(veto.when)
        names: Vocabulary = {"applies": applies, "ladder": Quotient(results.before_vetoes()), "rank": Quotient(results.after_vetoes(veto.id))}
        return questions.asked(law_id, case, names)

    return pose


def veto_rising(questions: Questions, veto: VetoPlan) -> Pose:
    """`veto-direction`: any scores rise, and that brings the veto about."""

    def pose(exact: bool) -> Question:
        case, scores, rise = _rising(questions, exact)
        before, after = (SymbolicResults(case, some).translator.truth(veto.when) for some in scores)
        return questions.asked("veto-direction", case, {"before.applies": before, "after.applies": after}, *rise)

    return pose


def veto_moving(questions: Questions, veto: VetoPlan, name: str, own: bool = False) -> Pose:
    """`veto-direction`: a fact that a veto reads gets better alone, the scores what they were (with `own` scores: what it makes of them)."""

    def pose(exact: bool) -> Question:
        before, after, better = questions.pair(exact, name)
        items = questions.lowered.items
        same = None if own else any_scores(before, items)
        applies = [SymbolicResults(case, same or own_scores(case, items)).translator.truth(veto.when) for case in (before, after)]
        return questions.asked("veto-direction", after, {"before.applies": applies[0], "after.applies": applies[1]}, better, beside=before)

    return pose


def constraint(questions: Questions, one: Requirement) -> Pose:
    """`restricts`: a constraint can be broken."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(questions.lowered, exact)
        return Question((case,), (case.constrained(one).false,))

    return pose


def _total(results: SymbolicResults) -> Quotient:
    assert results.total is not None
    return results.total
