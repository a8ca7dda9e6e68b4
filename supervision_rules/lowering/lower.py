"""Scheme → LoweredScheme."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ..expression import Label
from ..messages import SupervisionRulesError
from ..scheme import Scheme
from .alerts import lower_alerts
from .build import Build
from .checks import check_header, check_ids, check_limits, check_links, check_provenance, check_reads, check_worths
from .definitions import define_facts, define_targets, define_units
from .grading import lower_constraints, lower_ladder, lower_vetoes
from .items import lower_bonus, lower_point, places_of
from .model import Item, LoweredScheme
from .quantities import define_rows
from .readings import check_alternatives


def lower(scheme: Scheme) -> LoweredScheme:
    """The lowered form of a scheme, made once and kept with it.

    Raises SupervisionRulesError with everything that is wrong with the scheme.
    """
    return scheme.once("lowered", lambda: _lower(Build(scheme)))


def problems_of(scheme: Scheme, failed: Iterable[str]) -> SupervisionRulesError | None:
    """Everything wrong with what could be read of a scheme whose entries `failed` (ids) could not be: those are given up in silence."""
    build = Build(scheme, failed=frozenset(failed))
    for id in build.failed:
        build.names[id] = None
        build.tables.setdefault(id, None)
        build.units[id] = None
    try:
        _lower(build)
    except SupervisionRulesError as error:
        return error
    return None


def _lower(build: Build) -> LoweredScheme:
    scheme = build.scheme
    check_ids(build)
    check_header(build)
    check_limits(build)
    check_provenance(build)
    define_units(build)
    define_facts(build)
    define_targets(build)
    define_rows(build)
    for entry in scheme.items:
        build.labels[f"#{entry.id}"] = Label(entry.title)
    points: list[Item] = []
    for point in scheme.points:
        with build.problems.under("point", point.id):
            points.extend(filter(None, [lower_point(build, point)]))
    bonuses: list[Item] = []
    for bonus in scheme.bonuses:
        with build.problems.under("bonus", bonus.id):
            bonuses.extend(filter(None, [lower_bonus(build, bonus)]))
    vetoes = lower_vetoes(build)
    ladder = lower_ladder(build)
    constraints = lower_constraints(build)
    alerts = lower_alerts(build)
    check_links(build)
    if not scheme.reading:
        check_alternatives(build)
    if not build.failed:
        check_worths(build)
    whole = (len(points), len(bonuses), len(vetoes), len(ladder), len(alerts))
    if not build.failed and whole == (len(scheme.points), len(scheme.bonuses), len(scheme.vetoes), len(scheme.ladder.grade), len(scheme.alerts)):
        check_reads(build, [*points, *bonuses])
    build.problems.stop(scheme.locate)
    header = scheme.header
    return LoweredScheme(
        id=scheme.id,
        year=header.evaluated_year,
        measure=header.measure,
        base=header.base or Fraction(0),
        not_applicable=header.not_applicable,
        bonus_cap=header.bonus_cap,
        total_places=places_of(header.rounding.total),
        levels=scheme.levels,
        inputs=build.inputs,
        derived=build.derived,
        constants=build.constants,
        tables=build.plans,
        order=tuple(build.order),
        constraints=constraints,
        points=tuple(points),
        bonuses=tuple(bonuses),
        vetoes=vetoes,
        ladder=ladder,
        labels=build.labels,
        units={id: made for id, made in build.units.items() if made is not None},
        ranges=build.ranges,
        alerts=alerts,
    )
