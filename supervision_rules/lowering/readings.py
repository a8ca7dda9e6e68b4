"""The alternatives of readings: what stands in for rules and quantities is checked like these."""

from __future__ import annotations

from attrs import evolve

from ..scheme import Alternative
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
        build.resolve(quantity.value, evolve(build.scope(), rows=True), "quantity", index, "value")
