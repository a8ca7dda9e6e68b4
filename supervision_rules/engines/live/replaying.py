"""回放: how a district stood in the course of the year, out of the events that arrived."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from attrs import frozen

from ...messages import Problem
from ...scheme import DAY, Event, Every, Scheme, first
from .changes import Finding, Outlook
from .engine import LiveEngine
from .periods import Stretch, stretch_of
from .watching import Raised


@frozen(kw_only=True)
class Snapshot:
    """How a district stood at the end of a stretch of days, after so many `events` in it."""

    stretch: Stretch
    events: int
    outlook: Outlook
    findings: tuple[Finding, ...]
    alerts: tuple[Raised, ...]
    problems: tuple[Problem, ...]


def replay(scheme: Scheme, events: Iterable[Event], district: str, every: Every | None = Every.MONTH) -> Iterator[Snapshot]:
    """How a district stood at the end of every week, month, quarter or year from the first event to the last, or (None) of every day
    on which something arrived.

    `events` stand in the order of a journal, those of other districts are left out; the exact engine judges. Raises as `LiveEngine.post`.
    """
    with LiveEngine(scheme, engine="exact", now=lambda: datetime.max) as engine:
        before: Stretch | None = None
        mine = (event for event in events if event.district == district)
        for stretch, some in groupby(mine, lambda event: _stretch(event, every)):
            if before is not None and every is not None:
                yield from _quiet(engine, district, before, stretch, every)
            count = 0
            with engine.batch():
                for event in some:
                    engine.post(event)
                    count += 1
            yield _snapshot(engine, district, stretch, count)
            before = stretch


def state_at(scheme: Scheme, events: Iterable[Event], until: date) -> LiveEngine:
    """An engine in memory with all that had arrived by the end of a day, or by a moment; time has gone on to then."""
    engine = LiveEngine(scheme, engine="exact", now=lambda: datetime.max)
    with engine.batch():
        for event in events:
            if first(event.at) <= _end(until):
                engine.post(event)
    for district in engine.journal.districts():
        engine.advance(district, until)
    return engine


def _end(when: date) -> int:
    return first(when) if isinstance(when, datetime) else first(when + timedelta(days=1)) - 1


def _stretch(event: Event, every: Every | None) -> Stretch:
    day = first(event.at) // DAY
    return Stretch(day, day) if every is None else stretch_of(day, every)


def _quiet(engine: LiveEngine, district: str, before: Stretch, after: Stretch, every: Every) -> Iterator[Snapshot]:
    """The stretches between two in which nothing arrived: time goes on in them."""
    day = before.end + 1
    while day < after.start:
        stretch = stretch_of(day, every)
        yield _snapshot(engine, district, stretch, 0)
        day = stretch.end + 1


def _snapshot(engine: LiveEngine, district: str, stretch: Stretch, events: int) -> Snapshot:
    engine.advance(district, date.fromordinal(stretch.end + 1))
    found = engine.district(district)
    return Snapshot(stretch=stretch, events=events, outlook=found.outlook, findings=found.findings, alerts=found.raised, problems=found.problems)
