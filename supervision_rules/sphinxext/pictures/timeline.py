"""How a district stood in the course of the year: what its total could still be, stretch by stretch, with grades and alerts below."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from markupsafe import Markup

from ...engines.live import Snapshot
from ...messages import Catalogue, Message, message, shown
from ...scheme import Scheme
from .svg import BAD, FAINT, Scale, area, dot, line, path, sheet, width_of, words

WIDTH, HEIGHT = 760, 330
LEFT, RIGHT, TOP, BOTTOM = 52, 736, 30, 230
BAND = "#cfe0ee"


def timeline_picture(scheme: Scheme, snapshots: Sequence[Snapshot], district: str, catalogue: Catalogue) -> str:
    """The possible totals as a band, the total as a line once it is settled; in a scheme without points grades and alerts only."""
    x = Scale(Fraction(0), Fraction(max(len(snapshots) - 1, 1)), LEFT + 20, RIGHT - 20)
    spans = [one.outlook.range for one in snapshots]
    ends = [end for span in spans if span is not None for end in (span.lowest, span.highest)]
    pieces: list[Markup] = [line(LEFT, BOTTOM, RIGHT, BOTTOM, "sr-axis")]
    if ends:
        high = max(ends)
        y = Scale(Fraction(0), high if high > 0 else Fraction(1), BOTTOM, TOP)
        for mark in range(0, int(high) + 1, 20):
            pieces += [line(LEFT, y(mark), RIGHT, y(mark), "sr-grid", FAINT), words(str(mark), LEFT - 8, y(mark) + 5, "end", size=12)]
        tops = [(x(index), y(span.highest)) for index, span in enumerate(spans) if span is not None]
        bottoms = [(x(index), y(span.lowest)) for index, span in enumerate(spans) if span is not None]
        pieces.append(area([*tops, *reversed(bottoms)], "sr-band", BAND))
        totals = [(x(index), y(one.outlook.total)) for index, one in enumerate(snapshots) if one.outlook.total is not None]
        pieces += [path(totals, "sr-curve"), *(dot(at, height, "sr-dot", size=3) for at, height in totals)]
    pieces += _below(snapshots, x, catalogue)
    title = catalogue.say(message("picture.timeline", district=district, title=scheme.header.title))
    return sheet(WIDTH, HEIGHT, title, catalogue.say([_told(one) for one in snapshots]), pieces)


def _below(snapshots: Sequence[Snapshot], x: Scale, catalogue: Catalogue) -> list[Markup]:
    """Under the axis: when the stretches end, where the grades change, how many alerts stand."""
    every = -(-len(snapshots) // 13)
    pieces = []
    for index, one in enumerate(snapshots):
        if index % every == 0:
            day = one.stretch.first_day
            label = f"{day.month}/{day.day}"
            pieces.append(words(label, x(index), BOTTOM + 18, size=11))
            if one.alerts:
                pieces.append(words(str(len(one.alerts)), x(index), BOTTOM + 74, size=12, fill=BAD, kind="sr-here"))
    free = Fraction(0)
    for index in [0, *(index for index, (a, b) in enumerate(pairwise(snapshots), 1) if a.outlook.grades != b.outlook.grades)]:
        grades = snapshots[index].outlook.grades
        said = grades[0] if len(grades) == 1 else f"{grades[0]}…{grades[-1]}"
        half = Fraction(width_of(said, 12), 2)
        row = 0 if x(index) - half > free else 16
        free = max(free, x(index) + half) if row else x(index) + half
        pieces.append(words(said, x(index), BOTTOM + 38 + row, size=12))
    pieces.append(words(catalogue.words("picture.timeline.alerts"), LEFT, BOTTOM + 94, "start", size=12, fill=BAD, kind="sr-here"))
    return pieces


def _told(one: Snapshot) -> Message:
    span = one.outlook.range
    said = "—" if span is None else shown(span.lowest) if span.decided else f"{shown(span.lowest)}–{shown(span.highest)}"
    return message("picture.timeline.told", day=one.stretch.first_day.isoformat(), total=said, alerts=str(len(one.alerts)))
