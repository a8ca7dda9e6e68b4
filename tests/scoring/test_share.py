"""share: marks in proportion to a share, held within 0 and 1."""

from fractions import Fraction

import pytest
from builders import case, expression, number_fact, point, refusals, scheme, under_bonus, under_point
from lowering.shown import exact, mistakes_of_rule, told

from supervision_rules.assessment import Adjustment, Cause, Outcome, Span
from supervision_rules.scoring import Share

PLACES = [number_fact("built", "个"), number_fact("planned", "个", (1, 100_000))]
BUILT = Share(part=expression("built"), whole=expression("planned"))
COVERAGE = Share(part=expression("coverage"))
COVERED = [number_fact("coverage", "%", (0, 200), places=1)]


@pytest.mark.parametrize(("built", "score"), [(0, 0), (1, "0.005"), (500, "2.5"), (1999, "9.995"), (2000, 10), (2001, 10), (4000, 10)])
def test_marks_in_proportion(built, score):
    given = case(built=f"{built} 个", planned="2000 个")
    exact = {"round_to": "0.0001"}
    assert under_point(BUILT, PLACES, given, **exact).score == Fraction(score)
    assert under_bonus(BUILT, PLACES, given, **exact).score == Fraction(score)


@pytest.mark.parametrize(("coverage", "score"), [("0", 0), ("93.5", "9.35"), ("100", 10), ("120", 10)])
def test_the_part_may_be_a_share_already(coverage, score):
    given = case(coverage=f"{coverage} %")
    assert under_point(COVERAGE, COVERED, given).score == Fraction(score)
    assert under_bonus(COVERAGE, COVERED, given).score == Fraction(score)


def test_a_share_below_zero_counts_as_none():
    growth = [number_fact("growth", "%", (-100, 100))]
    assert under_point(Share(part=expression("growth")), growth, case(growth="-5 %")).score == 0
    assert under_bonus(Share(part=expression("growth")), growth, case(growth="-5 %")).score == 0


def test_a_share_of_a_part_of_the_worth():
    rule = Share(part=expression("coverage"), worth=Fraction(4))
    assert under_point(rule, COVERED, case(coverage="50 %")).score == 8
    assert under_bonus(rule, COVERED, case(coverage="50 %")).score == 2


def test_two_thirds_are_rounded_half_up_where_the_scheme_says_so():
    given = case(built="2 个", planned="3 个")
    result = under_point(BUILT, PLACES, given, round_to="0.01")
    assert result.score == Fraction("6.67")
    assert result.findings[0].amount == Fraction(10, 3)
    assert result.adjustments == (Adjustment(Cause.ROUNDING, Fraction("6.67") - Fraction(20, 3)),)
    assert under_bonus(BUILT, PLACES, given, round_to="0.01").score == Fraction("6.67")


def test_a_share_that_may_not_end_is_refused_where_nothing_is_rounded():
    assert refusals(scheme([point(BUILT)], PLACES)) == ("score-may-not-end",)


def test_a_third_of_three_is_one():
    result = under_bonus(BUILT, PLACES, case(built="1 个", planned="3 个"), cap=3, round_to="0.01")
    assert result.score == 1
    assert result.adjustments == ()


@pytest.mark.parametrize(("places", "score"), [("0.01", "1.88"), ("0.001", "1.875"), ("0.1", "1.9"), (1, 2)])
def test_the_score_is_rounded_and_not_the_deduction(places, score):
    result = under_point(COVERAGE, [number_fact("coverage", "%", (0, 100), places=2)], case(coverage="93.75 %"), worth=2, round_to=places)
    assert result.score == Fraction(score)
    assert result.findings[0].amount == Fraction("0.125")


def test_a_missing_fact_leaves_the_whole_share_open():
    result = under_point(BUILT, PLACES, case(built="2 个"), round_to="0.01")
    assert (result.outcome, result.range, result.missing) == (Outcome.PENDING, Span(0, 10), ("planned",))


def test_full_marks_have_no_finding_and_none_have_one():
    assert under_point(COVERAGE, COVERED, case(coverage="100 %")).findings == ()
    assert under_bonus(COVERAGE, COVERED, case(coverage="0 %")).findings == ()


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (Share(part=expression("built")), ["units-differ part: left = %, right = 个"]),
        (Share(part=expression("built"), whole=expression("5元")), ["units-differ whole: left = 个, right = 元"]),
        (Share(part=expression("built"), whole=expression("4个"), worth=Fraction(11)), ["worth-above-limit worth: limit = 10, worth = 11"]),
        (Share(part=expression("built > 1个")), ["not-a-number part: kind = 条件（是或否）"]),
    ],
)
def test_what_it_refuses(rule, mistakes):
    assert mistakes_of_rule(rule, [number_fact("built", "个")]) == mistakes


def test_a_whole_that_is_the_same_in_every_case_may_end():
    assert refusals(scheme([point(Share(part=expression("built"), whole=expression("2000个")))], [number_fact("built", "个")])) == ()


@pytest.mark.parametrize(
    ("rule", "facts", "bonuses", "clause"),
    [
        (BUILT, PLACES, False, ("满分10分，按built占planned的比例得分", "built÷planned不低于100%", "built")),
        (BUILT, PLACES, True, ("按built占planned的比例加分，最多加10分", "", "built")),
        (COVERAGE, COVERED, False, ("满分10分，按coverage得分", "coverage不低于100%", "coverage")),
        (COVERAGE, COVERED, True, ("按coverage加分，最多加10分", "", "coverage")),
    ],
)
def test_its_clause_says_the_share_what_should_have_held_and_what_varies(rule, facts, bonuses, clause):
    assert told(rule, facts, bonuses=bonuses, round_to="0.01") == [clause]


@pytest.mark.parametrize(
    ("rule", "facts", "share"), [(BUILT, PLACES, "built÷planned"), (COVERAGE, COVERED, "coverage")], ids=["of a whole", "a share already"]
)
def test_its_clause_holds_the_share_between_nothing_and_everything(rule, facts, share):
    clipped = f"（取最大者：0；（取最小者：100%；{share}））"
    assert exact(rule, facts, round_to="0.01") == [(f"{share}低于100%", f"10×（100%－{clipped}）")]
    assert exact(rule, facts, bonuses=True, round_to="0.01") == [(f"{share}高于0", f"10×{clipped}")]
