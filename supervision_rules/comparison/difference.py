"""Whether a change can make a difference at all."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from ..lowering import Value
from ..scheme import Case


class Possible(StrEnum):
    """Whether a change can make a difference."""

    DIFFERS = "differs"
    NEVER = "never"
    UNDECIDED = "undecided"


@frozen(kw_only=True)
class Difference:
    """Whether a change, made alone, can change what a district comes to, and a district for which it does: `item` scores `before` and `after`; where
    grades, caps or the way of counting changed, `item` is empty and these are the totals (None: the scheme has none), `grades` those before and after
    where they differ.

    `set` are the facts, in base units, that are not as in the older scheme's reference case, those among them that only the newer declares.
    """

    change: str
    possible: Possible
    case: Case | None = None
    item: str = ""
    before: Fraction | None = None
    after: Fraction | None = None
    grades: tuple[str, str] | None = None
    set: Mapping[str, Value] = field(factory=dict)
