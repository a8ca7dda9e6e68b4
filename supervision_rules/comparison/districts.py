"""Made-up districts near a scheme's reference case: what single facts, otherwise than there, make of the scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define

from ..engines.exact import Variant, dependants
from ..expression import Kind
from ..lowering import Input, Value
from ..messages import SupervisionRulesError
from ..scheme import Case
from ..verification.realising import Realiser, ending
from .working import scored

Values = Mapping[str, Value]
Wanted = Callable[[Values], bool]
TIMES = tuple(map(Fraction, ("2", "4", "8", "1/2", "1/4", "1/8")))


@define(slots=False)
class Districts:
    """Districts of a scheme by the facts in which they are not as its reference case (where this has none: not as good as can be)."""

    realiser: Realiser
    variant: Variant

    @cached_property
    def scores(self) -> Mapping[str, Mapping[Fraction, Values]]:
        """The scores that each point and bonus can have by one fact alone, with that fact; the first is that of the reference case."""
        usual = self.usual
        values = self.variant.values(usual)
        found: dict[str, dict[Fraction, Values]] = {}
        for id, standing in self.variant.standings(values).items():
            score = scored(standing)
            if score is not None:
                found[id] = {score: {}}
        for name, ids in self._readers.items():
            anew = dependants(self.variant.lowered, [name])
            for value in self._others(self.realiser.lowered.inputs[name], usual[name]):
                moved = self.variant.values({**usual, name: value}, values, anew)
                for id in ids:
                    standing = self.variant.standing(id, moved)
                    score = scored(standing)
                    if score is not None and standing.applies and id in found and score not in found[id] and self._sound({name: value}):
                        found[id][score] = {name: value}
        return found

    @cached_property
    def usual(self) -> Values:
        """Every input as the reference case has it; one that it lacks as good as can be."""
        return {name: self.realiser.usual.get(name) for name in self.realiser.lowered.inputs}

    def moves(self, id: str) -> Iterator[dict[str, Value]]:
        """The reference case, then it with other values of single facts that a point or bonus reads, those first that have a good direction."""
        yield {}
        lowered = self.realiser.lowered
        names = [name for name, ids in self._readers.items() if id in ids]
        for name in sorted(names, key=lambda name: lowered.better(name) is None):
            yield from ({name: value} for value in self._others(lowered.inputs[name], self.usual[name]))

    def _sound(self, values: Values) -> bool:
        """Whether the reference case can have these values and lose no fact over them."""
        try:
            left_out = self._made(values)[1]
        except SupervisionRulesError:
            return False
        return set(left_out) <= self.realiser.lowered.tables.keys()

    @cached_property
    def _readers(self) -> Mapping[str, list[str]]:
        """The points and bonuses that read each fact."""
        found: dict[str, list[str]] = {}
        for item in self.variant.lowered.items:
            for name in self.variant.lowered.read_by(item):
                if name in self.realiser.lowered.inputs:
                    found.setdefault(name, []).append(item.id)
        return found

    def _others(self, made: Input, usual: Value) -> Iterator[Value]:
        """Other values of a fact: all of a choice; of a number the next ones, then several times as much or as little, then the ends."""
        if made.kind is Kind.CONDITION:
            yield not usual
        elif made.kind is Kind.CHOICE:
            yield from (value for value in made.values if value != usual)
        elif made.kind is Kind.NUMBER and usual is not None and not isinstance(usual, str):
            grain = self._grain(made)
            ends = [end for end in (ending(made, high=False), ending(made, high=True)) if end is not None and not isinstance(end, str)]
            tried = [usual - grain, usual + grain, *(usual * times // grain * grain for times in TIMES), *ends]
            low, high = (ends[0], ends[-1]) if len(ends) > 1 else (usual, usual)
            yield from (value for value in dict.fromkeys(tried) if low <= value <= high and value != usual)

    def known(self, values: Values) -> Values | None:
        """Every input of a district, and the names that the scheme does not declare; None where the values contradict each other."""
        try:
            case = self.case(values)
            found = self.realiser.values(case)
        except SupervisionRulesError:
            return None
        return {**found, **{name: value for name, value in values.items() if name not in self.realiser.lowered.inputs}}

    def case(self, values: Values) -> Case:
        """A district, without the names that the scheme does not declare. Raises SupervisionRulesError where the values contradict each other."""
        return self._made(values)[0]

    def _made(self, values: Values) -> tuple[Case, tuple[str, ...]]:
        inputs = self.realiser.lowered.inputs
        own = {name: value for name, value in values.items() if name in inputs}
        if any(inputs[name].aggregate is not None for name in own):  # where one is given, there are no rows to count the others from
            own = {name: value for name, value in self.realiser.usual.items() if inputs[name].aggregate is not None} | own
        return self.realiser.case("district", own)

    def simplest(self, values: Values, wanted: Wanted) -> dict[str, Value]:
        """As few of the values as are still wanted, and numbers as near to what the reference case has (else to 0) as they can be."""
        known = self.realiser.known
        kept = dict(values)
        for names in ({name for name, value in values.items() if known.get(name) == value}, *({name} for name in values)):
            fewer = {name: value for name, value in kept.items() if name not in names}
            if wanted(fewer):
                kept = fewer
        for name, value in list(kept.items()):
            made = self.realiser.lowered.inputs.get(name)
            if made is not None and made.kind is Kind.NUMBER:
                kept[name] = self._nearest(made, value, lambda moved, name=name: wanted({**kept, name: moved}))  # type: ignore[misc]
        return kept

    def _nearest(self, made: Input, value: Any, wanted: Callable[[Value], bool]) -> Value:
        start: Fraction = Fraction(self.realiser.known.get(made.id) or 0)
        grain = self._grain(made)
        low, high = 0, int(abs(value - start) // grain)
        sign = 1 if value > start else -1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if wanted(start + sign * middle * grain) else (middle, high)
        nearest = start + sign * high * grain
        return nearest if wanted(nearest) else value

    @staticmethod
    def _grain(made: Input) -> Fraction:
        return Fraction(made.unit.factor, 10**made.places)
