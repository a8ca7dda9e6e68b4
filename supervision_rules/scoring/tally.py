"""tally 计数计分: so much for each of what is counted."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..expression import Arith, Compare, Expression, Number
from ..lowering import Desk, Draft, Drafts
from ..messages import message
from .rule import Rule


@frozen(kw_only=True)
class TallyItem:
    """What is counted, and how much each is."""

    count: Expression
    each: Fraction


@frozen(kw_only=True)
class Tally(Rule):
    """Deducts (awards) count × each for every item."""

    form: ClassVar[str] = "tally"
    items: tuple[TallyItem, ...]

    def draft(self, desk: Desk) -> Drafts:
        """One clause an item."""
        if not self.items:
            desk.refuse("list-empty", "items", key="items")
        return Drafts(clauses=tuple(_draft(desk, item, index) for index, item in enumerate(self.items)), stake=desk.limit)


def _draft(desk: Desk, item: TallyItem, index: int) -> Draft:
    each = desk.amount(item.each, "each", "items", index)
    count = desk.count(item.count, "items", index, "count")
    nothing = Number(Fraction(0), count.one.unit)
    return Draft(
        when=Compare(">", count.node, nothing),
        amount=Arith("*", Number(each), count.times),
        requirement=Compare("==", count.node, nothing) if desk.direction == "deduct" else None,
        axis=desk.axis(count.node),
        wording=lambda say: message(f"clause.tally.{desk.direction}", count=say(count.node), one=say(count.one), amount=each),
    )
