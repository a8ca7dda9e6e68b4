"""The claims about a scheme: each law on each part of it, with the question that would refute it and what to say then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from attrs import define, field, frozen

from ..assessment import Explanation
from ..engines.exact import explain
from ..lowering import Clause, Item, LoweredScheme, Part
from ..messages import Argument, Message, message
from ..scheme import Case, Scheme
from .deciding import Decider, Poses
from .nearest import Height
from .observing import Observed, score_of, seen_of_bands, seen_of_clause, seen_of_item, seen_of_rule
from .questions import Questions
from .verdicts import Counterexample, Subject, SubjectKind

Look = Callable[[Sequence[Case]], Observed]


@frozen(kw_only=True)
class Claim:
    """That a law holds of a part. `look` sees on cases what the law speaks of; `settled` may find sooner that it holds; `words` go into what is
    said where it does not; `about` and `clauses` as in `Result`; `moves`: the names that may differ between two cases; `shows`: whether a case says
    more than the words. Of what should be possible: `height` measures how near one comes to it, `idle` asks whether it is at least there, though
    without effect, and `reason` is given where no domain or constraint is at fault.
    """

    law: str
    subject: Subject
    poses: Poses
    look: Look
    about: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    words: Mapping[str, Argument] = field(factory=dict)
    settled: Callable[[], bool] = lambda: False
    shows: bool = True
    height: Height | None = None
    idle: Poses | None = None
    reason: Message | None = None


@define
class Claims:
    """The claims about the points, bonuses and quantities of a scheme, and about what they come to together."""

    scheme: Scheme
    lowered: LoweredScheme
    decider: Decider
    _unharmed: dict[tuple[str, str], bool] = field(factory=dict)
    _explanations: dict[tuple[int, str], tuple[Case, Explanation]] = field(factory=dict)
    _directions: dict[tuple[str, str, bool], bool] = field(factory=dict)

    def of_item(self, item: Item) -> Iterator[Claim]:
        """The claims about a point or bonus."""
        subject = self.subject(item)
        for law in ("bounds", "zero-floor", "full-marks"):
            yield Claim(
                law=law,
                subject=subject,
                poses=partial(Questions.item, law_id=law, item=item),
                look=self._on_item(item, seen_of_item, self.lowered, item),
                words={"limit": item.limit},
                height=self._height(item) if law == "full-marks" else None,
            )
        for part in item.parts:
            yield from self._of_rule(subject, item, part)
        for name in self._moving(item):
            yield self._monotone(subject, item, name)
        for name in self.lowered.read_by(item):
            for other in self._readers.get(name, ()):
                if self.lowered.items.index(other) > self.lowered.items.index(item):
                    yield self._conflict(subject, item, other, name)

    def _height(self, item: Item) -> Height:
        return Height(
            lambda value: partial(Questions.item_above, item=item, value=value), lambda shown: self._score(item, shown.cases[0]), item.limit
        )

    def _height_of_rule(self, item: Item, part: Part, limit: Fraction) -> Height:
        def of(shown: Counterexample) -> Fraction | None:
            whole: Fraction | None = seen_of_rule(self._explained(item, shown.cases[0]), item, part.id)["whole"]
            return whole

        return Height(lambda value: partial(Questions.rule_above, item=item, part=part.id, value=value), of, limit)

    def subject(self, item: Item) -> Subject:
        """What an item is."""
        return Subject(SubjectKind.POINT if item in self.lowered.points else SubjectKind.BONUS, item.id)

    def _on_item(self, item: Item, see: Callable[..., Observed], *arguments: Any) -> Look:
        return lambda cases: see(self._explained(item, cases[0]), *arguments)

    def _explained(self, item: Item, case: Case) -> Explanation:
        key = id(case), item.id
        if key not in self._explanations:
            self._explanations[key] = case, explain(self.scheme, case, item.id)
        return self._explanations[key][1]

    def _of_rule(self, subject: Subject, item: Item, part: Part) -> Iterator[Claim]:
        if part.at_most is not None:
            for law in ("caps", "limits", "reaches"):
                yield Claim(
                    law=law,
                    subject=subject,
                    poses=partial(Questions.rule, law_id=law, item=item, part=part.id),
                    look=self._on_item(item, seen_of_rule, item, part.id),
                    about=(part.id,),
                    words={"at_most": part.at_most, "limit": item.limit},
                    clauses=tuple(clause.id for clause in part.clauses),
                    shows=law != "limits",
                    height=self._height_of_rule(item, part, part.at_most) if law == "reaches" else None,
                )
        for group in dict.fromkeys(clause.one_of for clause in part.clauses if clause.one_of is not None):
            yield Claim(
                law="bands",
                subject=subject,
                poses=partial(Questions.bands, law_id="bands", item=item, part=part.id, group=group),
                look=self._on_item(item, seen_of_bands, item, part.id, group),
                about=(part.id,),
                clauses=tuple(clause.id for clause in part.clauses if clause.one_of == group),
            )
        for clause in part.clauses:
            for law in ("amounts", "applies", "spares"):
                yield self._of_clause(law, subject, item, clause)

    def _of_clause(self, law: str, subject: Subject, item: Item, clause: Clause) -> Claim:
        return Claim(
            law=law,
            subject=subject,
            poses=partial(Questions.clause, law_id=law, item=item, clause=clause.id),
            look=self._on_item(item, seen_of_clause, item, clause.id),
            about=(clause.id,),
            clauses=(clause.id,),
            words={"clause": clause.wording, "most": clause.most},
            idle=partial(Questions.clause_applies, item=item, clause=clause.id) if law == "applies" else None,
            reason=message("because.shadow" if self._after_others(item, clause) else "because.itself") if law == "applies" else None,
        )

    @staticmethod
    def _after_others(item: Item, clause: Clause) -> bool:
        """Whether a clause is one of a group of which others come first."""
        group = [one.id for part in item.parts for one in part.clauses if one.one_of == clause.one_of is not None]
        return clause.id in group[1:]

    def _moving(self, item: Item) -> list[str]:
        return [name for name in self.lowered.read_by(item) if name not in self.lowered.constants and self.lowered.better(name) is not None]

    def _monotone(self, subject: Subject, item: Item, name: str) -> Claim:

        def look(cases: Sequence[Case]) -> Observed:
            before, after = (self._score(item, case) for case in cases)
            return {"before.score": before, "after.score": after}

        return Claim(
            law="monotone",
            subject=subject,
            poses=partial(Questions.item_moving if name in self.lowered.inputs else Questions.quantity_realised, item=item, name=name),
            look=look,
            about=(name,),
            moves=(name,),
            settled=lambda: self._never_worse(item, name),
        )

    def _score(self, item: Item, case: Case) -> Fraction | None:
        return score_of(self._explained(item, case), item in self.lowered.points)

    @cached_property
    def _readers(self) -> dict[str, list[Item]]:
        readers: dict[str, list[Item]] = {}
        for item in self.lowered.items:
            for name in self.lowered.read_by(item):
                if name not in self.lowered.constants:
                    readers.setdefault(name, []).append(item)
        return readers

    def _conflict(self, subject: Subject, item: Item, other: Item, name: str) -> Claim:
        def look(cases: Sequence[Case]) -> Observed:
            (one, two), (three, four) = ((self._score(item, case), self._score(other, case)) for case in cases)
            return {"before.one": one, "before.other": two, "after.one": three, "after.other": four}

        def settled() -> bool:
            if self.lowered.better(name) is not None and self._never_worse(item, name) and self._never_worse(other, name):
                return True
            pairs = ((item, other), (other, item))
            return not any(self._can(up, name, False) and self._can(down, name, True) for up, down in pairs)

        return Claim(
            law="conflict",
            subject=subject,
            poses=partial(Questions.items_moving, one=item, other=other, name=name),
            look=look,
            about=(name, other.id),
            moves=(name,),
            words={"one": self.title(item), "other": self.title(other)},
            settled=settled,
        )

    def title(self, item: Item) -> str:
        """What an item is called."""
        return self.lowered.labels[f"#{item.id}"].text

    def _never_worse(self, item: Item, name: str) -> bool:
        """Whether the score of an item cannot fall as a name gets better alone, whatever the facts behind a quantity."""
        key = item.id, name
        if key not in self._unharmed:
            self._unharmed[key] = self.decider.impossible(partial(Questions.item_moving, item=item, name=name))
        return self._unharmed[key]

    def _can(self, item: Item, name: str, falls: bool) -> bool:
        """Whether the score of an item may rise (or fall) as a name moves up."""
        key = item.id, name, falls
        if key not in self._directions:
            self._directions[key] = not self.decider.impossible(partial(Questions.direction, item=item, name=name, falls=falls))
        return self._directions[key]

    @cached_property
    def directed(self) -> tuple[str, ...]:
        """The quantities that have a good direction."""
        return tuple(name for name in self.lowered.derived if self.lowered.better(name) is not None)

    def of_quantity(self, quantity: str) -> Iterator[Claim]:
        """The claims about a quantity."""

        def look(cases: Sequence[Case]) -> Observed:
            before, after = (self.decider.realiser.in_its_direction(quantity, case) for case in cases)
            return {"before.value": before, "after.value": after}

        for name in self.lowered.behind(self.lowered.derived[quantity].node):
            if name in self.lowered.inputs and self.lowered.better(name) is not None:
                yield Claim(
                    law="follows",
                    subject=Subject(SubjectKind.QUANTITY, quantity),
                    poses=partial(Questions.quantity_moving, quantity=quantity, name=name),
                    look=look,
                    about=(name,),
                    moves=(name,),
                    words={"quantity": self.lowered.labels[quantity].text},
                )
