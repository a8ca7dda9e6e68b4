"""The tables that are cohorts, and the facts that their columns are filled from: checked, and columns made whole."""

from __future__ import annotations

from fractions import Fraction

from ..expression import Kind, Unit, near
from ..scheme import Column, Table, whole_column
from .build import Build
from .model import ColumnPlan, Input


def check_cohort(build: Build, table: Table) -> None:
    """A cohort is known by the name of its subjects alone."""
    columns = {column.id: column for column in table.column}
    keys = [columns[key] for key in table.key if key in columns]
    if table.cohort and (len(table.key) != 1 or table.parent is not None or any(key.kind is not Kind.TEXT or key.fact is not None for key in keys)):
        build.problems.add("cohort-shape", "cohort", table=table.id)


def named(build: Build, table: Table, column: Column) -> Column | None:
    """A column with all that it takes from its fact, or None after noting what is wrong with that (or in silence where the fact has failed)."""
    if column.fact is None:
        if column.id and not column.label:
            build.problems.add("key-missing", key="label")
        return column
    facts = {fact.id: fact for fact in build.scheme.facts}
    if not table.cohort or column.value is not None:
        build.problems.add("fact-outside-cohort", "fact", table=table.id, column=column.id)
    elif column.fact in {quantity.id for quantity in build.scheme.quantities}:
        build.problems.add("cohort-needs-fact", "fact", id=column.fact)
    elif column.fact in build.failed:
        pass
    elif column.fact not in facts:
        if not build.unsure:
            build.problems.add("unknown-name", "fact", name=column.fact, alike=near(column.fact, facts))
    elif column.kind not in (Kind.NUMBER, facts[column.fact].kind):
        build.problems.add("column-unlike-fact", "kind", column=column.id, id=column.fact, key="kind")
    elif build.names.get(column.fact) is not None:
        return whole_column(column, facts.values())
    return None


def has_room(build: Build, plan: ColumnPlan, column: Column) -> bool:
    """Whether whatever a fact may be has room in its column; where not, that is noted."""
    fact = build.inputs[column.fact or ""]
    for key, fits in (
        ("unit", plan.unit.same_kind(fact.unit) and bool(plan.unit.text) == bool(fact.unit.text)),
        ("values", set(plan.values) >= set(fact.values)),
        ("domain", _within(plan, fact)),
        ("places", _as_fine(plan.unit, plan.places, fact)),
    ):
        if not fits:
            written = key if getattr(column, key) else "fact"
            build.problems.add("column-unlike-fact", written, column=column.id, id=fact.id, key=key)
            return False
    return True


def _within(plan: ColumnPlan, fact: Input) -> bool:
    if plan.low is None or plan.high is None or fact.low is None or fact.high is None:
        return True
    return plan.low <= fact.low and fact.high <= plan.high


def _as_fine(unit: Unit, places: int, fact: Input) -> bool:
    """Whether a number of as many places as a fact has is one of the column's."""
    step = Fraction(fact.unit.factor) / 10**fact.places
    return bool(10**places * step % unit.factor == 0)
