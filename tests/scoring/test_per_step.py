"""per-step: so much for each step below or above a line; whole steps, started ones, or continuously."""

from datetime import date
from fractions import Fraction

import pytest
from builders import (
    bonus,
    case,
    choice_fact,
    classed_target,
    date_fact,
    expression,
    number_fact,
    point,
    quantity,
    refusals,
    scheme,
    target,
    under_bonus,
    under_point,
)
from lowering.shown import mistakes_of_rule, told

from supervision_rules import assess
from supervision_rules.assessment import Adjustment, Cause, Outcome, Source, Span
from supervision_rules.scoring import PerStep

SHARE = [number_fact("share", "%", (0, 100), places=2, better="less")]
TENTH = Fraction(1, 10)


def steps(count, side="deduct", value="share", step="1%", each=TENTH, **more):
    line = {key: expression(more.pop(key)) for key in ("above", "below") if key in more} or {"above": expression("5%")}
    return PerStep(value=expression(value), step=expression(step), count=count, **{side: each}, **line, **more)


def percent(text):
    return case(share=f"{text} %")


ABOVE = [
    # value, whole, started, continuous
    ("0", 0, 0, 0),
    ("4.99", 0, 0, 0),
    ("5", 0, 0, 0),
    ("5.01", 0, 1, "0.01"),
    ("5.99", 0, 1, "0.99"),
    ("6", 1, 1, 1),
    ("6.01", 1, 2, "1.01"),
    ("15", 10, 10, 10),
]


@pytest.mark.parametrize("count", ["whole", "started", "continuous"])
@pytest.mark.parametrize("row", ABOVE, ids=lambda row: row[0])
def test_steps_above_a_line(row, count):
    number = Fraction(row[1 + ["whole", "started", "continuous"].index(count)])
    assert under_point(steps(count), SHARE, percent(row[0])).score == 10 - number * TENTH
    assert under_bonus(steps(count, "award"), SHARE, percent(row[0])).score == number * TENTH


BELOW = [
    ("100", 0, 0, 0),
    ("95", 0, 0, 0),
    ("94.99", 0, 1, "0.01"),
    ("94", 1, 1, 1),
    ("93.99", 1, 2, "1.01"),
    ("85", 10, 10, 10),
]


@pytest.mark.parametrize("count", ["whole", "started", "continuous"])
@pytest.mark.parametrize("row", BELOW, ids=lambda row: row[0])
def test_steps_below_a_line(row, count):
    number = Fraction(row[1 + ["whole", "started", "continuous"].index(count)])
    assert under_point(steps(count, below="95%"), SHARE, percent(row[0])).score == 10 - number * TENTH
    assert under_bonus(steps(count, "award", below="95%"), SHARE, percent(row[0])).score == number * TENTH


@pytest.mark.parametrize(("oversize", "lost"), [(15, 0), (17, 0), (18, 1), (20, 1), (21, 2)])
def test_eighteen_oversize_classes_of_three_hundred_are_one_step_over_five_percent(oversize, lost):
    rule = steps("whole", value="oversize / classes", above="5%")
    facts = [number_fact("oversize", "班"), number_fact("classes", "班", (1, 5000))]
    result = under_point(rule, facts, case(oversize=f"{oversize} 班", classes="300 班"))
    assert result.score == 10 - lost * TENTH
    assert result.adjustments == ()


@pytest.mark.parametrize(("spend", "lost"), [(10**12, 0), (10**12 - 1, 1), (10**12 - 2, 2)])
def test_a_yuan_in_a_million_million_is_seen(spend, lost):
    facts = [number_fact("spend", "元", (0, 2 * 10**12))]
    rule = steps("whole", value="spend", step="1元", below=f"{10**12}元")
    assert under_point(rule, facts, case(spend=f"{spend} 元")).score == 10 - lost * TENTH


def test_a_step_in_another_size_of_unit():
    facts = [number_fact("share", "%", (0, 100), places=2)]
    assert under_point(steps("whole", step="0.01"), facts, percent("7.5")).score == 10 - 2 * TENTH


def test_past_the_line_by_less_than_a_step_is_a_finding_of_nothing():
    (finding,) = under_point(steps("whole"), SHARE, percent("5.5")).findings
    assert finding.amount == 0


def test_at_the_line_there_is_no_finding():
    assert under_point(steps("started"), SHARE, percent("5")).findings == ()


def test_at_most_limits_the_steps():
    result = under_point(steps("whole", above="5%", at_most=Fraction(3, 2)), SHARE, percent("50"))
    assert result.score == Fraction(17, 2)
    assert result.adjustments == (Adjustment(Cause.AT_MOST, Fraction(3)),)


def test_a_missing_value_leaves_everything_open_that_the_domain_allows():
    assert under_point(steps("whole"), SHARE, case()).range == Span(Fraction(1, 2), 10)
    assert under_point(steps("whole", above="5%", at_most=Fraction(3, 2)), SHARE, case()).range == Span(Fraction(17, 2), 10)


def test_a_line_can_be_a_target_and_the_finding_names_it():
    one = scheme([point(steps("whole", above="line"))], SHARE, targets=[target("line", 5, "%")])
    (finding,) = assess(one, percent("7")).item("point").findings
    assert [(read.id, read.source) for read in finding.reads] == [("share", Source.FACT), ("line", Source.TARGET)]


