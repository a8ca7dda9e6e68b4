"""评分表: a scheme's table as a city issues it: indicators, points, worths and standards, without ids and without rules."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from ..messages import Place
from ..scheme import Scheme


@frozen(kw_only=True)
class Heading:
    """An indicator as a table prints it."""

    title: str
    number: str = ""


@frozen(kw_only=True)
class IssuedPoint:
    """A point as a table prints it: `headings` are its indicators from the first level down; `place` is where it stands."""

    number: str
    title: str
    standard: str
    worth: Fraction | None = None
    headings: tuple[Heading, ...] = ()
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen(kw_only=True)
class IssuedTable:
    """A table: its points in order.

    `file` is where it was read, or the scheme that it is of; `numbered` whether every point has a printed number, else they are
    counted; `notes` what it has besides points.
    """

    points: tuple[IssuedPoint, ...]
    file: str = field(default="", eq=False)
    numbered: bool = field(default=True, eq=False)
    notes: tuple[str, ...] = field(default=(), eq=False)

    @property
    def total(self) -> Fraction:
        """All worths together."""
        return sum((point.worth or Fraction(0) for point in self.points), Fraction(0))


def table_of(scheme: Scheme) -> IssuedTable:
    """The table of a scheme: what it would look like if it were issued."""
    known = {indicator.id: indicator for indicator in scheme.indicators}

    def headings(id: str | None) -> tuple[Heading, ...]:
        if id is None:
            return ()
        here = known[id]
        return (*headings(here.parent), Heading(title=here.title, number=here.number))

    return IssuedTable(
        points=tuple(
            IssuedPoint(number=one.number, title=one.title, standard=one.standard, worth=one.worth, headings=headings(one.indicator))
            for one in scheme.points
        ),
        file=scheme.id,
    )
