"""per-step 按档计分: so much for each step below or above a line."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import frozen

from ..expression import Arith, Compare, Expression, Node, Number, Steps, contrary
from ..lowering import Desk, Draft, Drafts, Say
from ..messages import Message, message
from .rule import Rule


@frozen(kw_only=True)
class PerStep(Rule):
    """`deduct` (`award`) for each `step` by which `value` falls short of `below` or exceeds `above`: whole steps, started ones, or continuously."""

    form: ClassVar[str] = "per-step"
    value: Expression
    step: Expression
    count: Literal["whole", "started", "continuous"]
    below: Expression | None = None
    above: Expression | None = None
    deduct: Fraction | None = None
    award: Fraction | None = None

    def draft(self, desk: Desk) -> Drafts:
        """One clause: where the line is passed, steps × amount."""
        each = desk.either(self.deduct, self.award)
        passed = self.below or self.above
        if passed is None or (self.below is not None and self.above is not None):
            desk.refuse("one-of-keys", keys="below / above")
            return Drafts(clauses=(), stake=desk.limit)
        side = "below" if self.below is not None else "above"
        value = desk.number(self.value, "value")
        line = desk.like(passed, value, side).node
        step = desk.like(self.step, value, "step").node
        low, _ = desk.bounds(step)
        if not desk.failed and (low is None or low <= 0):
            desk.refuse("step-not-positive", "step", step=desk.say(step))
        distance = Arith("-", line, value.node) if side == "below" else Arith("-", value.node, line)
        reached = Compare(">=", value.node, line) if side == "below" else Compare("<=", value.node, line)
        clause = Draft(
            when=contrary(reached),
            amount=Arith("*", Number(each), Steps(distance, step, self.count)),
            requirement=reached if desk.direction == "deduct" else None,
            axis=desk.axis(value.node, line),
            wording=lambda say: message(
                f"clause.per-step.{side}.{desk.direction}",
                value=say(value.node),
                line=say(line),
                step=_say_step(step, say),
                amount=each,
                count=message(f"count.{self.count}"),
            ),
        )
        return Drafts(clauses=(clause,), stake=desk.limit)


def _say_step(step: Node, say: Say) -> Message:
    """A step; 1% of a share is one percentage point."""
    if isinstance(step, Number) and step.unit.text == "%":
        return message("value.percentage-points", number=step.value / step.unit.factor)
    return say(step)
