"""Signs of polynomials over whole numbers, and slopes of their quotients, against trying every number."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from supervision_rules.expression.polynomials import Quotient, evaluate, following, multiply, signs

SIZES = st.builds(Fraction, st.integers(-30, 30), st.sampled_from([1, 2, 3]))


@st.composite
def polynomials(draw):
    """By coefficients, or by roots that lie on or between whole numbers, some of them double."""
    if draw(st.booleans()):
        coefficients = draw(st.lists(SIZES, max_size=5))
        while coefficients and not coefficients[-1]:
            coefficients.pop()
        return tuple(coefficients)
    product = (Fraction(1),)
    for root in draw(st.lists(st.integers(-20, 20).map(lambda n: Fraction(n, 2)), max_size=4)):
        product = multiply(product, (-root, Fraction(1)))
    return product


def sign(value):
    return (value > 0) - (value < 0)


@given(polynomials(), st.integers(-15, 15), st.integers(0, 30))
def test_every_number_has_the_sign_of_its_stretch(p, first, width):
    found = signs(p, first, first + width)
    assert [(n, s) for start, end, s in found for n in range(start, end + 1)] == [(n, sign(evaluate(p, n))) for n in range(first, first + width + 1)]
    assert all(before[2] != after[2] for before, after in pairwise(found))


@given(polynomials(), st.integers(-15, 15))
def test_the_following_polynomial_is_one_ahead(p, n):
    assert evaluate(following(p), n) == evaluate(p, n + 1)


@given(polynomials(), polynomials(), st.integers(-15, 15), st.integers(0, 30))
def test_a_quotient_only_rises_or_only_falls_along_a_slope(above, below, first, width):
    run = range(first, first + width + 1)
    assume(all(evaluate(below, n) > 0 for n in run))
    quotient = Quotient(above, below)
    found = quotient.slopes(first, first + width)
    assert [n for start, end in found for n in range(start, end + 1)] == list(run)
    for start, end in found:
        assert len({sign(quotient.at(n + 1) - quotient.at(n)) for n in range(start, end)}) <= 1


def test_far_away_changes_are_found_at_once():
    root = 10**15
    assert signs((Fraction(-root), Fraction(1)), 0, 10**18) == [(0, root - 1, -1), (root, root, 0), (root + 1, 10**18, 1)]
