"""What a target was and is: a line over the days, with a mark where it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from ...expression import Unit, value_message
from ...messages import Catalogue, message
from ...scheme import Target, TargetValue
from .svg import FAINT, Scale, dot, line, path, sheet, width_of, words

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 24, 616, 44, 140


def history_picture(target: Target, unit: Unit, until: date, catalogue: Catalogue) -> str | None:
    """The values of a target to the end of the evaluated period or their own; None where it never changed or has classes."""
    values = sorted(target.value, key=lambda one: one.from_)
    if len(values) < 2 or any(one.where for one in values):
        return None
    return _draw(values, target.label, unit, max(until, values[-1].from_), catalogue)


def _draw(values: Sequence[TargetValue], label: str, unit: Unit, until: date, catalogue: Catalogue) -> str:
    def said(value: Fraction) -> str:
        return catalogue.say(value_message(value * unit.factor, unit))

    first, last = values[0].from_.toordinal(), until.toordinal()
    x = Scale(Fraction(first), Fraction(last + (last - first) // 4 + 30), LEFT, RIGHT)
    amounts = [one.value for one in values]
    low = min(amounts) - (max(amounts) - min(amounts) or 1)
    y = Scale(low, max(amounts) if max(amounts) > low else low + 1, BOTTOM, TOP)
    line_places: list[tuple[Fraction, Fraction]] = []
    pieces: list[Markup] = [line(LEFT, BOTTOM, RIGHT, BOTTOM, "sr-axis")]
    free = Fraction(0)
    for one in values:
        at, height = x(one.from_.toordinal()), y(one.value)
        if line_places:
            line_places.append((at, line_places[-1][1]))
        line_places.append((at, height))
        pieces.append(line(at, BOTTOM, at, height, "sr-grid", FAINT))
        pieces.append(dot(at, height, "sr-dot"))
        pieces.append(words(said(one.value), max(at, free), height - 12, "start"))
        pieces.append(words(one.from_.isoformat(), max(at, free), BOTTOM + 20, "start", size=12))
        free = max(at, free) + max(width_of(said(one.value)), width_of(one.from_.isoformat(), 12)) + 10
    line_places.append((Fraction(RIGHT), line_places[-1][1]))
    pieces.insert(1, path(line_places, "sr-curve"))
    title = catalogue.say(message("picture.history", name=label))
    told = [message("picture.since", date=one.from_.isoformat(), value=said(one.value)) for one in values]
    return sheet(WIDTH, HEIGHT, title, catalogue.say(told), pieces)
