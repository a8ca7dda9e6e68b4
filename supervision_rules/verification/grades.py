"""Ladder, vetoes and what all scores come to together: proved for any scores, shown on cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations

from attrs import define, evolve

from ..assessment import Assessment
from ..engines.proof import Answer, Asked, CannotSay
from ..expression import Logic, Node, describe, walk
from ..expression import Result as ScoringResult
from ..lowering import LoweredScheme, Requirement, Step, Value, VetoPlan
from ..messages import Argument, Message, message
from ..scheme import Measure, NotApplicable, Scheme
from . import grade_questions
from .deciding import Decider, Poses
from .nearest import Height, nearest
from .slope import Slope, Stop
from .static import totals
from .verdicts import Counterexample, Moved, Result, Subject, SubjectKind, Verdict, undecided
from .wording import moved_words

Wanted = Callable[[Assessment], bool]
Why = Callable[[Result], Result]
Broken = Callable[[Assessment, Assessment], bool]


@define
class GradeProver:
    """Proves what the grades and vetoes of a scheme do. What holds of any scores holds of those that occur."""

    scheme: Scheme
    lowered: LoweredScheme
    decider: Decider
    slope: Slope

    def of_grade(self, step: Step) -> Iterator[Result]:
        """The results about a grade."""
        subject = Subject(SubjectKind.GRADE, step.id)
        rank = self.lowered.ladder.index(step)
        words = {"grade": step.id}
        poses = [partial(grade_questions.ladder, law_id="given", rank=rank, own=own) for own in (False, True)]
        yield self._shown("given", subject, poses, lambda one: one.before_vetoes == step.id, words, lambda result: self._not_given(result, step))
        if step is self.lowered.ladder[-1]:
            yield self._always("exhaustive", subject, partial(grade_questions.ladder, law_id="exhaustive"))
        yield self._ordered(subject, rank)
        for name in self._directed(*(one.when for one in self.lowered.ladder[: rank + 1])):
            rising = partial(grade_questions.ladder_moving, rank=rank, name=name)
            own = partial(rising, own=True)
            yield self._moving("ordered", subject, rising, name, lambda one, other: self._rank(one) < self._rank(other) == rank, words, own)

    def of_veto(self, veto: VetoPlan) -> Iterator[Result]:
        """The results about a veto."""
        subject = Subject(SubjectKind.VETO, veto.id)

        def applies(one: Assessment) -> bool | None:
            return next(result.applies for result in one.vetoes if result.id == veto.id)

        def lowers(one: Assessment) -> bool:
            return applies(one) is True and one.grade != one.before_vetoes

        wanted: dict[str, Wanted] = {
            "veto-applies": lambda one: applies(one) is True,
            "veto-spares": lambda one: applies(one) is False,
            "veto-lowers": lowers,
        }
        words = {"veto": next(one.title for one in self.scheme.vetoes if one.id == veto.id)}
        for id, want in wanted.items():
            poses = [partial(grade_questions.veto, law_id=id, veto=veto, own=own) for own in (False, True)]
            explain = partial(self._not_lowering, veto=veto) if id == "veto-lowers" else None
            yield self._shown(id, subject, poses, want, words, explain)
        if any(isinstance(node, ScoringResult) for node in walk(veto.when)):
            yield self._veto_rising(subject, veto, lambda one, other: not applies(one) and applies(other) is True)
        yield self._always("veto-raises", subject, partial(grade_questions.veto, law_id="veto-raises", veto=veto))
        for name in self._directed(veto.when):
            moving = partial(grade_questions.veto_moving, veto=veto, name=name)
            own = partial(moving, own=True)
            yield self._moving("veto-direction", subject, moving, name, lambda one, other: not applies(one) and applies(other) is True, words, own)

    def of_scheme(self) -> Iterator[Result]:
        """The results about the scheme as a whole."""
        subject = Subject(SubjectKind.SCHEME, self.scheme.id)
        if self.lowered.base:
            yield self._always("total", subject, grade_questions.total)
        if self.lowered.not_applicable is NotApplicable.RESCALE:
            for name in dict.fromkeys(name for item in self.lowered.points for name in self._directed(item.applies)):
                poses = partial(grade_questions.total_moving, name=name)
                yield self._moving("total", subject, poses, name, lambda one, other: (one.total or 0) > (other.total or 0), {})
        cap = self.lowered.bonus_cap
        if cap is not None and self.lowered.bonuses:
            words: dict[str, Argument] = {"cap": cap, "whole": sum(item.limit for item in self.lowered.bonuses)}
            yield self._always("overall-cap", subject, partial(grade_questions.bonuses, law_id="overall-cap"))
            reaches = partial(grade_questions.bonuses, law_id="overall-reaches")
            yield self._shown("overall-reaches", subject, [reaches, reaches], lambda one: _bonus(one) == cap, words, self._not_reached)
        for one in self.lowered.constraints:
            if one.table is None:
                yield self._restricts(subject, one)

    def _restricts(self, subject: Subject, one: Requirement) -> Result:
        result = Result(law="restricts", subject=subject, verdict=Verdict.PROVED, about=(one.id,))
        poses = partial(grade_questions.constraint, one=one)
        if not self.decider.impossible(poses):
            return result
        return evolve(
            result,
            verdict=Verdict.REFUTED,
            finding=message("refuted.restricts", constraint=describe(one.node, self.lowered.labels)),
            because=self.decider.why_none(poses),
        )

    def _always(self, id: str, subject: Subject, poses: Poses) -> Result:
        """A law of all cases that the way of counting guarantees; where it is broken, no case says more than the law itself."""
        asked = self._ask(poses)
        if asked.answer is Answer.NONE:
            return Result(law=id, subject=subject, verdict=Verdict.PROVED)
        if asked.answer is Answer.UNKNOWN:
            return self._undecided(id, subject)
        return Result(law=id, subject=subject, verdict=Verdict.REFUTED, finding=message(f"refuted.{id}"))

    def _shown(
        self, id: str, subject: Subject, poses: Sequence[Poses], wanted: Wanted, words: Mapping[str, Argument], explain: Why | None = None
    ) -> Result:
        """Something that must be possible: not by any scores, or shown on a case. `explain` may say more of why it is not."""
        explained: Why = explain or (lambda result: result)
        refuted = Result(law=id, subject=subject, verdict=Verdict.REFUTED, finding=message(f"refuted.{id}", **words))
        asked = self._ask(poses[0])
        if asked.answer is Answer.NONE:
            return explained(evolve(refuted, because=self.decider.why_none(poses[0])))
        facts = self.decider.values(asked)[0] if asked.answer is Answer.SOME else {}
        if any(wanted(stop.assessment) for stop in self._with(facts)):
            return Result(law=id, subject=subject, verdict=Verdict.PROVED)
        decision = self.decider.decide(poses[-1], lambda _: None)
        if decision.answer is Answer.NONE:
            return explained(evolve(refuted, because=self.decider.why_none(poses[-1])))
        if decision.shown is not None and wanted(decision.shown.assessments[0]):
            return Result(law=id, subject=subject, verdict=Verdict.PROVED)
        return self._undecided(id, subject)

    def _not_given(self, result: Result, step: Step) -> Result:
        """Why a grade is never given: its condition cannot hold, or others come first."""
        rank = self.lowered.ladder.index(step)
        before = [other.id for other in self.lowered.ladder[:rank]]
        if step is self.lowered.ladder[-1]:
            return evolve(result, finding=message("refuted.given.rest", grade=step.id, grades=before))
        holds = [partial(grade_questions.step_holds, rank=rank, own=own) for own in (False, True)]
        if any(self.decider.decide(poses, lambda _: None).answer is Answer.NONE for poses in holds):
            return evolve(result, because=result.because or tuple(self._never(step)))
        return evolve(result, finding=message("refuted.given.late", grade=step.id, grades=before))

    def _never(self, step: Step) -> Iterator[Message]:
        """What there is to say of a condition that contradicts no domain and no constraint."""
        if self.lowered.measure is not Measure.POINTS:
            yield message("because.points", count=len(self.lowered.points))
        elif any(isinstance(node, ScoringResult) for node in walk(step.when)):
            low, high = totals(self.lowered)
            yield message("because.total", low=low, high=high)
        if isinstance(step.when, Logic):
            yield message("because.together")

    def _not_lowering(self, result: Result, veto: VetoPlan) -> Result:
        """Which grades the ladder gives where a veto applies that never lowers one."""
        title = next(one.title for one in self.scheme.vetoes if one.id == veto.id)
        grades = [step.id for rank, step in enumerate(self.lowered.ladder) if self._beside(veto, rank)]
        if not grades:
            return evolve(result, finding=message("refuted.veto-lowers.never", veto=title))
        effect = message(f"effect.{veto.effect.value}", grade=str(veto.grade))
        return evolve(result, finding=message("refuted.veto-lowers.beside", veto=title, grades=grades, effect=effect), because=())

    def _beside(self, veto: VetoPlan, rank: int) -> bool:
        poses = [partial(grade_questions.veto_beside, veto=veto, rank=rank, own=own) for own in (False, True)]
        return all(self.decider.decide(one, lambda _: None).answer is not Answer.NONE for one in poses)

    def _not_reached(self, result: Result) -> Result:
        """How much all bonuses come to, where they never reach their cap."""
        cap = self.lowered.bonus_cap or Fraction(0)
        height = Height(lambda value: partial(grade_questions.bonuses_above, value=value), lambda shown: _bonus(shown.assessments[0]), cap)
        near = nearest(self.decider, height)
        if near is None:
            return result
        return evolve(result, finding=message("refuted.overall-reaches.most", cap=cap, most=near[0]), because=(), counterexample=near[1])

    def _moving(
        self, id: str, subject: Subject, poses: Poses, name: str, wanted: Broken, words: Mapping[str, Argument], own: Poses | None = None
    ) -> Result:
        """Something that a fact must not do as it gets better alone."""
        asked = self._ask(poses, (name,))
        if asked.answer is Answer.NONE:
            return Result(law=id, subject=subject, verdict=Verdict.PROVED, about=(name,))
        sides = self.decider.values(asked) if asked.answer is Answer.SOME else []
        for first, second in zip(*(self._with(side) for side in sides), strict=True) if sides else ():
            if wanted(first.assessment, second.assessment):
                shown = self._pair(first, second)
                return evolve(self._refuted(id, subject, shown, name, words), about=(name,))
        if own is not None and self.decider.decide(own, lambda _: None, (name,)).answer is Answer.NONE:
            return Result(law=id, subject=subject, verdict=Verdict.PROVED, about=(name,))
        return evolve(self._undecided(id, subject), about=(name,))

    def _refuted(self, id: str, subject: Subject, shown: Counterexample, name: str, words: Mapping[str, Argument]) -> Result:
        moved = next(one for one in shown.moved if one.name == name)
        finding = message(f"refuted.{id}.fact", **{**words, **moved_words(self.lowered, moved), **self._results(shown)})
        return Result(law=id, subject=subject, verdict=Verdict.REFUTED, finding=finding, counterexample=shown)

    def _ordered(self, subject: Subject, rank: int) -> Result:
        """That no grade is given for more where a better one is given for less."""
        asked = self._ask(partial(grade_questions.ladder_rising, rank=rank))
        result = Result(law="ordered", subject=subject, verdict=Verdict.PROVED)
        if asked.answer is Answer.NONE:
            return result
        if asked.answer is Answer.UNKNOWN:
            return self._undecided("ordered", subject)
        for name in self._directed(*self._nodes()):
            decision = self.decider.decide(partial(grade_questions.ladder_moving, rank=rank, name=name, own=True), lambda _: None, (name,))
            shown = decision.shown
            if shown is not None and self._rank(shown.assessments[0]) < self._rank(shown.assessments[1]) == rank:
                return evolve(self._refuted("ordered", subject, shown, name, {}), about=())
        pairs = [(low, high) for high, low in combinations(self.slope.stops, 2) if self._falls(low.assessment, high.assessment, rank)]
        if not pairs:
            return evolve(result, verdict=Verdict.REFUTED, finding=message("refuted.ordered.any", grade=subject.id))
        shown = self._pair(*min(pairs, key=lambda pair: _gap(*pair)))
        return evolve(result, verdict=Verdict.REFUTED, finding=message("refuted.ordered", **self._results(shown)), counterexample=shown)

    def _nodes(self) -> Iterator[Node]:
        """Everything that scores hang on."""
        for item in self.lowered.items:
            yield item.applies
            yield from (node for part in item.parts for clause in part.clauses for node in (clause.when, clause.amount))

    def _veto_rising(self, subject: Subject, veto: VetoPlan, wanted: Broken) -> Result:
        """That higher scores never bring a veto about."""
        asked = self._ask(partial(grade_questions.veto_rising, veto=veto))
        if asked.answer is Answer.NONE:
            return Result(law="veto-direction", subject=subject, verdict=Verdict.PROVED)
        title = next(one.title for one in self.scheme.vetoes if one.id == veto.id)
        for name in self._directed(*self._nodes()):
            shown = self.decider.decide(partial(grade_questions.veto_moving, veto=veto, name=name, own=True), lambda _: None, (name,)).shown
            if shown is not None and wanted(*shown.assessments):
                return self._refuted("veto-direction", subject, shown, name, {"veto": title})
        return self._undecided("veto-direction", subject)

    def _falls(self, low: Assessment, high: Assessment, rank: int) -> bool:
        """Whether a case that is nowhere scored worse than another gets the grade of a rank, and the other a better one."""
        if not self._rank(low) < self._rank(high) == rank:
            return False
        read = self.lowered.behind(*(step.when for step in self.lowered.ladder))
        same = all(low.case.fact(name) == high.case.fact(name) for name in read)
        items = zip((*low.points, *low.bonuses), (*high.points, *high.bonuses), strict=True)
        return same and all(one.score is not None and other.score is not None and one.score <= other.score for one, other in items)

    def _results(self, shown: Counterexample) -> dict[str, Argument]:
        """Totals and grades of two cases."""
        before, after = shown.assessments[0], shown.assessments[-1]
        totals = {"lower": before.total, "higher": after.total}
        words: dict[str, Argument] = {name: total for name, total in totals.items() if total is not None}
        return {**words, "first": before.before_vetoes or "", "second": after.before_vetoes or ""}

    def _rank(self, one: Assessment) -> int:
        return next((rank for rank, step in enumerate(self.lowered.ladder) if step.id == one.before_vetoes), -1)

    def _ask(self, poses: Poses, moved: tuple[str, ...] = ()) -> Asked:
        try:
            return self.decider.ask(poses(self.decider.narrow), moved)
        except CannotSay:
            return Asked(Answer.UNKNOWN)

    def _with(self, facts: Mapping[str, Value]) -> Iterator[Stop]:
        """The cases of the slope with some facts set."""
        for stop in self.slope.stops:
            found = stop if all(stop.values.get(name) == value for name, value in facts.items()) else self.slope.stop({**stop.values, **facts})
            yield found or stop

    def _pair(self, before: Stop, after: Stop) -> Counterexample:
        differ = [name for name, value in before.values.items() if after.values.get(name) != value]
        known = self.decider.realiser.known
        return Counterexample(
            cases=(before.case, after.case),
            assessments=(before.assessment, after.assessment),
            moved=tuple(Moved(name=name, before=before.values[name], after=after.values[name]) for name in differ),
            set={name: value for name, value in before.values.items() if name not in differ and known.get(name) != value},
            reference=self.scheme.header.reference_case,
        )

    def _directed(self, *nodes: Node) -> list[str]:
        return [name for name in self.lowered.behind(*nodes) if name in self.lowered.inputs and self.lowered.better(name) is not None]

    def _undecided(self, id: str, subject: Subject) -> Result:
        return Result(law=id, subject=subject, verdict=Verdict.UNDECIDED, finding=undecided(id))


def _gap(low: Stop, high: Stop) -> Fraction:
    """How far the totals of two cases lie apart."""
    return (high.assessment.total or Fraction(0)) - (low.assessment.total or Fraction(0))


def _bonus(one: Assessment) -> Fraction | None:
    return one.overall.bonus if one.overall else None
