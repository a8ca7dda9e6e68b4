"""all-or-nothing: the whole worth where a condition holds, nothing where it does not."""

from fractions import Fraction

import pytest
from builders import case, condition_fact, expression, number_fact, point, refusals, scheme, under_bonus, under_point

from supervision_rules import assess
from supervision_rules.assessment import Outcome, Span
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
    ("rule", "code"),
    [
        (AllOrNothing(requires=expression("pupils")), "not-a-condition"),
        (AllOrNothing(requires=expression("pupils > 0"), worth=Fraction(11)), "worth-above-limit"),
        (AllOrNothing(requires=expression("pupils > 0"), worth=Fraction(-1)), "negative-amount"),
        (AllOrNothing(requires=expression("pupils > 0"), worth=Fraction(1, 3)), "score-may-not-end"),
    ],
)
def test_what_it_refuses(rule, code):
    assert refusals(scheme([point(rule, worth=10)], [number_fact("pupils")])) == (code,)


@pytest.mark.parametrize(("drill", "level"), [(True, "met"), (False, "unmet"), (None, None)])
def test_a_criterion_is_met_or_not(drill, level):
    given = case(plan=True) if drill is None else case(plan=True, drill=drill)
    result = assess(scheme([point(BOTH, worth=None)], FACTS, measure="criteria"), given)
    assert (result.item("point").level, result.total) == (level, None)
