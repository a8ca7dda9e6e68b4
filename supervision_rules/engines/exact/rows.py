"""Rows → values: derived columns, aggregates, and which rows an aggregate counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any

from attrs import define, field

from ...expression import Aggregate, Node, Ref
from ...lowering import LoweredScheme, TablePlan, key_words, plain
from .compiling import ROWS, Compiled, Environment
from .roots import Roots


class RowEnvironment(dict[str, Any]):
    """The cells of a row under the names of their columns; what it lacks is looked up above: in the parent row, then in the case."""

    def __init__(self, cells: dict[str, Any], above: Environment, plan: TablePlan, key: tuple[Any, ...]) -> None:
        super().__init__(cells)
        self.above = above
        self.plan = plan
        self.key = key

    @property
    def table(self) -> str:
        """The table that the row is of."""
        return self.plan.id

    def lineage(self) -> Iterator[RowEnvironment]:
        """The row itself and the rows above it."""
        above: Environment = self
        while isinstance(above, RowEnvironment):
            yield above
            above = above.above

    def __missing__(self, name: str) -> Any:
        return self.above[name]


@define
class Counted:
    """The rows that an aggregate counted (`fitting`), those that it left out for a higher one of the same name, and those that its condition was
    asked of (`seen`).
    """

    superseded: list[RowEnvironment] = field(factory=list)
    fitting: list[RowEnvironment] = field(factory=list)
    seen: list[RowEnvironment] = field(factory=list)

    @property
    def rows(self) -> list[str]:
        """The rows counted, by key."""
        return [label(row) for row in self.fitting]

    @property
    def left_out(self) -> list[RowEnvironment]:
        """The rows that the condition leaves out."""
        kept = {id(row) for row in self.fitting}
        return [row for row in self.seen if id(row) not in kept]


class Rows:
    """The rows of a case, with their derived columns, below the scalars of the case."""

    def __init__(
        self, lowered: LoweredScheme, given: dict[str, list[dict[str, Any]]], scalars: dict[str, Any], compiled: Callable[[Node], Compiled]
    ) -> None:
        self._compiled = compiled
        self._tables: dict[str, list[RowEnvironment]] = {}
        self._by_key: dict[str, dict[tuple[Any, ...], RowEnvironment]] = {}
        self._below: dict[tuple[str, int], list[RowEnvironment]] = {}
        self._columns = lowered.columns
        scalars[ROWS] = self
        for plan in _parents_first(lowered.tables.values()):
            if plan.id in given:
                names = {column.id: f"{plan.id}.{column.id}" for column in plan.columns}
                rows = self._tables[plan.id] = [self._row(plan, names, cells, scalars) for cells in given[plan.id]]
                self._by_key[plan.id] = {row.key: row for row in reversed(rows)}
                for row in rows:
                    for upper in row.lineage():
                        self._below.setdefault((plan.id, id(upper)), []).append(row)

    def _row(self, plan: TablePlan, names: dict[str, str], cells: dict[str, Any], scalars: dict[str, Any]) -> RowEnvironment:
        above: Environment = scalars
        if plan.parent is not None:
            found = self._by_key.get(plan.parent, {}).get((cells.get(plan.parent),))
            above = Orphan(scalars) if found is None else found
        named = {names[name]: value for name, value in cells.items()}
        return RowEnvironment(named, above, plan, tuple(cells.get(name) for name in plan.key))

    def derive(self, table: str, column: str, node: Node) -> None:
        """Work a derived column out on every row."""
        compute = self._compiled(node)
        for row in self._tables.get(table, ()):
            value = compute(row)
            row[f"{table}.{column}"] = None if value is EMPTY else value

    def known(self, table: str) -> bool:
        """Whether the case has the table at all."""
        return table in self._tables

    def check(self, table: str, node: Node) -> Iterable[str]:
        """The keys of the rows on which a condition is false."""
        compute = self._compiled(node)
        return [label(row) for row in self._tables.get(table, ()) if compute(row) is False]

    def value(self, node: Aggregate, env: Environment, counted: Counted | None = None) -> Any:
        """What an aggregate comes to; None where rows or cells that it needs are unknown, `Empty` where it needs rows and has none."""
        if not self.known(node.table):
            return None
        rows: list[RowEnvironment] | None = self.below(node.table, env)
        if node.highest is not None and node.by is not None:
            rows = self._highest(rows or [], node.by, node.highest, counted)
        if rows is None:
            return None
        fitting = self._where(rows, node.where)
        if fitting is None:
            return None
        if node.years is not None:
            fitting = self._series(node.by, fitting, range(node.years[0], node.years[1] + 1))
            if fitting is None:
                return None
        if counted is not None:
            counted.fitting, counted.seen = fitting, rows
        if node.op == "share":
            return self._share(node, rows, fitting)
        return self._reduce(node, fitting, env)

    def below(self, table: str, env: Environment) -> list[RowEnvironment]:
        """The rows of a table that lie below a row, or all where it is the case that is asked."""
        return self._below.get((table, id(env)), []) if isinstance(env, RowEnvironment) else self._tables[table]

    def _where(self, rows: list[RowEnvironment], where: Node | None) -> list[RowEnvironment] | None:
        if where is None:
            return rows
        condition = self._compiled(where)
        outcomes = [condition(row) for row in rows]
        return None if None in outcomes else [row for row, holds in zip(rows, outcomes, strict=True) if holds]

    def _values(self, node: Node | None, rows: list[RowEnvironment]) -> list[Any] | None:
        compute = self._compiled(node) if node is not None else (lambda _: 1)
        values = [compute(row) for row in rows]
        return None if None in values else values

    def _share(self, node: Aggregate, rows: list[RowEnvironment], fitting: list[RowEnvironment]) -> Any:
        whole, part = self._values(node.value, rows), self._values(node.value, fitting)
        return None if whole is None or part is None else share(part, whole)

    def _reduce(self, node: Aggregate, rows: list[RowEnvironment], env: Environment) -> Any:
        values = self._values(node.value, rows)
        if values is None:
            return None
        weights = self._values(node.by, rows) if node.op == "cv" else None
        own = self._compiled(node.own)(env) if node.op == "rank" and node.own is not None else None
        return reduced(node.op, values, weights, own)

    def _series(self, by: Node | None, rows: list[RowEnvironment], years: range) -> list[RowEnvironment] | None:
        """The rows of the years, one each and in their order; None where a year is missing, there twice or not known."""
        known = self._values(by, rows)
        if known is None:
            return None
        found = [[row for row, year in zip(rows, known, strict=True) if year == wanted] for wanted in years]
        return [of_year[0] for of_year in found] if all(len(of_year) == 1 for of_year in found) else None

    def _highest(self, rows: list[RowEnvironment], by: Node, highest: Node, counted: Counted | None) -> list[RowEnvironment] | None:
        assert isinstance(highest, Ref)
        order = self._columns[highest.name].values
        names, levels = self._values(by, rows), self._values(highest, rows)
        if names is None or levels is None:
            return None
        best: dict[Any, int] = {}
        for index, name in enumerate(names):
            if name not in best or order.index(levels[index]) > order.index(levels[best[name]]):
                best[name] = index
        kept = set(best.values())
        if counted is not None:
            counted.superseded.extend(row for index, row in enumerate(rows) if index not in kept)
        return [row for index, row in enumerate(rows) if index in kept]


def reduced(op: str, values: list[Any], weights: list[Any] | None = None, own: Any = None) -> Any:
    """What the known values of rows come to. `weights` are those of a coefficient of variation; `own` is what a rank places among them."""
    match op:
        case "count":
            return len(values)
        case "sum":
            return plain(sum(values, Fraction(0)))
        case "min" | "max":
            return (min(values) if op == "min" else max(values)) if values else EMPTY
        case "cv":
            return _dispersion(values, weights)
        case "falls":
            return sum(later < earlier for earlier, later in pairwise(values))
        case "rises":
            return sum(later > earlier for earlier, later in pairwise(values))
        case "rank":
            return None if own is None else 1 + sum(value > own for value in values)
    raise AssertionError(op)


def share(part: list[Any], whole: list[Any]) -> Any:
    """What part of the whole some values are."""
    return plain(Fraction(sum(part), sum(whole))) if sum(whole) else EMPTY


def _dispersion(values: list[Any], weights: list[Any] | None) -> Any:
    """Standard deviation ÷ mean, its square (WΣwx² − (Σwx)²) ÷ (Σwx)² of whole numbers: what all values are scaled by falls out. Where nobody has
    anything it is 0: all are alike.
    """
    if weights is None or not sum(weights):
        return None
    values, weights = _whole(values), _whole(weights)
    weighed = [weight * value for weight, value in zip(weights, values, strict=True)]
    total = sum(weighed)
    squares = sum(part * value for part, value in zip(weighed, values, strict=True))
    if total == 0:
        return None if squares else Roots()
    return Roots.root(Fraction(sum(weights) * squares - total**2, total**2))


def _whole(values: list[Any]) -> list[int]:
    """Numbers scaled alike so that all are whole."""
    scale = lcm(*(value.denominator for value in values))
    return [value.numerator * (scale // value.denominator) for value in values]


class Orphan(dict[str, Any]):
    """The row above a row whose parent is not there: its columns are unknown."""

    def __init__(self, scalars: Environment) -> None:
        super().__init__()
        self.scalars = scalars

    def __missing__(self, name: str) -> Any:
        return self.scalars.get(name)


class Empty:
    """An aggregate that needs rows and has none: the quantity says what it is then."""


EMPTY = Empty()


def label(row: RowEnvironment) -> str:
    """A row by its key, days as days."""
    return key_words(row.plan, row.key)


def _parents_first(plans: Iterable[TablePlan]) -> list[TablePlan]:
    waiting = list(plans)
    done: list[TablePlan] = []
    while waiting:
        ready = [plan for plan in waiting if plan.parent is None or plan.parent in {other.id for other in done}]
        done += ready
        waiting = [plan for plan in waiting if plan not in ready]
    return done
