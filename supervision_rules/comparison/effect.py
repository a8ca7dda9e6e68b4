"""What becomes of a case from one scheme to another."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from ..engines import exact
from ..messages import Problem


def rise(before: Fraction | None, after: Fraction | None) -> Fraction | None:
    """What a number rises by; None where either is not known."""
    return None if before is None or after is None else after - before


class Cause(StrEnum):
    """What makes a total differ, beside points and bonuses."""

    RESCALE = "rescale"
    CAP = "overall-cap"
    ROUNDING = "rounding"


@frozen(kw_only=True)
class ItemEffect:
    """What becomes of a point or bonus: its score before and after (None: not decided, or it is not there), the difference that each change makes
    alone, and what they make together beyond that. `touching`: the changes on which its score may depend.
    """

    item: str
    before: Fraction | None
    after: Fraction | None
    alone: Mapping[str, Fraction]
    interaction: Fraction
    touching: tuple[str, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """What it rises by; None where either score is not decided."""
        return rise(self.before, self.after)


@frozen(kw_only=True)
class CaseEffect:
    """What becomes of a case. Where both totals are decided, they differ by the differences of `items` and `adjustments` together.

    `decisive`: the changes without any one of which the grade would not have fallen (risen). `lacking`: facts that only the newer scheme waits for.
    `left_out`: what the newer scheme does not know of the case. `problems`: why the case cannot be assessed under one of the schemes.
    """

    case: str
    subject: str
    before: exact.Count | None = None
    after: exact.Count | None = None
    items: tuple[ItemEffect, ...] = ()
    adjustments: Mapping[Cause, Fraction] = field(factory=dict)
    decisive: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """What the total rises by; None where either is not decided."""
        before, after = (None if side is None or side.overall is None else side.overall.total for side in (self.before, self.after))
        return rise(before, after)

    @property
    def changes_grade(self) -> bool:
        """Whether the grade is another, or any that is still possible is."""
        if self.before is None or self.after is None:
            return False
        before, after = ((side.grade,) if side.grade else side.grades for side in (self.before, self.after))
        return bool(before) and bool(after) and set(before).isdisjoint(after)

    @property
    def grades(self) -> tuple[str | None, str | None]:
        """The grade before and after."""
        before, after = (None if side is None else side.grade for side in (self.before, self.after))
        return before, after
