"""Values become a case: what was counted from the reference case's rows does not speak against them."""

from __future__ import annotations

from fractions import Fraction

from supervision_rules import load_scheme
from supervision_rules.verification.realising import Realiser

REALISER = Realiser(load_scheme("zhoushan-2007"))


def test_a_rank_that_is_asked_for_is_kept_where_the_own_figure_is_another() -> None:
    made = REALISER.realise("wished", {"satisfaction.rate": Fraction(0), "satisfaction.rank": REALISER.known["satisfaction.rank"]})
    assert made.assessment.item("satisfaction").score == 6  # the second place, which the reference case has with 85%
    assert made.left_out == ("peer",)


def test_the_own_row_goes_with_the_figure() -> None:
    made = REALISER.realise("wished", {"finance.share": Fraction(1, 10)})
    assert REALISER.values(made.case)["cohort.finance_mean"] == Fraction(56, 400)
    assert made.assessment.item("finance-share").score == 4


def test_the_rows_stay_where_no_rank_is_asked_for() -> None:
    made = REALISER.realise("wished", {"satisfaction.rate": Fraction(0)})
    assert made.assessment.item("satisfaction").score == 2
    assert made.left_out == ()
