"""Answers of the columnar engine, table after table → their summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ..engines.columnar import Columnar
from ..lowering import Item
from .summary import ClauseCount, ItemCount, Summary, Totals, VetoCount

if TYPE_CHECKING:
    from polars import DataFrame, Expr

GRAIN = 100


class Tally:
    """Counts answers. What it keeps does not grow with the rows."""

    def __init__(self, columnar: Columnar, answers: list[str], units: Mapping[str, Fraction]) -> None:
        self._columnar, self._lowered, self._units = columnar, columnar.lowered, units
        self._names = set(answers)
        self._clauses = [name for name in answers if name.startswith("clause_")]
        self._vetoes = [name for name in answers if name.startswith("veto_")]
        self._items = [item for item in self._lowered.items if f"score_{item.id}" in self._names]
        self._cases = self._decided = 0
        self._counts: Counter[str] = Counter()
        self._sums: Counter[str] = Counter()
        self._exact: dict[str, Fraction] = {}
        self._levels: dict[str, Counter[str]] = {}
        self._totals: Counter[Fraction] = Counter()
        self._lowest: Fraction | None = None
        self._highest: Fraction | None = None
        self._sum = Fraction(0)

    def add(self, answers: DataFrame) -> None:
        """Count more rows."""
        self._cases += len(answers)
        asked = dict(self._asked())
        if asked:
            self._counts.update(answers.select(made.alias(alias) for alias, made in asked.items()).row(0, named=True))
        for item in self._items:
            self._add_up(answers, f"score_{item.id}")
            if f"level_{item.id}" in self._names:
                self._count_words(answers, f"level_{item.id}")
        self._count_words(answers, "grade")
        if "total" in self._names:
            self._add_totals(answers)

    def summary(self) -> Summary:
        """What there was."""
        grades = self._levels.get("grade", Counter())
        ladder = [step.id for step in self._lowered.ladder]
        totals = None
        if self._lowest is not None and self._highest is not None:
            decided = self._totals.total()
            totals = Totals(cases=decided, sum=self._sum, lowest=self._lowest, highest=self._highest, counts=dict(sorted(self._totals.items())))
        ungraded = self._cases - grades.total()
        return Summary(
            scheme=self._columnar.scheme,
            cases=self._cases,
            pending=self._cases - self._totals.total() if "total" in self._names else ungraded,
            totals=totals,
            grades={grade: grades[grade] for grade in ladder},
            ungraded=ungraded,
            vetoes=tuple(VetoCount(id=name.removeprefix("veto_"), **self._truth(name)) for name in self._vetoes),
            items=tuple(self._item(item) for item in self._items),
        )

    def _asked(self) -> Iterator[tuple[str, Expr]]:
        """The numbers of rows that are counted, by name."""
        import polars

        for name in (*self._clauses, *self._vetoes):
            yield f"{name}:applies", polars.col(name).sum()
            yield f"{name}:open", polars.col(name).null_count()
        for item in self._items:
            score = polars.col(f"score_{item.id}")
            limit = item.limit / self._units[f"score_{item.id}"]
            yield f"{item.id}:open", score.null_count()
            if limit.denominator == 1:
                under = polars.col(f"score_{item.id}_of").cast(polars.Int64) if f"score_{item.id}_of" in self._names else 1
                yield f"{item.id}:full", (score.cast(polars.Int64) == under * int(limit)).sum()

    def _truth(self, name: str) -> dict[str, int]:
        return {"applies": self._counts[f"{name}:applies"], "open": self._counts[f"{name}:open"]}

    def _item(self, item: Item) -> ItemCount:
        name = f"score_{item.id}"
        clauses = [ClauseCount(id=clause.id, **self._truth(f"clause_{clause.id}")) for part in item.parts for clause in part.clauses]
        return ItemCount(
            id=item.id,
            bonus=item in self._lowered.bonuses,
            limit=item.limit,
            scored=self._cases - self._counts[f"{item.id}:open"],
            open=self._counts[f"{item.id}:open"],
            full=self._counts[f"{item.id}:full"],
            sum=self._exact.get(name, Fraction(0)) + self._sums[name] * self._units[name],
            levels={level: self._levels[f"level_{item.id}"][level] for level in self._lowered.levels} if f"level_{item.id}" in self._levels else {},
            clauses=tuple(sorted(clauses, key=lambda one: -one.applies)),
        )

    def _add_up(self, answers: DataFrame, name: str) -> None:
        import polars

        if f"{name}_of" in self._names:
            added = sum((value * count for value, count in self._exactly(answers, name)), Fraction(0))
            self._exact[name] = self._exact.get(name, Fraction(0)) + added
        else:
            self._sums[name] += int(answers[name].cast(polars.Int64).sum())

    def _add_totals(self, answers: DataFrame) -> None:
        for value, count in self._exactly(answers, "total"):
            grain = value if GRAIN % value.denominator == 0 else Fraction(value * GRAIN // 1, GRAIN)
            self._totals[grain] += count
            self._sum += value * count
            self._lowest = value if self._lowest is None else min(self._lowest, value)
            self._highest = value if self._highest is None else max(self._highest, value)

    def _exactly(self, answers: DataFrame, name: str) -> Iterator[tuple[Fraction, int]]:
        """The values of a number, each with how often it is there."""
        import polars

        columns = [name, *([f"{name}_of"] if f"{name}_of" in self._names else [])]
        found = answers.select(columns).filter(polars.col(name).is_not_null()).group_by(columns).agg(polars.len().alias("rows"))
        for over, *under, count in found.iter_rows():
            yield Fraction(over, under[0] if under else 1) * self._units[name], count

    def _count_words(self, answers: DataFrame, name: str) -> None:
        import polars

        found = answers[name].cast(polars.String).drop_nulls().value_counts()
        self._levels.setdefault(name, Counter()).update(dict(found.iter_rows()))
