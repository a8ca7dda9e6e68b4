"""The live engine: evidence as it arrives, kept in a journal; durable_rules says which clauses apply, the exact engine checks it and counts."""

from .changes import Change, Finding, Moved, Outlook
from .district import District
from .engine import LiveEngine
from .journal import Entry, Journal, RefusedLine
from .live import Live
from .periods import Stretch
from .replaying import Snapshot, replay, state_at
from .sources import events_in
from .watching import Raised

__all__ = [
    "Change",
    "District",
    "Entry",
    "Finding",
    "Journal",
    "Live",
    "LiveEngine",
    "Moved",
    "Outlook",
    "Raised",
    "RefusedLine",
    "Snapshot",
    "Stretch",
    "events_in",
    "replay",
    "state_at",
]
