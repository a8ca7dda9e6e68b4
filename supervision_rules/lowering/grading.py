"""Ladder, vetoes and constraints → plans."""

from __future__ import annotations

from attrs import evolve

from ..expression import TRUE, Expression, Node, Result, Scope, near, references, walk
from ..scheme import Effect, Measure, Veto
from .build import Build
from .classes import spread_condition
from .division import divisors, sign
from .model import Requirement, Step, VetoPlan

MARKED = ("total", "base_score", "score")


def results_scope(build: Build) -> Scope:
    """The names in reach of ladder and vetoes: results too."""
    scheme = build.scheme
    items = frozenset(item.id for item in scheme.items) | build.failed
    return evolve(build.scope(), items=items, levels=scheme.levels)


def lower_ladder(build: Build) -> tuple[Step, ...]:
    """The grades with their conditions; the last, and only it, is `otherwise`."""
    steps: list[Step] = []
    grades = build.scheme.ladder.grade
    if not grades or (grades[-1].when is not None and not grades[-1].otherwise):
        build.problems.add("ladder-open", "ladder", "grade", *([len(grades) - 1] if grades else []))
    for index, grade in enumerate(grades):
        with build.problems.under("ladder", "grade", index):
            last = index == len(grades) - 1
            if grade.otherwise == (grade.when is not None) or (grade.otherwise and not last):
                build.problems.add("grade-condition", id=grade.id)
                continue
            node = TRUE if grade.when is None else _condition(build, grade.when, "when")
            if node is not None:
                steps.append(Step(id=grade.id, when=node))
    return tuple(steps)


def lower_vetoes(build: Build) -> tuple[VetoPlan, ...]:
    """The vetoes with their conditions."""
    plans: list[VetoPlan] = []
    for veto in build.scheme.vetoes:
        with build.problems.under("veto", veto.id):
            _check_effect(build, veto)
            node = _condition(build, veto.when, "when")
            if node is not None:
                plans.append(VetoPlan(id=veto.id, when=node, effect=veto.effect, grade=veto.grade))
    return tuple(plans)


def _check_effect(build: Build, veto: Veto) -> None:
    grades = [grade.id for grade in build.scheme.ladder.grade]
    if (veto.effect is Effect.CAP) != (veto.grade is not None):
        build.problems.add("cap-and-grade", "grade" if veto.grade else "effect", id=veto.id)
    elif veto.grade is not None and veto.grade not in grades:
        build.problems.add("unknown-grade", "grade", name=veto.grade, grades=grades)


def lower_constraints(build: Build) -> tuple[Requirement, ...]:
    """The constraints; those on rows are read on every row of their table."""
    found: list[Requirement] = []
    for constraint in build.scheme.constraints:
        with build.problems.under("constraint", constraint.id):
            if constraint.table is not None and constraint.table not in build.tables:
                build.problems.add("unknown-table", "table", name=constraint.table, alike=near(constraint.table, build.tables))
                continue
            scope = build.scope() if constraint.table is None else build.row_scope(constraint.table)
            node = build.condition(constraint.requires, scope, "requires")
            if node is not None:
                found.append(Requirement(id=constraint.id, node=spread_condition(build, node), table=constraint.table))
    return tuple(found)


def _condition(build: Build, expression: Expression, *steps: str | int) -> Node | None:
    scheme = build.scheme
    levels_missing = scheme.header.measure is Measure.LEVELS and not scheme.levels
    node = None if levels_missing else build.condition(expression, results_scope(build), *steps)
    if node is None:
        return None
    if any(sign(build, divisor) != "positive" for divisor in divisors(build, node)):
        build.problems.add("division-in-condition", *steps)
        return None
    for found in walk(node) if scheme.header.measure is not Measure.POINTS else ():
        if isinstance(found, Result) and found.of in MARKED:
            build.problems.add("only-for-points", *steps, span=found.span, key=found.of)
    spread = spread_condition(build, node)
    build.read.update(references(spread))
    return spread
