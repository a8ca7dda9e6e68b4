"""认可: laws that a scheme breaks knowingly."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Acceptance:
    """A law that does not hold of some parts (`of`: ids of points, bonuses, vetoes, grades, quantities), and why that is accepted.

    With `moves` it is accepted only where these facts or quantities move.
    """

    id: str
    law: str
    of: tuple[str, ...]
    reason: str
    moves: tuple[str, ...] = ()
