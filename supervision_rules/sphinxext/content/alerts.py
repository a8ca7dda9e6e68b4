"""The alerts of a scheme: what somebody is told while the year is still running, when, and what that is seen by."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...lowering import AlertPlan, alert_words
from ...scheme import Alert
from ..markup import Cell, Piece, anchor, para, section, table
from ..view import SchemeView
from .sources import evidence


def page(view: SchemeView) -> Iterator[nodes.Node]:
    """Every alert."""
    yield para(view.say("docs.alerts.intro"))
    for entry, plan in zip(view.scheme.alerts, view.lowered.alerts, strict=True):
        yield section(anchor("alert", entry.id), entry.title, *one(view, entry, plan))


def one(view: SchemeView, entry: Alert, plan: AlertPlan) -> Iterator[nodes.Node]:
    """An alert: its words, when it is told, what it reads, who says so."""
    yield nodes.block_quote("", para(entry.standard), classes=["sr-standard"])
    yield para(view.words.say(alert_words(plan, view.lowered.labels)))
    yield para(view.say("docs.alerts.reads"), "：", *_listed(_read(view, plan)))
    yield evidence(view, entry)


def overview(view: SchemeView) -> nodes.table:
    """The alerts at a glance."""
    rows: list[list[Cell]] = []
    for entry, plan in zip(view.scheme.alerts, view.lowered.alerts, strict=True):
        said = view.words.say(alert_words(plan, view.lowered.labels))
        rows.append([[view.ref("alert", entry.id)], said, [view.basis(entry.weakest)]])
    return table([view.say(f"docs.column.{key}") for key in ("alert", "told", "basis")], rows, kind="alerts")


def links(view: SchemeView, name: str) -> list[nodes.Node]:
    """The alerts that read a fact, quantity, table or target."""
    return [view.ref("alert", id) for id in view.alerts_of.get(name, ())]


def line(view: SchemeView, name: str) -> list[nodes.Node]:
    """A paragraph with the alerts that read a name; nothing where there is none."""
    found = links(view, name)
    return [para(view.say("docs.alerts.of"), "：", *_listed(found))] if found else []


def _read(view: SchemeView, plan: AlertPlan) -> list[nodes.Node]:
    return [*(view.ref("fact", name) for name in plan.tables), *(view.ref_name(name) for name in view.lowered.read_by_alert(plan))]


def _listed(found: list[nodes.Node]) -> Iterator[Piece]:
    for place, node in enumerate(found):
        yield from (["  "] if place else [])
        yield node
