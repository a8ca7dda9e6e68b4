"""材料到达: one piece of evidence as it arrives in the course of the year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from attrs import frozen

from .cases import Written

When = date | datetime
"""A day, or a moment without a time zone."""


class EventKind(StrEnum):
    """What an event brings."""

    FACT = "fact"
    ROW = "row"
    OPENING = "opening"
    RETRACTION = "retraction"


@frozen(kw_only=True)
class Event:
    """What arrived for a district at a day or moment, under an id that is its own within the district.

    Either a `fact` with its `value`; or a `row` (cells by column) of a `table`; or a `table` alone, which opens it: there is such a list, and so far
    nothing stands in it; or the event that it `retracts`. One that `corrects` an earlier event tells the whole of that fact or row anew.
    """

    id: str
    district: str
    at: When
    fact: str = ""
    value: Written | None = None
    table: str = ""
    row: Mapping[str, Written] | None = None
    corrects: str = ""
    retracts: str = ""
    clause: str = ""
    assumed: str = ""
    note: str = ""

    @property
    def kind(self) -> EventKind:
        """What it brings."""
        if self.retracts:
            return EventKind.RETRACTION
        if self.fact:
            return EventKind.FACT
        return EventKind.OPENING if self.row is None else EventKind.ROW
