"""What the columnar engine answers → what a file of scores says: numbers as decimals of marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..engines.columnar import Columnar, Wanted
from ..messages import decimal_places
from .cells import decimal

if TYPE_CHECKING:
    from polars import DataFrame, Expr

ENDS = ("score_", "least_", "most_")


class Figures:
    """The answers that are written of those that are worked out."""

    def __init__(self, columnar: Columnar, wanted: Wanted, counted: Wanted) -> None:
        self._units = columnar.units
        points = {f"{end}{item.id}" for item in columnar.lowered.points for end in ENDS} if columnar.lowered.levels else set()
        self.counted = counted.of(columnar.programs[False])
        self.names = [name for name in wanted.of(columnar.programs[False]) if name not in points]

    def of(self, answers: DataFrame) -> DataFrame:
        """The answers in marks. Where a number has no decimal that ends, it is to be divided by that in the column `_of` after it."""
        return answers.select(expression for name in self.names for expression in self._written(name))

    def _written(self, name: str) -> Sequence[Expr]:
        import polars

        unit = self._units.get(name)
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
        return name in self._units and decimal_places(self._units[name]) is None
