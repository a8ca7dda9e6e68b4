"""Where an assessment is not as its case expects it: the lines of the score sheet that should be there (−) and those that are (+)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import define

from ..assessment import Assessment, Deviation, Outcome, deviations
from ..messages import catalogue, shown
from ..scheme import Expected
from .writer import Writer


@define
class Difference(Writer):
    """Writes what deviates, as a diff of the score sheet."""

    def of(self, one: Assessment) -> Iterator[str]:
        """The lines of everything that deviates, with the findings that led to it; none where nothing does."""
        self.labels = one.lowered.labels
        for deviation in deviations(one):
            yield from self._whole(deviation) if len(deviation.path) == 1 else self._item(one, deviation)

    def _whole(self, deviation: Deviation) -> Iterator[str]:
        label = self.say(f"sheet.{deviation.path[0]}")
        yield f"- {label}  {self._said(deviation.expected)}"
        yield f"+ {label}  {self._said(deviation.found)}"

    def _item(self, one: Assessment, deviation: Deviation) -> Iterator[str]:
        item = one.item(deviation.path[1])
        sign, counts = (-1 if item in one.points else 1), not one.lowered.levels
        yield from (f"- {line}" for line in self.heading(item, sign, counts, self._said(deviation.expected)))
        heading, *reasons = self.item(item, sign, counts)
        yield f"+ {heading}"
        yield from (f"  {line}" for line in reasons)

    def _said(self, expected: Expected) -> str:
        if isinstance(expected, Fraction):
            return shown(expected)
        words = {Outcome.PENDING.value: "expect.pending", Outcome.NOT_APPLICABLE.value: "outcome.not-applicable"}
        return self.say(words[expected]) if expected in words else self.level_named(expected)


def deviation_lines(assessment: Assessment, language: str = "zh") -> list[str]:
    """The diff between the score sheet that a case expects and the one that it has; no lines where they are the same."""
    return list(Difference(catalogue(language)).of(assessment))
