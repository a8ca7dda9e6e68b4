"""What becomes of many cases when a value moves: the mean total as a line, the shares of the grades below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

from ...engines.columnar import StepSummary, Sweep, swept_said
from ...expression import Kind
from ...messages import Catalogue, message, shown
from .svg import FAINT, Scale, area, box, dot, line, path, sheet, width_of, words

WIDTH = 760
LEFT, RIGHT, TOP = 76, 600, 40
MEAN, SHARES, GAP = 120, 200, 46
COLOURS = ("#1f5f99", "#6c9fc9", "#b9d3e8", "#e6c98f", "#d08a53", "#a02622")
OPEN = "#c9d1d9"
ROOM = 8


def sweep_picture(sweep: Sweep, steps: Sequence[StepSummary], catalogue: Catalogue) -> str:
    """The picture of a sweep; where it is of one number, its values lie to scale, else its steps are side by side."""
    return _Picture(sweep, [step for step in steps if step.step.number], catalogue).draw()


class _Picture:
    def __init__(self, sweep: Sweep, steps: Sequence[StepSummary], catalogue: Catalogue) -> None:
        self.sweep, self.steps, self.words = sweep, steps, catalogue
        one = sweep.swept[0]
        scaled = len(sweep.swept) == 1 and one.kind is Kind.NUMBER
        self.at = [Fraction(str(step.step.values[one.id])) if scaled else Fraction(number) for number, step in enumerate(steps)]
        low, high = min(self.at), max(self.at)
        margin = (high - low) / 30 or Fraction(1)
        self.x = Scale(low - margin, high + margin, LEFT, RIGHT)
        self.means = [(self.x(at), step.mean) for at, step in zip(self.at, steps, strict=True) if step.mean is not None]
        self.top = TOP + MEAN + GAP if self.means else TOP
        self.bottom = self.top + SHARES

    def draw(self) -> str:
        pieces = [*self._mean(), *self._shares(), *self._axis(), *self._legend()]
        title = self._say("picture.sweep", names=[one.label for one in self.sweep.swept], title=self.sweep.scheme.header.title)
        return sheet(WIDTH, self.bottom + 54, title, self.words.say([self._told(step) for step in self.steps]), pieces)

    def _say(self, key: str, **arguments: str | Sequence[str]) -> str:
        return self.words.say(message(key, **arguments))

    def _value(self, step: StepSummary) -> str:
        return self.words.say(message("sweep.values", values=[swept_said(one, step.step.values[one.id]) for one in self.sweep.swept]))

    def _mean(self) -> Iterator[Markup]:
        if not self.means:
            return
        values = [mean for _, mean in self.means]
        low, high = min(values), max(values)
        margin = (high - low) / 8 or Fraction(1)
        y = Scale(low - margin, high + margin, TOP + MEAN, TOP)
        yield words(self._say("sweep.column.mean"), 4, TOP - 18, "start", size=13)
        yield line(LEFT, TOP + MEAN, RIGHT, TOP + MEAN, "sr-axis")
        for end in dict.fromkeys((low, high)):
            yield line(LEFT, y(end), RIGHT, y(end), "sr-grid", FAINT)
            yield words(shown(end), LEFT - 6, y(end) + 5, "end", size=12)
        places = [(x, y(mean)) for x, mean in self.means]
        yield path(places, "sr-curve")
        yield from (dot(x, height, "sr-dot", size=3) for x, height in places)

    def _grades(self) -> list[tuple[str | None, str]]:
        """The grades that there are, with their colours."""
        ladder = [step.id for step in self.sweep.scheme.ladder.grade]
        coloured = {grade: COLOURS[number * (len(COLOURS) - 1) // max(len(ladder) - 1, 1)] for number, grade in enumerate(ladder)}
        return [
            (grade, coloured.get(grade, OPEN) if grade else OPEN) for grade in (*ladder, None) if any(step.grades.get(grade) for step in self.steps)
        ]

    def _shares(self) -> Iterator[Markup]:
        y = Scale(Fraction(0), Fraction(1), self.bottom, self.top)
        below = [Fraction(0)] * len(self.steps)
        for grade, fill in reversed(self._grades()):
            above = [under + Fraction(step.grades.get(grade, 0), step.cases or 1) for under, step in zip(below, self.steps, strict=True)]
            spots = list(zip(self.at, below, above, strict=True))
            if len(spots) == 1:
                yield box(self.x(self.at[0]) - 20, y(above[0]), 40, y(below[0]) - y(above[0]), "sr-band", fill)
            else:
                tops, bottoms = [(self.x(at), y(high)) for at, _, high in spots], [(self.x(at), y(low)) for at, low, _ in spots]
                yield area([*tops, *reversed(bottoms)], "sr-band", fill)
            below = above
        for share in (0, 50, 100):
            height, said = y(Fraction(share, 100)), f"{share}%"
            yield line(LEFT, height, RIGHT, height, "sr-grid", FAINT)
            yield words(said, LEFT - 6, height + 5, "end", size=12)

    def _axis(self) -> Iterator[Markup]:
        free = Fraction(-1)
        for at, step in zip(self.at, self.steps, strict=True):
            said, x = self._value(step), self.x(at)
            half = Fraction(width_of(said, 12), 2)
            if x - half >= free:
                yield line(x, self.bottom, x, self.bottom + 5, "sr-axis")
                yield words(said, x, self.bottom + 20, size=12)
                free = x + half + ROOM
        yield words("、".join(one.label for one in self.sweep.swept), RIGHT, self.bottom + 42, "end", size=13)

    def _legend(self) -> Iterator[Markup]:
        for number, (grade, fill) in enumerate(self._grades()):
            yield box(RIGHT + 24, self.top + number * 24, 14, 14, "sr-key", fill)
            yield words(grade or self._say("sweep.open"), RIGHT + 44, self.top + number * 24 + 12, "start", size=13)

    def _told(self, step: StepSummary) -> str:
        grades = [f"{grade or self._say('sweep.open')} {step.grades[grade]}" for grade, _ in self._grades() if step.grades.get(grade)]
        mean = "—" if step.mean is None else shown(step.mean)
        return self._say("picture.sweep.told", value=self._value(step), mean=mean, grades=grades)
