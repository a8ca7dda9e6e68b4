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
    """Whether a change, made alone, can change the score of a point, and a district for which it does: `item` scores `before` and `after`.

    `set` are the facts, in base units, that are not as in the scheme's reference case.
    """

    change: str
    possible: Possible
    case: Case | None = None
    item: str = ""
    before: Fraction | None = None
    after: Fraction | None = None
    set: Mapping[str, Value] = field(factory=dict)
