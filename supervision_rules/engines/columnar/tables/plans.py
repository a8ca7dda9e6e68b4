"""A program on tables of one kind: which expressions, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from ....messages import Problem, SupervisionRulesError
from ..clauses.program import Figure, Program, Words
from ..clauses.terms import Term, Test
from ..clauses.translating import divisor
from ..clauses.values import Truth
from .expressions import Expressions, Place, TooWide
from .facts import FactColumn, checked, places, prepared, prepared_divisor, wrong

REFUSED = "refused"


@frozen
class Plan:
    """Expressions of a module (`narwhals` or `polars`): the facts, the columns of each stage, and the answers."""

    nw: Any
    facts: Sequence[Any]
    stages: Sequence[Sequence[Any]]
    answers: Sequence[Any]

    def of(self, table: Any, rest: Sequence[str]) -> Any:
        """The answers of a table, after those of its own columns that are named."""
        kept = [self.nw.col(name) for name in rest]
        table = table.select(*kept, *self.facts)
        for stage in self.stages:
            table = table.with_columns(*stage)
        return table.select(*kept, *self.answers)


def plan(nw: Any, made: Program, found: Sequence[FactColumn], names: Sequence[str], *, guarded: bool, narrow: bool) -> Plan:
    """The plan of a program for the answers that are named.

    Where it is `guarded`, an answer `refused` names the first column whose cell is not as its fact is declared, and the other answers of such a row
    are null. Raises SupervisionRulesError (`too-wide`) where 64 bits do not hold what is worked out.
    """
    standing = places(found, lacking=not made.complete)
    reached = needed(made, names)
    expressions = Expressions(nw, standing, narrow)
    facts = [prepared(one, standing[one.made.id], expressions) for one in found if one.made.id in reached]
    facts += [prepared_divisor(one, standing[name], expressions) for one in found if (name := divisor(one.made.id)) in reached]
    asked = checked(found) if guarded else []
    stages = []
    for number, stage in enumerate(made.stages):
        columns = []
        for position, (name, what) in enumerate(stage.items()):
            if name in reached:
                place = f"__column_{number}_{position}"
                columns.append(_column(expressions, name, what).alias(place))
                standing[name] = Place(place) if isinstance(what, Test) else Place(place, *expressions.ends(what), what.lacks)
        if columns:
            stages.append(columns)
    answers = [expressions.answer(made.answers[name]) for name in names]
    if asked:
        answers = [nw.when(nw.col(REFUSED).is_null()).then(answer) for answer in answers]
    refused = [nw.col(REFUSED)] if asked else []
    named = [_refused(nw, asked).alias(REFUSED)] if asked else []
    return Plan(nw, [*facts, *named], stages, [*refused, *(answer.alias(name) for answer, name in zip(answers, names, strict=True))])


def _column(expressions: Expressions, name: str, what: Term | Test) -> Any:
    try:
        return expressions.test(what) if isinstance(what, Test) else expressions.column(what)
    except TooWide:
        raise SupervisionRulesError([Problem("too-wide", {"id": name.split(":")[0]})]) from None


def _refused(nw: Any, asked: Iterable[FactColumn]) -> Any:
    """The first column whose cell is not as declared, else null."""
    found = nw.lit(None, dtype=nw.String())
    for one in reversed(list(asked)):
        found = nw.when(wrong(nw, one)).then(nw.lit(one.column)).otherwise(found)
    return found


def needed(made: Program, names: Iterable[str]) -> set[str]:
    """The facts and columns behind answers."""
    columns = {name: what for stage in made.stages for name, what in stage.items()}
    waiting: list[Any] = [made.answers[name] for name in names]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        match one:
            case Figure():
                waiting.append(one.column)
            case Truth():
                waiting += [one.sure, one.possible]
            case Words():
                waiting += [*one.tests, one.rank]
            case Term(op="column") | Test(op="flag" | "word" | "lacks"):
                waiting.append(one.args[0])
            case Term() | Test():
                waiting += one.args
            case tuple():
                waiting += one
            case str() if one not in found:
                found.add(one)
                waiting.append(columns.get(one))
    return found
