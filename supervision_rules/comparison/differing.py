"""Whether a change can make a difference at all: a made-up district for which it does, or the proof that there is none. Needs the extra `proof`."""

from __future__ import annotations

from collections.abc import Iterator

import z3
from attrs import define

from ..engines.exact import prepare
from ..engines.proof import Answer, CannotSay, Question, SymbolicCase, Wishes, ask
from ..lowering import LoweredScheme, Value
from ..messages import SupervisionRulesError
from ..scheme import NotApplicable, Scheme
from ..verification.deciding import equals
from ..verification.questions import Questions
from ..verification.realising import Realiser
from .change import Change
from .difference import Difference, Possible
from .differing_grades import GRADING, GradeDiffer
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
        self.grades = GradeDiffer(self.mixtures, self.realiser, self._wishes, self.milliseconds)

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
        both = doubled(self.mixtures.before.lowered, variant.lowered)
        here = {item.id for item in both.items}
        found = [self._asked(change, both, key) for key in touched if {key, key + OTHER} <= here]
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

    def _shown(self, change: Change, key: str, values: dict[str, Value]) -> Difference:
        """A district with these values, confirmed by the exact engine; undecided where it cannot be made or does not differ."""
        variant = self.mixtures.variant(change, reverted=False)
        try:
            made = self.realiser.realise("district", {name: value for name, value in values.items() if name in self.realiser.lowered.inputs})
            strange = {name: value for name, value in values.items() if name not in self.realiser.lowered.inputs}
            known = {**prepare(self.old, made.case), **strange}
        except SupervisionRulesError:
            return Difference(change=change.id, possible=Possible.UNDECIDED)
        before = self.mixtures.before
        assert variant is not None
        ends = [scored(one.standing(key, one.values(known))) for one in (before, variant)]
        if None in ends or ends[0] == ends[1]:
            return Difference(change=change.id, possible=Possible.UNDECIDED)
        different = {name: value for name, value in values.items() if self.realiser.known.get(name) != value}
        return Difference(change=change.id, possible=Possible.DIFFERS, case=made.case, item=key, before=ends[0], after=ends[1], set=different)
