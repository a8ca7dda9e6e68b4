"""A case of one scheme as a case of another: what the other does not know is left out and named."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import define, evolve, frozen

from ..lowering import Intake, LoweredScheme, Value, take_in
from ..messages import Problem, SupervisionRulesError
from ..scheme import Case, CaseTable


@frozen
class Carried:
    """A case for another scheme, and the facts, tables and columns (`table.column`) that it had to leave out."""

    case: Case
    left_out: tuple[str, ...]


@define(slots=False)
class Carrier:
    """Carries cases of an older scheme into a newer one."""

    old: LoweredScheme
    new: LoweredScheme

    @cached_property
    def _alike(self) -> frozenset[str]:
        """The facts and tables that both schemes read in the same way."""
        if self.old.units != self.new.units:
            return frozenset()
        groups = ((self.old.inputs, self.new.inputs), (self.old.tables, self.new.tables))
        return frozenset(name for old, new in groups for name, made in old.items() if made == new.get(name))

    def carry(self, case: Case) -> Carried:
        """The case for the newer scheme. A fact that this does not declare, or declares so that the value does not fit, is left out.

        Raises SupervisionRulesError where something else is wrong with it.
        """
        made = evolve(case, scheme=self.new.id, year=self.new.year, expect=None, locate=None)
        taken = take_in(self.old, case)
        facts = [given for given in case.facts if given.id not in self._alike]
        tables = () if self._alike.issuperset(table.id for table in case.tables) else case.tables
        other, left_out = self._taken(evolve(made, facts=tuple(facts), tables=tables))
        gone = {given.id for given in facts} - {given.id for given in other.facts}
        kept = evolve(made, facts=tuple(given for given in case.facts if given.id not in gone), tables=other.tables if tables else case.tables)
        anew = take_in(self.new, other)
        values = {name: value for name, value in taken.values.items() if name in self._alike} | anew.values
        rows = _copied(anew.rows if tables else taken.rows)
        kept.once(("intake", self.new.mark), lambda: Intake(values, rows))
        return Carried(kept, left_out)

    def _taken(self, case: Case) -> tuple[Case, tuple[str, ...]]:
        """As much of a case as the newer scheme takes, and what it leaves out."""
        left_out = [given.id for given in case.facts if given.id not in self.new.inputs]
        left_out += [table.id for table in case.tables if table.id not in self.new.tables]
        case = evolve(
            case,
            facts=tuple(given for given in case.facts if given.id in self.new.inputs),
            tables=tuple(table for table in case.tables if table.id in self.new.tables),
        )
        while True:
            try:
                take_in(self.new, case)
            except SupervisionRulesError as error:
                case, more = _without(case, error.problems)
                if not more:
                    raise
                left_out += more
            else:
                return case, tuple(dict.fromkeys(left_out))


def _copied(rows: Mapping[str, list[dict[str, Value]]]) -> dict[str, list[dict[str, Value]]]:
    return {table: [dict(row) for row in some] for table, some in rows.items()}


def _without(case: Case, problems: tuple[Problem, ...]) -> tuple[Case, list[str]]:
    """The case without the facts, tables and columns with which something is wrong, and their names."""
    facts = {str(one.path[1]) for one in problems if one.path[:1] == ("fact",)}
    of_tables = [one.path for one in problems if one.path[:1] == ("table",)]
    tables = {str(path[1]) for path in of_tables if len(path) < 5}
    columns = {(str(path[1]), str(path[4])) for path in of_tables if len(path) >= 5}
    kept = tuple(_narrowed(table, columns) for table in case.tables if table.id not in tables)
    made = evolve(case, facts=tuple(given for given in case.facts if given.id not in facts), tables=kept)
    return made, [*sorted(facts), *sorted(tables), *sorted(f"{table}.{column}" for table, column in columns if table not in tables)]


def _narrowed(table: CaseTable, columns: set[tuple[str, str]]) -> CaseTable:
    """A table without some of its columns."""
    rows = (evolve(row, cells={name: value for name, value in row.cells.items() if (table.id, name) not in columns}) for row in table.rows)
    return evolve(table, rows=tuple(rows))
