"""Tables of cases scored where they are: Polars, pandas, PyArrow, DuckDB, Spark and whatever else Narwhals knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from typing import Any

from attrs import frozen

from ....lowering import LoweredScheme, lower
from ....messages import Problem, SupervisionRulesError, require
from ....scheme import Scheme
from ..clauses.program import Figure, Program, programs, programs_of
from ..clauses.translating import Pairs
from .facts import ROW, FactColumn, any_of, column_of, divisors, facts_read, find, refusals
from .plans import REFUSED, Plan, plan
from .sql import DUCKDB, SPARK, SqlTable

HANDED = "__handed"
MOST_DIVISOR = 10**6
SMALL = 10_000
"""Up to so many rows it takes longer to find out what columns have in common than to work that out twice."""


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
    """A scheme compiled for tables of cases, or what is made of it (`lowered`) with targets as inputs. Safe to share between threads.

    Raises SupervisionRulesError: `extra-missing` where Narwhals is not installed, or with what is wrong with the scheme.
    """

    def __init__(self, scheme: Scheme, lowered: LoweredScheme | None = None) -> None:
        require("narwhals", "bulk")
        self.scheme = scheme
        self.lowered = lowered or lower(scheme)
        self._columns: dict[Any, tuple[FactColumn, ...]] = {}
        self._plans: dict[Any, Plan] = {}
        self._programs: dict[Any, Mapping[bool, Program]] = {}

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that a table has columns for."""
        return tuple(made.id for made in facts_read(self.lowered))

    @property
    def units(self) -> Mapping[str, Fraction]:
        """Of which part of a mark the numbers in a column of results are whole numbers: 1042 of 1/10 is 104.2.

        Numbers that are not divided alike in every row, as a base score counted up to 100 again, are divided by those of the column `_of` after them.
        """
        return _units(self.programs[False])

    def units_of(self, frame: Any, columns: Mapping[str, str] | None = None) -> Mapping[str, Fraction]:
        """The same for a table that may have pairs: numbers over the numbers of another column."""
        nw, table = _opened(frame)
        return _units(self._programs_of(self._pairs(nw, table, table.collect_schema(), columns or {}))[False])

    @cached_property
    def programs(self) -> Mapping[bool, Program]:
        """What is worked out of rows of which none lacks a fact, and of any."""
        return programs_of(self.scheme) if self.lowered is lower(self.scheme) else programs(self.lowered)

    def _programs_of(self, pairs: Pairs) -> Mapping[bool, Program]:
        """The programs for tables with pairs, made once."""
        key = tuple(pairs.items())
        if key not in self._programs:
            self._programs[key] = programs(self.lowered, pairs) if pairs else self.programs
        return self._programs[key]

    def _pairs(self, nw: Any, table: Any, schema: Any, columns: Mapping[str, str]) -> dict[str, int]:
        """The pairs of a table, each with the most that its divisor is: of an eager table the power of ten that none is above."""
        found = divisors(self.lowered, _schema(schema), columns)
        if not found or hasattr(table, "collect"):
            return dict.fromkeys(found, MOST_DIVISOR)
        ends = table.select(*(nw.col(under).max().alias(id) for id, under in found.items())).row(0)
        return {id: 10 ** max(1, len(str(max(int(most or 1) - 1, 1)))) for id, most in zip(found, ends, strict=True)}

    def assess(
        self,
        frame: Any,
        wanted: Wanted = Wanted(),
        *,
        columns: Mapping[str, str] | None = None,
        whole: bool | Iterable[str] = False,
        partial: bool = False,
        complete: bool = False,
        check: bool = True,
    ) -> Any:
        """The table, a row a case, with columns of what the scheme makes of it; of the same kind, and lazy where it was lazy.

        `columns` names the column of a fact where it is not that of its id. `whole`: numbers are whole numbers of the last place of their facts
        (7215 for 72.15), or those of the facts named are. `partial`: a fact may have no column, and is missing in every row. `complete`: no cell of
        a lazy table is null.

        A number with a second column `NAME_of`, both of whole numbers, is a pair: the first over the second, in the unit of the fact. The second is
        at least 1, and in a lazy table at most 1,000,000. The results of a table with pairs are whole numbers of `units_of(frame)`.

        Numbers in the results are whole numbers of `units`. A row that lacks facts has what is known without them. An eager table is checked
        first; in a lazy one the column `refused` names the first column whose cell is not as its fact is declared, and the other answers of that row
        are null. Without `check`, what is not as declared is not noticed, and what comes of it is of no meaning.

        Raises SupervisionRulesError with what is wrong with the columns (`fact-without-column`, `column-of-other-type`, `column-taken`), with the
        first cell of each that is not as declared (`cell-outside-domain`, `cell-with-more-places`, `cell-of-other-words`), and `too-wide` where 64
        bits do not hold what is worked out.
        """
        nw, table = _opened(frame)
        if table is frame and nw.__name__ == "narwhals" and table.implementation.is_polars():
            given: dict[str, Any] = {"columns": columns, "whole": whole, "partial": partial, "complete": complete, "check": check}
            return nw.from_native(self.assess(table.to_native(), wanted, **given))
        schema = table.collect_schema()
        if nw.__name__ == "narwhals" and not hasattr(table, "collect"):
            how = {"columns": columns, "whole": whole, "partial": partial, "check": check}
            whole_table = _beside(table, self._by_polars(table, wanted, how))
            return whole_table if frame is table else whole_table.to_native()
        pairs = self._pairs(nw, table, schema, columns or {})
        found = self._found(schema, columns or {}, pairs, whole if isinstance(whole, bool) else frozenset(whole), partial)
        self._free(schema, wanted, pairs)
        kind = nw, not hasattr(table, "collect")
        if not kind[1]:
            answered = self._plan(kind, found, wanted, complete, guarded=check).of(table, schema.names())
            return answered if frame is table else answered.to_native()
        if check:
            _check(nw, table, found)
        whole_table = nw.concat([table, self._eagerly(kind, table, found, wanted)], how="horizontal")
        return whole_table if frame is table else whole_table.to_native()

    def _by_polars(self, table: Any, wanted: Wanted, how: Mapping[str, Any]) -> Any:
        """The answers of an eager table of another kind: its facts are handed to Polars, which takes them from Arrow as they are."""
        require("polars", "bulk")
        import polars

        schema = table.collect_schema()
        self._free(schema, wanted, {})
        names = [column_of(self.lowered, made, schema, how["columns"] or {}) for made in facts_read(self.lowered)]
        kept = [name for name in dict.fromkeys(one for name in names for one in (name, f"{name}_of")) if name in schema]
        rows = polars.DataFrame({HANDED: range(len(table))})
        if not kept:
            return self.assess(rows, wanted, **how).drop(HANDED)
        given = import_module("narwhals").maybe_reset_index(table.select(*kept)).to_arrow()
        facts = rows.hstack(polars.DataFrame(given))
        return self.assess(facts, wanted, **how).drop(HANDED, *kept)

    def _found(self, schema: Any, columns: Mapping[str, str], pairs: Pairs, whole: bool | frozenset[str], partial: bool) -> tuple[FactColumn, ...]:
        """The facts in tables with such columns, found once."""
        key = (tuple(schema.items()), tuple(columns.items()), tuple(pairs.items()), whole, partial)
        if key not in self._columns:
            self._columns[key] = tuple(find(self.lowered, _schema(schema), columns, pairs, whole=whole, partial=partial))
        return self._columns[key]

    def _free(self, schema: Any, wanted: Wanted, pairs: Pairs) -> None:
        """Raises SupervisionRulesError where a column has the name of an answer."""
        taken = sorted(schema.keys() & {*wanted.of(self._programs_of(pairs)[False]), REFUSED})
        if taken:
            raise SupervisionRulesError([Problem("column-taken", {"columns": taken})])

    def _eagerly(self, kind: Kind, table: Any, found: tuple[FactColumn, ...], wanted: Wanted) -> Any:
        """The answers, rows that lack nothing worked out by themselves."""
        nw = kind[0]
        given = list(dict.fromkeys(one.column for one in found if one.column))
        needed = list(dict.fromkeys([*given, *(one.under for one in found if one.under)]))
        short = [name for name, count in zip(given, table.select(*given).null_count().row(0), strict=True) if count] if given else []
        whole = all(one.column for one in found)
        if whole and not short and self._plan(kind, found, wanted, complete=True).facts:  # what is the same in all rows would come back once
            return self._worked_out(kind, table.select(*needed), found, wanted, complete=True)
        rows = table.with_row_index(ROW).select(ROW, *needed)
        if not (whole and short):
            return self._worked_out(kind, rows, found, wanted, complete=whole, rest=[ROW]).drop(ROW)
        lacks = any_of([nw.col(name).is_null() for name in short])
        parts = [self._worked_out(kind, rows.filter(test), found, wanted, complete, [ROW]) for complete, test in ((True, ~lacks), (False, lacks))]
        return nw.concat(parts, how="vertical").sort(ROW).drop(ROW)

    def _worked_out(self, kind: Kind, table: Any, found: tuple[FactColumn, ...], wanted: Wanted, complete: bool, rest: Sequence[str] = ()) -> Any:
        made = self._plan(kind, found, wanted, complete)
        if _of_polars(kind) and len(table) > SMALL:
            return made.of(table.lazy(), rest).collect()
        return made.of(table, rest)

    def _plan(self, kind: Kind, found: tuple[FactColumn, ...], wanted: Wanted, complete: bool, guarded: bool = False) -> Plan:
        """How a program is worked out on tables with such columns, made once."""
        key = (kind[0].__name__, kind[1], found, wanted, complete, guarded)
        if key not in self._plans:
            made = self._programs_of({one.made.id: one.most for one in found if one.under})
            names = wanted.of(made[False])
            self._plans[key] = plan(kind[0], made[complete], found, names, guarded=guarded, narrow=_of_polars(kind) or kind[1])
        return self._plans[key]


