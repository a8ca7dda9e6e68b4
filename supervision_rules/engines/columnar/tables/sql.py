"""Expressions as SQL text for DuckDB and Spark: of the operations of Narwhals those that programs are made of.

Text is read by the engine at once, where every piece of an expression would be a call of its own; divisions are of whole numbers, and what is divided
stands in the text once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen


@frozen
class Dialect:
    """How an engine writes SQL. It is used as the modules `narwhals` and `polars` are."""

    __name__: str = field(alias="name")
    quote: str
    divides: str
    escapes: bool

    def name(self, column: str) -> str:
        """The name of a column, whatever is in it."""
        return self.quote + column.replace(self.quote, self.quote * 2) + self.quote

    def value(self, value: Any) -> str:
        """A value that is the same in every row."""
        match value:
            case None:
                return "NULL"
            case bool():
                return "TRUE" if value else "FALSE"
            case int() | Decimal():
                return str(value) if value >= 0 else f"({value})"
            case date():
                return f"DATE '{value.isoformat()}'"
        text = str(value).replace("'", "''") if not self.escapes else str(value).replace("\\", "\\\\").replace("'", "\\'")
        return f"'{text}'"

    @staticmethod
    def Int16() -> str:  # noqa: N802 (as Narwhals calls it)
        """Whole numbers of 16 bits."""
        return "SMALLINT"

    @staticmethod
    def Int32() -> str:  # noqa: N802
        """Whole numbers of 32 bits."""
        return "INT"

    @staticmethod
    def Int64() -> str:  # noqa: N802
        """Whole numbers of 64 bits."""
        return "BIGINT"

    @staticmethod
    def String() -> str:  # noqa: N802
        """Words."""
        return "STRING"

    @staticmethod
    def Boolean() -> str:  # noqa: N802
        """Conditions."""
        return "BOOLEAN"

    def col(self, name: str) -> Sql:
        """A column."""
        return Sql(self, self.name(name), output=name)

    def lit(self, value: Any, dtype: str | None = None) -> Sql:
        """A value that is the same in every row."""
        return Sql(self, self.value(value) if dtype is None else f"CAST({self.value(value)} AS {dtype})")

    def when(self, test: Sql) -> When:
        """The first part of a choice."""
        return When(test)

    def min_horizontal(self, *items: Sql) -> Sql:
        """The least of several that are not null."""
        return Sql(self, f"LEAST({', '.join(item.text for item in items)})")

    def max_horizontal(self, *items: Sql) -> Sql:
        """The greatest of several that are not null."""
        return Sql(self, f"GREATEST({', '.join(item.text for item in items)})")

    def concat_str(self, items: Iterable[Sql], separator: str, ignore_nulls: bool) -> Sql:  # noqa: ARG002
        """Words after one another, those left out that are null."""
        return Sql(self, f"concat_ws({self.value(separator)}, {', '.join(item.text for item in items)})")


DUCKDB = Dialect("duckdb", quote='"', divides="//", escapes=False)
SPARK = Dialect("spark", quote="`", divides="div", escapes=True)


@frozen(eq=False)
class Sql:
    """An expression; `op` is the operation that is outermost in its text, `output` the name of its column, `cases` what it chooses among."""

    dialect: Dialect
    text: str
    op: str = ""
    output: str = ""
    cases: tuple[tuple[str, str], ...] = ()
    rest: str = ""

    def otherwise(self, value: Any) -> Sql:
        """What a choice comes to where its test does not hold."""
        if isinstance(value, Sql) and value.cases:
            return _chosen(self.dialect, (*self.cases, *value.cases), value.rest)
        return _chosen(self.dialect, self.cases, self._side(value))

    def _side(self, other: Any) -> str:
        if isinstance(other, Sql):
            return f"({other.text})" if other.op else other.text
        return self.dialect.value(other)

    def _joined(self, op: str, other: Any) -> Sql:
        alike = self.op == op and op in ("+", "AND", "OR")
        return Sql(self.dialect, f"{self.text if alike else self._side(self)} {op} {self._side(other)}", op)

    def _called(self, name: str, *others: Any) -> Sql:
        return Sql(self.dialect, f"{name}({', '.join([self.text, *map(self.dialect.value, others)])})")

    def __add__(self, other: Any) -> Sql:
        return self._joined("+", other)

    def __sub__(self, other: Any) -> Sql:
        return self._joined("-", other)

    def __mul__(self, other: Any) -> Sql:
        return self._joined("*", other)

    def __floordiv__(self, other: Any) -> Sql:
        return self._joined(self.dialect.divides, other)

    def __ge__(self, other: Any) -> Sql:
        return self._joined(">=", other)

    def __gt__(self, other: Any) -> Sql:
        return self._joined(">", other)

    def __lt__(self, other: Any) -> Sql:
        return self._joined("<", other)

    def __eq__(self, other: Any) -> Any:
        return self._joined("=", other)

    def __ne__(self, other: Any) -> Any:
        return self._joined("<>", other)

    def __and__(self, other: Any) -> Sql:
        return self._joined("AND", other)

    def __or__(self, other: Any) -> Sql:
        return self._joined("OR", other)

    def __invert__(self) -> Sql:
        return Sql(self.dialect, f"NOT {self._side(self)}", "NOT")

    def alias(self, name: str) -> Sql:
        """The same under a name."""
        return evolve(self, output=name)

    def cast(self, dtype: str) -> Sql:
        """The same in another type."""
        return Sql(self.dialect, f"CAST({self.text} AS {dtype})")

    def fill_null(self, value: Any) -> Sql:
        """The same, and a value where it is null."""
        return self._called("COALESCE", value)

    def is_null(self) -> Sql:
        """Whether it is null."""
        return Sql(self.dialect, f"{self._side(self)} IS NULL", "IS")

    def is_nan(self) -> Sql:
        """Whether it is no number."""
        return self._called("isnan")

    def is_in(self, values: Sequence[Any]) -> Sql:
        """Whether it is one of several values."""
        if not values:
            return self._joined("<>", self)
        return Sql(self.dialect, f"{self._side(self)} IN ({', '.join(map(self.dialect.value, values))})", "IN")

    def abs(self) -> Sql:
        """Without its sign."""
        return self._called("abs")

    def round(self, places: int) -> Sql:
        """To so many places."""
        return self._called("round", places)

    def clip(self, lower_bound: int | None = None, upper_bound: int | None = None) -> Sql:
        """Not beyond a bound."""
        found = self
        if lower_bound is not None:
            found = When(found < lower_bound).then(Sql(self.dialect, self.dialect.value(lower_bound))).otherwise(found)
        return found if upper_bound is None else When(found >= upper_bound).then(Sql(self.dialect, self.dialect.value(upper_bound))).otherwise(found)

    @property
    def dt(self) -> Sql:
        """Days have their parts."""
        return self

    def year(self) -> Sql:
        """The year of a day."""
        return self._called("year")

    def ordinal_day(self) -> Sql:
        """The number of a day in its year."""
        return self._called("dayofyear")

    @property
    def column(self) -> str:
        """The expression as a column of a query."""
        return self.text if self.text == self.dialect.name(self.output) else f"{self.text} AS {self.dialect.name(self.output)}"


@frozen
class When:
    """A choice of which the outcome is not said yet."""

    test: Sql

    def then(self, value: Any) -> Sql:
        """What it comes to where the test holds; null elsewhere."""
        return _chosen(self.test.dialect, ((self.test.text, self.test._side(value)),), "")


def _chosen(dialect: Dialect, cases: tuple[tuple[str, str], ...], rest: str) -> Sql:
    said = " ".join(f"WHEN {test} THEN {value}" for test, value in cases)
    return Sql(dialect, f"CASE {said}{f' ELSE {rest}' if rest else ''} END", cases=cases, rest=rest)


class SqlTable:
    """A relation of DuckDB or a data frame of Spark, queried with SQL text."""

    def __init__(self, native: Any, dialect: Dialect, schema: Any, of_narwhals: bool) -> None:
        self._native, self._dialect, self._schema, self._of_narwhals = native, dialect, schema, of_narwhals

    def collect_schema(self) -> Any:
        """The columns with their types, as Narwhals has them."""
        return self._schema

    def collect(self) -> Any:
        """The table as it is: it stays lazy."""
        return self

    def select(self, *columns: Sql) -> SqlTable:
        """The table of these columns."""
        texts = [one.column for one in columns]
        native = self._native.project(", ".join(texts)) if self._dialect is DUCKDB else self._native.selectExpr(*texts)
        return SqlTable(native, self._dialect, None, self._of_narwhals)

    def with_columns(self, *columns: Sql) -> SqlTable:
        """The table with these columns beside its own."""
        every = [*map(self._dialect.col, self._native.columns), *columns]
        return self.select(*every)

    def to_native(self) -> Any:
        """The table as its engine has it, or as Narwhals has it where it was given so."""
        if not self._of_narwhals:
            return self._native
        import narwhals as nw

        return nw.from_native(self._native)
