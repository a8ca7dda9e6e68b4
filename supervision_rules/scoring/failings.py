"""failings 逐项扣分: a list of failings, each with its own deduction."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from ..expression import FALSE, Arith, Expression, Node, Number, contrary
from ..lowering import Desk, Draft, Drafts
from ..messages import message
from .rule import Rule


@frozen(kw_only=True)
class Failing:
    """Deducts (awards) where `when` holds or `unless` does not, `times` over where given."""

    unless: Expression | None = None
    when: Expression | None = None
    deduct: Fraction | None = None
    award: Fraction | None = None
    times: Expression | None = None


@frozen(kw_only=True)
class Failings(Rule):
    """Every failing that is found counts for itself."""

    form: ClassVar[str] = "failings"
    failings: tuple[Failing, ...]

    def draft(self, desk: Desk) -> Drafts:
        """One clause a failing."""
        if not self.failings:
            desk.refuse("list-empty", "failings", key="failings")
        drafts = tuple(_draft(desk, failing, "failings", index) for index, failing in enumerate(self.failings))
        return Drafts(clauses=drafts, stake=desk.limit)


def _draft(desk: Desk, failing: Failing, *steps: str | int) -> Draft:
    amount = desk.either(failing.deduct, failing.award, *steps)
    requirement: Node | None = None
    when: Node = FALSE
    if (failing.unless is None) == (failing.when is None):
        desk.refuse("one-of-keys", *steps, keys="unless / when")
    elif failing.unless is not None:
        requirement = desk.condition(failing.unless, *steps, "unless")
        when = contrary(requirement)
    elif failing.when is not None:
        when = desk.condition(failing.when, *steps, "when")
    words = requirement or when
    key = f"clause.failing.{'unless' if failing.unless is not None else 'when'}.{desk.direction}"
    if failing.times is None:
        return Draft(
            when=when,
            amount=Number(amount),
            requirement=requirement,
            wording=lambda say: message(key, condition=say(words), amount=amount),
            axis=desk.axis(when),
        )
    times = desk.count(failing.times, *steps, "times")
    return Draft(
        when=when,
        amount=Arith("*", Number(amount), times.times),
        requirement=requirement,
        wording=lambda say: message(f"{key}.times", condition=say(words), amount=amount, times=say(times.node)),
        axis=desk.axis(when),
    )
