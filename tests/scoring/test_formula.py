"""formula: the visible escape hatch, an expression of one's own in 分."""

from fractions import Fraction

import pytest
from builders import bonus, case, expression, number_fact, refusals, scheme, under_bonus, under_point
from lowering.shown import exact, mistakes_of_rule, told

from supervision_rules.assessment import Adjustment, Cause, Outcome, Span
from supervision_rules.scoring import Formula

X = [number_fact("x", domain=(-50, 50), places=2)]


def formula(**keys):
    return Formula(**{key: expression(text) for key, text in keys.items()})


@pytest.mark.parametrize(("x", "score"), [("-1", 0), ("0", 0), ("0.01", "0.01"), ("7.5", "7.5"), ("10", 10), ("11", 10)])
def test_a_score_is_held_within_nothing_and_the_worth(x, score):
    assert under_point(formula(score="x"), X, case(x=x)).score == Fraction(score)


@pytest.mark.parametrize(("x", "score"), [("-1", 10), ("0", 10), ("0.01", "9.99"), ("7.5", "2.5"), ("10", 0), ("11", 0)])
def test_a_deduction_is_never_below_nothing(x, score):
    assert under_point(formula(deduct="x"), X, case(x=x)).score == Fraction(score)


@pytest.mark.parametrize(("x", "score"), [("-1", 0), ("0", 0), ("0.01", "0.01"), ("7.5", "7.5"), ("11", 10)])
def test_an_award_is_never_below_nothing(x, score):
    assert under_bonus(formula(award="x"), X, case(x=x)).score == Fraction(score)


def test_a_point_lost_by_more_than_its_worth_stops_at_zero():
    assert under_point(formula(score="x"), X, case(x="-3")).adjustments == (Adjustment(Cause.ZERO_FLOOR, Fraction(3)),)


def test_at_most_limits_it():
    rule = Formula(deduct=expression("x"), at_most=Fraction(3))
    assert under_point(rule, X, case(x="7")).score == 7


def test_a_third_three_times_is_one():
    third = [number_fact("third", domain=(0, 9))]
    result = under_point(formula(deduct="third / 3 * 3"), third, case(third=1), round_to="0.01")
    assert result.score == 9
    assert result.adjustments == ()


def test_its_value_may_be_in_marks():
    marks = [number_fact("marks", "分", (0, 100), places=1)]
    assert under_point(formula(score="marks / 10"), marks, case(marks="87.5 分"), round_to="0.1").score == Fraction("8.8")


def test_a_missing_fact_leaves_it_open():
    result = under_point(formula(deduct="x"), [number_fact("x", domain=(0, 3))], case())
    assert (result.outcome, result.range) == (Outcome.PENDING, Span(7, 10))


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (Formula(), ["one-of-keys: keys = score / deduct"]),
        (formula(score="x", deduct="x"), ["one-of-keys: keys = score / deduct"]),
        (formula(award="x"), ["one-of-keys: keys = score / deduct"]),
        (formula(score="x * 1元"), ["units-differ score: left = 分, right = 元"]),
        (formula(score="x > 1"), ["not-a-number score: kind = 条件（是或否）"]),
        (formula(score="x / 3"), ["score-may-not-end: id = point"]),
        (formula(score="x / 8"), []),
        (formula(score="round(x / 3, 2)"), []),
    ],
)
def test_what_it_refuses(rule, mistakes):
    assert mistakes_of_rule(rule, X) == mistakes


@pytest.mark.parametrize("key", ["score", "deduct"])
def test_a_bonus_only_awards(key):
    assert refusals(scheme(facts=X, bonuses=[bonus(formula(**{key: "x"}))])) == ("one-of-keys",)


@pytest.mark.parametrize(
    ("key", "bonuses", "clause"),
    [
        ("score", False, ("按公式计分：x", "10－x不高于0", "x")),
        ("deduct", False, ("按公式扣分：x", "x不高于0", "x")),
        ("award", True, ("按公式加分：x", "", "x")),
    ],
)
def test_its_clause_says_the_formula_what_should_have_held_and_what_varies(key, bonuses, clause):
    assert told(formula(**{key: "x"}), X, bonuses=bonuses) == [clause]


@pytest.mark.parametrize(
    ("key", "bonuses", "clause"),
    [
        ("score", False, ("10－x高于0", "（取最大者：0；10－x）")),
        ("deduct", False, ("x高于0", "（取最大者：0；x）")),
        ("award", True, ("x高于0", "（取最大者：0；x）")),
    ],
)
def test_its_clause_applies_where_the_formula_is_above_nothing(key, bonuses, clause):
    assert exact(formula(**{key: "x"}), X, bonuses=bonuses) == [clause]
