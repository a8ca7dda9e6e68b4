"""What every other reading makes of the cases, as a table and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field

from ...comparison import CaseEffect
from ...comparison.open_questions import ReadingEffect
from ...messages import Catalogue
from ..blocks import Block, Bullet, Bullets, Heading, Paragraph, Table
from ..writer import Writer, rising
from .document import effect_document


@define
class ReadingReport(Writer):
    """Writes what readings matter."""

    ladder: Sequence[str] = field(default=(), kw_only=True)

    def of(self, found: Sequence[ReadingEffect], cases: int) -> Iterator[Block]:
        """Every reading with its alternatives; of one case what becomes of it, of several how many rise and fall."""
        yield Paragraph(self.say("readings.count", readings=len({one.reading.id for one in found}), alternatives=len(found), cases=cases))
        for id in dict.fromkeys(one.reading.id for one in found):
            mine = [one for one in found if one.reading.id == id]
            reading = mine[0].reading
            yield Heading(3, id if self.by_id else reading.question)
            if not self.by_id:
                yield Bullets((Bullet(self.say("readings.chosen", choice=reading.choice)),))
            headings = tuple(self.say(f"readings.column.{key}") for key in ("alternative", *(ONE if cases == 1 else MANY)))
            yield Table(headings, tuple(self._alternative(one, cases) for one in mine), frozenset(range(1, len(headings) - (cases == 1))))

    def _alternative(self, one: ReadingEffect, cases: int) -> tuple[str, ...]:
        name = one.alternative.id if self.by_id else self.say("readings.alternative", id=one.alternative.id, text=one.alternative.text)
        if not one.effects:
            return (name, *(["—"] * (len(ONE if cases == 1 else MANY) - 1)), self.say("readings.in-words"))
        if cases == 1:
            (effect,) = one.effects
            return name, self.total(None if effect.after is None else effect.after.overall), rising(effect.difference), self._grade(effect)
        found = [effect.difference for effect in one.effects]
        rise, fall = (sum(value is not None and sign * value > 0 for value in found) for sign in (1, -1))
        grades = sum(None not in effect.grades and effect.grades[0] != effect.grades[1] for effect in one.effects)
        known = [Fraction(0), *(value for value in found if value is not None)]
        return name, str(rise), str(fall), rising(min(known)), rising(max(known)), str(grades)

    def _grade(self, effect: CaseEffect) -> str:
        before, after = effect.grades
        said = self.grades(self.ladder, effect.after)
        return said if before == after else f"{self.grade(self.ladder, before)} → {said}"


ONE = ("total", "difference", "grade")
MANY = ("up", "down", "least", "most", "grades")


def readings_document(found: Sequence[ReadingEffect], words: Catalogue) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {
            "reading": one.reading.id,
            "alternative": one.alternative.id,
            "text": one.alternative.text,
            "scorable": one.alternative.scorable,
            "cases": [effect_document(effect, words) for effect in one.effects],
        }
        for one in found
    ]
