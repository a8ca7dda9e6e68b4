"""A case of one scheme as a case of another: what the other does not know is left out and named."""

from __future__ import annotations

from attrs import evolve, frozen

from ..lowering import Intake, LoweredScheme, take_in
from ..messages import Problem, SupervisionRulesError
from ..scheme import Case, CaseTable


@frozen
class Carried:
    """A case for another scheme, and the facts, tables and columns (`table.column`) that it had to leave out."""

    case: Case
    left_out: tuple[str, ...]


def carry(case: Case, old: LoweredScheme, lowered: LoweredScheme) -> Carried:
    """A case of an older scheme for another. A fact that this does not declare, or declares so that the value does not fit, is left out.

    Raises SupervisionRulesError where something else is wrong with it.
    """
    made = evolve(case, scheme=lowered.id, year=lowered.year, expect=None, locate=None)
    if _declared_alike(case, old, lowered):
        taken = take_in(old, case)
        made.once(("intake", lowered.hash), lambda: Intake(taken.values, {name: [dict(row) for row in rows] for name, rows in taken.rows.items()}))
        return Carried(made, ())
    left_out: list[str] = []
    while True:
        try:
            take_in(lowered, made)
        except SupervisionRulesError as error:
            made, more = _without(made, error.problems)
            if not more:
                raise
            left_out += more
        else:
            return Carried(made, tuple(dict.fromkeys(left_out)))


def _declared_alike(case: Case, old: LoweredScheme, new: LoweredScheme) -> bool:
    """Whether both schemes read everything that the case gives in the same way."""
    facts = all(old.inputs.get(given.id) == new.inputs.get(given.id) for given in case.facts)
    return facts and old.units == new.units and all(old.tables.get(table.id) == new.tables.get(table.id) for table in case.tables)


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
