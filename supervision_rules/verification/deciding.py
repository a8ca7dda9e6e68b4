"""Questions → decisions: proved, or shown by cases that the exact engine has confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import z3
from attrs import define, field, frozen

from ..engines.proof import Answer, Asked, CannotSay, Question, Wishes, ask, blame
from ..expression import Kind, describe
from ..lowering import Input, LoweredScheme, Value
from ..messages import Message, SupervisionRulesError, message
from ..scheme import Case, Scheme
from .questions import Pose, Questions
from .realising import Realiser
from .verdicts import Counterexample, Moved
from .wording import domain_of

Poses = Callable[[Questions], Pose]
Holds = Callable[[Sequence[Case]], bool | None]


@frozen(kw_only=True)
class Decision:
    """Whether there are cases such as were asked for; the cases where there are, and whether the law `holds` of them by the exact engine."""

    answer: Answer
    shown: Counterexample | None = None
    holds: bool | None = None


@define
class Decider:
    """Decides questions about a scheme. First only those constraints count that speak of the facts in question alone: what holds then holds the more
    with the others. Only if that does not decide it do all constraints count.
    """

    scheme: Scheme
    lowered: LoweredScheme
    milliseconds: int
    realiser: Realiser = field(init=False)
    narrow: Questions = field(init=False)
    wide: Questions = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.realiser = Realiser(self.scheme)
        self.narrow, self.wide = Questions(self.lowered), Questions(self.lowered, everything=True)

    def decide(self, poses: Poses, holds: Holds, moved: Sequence[str] = ()) -> Decision:
        """Whether there are such cases, of which `moved` are the names that may differ between two."""
        try:
            first = self.ask(poses(self.narrow), moved)
        except CannotSay:
            return Decision(answer=Answer.UNKNOWN)
        if first.answer is Answer.NONE:
            return Decision(answer=Answer.NONE)
        shown = self._shown(first, moved)
        if shown is None or self._tied(first, shown):
            second = self.ask(poses(self.wide), moved)
            if second.answer is Answer.NONE:
                return Decision(answer=Answer.NONE)
            shown = self._shown(second, moved) or shown
        if shown is None:
            return Decision(answer=Answer.UNKNOWN)
        return Decision(answer=Answer.SOME, shown=shown, holds=holds(shown.cases))

    def why_none(self, poses: Poses) -> tuple[Message, ...]:
        """What rules out every case: domains of facts and constraints, in words. Nothing where what was asked contradicts itself."""
        for questions in (self.narrow, self.wide):
            question = poses(questions)(False)
            if ask(lambda exact: question, milliseconds=self.milliseconds).answer is Answer.NONE:  # noqa: ARG005, B023
                return tuple(self._said(name) for name in blame(question, self.milliseconds))
        return ()

    def _said(self, name: str) -> Message:
        if name.startswith("#"):
            constraint = next(one for one in self.lowered.constraints if one.id == name[1:])
            return message("because.constraint", constraint=describe(constraint.node, self.lowered.labels))
        return domain_of(self.lowered, name)

    def impossible(self, poses: Poses) -> bool:
        """Whether there is no such case, not even with numbers off their grid."""
        return ask(poses(self.narrow), milliseconds=self.milliseconds).answer is Answer.NONE

    def ask(self, pose: Pose, moved: Sequence[str] = ()) -> Asked:
        """The answer to a question; its cases are near to each other and to the reference case."""
        return ask(pose, lambda question: self._wishes(question, moved), self.milliseconds)

    def _wishes(self, question: Question, moved: Sequence[str]) -> Wishes:
        """The fewest differences between two cases, then the smallest; everything else as the reference case has it, or else as good as it can be."""
        before, after = question.cases[0], question.cases[-1]
        pairs = [(name, before.unknowns[name].term, unknown.term) for name, unknown in after.unknowns.items() if name in before.unknowns]
        two = pairs if before is not after else []
        usual = [(name, unknown, self.realiser.usual.get(name)) for name, unknown in before.unknowns.items()]
        return Wishes(
            alike=[left == right for name, left, right in two if name not in moved],
            near=[(left, right) for name, left, right in two if self.lowered.inputs[name].kind in (Kind.NUMBER, Kind.DATE)],
            usual=[equals(self.lowered.inputs[name], unknown.term, unknown.grain, value) for name, unknown, value in usual if value is not None],
        )

    def _tied(self, asked: Asked, shown: Counterexample) -> bool:
        """Whether constraints that did not count have to do with the facts in question and are not all met by the case shown."""
        assert asked.question is not None
        names = {name for case in asked.question.cases for name in case.unknowns}
        counted = {one.id for one in self.narrow.constraints(names)}
        others = [one for one in self.wide.constraints(names) if one.id not in counted]
        given = {fact.id for fact in shown.cases[0].facts}
        known = given | self.realiser.known.keys() - set(shown.left_out)
        return any(not set(self.lowered.inputs).intersection(self.lowered.behind(one.node)) <= known for one in others)

    def _shown(self, asked: Asked, moved: Sequence[str]) -> Counterexample | None:
        """The cases of an answer, assessed; None where they contradict something that did not count."""
        if asked.answer is not Answer.SOME:
            return None
        try:
            return self.show(self.values(asked), moved)
        except SupervisionRulesError:
            return None

    def values(self, asked: Asked) -> list[dict[str, Value]]:
        """The facts of the cases of an answer."""
        assert asked.question is not None
        return [({} if case.beside is None else case.beside.values(asked.model)) | case.values(asked.model) for case in asked.question.cases]

    def show(self, sides: Sequence[Mapping[str, Value]], moved: Sequence[str] = ()) -> Counterexample:
        """Cases with these values. Raises SupervisionRulesError where they contradict each other."""
        names = ("before", "after") if len(sides) > 1 else ("case",)
        made = [self.realiser.realise(name, values) for name, values in zip(names, sides, strict=True)]
        first, last = sides[0], sides[-1]
        differ = [name for name in first if first[name] != last.get(name, first[name])]
        changed = {name: value for name, value in first.items() if name not in differ and self.realiser.known.get(name) != value}
        quantities = [name for name in moved if name in self.lowered.derived]
        prepared = [self.realiser.values(one.case) for one in made]
        return Counterexample(
            cases=tuple(one.case for one in made),
            assessments=tuple(one.assessment for one in made),
            moved=tuple(Moved(name=name, before=prepared[0][name], after=prepared[-1][name]) for name in [*quantities, *differ]),
            set=changed,
            left_out=tuple(dict.fromkeys(name for one in made for name in one.left_out)),
            reference=self.scheme.header.reference_case,
        )


def equals(made: Input, term: Any, grain: Fraction, value: Value) -> Any:
    """That an unknown has a value."""
    if made.kind is Kind.CONDITION:
        return term if value else z3.Not(term)
    if made.kind is Kind.CHOICE:
        return term == made.values.index(str(value))
    assert value is not None
    assert not isinstance(value, str)
    return term == int(Fraction(value) / grain)
