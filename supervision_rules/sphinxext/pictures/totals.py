"""How the totals of many cases spread, with their median, and below how many have each grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from ...bulk import Summary, Totals
from ...messages import Catalogue, Message, exact, message, shown
from .svg import BAD, FAINT, LINE, Scale, box, cut, line, sheet, width_of, words

WIDTH = 760
LEFT, RIGHT, TOP, BOTTOM = 60, 740, 34, 250
MOST_BARS = 60
STEPS = tuple(Fraction(step) for step in ("1/10", "1/5", "1/2", "1", "2", "5", "10", "20", "50", "100"))
ROW, ROOM = 30, 130


def totals_picture(found: Summary, catalogue: Catalogue) -> str:
    """A bar for every stretch of totals and one for every grade; without points only the grades."""
    pieces: list[Markup] = []
    top = 16
    if found.totals is not None:
        pieces += _spread(found.totals, catalogue)
        top = BOTTOM + 62
    grades = [*found.grades.items(), *([(catalogue.words("bulk.undecided"), found.ungraded)] if found.ungraded else [])]
    pieces += _grades(grades, found.cases, top)
    title = catalogue.say(message("bulk.title", title=found.scheme.header.title, cases=found.cases))
    told: list[Message] = [message("picture.totals.grade", grade=grade, count=str(count)) for grade, count in grades]
    if found.totals is not None:
        median = found.totals.quantiles[Fraction(1, 2)]
        told = [message("picture.totals.spread", lowest=found.totals.lowest, highest=found.totals.highest, median=median), *told]
    return sheet(WIDTH, top + ROW * len(grades) + 12, title, catalogue.say(told), pieces)


def _spread(totals: Totals, catalogue: Catalogue) -> Iterator[Markup]:
    step = next((one for one in STEPS if (totals.highest - totals.lowest) / one <= MOST_BARS), STEPS[-1])
    bars: Counter[int] = Counter()
    for total, count in totals.counts.items():
        bars[int(total // step)] += count
    first, last = min(bars), max(bars)
    x = Scale(first * step, (last + 1) * step, LEFT, RIGHT)
    high = _rounded_up(max(bars.values()))
    y = Scale(Fraction(0), Fraction(high), BOTTOM, TOP)
    for part in range(5):
        mark = Fraction(high * part, 4)
        yield line(LEFT, y(mark), RIGHT, y(mark), "sr-grid", FAINT)
        yield words(shown(mark), LEFT - 8, y(mark) + 5, "end", size=12)
    for bar, count in sorted(bars.items()):
        said = message("picture.totals.bar", low=exact(bar * step), high=exact((bar + 1) * step), count=str(count))
        width = x((bar + 1) * step) - x(bar * step)
        yield box(x(bar * step), y(count), width - min(Fraction(1), width / 5), BOTTOM - y(count), "sr-bar", LINE, catalogue.say(said))
    yield line(LEFT, BOTTOM, RIGHT, BOTTOM, "sr-axis")
    every = next(one for one in (*STEPS, STEPS[-1] * 10) if (last + 1 - first) * step / one <= 15)
    mark = -(-first * step // every) * every
    while mark <= (last + 1) * step:
        yield words(exact(mark), x(mark), BOTTOM + 18, size=12)
        mark += every
    yield words(catalogue.words("bulk.column.total"), RIGHT, BOTTOM + 38, "end", size=12)
    median = totals.quantiles[Fraction(1, 2)]
    told = catalogue.say(message("picture.totals.median", median=median))
    half = Fraction(width_of(told, 12), 2)
    middle = min(max(x(median), LEFT + half), RIGHT - half)
    yield line(x(median), TOP - 8, x(median), BOTTOM, "sr-threshold", BAD, 2, stroke_dasharray="5 3")
    yield words(told, middle, TOP - 14, size=12, fill=BAD, kind="sr-here")


def _grades(grades: list[tuple[str, int]], cases: int, top: int) -> Iterator[Markup]:
    x = Scale(Fraction(0), Fraction(max(max(count for _, count in grades), 1)), LEFT + ROOM, RIGHT - 120)
    for row, (grade, count) in enumerate(grades):
        at = top + row * ROW
        yield words(cut(grade, LEFT + ROOM - 16), LEFT + ROOM - 8, at + 16, "end")
        yield box(x(0), at, x(count) - x(0), 20, "sr-bar", LINE)
        said = f"{count} · {shown_share(count, cases)}"
        yield words(said, x(count) + 6, at + 16, "start")


def shown_share(count: int, cases: int) -> str:
    """A share in percent for a reader, to one decimal."""
    tenths = (Fraction(count, cases) * 1000 + Fraction(1, 2)) // 1
    return f"{exact(Fraction(tenths, 10))}%"


def _rounded_up(count: int) -> int:
    """The next number of four equal round parts."""
    size = 1
    while True:
        for part in (1, 2, 5):
            if part * size * 4 >= count:
                return part * size * 4
        size *= 10
