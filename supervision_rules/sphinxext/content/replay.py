"""A year replayed: how the districts of a file of events stood, month by month, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from docutils import nodes

from ...engines.live import Finding, Raised, Snapshot, events_in, replay
from ...reporting.blocks import Table
from ...reporting.live import LiveReport, counting, stretch_words
from ...scheme import Event, Every
from ..markup import Cell, anchor, bullets, drawn, para, section, table
from ..pictures import timeline_picture
from ..view import SchemeView


def page(view: SchemeView, file: Path, every: Every) -> Iterator[nodes.Node]:
    """Every district of the file."""
    events = events_in(view.scheme, file)
    report = LiveReport(words=view.words, scheme=view.scheme)
    yield para(view.say("docs.replay.intro", file=file.name, count=str(len(events))))
    for district in dict.fromkeys(event.district for event in events):
        yield section(anchor("district", district), district, *_district(view, report, events, district, every))


def _district(view: SchemeView, report: LiveReport, events: list[Event], district: str, every: Every) -> Iterator[nodes.Node]:
    snapshots = list(replay(view.scheme, events, district, every))
    yield drawn(timeline_picture(view.scheme, snapshots, district, view.words))
    for block in report.timeline(snapshots, every):
        assert isinstance(block, Table)
        yield table(block.headings, block.rows, kind="replay")
    rows = list(_changes(view, report, snapshots, every))
    yield section(anchor("changes", district), view.say("docs.replay.changes"), *rows)
    standing = snapshots[-1].alerts
    if standing:
        yield section(anchor("standing", district), view.say("docs.replay.standing"), bullets([[report.alert(one)] for one in standing]))


def _changes(view: SchemeView, report: LiveReport, snapshots: Sequence[Snapshot], every: Every) -> Iterator[nodes.Node]:
    """What applies at the end of each month that did not at the end of the one before, and the reverse; alerts likewise."""
    for before, after in pairwise([None, *snapshots]):
        assert after is not None
        old = {} if before is None else _by_clause(before)
        new = _by_clause(after)
        lines: list[Cell] = [_finding(view, report, "began", one) for key, one in new.items() if key not in old]
        lines += [_finding(view, report, "ceased", one) for key, one in old.items() if key not in new]
        stood = set() if before is None else set(before.alerts)
        lines += [_alert(view, report, "raised", one) for one in after.alerts if one not in stood]
        lines += [_alert(view, report, "ended", one) for one in (before.alerts if before else ()) if one not in set(after.alerts)]
        if lines:
            yield para(view.words.say(stretch_words(after.stretch, every)))
            yield bullets(lines)


def _by_clause(one: Snapshot) -> dict[tuple[str, str], Finding]:
    return {(finding.item, finding.clause): finding for finding in counting(one.findings)}


def _finding(view: SchemeView, report: LiveReport, state: str, one: Finding) -> Cell:
    return [view.ref_item(one.item), f"  {report.clause(state, one)}"]


def _alert(view: SchemeView, report: LiveReport, state: str, one: Raised) -> Cell:
    if one.is_veto:
        return [view.say(f"live.{state}", alert=report.alert(one))]
    return [view.say(f"docs.replay.{state}"), "  ", view.ref("alert", one.alert), "  ", view.say("docs.replay.why", why=report.why(one))]