def test_a_line_can_itself_be_missing():
    facts = [*SHARE, number_fact("planned", "%", (0, 100))]
    result = under_point(steps("whole", above="planned"), facts, percent("50"))
    assert (result.outcome, result.missing) == (Outcome.PENDING, ("planned",))


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (steps("whole", above="5%", below="4%"), ["one-of-keys: keys = below / above"]),
        (PerStep(value=expression("share"), step=expression("1%"), count="whole", deduct=TENTH), ["one-of-keys: keys = below / above"]),
        (steps("whole", above="5元"), ["units-differ above: left = %, right = 元"]),
        (steps("whole", step="1元"), ["units-differ step: left = %, right = 元"]),
        (steps("whole", step="0%"), ["step-not-positive step: step = 0%"]),
        (steps("whole", step="-1%"), ["step-not-positive step: step = -1%"]),
        (steps("whole", step="share"), ["step-not-positive step: step = share"]),
        (steps("whole", each=-TENTH), ["negative-amount deduct: key = deduct, value = -0.1"]),
        (steps("whole", each=None), ["key-missing: key = deduct"]),
        (steps("whole", "award"), ["wrong-direction award: key = award, wanted = deduct"]),
        (steps("continuous", step="0.3%"), ["score-may-not-end: id = point"]),
        (steps("whole", value="shares"), ["unknown-name value: alike = （是否想写“share”？）, name = shares"]),
    ],
)
def test_what_it_refuses(rule, mistakes):
    assert mistakes_of_rule(rule, SHARE) == mistakes


def test_a_bonus_does_not_deduct():
    assert refusals(scheme(facts=SHARE, bonuses=[bonus(steps("whole"))])) == ("wrong-direction",)


def test_the_value_can_be_a_quantity():
    one = scheme([point(steps("whole", value="excess", above="0%"))], SHARE, quantities=[quantity("excess", "share - 5%")])
    assert assess(one, percent("8.2")).item("point").score == 10 - 3 * TENTH


def test_a_line_may_differ_between_districts():
    facts = [*SHARE, choice_fact("area", "south", "north")]
    one = scheme([point(steps("whole", above="line"))], facts, targets=[classed_target("line", "area", {"south": 5, "north": 10}, "%")])
    assert assess(one, case(share="12 %", area="south")).item("point").score == 10 - 7 * TENTH
    assert assess(one, case(share="12 %", area="north")).item("point").score == 10 - 2 * TENTH
    assert assess(one, case(share="12 %")).item("point").range == Span(10 - 7 * TENTH, 10)


@pytest.mark.parametrize(("day", "lost"), [("2020-12-31", 0), ("2021-01-01", 0), ("2021-01-10", 0), ("2021-01-11", 1), ("2021-01-31", 3)])
def test_days_can_be_counted(day, lost):
    rule = steps("whole", value="reported - 2020-12-31", above="1天", step="10天")
    assert under_point(rule, [date_fact("reported")], case(reported=date.fromisoformat(day))).score == 10 - lost * TENTH


def test_days_are_whole_and_so_have_an_end():
    rule = steps("continuous", value="reported - 2020-12-31", above="1天", step="10天")
    assert refusals(scheme([point(rule)], [date_fact("reported")])) == ()


@pytest.mark.parametrize(
    ("count", "line", "clause"),
    [
        ("whole", {"above": "5%"}, ("share高于5%的，每高1个百分点扣0.1分（不足一档不计）", "share不高于5%", "share")),
        ("started", {"below": "95%"}, ("share低于95%的，每低1个百分点扣0.1分（不足一档按一档计）", "share不低于95%", "share")),
        ("continuous", {"above": "5%"}, ("share高于5%的，每高1个百分点扣0.1分（按实际差额连续计算）", "share不高于5%", "share")),
    ],
)
def test_its_clause_says_the_steps_what_should_have_held_and_what_varies(count, line, clause):
    assert told(steps(count, **line), SHARE) == [clause]


@pytest.mark.parametrize(
    ("line", "wording"),
    [
        ({"above": "5%"}, "share高于5%的，每高1个百分点加0.1分（不足一档不计）"),
        ({"below": "95%"}, "share低于95%的，每低1个百分点加0.1分（不足一档不计）"),
    ],
)
def test_of_a_bonus_nothing_should_have_held(line, wording):
    assert told(steps("whole", "award", **line), SHARE, bonuses=True) == [(wording, "", "share")]


def test_a_step_of_money_is_said_in_its_unit():
    rule = steps("whole", value="spend", above="line", step="2元")
    facts = [number_fact("spend", "元"), number_fact("line", "元")]
    assert told(rule, facts) == [("spend高于line的，每高2元扣0.1分（不足一档不计）", "spend不高于line", "spend")]


def test_what_varies_may_be_the_line_alone():
    rule = steps("whole", value="5%", above="share", step="2%")
    assert told(rule, SHARE) == [("5%高于share的，每高2个百分点扣0.1分（不足一档不计）", "5%不高于share", "share")]
