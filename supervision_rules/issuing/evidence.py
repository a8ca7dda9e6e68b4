"""Who says what of a new scheme.

A table says numbers, titles, worths and standards, if it is the issued one; what only last year's text says is not said of this year's.
"""

from __future__ import annotations

from typing import Any

from ..loading import unstructure
from ..messages import catalogue, message
from ..scheme import Basis, Point, Sourced

GIVEN = ("title", "number", "worth", "standard")
"""The elements that a table gives."""


def stated(source: str, *elements: str) -> list[dict[str, Any]]:
    """Lines of provenance for elements that the issued document says; none where no document is named."""
    return [{"element": element, "basis": "stated", "trust": "read", "source": source} for element in elements if source]


def point_evidence(old: Point, source: str, unchanged: bool) -> dict[str, Any]:
    """What changes in the evidence of a point that is carried over; None takes a key out.

    What last year's document stated as a whole, rules too, this year's states where it has the same words; else the rules are ours till somebody has
    looked at them. What other elements stand on goes on naming its own source.
    """
    kept = _kept(old)
    whole = old.basis is Basis.STATED and unchanged and bool(source)
    changes: dict[str, Any] = {}
    if whole:
        changes |= {"basis": "stated", "trust": "read", "source": source}
    elif old.basis is Basis.STATED:
        note = catalogue("zh").say(message("new-year.note.rules", source=old.source))
        changes |= {"basis": "reconstructed", "trust": None, "source": None, "note": f"{old.note}{note}"}
    lines = kept if whole else stated(source, "worth" if old.worth is not None else "number", "standard") + kept
    if lines != [unstructure(line) for line in old.provenance]:
        changes["provenance"] = lines or None
    return changes


def heading_evidence(old: Sourced | None, source: str) -> dict[str, Any]:
    """The evidence of an indicator: the document where one is named."""
    kept = [] if old is None else _kept(old)
    said = {"basis": "stated", "trust": "read", "source": source} if source else {"basis": "reconstructed", "trust": None, "source": None}
    return {**said, "provenance": kept or None}


def _kept(old: Sourced) -> list[dict[str, Any]]:
    """The lines of provenance on what no table gives."""
    return [{"element": line.element, **unstructure(line)} for line in old.provenance if line.element not in GIVEN]
