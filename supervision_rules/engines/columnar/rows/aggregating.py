"""Aggregates as group-bys: for every case, or every row that has others below it, what its rows come to; unknown as the exact engine has it."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import lcm
from operator import or_
from typing import Any

from attrs import frozen

from ....expression import Aggregate, Compare, Number, Ref
from ...exact import EMPTY, reduced, share
from ..clauses.arithmetic import multiplied
from ..clauses.translating import divisor
from ..clauses.values import Value, order
from ..tables.expressions import TooWide
from .row_values import CASES, Level, NotSaid, Numbers, index

MOST = 2**63
GROUP, KEPT, FITS, OPEN, OVER, UNDER, BY = "group", "kept", "fits", "open", "over", "under", "by"


@frozen
class Found:
    """What an aggregate comes to in every row above: a number (null where it is unknown), and where it needs rows and has none."""

    numbers: Numbers
    empty: Any = None


class Aggregation:
    """One aggregate over the rows of a table, for the rows of a table above it or for the cases (`env`); `known` says of the cases whether they have
    the table.

    Raises NotSaid, or TooWide, where its conditions and values cannot be worked out in columns.
    """

    def __init__(self, node: Aggregate, rows: Level, env: Level, known: Any) -> None:
        self._pl = rows.pl
        self._node = node
        self._rows = rows
        self._env = env
        self._known = known if env.table == CASES else known.gather(env.frame[index(CASES)])
        self._times = Fraction(1)
        self._sheet = self._laid_out()

    def found(self) -> Found:
        """The number."""
        node = self._node
        if node.years is not None:
            return self._series(node.years)
        if node.op == "rank":
            return self._rank()
        if node.op == "count":
            return self._of(self._groups(count=self._pl.col(FITS).sum().cast(self._pl.Int64)), "count", Fraction(1), 0)
        if UNDER in self._sheet.columns or self._adds_up_to_much():
            return self._one_by_one()
        return self._share() if node.op == "share" else self._sum() if node.op == "sum" else self._extreme()

    def dispersions(self) -> list[Any]:
        """The coefficient of variation of every row above, exactly; None where it is unknown."""
        return self._reduced()

    def _laid_out(self) -> Any:
        """Group, condition and value of every row; rows that lie under none are left out."""
        pl, node, rows = self._pl, self._node, self._rows
        translator, made = rows.translator, rows.expressions
        columns = {GROUP: pl.col(index(self._env.table)), FITS: pl.lit(value=True), OPEN: pl.lit(value=False)}
        if node.where is not None:
            truth = translator.truth(node.where)
            columns[FITS] = made.test(truth.sure)
            columns[OPEN] = made.test(truth.possible) & ~made.test(truth.sure)
        if node.value is not None:
            self._put_value(columns, OVER, translator.value(node.value))
        elif node.op == "share":
            columns[OVER] = pl.lit(1, dtype=pl.Int64)
        if node.op == "cv" and node.by is not None:
            self._put_value(columns, BY, translator.value(node.by))
        if node.op == "rank" and node.own is not None and node.value is not None:
            columns[BY] = made.test(order(translator.value(node.value), ">", translator.value(node.own)).sure)
        sheet = rows.frame.select(**columns)
        sheet = self._highest(sheet) if node.highest is not None else sheet.with_columns(pl.lit(value=True).alias(KEPT))
        return sheet.filter(pl.col(GROUP).is_not_null())

    def _put_value(self, columns: dict[str, Any], name: str, value: Value) -> None:
        pl, made = self._pl, self._rows.expressions
        columns[name] = made.column(value.over).cast(pl.Int64)
        if name == OVER:
            self._times = value.factor
        if value.under:
            columns[UNDER if name == OVER else f"{name}/"] = made.column(multiplied(value.under)).cast(pl.Int64)

    def _highest(self, sheet: Any) -> Any:
        """Of the rows of one name only the first of the highest word is kept; where a name or word is missing, nothing is known of the group."""
        pl, node, rows = self._pl, self._node, self._rows
        assert isinstance(node.highest, Ref)
        assert isinstance(node.by, Ref)
        for name in (node.highest.name, node.by.name):
            if not rows.knows(name):
                rows.bring(name)
        if divisor(node.by.name) in rows.frame.columns:
            raise NotSaid(node.by.name)
        values = rows.words[node.highest.name]
        level = rows.frame[node.highest.name]
        rank = level.replace_strict({word: at for at, word in enumerate(values)}, default=None, return_dtype=pl.Int32)
        sheet = sheet.with_columns(rank.alias("rank"), rows.frame[node.by.name].alias("name"))
        best = (pl.col("rank") == pl.col("rank").max().over(GROUP, "name")).fill_null(value=False)
        sheet = sheet.with_columns(best.alias(KEPT), (pl.col("rank").is_null() | pl.col("name").is_null()).alias("lacks"))
        first = pl.col(KEPT).cast(pl.Int32).cum_sum().over(GROUP, "name") == 1
        sheet = sheet.with_columns(pl.col(KEPT) & first)
        lacks = pl.col("lacks").any().over(GROUP)
        return sheet.with_columns((pl.col(OPEN) & pl.col(KEPT)) | lacks, pl.col(FITS) & pl.col(KEPT))

    def _adds_up_to_much(self) -> bool:
        """Whether a sum may not fit 64 bits."""
        if OVER not in self._sheet.columns or not len(self._sheet):
            return False
        low, high = self._sheet[OVER].min() or 0, self._sheet[OVER].max() or 0
        return bool(max(-low, high) * self._sheet[GROUP].value_counts()["count"].max() >= MOST)

    def _groups(self, lacks: Any = None, **columns: Any) -> Any:
        """Columns by group, for every row above, with `unknown`: where a condition, or a cell that `lacks` names, is not known."""
        pl = self._pl
        open_ = pl.col(OPEN).any() if lacks is None else pl.col(OPEN).any() | lacks.any()
        found = self._sheet.group_by(GROUP).agg(open_.alias("unknown"), **columns)
        every = pl.DataFrame({GROUP: pl.int_range(len(self._env), dtype=self._sheet[GROUP].dtype, eager=True)})
        found = every.join(found, on=GROUP, how="left", maintain_order="left")
        return found.with_columns(pl.col("unknown").fill_null(value=False) | ~self._known.fill_null(value=False))

    def _of(self, groups: Any, name: str, times: Fraction, without: int | None, under: str = "", empty: Any = None) -> Found:
        """A number out of a column of groups, `without` in those that have no rows."""
        pl = self._pl
        cell = pl.col(name) if without is None else pl.col(name).fill_null(without)
        known = ~pl.col("unknown") if empty is None else ~pl.col("unknown") & ~empty
        sheet = groups.select(
            over=pl.when(known).then(cell),
            under=pl.when(known).then(pl.col(under)).fill_null(1) if under else None,
            empty=(empty & ~pl.col("unknown")) if empty is not None else None,
        )
        return Found(Numbers(sheet["over"], times, sheet["under"] if under else None), None if empty is None else sheet["empty"])

    def _lacking(self) -> Any:
        """Rows counted whose value is missing."""
        return self._pl.col(FITS) & self._pl.col(OVER).is_null()

    def _fitting(self) -> Any:
        return self._pl.col(OVER).filter(self._pl.col(FITS))

    def _sum(self) -> Found:
        return self._of(self._groups(self._lacking(), sum=self._fitting().sum()), "sum", self._times, 0)

    def _extreme(self) -> Found:
        best = self._fitting().min() if self._node.op == "min" else self._fitting().max()
        groups = self._groups(self._lacking(), best=best)
        return self._of(groups, "best", self._times, None, empty=self._pl.col("best").is_null())

    def _share(self) -> Found:
        pl = self._pl
        kept = pl.col(OVER).filter(pl.col(KEPT))
        groups = self._groups(pl.col(KEPT) & pl.col(OVER).is_null(), part=self._fitting().sum(), whole=kept.sum())
        groups = groups.with_columns(pl.col("whole").fill_null(0))
        sign = pl.when(pl.col("whole") < 0).then(-1).otherwise(1)
        groups = groups.with_columns(pl.col("part") * sign, (pl.col("whole") * sign).alias("all"))
        return self._of(groups, "part", Fraction(1), None, under="all", empty=pl.col("whole") == 0)

    def _rank(self) -> Found:
        """One more than the rows that are above the own value."""
        pl, env = self._pl, self._env
        assert self._node.own is not None
        own = env.translator.value(self._node.own)
        lacks = env.expressions.column(own.over).is_null()
        groups = self._groups(self._lacking(), above=(pl.col(FITS) & pl.col(BY)).sum().cast(pl.Int64))
        groups = groups.with_columns(pl.col("above").fill_null(0) + 1, pl.col("unknown") | env.frame.select(lacks=lacks)["lacks"])
        return self._of(groups, "above", Fraction(1), None)

    def _series(self, years: tuple[int, int]) -> Found:
        """How often the value of a year is below, or above, that of the year before; unknown where a year is missing or there twice."""
        pl, node, rows = self._pl, self._node, self._rows
        assert node.by is not None
        wanted = range(years[0], years[1] + 1)
        by = rows.translator.value(node.by)
        lacks = rows.expressions.column(by.over).is_null()
        tests = {f"is {year}": rows.expressions.test(rows.translator.truth(Compare("==", node.by, Number(Fraction(year)))).sure) for year in wanted}
        marks = rows.frame.select(group=pl.col(index(self._env.table)), lacks=lacks, **tests).filter(pl.col(GROUP).is_not_null())
        self._sheet = self._sheet.hstack(marks.drop(GROUP))
        columns: dict[str, Any] = {}
        for year in wanted:
            here = pl.col(FITS) & pl.col(f"is {year}")
            columns |= {f"rows {year}": here.sum(), f"over {year}": pl.col(OVER).filter(here).first()}
            columns |= {f"under {year}": pl.col(UNDER).filter(here).first()} if UNDER in self._sheet.columns else {}
        groups = self._groups(pl.col(FITS) & pl.col("lacks"), **columns)
        single = [pl.col(f"rows {year}").fill_null(0) != 1 for year in wanted]
        missing = [pl.col(f"over {year}").is_null() for year in wanted]
        groups = groups.with_columns(pl.col("unknown") | reduce(or_, [*single, *missing]))
        if UNDER in self._sheet.columns or node.op not in ("falls", "rises"):
            return told(self._pl, [self._series_of(row, wanted) for row in groups.iter_rows(named=True)])
        pairs = [(pl.col(f"over {year}"), pl.col(f"over {year + 1}")) for year in wanted[:-1]]
        moved = [(later < earlier if node.op == "falls" else later > earlier).cast(pl.Int64) for earlier, later in pairs]
        return self._of(groups.with_columns(reduce(lambda a, b: a + b, moved).alias("moved")), "moved", Fraction(1), None)

    def _series_of(self, row: dict[str, Any], years: range) -> Any:
        if row["unknown"]:
            return None
        return reduced(self._node.op, [Fraction(row[f"over {year}"], row.get(f"under {year}", 1)) * self._times for year in years])

    def _one_by_one(self) -> Found:
        """Numbers that are not alike in what they are divided by, settled in Python one group at a time."""
        return told(self._pl, self._reduced())

    def _reduced(self) -> list[Any]:
        """What the exact engine makes of the values of every group."""
        pl, node = self._pl, self._node
        lacks = self._lacking() if node.op != "share" else pl.col(KEPT) & pl.col(OVER).is_null()
        if BY in self._sheet.columns:
            lacks = lacks | (pl.col(FITS) & pl.col(BY).is_null())
        used = pl.col(KEPT) if node.op == "share" else pl.col(FITS)
        lists = {name: pl.col(name).filter(used) for name in (FITS, OVER, UNDER, BY, f"{BY}/") if name in self._sheet.columns}
        groups = self._groups(lacks, **lists)
        return [None if row["unknown"] else self._group_reduced(row) for row in groups.iter_rows(named=True)]

    def _group_reduced(self, row: dict[str, Any]) -> Any:
        if self._node.op == "cv":  # by what all values are scaled, and all weights, falls out
            return reduced("cv", _scaled(row, OVER, UNDER), _scaled(row, BY, f"{BY}/"))
        values = _values(row, OVER, UNDER, self._times)
        if self._node.op == "share":
            return share([value for value, fits in zip(values, row[FITS] or [], strict=True) if fits], values)
        return reduced(self._node.op, values)


def _values(row: dict[str, Any], over: str, under: str, times: Fraction) -> list[Any]:
    """The numbers of a group."""
    cells = row[over] or []
    if under in row:
        return [Fraction(a, b) * times for a, b in zip(cells, row[under] or [], strict=True)]
    return cells if times == 1 else [cell * times for cell in cells]


def _scaled(row: dict[str, Any], over: str, under: str) -> list[int]:
    """The numbers of a group, scaled alike so that all are whole."""
    cells: list[int] = row[over] or []
    if under not in row or not cells:
        return cells
    whole = lcm(*row[under])
    return [a * (whole // b) for a, b in zip(cells, row[under], strict=True)]


def told(pl: Any, values: list[Any]) -> Found:
    """Numbers by row that were settled in Python. Raises TooWide where 64 bits do not hold them."""
    known = [None if value is EMPTY or value is None else Fraction(value) for value in values]
    parts = [(None, 1) if value is None else (value.numerator, value.denominator) for value in known]
    if any(max(abs(over or 0), under) >= MOST for over, under in parts):
        raise TooWide
    over, under = (pl.Series([part[side] for part in parts], dtype=pl.Int64) for side in (0, 1))
    return Found(Numbers(over, Fraction(1), under), pl.Series([value is EMPTY for value in values], dtype=pl.Boolean))
