"""How worth spreads over indicators, and what bonuses can add."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from ...messages import Catalogue, message, shown
from .svg import LINE, Scale, box, cut, line, sheet, words

WIDTH = 640
LEFT, RIGHT, ROW = 190, 590, 34
GREEN = "#1a6b3c"


def weight_picture(groups: Sequence[tuple[str, Sequence[tuple[str, Fraction]]]], catalogue: Catalogue) -> str:
    """A bar for each indicator (its title, then the points under it with their worth), a piece for each point."""
    sums = {title: sum((worth for _, worth in points), Fraction(0)) for title, points in groups}
    x = Scale(Fraction(0), max(sums.values()), LEFT, RIGHT)
    pieces: list[Markup] = []
    for row, (title, points) in enumerate(groups):
        top, at = 8 + row * ROW, Fraction(0)
        pieces.append(words(cut(title, LEFT - 16), LEFT - 8, top + 18, "end"))
        for number, (name, worth) in enumerate(points):
            kind = "sr-bar" if number % 2 else "sr-bar sr-second"
            said = catalogue.say(message("picture.worth", name=name, worth=worth))
            pieces.append(box(x(at), top, x(at + worth) - x(at) - 1, 24, kind, LINE if number % 2 else GREEN, said))
            at += worth
        pieces.append(words(shown(at), x(at) + 6, top + 18, "start"))
    told = [message("picture.worth", name=title, worth=worth) for title, worth in sums.items()]
    return sheet(WIDTH, 16 + ROW * len(groups), catalogue.say(message("picture.weights")), catalogue.say(told), pieces)


def bonus_picture(caps: Sequence[tuple[str, Fraction, Fraction | None]], overall: Fraction | None, catalogue: Catalogue) -> str:
    """A bar for the cap of each bonus with what the case got of it (None: not known), and a line at the overall cap."""
    whole = sum((cap for _, cap, _ in caps), Fraction(0))
    x = Scale(Fraction(0), max(whole, overall or whole), LEFT, RIGHT)
    height = 24 + ROW * len(caps)
    pieces: list[Markup] = []
    if overall is not None:
        pieces.append(line(x(overall), 18, x(overall), height, "sr-threshold", "#7a4b00", 2, stroke_dasharray="5 3"))
        pieces.append(words(catalogue.say(message("picture.overall-cap", cap=overall)), x(overall), 13, "end", "sr-threshold", "#7a4b00"))
    at = Fraction(0)
    for row, (name, cap, got) in enumerate(caps):
        top = 24 + row * ROW
        pieces.append(words(cut(name, LEFT - 16), LEFT - 8, top + 18, "end"))
        pieces.append(box(x(at), top, x(at + cap) - x(at), 24, "sr-box", "#eceff2", stroke="#c9d1d9"))
        if got:
            pieces.append(box(x(at), top, x(at + got) - x(at), 24, "sr-bar", LINE))
        amount = catalogue.say(message("picture.of-cap", got="—" if got is None else shown(got), cap=cap))
        pieces.append(words(amount, x(at + cap) + 6, top + 18, "start", "sr-ink sr-clear"))
        at += cap
    told = [message("picture.bonus", name=name, got="—" if got is None else shown(got), cap=cap) for name, cap, got in caps]
    return sheet(WIDTH, height + 8, catalogue.say(message("picture.bonuses")), catalogue.say(told), pieces)
