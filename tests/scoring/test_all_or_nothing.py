"""all-or-nothing: the whole worth where a condition holds, nothing where it does not."""

from fractions import Fraction

import pytest
from builders import case, condition_fact, expression, number_fact, point, scheme, under_bonus, under_point
from lowering.shown import mistakes_of_rule, told

from supervision_rules import assess
from supervision_rules.assessment import Outcome, Span
from supervision_rules.lowering import lower
from supervision_rules.scoring import AllOrNothing

FACTS = [condition_fact("plan"), condition_fact("drill")]
BOTH = AllOrNothing(requires=expression("plan and drill"))


@pytest.mark.parametrize(("plan", "drill", "score"), [(True, True, 2), (True, False, 0), (False, False, 0)])
def test_a_point_is_kept_whole_or_lost_whole(plan, drill, score):
    assert under_point(BOTH, FACTS, case(plan=plan, drill=drill), worth=2).score == score


@pytest.mark.parametrize(("plan", "drill", "score"), [(True, True, 2), (True, False, 0), (False, False, 0)])
def test_a_bonus_is_won_whole_or_not_at_all(plan, drill, score):
    assert under_bonus(BOTH, FACTS, case(plan=plan, drill=drill), cap=2).score == score


def test_its_own_worth_stands_in_for_the_points():
    rule = AllOrNothing(requires=expression("plan and drill"), worth=Fraction(1, 2))
    failed = case(plan=True, drill=False)
    assert under_point(rule, FACTS, failed, worth=2).score == Fraction(3, 2)
    assert under_bonus(rule, FACTS, case(plan=True, drill=True), cap=2).score == Fraction(1, 2)


def test_the_finding_says_what_should_have_held():
    (finding,) = under_point(BOTH, FACTS, case(plan=True, drill=False), worth=2).findings
    assert (finding.clause, finding.amount) == ("point.1.1", 2)
    assert finding.requirement is not None
    assert [(read.id, read.value) for read in finding.reads] == [("plan", True), ("drill", False)]


def test_a_point_that_is_kept_has_no_finding():
    assert under_point(BOTH, FACTS, case(plan=True, drill=True)).findings == ()


def test_a_missing_fact_leaves_it_open():
    result = under_point(BOTH, FACTS, case(plan=True), worth=2)
    assert (result.outcome, result.score, result.range, result.missing) == (Outcome.PENDING, None, Span(0, 2), ("drill",))


def test_a_missing_fact_does_not_matter_where_the_rest_decides():
    assert under_point(BOTH, FACTS, case(plan=False)).score == 0
    assert under_bonus(AllOrNothing(requires=expression("plan or drill")), FACTS, case(plan=True)).score == 10


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (AllOrNothing(requires=expression("pupils")), ["not-a-condition requires: kind = 数值"]),
        (AllOrNothing(requires=expression("pupils > 0"), worth=Fraction(11)), ["worth-above-limit worth: limit = 10, worth = 11"]),
        (AllOrNothing(requires=expression("pupils > 0"), worth=Fraction(-1)), ["negative-amount worth: key = worth, value = -1"]),
        (AllOrNothing(requires=expression("pupils > 0"), worth=Fraction(1, 3)), ["score-may-not-end: id = point"]),
    ],
)
def test_what_it_refuses(rule, mistakes):
    assert mistakes_of_rule(rule, [number_fact("pupils")]) == mistakes


@pytest.mark.parametrize(("drill", "level"), [(True, "met"), (False, "unmet"), (None, None)])
def test_a_criterion_is_met_or_not(drill, level):
    given = case(plan=True) if drill is None else case(plan=True, drill=drill)
    result = assess(scheme([point(BOTH, worth=None)], FACTS, measure="criteria"), given)
    assert (result.item("point").level, result.total) == (level, None)


# What its clause says, what should have held, and the name along which it changes


def test_a_point_says_what_it_requires():
    assert told(BOTH, FACTS) == [("须符合“plan，且drill”，不符合的扣10分", "plan，且drill", "plan")]


def test_a_bonus_says_what_is_rewarded():
    assert told(BOTH, FACTS, bonuses=True) == [("符合“plan，且drill”的，加10分", "", "plan")]


def test_a_criterion_says_what_must_hold():
    (item,) = lower(scheme([point(BOTH, worth=None)], FACTS, measure="criteria")).points
    assert str(item.parts[0].clauses[0].wording) == "须符合：plan，且drill"
