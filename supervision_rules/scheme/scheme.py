"""评价方案: a year's scheme, whole."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from attrs import field, frozen

from ..messages import Locate
from .acceptance import Acceptance
from .alerts import Alert
from .facts import Constraint, Fact, Quantity, Table, UnitDeclaration
from .grading import Ladder, Veto
from .memo import Remembering
from .points import Bonus, Indicator, Point
from .provenance import Sourced
from .readings import Reading
from .targets import Target


class Measure(StrEnum):
    """What a scheme counts: points, criteria met, or items at a level."""

    POINTS = "points"
    CRITERIA = "criteria"
    LEVELS = "levels"


class NotApplicable(StrEnum):
    """What a point that does not apply counts: its full worth, or it is taken out and the rest rescaled to the base."""

    FULL = "full"
    RESCALE = "rescale"


CRITERIA_LEVELS = ("met", "unmet")


@frozen(kw_only=True)
class Period:
    """The days that are evaluated, both included."""

    from_: date
    to: date


@frozen(kw_only=True)
class Rounding:
    """To what scores are rounded, half-up: powers of ten, None: not at all."""

    point: Fraction | None = None
    bonus: Fraction | None = None
    total: Fraction | None = None


@frozen(kw_only=True)
class AsOf:
    """On which day a target counts that changed within the period."""

    target: str
    date: date


@frozen(kw_only=True)
class Header(Sourced):
    """What a scheme says of itself: scheme year, evaluated year and period are three things."""

    title: str
    issuer: str
    year: int
    evaluated_year: int
    period: Period
    measure: Measure = field(converter=Measure)
    document: str = ""
    base: Fraction | None = None
    bonus_cap: Fraction | None = None
    not_applicable: NotApplicable = field(default=NotApplicable.FULL, converter=NotApplicable)
    rounding: Rounding = field(factory=Rounding)
    levels: tuple[str, ...] = ()
    reference_case: str | None = None
    as_of: tuple[AsOf, ...] = ()


@frozen(kw_only=True, slots=False)
class Scheme(Remembering):
    """A scheme: data only. `id` is the name of its directory; the order of entries means nothing but in the ladder.

    `reading` names the alternative under which it stands, where it is not the chosen one;
    `directory` and `locate` lead back to the files that it was loaded from.
    """

    id: str
    header: Header
    ladder: Ladder
    points: tuple[Point, ...]
    facts: tuple[Fact, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    tables: tuple[Table, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    targets: tuple[Target, ...] = ()
    units: tuple[UnitDeclaration, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    alerts: tuple[Alert, ...] = ()
    readings: tuple[Reading, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    reading: str = ""
    directory: Path | None = field(default=None, eq=False)
    locate: Locate | None = field(default=None, eq=False, repr=False)

    @property
    def items(self) -> tuple[Point | Bonus, ...]:
        """Everything that is scored: points, then bonuses."""
        return (*self.points, *self.bonuses)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of an item, best first; none where the scheme measures points."""
        by_measure = {Measure.CRITERIA: CRITERIA_LEVELS, Measure.LEVELS: self.header.levels}
        return by_measure.get(self.header.measure, ())
