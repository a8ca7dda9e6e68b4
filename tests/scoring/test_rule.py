"""What the rules of all forms have in common: `at_most`, `when_empty`, and that points deduct and bonuses award."""

from fractions import Fraction

import pytest
from builders import bonus, case, condition_fact, expression, number_fact, point, quantity, refusals, scheme, under_bonus, under_point

from supervision_rules import assess
from supervision_rules.assessment import Adjustment, Cause, Outcome, Span
from supervision_rules.scheme import WhenEmpty
from supervision_rules.scoring import (
    FORMS,
    AllOrNothing,
    Band,
    Bands,
    Failing,
    Failings,
    Formula,
    PerStep,
    Share,
    Tally,
    TallyItem,
)

RATIO = expression("part / whole")
HALF = expression("50%")
ONE = Fraction(1)
PART, WHOLE = number_fact("part"), number_fact("whole")

RULES = {
    "all-or-nothing": lambda _side, **more: AllOrNothing(requires=expression("part / whole >= 50%"), **more),
    "failings": lambda side, **more: Failings(failings=(Failing(unless=expression("part / whole >= 50%"), **{side: ONE}),), **more),
    "per-step": lambda side, **more: PerStep(value=RATIO, below=HALF, step=expression("1%"), count="whole", **{side: ONE}, **more),
    "bands": lambda _side, **more: Bands(value=RATIO, bands=(Band(at_least=HALF, value=Fraction(10)), Band(below=HALF, value=Fraction(0))), **more),
    "share": lambda _side, **more: Share(part=expression("part"), whole=expression("whole"), **more),
    "tally": lambda _side, **more: Tally(items=(TallyItem(count=RATIO, each=ONE),), **more),
    "formula": lambda side, **more: Formula(**{side: RATIO}, **more),
}
# part and whole for which the form deducts, or awards, 9 or more
DEAR = {
    "deduct": dict.fromkeys(RULES, (0, 4)) | {"tally": (9, 1), "formula": (9, 1)},
    "award": dict.fromkeys(RULES, (4, 4)) | {"failings": (0, 4), "per-step": (0, 4), "tally": (9, 1), "formula": (9, 1)},
}
ROUNDED = {"round_to": "0.01"}
every_form = pytest.mark.parametrize("form", RULES)


def test_every_form_is_tested_here():
    assert RULES.keys() == FORMS.keys()


def in_point(rule, facts=(PART, WHOLE), **given):
    return under_point(rule, facts, case(**given), **ROUNDED)


def in_bonus(rule, facts=(PART, WHOLE), **given):
    return under_bonus(rule, facts, case(**given), **ROUNDED)


# Dividing by what may be 0


@every_form
def test_a_divisor_that_may_be_zero_must_be_spoken_of(form):
    refused = scheme([point(RULES[form]("deduct"))], [PART, WHOLE], bonuses=[bonus(RULES[form]("award"))], **ROUNDED)
    assert refusals(refused) == ("divisor-may-be-zero", "divisor-may-be-zero")


@every_form
def test_a_divisor_that_is_never_zero_must_not(form):
    refused = scheme([point(RULES[form]("deduct", when_empty=WhenEmpty.FULL))], [PART, number_fact("whole", domain=(1, 9))], **ROUNDED)
    assert refusals(refused) == ("when-empty-needless",)


@every_form
def test_a_divisor_is_never_negative(form):
    refused = scheme([point(RULES[form]("deduct", when_empty=WhenEmpty.FULL))], [PART, number_fact("whole", domain=(-1, 9))], **ROUNDED)
    assert refusals(refused) == ("divisor-may-be-negative",)


@every_form
@pytest.mark.parametrize("part", [0, 9])
@pytest.mark.parametrize(
    ("when_empty", "outcome", "in_a_point", "in_a_bonus"),
    [(WhenEmpty.FULL, Outcome.SCORED, 10, 10), (WhenEmpty.ZERO, Outcome.SCORED, 0, 0), (WhenEmpty.NOT_APPLICABLE, Outcome.NOT_APPLICABLE, 10, 0)],
)
def test_what_dividing_by_zero_comes_to(form, part, when_empty, outcome, in_a_point, in_a_bonus):
    result = in_point(RULES[form]("deduct", when_empty=when_empty), part=part, whole=0)
    assert (result.outcome, result.score) == (outcome, in_a_point)
    result = in_bonus(RULES[form]("award", when_empty=when_empty), part=part, whole=0)
    assert (result.outcome, result.score) == (outcome, in_a_bonus)


@every_form
@pytest.mark.parametrize("when_empty", WhenEmpty)
def test_any_other_divisor_is_as_if_nothing_had_been_said(form, when_empty):
    facts = (PART, number_fact("whole", domain=(1, 9)))
    part, whole = DEAR["deduct"][form]
    said, unsaid = RULES[form]("deduct", when_empty=when_empty), RULES[form]("deduct")
    assert in_point(said, part=part, whole=whole).score == in_point(unsaid, facts, part=part, whole=whole).score


