"""Every alternative of every reading is tried on every case; what the scheme says of its effect is what comes out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from supervision_rules import load_case, load_scheme
from supervision_rules.comparison.open_questions import ReadingEffect, reading_effects

CHANGZHOU = load_scheme("changzhou-2021")
FOUND = list(reading_effects(CHANGZHOU, [load_case("xinbei-2020", CHANGZHOU)]))


def test_every_alternative_is_there_in_its_order() -> None:
    told = [(one.reading.id, one.alternative.id) for one in FOUND]
    assert told == [(reading.id, alternative.id) for reading in CHANGZHOU.readings for alternative in reading.alternative]


@pytest.mark.parametrize("one", [one for one in FOUND if one.effects], ids=lambda one: f"{one.reading.id}={one.alternative.id}")
def test_the_total_is_what_the_scheme_says_of_it(one: ReadingEffect) -> None:
    (effect,) = one.effects
    assert effect.after is not None
    assert effect.after.overall is not None
    if one.alternative.effect != "待定":
        assert effect.after.overall.total == Fraction(one.alternative.effect)
    else:
        assert effect.after.overall.total is None


def test_what_is_in_words_only_is_not_scored() -> None:
    assert [one.effects for one in FOUND if not one.alternative.scorable] == [()] * sum(not one.alternative.scorable for one in FOUND)
