"""The score against a fact or quantity: steps, ramps, single places; full dots where an end belongs, hollow ones where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from markupsafe import Markup

from ...expression import Unit, value_message
from ...lowering import LoweredScheme
from ...messages import Catalogue, Message, message, shown
from ...verification.profiles import Profile, Spot
from .svg import BAD, FAINT, LINE, Scale, dot, line, path, sheet, width_of, words

WIDTH, HEIGHT = 640, 290
LEFT, RIGHT, TOP, BOTTOM = 56, 616, 34, 232
BETWEEN, STRAIGHT = 8, 2


def curve_picture(profile: Profile, lowered: LoweredScheme, limit: Fraction, catalogue: Catalogue) -> str:
    """The picture of a profile of an item that is worth `limit`."""
    return _Curve(profile, lowered, limit, catalogue).draw()


class _Curve:
    def __init__(self, profile: Profile, lowered: LoweredScheme, limit: Fraction, catalogue: Catalogue) -> None:
        self.profile = profile
        self.label = lowered.labels[profile.axis]
        self.words = catalogue
        margin = (profile.high - profile.low) / 40
        self.x = Scale(profile.low - margin, profile.high + margin, LEFT, RIGHT)
        scores = [spot.score for spot in self._spots()]
        self.y = Scale(min([Fraction(0), *scores]), max([limit, *scores]), BOTTOM, TOP)
        self.limit = limit

    def _spots(self) -> Iterator[Spot]:
        yield from self.profile.changes
        for stretch in self.profile.stretches:
            yield from stretch.spots if len(stretch.spots) == STRAIGHT else ()

    def draw(self) -> str:
        pieces = [*self._frame(), *self._places(), *self._curve(), *self._here()]
        return sheet(WIDTH, HEIGHT, self._say("picture.curve", name=self.label.text), self._told(), pieces)

    def _say(self, key: str, /, **arguments: str | Message | Fraction | list[Message]) -> str:
        return self.words.say(message(key, **arguments))

    def _value(self, value: Fraction) -> str:
        return self.words.say(value_message(value, self.label.unit))

    def _bare(self, value: Fraction) -> str:
        return shown(value / self.label.unit.factor) if not _is_percent(self.label.unit) else self._value(value)

    def _frame(self) -> Iterator[Markup]:
        levels = sorted({spot.score for spot in self._spots()}, reverse=True)
        taken: list[Fraction] = []
        for score in [self.limit, Fraction(0), *levels]:
            height = self.y(score)
            if all(abs(height - other) >= 17 for other in taken):
                taken.append(height)
                yield line(LEFT, height, RIGHT, height, "sr-grid", FAINT)
                yield words(shown(score), LEFT - 8, height + 5, "end")
        yield line(LEFT, BOTTOM, RIGHT, BOTTOM, "sr-axis")
        yield words(self._say("picture.score"), 4, TOP - 16, "start")
        unit = str(self.label.unit)
        title = self.label.text if not unit or _is_percent(self.label.unit) else f"{self.label.text}（{unit}）"
        yield words(title, RIGHT, HEIGHT - 8, "end")

    def _places(self) -> Iterator[Markup]:
        """The values on the axis: of the case's own place first, then of the changes, as many as there is room for."""
        profile = self.profile
        taken: list[tuple[Fraction, Fraction]] = []
        ends = [profile.low, profile.high] if profile.single or not profile.changes else []
        own = [profile.here.value] if profile.here else []
        marks = [spot.value for spot in profile.changes]
        for value in [*own, *marks[:1], *marks[-1:], *ends, *marks]:
            said, x = self._bare(value), self.x(value)
            half = Fraction(width_of(said), 2)
            spot = x - half, x + half
            if all(spot[1] + BETWEEN <= low or high + BETWEEN <= spot[0] for low, high in taken):
                taken.append(spot)
                here = profile.here is not None and value == profile.here.value
                yield line(x, BOTTOM, x, BOTTOM + 5, "sr-here" if here else "sr-axis", BAD if here else "#1b1f23")
                yield words(said, x, BOTTOM + 20, kind="sr-here" if here else "sr-ink", fill=BAD if here else "#1b1f23")

    def _curve(self) -> Iterator[Markup]:
        if self.profile.single:
            for spot in self.profile.changes:
                yield line(self.x(spot.value), BOTTOM, self.x(spot.value), self.y(spot.score), "sr-curve", LINE, 2)
                yield dot(self.x(spot.value), self.y(spot.score), "sr-dot")
            return
        for stretch in self.profile.stretches:
            yield path([(self.x(spot.value), self.y(spot.score)) for spot in stretch.spots], "sr-curve")
        yield from self._ends()

    def _ends(self) -> Iterator[Markup]:
        """At every jump a full dot for the score there, and a hollow one where a stretch ends elsewhere."""
        reached: dict[Fraction, set[Fraction]] = {}
        for stretch in self.profile.stretches:
            for spot in (stretch.spots[0], stretch.spots[-1]):
                reached.setdefault(spot.value, set()).add(spot.score)
        for change in self.profile.changes:
            scores = reached.get(change.value, set())
            if scores - {change.score}:
                for score in scores - {change.score}:
                    yield dot(self.x(change.value), self.y(score), "sr-dot", hollow=True)
                yield dot(self.x(change.value), self.y(change.score), "sr-dot")

    def _here(self) -> Iterator[Markup]:
        here = self.profile.here
        if here is None:
            return
        x, y = self.x(here.value), self.y(here.score)
        yield line(x, BOTTOM, x, y, "sr-here", BAD, 1, stroke_dasharray="4 3")
        yield dot(x, y, "sr-here", fill=BAD, size=6)
        said = self._say("picture.here", score=here.score)
        anchor = "end" if x > (LEFT + RIGHT) // 2 else "start"
        yield words(said, x + (-10 if anchor == "end" else 10), max(y - 10, Fraction(16)), anchor, "sr-here", BAD)

    def _told(self) -> str:
        """The picture in words: what the score is at and between the places at which it changes."""
        profile = self.profile
        if profile.single or not profile.changes:
            spots = profile.changes or profile.stretches[0].spots
            places = [message("picture.at", value=self._value(spot.value), score=spot.score) for spot in _turning(spots)]
        else:
            places = [message("picture.at", value=self._value(spot.value), score=spot.score) for spot in profile.changes]
        own = [message("picture.own", value=self._value(profile.here.value), score=profile.here.score)] if profile.here else []
        return self._say("picture.told", places=[*places, *own])


def _turning(spots: tuple[Spot, ...]) -> list[Spot]:
    """The first and last spot, and those at which the score begins or ceases to change."""
    rises = [after.score - before.score for before, after in pairwise(spots)]
    turns = [spots[number + 1] for number, (one, other) in enumerate(pairwise(rises)) if one != other]
    return list(dict.fromkeys([spots[0], *turns, spots[-1]]))


def _is_percent(unit: Unit) -> bool:
    return str(unit) == "%"
