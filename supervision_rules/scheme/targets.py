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
        """The values in force on a day: one, or one a class; none where the series begins later."""
        latest: dict[frozenset[tuple[str, str]], TargetValue] = {}
        for value in sorted(self.value, key=lambda value: value.from_):
            if value.from_ <= day:
                latest[frozenset(value.where.items())] = value
        return tuple(latest.values())
