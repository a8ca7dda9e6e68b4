"""A case whose evidence still arrives: after every change as much is worked out anew as the change reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from ...expression import references
from ...lowering import Intake, Item, LoweredScheme, Requirement, Value
from ...messages import Problem, Problems
from ...scheme import Given
from .counting import Standing
from .preparation import Prepared, tables_behind
from .variant import Count, Variant


class Follower:
    """A lowered scheme made ready to follow cases: what reads what. Shared by all cases of the scheme."""

    def __init__(self, lowered: LoweredScheme) -> None:
        self.lowered = lowered
        self.variant = Variant(lowered)
        self.preparation = self.variant.preparation
        aggregates = {name: made.aggregate for name, made in lowered.inputs.items() if made.aggregate is not None}
        columns = [column.node for column in lowered.columns.values() if column.node is not None]
        inside = [*aggregates.values(), *columns, *(one.node for one in lowered.constraints if one.table is not None)]
        tables = {table for node in aggregates.values() for table in tables_behind(lowered, node)}
        tables |= {one.table for one in lowered.constraints if one.table is not None}
        self.tables = frozenset(tables | {plan.parent for plan in lowered.tables.values() if plan.id in tables and plan.parent is not None})
        """The tables that quantities or constraints read; whatever arrives for another leaves the score as it is."""
        self.counted = frozenset(aggregates) | {name for node in inside for name in references(node) if name in lowered.inputs}
        self.closures = {name: self.preparation.compiled(derived.node) for name, derived in lowered.derived.items()}

    @cached_property
    def items_reading(self) -> Mapping[str, frozenset[str]]:
        """The points and bonuses that read a name, itself or through quantities."""
        return _by_name((item.id, self.lowered.read_by(item)) for item in self.lowered.items)

    @cached_property
    def graded_by(self) -> frozenset[str]:
        """The names that vetoes and grades read themselves."""
        return frozenset(self.lowered.graded_by)

    @cached_property
    def constraints_reading(self) -> Mapping[str, frozenset[str]]:
        """The constraints on a case that read a name."""
        return _by_name((one.id, self.lowered.behind(one.node)) for one in self.lowered.constraints if one.table is None)

    @cached_property
    def constraint(self) -> Mapping[str, Requirement]:
        """The constraints by id."""
        return {one.id: one for one in self.lowered.constraints}

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """Points and bonuses by id."""
        return {item.id: item for item in self.lowered.items}


def _by_name(readers: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for id, names in readers:
        for name in names:
            found.setdefault(name, set()).add(id)
    return {name: frozenset(ids) for name, ids in found.items()}


class Ongoing:
    """One case as it stands: its facts as `given`, `values` by name, `standings` of items, and what is wrong with it as a whole (`problems`).

    Its numbers are those that `assess` finds for the same facts and rows.
    """

    def __init__(self, follower: Follower) -> None:
        self._follower = follower
        self.given: dict[str, Given] = {}
        self._facts: dict[str, Value] = {}
        self._rows: dict[str, list[dict[str, Value]]] = {}
        self._prepared, self._problems = self._worked_out()
        self.standings: dict[str, Standing] = follower.variant.standings(self.values)
        self._count: Count | None = None

    @property
    def values(self) -> dict[str, Any]:
        """Every named value in base units (None: not known)."""
        return self._prepared.values

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What contradicts itself in the evidence; while there is any, `assess` refuses it."""
        return tuple(self._problems.values())

    @property
    def count(self) -> Count:
        """What the items come to together, and the grade."""
        if self._count is None:
            self._count = self._follower.variant.count(self.values, self.standings)
        return self._count

    def put(self, facts: Mapping[str, tuple[Given, Value] | None], rows: Mapping[str, list[dict[str, Value]] | None]) -> frozenset[str]:
        """Let facts be given anew (None: no longer) and tables have these rows (None: not there); returns the names whose values are others now."""
        for name, found in facts.items():
            if found is None:
                self.given.pop(name, None)
                self._facts.pop(name, None)
            else:
                self.given[name], self._facts[name] = found
        for table, cells in rows.items():
            if cells is None:
                self._rows.pop(table, None)
            else:
                self._rows[table] = cells
        follower = self._follower
        if not follower.counted.isdisjoint(facts) or not follower.tables.isdisjoint(rows):
            before = self.values
            self._prepared, self._problems = self._worked_out()
            changed = {name for name, value in self.values.items() if before.get(name) != value}
        else:
            changed = self._carry(facts)
        before = self.standings
        touched = {item for name in changed for item in follower.items_reading.get(name, ())}
        self.standings = before | {item: follower.variant.standing(item, self.values) for item in touched}
        if not follower.graded_by.isdisjoint(changed) or any(self.standings[item] != before[item] for item in touched):
            self._count = None
        return frozenset(changed)

    def _carry(self, facts: Iterable[str]) -> set[str]:
        """Carry facts that no row reads through the quantities; returns the names whose values are others now."""
        follower, values = self._follower, self.values
        changed = {name for name in facts if values[name] != self._facts.get(name)}
        for name in changed:
            values[name] = self._facts.get(name)
        for name in follower.variant.dependants(changed):
            value = follower.closures[name](values)
            if value != values[name]:
                values[name] = value
                changed.add(name)
        for id in {id for name in changed for id in follower.constraints_reading.get(name, ())}:
            found = Problems()
            follower.preparation.check(self._prepared, follower.constraint[id], found)
            self._problems.pop(("constraint-broken", id), None)
            self._problems |= _by_kind(found)
        return changed

    def _worked_out(self) -> tuple[Prepared, dict[tuple[str, str], Problem]]:
        problems = Problems()
        rows = {table: rows for table, rows in self._rows.items() if table in self._follower.tables}
        taken = Intake(values=dict(self._facts), rows=rows)
        prepared = self._follower.preparation.work_out(taken, self.given.get, frozenset(), problems)
        return prepared, _by_kind(problems)


def _by_kind(problems: Problems) -> dict[tuple[str, str], Problem]:
    """Problems by code and by what they are about: a constraint may be named like a quantity."""
    return {(problem.code, str(problem.arguments["id"])): problem for problem in problems.found}
