"""Where events are kept: a journal, or a file with a line of JSON each."""

from __future__ import annotations

from pathlib import Path

from ...loading import read_event
from ...messages import Place, Problem, SupervisionRulesError
from ...scheme import Event, Scheme
from .engine import LiveEngine
from .journal import Journal

SQLITE = b"SQLite format 3\0"


def events_in(scheme: Scheme, source: Path) -> list[Event]:
    """The events of a journal or of a file of lines, in their order.

    Raises SupervisionRulesError with all lines of a file that a journal would refuse (`no-events` where nothing is left of it).
    """
    with source.open("rb") as stream:
        is_journal = stream.read(len(SQLITE)) == SQLITE
    found = _in_journal(scheme, source) if is_journal else _in_lines(scheme, source)
    if not found:
        raise SupervisionRulesError([Problem("no-events", {"file": str(source)})])
    return found


def _in_journal(scheme: Scheme, source: Path) -> list[Event]:
    journal = Journal(source, scheme.id)
    try:
        return [read_event(entry.body) for entry in journal.entries()]
    finally:
        journal.close()


def _in_lines(scheme: Scheme, source: Path) -> list[Event]:
    problems: list[Problem] = []
    with LiveEngine(scheme, engine="exact") as live, live.batch():
        for number, line in enumerate(source.read_bytes().splitlines(), 1):
            if line.strip():
                try:
                    live.post_bytes(line.strip(), Place(str(source), number))
                except SupervisionRulesError as error:
                    problems += error.problems
        if problems:
            raise SupervisionRulesError(problems)
        return [read_event(entry.body) for entry in live.journal.entries()]
