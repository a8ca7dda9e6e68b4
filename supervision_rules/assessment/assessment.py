"""评价结果: what a scheme makes of a case, with all its reasons."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from ..lowering import LoweredScheme
from ..messages import add_up
from ..scheme import Case, Effect, Evidence, Scheme
from .findings import Adjustment, Cause, Finding, Ledger, Read, Span, Undecided


class Outcome(StrEnum):
    """How a point or bonus stands."""

    SCORED = "scored"
    PENDING = "pending"
    NOT_APPLICABLE = "not-applicable"


@frozen(kw_only=True)
class ItemResult:
    """A point or bonus: `ledger` where it is scored (None while pending or where it is taken out), `range` in every case.

    `limit` is its worth or cap. `applies`: whether it applies at all (None: not known). `level` is the level reached in a scheme without points.
    `awaits_city`: every fact that it lacks is the city's. `assumed`: the facts that it reads and the case assumes.
    """

    id: str
    number: str
    title: str
    limit: Fraction
    outcome: Outcome
    range: Span
    evidence: Evidence
    ledger: Ledger | None = None
    found: tuple[Finding, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    level: str | None = None
    awaits_city: bool = False
    applies: bool | None = True
    assumed: tuple[str, ...] = ()

    @property
    def score(self) -> Fraction | None:
        """The score, or None while it is not decided."""
        return self.ledger.score if self.ledger else None

    @property
    def taken_out(self) -> bool:
        """Whether the item does not apply and is left out of the count."""
        return self.outcome is Outcome.NOT_APPLICABLE and self.ledger is None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The clauses that applied, those of amount 0 too."""
        return self.ledger.findings if self.ledger else self.found

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """What was adjusted in the score."""
        return self.ledger.adjustments if self.ledger else ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that the item waits for."""
        return tuple(dict.fromkeys(id for one in self.undecided for id in one.missing)) if self.outcome is Outcome.PENDING else ()


@frozen(kw_only=True)
class VetoResult:
    """A veto: whether it applies (None: not known), and what it read."""

    id: str
    title: str
    effect: Effect
    grade: str | None
    applies: bool | None
    reads: tuple[Read, ...]
    evidence: Evidence


@frozen(kw_only=True)
class Overall:
    """Base, bonus and total, counted from the items; `range` says what they may still be."""

    base: Fraction
    base_score: Fraction | None
    bonus: Fraction | None
    total: Fraction | None
    adjustments: tuple[Adjustment, ...]
    range: Span | None

    @property
    def deductions(self) -> Fraction | None:
        """What is deducted from the base, points out of it left aside."""
        if self.base_score is None:
            return None
        out = (Cause.NOT_APPLICABLE, Cause.RESCALE)
        return self.base_score - self.base - add_up(one.amount for one in self.adjustments if one.cause in out)


@frozen(kw_only=True)
class Awaiting:
    """What a case waits for: points that the city scores, and facts by id."""

    city: tuple[str, ...]
    facts: tuple[str, ...]


@frozen(kw_only=True)
class Assessment:
    """The whole result of a case under a scheme.

    `overall` is None where the scheme has no points. `grade` is the only grade possible with the city's points at full marks, else None;
    `before_vetoes` is the ladder's own; `grades` are all those still possible when nothing is taken for granted.
    """

    scheme: Scheme
    lowered: LoweredScheme = field(repr=False)
    case: Case
    points: tuple[ItemResult, ...]
    bonuses: tuple[ItemResult, ...]
    overall: Overall | None
    vetoes: tuple[VetoResult, ...]
    grade: str | None
    before_vetoes: str | None
    grades: tuple[str, ...]
    awaiting: Awaiting

    @property
    def total(self) -> Fraction | None:
        """The total with bonus, or None where it is not decided."""
        return self.overall.total if self.overall else None

    def item(self, id: str) -> ItemResult:
        """The result of a point or bonus. Raises KeyError where there is none such."""
        for one in (*self.points, *self.bonuses):
            if one.id == id:
                return one
        raise KeyError(id)
