"""all-or-nothing 全有或全无: full marks where a condition holds, else none."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..expression import Expression, Number, contrary
from ..lowering import Desk, Draft, Drafts
from ..messages import message
from .rule import Rule


@frozen(kw_only=True)
class AllOrNothing(Rule):
    """`requires` must hold, else `worth` (default: the item's) is lost; under a bonus it is won."""

    form: ClassVar[str] = "all-or-nothing"
    requires: Expression
    worth: Fraction | None = None

    def draft(self, desk: Desk) -> Drafts:
        """One clause."""
        requirement = desk.condition(self.requires, "requires")
        stake = desk.stake(self.worth)
        deducts = desk.direction == "deduct"
        key = f"clause.all-or-nothing.{'criterion' if desk.levels else desk.direction}"
        clause = Draft(
            when=contrary(requirement) if deducts else requirement,
            amount=Number(stake),
            requirement=requirement if deducts else None,
            axis=desk.axis(requirement),
            wording=lambda say: message(key, requirement=say(requirement), amount=stake),
        )
        return Drafts(clauses=(clause,), stake=stake)
