"""Stretches of the number line: what covers a domain, each place once."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.scoring.intervals import Bound, Stretch, uncovered

LOW, HIGH = Fraction(0), Fraction(20)
HALVES = st.integers(1, 39).map(lambda number: Fraction(number, 2))
GRAINS = st.sampled_from([None, Fraction(1), Fraction(1, 2)])


def holds(stretch, place):
    low, high = stretch.low, stretch.high
    above = low is None or place > low.at or (low.closed and place == low.at)
    return above and (high is None or place < high.at or (high.closed and place == high.at))


def places(grain):
    """Every place that matters where all ends are halves: the multiples of the grain, else the ends and the places between them."""
    step = grain or Fraction(1, 4)
    return [step * number for number in range(int(HIGH / step) + 1)]


@st.composite
def partitions(draw):
    """Stretches that meet end to end, each end with the one stretch or the other."""
    cuts = sorted(draw(st.sets(HALVES, max_size=5)))
    closed = [draw(st.booleans()) for _ in cuts]
    lows = [None, *(Bound(cut, not left) for cut, left in zip(cuts, closed, strict=True))]
    highs = [*(Bound(cut, left) for cut, left in zip(cuts, closed, strict=True)), None]
    return draw(st.permutations([Stretch(low, high) for low, high in zip(lows, highs, strict=True)]))


BOUNDS = st.none() | st.builds(Bound, HALVES, st.booleans())


@given(partitions(), GRAINS)
def test_what_meets_end_to_end_covers(stretches, grain):
    assert uncovered(stretches, LOW, HIGH, grain) is None


@given(partitions().filter(lambda stretches: len(stretches) > 1), st.data())
def test_a_stretch_left_out_is_a_gap(stretches, data):
    gone = data.draw(st.sampled_from(stretches))
    rest = [stretch for stretch in stretches if stretch != gone]
    code, place = uncovered(rest, LOW, HIGH, None)
    assert code == "band-gap"
    assert holds(gone, place)


@given(st.lists(st.builds(Stretch, BOUNDS, BOUNDS), min_size=1, max_size=4), GRAINS)
def test_what_is_said_to_cover_holds_every_place_once(stretches, grain):
    if uncovered(stretches, LOW, HIGH, grain) is None:
        assert {sum(holds(stretch, place) for stretch in stretches) for place in places(grain)} == {1}


@given(st.lists(st.builds(Stretch, BOUNDS, BOUNDS), min_size=1, max_size=4), GRAINS)
def test_a_gap_is_a_place_of_the_domain_that_no_stretch_holds(stretches, grain):
    code, place = uncovered(stretches, LOW, HIGH, grain) or ("", None)
    if code == "band-gap":
        assert LOW <= place <= HIGH
        assert not any(holds(stretch, place) for stretch in stretches)
        assert not grain or place % grain == 0


def closed(low, high):
    return Stretch(Bound(Fraction(low), True), Bound(Fraction(high), True))


@pytest.mark.parametrize(
    ("grain", "fault"),
    [(None, ("band-gap", Fraction(7, 2))), (Fraction(1, 2), ("band-gap", Fraction(7, 2))), (Fraction(1), None)],
)
def test_between_three_and_four_there_is_no_whole_number(grain, fault):
    assert uncovered([closed(0, 3), closed(4, 20)], LOW, HIGH, grain) == fault


@pytest.mark.parametrize("stretch", [closed(5, 4), Stretch(Bound(LOW, False), Bound(LOW, True)), Stretch(Bound(LOW, False), Bound(LOW, False))])
def test_a_stretch_that_holds_nothing_is_named(stretch):
    assert uncovered([stretch], LOW, HIGH, None)[0] == "band-empty"


def test_a_domain_without_end_needs_stretches_without_end():
    assert uncovered([closed(0, 20)], None, HIGH, None) == ("band-gap", LOW)
    assert uncovered([closed(0, 20)], LOW, None, None) == ("band-gap", HIGH)
    assert uncovered([Stretch(None, None)], None, None, None) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_single_place_may_be_a_stretch_wherever_it_is_written(order):
    five = Fraction(5)
    stretches = [Stretch(None, Bound(five, False)), Stretch(Bound(five, True), Bound(five, True)), Stretch(Bound(five, False), None)]
    assert uncovered([stretches[at] for at in order], LOW, HIGH, None) is None
