"""formula 公式计分: the visible escape hatch, an expression of one's own."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..expression import Arith, Compare, Expression, Extreme, Number
from ..lowering import Desk, Draft, Drafts
from ..messages import message
from .rule import Rule

ZERO = Number(Fraction(0))


@frozen(kw_only=True)
class Formula(Rule):
    """One of `score`, `deduct` (points) or `award` (bonuses), in 分, clipped at 0."""

    form: ClassVar[str] = "formula"
    score: Expression | None = None
    deduct: Expression | None = None
    award: Expression | None = None

    def draft(self, desk: Desk) -> Drafts:
        """One clause."""
        given = {key: getattr(self, key) for key in ("score", "deduct", "award") if getattr(self, key) is not None}
        allowed = ("score", "deduct") if desk.direction == "deduct" else ("award",)
        if len(given) != 1 or not given.keys() <= set(allowed):
            desk.refuse("one-of-keys", keys=" / ".join(allowed))
            return Drafts(clauses=(), stake=desk.limit)
        ((key, expression),) = given.items()
        value = desk.bare(expression, key)
        amount = Arith("-", Number(desk.limit), value) if key == "score" else value
        clause = Draft(
            when=Compare(">", amount, ZERO),
            amount=Extreme("max", (ZERO, amount)),
            requirement=Compare("<=", amount, ZERO) if desk.direction == "deduct" else None,
            axis=desk.axis(value),
            wording=lambda say: message(f"clause.formula.{key}", formula=say(value)),
        )
        return Drafts(clauses=(clause,), stake=desk.limit)
