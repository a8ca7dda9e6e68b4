"""What the columnar engine answers → what a file of scores says: numbers as decimals of marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..engines.columnar import Columnar, Wanted
from ..engines.columnar.clauses.program import Figure, Program, programs
from ..expression import Kind
from ..messages import decimal_places
from .cells import decimal

if TYPE_CHECKING:
    from polars import DataFrame, Expr

ENDS = ("score_", "least_", "most_")


class Figures:
    """The answers that are written of those that are worked out."""

    def __init__(self, columnar: Columnar, wanted: Wanted, counted: Wanted, rows: bool = False) -> None:
        made = _with_rows(columnar) if rows else columnar.programs[False]
        self.units = {name: one.unit for name, one in made.answers.items() if isinstance(one, Figure)}
        points = {f"{end}{item.id}" for item in columnar.lowered.points for end in ENDS} if columnar.lowered.levels else set()
        self.counted = counted.of(made)
        self.names = [name for name in wanted.of(made) if name not in points]

    def alike(self, answers: DataFrame, units: Mapping[str, Fraction]) -> DataFrame:
        """Answers in `units` as whole numbers of the units of all, of which those are multiples; a divisor that is not needed is 1."""
        import polars

        moved = [
            polars.col(name) * int(unit / self.units[name]) for name, unit in units.items() if name in answers.columns and unit != self.units[name]
        ]
        ones = [polars.lit(1, dtype=polars.Int64).alias(name) for name in self.counted if name not in answers.columns]
        return answers.with_columns(*moved, *ones).select(self.counted)

    def of(self, answers: DataFrame) -> DataFrame:
        """The answers in marks. Where a number has no decimal that ends, it is to be divided by that in the column `_of` after it."""
        return answers.select(expression for name in self.names for expression in self._written(name))

    def _written(self, name: str) -> Sequence[Expr]:
        import polars

        unit = self.units.get(name)
        if unit is None or (name.endswith("_of") and name.removesuffix("_of") in self.names):
            return [] if unit is not None and self._split(name.removesuffix("_of")) else [polars.col(name)]
        if self._split(name):
            over = polars.col(name).cast(polars.Int64) * unit.numerator
            under = polars.col(f"{name}_of") if f"{name}_of" in self.names else polars.lit(1)
            return [over, (under.cast(polars.Int64) * unit.denominator).alias(f"{name}_of")]
        places = decimal_places(unit) or 0
        return [decimal(name, places, int(unit * 10**places))]

    def _split(self, name: str) -> bool:
        """Whether what a number counts in has no decimal that ends."""
        return name in self.units and decimal_places(self.units[name]) is None


def _with_rows(columnar: Columnar) -> Program:
    """The program of a scheme where every number that may be counted from rows is one whole number over another: none has finer units."""
    inputs = columnar.lowered.inputs
    counted = [id for id in columnar.facts if inputs[id].aggregate is not None and inputs[id].kind is Kind.NUMBER]
    return programs(columnar.lowered, dict.fromkeys(counted, 1000))[False]
