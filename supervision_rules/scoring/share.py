"""share 按比例计分: marks in proportion to a share."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..expression import PLAIN, Arith, Compare, Expression, Extreme, Node, Number, parse_unit
from ..lowering import Desk, Draft, Drafts, Say
from ..messages import Message, message
from .rule import Rule

ONE = Number(Fraction(1), parse_unit("%", {}))


@frozen(kw_only=True)
class Share(Rule):
    """`worth` × `part` ÷ `whole`, the share clipped to 0..1; without `whole` the part is a share already."""

    form: ClassVar[str] = "share"
    part: Expression
    whole: Expression | None = None
    worth: Fraction | None = None

    def draft(self, desk: Desk) -> Drafts:
        """One clause: what the share lacks (under a bonus: what it reaches)."""
        stake = desk.stake(self.worth)
        part = desk.number(self.part, "part")
        share: Node
        whole: Node
        if self.whole is None:
            if part.unit is not None and not part.unit.same_kind(PLAIN):
                desk.refuse("units-differ", "part", left="%", right=str(part.unit))
            share, whole = part.node, ONE
        else:
            whole = desk.like(self.whole, part, "whole").node
            share = Arith("/", part.node, whole)
        clipped = Extreme("max", (Number(Fraction(0)), Extreme("min", (ONE, share))))
        key = f"clause.share.{'whole' if self.whole is not None else 'part'}.{desk.direction}"
        axis = desk.axis(part.node)

        def wording(say: Say) -> Message:
            return message(key, part=say(part.node), whole=say(whole), amount=stake)

        if desk.direction == "award":
            clause = Draft(
                when=Compare(">", share, Number(Fraction(0))),
                amount=Arith("*", Number(stake), clipped),
                wording=wording,
                axis=axis,
            )
        else:
            clause = Draft(
                when=Compare("<", share, ONE),
                amount=Arith("*", Number(stake), Arith("-", ONE, clipped)),
                requirement=Compare(">=", share, ONE),
                wording=wording,
                axis=axis,
            )
        return Drafts(clauses=(clause,), stake=stake)
