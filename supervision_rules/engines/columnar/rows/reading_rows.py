"""Tables of records → the rows of the cases, checked: each under its case and under the row of the table above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from typing import Any

from attrs import evolve, frozen

from ....expression import Kind, near
from ....lowering import ColumnPlan, Input, LoweredScheme, TablePlan, key_words
from ....messages import Place, Problem, Problems, SupervisionRulesError, message
from ....scheme import DAY
from ..clauses.translating import whole_reach
from ..tables.expressions import Expressions
from ..tables.expressions import Place as Standing
from ..tables.facts import ROW, FactColumn, column_of, fits, prepared, refusals
from .row_values import CASES, Level, Numbers, index

FIRST_DAY = 719163
"""The number of the day from which engines count moments: 1 January 1970."""
GIVEN = "given:"


@frozen
class Reading:
    """How tables are read: the key of a case, the columns of facts that are not named as they are, and what numbers mean."""

    pl: Any
    lowered: LoweredScheme
    key: tuple[str, ...]
    columns: Mapping[str, str]
    whole: bool
    partial: bool
    check: bool

    def cases(self, frame: Any) -> Level:
        """The cases, each with the facts that its row gives. What rows may tell as well stands under `given:` and its id."""
        problems = Problems()
        for name in self.key:
            if name not in frame.columns:
                problems.add("key-without-column", column=name, alike=near(name, frame.columns))
        problems.stop()
        self._check_cases(frame.select(self.key))
        schema = _schema(frame)
        found = [self._column(made, column_of(self.lowered, made, schema, self.columns), schema, problems) for made in self.lowered.inputs.values()]
        problems.stop()
        if self.check:
            _check_cells(self.pl, frame, [one for one in found if one.column], CASES, problems)
        problems.stop()
        level = Level(self.pl, self.lowered, CASES, self.pl.DataFrame({index(CASES): _count(self.pl, len(frame))}), {})
        for one in found:
            self._put(level, one, frame, f"{GIVEN}{one.made.id}" if _counted(one.made) else one.made.id)
        return level

    def _check_cases(self, keys: Any) -> None:
        """Every case has a key of its own."""
        for name in self.key:
            if keys[name].null_count():
                row = int(keys[name].is_null().arg_true()[0]) + 1
                raise SupervisionRulesError([Problem("key-empty", {"column": name}, place=_place("", row, name))])
        if keys.is_duplicated().any():
            again = int(keys.select(~self.pl.struct(self.pl.all()).is_first_distinct()).to_series().arg_true()[0])
            first = keys.rows().index(keys.row(again))
            where: dict[str, Any] = {
                "key": said(keys.row(again)),
                "columns": list(self.key),
                "first": message("place.row", row=first + 1),
                "row": again + 1,
            }
            raise SupervisionRulesError([Problem("case-in-two-rows", where, place=_place("", again + 1, self.key[0]))])

    def table(
        self, plan: TablePlan, frame: Any, cases: Any, above: Mapping[str, Level], known: Any, needed: Sequence[str], problems: Problems
    ) -> Level:
        """The rows of a table under the cases (`cases` has their keys) and the tables above."""
        pl, count = self.pl, len(problems.found)
        for name in self.key:
            if name not in frame.columns:
                problems.add("key-without-column", plan.id, column=name, alike=near(name, frame.columns))
        schema = {name: type for name, type in _schema(frame).items() if name not in self.key or name in self.columns.values()}
        found = []
        for one in plan.columns:
            if one.node is None and (f"{plan.id}.{one.id}" in needed or one.id in (*plan.key, plan.parent)):
                full = f"{plan.id}.{one.id}"
                name = self.columns.get(full, one.id if one.id in schema else full if full in schema else full.replace(".", "_"))
                if name not in schema and not self.partial:
                    problems.add("cells-without-column", plan.id, one.id, table=plan.id, id=one.id, alike=near(one.id, schema))
                found.append(self._column(one, name, schema, problems))
        if len(problems.found) > count:
            return self.without_rows(plan, above)
        frame = self._under_cases(plan, frame, cases, known, problems)
        if self.check:
            _check_cells(pl, frame, [one for one in found if one.column], plan.id, problems)
        if len(problems.found) > count:
            return self.without_rows(plan, above)
        return self._level(plan, frame, found, above, cases, problems)

    def names(self, plan: TablePlan) -> set[str]:
        """The names that columns of a table may have."""
        full = [f"{plan.id}.{one.id}" for one in plan.columns]
        short = [one.id for one in plan.columns]
        return {*self.key, *short, *full, *(name.replace(".", "_") for name in full), *(self.columns[name] for name in full if name in self.columns)}

    def without_rows(self, plan: TablePlan, above: Mapping[str, Level]) -> Level:
        """A table that no case has rows of."""
        pl = self.pl
        level = Level(pl, self.lowered, plan.id, pl.DataFrame({index(table): pl.Series([], dtype=pl.UInt32) for table in (*above, plan.id)}), above)
        for one in plan.columns:
            if one.node is None:
                self._put(level, FactColumn(one, ""), level.frame, f"{plan.id}.{one.id}")
        return level

    def _under_cases(self, plan: TablePlan, frame: Any, cases: Any, known: Any, problems: Problems) -> Any:
        """The rows with the index of their case, without those of cases whose rows are not known."""
        pl = self.pl
        keys = [pl.col(name).cast(cases.schema[name], strict=False) for name in self.key]
        at = frame.select(keys).join(cases, on=list(self.key), how="left", maintain_order="left")[index(CASES)]
        frame = frame.with_columns(at, *([] if ROW in frame.columns else [_count(pl, len(frame)).alias(ROW)]))
        if at.null_count():
            first = frame.filter(pl.col(index(CASES)).is_null()).head(1)
            where = {"table": plan.id, "key": said(first.select(self.key).row(0))}
            problems.found.append(Problem("rows-without-case", where, place=_place(plan.id, int(first[ROW][0]) + 1, self.key[0])))
        return frame if known.all() else frame.filter(known.fill_null(value=False).gather(at).fill_null(value=False))

    def _level(self, plan: TablePlan, frame: Any, found: Sequence[FactColumn], above: Mapping[str, Level], cases: Any, problems: Problems) -> Level:
        pl = self.pl
        cells = Level(pl, self.lowered, plan.id, frame.select(index(CASES)), {})
        for one in found:
            self._put(cells, one, frame, f"{plan.id}.{one.made.id}")
        where = _Where(self.key, plan, frame, cells, cases)
        where.check_keys(problems)
        indices = {index(CASES): frame[index(CASES)], index(plan.id): _count(pl, len(frame))}
        if plan.parent is not None:
            upper = above[plan.parent]
            (key,) = self.lowered.tables[plan.parent].key
            rows = upper.frame.select(index(CASES), pl.col(f"{plan.parent}.{key}").alias("key"), pl.col(index(plan.parent)))
            rows = rows.filter(pl.col("key").is_not_null()).unique([index(CASES), "key"], keep="first", maintain_order=True)
            own = cells.frame.select(index(CASES), pl.col(f"{plan.id}.{plan.parent}").cast(rows.schema["key"]).alias("key"))
            at = own.join(rows, on=[index(CASES), "key"], how="left", maintain_order="left")[index(plan.parent)]
            indices[index(plan.parent)] = at
            where.check_parents(plan.parent, at, above, problems)
            indices |= {index(table): upper.frame[index(table)].gather(at) for table in upper.above if table != CASES}
        level = Level(pl, self.lowered, plan.id, pl.DataFrame(indices), above)
        for one in found:
            self._put(level, one, frame, f"{plan.id}.{one.made.id}")
        return level

    def _column(self, made: Input | ColumnPlan, name: str, schema: Mapping[str, Any], problems: Problems) -> FactColumn:
        """The column of a fact or of cells; none where there is none such."""
        if name not in schema:
            return FactColumn(made, "")
        if str(schema[name]) != "Unknown" and not fits(made.kind, schema[name]):
            problems.add("column-of-other-type", made.id, column=name, type=str(schema[name]), kind=message(f"kind.{made.kind.value}"))
        return FactColumn(made, name, schema[name], self.whole)

    def _put(self, level: Level, one: FactColumn, frame: Any, name: str) -> None:
        """Add a column to a level as programs read it."""
        pl, kind = self.pl, one.made.kind
        if one.column and str(one.type) == "Unknown":
            one = evolve(one, column="")
        place = Standing(name, *one.reach, lacks=True, size=one.size)
        made = Expressions(pl, {name: place}, narrow=True)
        nothing = pl.Series(name, [None] * len(level), dtype=pl.Int16)
        if kind in (Kind.CHOICE, Kind.TEXT):
            words = frame.select(pl.col(one.column).cast(pl.String)).to_series() if one.column else nothing.cast(pl.String)
            level.put_words(name, words, one.made.values)
        elif kind is Kind.CONDITION:
            level.put_flag(name, frame[one.column] if one.column else nothing.cast(pl.Boolean))
        elif not one.column:
            level.put(name, Numbers(nothing, Fraction(1)))
        elif kind is Kind.MOMENT:
            seconds = frame.select(pl.col(one.column).dt.timestamp("ms").floordiv(1000) + FIRST_DAY * DAY).to_series()
            level.put(name, Numbers(seconds, Fraction(1)))
        else:
            level.put(name, Numbers(frame.select(prepared(one, place, made))[name], whole_reach(one.made)[2]))


@frozen
class _Where:
    """Says of rows which they are."""

    key: tuple[str, ...]
    plan: TablePlan
    frame: Any
    cells: Level
    cases: Any

    def check_keys(self, problems: Problems) -> None:
        """Every row has a key of its own in its case."""
        plan, pl = self.plan, self.cells.pl
        names = [f"{plan.id}.{name}" for name in plan.key]
        lacks = self.cells.frame.select(pl.any_horizontal(pl.col(name).is_null() for name in names)).to_series()
        if lacks.any():
            row = self.frame.filter(lacks).row(0, named=True)
            problems.add("key-cell-missing", *self._at(row), table=plan.id, key=list(plan.key))
        again = self.cells.frame.select(index(CASES), *names).is_duplicated() & ~lacks
        if again.any():
            row = self.frame.filter(again).row(0, named=True)
            key = tuple(self.cells.frame.filter(again).select(names).row(0))
            problems.add("duplicate-row", *self._at(row), table=plan.id, key=key_words(plan, key))

    def check_parents(self, parent: str, at: Any, above: Mapping[str, Level], problems: Problems) -> None:
        """The row above is there, where the case has that table."""
        name = f"{self.plan.id}.{parent}"
        have = above[parent].known.gather(self.frame[index(CASES)])
        lost = self.cells.frame[name].is_not_null() & at.is_null() & have
        if lost.any():
            row = self.frame.filter(lost).row(0, named=True)
            key = str(self.cells.frame.filter(lost)[name][0])
            problems.add("parent-row-missing", *self._at(row), table=self.plan.id, parent=parent, key=key)

    def _at(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        return said(self.cases.row(row[index(CASES)])[: len(self.key)]), self.plan.id


def said(key: Sequence[Any]) -> str:
    """The key of a case in words."""
    return " ".join(map(str, key))


def _place(table: str, row: int, column: str) -> Place:
    return Place(table, row, within=message("place.cell", row=row, column=column))


def _count(pl: Any, number: int) -> Any:
    return pl.int_range(number, dtype=pl.UInt32, eager=True)


def _counted(made: Any) -> bool:
    return getattr(made, "aggregate", None) is not None


def _schema(frame: Any) -> Any:
    return import_module("narwhals").from_native(frame).collect_schema()


def _check_cells(pl: Any, frame: Any, found: Sequence[FactColumn], table: str, problems: Problems) -> None:
    """Note the first cell of each column that is not as declared."""
    for one, told, row in refusals(pl, frame, [one for one in found if str(one.type) != "Unknown"]):
        problems.found.append(evolve(told, place=_place(table, row + 1, one.column)))
