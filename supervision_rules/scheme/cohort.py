"""Cohorts: subjects that are ranked among each other. The rows of a cohort are the cases of its subjects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from ..expression import Kind
from ..messages import Problem, SupervisionRulesError
from .cases import Case, CaseTable, Row, Written
from .facts import Column, Fact, Table
from .scheme import Scheme


def whole_column(column: Column, facts: Iterable[Fact]) -> Column:
    """A column with all that it takes from its fact; as it is where it names none, or one that there is not."""
    fact = None if column.fact is None else next((fact for fact in facts if fact.id == column.fact), None)
    if fact is None:
        return column
    said = {key: getattr(column, key) or getattr(fact, key) for key in ("label", "definition", "unit", "domain", "places", "values", "better")}
    return evolve(column, kind=fact.kind if column.kind is Kind.NUMBER else column.kind, **said)


def cohort_tables(scheme: Scheme, cases: Sequence[Case]) -> tuple[CaseTable, ...]:
    """The rows of every cohort of a scheme, one a case: its subject, and what it gives for each column. What it does not give is missing.

    Raises SupervisionRulesError where two cases have one subject (`subject-twice`).
    """
    problems: list[Problem] = []
    first: dict[str, Case] = {}
    for case in cases:
        if case.subject in first:
            both = {"subject": case.subject, "first": first[case.subject].id, "second": case.id}
            problems += _placed(case, Problem("subject-twice", both, ("case", "subject")))
        first.setdefault(case.subject, case)
    if problems:
        raise SupervisionRulesError(problems)
    return tuple(CaseTable(id=table.id, rows=tuple(_row(table, case) for case in cases)) for table in _cohorts(scheme))


def among_peers(scheme: Scheme, case: Case, tables: tuple[CaseTable, ...]) -> Case:
    """A case with the rows of the cohorts that its scheme has.

    Raises SupervisionRulesError where there is no cohort (`peers-without-cohort`), or where the case brings its rows itself (`cohort-given`).
    """
    cohorts = [table.id for table in _cohorts(scheme)]
    problems = [
        Problem("cohort-given", {"table": table.id, "case": case.id}, ("table", table.id, "id")) for table in case.tables if table.id in cohorts
    ]
    if not cohorts:
        problems.append(Problem("peers-without-cohort", {"scheme": scheme.id}, ("case", "peers")))
    if problems:
        raise SupervisionRulesError(problems).placed(case.locate)
    return evolve(case, tables=(*case.tables, *tables), peers=True)


def alone(scheme: Scheme, case: Case) -> Case:
    """A case as it was before the rows of its peers were put beside it."""
    if not case.peers:
        return case
    cohorts = {table.id for table in _cohorts(scheme)}
    return evolve(case, tables=tuple(table for table in case.tables if table.id not in cohorts), peers=False)


def with_own_rows(scheme: Scheme, case: Case) -> Case:
    """A case among its peers with its own row as its facts are now; any other case as it is."""
    if not case.peers:
        return case
    plans = {table.id: table for table in _cohorts(scheme)}
    return evolve(case, tables=tuple(_with_own_row(plans[one.id], one, case) if one.id in plans else one for one in case.tables))


def _with_own_row(table: Table, rows: CaseTable, case: Case) -> CaseTable:
    return evolve(rows, rows=tuple(_row(table, case) if row.cells.get(table.key[0]) == case.subject else row for row in rows.rows))


def _cohorts(scheme: Scheme) -> Iterator[Table]:
    return (table for table in scheme.tables if table.cohort)


def _row(table: Table, case: Case) -> Row:
    cells: dict[str, Written] = {table.key[0]: case.subject}
    assumed: dict[str, None] = {}
    for column in table.column:
        given = None if column.fact is None else case.fact(column.fact)
        if given is not None:
            cells[column.id] = given.value
            assumed |= dict.fromkeys([given.assumed] if given.assumed else [])
    return Row(cells=cells, assumed="；".join(assumed))


def _placed(case: Case, problem: Problem) -> tuple[Problem, ...]:
    return SupervisionRulesError([problem]).placed(case.locate).problems