@every_form
@pytest.mark.parametrize("when_empty", WhenEmpty)
def test_an_unknown_divisor_leaves_it_open(form, when_empty):
    for result in (in_point(RULES[form]("deduct", when_empty=when_empty), part=0), in_bonus(RULES[form]("award", when_empty=when_empty), part=9)):
        assert (result.outcome, result.missing) == (Outcome.PENDING, ("whole",))


@pytest.mark.parametrize("when_empty", WhenEmpty)
def test_what_to_do_then_may_be_written_as_its_word(when_empty):
    assert RULES["share"]("deduct", when_empty=str(when_empty)).when_empty is when_empty


def test_a_divisor_is_found_behind_a_quantity():
    rule = PerStep(value=expression("ratio_of_parts"), below=HALF, step=expression("1%"), count="whole", deduct=ONE)
    refused = scheme([point(rule)], [PART, WHOLE], quantities=[quantity("ratio_of_parts", "part / whole")])
    assert refusals(refused) == ("divisor-may-be-zero",)


def test_a_rule_that_divides_by_zero_does_so_as_a_whole():
    failings = (Failing(unless=expression("part / whole >= 50%"), deduct=ONE), Failing(unless=expression("plan"), deduct=ONE))
    facts = [PART, WHOLE, condition_fact("plan")]
    empty = case(part=0, whole=0, plan=False)
    assert under_point(Failings(failings=failings, when_empty=WhenEmpty.FULL), facts, empty).score == 10
    assert under_point(Failings(failings=failings, when_empty=WhenEmpty.ZERO), facts, empty).score == 0


def test_a_point_that_does_not_apply_is_taken_out_where_the_rest_is_rescaled():
    rule = RULES["share"]("deduct", when_empty=WhenEmpty.NOT_APPLICABLE)
    other = point(AllOrNothing(requires=expression("plan")), id="other", worth=30)
    one = scheme([point(rule), other], [PART, WHOLE, condition_fact("plan")], not_applicable="rescale", **ROUNDED)
    result = assess(one, case(part=0, whole=0, plan=True))
    assert (result.item("point").score, result.overall.base_score) == (None, 40)


# At most


@every_form
def test_at_most_limits_what_a_rule_deducts(form):
    part, whole = DEAR["deduct"][form]
    rule = RULES[form]("deduct", at_most=Fraction(1, 2), when_empty=WhenEmpty.FULL)
    result = in_point(rule, part=part, whole=whole)
    assert result.score == Fraction(19, 2)
    assert [one.cause for one in result.adjustments] == [Cause.AT_MOST]


@every_form
def test_at_most_limits_what_a_rule_awards(form):
    part, whole = DEAR["award"][form]
    rule = RULES[form]("award", at_most=Fraction(1, 2), when_empty=WhenEmpty.ZERO)
    result = in_bonus(rule, part=part, whole=whole)
    assert result.score == Fraction(1, 2)
    assert [one.cause for one in result.adjustments] == [Cause.AT_MOST]


@every_form
def test_at_most_limits_what_may_still_come(form):
    result = in_point(RULES[form]("deduct", at_most=Fraction(1, 2), when_empty=WhenEmpty.FULL))
    assert result.range == Span(Fraction(19, 2), 10)


@every_form
@pytest.mark.parametrize(("at_most", "code"), [(Fraction(-1), "negative-amount"), (Fraction(1, 3), "score-may-not-end")])
def test_at_most_is_an_amount(form, at_most, code):
    facts = [PART, number_fact("whole", domain=(1, 9))]
    assert code in refusals(scheme([point(RULES[form]("deduct", at_most=at_most))], facts))


# Several rules


def test_rules_add_up_and_each_has_its_own_limit():
    large = PerStep(value=expression("part"), above=expression("5"), step=expression("1"), count="whole", deduct=ONE, at_most=Fraction(3, 2))
    plan = AllOrNothing(requires=expression("plan"), worth=Fraction(2))
    one = scheme([point(large, plan)], [PART, condition_fact("plan")])
    result = assess(one, case(part=9, plan=False)).item("point")
    assert result.score == Fraction(13, 2)
    assert [(finding.clause, finding.amount) for finding in result.findings] == [("point.1.1", 4), ("point.2.1", 2)]
    assert result.adjustments == (Adjustment(Cause.AT_MOST, Fraction(5, 2)),)


def test_the_ledger_adds_up():
    lossy = Failings(failings=(Failing(unless=expression("plan"), deduct=Fraction(9, 8)),))
    one = scheme([point(lossy, lossy, worth=2)], [condition_fact("plan")], round_to="0.1")
    result = assess(one, case(plan=False)).item("point")
    found = -sum(finding.amount for finding in result.findings) + sum(one.amount for one in result.adjustments)
    assert result.score == 2 + found == 0


def test_an_item_without_rules_is_refused():
    assert refusals(scheme([point()], bonuses=[bonus()])) == ("rules-missing", "rules-missing")


def test_a_cap_below_zero_is_refused():
    assert refusals(scheme(bonuses=[bonus(AllOrNothing(requires=expression("0 == 0")), cap=-1)])) == ("negative-amount",)
