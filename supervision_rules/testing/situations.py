"""A case in base units, as it is moved about."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from ..lowering import Requirement, Value
from ..scheme.memo import Remembering

Cells = Mapping[str, Value]


@frozen
class Spot:
    """Where a value stands: a fact, or the cell `table.column` of a row by its position."""

    name: str
    row: int | None = None

    @property
    def table(self) -> str:
        """The table of a cell."""
        return self.name.partition(".")[0]

    @property
    def column(self) -> str:
        """The column of a cell."""
        return self.name.partition(".")[2]


@frozen
class Breach:
    """A constraint that does not hold, and the position of the row on which it does not."""

    constraint: Requirement
    row: int | None = None


@frozen(slots=False)
class Situation(Remembering):
    """The values of a case in base units: those of facts (and of totals that no rows tell), and the rows of the tables that it has.

    What is missing is not there.
    """

    values: Mapping[str, Value] = field(factory=dict)
    rows: Mapping[str, tuple[Cells, ...]] = field(factory=dict)

    def value(self, spot: Spot) -> Value:
        """The value at a spot, None where there is none."""
        return self.values.get(spot.name) if spot.row is None else self.rows[spot.table][spot.row].get(spot.column)

    def put(self, spot: Spot, value: Value) -> Situation:
        """The situation with another value at a spot, or with none."""
        if spot.row is None:
            return self.giving({spot.name: value})
        rows = list(self.rows[spot.table])
        rows[spot.row] = {name: cell for name, cell in {**rows[spot.row], spot.column: value}.items() if cell is not None}
        return self.having({spot.table: tuple(rows)})

    def giving(self, values: Mapping[str, Value]) -> Situation:
        """The situation with other values of facts; those of None are taken away."""
        return Situation({name: value for name, value in {**self.values, **values}.items() if value is not None}, self.rows)

    def having(self, rows: Mapping[str, tuple[Cells, ...] | None]) -> Situation:
        """The situation with other rows; a table of None is taken away."""
        return Situation(self.values, {table: of for table, of in {**self.rows, **rows}.items() if of is not None})
