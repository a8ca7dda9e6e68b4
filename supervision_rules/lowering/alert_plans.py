"""The alerts of a lowered scheme: what the live engine watches."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ..expression import Node
from ..scheme import Every


@frozen(kw_only=True)
class ConditionAlert:
    """An alert while `when` holds."""

    id: str
    when: Node

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Its conditions."""
        return (self.when,)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads itself: none."""
        return ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose rows it asks: none."""
        return ()


@frozen(kw_only=True)
class CountAlert:
    """An alert for each row of the table `above` and each period in which too few or too many rows of `table` below it have their day in `column`.

    `where` and `whose` are conditions on a row of `table` and of `above`, True where every row counts.
    """

    id: str
    table: str
    above: str
    column: str
    every: Every
    at_least: int | None
    at_most: int | None
    months: frozenset[int]
    where: Node | Literal[True]
    whose: Node | Literal[True]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Its conditions on rows."""
        return tuple(one for one in (self.where, self.whose) if one is not True)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads itself, by name: `table.column`."""
        return (f"{self.table}.{self.column}",)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose rows it asks."""
        return (self.table, self.above)


@frozen(kw_only=True)
class DeadlineAlert:
    """An alert for each row of `table` that has nothing in `until` when `within` seconds have passed since what `start` says, or has it later.

    `late_stands`: whether the alert stands where it was done too late.
    """

    id: str
    table: str
    start: str
    within: int
    until: str
    late_stands: bool
    where: Node | Literal[True]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Its conditions on rows."""
        return tuple(one for one in (self.where,) if one is not True)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it reads itself, by name: `table.column`."""
        return (f"{self.table}.{self.start}", f"{self.table}.{self.until}")

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose rows it asks."""
        return (self.table,)


AlertPlan = ConditionAlert | CountAlert | DeadlineAlert
