"""Items → base score, bonus, total and grade, with the ranges that pending items leave."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from ...assessment import Adjustment, Cause, ItemResult, Overall, Span
from ...expression import Node, Result
from ...lowering import LoweredScheme
from ...messages import add_up, half_up
from ...scheme import Effect, Measure
from .compiling import RESULTS
from .counting import Standing
from .preparation import Preparation

Items = Sequence[ItemResult | Standing]


class View:
    """The items as seen from one standpoint: with the city's points open, or at full marks."""

    def __init__(self, lowered: LoweredScheme, points: Items, bonuses: Items, full_marks: bool) -> None:
        self._lowered = lowered
        self._points = points
        self._bonuses = bonuses
        self._spans = {one.id: self._span(one, full_marks) for one in (*points, *bonuses)}
        self.base = self._base()
        self.bonus = self._bonus()
        self.total = None if self.base is None else self._total(self.base)

    def _span(self, one: ItemResult | Standing, full_marks: bool) -> Span:
        awaited = full_marks and one.awaits_city and one in self._points
        return Span(one.range.highest, one.range.highest) if awaited else one.range

    def _base(self) -> Span | None:
        counted = [one for one in self._points if not one.taken_out]
        if not any(one.applies for one in self._points):
            return None
        low, high = self._added(counted)
        if self._lowered.measure is Measure.POINTS and len(counted) == len(self._points):
            return Span(low, high)  # what all are worth is the base
        scale = self._lowered.base / add_up(one.limit for one in counted)
        return Span(low * scale, high * scale)

    def _bonus(self) -> Span:
        cap = self._lowered.bonus_cap
        ends = self._added(self._bonuses)
        low, high = ends if cap is None else (min(end, cap) for end in ends)
        return Span(low, high)

    def _added(self, items: Items) -> tuple[Fraction, Fraction]:
        """The least and the most that items come to together."""
        spans = [self._spans[one.id] for one in items]
        low = add_up(span.lowest for span in spans)
        decided = all(span.lowest is span.highest for span in spans)
        return low, low if decided else add_up(span.highest for span in spans)

    def _total(self, base: Span) -> Span:
        places = self._lowered.total_places
        ends = [base.lowest + self.bonus.lowest, base.highest + self.bonus.highest]
        rounded = ends if places is None else [half_up(end, places) for end in ends]
        return Span(rounded[0], rounded[1])

    def interval(self, result: Result) -> tuple[Any, Any]:
        """Both ends of a result, for ladder and vetoes."""
        if result.of == "count":
            return self._count(result.argument)
        if result.of in ("score", "met"):
            span = self._spans[result.argument]
            if result.of == "score":
                return span.lowest, span.highest
            limit = next(one.limit for one in (*self._points, *self._bonuses) if one.id == result.argument)
            return span.lowest >= limit, span.highest >= limit
        found = self.total if result.of == "total" else self.base
        return (found.lowest, found.highest) if found else (None, None)

    def _count(self, level: str) -> tuple[int, int]:
        wanted = self._lowered.levels.index(level)
        certain = possible = 0
        for one in self._points:
            span = self._spans[one.id]
            score = one.limit - wanted
            certain += span.lowest == span.highest == score
            possible += span.lowest <= score <= span.highest
        return certain, possible


def overall(lowered: LoweredScheme, points: Items, bonuses: Items, seen: View, open_view: View) -> Overall:
    """Base, bonus and total as the case would report them."""
    adjustments: list[Adjustment] = []
    base = _decided(seen.base)
    bonus = _decided(seen.bonus)
    total = _decided(seen.total)
    out = add_up(one.limit for one in points if one.taken_out)
    if base is not None and out:
        counted = add_up(one.range.highest if one.awaits_city else one.range.lowest for one in points if not one.taken_out)
        adjustments += [Adjustment(Cause.NOT_APPLICABLE, -out), Adjustment(Cause.RESCALE, base - counted)]
    if bonus is not None:
        awarded = add_up(one.range.lowest for one in bonuses)
        if awarded != bonus:
            adjustments.append(Adjustment(Cause.OVERALL_CAP, bonus - awarded))
    if base is not None and bonus is not None and total is not None and total != base + bonus:
        adjustments.append(Adjustment(Cause.ROUNDING, total - base - bonus))
    return Overall(
        base=lowered.base,
        base_score=base,
        bonus=bonus,
        total=total,
        adjustments=tuple(adjustments),
        range=open_view.total,
    )


def _decided(span: Span | None) -> Fraction | None:
    return span.lowest if span is not None and span.decided else None


@frozen
class Verdict:
    """The grades still possible, best first, before vetoes and after, and by id the vetoes that apply."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    vetoes: tuple[str, ...]


class Grading:
    """Ladder and vetoes of one scheme, compiled once."""

    def __init__(self, lowered: LoweredScheme, preparation: Preparation) -> None:
        self._lowered = lowered
        self._grades = [step.id for step in lowered.ladder]
        self._steps = [preparation.compiled(step.when) for step in lowered.ladder]
        self._vetoes = [(veto, preparation.compiled(veto.when)) for veto in lowered.vetoes]

    def applies(self, values: dict[str, Any], view: View) -> list[bool | None]:
        """Which vetoes apply."""
        env = values | {RESULTS: view}
        return [when(env) for _, when in self._vetoes]

    def undecided(self, values: dict[str, Any], view: View) -> list[Node]:
        """The conditions of vetoes and grades that are not decided, those of grades up to the first that holds."""
        env = values | {RESULTS: view}
        found = [veto.when for veto, when in self._vetoes if when(env) is None]
        for grade, step in zip(self._lowered.ladder, self._steps, strict=True):
            holds = step(env)
            if holds is None:
                found.append(grade.when)
            elif holds:
                break
        return found

    def judge(self, values: dict[str, Any], view: View) -> Verdict:
        """The grades possible in a view: those of the ladder up to the first that holds; then one drop, each cap, fail."""
        env = values | {RESULTS: view}
        possible: set[int] = set()
        for rank, step in enumerate(self._steps):
            holds = step(env)
            if holds is not False:
                possible.add(rank)
            if holds:
                break
        before = self._named(possible)
        last = len(self._grades) - 1
        outcomes = list(zip((veto for veto, _ in self._vetoes), self.applies(values, view), strict=True))
        dropped = [applies for veto, applies in outcomes if veto.effect is Effect.DROP and applies is not False]
        if dropped:
            lower = {min(rank + 1, last) for rank in possible}
            possible = lower if True in dropped else possible | lower
        for veto, applies in outcomes:
            if veto.effect is Effect.DROP or applies is False:
                continue
            limit = last if veto.effect is Effect.FAIL else self._grades.index(str(veto.grade))
            capped = {max(rank, limit) for rank in possible}
            possible = capped if applies else possible | capped
        return Verdict(before, self._named(possible), tuple(veto.id for veto, applies in outcomes if applies))

    def _named(self, ranks: set[int]) -> tuple[str, ...]:
        return tuple(self._grades[rank] for rank in sorted(ranks))
