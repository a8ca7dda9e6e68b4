"""名次: subjects in their order. As many stand above one as its rank says, and one; whoever is not decided has no rank."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from .assessment import Assessment, Outcome


@frozen
class Ranked:
    """An assessment and its rank, or None where what it is ranked by is not decided."""

    assessment: Assessment
    rank: int | None


def ranking(assessments: Iterable[Assessment]) -> tuple[Ranked, ...]:
    """Assessments of one scheme by rank: those alike share one, in the order in which they came; those that are not decided stand last.

    What counts is the total; in a scheme without points how many points stand at the best level, then at the next.
    """
    given = [(one, standing(one)) for one in assessments]
    known = [found for _, found in given if found is not None]
    ranked = [Ranked(one, None if found is None else 1 + sum(other > found for other in known)) for one, found in given]
    return tuple(sorted(ranked, key=lambda one: (one.rank is None, one.rank or 0)))


def standing(one: Assessment) -> tuple[Fraction, ...] | None:
    """What an assessment is ranked by, or None where that is not decided."""
    levels = one.scheme.levels
    if not levels:
        return None if one.total is None else (one.total,)
    counted = [point for point in one.points if not point.taken_out]
    if any(point.outcome is Outcome.PENDING for point in counted):
        return None
    return tuple(Fraction(sum(point.level == level for point in counted)) for level in levels)
