"""What an expression may name, and of which type it is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from .units import PLAIN, Conversions, Unit


class Kind(Enum):
    """The kinds of value there are."""

    NUMBER = "number"
    CONDITION = "condition"
    CHOICE = "choice"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"


@frozen
class Type:
    """The type of a value: its kind; a number's unit; a choice's values.

    `counted` numbers (counts and ranks of rows) have no unit of their own and take the one that their quantity declares. `surd` numbers (coefficients
    of variation) have no exact decimal and may only be compared.
    """

    kind: Kind
    unit: Unit = PLAIN
    values: tuple[str, ...] = ()
    counted: bool = False
    surd: bool = False


CONDITION = Type(Kind.CONDITION)
TEXT = Type(Kind.TEXT)


@frozen
class TableScope:
    """The columns of a table; `parent` is the table above it."""

    columns: Mapping[str, Type | None]
    parent: str | None = None


@frozen
class Scope:
    """The names in reach. A name whose definition failed maps to None: what reads it is silently given up, so that one mistake is one error.

    `rows` allows aggregates, `items` (ids of points and bonuses) and `levels` allow results; `units` are the declared conversions.
    """

    names: Mapping[str, Type | None]
    tables: Mapping[str, TableScope | None] = field(factory=dict)
    units: Conversions = field(factory=dict)
    rows: bool = False
    items: frozenset[str] | None = None
    levels: tuple[str, ...] = ()
    table: str | None = None

    def chain(self, table: str) -> list[str]:
        """A table and the tables above it."""
        chain: list[str] = []
        current: str | None = table
        while current is not None and current not in chain:
            chain.append(current)
            above = self.tables.get(current)
            current = above.parent if above else None
        return chain

    def lowest(self, tables: set[str]) -> str | None:
        """The table among several that lies below all the others, if one does."""
        return next((table for table in tables if tables <= set(self.chain(table))), None)

    def column(self, name: str) -> tuple[str, str] | None:
        """The table and column that a name means, if it means one: `school.pupils`, or `pupils` inside the rows of a table."""
        first, dot, rest = name.partition(".")
        if dot and first in self.tables:
            return first, rest
        if not dot and self.table is not None:
            here = self.tables.get(self.table)
            if here is not None and name in here.columns:
                return self.table, name
        return None
