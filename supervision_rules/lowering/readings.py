"""The alternatives of readings: what stands in for rules and quantities is checked like these."""

from __future__ import annotations

from attrs import evolve

from ..messages import message
from ..scheme import Alternative, QuantityValue
from .build import Build
from .items import lower_bonus, lower_point


def check_alternatives(build: Build) -> None:
    """Every rule of an alternative lowers, every expression of one has a meaning."""
    for reading in build.scheme.readings:
        for position, alternative in enumerate(reading.alternative):
            with build.problems.under("reading", reading.id, "alternative", position):
                _check(build, alternative)


def _check(build: Build, alternative: Alternative) -> None:
    points = {point.id: point for point in build.scheme.points}
    bonuses = {bonus.id: bonus for bonus in build.scheme.bonuses}
    for index, item in enumerate(alternative.point):
        if item.id in points:
            with build.problems.under("point", index):
                lower_point(build, evolve(points[item.id], rule=item.rule, applies_when=None))
    for index, item in enumerate(alternative.bonus):
        if item.id in bonuses:
            with build.problems.under("bonus", index):
                lower_bonus(build, evolve(bonuses[item.id], rule=item.rule, applies_when=None))
    for index, quantity in enumerate(alternative.quantity):
        with build.problems.under("quantity", index):
            _check_quantity(build, quantity)


def _check_quantity(build: Build, quantity: QuantityValue) -> None:
    """What stands in for a quantity's expression must be of the same kind and in the same kind of unit."""
    resolved = build.resolve(quantity.value, evolve(build.scope(), rows=True), "value")
    own = build.names.get(quantity.id)
    if resolved is None or own is None:
        return
    _, type_ = resolved
    if type_.kind is not own.kind:
        build.problems.add("kinds-differ", "value", left=message(f"kind.{own.kind.value}"), right=message(f"kind.{type_.kind.value}"))
    elif not type_.counted and not type_.unit.same_kind(own.unit):
        build.problems.add("unit-not-declared", "value", declared=str(own.unit) or "1", found=str(type_.unit) or "1")
