"""One item, down to every value that its clauses read."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from ..messages import Message
from .assessment import ItemResult, VetoResult
from .findings import Read


@frozen(kw_only=True)
class ClauseState:
    """A clause on a case: whether it applies and what it comes to (None: not known), and everything that it reads."""

    clause: str
    wording: Message
    condition: Message
    applies: bool | None
    amount: Fraction | None
    most: Fraction
    reads: tuple[Read, ...]


@frozen(kw_only=True)
class Explanation:
    """The result of an item with every clause of its, those that do not apply too, and how its quantities are worked out.

    `applies_when` is its condition (None: it always applies), `applies_reads` what that reads.
    """

    item: ItemResult
    clauses: tuple[ClauseState, ...]
    quantities: dict[str, Message]
    applies_when: Message | None = None
    applies_reads: tuple[Read, ...] = ()


@frozen(kw_only=True)
class VetoExplanation:
    """A veto on a case with its condition, and how the quantities that this reads are worked out."""

    veto: VetoResult
    condition: Message
    quantities: dict[str, Message]
