"""Rows one by one: what counts against a row, why, and what is missing to mend it."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from ..expression import Unit
from ..lowering import Value
from ..messages import Message
from .findings import Cell, NamedRow


@frozen(kw_only=True)
class Measured:
    """What a column of a row comes to, what it `needs` to be (`op`: at least, at most …), and the gap between them; all in base units.

    Of a cell `needs` is the nearest value that it may have with its declared places, so that `gap` is what has to be added or taken away.
    """

    id: str
    label: Message
    value: Value
    needs: Value
    gap: Fraction | None
    unit: Unit
    op: str


@frozen(kw_only=True)
class Check:
    """What should hold on a row and does not, or (`open`) is not known; `parts` are the conditions that decide it.

    `id` is the derived column that it is. `met` of `of` conditions hold where `k` of them have to; `rows` are the rows below that were counted,
    `cells` those without which it is not known.
    """

    wording: Message
    id: str = ""
    open: bool = False
    parts: tuple[Check, ...] = ()
    measured: Measured | None = None
    k: int = 0
    met: int = 0
    of: int = 0
    rows: tuple[NamedRow, ...] = ()
    cells: tuple[Cell, ...] = ()


@frozen(kw_only=True)
class RowReason:
    """That a quantity counts the row against the case, or may; `items` are the points, bonuses and vetoes that read the quantity."""

    quantity: str
    label: str
    items: tuple[str, ...]
    checks: tuple[Check, ...]
    open: bool = False
    adds: Value = None
    unit: Unit = Unit()


@frozen(kw_only=True)
class RowAccount:
    """A row of a table with everything that counts against it; none: nothing does."""

    table: str
    row: NamedRow
    reasons: tuple[RowReason, ...]

    @property
    def failing(self) -> bool:
        """Whether anything is known to count against the row."""
        return any(not reason.open for reason in self.reasons)
