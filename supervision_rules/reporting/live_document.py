"""Evidence as it arrives, as plain data: numbers as exact strings, words in one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..assessment import Span
from ..engines.live import Change, District, Finding, Outlook, Raised, Snapshot
from .document import number
from .live import LiveReport, due_said, moment_said

SCHEMA = "urn:supervision-rules:live:1"
REPLAY_SCHEMA = "urn:supervision-rules:replay:1"


def change_document(change: Change, report: LiveReport) -> dict[str, Any]:
    """What an event changed as data: numbers as exact strings."""
    return {
        "district": change.district,
        "event": None if change.event is None else change.event.id,
        "at": None if change.event is None else change.event.at.isoformat(),
        "repeated": change.repeated,
        "begun": [_finding_document(one) for one in change.begun],
        "ceased": [_finding_document(one) for one in change.ceased],
        "changed": [{"before": _finding_document(before), "after": _finding_document(after)} for before, after in change.changed],
        "scores": [{"item": one.item, "before": _span_document(one.before), "after": _span_document(one.after)} for one in change.moved],
        "raised": [alert_document(one, report) for one in change.raised],
        "ended": [alert_document(one, report) for one in change.ended],
        "before": outlook_document(change.before),
        "after": outlook_document(change.after),
        "problems": [report.words.say(problem.cause) for problem in change.problems],
    }


def outlook_document(one: Outlook) -> dict[str, Any]:
    """Total, range and grades as data."""
    span = None if one.range is None else _span_document(one.range)
    return {"total": number(one.total), "range": span, "grade": one.grade, "grades": list(one.grades)}


def alert_document(one: Raised, report: LiveReport) -> dict[str, Any]:
    """An alert or veto as data."""
    return {
        "alert": one.alert,
        "veto": one.is_veto,
        "row": None if one.row is None else one.row.key,
        "period": None if one.period is None else [one.period.first_day.isoformat(), date.fromordinal(one.period.end).isoformat()],
        "count": one.count,
        "due": None if one.due is None else due_said(one.due),
        "done": None if one.done is None else moment_said(one.done),
        "words": report.alert(one),
    }


def standing_document(one: District, report: LiveReport) -> dict[str, Any]:
    """How a district stands as data."""
    return {
        "district": one.id,
        **outlook_document(one.outlook),
        "findings": [_finding_document(finding) for finding in one.findings],
        "alerts": [alert_document(alert, report) for alert in one.raised],
    }


def timeline_document(snapshots: Iterable[Snapshot], report: LiveReport) -> list[dict[str, Any]]:
    """A replay as data."""
    return [
        {
            "from": one.stretch.first_day.isoformat(),
            "to": date.fromordinal(one.stretch.end).isoformat(),
            "events": one.events,
            **outlook_document(one.outlook),
            "findings": [_finding_document(finding) for finding in one.findings],
            "alerts": [alert_document(alert, report) for alert in one.alerts],
            "problems": [report.words.say(problem.cause) for problem in one.problems],
        }
        for one in snapshots
    ]


def _finding_document(one: Finding) -> dict[str, Any]:
    return {"item": one.item, "clause": one.clause, "amount": number(one.amount)}


def _span_document(span: Span) -> dict[str, Any]:
    return {"lowest": number(span.lowest), "highest": number(span.highest)}
