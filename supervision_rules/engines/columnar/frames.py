"""Tables of cases scored where they are: Polars, pandas, PyArrow, DuckDB, Spark and whatever else Narwhals knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ...lowering import lower
from ...messages import Problem, SupervisionRulesError, require
from ...scheme import Scheme
from .expressions import Expressions, Place, TooWide
from .facts import FactColumn, Facts, any_of, checked, outside, prepared, refusal, wrong
from .program import Figure, Program, Words, programs
from .terms import Term, Test
from .values import Truth

if TYPE_CHECKING:
    import narwhals as nw

ROW = "__row"
REFUSED = "refused"


@frozen(kw_only=True)
class Wanted:
    """What is answered of each row: by default the score of every point and bonus, base score, bonus, total, vetoes and grade.

    Without `points` it is the total and the grade. `ranges` adds the least and the most that every score and the total can be, and the grades that are
    possible; `clauses` whether each clause applies.
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
        overall += ["least_total", "most_total"] if self.ranges else []
        last = ["grade", "grades"] if self.ranges else ["grade"]
        overall = [each for name in overall for each in (name, f"{name}_of")]
        found = [name for name in made.answers if name.split("_", 1)[0] in kinds and not name.startswith(("least_total", "most_total"))]
        return found + [name for name in (*overall, *last) if name in made.answers]


