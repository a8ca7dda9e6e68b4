"""bands 分档计分: the band that a value lies in, or the first condition that holds, decides."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import ClassVar, Literal

from attrs import frozen

from ..expression import TRUE, Compare, Expression, Logic, Node, Number, both, contrary
from ..lowering import Desk, Draft, Drafts, Quantified, Say
from ..messages import Message, message
from .intervals import Bound, Stretch, uncovered
from .rule import Rule

GROUP = "band"
Comparison = Literal[">=", ">", "<=", "<"]


@frozen(kw_only=True)
class Band:
    """What a value earns from `at_least` (included) or `above` up to `at_most` (included) or `below`."""

    at_least: Expression | None = None
    above: Expression | None = None
    at_most: Expression | None = None
    below: Expression | None = None
    value: Fraction | None = None
    level: str | None = None


@frozen(kw_only=True)
class BandCase:
    """What is earned where `when` holds and none before it did."""

    when: Expression | None = None
    otherwise: bool = False
    value: Fraction | None = None
    level: str | None = None


@frozen(kw_only=True)
class Bands(Rule):
    """Bands of a value, which cover its domain without gap or overlap; or ordered `cases`, the last of them `otherwise`."""

    form: ClassVar[str] = "bands"
    value: Expression | None = None
    bands: tuple[Band, ...] = ()
    cases: tuple[BandCase, ...] = ()
    worth: Fraction | None = None

    def draft(self, desk: Desk) -> Drafts:
        """One clause a band, of which just one applies."""
        stake = desk.stake(self.worth)
        if bool(self.bands) == bool(self.cases) or bool(self.bands) != (self.value is not None):
            desk.refuse("one-of-keys", keys="value + bands / cases")
            return Drafts(clauses=(), stake=stake)
        drafts = self._of_value(desk, stake) if self.value is not None else self._of_cases(desk, stake)
        return Drafts(clauses=tuple(drafts), exhaustive=frozenset({GROUP}), stake=stake)

    def _of_value(self, desk: Desk, stake: Fraction) -> list[Draft]:
        assert self.value is not None
        value = desk.number(self.value, "value")
        drafts: list[Draft] = []
        stretches: list[Stretch] = []
        for index, band in enumerate(self.bands):
            stretch, condition = _stretch(desk, band, value, index)
            stretches.append(stretch)
            said = partial(_say_stretch, value.node, condition)
            drafts.append(_draft(desk, condition, said, _earned(desk, band, stake, "bands", index), stake, value.node))
        if not desk.failed:
            _check_cover(desk, value, stretches)
        return drafts

    def _of_cases(self, desk: Desk, stake: Fraction) -> list[Draft]:
        before: list[Node] = []
        drafts: list[Draft] = []
        for index, case in enumerate(self.cases):
            last = index == len(self.cases) - 1
            if case.otherwise != last or case.otherwise == (case.when is not None):
                desk.refuse("cases-open", "cases", index)
                continue
            here = TRUE if case.when is None else desk.condition(case.when, "cases", index, "when")
            said = partial(_say_case, None if case.when is None else here)
            drafts.append(_draft(desk, both(*before, here), said, _earned(desk, case, stake, "cases", index), stake, here))
            before.append(contrary(here))
        return drafts


def _say_case(when: Node | None, say: Say) -> Message:
    return message("band.otherwise") if when is None else say(when)


def _say_stretch(value: Node, condition: Node, say: Say) -> Message:
    """Where a band lies, the value named only once."""
    bounds = [part for part in (condition.items if isinstance(condition, Logic) else (condition,)) if isinstance(part, Compare)]
    ends = {("low" if part.op in (">=", ">") else "high"): (part.right, "closed" if part.op in (">=", "<=") else "open") for part in bounds}
    if len(ends) == 2:
        (low, first), (high, last) = ends["low"], ends["high"]
        return message(f"band.between.{first}.{last}", value=say(value), low=say(low), high=say(high))
    for side, (line, closed) in ends.items():
        return message(f"band.{side}.{closed}", value=say(value), **{side: say(line)})
    return message("band.otherwise")


def _draft(desk: Desk, when: Node, said: Callable[[Say], Message], earned: Fraction, stake: Fraction, swept: Node) -> Draft:
    amount = stake - earned if desk.direction == "deduct" else earned
    key = "clause.band.level" if desk.levels else "clause.band" if desk.direction == "deduct" else "clause.band.award"
    level = desk.levels[int(stake - earned)] if desk.levels and 0 <= stake - earned < len(desk.levels) else ""
    return Draft(
        when=when,
        amount=Number(amount),
        one_of=GROUP,
        axis=desk.axis(swept),
        wording=lambda say: message(key, condition=said(say), value=earned, level=level),
    )


def _earned(desk: Desk, band: Band | BandCase, stake: Fraction, *steps: str | int) -> Fraction:
    """What a band is worth: its value, or, in a scheme of levels, the rank of its level from below."""
    if bool(desk.levels) != (band.level is not None) or bool(desk.levels) == (band.value is not None):
        desk.refuse("value-or-level", *steps)
        return Fraction(0)
    if band.level is not None:
        if band.level not in desk.levels:
            desk.refuse("unknown-value", *steps, "level", value=band.level, values=list(desk.levels), alike="")
            return Fraction(0)
        return stake - desk.levels.index(band.level)
    value = desk.amount(band.value, "value", *steps)
    if value > stake:
        desk.refuse("band-above-worth", *steps, "value", value=value, worth=stake)
    return value


def _stretch(desk: Desk, band: Band, value: Quantified, index: int) -> tuple[Stretch, Node]:
    """Where a band lies, and the condition that the value lies in it, in which a target stays a name."""
    if (band.at_least and band.above) or (band.at_most and band.below):
        desk.refuse("one-of-keys", "bands", index, keys="at_least / above; at_most / below")
    parts: list[Node] = []

    def bound(key: str, op: Comparison) -> Bound | None:
        expression: Expression | None = getattr(band, key)
        if expression is None:
            return None
        at, line = desk.constant(expression, value, "bands", index, key)
        parts.append(Compare(op, value.node, line))
        return Bound(at, op in (">=", "<="))

    low = bound("at_least", ">=") or bound("above", ">")
    high = bound("at_most", "<=") or bound("below", "<")
    return Stretch(low, high), both(*parts)


def _check_cover(desk: Desk, value: Quantified, stretches: list[Stretch]) -> None:
    low, high = desk.bounds(value.node)
    fault = uncovered(stretches, low, high, desk.grain(value.node))
    if fault is None:
        return
    code, place = fault
    factor = value.unit.factor if value.unit else Fraction(1)
    desk.refuse(code, "bands", at=message("value.number", number=place / factor, unit=str(value.unit or "")))
