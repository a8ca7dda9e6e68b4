"""Tables of cases scored where they are: Polars, pandas, PyArrow, DuckDB, Spark and whatever else Narwhals knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from typing import Any

from attrs import frozen

from ...lowering import lower
from ...messages import Problem, SupervisionRulesError, require
from ...scheme import Scheme
from .facts import FactColumn, any_of, checked, facts_read, find, outside, refusal, wrong
from .plans import REFUSED, Plan, plan
from .program import Figure, Program, programs_of

ROW = "__row"


@frozen(kw_only=True)
class Wanted:
    """What is answered of each row: by default the score of every point and bonus, base score, bonus, total, vetoes and grade.

    Without `points` it is the total and the grade. `ranges` adds the least and the most that every score and the total can be, and the grades that
    are possible; `clauses` whether each clause applies.
    """

    points: bool = True
    ranges: bool = False
    clauses: bool = False

    def of(self, made: Program) -> list[str]:
        """The names of what is answered, in the order of the scheme."""
        kinds = ["score", "level", "veto"] if self.points else []
        kinds += ["least", "most"] if self.points and self.ranges else []
        kinds += ["clause"] if self.clauses else []
        overall = ["base_score", "bonus", "total"] if self.points else ["total"]
        overall += ["total_least", "total_most"] if self.ranges else []
        overall = [*(each for name in overall for each in (name, f"{name}_of")), "grade", *(["grades"] if self.ranges else [])]
        return [name for name in made.answers if name.split("_", 1)[0] in kinds and name not in overall] + [
            name for name in overall if name in made.answers
        ]


class Columnar:
    """A scheme compiled for tables of cases. Safe to share between threads.

    Raises SupervisionRulesError: `extra-missing` where Narwhals is not installed, or with what is wrong with the scheme.
    """

    def __init__(self, scheme: Scheme) -> None:
        require("narwhals", "bulk")
        self.scheme = scheme
        self.lowered = lower(scheme)
        self._columns: dict[Any, tuple[FactColumn, ...]] = {}
        self._plans: dict[Any, Plan] = {}

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that a table has columns for."""
        return tuple(made.id for made in facts_read(self.lowered))

    @property
    def units(self) -> Mapping[str, Fraction]:
        """Of which part of a mark the numbers in a column of results are whole numbers: 1042 of 1/10 is 104.2.

        Numbers that are not divided alike in every row, as a base score counted up to 100 again, are divided by those of the column `_of` after them.
        """
        return {name: one.unit for name, one in self.programs[False].answers.items() if isinstance(one, Figure)}

    @cached_property
    def programs(self) -> Mapping[bool, Program]:
        """What is worked out of rows of which none lacks a fact, and of any."""
        return programs_of(self.scheme)

    def assess(
        self,
        frame: Any,
        wanted: Wanted = Wanted(),
        *,
        columns: Mapping[str, str] | None = None,
        whole: bool = False,
        partial: bool = False,
        complete: bool = False,
        check: bool = True,
    ) -> Any:
        """The table, a row a case, with columns of what the scheme makes of it; of the same kind, and lazy where it was lazy.

        `columns` names the column of a fact where it is not that of its id. `whole`: numbers are whole numbers of the last place of their facts
        (7215 for 72.15). `partial`: a fact may have no column, and is missing in every row. `complete`: no cell of a lazy table is null.

        Numbers in the results are whole numbers of `units`. A row that lacks facts has what is known without them. An eager table is checked
        first; in a lazy one the column `refused` names the first column whose cell is not as its fact is declared, and the other answers of that row
        are null. Without `check`, what is not as declared is not noticed, and what comes of it is of no meaning.

        Raises SupervisionRulesError with what is wrong with the columns (`fact-without-column`, `column-of-other-type`, `column-taken`), with the
        first cell of each that is not as declared (`cell-outside-domain`, `cell-with-more-places`, `cell-of-other-words`), and `too-wide` where 64
        bits do not hold what is worked out.
        """
        nw, table = _opened(frame)
        schema = table.collect_schema()
        found = self._found(schema, columns or {}, whole, partial)
        self._free(schema, wanted)
        kind = nw, not hasattr(table, "collect")
        if not kind[1]:
            answered = self._plan(kind, found, wanted, complete, guarded=check).of(table, schema.names())
            return answered if frame is table else answered.to_native()
        if check:
            _check(nw, table, found)
        whole_table = nw.concat([table, self._eagerly(kind, table, found, wanted)], how="horizontal")
        return whole_table if frame is table else whole_table.to_native()

    def _found(self, schema: Any, columns: Mapping[str, str], whole: bool, partial: bool) -> tuple[FactColumn, ...]:
        """The facts in tables with such columns, found once."""
        key = (tuple(schema.items()), tuple(columns.items()), whole, partial)
        if key not in self._columns:
            known = import_module("narwhals").Schema.from_native(schema) if not hasattr(schema, "to_polars") else schema
            self._columns[key] = tuple(find(self.lowered, known, columns, whole=whole, partial=partial))
        return self._columns[key]

    def _free(self, schema: Any, wanted: Wanted) -> None:
        """Raises SupervisionRulesError where a column has the name of an answer."""
        taken = sorted(schema.keys() & {*wanted.of(self.programs[False]), REFUSED})
        if taken:
            raise SupervisionRulesError([Problem("column-taken", {"columns": taken})])

    def _eagerly(self, kind: Kind, table: Any, found: tuple[FactColumn, ...], wanted: Wanted) -> Any:
        """The answers, rows that lack nothing worked out by themselves."""
        nw = kind[0]
        given = list(dict.fromkeys(one.column for one in found if one.column))
        rows = table.select(*given)
        short = [name for name, count in zip(given, rows.null_count().row(0), strict=True) if count] if given else []
        whole = all(one.column for one in found)
        if not (whole and short):
            return self._worked_out(kind, rows, found, wanted, complete=whole)
        rows = rows.with_row_index(ROW)
        lacks = any_of([nw.col(name).is_null() for name in short])
        parts = [self._worked_out(kind, rows.filter(test), found, wanted, complete, [ROW]) for complete, test in ((True, ~lacks), (False, lacks))]
        return nw.concat(parts, how="vertical").sort(ROW).drop(ROW)

    def _worked_out(self, kind: Kind, table: Any, found: tuple[FactColumn, ...], wanted: Wanted, complete: bool, rest: Sequence[str] = ()) -> Any:
        made = self._plan(kind, found, wanted, complete)
        return made.of(table.lazy(), rest).collect() if _of_polars(kind) else made.of(table, rest)

    def _plan(self, kind: Kind, found: tuple[FactColumn, ...], wanted: Wanted, complete: bool, guarded: bool = False) -> Plan:
        """How a program is worked out on tables with such columns, made once."""
        key = (kind[0].__name__, kind[1], found, wanted, complete, guarded)
        if key not in self._plans:
            names = wanted.of(self.programs[False])
            self._plans[key] = plan(kind[0], self.programs[complete], found, names, guarded=guarded, narrow=_of_polars(kind) or kind[1])
        return self._plans[key]


