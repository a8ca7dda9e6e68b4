"""Whether a change can make a difference at all: a made-up district for which it does, or the proof that there is none. Needs the extra `proof`."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import z3
from attrs import define

from ..engines.exact import Variant
from ..engines.proof import Answer, CannotSay, Question, SymbolicCase, Wishes, ask
from ..lowering import LoweredScheme
from ..scheme import NotApplicable, Scheme
from ..verification.deciding import equals
from ..verification.questions import Questions
from ..verification.realising import Realiser
from .change import Change
from .difference import Difference, Possible
from .differing_grades import GRADING, GradeDiffer
from .districts import Districts, Values
from .doubling import OTHER, doubled
from .mixtures import Mixtures
from .slot import Kind
from .working import scored

MILLISECONDS = 4000
ASKED = {Kind.LIMIT, Kind.APPLIES, Kind.PLACES, Kind.AT_MOST, Kind.GROUP, Kind.TARGET, Kind.QUANTITY}


@define(slots=False)
class Differ:
    """Asks of changes whether they can make a difference."""

    old: Scheme
    mixtures: Mixtures
    milliseconds: int = MILLISECONDS

    def __attrs_post_init__(self) -> None:
        self.realiser = Realiser(self.old)
        self.districts = Districts(self.realiser, self.mixtures.before)
        self.grades = GradeDiffer(self.mixtures, self.districts, self._wishes, self.milliseconds)

    def all(self) -> Iterator[Difference]:
        """Of every change that scores, but for points that are new or gone, which always make a difference, and other declarations of facts."""
        for change in self.mixtures.scoring:
            kinds = {slot.kind for slot in change.slots}
            if kinds and kinds <= ASKED:
                yield self.of(change)
            elif kinds and kinds <= GRADING:
                yield self.grades.of(change)

    def of(self, change: Change) -> Difference:
        """Whether the change makes a difference to any point that it touches."""
        undecided = Difference(change=change.id, possible=Possible.UNDECIDED)
        variant = self.mixtures.variant(change, reverted=False)
        touched = self.mixtures.touched[change.id]
        if variant is None or self.mixtures.inseparable.intersection(touched):
            return undecided
        here = {item.id for item in self.mixtures.before.lowered.items} & {item.id for item in variant.lowered.items}
        keys = [key for key in touched if key in here]
        near = next((one for key in keys if (one := self._near(change, variant, key)) is not None), None)
        if near is not None:
            return near
        both = doubled(self.mixtures.before.lowered, variant.lowered)
        found = [self._asked(change, both, key) for key in keys]
        shown = next((one for one in found if one.possible is Possible.DIFFERS), None)
        never = all(one.possible is Possible.NEVER for one in found)
        return shown or (Difference(change=change.id, possible=Possible.NEVER) if never else undecided)

    def _asked(self, change: Change, both: LoweredScheme, key: str) -> Difference:
        items = {item.id: item for item in both.items}
        questions = Questions(both, everything=True)
        taken_out = both.not_applicable is NotApplicable.RESCALE and items[key] in both.points

        def pose(exact: bool) -> Question:
            case = SymbolicCase(both, exact)
            first, second = (case.item(items[id]) for id in (key, key + OTHER))
            other = [first.score != second.score, *([first.applies != second.applies] if taken_out else [])]
            return questions.constrained((case,), z3.Or(other))

        try:
            asked = ask(pose, self._wishes, self.milliseconds)
        except CannotSay:
            return Difference(change=change.id, possible=Possible.UNDECIDED)
        if asked.answer is Answer.SOME and asked.question is not None:
            return self._shown(change, key, asked.question.cases[0].values(asked.model))
        return Difference(change=change.id, possible=Possible.NEVER if asked.answer is Answer.NONE else Possible.UNDECIDED)

    def _wishes(self, question: Question) -> Wishes:
        """Everything as the reference case has it, or else as good as it can be."""
        case = question.cases[0]
        inputs = case.lowered.inputs
        usual = [(inputs[name], one, self.realiser.usual.get(name)) for name, one in case.unknowns.items()]
        return Wishes(usual=[equals(made, one.term, one.grain, value) for made, one, value in usual if value is not None])

    def _near(self, change: Change, variant: Variant, key: str) -> Difference | None:
        """A district for which the change makes a difference, one fact away from the reference case at most; None where there is none such."""
        sides = self.mixtures.before, variant
        for values in self.districts.moves(key):
            known = {**self.districts.usual, **values}
            ends = [scored(one.standing(key, one.values(known))) for one in sides]
            if ends[0] != ends[1] and None not in ends:
                found = self._shown(change, key, values)
                if found.possible is Possible.DIFFERS:
                    return found
        return None

    def _shown(self, change: Change, key: str, values: Values) -> Difference:
        """A district of these values or fewer, confirmed by the exact engine; undecided where it cannot be made or does not differ."""
        if self._ends(change, key, values) is None:
            return Difference(change=change.id, possible=Possible.UNDECIDED)
        simplest = self.districts.simplest(values, lambda some: self._ends(change, key, some) is not None)
        ends = self._ends(change, key, simplest)
        assert ends is not None
        case = self.districts.case(simplest)
        return Difference(change=change.id, possible=Possible.DIFFERS, case=case, item=key, before=ends[0], after=ends[1], set=simplest)

    def _ends(self, change: Change, key: str, values: Values) -> tuple[Fraction, Fraction] | None:
        """What a point scores before and after, where both are decided and differ."""
        variant = self.mixtures.variant(change, reverted=False)
        known = self.districts.known(values)
        if variant is None or known is None:
            return None
        before, after = (scored(one.standing(key, one.values(known))) for one in (self.mixtures.before, variant))
        return None if before is None or after is None or before == after else (before, after)
