"""What a district must hold after the events that were taken, and which event must be refused, worked out from the whole list every time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from engines.live.following import whole
from engines.live.struck_out import Tellings

Event = Mapping[str, Any]
Slot = tuple[Any, ...]
PARENT = {table.id: table.parent for table in whole().tables}


def earliest(at: date) -> datetime:
    """The first second of a day or moment."""
    return at if isinstance(at, datetime) else datetime.combine(at, time())


def latest(at: date) -> datetime:
    """The last second of a day or moment."""
    return at if isinstance(at, datetime) else datetime.combine(at, time()) + timedelta(days=1, seconds=-1)


def slot_of(event: Event) -> Slot:
    """The place of what an event brings."""
    return ("fact", event["fact"]) if "fact" in event else ("table", event["table"], event["row"]["id"] if "row" in event else None)


class Oracle:
    """One district: the events that were taken, in order."""

    def __init__(self) -> None:
        self.events: dict[str, Event] = {}

    @property
    def last(self) -> datetime:
        """When what came last came."""
        return max((earliest(event["at"]) for event in self.events.values()), default=datetime.min)

    def _tellings(self, events: Mapping[str, Event]) -> dict[Slot, Tellings]:
        found: dict[Slot, Tellings] = {}
        slots: dict[str, Slot] = {}
        for id, event in events.items():
            about = event.get("corrects") or event.get("retracts") or ""
            slots[id] = slots[about] if about else slot_of(event)
            found.setdefault(slots[id], Tellings()).add(id, about, retracts="retracts" in event)
        return found

    def standing(self, events: Mapping[str, Event] | None = None) -> dict[Slot, Event]:
        """What stands in every slot in which anything does."""
        events = self.events if events is None else events
        return {slot: events[one.standing] for slot, one in self._tellings(events).items() if one.standing is not None}

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that stand, as they were told."""
        return {slot[1]: event["value"] for slot, event in self.standing().items() if slot[0] == "fact"}

    @property
    def tables(self) -> dict[str, dict[str, Event]]:
        """The tables that are known, with their rows by key."""
        found: dict[str, dict[str, Event]] = {}
        for slot, event in self.standing().items():
            if slot[0] == "table":
                found.setdefault(slot[1], {}).update({} if slot[2] is None else {slot[2]: event["row"]})
        return found

    def refusals(self, event: Event) -> set[str]:
        """The codes with which an event as declared must be refused; one that repeats another is not."""
        known = self.events.get(event["id"])
        if known is not None:
            return set() if known == event else {"event-id-reused"}
        early = {"event-out-of-order"} if latest(event["at"]) < self.last else set()
        return early | self._against_what_stands(event)

    def _against_what_stands(self, event: Event) -> set[str]:
        about = event.get("corrects") or event.get("retracts")
        if about is None:
            slot = slot_of(event)
            again = {"duplicate-row"} if slot[-1] is not None and slot[0] == "table" and slot in self.standing() else set()
            return again | self._below_nothing(slot, event)
        if about not in self.events:
            return {"event-unknown"}
        slot = self._was(about)
        if not self._tellings(self.events)[slot].counts(about):
            return {"event-taken-back"}
        if "corrects" in event and slot_of(event) != slot:
            return {"event-corrects-other"}
        after = self.standing({**self.events, event["id"]: event}).get(slot)
        if after is None:
            return {"row-in-use"} if self._is_above(slot) else set()
        return self._below_nothing(slot, after)

    def _was(self, id: str) -> Slot:
        """The slot of an event, or of what it is about."""
        event = self.events[id]
        about = event.get("corrects") or event.get("retracts")
        return self._was(about) if about else slot_of(event)

    def _below_nothing(self, slot: Slot, event: Event) -> set[str]:
        parent = PARENT.get(slot[1]) if slot[0] == "table" and slot[2] is not None else None
        above = None if parent is None else event["row"].get(parent)
        return set() if above is None or above in self.tables.get(str(parent), {}) else {"parent-row-missing"}

    def _is_above(self, slot: Slot) -> bool:
        if slot[0] == "fact" or slot[2] is None:
            return False
        below = [name for name, parent in PARENT.items() if parent == slot[1]]
        return any(row.get(slot[1]) == slot[2] for name in below for row in self.tables.get(name, {}).values())