def _units(made: Program) -> dict[str, Fraction]:
    return {name: one.unit for name, one in made.answers.items() if isinstance(one, Figure)}


def _schema(schema: Any) -> Any:
    """The columns of a table of any kind with their types as Narwhals has them."""
    return schema if hasattr(schema, "to_polars") else import_module("narwhals").Schema.from_native(schema)


Kind = tuple[Any, bool]
"""The module of a table's expressions, and whether it is eager."""


def _opened(frame: Any) -> tuple[Any, Any]:
    """A table with the module of its expressions: of Polars its own, for DuckDB and Spark SQL, else Narwhals."""
    import narwhals as nw

    table = nw.from_native(frame)
    if table.implementation.is_polars() and frame is not table:
        return import_module("polars"), frame
    dialect = DUCKDB if table.implementation.is_duckdb() else SPARK if table.implementation.is_pyspark() else None
    if dialect is None:
        return nw, table
    return dialect, SqlTable(nw.to_native(table), dialect, table.collect_schema(), of_narwhals=table is frame)


def _beside(table: Any, answers: Any) -> Any:
    """An eager table with the answers beside it; in pandas they are of the types of Arrow, since whole numbers may be missing."""
    import narwhals as nw

    if not table.implementation.is_pandas():
        made = answers if table.implementation.is_polars() else answers.to_arrow()
        return nw.concat([table, nw.from_native(made)], how="horizontal")
    made = answers.to_pandas(use_pyarrow_extension_array=True)
    made.index = nw.to_native(table).index
    return nw.concat([table, nw.from_native(made)], how="horizontal")


def _of_polars(kind: Kind) -> bool:
    return bool(kind[0].__name__ == "polars")


def _check(nw: Any, table: Any, found: tuple[FactColumn, ...]) -> None:
    """Raises SupervisionRulesError with the first cell of each column that is not as its fact is declared."""
    problems = [problem for _, problem, _ in refusals(nw, table, found)]
    if problems:
        raise SupervisionRulesError(problems)


def assess(scheme: Scheme, frame: Any, wanted: Wanted = Wanted(), **how: Any) -> Any:
    """What a scheme makes of a table of cases: as `Columnar.assess`, the scheme compiled at its first use and kept with it."""
    return columnar_of(scheme).assess(frame, wanted, **how)


def columnar_of(scheme: Scheme) -> Columnar:
    """The columnar engine of a scheme, compiled at its first use and kept with it."""
    return scheme.once("columnar", lambda: Columnar(scheme))
