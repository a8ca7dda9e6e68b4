"""failings: every failing deducts (awards) for itself."""

from fractions import Fraction

import pytest
from builders import case, condition_fact, expression, number_fact, point, scheme, under_bonus, under_point
from lowering.shown import mistakes_of_rule, told

from supervision_rules import assess
from supervision_rules.assessment import Adjustment, Cause, Outcome, Span
from supervision_rules.scheme import UnitDeclaration
from supervision_rules.scoring import Failing, Failings

FACTS = [number_fact("primary", "元/生"), number_fact("junior", "元/生"), condition_fact("late", better="less")]
HALF = Fraction(1, 2)


def failings(side="deduct", **more):
    return Failings(
        failings=(
            Failing(unless=expression("primary >= 770元/生"), **{side: HALF}),
            Failing(unless=expression("junior >= 1100元/生"), **{side: HALF}),
            Failing(when=expression("late"), **{side: Fraction(1)}),
        ),
        **more,
    )


def facts(primary, junior, late):
    return case(primary=f"{primary} 元/生", junior=f"{junior} 元/生", late=late)


@pytest.mark.parametrize(
    ("given", "lost"),
    [
        (facts(770, 1100, late=False), 0),
        (facts(769, 1100, late=False), HALF),
        (facts(769, 1099, late=False), 1),
        (facts(771, 1100, late=True), 1),
        (facts(0, 0, late=True), 2),
    ],
)
def test_every_failing_counts_for_itself(given, lost):
    assert under_point(failings(), FACTS, given, worth=2).score == 2 - lost
    assert under_bonus(failings("award"), FACTS, given, cap=2).score == lost


def test_more_failings_than_the_worth_stop_at_zero():
    result = under_point(failings(), FACTS, facts(0, 0, late=True), worth=1)
    assert result.score == 0
    assert result.adjustments == (Adjustment(Cause.ZERO_FLOOR, Fraction(1)),)


def test_more_than_the_cap_of_a_bonus_is_not_awarded():
    result = under_bonus(failings("award"), FACTS, facts(0, 0, late=True), cap=1)
    assert result.score == 1
    assert result.adjustments == (Adjustment(Cause.CAP, Fraction(-1)),)


def test_each_failing_found_is_a_finding():
    result = under_point(failings(), FACTS, facts(769, 1100, late=True))
    assert [(finding.clause, finding.amount) for finding in result.findings] == [("point.1.1", HALF), ("point.1.3", 1)]


def test_a_missing_fact_leaves_only_its_own_failing_open():
    result = under_point(failings(), FACTS, case(primary="700 元/生", late=False), worth=2)
    assert (result.outcome, result.range, result.missing) == (Outcome.PENDING, Span(1, Fraction(3, 2)), ("junior",))


def test_an_open_failing_does_not_matter_when_nothing_is_left_to_lose():
    result = under_point(failings(), FACTS, case(primary="700 元/生", late=True), worth=1)
    assert (result.outcome, result.score) == (Outcome.SCORED, 0)
    assert [one.clause for one in result.undecided] == ["point.1.2"]


TIMES = Failings(failings=(Failing(when=expression("late"), deduct=HALF, times=expression("schools / 1所")),))
SCHOOLS = [condition_fact("late"), number_fact("schools", "所", (0, 12))]


@pytest.mark.parametrize(("late", "schools", "score"), [(True, 3, Fraction(17, 2)), (True, 0, 10), (False, 3, 10)])
def test_times_multiplies(late, schools, score):
    assert under_point(TIMES, SCHOOLS, case(late=late, schools=f"{schools} 所")).score == score


def test_an_unknown_multiplier_leaves_what_it_can_come_to():
    assert under_point(TIMES, SCHOOLS, case(late=True)).range == Span(4, 10)


