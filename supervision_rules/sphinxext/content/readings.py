"""What the text leaves open: the question, the choice, the alternatives and what they would change."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...engines.exact import assess
from ...messages import shown
from ...scheme import Alternative, Reading, under_reading
from ..markup import Cell, anchor, para, section, strong, table
from ..view import SchemeView


def page(view: SchemeView) -> Iterator[nodes.Node]:
    """Every reading."""
    yield para(view.say("docs.readings.intro"))
    for reading in view.scheme.readings:
        yield section(anchor("reading", reading.id), reading.question, *_reading(view, reading))


def _reading(view: SchemeView, reading: Reading) -> Iterator[nodes.Node]:
    yield para(strong(view.say("docs.reading.choice")), " ", reading.choice)
    if reading.why:
        yield para(strong(view.say("docs.reading.why")), " ", reading.why)
    yield para(strong(view.say("docs.reading.confirm")), " ", reading.confirm)
    if reading.points:
        links: list[str | nodes.Node] = []
        for id in reading.points:
            links += [view.ref_item(id), "  "]
        yield para(strong(view.say("docs.reading.points")), " ", *links)
    rows: list[list[Cell]] = [[one.text, _effect(view, reading, one)] for one in reading.alternative]
    yield table([view.say("docs.column.alternative"), view.say("docs.column.effect")], rows)


def _effect(view: SchemeView, reading: Reading, one: Alternative) -> str:
    """The total of the reference case under an alternative: counted where it can be, else as the scheme's author says."""
    if not one.scorable or view.reference is None:
        return view.say("docs.effect.said", effect=one.effect) if one.effect else "—"
    total = assess(under_reading(view.scheme, reading.id, one.id), view.reference).total
    return view.say("docs.effect.open") if total is None else shown(total)
