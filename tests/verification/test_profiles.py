"""A profile is the exact score at every place: at the changes, between them, at their inclusive and exclusive ends."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import load_case, load_scheme
from supervision_rules.engines.exact import Sweep
from supervision_rules.lowering import lower
from supervision_rules.verification.profiles import Profile, axes_of, profile
from supervision_rules.verification.realising import Realiser

SCHEME = load_scheme("changzhou-2021")
LOWERED = lower(SCHEME)
XINBEI = load_case("xinbei-2020", SCHEME)
USUAL = Realiser(SCHEME).usual
ITEMS = {item.id: item for item in LOWERED.items}


def of(item: str, axis: str) -> Profile:
    found = profile(SCHEME, XINBEI, ITEMS[item], axis, USUAL)
    assert found is not None
    return found


def changes(found: Profile) -> list[tuple[Fraction, Fraction]]:
    return [(spot.value, spot.score) for spot in found.changes]


def test_a_floor_changes_the_score_at_the_floor_which_is_enough() -> None:
    found = of("funding-per-pupil", "primary.funding_per_pupil")
    assert changes(found) == [(Fraction(770), Fraction(2))]
    assert [stretch.spots[0].score for stretch in found.stretches] == [Fraction("1.5"), Fraction(2)]


def test_steps_change_one_after_the_other_until_the_limit() -> None:
    found = of("pupil-teacher-ratio", "primary.pupil_teacher_ratio")
    assert changes(found)[:2] == [(Fraction(17), Fraction(2)), (Fraction("17.5"), Fraction("1.8"))]
    assert found.changes[-1].score == Fraction("1.2")


def test_a_count_with_few_values_is_shown_place_by_place() -> None:
    found = of("campus-accidents", "safety.accidents")
    assert found.single
    assert changes(found)[:3] == [(Fraction(0), Fraction("2.5")), (Fraction(1), Fraction(2)), (Fraction(2), Fraction("1.5"))]


def test_the_place_of_the_case_is_marked() -> None:
    found = of("pupil-teacher-ratio", "primary.pupil_teacher_ratio")
    assert found.here is not None
    assert found.here.score == Fraction("1.8")


def test_of_what_changes_nothing_there_is_none() -> None:
    assert profile(SCHEME, XINBEI, ITEMS["party-leadership"], "primary.funding_per_pupil", USUAL) is None


EVERY = [(item.id, axis) for item in LOWERED.items for axis in axes_of(LOWERED, item)]


@settings(max_examples=60)
@given(st.sampled_from(EVERY), st.fractions(0, 1, max_denominator=997))
def test_anywhere_it_is_what_the_exact_engine_scores(which: tuple[str, str], share: Fraction) -> None:
    found = profile(SCHEME, XINBEI, ITEMS[which[0]], which[1], USUAL)
    if found is None or found.single:
        return
    place = found.low + (found.high - found.low) * share
    stretch = next((one for one in found.stretches if one.spots[0].value < place < one.spots[-1].value), None)
    if stretch is None or len(stretch.spots) > 2:
        return
    first, last = stretch.spots
    straight = first.score + (last.score - first.score) * (place - first.value) / (last.value - first.value)
    assert Sweep(SCHEME, XINBEI, which[0], which[1], USUAL).at(place).score == straight


@pytest.mark.parametrize("which", EVERY, ids=lambda one: one[1])
def test_every_change_is_scored_by_the_exact_engine(which: tuple[str, str]) -> None:
    found = profile(SCHEME, XINBEI, ITEMS[which[0]], which[1], USUAL)
    sweep = Sweep(SCHEME, XINBEI, which[0], which[1], USUAL)
    for spot in found.changes if found else ():
        assert sweep.at(spot.value).score == spot.score
