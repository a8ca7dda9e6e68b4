"""How much it matters how a question is read that the text leaves open: every case under every other reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from ..scheme import Alternative, Case, Reading, Scheme, under_reading
from .compare import compare
from .effect import CaseEffect


@frozen(kw_only=True)
class ReadingEffect:
    """What another reading makes of the cases; `effects` are empty where it is in words only and cannot be scored."""

    reading: Reading
    alternative: Alternative
    effects: tuple[CaseEffect, ...]


def reading_effects(scheme: Scheme, cases: Sequence[Case]) -> Iterator[ReadingEffect]:
    """Every alternative of every reading in turn, on every case.

    Raises SupervisionRulesError where the scheme or an alternative is wrong.
    """
    for reading in scheme.readings:
        for alternative in reading.alternative:
            effects: tuple[CaseEffect, ...] = ()
            if alternative.scorable:
                effects = compare(scheme, under_reading(scheme, reading.id, alternative.id), cases).effects
            yield ReadingEffect(reading=reading, alternative=alternative, effects=effects)
