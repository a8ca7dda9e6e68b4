"""What a sweep finds: a table with a row for every case at every step, and what it comes to by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from operator import add
from typing import Any

from attrs import define, field, frozen

from ....expression import common
from ....scheme import Scheme
from ..tables.plans import REFUSED
from .swept import Swept

STEP, CHANGED, AT, BEFORE = "step", "changed", "at_", "__before_"
COMPARED = ("total", "total_of", "grade")
LOSS, CASE, FALLS = "__loss", "__case", "__falls"
FINE = 10**4
"""Losses of those that are hit hardest are put in order by ten thousandths."""


@frozen
class Step:
    """A combination of values (base units) by fact or target; number 0 has none and is the scheme and the cases as they are."""

    number: int
    values: Mapping[str, bool | int | str | Fraction]


@frozen(kw_only=True)
class Moves:
    """How many cases lose and gain at a point or bonus, and how many marks together (levels in a scheme without points)."""

    item: str
    losing: int
    lost: Fraction
    gaining: int
    gained: Fraction


@frozen(kw_only=True)
class Hit:
    """A case that loses: what it is called, its total and grade before and after, what it loses, and at which points."""

    case: str
    before: Fraction | None
    after: Fraction | None
    grade_before: str | None
    grade: str | None
    loss: Fraction
    changed: tuple[str, ...]


@frozen(kw_only=True)
class StepSummary:
    """What the cases come to at a step: how many have a total, its mean, how many have each grade (None: open), what changes, who loses most."""

    step: Step
    cases: int
    totals: int
    mean: Fraction | None
    grades: Mapping[str | None, int]
    losing: int
    gaining: int
    items: tuple[Moves, ...]
    hardest: tuple[Hit, ...] = ()


@define(kw_only=True, slots=False)
class Sweep:
    """A sweep: `items` are the points and bonuses that read what is swept, `units` of which part of a mark numbers in the table are whole numbers."""

    scheme: Scheme
    swept: tuple[Swept, ...]
    steps: tuple[Step, ...]
    units: Mapping[str, Fraction]
    items: tuple[str, ...]
    _own: tuple[str, ...] = field(repr=False)
    _names: tuple[str, ...] = field(repr=False)
    _parts: tuple[Any, ...] = field(repr=False, eq=False)

    @property
    def table(self) -> Any:
        """A row for every case at every step, step 0 being as it is: its own columns, `step`, the value of each fact and target that is swept
        (`at_ID`), total and grade before, the answers, and which points and bonuses `changed`. Of the kind of the table that was swept, lazy where
        that was lazy.
        """
        import narwhals as nw

        schema = self._whole.collect_schema().names()
        before = [nw.col(f"{BEFORE}{name}").alias(f"{name}_before") for name in self._names if name in COMPARED]
        refused = [nw.col(f"{BEFORE}{REFUSED}").alias(REFUSED)] if f"{BEFORE}{REFUSED}" in schema else []
        told = [STEP, *(f"{AT}{one.id}" for one in self.swept)]
        changed = [self._changed(nw).alias(CHANGED)] if self._scored else []
        return self._whole.select(*self._own, *told, *before, *self._names, *changed, *refused).to_native()

    @cached_property
    def _whole(self) -> Any:
        """The rows of all steps."""
        import narwhals as nw

        return nw.concat(self._parts, how="vertical")

    @property
    def _scored(self) -> tuple[str, ...]:
        """The points and bonuses that can change and of which scores were asked for."""
        return tuple(id for id in self.items if f"score_{id}" in self._names)

    def _changed(self, nw: Any) -> Any:
        """Which points and bonuses have another score, those included whose score is known only before or only now."""
        said = []
        for id in self._scored:
            before, now = nw.col(f"{BEFORE}score_{id}"), nw.col(f"score_{id}")
            one_known = before.is_null() & ~now.is_null() | ~before.is_null() & now.is_null()
            said.append(nw.when((before != now).fill_null(value=False) | one_known).then(nw.lit(id)))
        return nw.concat_str(said, separator="/", ignore_nulls=True)

    def summary(self, case: str | None = None, most: int = 10) -> tuple[StepSummary, ...]:
        """What the cases come to at every step, step 0 first, with the `most` cases that lose most, of those alike first whose grade changes.

        These are called as in column `case`; by default as in the first column with words that is no fact.
        """
        counts, grades, hardest = self._counts(), self._grades(), self._hardest(case, most)
        found = []
        for step in (Step(0, {}), *self.steps):
            rows = [row for row in counts if row[STEP] == step.number]
            totals = sum(row["totals"] for row in rows)
            total = sum((Fraction(row["total"], row.get("of", 1)) for row in rows if row["totals"]), Fraction(0)) * self.units.get("total", 1)
            found.append(
                StepSummary(
                    step=step,
                    cases=sum(row["cases"] for row in rows),
                    totals=totals,
                    mean=total / totals if totals else None,
                    grades=grades.get(step.number, {}),
                    losing=sum(row["losing"] for row in rows),
                    gaining=sum(row["gaining"] for row in rows),
                    items=tuple(self._moves(id, number, rows) for number, id in enumerate(self._scored)) if step.number else (),
                    hardest=tuple(hardest.get(step.number, ())),
                )
            )
        return tuple(found)

    def _moves(self, id: str, number: int, rows: Sequence[Mapping[str, Any]]) -> Moves:
        losing, lost, gaining, gained = (sum(row[f"{key}{number}"] for row in rows) for key in ("losing", "lost", "gaining", "gained"))
        unit = self.units[f"score_{id}"]
        return Moves(item=id, losing=losing, lost=lost * unit, gaining=gaining, gained=gained * unit)

    @property
    def _rescaled(self) -> bool:
        return "total_of" in self._names

    @property
    def _loss_unit(self) -> Fraction:
        """Of which part of a mark losses are whole numbers."""
        if self._rescaled:
            return self.units["total"] / FINE
        return reduce(common, [self.units[name] for name in ("total", *(f"score_{id}" for id in self._scored)) if name in self.units], Fraction(1))

    def _losses(self, part: Any) -> Any:
        """A part with what each case loses: of its total; where there is none, at the points and bonuses together."""
        import narwhals as nw

        falls = [self._fall(nw, id) * int(self.units[f"score_{id}"] / self._loss_unit) for id in self._scored if not self._rescaled]
        loss = reduce(add, falls, nw.lit(0, dtype=nw.Int64()))
        if "total" in self._names:
            before, now = nw.col(f"{BEFORE}total").cast(nw.Int64()), nw.col("total").cast(nw.Int64())
            if self._rescaled:
                before, now = before * FINE // nw.col(f"{BEFORE}total_of"), now * FINE // nw.col("total_of")
            fall = (before - now) * (1 if self._rescaled else int(self.units["total"] / self._loss_unit))
            loss = nw.when(~fall.is_null()).then(fall).otherwise(loss)
        return part.with_columns(loss.alias(LOSS))

    @staticmethod
    def _fall(nw: Any, id: str) -> Any:
        """What a case loses at a point or bonus, nothing where that is not known."""
        return (nw.col(f"{BEFORE}score_{id}") - nw.col(f"score_{id}")).fill_null(0).cast(nw.Int64())

    def _counts(self) -> list[dict[str, Any]]:
        """Sums by step, and by what totals are divided by."""
        import narwhals as nw

        def count(test: Any) -> Any:
            return test.fill_null(value=False).cast(nw.Int64())

        has_total = "total" in self._names
        made = [
            nw.lit(1, dtype=nw.Int64()).alias("cases"),
            (count(~nw.col("total").is_null()) if has_total else nw.lit(0, dtype=nw.Int64())).alias("totals"),
            (nw.col("total").fill_null(0).cast(nw.Int64()) if has_total else nw.lit(0, dtype=nw.Int64())).alias("total"),
            count(nw.col(LOSS) > 0).alias("losing"),
            count(nw.col(LOSS) < 0).alias("gaining"),
        ]
        for number, id in enumerate(self._scored):
            fall = self._fall(nw, id)
            made += [count(fall > 0).alias(f"losing{number}"), nw.when(fall > 0).then(fall).otherwise(nw.lit(0)).alias(f"lost{number}")]
            made += [count(fall < 0).alias(f"gaining{number}"), nw.when(fall < 0).then(fall * -1).otherwise(nw.lit(0)).alias(f"gained{number}")]
        keys = [STEP, "of"] if self._rescaled else [STEP]
        of = [nw.col("total_of").alias("of")] if self._rescaled else []
        names = ["cases", "totals", "total", "losing", "gaining"]
        names += [f"{key}{number}" for number in range(len(self._scored)) for key in ("losing", "lost", "gaining", "gained")]
        sums = self._losses(self._whole).select(STEP, *of, *made).group_by(*keys).agg(*(nw.col(name).cast(nw.Int64()).sum() for name in names))
        return _rows(sums)

    def _grades(self) -> dict[int, dict[str | None, int]]:
        """How many cases have each grade, by step, in the order of the ladder."""
        import narwhals as nw

        counted = self._whole.select(STEP, "grade").with_columns(nw.lit(1, dtype=nw.Int64()).alias("cases")).group_by(STEP, "grade")
        found: dict[int, dict[str | None, int]] = {}
        rows = {(int(row[STEP]), _word(row["grade"])): int(row["cases"]) for row in _rows(counted.agg(nw.col("cases").sum()))}
        for number, _ in rows:
            found[number] = {}
        for number in found:
            for grade in (*(step.id for step in self.scheme.ladder.grade), None):
                if (number, grade) in rows:
                    found[number][grade] = rows[number, grade]
        return found

    def _hardest(self, case: str | None, most: int) -> dict[int, list[Hit]]:
        """Of every step the cases that lose most."""
        import narwhals as nw

        name = case or self._named(nw)
        kept = [f"{BEFORE}{one}" for one in self._names if one in COMPARED]
        kept += [one for one in self._names if one in COMPARED]
        found: dict[int, list[Hit]] = {}
        if not most:
            return found
        tops = []
        for part in self._parts[1:]:
            called = nw.col(name).cast(nw.String()) if name else nw.lit("")
            told = (
                self._losses(part)
                .filter(nw.col(LOSS) > 0)
                .with_columns(called.alias(CASE), *([self._changed(nw).alias(CHANGED)] if self._scored else []))
            )
            falls = (nw.col("grade") != nw.col(f"{BEFORE}grade")).fill_null(value=False).cast(nw.Int64()).alias(FALLS)
            told = told.with_columns(falls).select(STEP, CASE, LOSS, FALLS, *kept, *([CHANGED] if self._scored else []))
            tops.append(told.sort(LOSS, FALLS, CASE, descending=[True, True, False]).head(most))
        for row in _rows(nw.concat(tops, how="vertical")):
            found.setdefault(int(row[STEP]), []).append(self._hit(row))
        return {number: sorted(hits, key=lambda hit: (-hit.loss, hit.grade == hit.grade_before, hit.case)) for number, hits in found.items()}

    def _named(self, nw: Any) -> str | None:
        """The first column with words that is no fact."""
        schema = self._whole.collect_schema()
        read = {one for name in self.scheme.facts for one in (name.id, name.id.replace(".", "_"))}
        return next((name for name in self._own if schema[name] == nw.String and name not in read), None)

    def _hit(self, row: Mapping[str, Any]) -> Hit:
        before, after = (self._total(row, mark) for mark in (BEFORE, ""))
        return Hit(
            case=str(row[CASE]),
            before=before,
            after=after,
            grade_before=_word(row[f"{BEFORE}grade"]),
            grade=_word(row["grade"]),
            loss=int(row[LOSS]) * self._loss_unit if before is None or after is None else before - after,
            changed=tuple(one for one in str(row.get(CHANGED) or "").split("/") if one),
        )

    def _total(self, row: Mapping[str, Any], mark: str) -> Fraction | None:
        if "total" not in self._names or row[f"{mark}total"] is None:
            return None
        return Fraction(int(row[f"{mark}total"]), int(row[f"{mark}total_of"]) if self._rescaled else 1) * self.units["total"]


def _rows(table: Any) -> list[dict[str, Any]]:
    """The rows of a small table, whole numbers as such: engines add up 64 bits in more of them."""
    eager = table.collect() if hasattr(table, "collect") else table
    return [{name: int(value) if isinstance(value, int | Decimal) else value for name, value in row.items()} for row in eager.iter_rows(named=True)]


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None