Kind = tuple[Any, bool]
"""The module of a table's expressions, and whether it is eager."""


def _opened(frame: Any) -> tuple[Any, Any]:
    """A table with the module of its expressions: of Polars its own, else Narwhals."""
    import narwhals as nw

    table = nw.from_native(frame)
    return (import_module("polars"), frame) if table.implementation.is_polars() else (nw, table)


def _of_polars(kind: Kind) -> bool:
    return bool(kind[0].__name__ == "polars")


def _check(nw: Any, table: Any, found: tuple[FactColumn, ...]) -> None:
    """Raises SupervisionRulesError with the first cell of each column that is not as its fact is declared."""
    asked = outside(nw, table, checked(found)) if len(table) else []
    told = table.select(*(wrong(nw, one).any().alias(f"__{position}") for position, one in enumerate(asked))).row(0) if asked else ()
    problems = []
    for one, bad in zip(asked, told, strict=True):
        if bad:
            first = table.select(nw.col(one.column)).with_row_index(ROW).filter(wrong(nw, one)).head(1)
            problems.append(refusal(one, first[one.column][0], str(int(first[ROW][0]) + 1)))
    if problems:
        raise SupervisionRulesError(problems)


def assess(scheme: Scheme, frame: Any, wanted: Wanted = Wanted(), **how: Any) -> Any:
    """What a scheme makes of a table of cases: as `Columnar.assess`, the scheme compiled at its first use and kept with it."""
    return columnar_of(scheme).assess(frame, wanted, **how)


def columnar_of(scheme: Scheme) -> Columnar:
    """The columnar engine of a scheme, compiled at its first use and kept with it."""
    return scheme.once("columnar", lambda: Columnar(scheme))
