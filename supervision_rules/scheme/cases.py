"""评价材料: what is known of one subject in one year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from ..messages import Locate
from .memo import Remembering

Written = str | bool | int | Decimal | date | datetime
Expected = Fraction | str
"""A number, or a word: a level, `pending` or `not-applicable`."""


@frozen(kw_only=True)
class Given:
    """One fact as it was given: its value as written, and where it was said (`clause`) or why it is `assumed` and how far it may be off
    (`plausible`).
    """

    id: str
    value: Written
    clause: str = ""
    assumed: str = ""
    plausible: tuple[Written, ...] = ()
    note: str = ""


@frozen(kw_only=True)
class Row:
    """One row of a table: cells as written (an absent one is missing), and where the row was said or why it is assumed."""

    cells: Mapping[str, Written]
    clause: str = ""
    assumed: str = ""
    note: str = ""


@frozen(kw_only=True)
class CaseTable:
    """The rows of a table that a case has; none is not the same as no table."""

    id: str
    rows: tuple[Row, ...] = ()


@frozen(kw_only=True)
class Expectation:
    """What the case should be assessed at; of what is not said nothing is expected. `scores`: those of points and bonuses by id."""

    total: Expected | None = None
    base_score: Expected | None = None
    bonus: Expected | None = None
    grade: str | None = None
    scores: Mapping[str, Expected] = field(factory=dict)


@frozen(kw_only=True, slots=False)
class Case(Remembering):
    """A case: the facts and rows of a subject for an evaluated year, for a scheme by its id. A fact that is not given is missing.

    `peers`: the rows of its cohorts were taken from the cases that it is ranked among.
    """

    id: str
    scheme: str
    subject: str
    year: int
    facts: tuple[Given, ...] = ()
    tables: tuple[CaseTable, ...] = ()
    source: str = ""
    note: str = ""
    expect: Expectation | None = None
    peers: bool = field(default=False, eq=False)
    locate: Locate | None = field(default=None, eq=False, repr=False)

    def fact(self, id: str) -> Given | None:
        """What was given for a fact, or None."""
        given: dict[str, Given] = self.once("facts", lambda: {fact.id: fact for fact in self.facts})
        return given.get(id)
