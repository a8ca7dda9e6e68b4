"""Sums of square roots, compared without ever being rounded."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.engines.exact import Roots


def root(value: int | str | Fraction) -> Roots:
    return Roots.root(Fraction(value))


def test_the_root_of_a_square_is_a_plain_number() -> None:
    assert root(9) == 3
    assert root("0.25") == Fraction(1, 2)
    assert root(0) == 0


def test_sums_that_are_equal_are_equal_exactly() -> None:
    assert root(2) + root(8) == 3 * root(2)
    assert root(2) + root(8) == root(18)
    assert root("0.5") * 2 == root(2)
    assert root(12) - root(3) == root(3)
    assert root(2) + root(3) + root(5) == root(5) + root(3) + root(2)
    assert (root(2) + root(8)) / 3 == root(2)


def test_roots_that_cancel_leave_nought() -> None:
    nothing = root(2) + root(8) - root(18)
    assert nothing == 0
    assert nothing.sign() == 0
    assert nothing.parts == []


def test_a_composite_exactly_at_its_limit() -> None:
    # (√0.02 + √0.08) ÷ 2 = 1.5 × √0.02 = √0.045
    composite = (root("0.02") + root("0.08")) / 2
    assert composite <= root("0.045")
    assert composite >= root("0.045")
    assert not composite > root("0.045")


def test_a_hair_above_and_below_are_told_apart() -> None:
    huge = 10**60
    assert root(huge**2 + 1) > huge
    assert root(huge**2 - 1) < huge
    assert root(huge**2 + 1) - huge < Fraction(1, huge)
    hair = Fraction(1, 10**80)
    assert root(2) + root(3) < root(2) + root(3) + hair
    assert root(Fraction(1, 4) + hair) > Fraction(1, 2)


def test_mixed_signs_are_refined_until_decided() -> None:
    assert 1000000 * root(2) - 1414213 > 0
    assert 1000000 * root(2) - 1414214 < 0
    assert root(10) + root(11) != root(5) + root("16.8749")
    assert root(2) + root(3) - root(5) > Fraction(9, 10)


@pytest.mark.parametrize("digits", range(10, 70, 3))
def test_hairs_of_any_width_are_told_apart_under_factors_of_either_sign(digits: int) -> None:
    hair = Fraction(1, 10**digits)
    for factor in (2, 3, 7):
        for radicand in (2, 3, 5, 11):
            square = factor * factor * radicand
            assert (root(square - hair) - factor * root(radicand)).sign() == -1
            assert (root(square + hair) - factor * root(radicand)).sign() == 1
            assert (factor * root(radicand) - root(square - hair)).sign() == 1
            assert (factor * root(radicand) - root(square)).sign() == 0


def test_compares_with_plain_numbers_on_either_side() -> None:
    assert Fraction(1, 2) >= root("0.25")
    assert 1 < root(2) < 2
    assert Fraction(3, 2) > root(2)
    assert root(2) != 2
    assert 1 - root(2) < 0
    assert Fraction(1, 2) * root(8) == root(2)


def test_is_no_number_in_the_sense_of_words() -> None:
    assert root(2) != "√2"
    with pytest.raises(TypeError):
        hash(root(2))


SMALL = st.fractions(min_value=0, max_value=50, max_denominator=50)


@given(SMALL, SMALL)
def test_the_order_of_roots_is_that_of_their_squares(a: Fraction, b: Fraction) -> None:
    assert (root(a) < root(b)) == (a < b)
    assert (root(a) == root(b)) == (a == b)
    assert (root(a) >= root(b)) == (a >= b)


@given(SMALL, SMALL, SMALL)
def test_two_roots_against_one_are_settled_by_squaring_twice(a: Fraction, b: Fraction, c: Fraction) -> None:
    # √a + √b ≤ √c  ⟺  c − a − b ≥ 0 and 4ab ≤ (c − a − b)²
    rest = c - a - b
    assert (root(a) + root(b) <= root(c)) == (rest >= 0 and 4 * a * b <= rest**2)


@given(SMALL, st.integers(min_value=1, max_value=12), st.integers(min_value=1, max_value=12))
def test_multiples_of_one_root_add_up(a: Fraction, m: int, n: int) -> None:
    assert root(a * m * m) + root(a * n * n) == root(a * (m + n) ** 2)
    assert m * root(a) - n * root(a) == (m - n) * root(a)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("0.25", 3, "0.5"), ("2", 3, "1.414"), ("2", 6, "1.414214"), ("0.250001", 3, "0.5"), ("0.250001", 6, "0.500001")],
)
def test_a_root_is_shown_rounded_half_up(value: str, places: int, expected: str) -> None:
    assert root(value).rounded(places) == Fraction(expected)


def test_a_tie_goes_up_and_a_hair_below_it_down() -> None:
    tie = Fraction(12345, 10000)
    hair = Fraction(1, 10**60)
    assert root(tie**2).rounded(3) == Fraction("1.235")
    assert root(tie**2 - hair).rounded(3) == Fraction("1.234")
    assert root(tie**2 + hair).rounded(3) == Fraction("1.235")


@given(st.fractions(0, 4, max_denominator=10**6), st.integers(0, 8))
def test_what_is_shown_is_within_half_of_the_last_place(value: Fraction, places: int) -> None:
    shown = root(value).rounded(places)
    half = Fraction(1, 2 * 10**places)
    assert shown - half <= root(value)
    assert root(value) < shown + half
