"""What a case supplies and what is worked out from it: facts, quantities, tables, constraints, units."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen
from attrs.converters import optional

from ..expression import Expression, Kind


class Better(StrEnum):
    """The good direction of a number; of a condition `more` means that yes is good. A denominator is neither."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


CITY = "city"


@frozen
class UnitDeclaration:
    """A unit that is a multiple of another: 万元 of 元, 10000."""

    id: str
    of: str
    factor: Fraction


@frozen(kw_only=True)
class Fact:
    """指标数据: one value that a case supplies.

    `domain` is in `unit`, both ends included; `places` are the decimals it may have; `values` are those of a choice, worst first where they
    have an order. `supplier = "city"` awaits the city's own scoring. A `context` fact is there for the reader only.
    """

    id: str
    label: str
    definition: str = ""
    kind: Kind = field(default=Kind.NUMBER, converter=Kind)
    unit: str = ""
    domain: tuple[Fraction, Fraction] | None = None
    places: int = 0
    values: tuple[str, ...] = ()
    better: Better | None = field(default=None, converter=optional(Better))
    supplier: str = ""
    context: bool = False


@frozen(kw_only=True)
class Quantity:
    """派生数据: a named expression. One that aggregates rows declares its domain like a fact and may be given directly."""

    id: str
    label: str
    value: Expression
    definition: str = ""
    unit: str | None = None
    domain: tuple[Fraction, Fraction] | None = None
    places: int = 0
    better: Better | None = field(default=None, converter=optional(Better))
    when_empty: str | None = None


@frozen(kw_only=True)
class Column:
    """A column of a table; with `value` it is derived from the others.

    In a cohort it may name the `fact` that every case gives for it, and takes from that whatever it does not say itself.
    """

    id: str
    label: str = ""
    definition: str = ""
    kind: Kind = field(default=Kind.NUMBER, converter=Kind)
    unit: str = ""
    domain: tuple[Fraction, Fraction] | None = None
    places: int = 0
    values: tuple[str, ...] = ()
    better: Better | None = field(default=None, converter=optional(Better))
    value: Expression | None = None
    fact: str | None = None


@frozen(kw_only=True)
class Table:
    """明细: rows under a case, or under the rows of a parent table; the rows of a `cohort` are the subjects that are ranked among each other."""

    id: str
    label: str
    key: tuple[str, ...]
    column: tuple[Column, ...]
    parent: str | None = None
    cohort: bool = False
    definition: str = ""


@frozen(kw_only=True)
class Constraint:
    """勾稽关系: what must hold on every case, or on every row of a table."""

    id: str
    requires: Expression
    label: str = ""
    table: str | None = None
