"""What the rules of all forms have in common."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen
from attrs.converters import optional

from ..scheme import WhenEmpty


@frozen(kw_only=True)
class Rule:
    """`at_most`: the most that the rule deducts or awards; `when_empty`: what it does where it would divide by 0."""

    at_most: Fraction | None = None
    when_empty: WhenEmpty | None = field(default=None, converter=optional(WhenEmpty))
    note: str = ""
