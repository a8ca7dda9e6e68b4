"""What is scored: indicators, points, bonuses, and the rules under them."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, Protocol, runtime_checkable

from attrs import frozen

from ..expression import Expression
from .provenance import Sourced


class WhenEmpty(StrEnum):
    """What a rule does where it would divide by 0: full marks, none, or the point does not apply."""

    FULL = "full"
    ZERO = "zero"
    NOT_APPLICABLE = "not-applicable"


@runtime_checkable
class Form(Protocol):
    """计分方式: what an author writes under a point; it lowers itself to clauses and is not asked again.

    `at_most` limits what the rule deducts or awards. `draft` writes the clauses on a desk of `supervision_rules.lowering`.
    """

    form: ClassVar[str]

    @property
    def at_most(self) -> Fraction | None:
        """The most that the rule deducts or awards."""

    @property
    def when_empty(self) -> WhenEmpty | None:
        """What it does where it would divide by 0."""

    @property
    def note(self) -> str:
        """What a reviewer should know."""

    def draft(self, desk: Any) -> Any:
        """The clauses of the rule."""


@frozen(kw_only=True)
class Indicator(Sourced):
    """指标: a heading over points or over other indicators."""

    id: str
    title: str
    number: str = ""
    parent: str | None = None


@frozen(kw_only=True)
class Point(Sourced):
    """观测点: one thing that is scored, its worth (None where the scheme has no points) and its standard in words.

    `review` says why somebody must look at the rules before they count: the words have changed and the rules have not.
    """

    id: str
    number: str
    title: str
    standard: str
    rule: tuple[Form, ...] = ()
    worth: Fraction | None = None
    indicator: str | None = None
    applies_when: Expression | None = None
    review: str = ""


@frozen(kw_only=True)
class Bonus(Sourced):
    """加分项: awarded on top, up to its cap; `review` as for a point."""

    id: str
    title: str
    standard: str
    cap: Fraction
    rule: tuple[Form, ...] = ()
    number: str = ""
    applies_when: Expression | None = None
    review: str = ""
