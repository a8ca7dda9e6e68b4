"""What an event changed."""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from ...assessment import Span
from ...messages import Problem
from ...scheme import Event
from .watching import Raised


@frozen
class Finding:
    """A clause that applies, and what it comes to (None: not known yet)."""

    item: str
    clause: str
    amount: Fraction | None


@frozen
class Outlook:
    """How a district stands: its total where that is settled (the city's points at full marks), what it may still be, and the grades still possible.

    `total` and `range` are None in a scheme without points.
    """

    total: Fraction | None
    range: Span | None
    grade: str | None
    grades: tuple[str, ...]


@frozen
class Moved:
    """A point or bonus whose score, or what it may still be, is another now."""

    item: str
    before: Span
    after: Span


@frozen(kw_only=True)
class Change:
    """What an event changed for its district; `event` is None where only time went on, `repeated` where it was in the journal already.

    `changed` are findings that apply as before, but come to something else: each as it was and as it is. `problems` are contradictions in the
    evidence as it now stands.
    """

    district: str
    event: Event | None
    before: Outlook
    after: Outlook
    begun: tuple[Finding, ...] = ()
    ceased: tuple[Finding, ...] = ()
    changed: tuple[tuple[Finding, Finding], ...] = ()
    moved: tuple[Moved, ...] = ()
    raised: tuple[Raised, ...] = ()
    ended: tuple[Raised, ...] = ()
    problems: tuple[Problem, ...] = ()
    repeated: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether anything is another than before."""
        return self.before != self.after or any((self.begun, self.ceased, self.changed, self.moved, self.raised, self.ended))
