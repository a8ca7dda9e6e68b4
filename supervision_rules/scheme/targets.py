"""政策目标: numbers set by policy, with the dates from which they hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from .provenance import Sourced


@frozen(kw_only=True)
class TargetValue(Sourced):
    """A value in force from a date on, perhaps for one class of districts only."""

    from_: date
    value: Fraction
    where: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Target:
    """A dated series of values; `confirmed_for` lists the evaluated years for which somebody checked that it holds."""

    id: str
    label: str
    value: tuple[TargetValue, ...]
    unit: str = ""
    definition: str = ""
    confirmed_for: tuple[int, ...] = ()

    def in_force(self, day: date) -> tuple[TargetValue, ...]:
        """The values in force on a day: one, or one a class; none where the series begins later.

        A value ends where one for the same class begins, or for a wider or narrower one: a single value after classes,
        classes after a single value.
        """
        begun = {(value.from_, frozenset(value.where.items())): value for value in self.value if value.from_ <= day}
        return tuple(value for value in begun.values() if not any(_ends(value, later) for later in begun.values()))


def _ends(value: TargetValue, later: TargetValue) -> bool:
    """Whether a later value takes the place of one: their classes are the same, or one lies within the other."""
    mine, theirs = value.where.items(), later.where.items()
    return later.from_ > value.from_ and (mine <= theirs or theirs <= mine)
