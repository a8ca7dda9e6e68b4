"""From total to result: the ladder of grades, and the vetoes that lower a grade whatever the score."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from ..expression import Expression
from .provenance import Sourced


class Effect(StrEnum):
    """What a veto does: the last grade, no better than a grade, or one grade lower."""

    FAIL = "fail"
    CAP = "cap"
    DROP = "drop"


@frozen(kw_only=True)
class Grade(Sourced):
    """等次: holds where its condition does and none before it did; the last is `otherwise`."""

    id: str
    when: Expression | None = None
    otherwise: bool = False


@frozen(kw_only=True)
class Ladder:
    """The grades, best first."""

    grade: tuple[Grade, ...]


@frozen(kw_only=True)
class Veto(Sourced):
    """否决、降等: lowers the grade where its condition holds."""

    id: str
    title: str
    standard: str
    when: Expression
    effect: Effect = field(converter=Effect)
    grade: str | None = None