def test_a_multiplier_below_zero_gives_nothing_back():
    rule = Failings(failings=(Failing(when=expression("late"), deduct=HALF, times=expression("change")),))
    found = [condition_fact("late"), number_fact("change", domain=(-5, 5))]
    assert under_point(rule, found, case(late=True, change=-2)).score == 10


def test_three_times_a_third_is_one():
    thirds = Failings(failings=tuple(Failing(when=expression(f"{name} == 0"), deduct=Fraction(1, 3)) for name in "abc"))
    result = under_point(thirds, [number_fact(name) for name in "abc"], case(a=0, b=0, c=0), worth=2, round_to="0.01")
    assert result.score == 1
    assert result.adjustments == ()


def one(**keys):
    return Failings(failings=(Failing(**keys),))


LATE = expression("late")


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (Failings(failings=()), ["list-empty failings: key = failings"]),
        (one(deduct=HALF), ["one-of-keys failings/0: keys = unless / when"]),
        (one(when=LATE, unless=LATE, deduct=HALF), ["one-of-keys failings/0: keys = unless / when"]),
        (one(when=LATE), ["key-missing failings/0: key = deduct"]),
        (one(when=LATE, deduct=-HALF), ["negative-amount failings/0/deduct: key = deduct, value = -0.5"]),
        (one(when=LATE, award=HALF), ["wrong-direction failings/0/award: key = award, wanted = deduct"]),
        (one(when=expression("count"), deduct=HALF), ["not-a-condition failings/0/when: kind = 数值"]),
        (one(when=LATE, deduct=HALF, times=LATE), ["not-a-number failings/0/times: kind = 条件（是或否）"]),
        (one(when=LATE, deduct=Fraction(1, 3)), ["score-may-not-end: id = point"]),
    ],
)
def test_what_it_refuses(rule, mistakes):
    assert mistakes_of_rule(rule, [condition_fact("late"), number_fact("count")]) == mistakes


def test_times_counts_in_the_unit_of_its_author():
    late = Failings(failings=(Failing(when=expression("late"), deduct=HALF, times=expression("owed")),))
    facts = [condition_fact("late"), number_fact("owed", unit="万元", domain=(0, 10))]
    made = scheme(points=[point(late, worth=10)], facts=facts, units=(UnitDeclaration(id="万元", of="元", factor=Fraction(10_000)),))
    assert assess(made, case(late=True, owed="3 万元")).item("point").score == Fraction("8.5")


def each_kind(side):
    """With `unless` and with `when`, each once and several times over."""
    kinds = ({"unless": LATE}, {"when": LATE})
    return Failings(failings=tuple(Failing(**kind, **times, **{side: HALF}) for kind in kinds for times in ({}, {"times": expression("schools")})))


def test_a_clause_says_what_should_have_held_and_what_varies():
    assert told(each_kind("deduct"), SCHOOLS) == [
        ("不符合“late”的，扣0.5分", "late", "late"),
        ("不符合“late”的，按0.5分与“schools”的乘积扣分", "late", "late"),
        ("有“late”情形的，扣0.5分", "", "late"),
        ("有“late”情形的，按0.5分与“schools”的乘积扣分", "", "late"),
    ]


def test_a_clause_of_a_bonus_says_what_is_awarded():
    assert [wording for wording, _, _ in told(each_kind("award"), SCHOOLS, bonuses=True)] == [
        "不符合“late”的，加0.5分",
        "不符合“late”的，按0.5分与“schools”的乘积加分",
        "有“late”情形的，加0.5分",
        "有“late”情形的，按0.5分与“schools”的乘积加分",
    ]


def test_what_is_wrong_is_said_of_the_failing_that_it_is_wrong_with():
    rule = Failings(failings=(Failing(when=LATE, deduct=HALF), Failing(unless=expression("count"), deduct=HALF, times=expression("plan"))))
    assert mistakes_of_rule(rule, [condition_fact("late"), number_fact("count")]) == [
        "not-a-condition failings/1/unless: kind = 数值",
        "unknown-name failings/1/times: alike = , name = plan",
    ]
