"""What a table of cases comes to: how totals and grades spread, and what costs most marks."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from ..scheme import Scheme

SHARES = (Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(9, 10))


@frozen(kw_only=True)
class Totals:
    """The totals that are decided: their exact sum, the least and the most, and how many there are of each.

    `counts` are by the total; by hundredths, rounded down, where totals are finer than that.
    """

    cases: int
    sum: Fraction
    lowest: Fraction
    highest: Fraction
    counts: Mapping[Fraction, int]

    @property
    def mean(self) -> Fraction:
        """The mean, exactly."""
        return self.sum / self.cases

    @property
    def quantiles(self) -> Mapping[Fraction, Fraction]:
        """For some shares of the cases the least total that at least so many do not exceed."""
        found: dict[Fraction, Fraction] = {}
        reached = 0
        for total, count in sorted(self.counts.items()):
            reached += count
            found |= {share: total for share in SHARES if share not in found and reached >= share * self.cases}
        return found


@frozen(kw_only=True)
class ClauseCount:
    """In how many cases a clause applies, and in how many that is not known."""

    id: str
    applies: int
    open: int


@frozen(kw_only=True)
class ItemCount:
    """A point or bonus in all cases: how many have all of it, how many are not decided, and what the others scored together.

    `levels` are counts by level in a scheme without points; `clauses` those that apply to most cases first.
    """

    id: str
    bonus: bool
    limit: Fraction
    scored: int
    open: int
    full: int
    sum: Fraction
    levels: Mapping[str, int]
    clauses: tuple[ClauseCount, ...]

    @property
    def lost(self) -> Fraction:
        """The marks that all cases whose score is decided fall short of what it is worth."""
        return self.limit * self.scored - self.sum


@frozen(kw_only=True)
class VetoCount:
    """In how many cases a veto applies, and in how many that is not known."""

    id: str
    applies: int
    open: int


@frozen(kw_only=True)
class Summary:
    """What a table of cases comes to under a scheme.

    `pending` are the cases without a total (without a grade in a scheme that has no points); `grades` are in the order of the ladder, and cases of
    which the grade is not decided are `ungraded`. Without points asked for, `items` and `vetoes` are empty.
    """

    scheme: Scheme
    cases: int
    pending: int
    totals: Totals | None
    grades: Mapping[str, int]
    ungraded: int
    vetoes: tuple[VetoCount, ...]
    items: tuple[ItemCount, ...]

    @cached_property
    def costly(self) -> tuple[ItemCount, ...]:
        """The points that cost any marks, the most costly first."""
        return tuple(sorted((item for item in self.items if not item.bonus and item.lost), key=lambda item: (-item.lost, item.id)))

    @property
    def lost(self) -> Fraction:
        """The marks lost by all cases at all points."""
        return sum((item.lost for item in self.items if not item.bonus), Fraction(0))