class Columnar:
    """A scheme compiled for tables of cases. Safe to share between threads.

    Raises SupervisionRulesError: `extra-missing` where Narwhals is not installed, what is wrong with the scheme, `too-wide` where 64 bits could not hold
    a number of it.
    """

    def __init__(self, scheme: Scheme) -> None:
        require("narwhals", "bulk")
        self.scheme = scheme
        self.lowered = lower(scheme)
        self._facts = Facts(self.lowered)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that a table must have columns for."""
        return tuple(made.id for made in self._facts.read)

    @property
    def units(self) -> Mapping[str, Fraction]:
        """Of which part of a mark the numbers in a column of results are whole numbers: 1042 of 1/10 is 104.2.

        Numbers that are not divided alike in every row, as a base score counted up to 100 again, are divided by those of the column `_of` after them.
        """
        return {name: one.unit for name, one in self.programs[False].answers.items() if isinstance(one, Figure)}

    @cached_property
    def programs(self) -> Mapping[bool, Program]:
        """What is worked out of rows of which none lacks a fact, and of any."""
        return programs(self.lowered)

    def assess(
        self,
        frame: Any,
        wanted: Wanted = Wanted(),
        *,
        columns: Mapping[str, str] | None = None,
        whole: bool = False,
        partial: bool = False,
        complete: bool = False,
    ) -> Any:
        """The table, a row a case, with columns of what the scheme makes of it; lazy where it was lazy.

        `columns` names the column of a fact where it is not that of its id. `whole`: numbers are whole numbers of the last place of their facts
        (7215 for 72.15). `partial`: a fact may have no column, and is missing in every row. `complete`: no cell is null (a lazy table is not asked).

        Numbers in the results are whole numbers of `units`. A row that lacks facts has what is known without them. An eager table is checked first; in a
        lazy one the column `refused` names the column whose cell is not as its fact is declared, and what that row comes to is null.

        Raises SupervisionRulesError with what is wrong with columns (`fact-without-column`, `column-of-other-type`), and with the first cell of each that
        is not as declared (`cell-outside-domain`, `cell-with-more-places`, `cell-of-other-words`).
        """
        import narwhals as nw

        table = nw.from_native(frame)
        lazy = isinstance(table, nw.LazyFrame)
        schema = table.collect_schema()
        found = self._facts.find(schema, columns or {}, whole, partial)
        if lazy:
            return self._lazily(table, found, wanted, complete).to_native()
        self._check(table, found)
        answered = self._eagerly(table, found, wanted)
        taken = [name for name in answered.columns if name in schema]
        if taken:
            raise SupervisionRulesError([Problem("column-taken", {"columns": taken})])
        return nw.concat([table, answered], how="horizontal").to_native()

    def _check(self, table: nw.DataFrame[Any], found: list[FactColumn]) -> None:
        import narwhals as nw

        asked = checked(found)
        if not asked or not len(table):
            return
        asked = [one for one, beyond in zip(asked, outside(table, asked), strict=True) if beyond]
        if not asked:
            return
        told = table.select(*(wrong(one).any().alias(f"__{position}") for position, one in enumerate(asked))).row(0)
        problems = []
        for one, bad in zip(asked, told, strict=True):
            if bad:
                first = table.select(nw.col(one.column)).with_row_index(ROW).filter(wrong(one)).head(1)
                problems.append(refusal(one, first[one.column][0], str(int(first[ROW][0]) + 1)))
        if problems:
            raise SupervisionRulesError(problems)

    def _eagerly(self, table: nw.DataFrame[Any], found: list[FactColumn], wanted: Wanted) -> nw.DataFrame[Any]:
        """The answers, rows that lack nothing worked out by themselves."""
        import narwhals as nw

        given = [one for one in found if one.column]
        counts = table.select(*(nw.col(one.column).null_count().alias(f"__{n}") for n, one in enumerate(given))).row(0) if given else ()
        short = {one.column for one, count in zip(given, counts, strict=True) if count}
        if len(given) < len(found):
            return self._worked_out(table, found, wanted, complete=False)
        if not short:
            return self._worked_out(table, found, wanted, complete=True)
        rows = table.select(*{one.column: nw.col(one.column) for one in given}.values()).with_row_index(ROW)
        lacks = any_of([nw.col(name).is_null() for name in sorted(short)])
        parts = [self._worked_out(rows.filter(test), found, wanted, complete, keep=True) for complete, test in ((True, ~lacks), (False, lacks))]
        return nw.concat(parts, how="vertical").sort(ROW).drop(ROW)

    def _worked_out(self, table: nw.DataFrame[Any], found: list[FactColumn], wanted: Wanted, complete: bool, keep: bool = False) -> nw.DataFrame[Any]:
        import narwhals as nw

        rest = [nw.col(ROW)] if keep else []
        polars = table.implementation.is_polars()
        source: Any = table.lazy() if polars else table
        made = self._planned(source, found, wanted, complete, narrow=True, rest=rest)
        return made.collect() if polars else made

    def _lazily(self, table: nw.LazyFrame[Any], found: list[FactColumn], wanted: Wanted, complete: bool) -> nw.LazyFrame[Any]:
        import narwhals as nw

        names = table.collect_schema().names()
        return self._planned(table, found, wanted, complete, narrow=table.implementation.is_polars(), rest=[nw.col(name) for name in names], guarded=True)

    def _planned(
        self, table: Any, found: list[FactColumn], wanted: Wanted, complete: bool, narrow: bool, rest: list[nw.Expr], guarded: bool = False
    ) -> Any:
        """The answers of a program in the order of its stages, with `rest` of the table before them."""
        import narwhals as nw

        made = self.programs[complete]
        places = self._facts.places(found, lambda one: not complete)
        names = wanted.of(made)
        needed = _needed(made, names)
        expressions = Expressions(places, narrow)
        facts = [prepared(one, places[one.made.id], expressions) for one in found if one.made.id in needed]
        asked = checked(found) if guarded else []
        refused = [_named(asked).alias(REFUSED)] if asked else []
        table = table.select(*rest, *facts, *refused) if guarded or rest else table.select(*facts)
        for number, stage in enumerate(made.stages):
            columns = {}
            for position, (name, what) in enumerate(stage.items()):
                if name in needed:
                    place = f"__column_{number}_{position}"
                    columns[name] = self._column(expressions, name, what).alias(place)
                    places[name] = _place(expressions, place, what)
            if columns:
                table = table.with_columns(*columns.values())
        answers = [expressions.answer(made.answers[name]) for name in names]
        if refused:
            answers = [nw.when(nw.col(REFUSED).is_null()).then(answer) for answer in answers]
        kept = [*rest, *([nw.col(REFUSED)] if refused else [])]
        return table.select(*kept, *(answer.alias(name) for answer, name in zip(answers, names, strict=True)))

    def _column(self, expressions: Expressions, name: str, what: Term | Test) -> nw.Expr:
        try:
            return expressions.test(what) if isinstance(what, Test) else expressions.column(what)
        except TooWide:
            raise SupervisionRulesError([Problem("too-wide", {"id": name.split(":")[0]})]) from None


def _place(expressions: Expressions, name: str, what: Term | Test) -> Place:
    return Place(name) if isinstance(what, Test) else Place(name, *expressions.ends(what), what.lacks)


def _named(asked: Iterable[FactColumn]) -> nw.Expr:
    """The first column whose cell is not as declared, else null."""
    import narwhals as nw

    found: Any = nw.lit(None, dtype=nw.String())
    for one in reversed(list(asked)):
        found = nw.when(wrong(one)).then(nw.lit(one.column)).otherwise(found)
    return found


def _needed(made: Program, names: Iterable[str]) -> set[str]:
    """The facts and columns behind answers."""
    columns = {name: what for stage in made.stages for name, what in stage.items()}
    waiting: list[Any] = [made.answers[name] for name in names]
    found: set[str] = set()
    while waiting:
        one = waiting.pop()
        match one:
            case Figure():
                waiting += [one.column] if one.column else []
            case Truth():
                waiting += [one.sure, one.possible]
            case Words():
                waiting += [*one.tests, *filter(None, [one.rank])]
            case Term(op="column") | Test(op="flag" | "word" | "lacks"):
                waiting.append(one.args[0])
            case Term(op="sum"):
                waiting += [part for part, _ in one.args[0]]
            case Term() | Test():
                waiting += [part for part in one.args if isinstance(part, Term | Test)]
                waiting += [test for part in one.args if isinstance(part, tuple) for test in part if isinstance(test, Test)]
            case str() if one not in found:
                found.add(one)
                waiting += [columns[one]] if one in columns else []
    return found


def assess(scheme: Scheme, frame: Any, wanted: Wanted = Wanted(), **how: Any) -> Any:
    """What a scheme makes of a table of cases: as `Columnar.assess`, the scheme compiled at its first use and kept with it."""
    return columnar_of(scheme).assess(frame, wanted, **how)


def columnar_of(scheme: Scheme) -> Columnar:
    """The columnar engine of a scheme, compiled at its first use and kept with it."""
    return scheme.once("columnar", lambda: Columnar(scheme))
