"""The desk on which a form writes its clauses: what it refuses is said once, where it stands."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from builders import choice_fact, classed_target, condition_fact, date_fact, expression, number_fact, point, quantity, scheme, target
from engines.exact.rules import awards, bands, below, deducting, needs, share, tally
from lowering.shown import exact, mistakes, mistakes_of_rule

from supervision_rules.lowering import lower
from supervision_rules.scheme import Form, UnitDeclaration
from supervision_rules.scoring import Band, Bands, Failing, Failings

PLAN = condition_fact("plan")
COUNT, SHARE, SPEND = number_fact("count", "所"), number_fact("share", "%", (0, 100)), number_fact("spend", "元")
FACTS = [PLAN, COUNT, SHARE, SPEND, number_fact("x"), date_fact("opened")]


def refused(rule: Form, **more: Any) -> list[str]:
    """What is wrong with a rule itself."""
    return [line for line in mistakes_of_rule(rule, FACTS, **more) if not line.startswith("fact-not-read")]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        # numbers
        (deducting("plan"), ["not-a-number deduct: kind = 条件（是或否）"]),
        (deducting("opened"), ["not-a-number deduct: kind = 日期"]),
        (deducting("count"), ["units-differ deduct: left = 分, right = 所"]),
        (deducting("share"), []),
        (deducting("drills"), ["unknown-name deduct: alike = , name = drills"]),
        # a number beside another
        (below("5", "share", "1%", 1), ["percent-missing below: number = 5"]),
        (below("5%", "share", "1", 1), ["percent-missing step: number = 1"]),
        (below("5%", "x", "1%", 1), []),
        (below("5元", "x", "1", 1), ["units-differ below: left = 1, right = 元"]),
        (below("5", "count", "1所", 1), ["units-differ below: left = 所, right = 1"]),
        (below("5元", "plan", "1元", 1), ["not-a-number value: kind = 条件（是或否）"]),
        (below("plan", "count", "1所", 1), ["not-a-number below: kind = 条件（是或否）"]),
        (share("count", "spend"), ["units-differ whole: left = 所, right = 元"]),
        # constants
        (bands("count", ("spend", 1)), ["units-differ bands/0/at_least: left = 所, right = 元", "not-constant bands/0/at_least: text = spend"]),
        (bands("count", ("x * 1所", 1)), ["not-constant bands/0/at_least: text = x * 1所"]),
        # amounts
        (needs("plan", 11), ["worth-above-limit worth: limit = 10, worth = 11"]),
        (needs("plan", -1), ["negative-amount worth: key = worth, value = -1"]),
        (Failings(failings=(Failing(when=expression("plan")),)), ["key-missing failings/0: key = deduct"]),
        (
            Failings(failings=(Failing(when=expression("plan"), award=Fraction(1), deduct=Fraction(1)),)),
            ["wrong-direction failings/0/award: key = award, wanted = deduct"],
        ),
        (
            Failings(failings=(Failing(when=expression("plan"), deduct=Fraction(-1, 2)),)),
            ["negative-amount failings/0/deduct: key = deduct, value = -0.5"],
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(rule: Form, said: list[str]) -> None:
    assert refused(rule) == said


def test_a_bound_that_two_bands_share_is_refused_once() -> None:
    """As it is where it does not fit, whether it varies with the case or with the class."""
    line = classed_target("line", "area", {"south": 10, "north": 8}, "所")
    facts = [COUNT, choice_fact("area", "south", "north")]
    points = [point(bands("count", ("line", 10), ("2所", 5))), point(needs("area == 'south'"), id="area")]
    assert mistakes(scheme(points, facts, targets=[line])) == ["classes-in-bands point/point/rule/0/bands/0/at_least"]


def test_a_bound_that_means_nothing_is_said_where_it_stands() -> None:
    entries = (Band(at_least=expression("counts"), value=Fraction(1)), Band(below=expression("2所"), value=Fraction(0)))
    found = mistakes_of_rule(Bands(value=expression("count"), bands=entries), [COUNT])
    assert found == ["unknown-name bands/0/at_least: alike = （是否想写“count”？）, name = counts"]


def test_two_bounds_that_do_not_fit_are_two() -> None:
    rule = bands("count", ("planned", 10), ("x * 1所", 5))
    assert mistakes_of_rule(rule, [COUNT, number_fact("planned", "所"), number_fact("x")]) == [
        "not-constant bands/0/at_least: text = planned",
        "not-constant bands/1/at_least: text = x * 1所",
    ]


def test_a_bound_may_be_worked_out_of_targets_and_numbers() -> None:
    made = bands("count", ("line * 2 - 1所", 10), ("line", 5))
    assert mistakes_of_rule(made, [COUNT], targets=[target("line", 5, "所")]) == []


def test_a_bound_that_comes_to_the_same_in_every_case_but_reads_a_fact_is_none() -> None:
    fixed = number_fact("fixed", "所", (3, 3))
    assert mistakes_of_rule(bands("count", ("fixed", 10)), [COUNT, fixed]) == ["not-constant bands/0/at_least: text = fixed"]


def test_a_formula_may_be_in_marks_or_plain() -> None:
    facts = [number_fact("marks", "分"), number_fact("x")]
    assert mistakes_of_rule(deducting("marks + x * 1分"), facts) == []
    assert mistakes_of_rule(deducting("x"), facts[1:]) == []


class TestFailed:
    """Once something in a rule is wrong, what follows from the rest of it is not asked."""

    THIRD = Fraction(1, 3)

    def test_a_condition_that_is_wrong(self) -> None:
        entries = (Failing(when=expression("count"), deduct=self.THIRD), Failing(when=expression("plan"), deduct=self.THIRD))
        assert mistakes_of_rule(Failings(failings=entries), [COUNT, PLAN]) == ["not-a-condition failings/0/when: kind = 数值"]
        assert mistakes_of_rule(Failings(failings=entries[::-1]), [COUNT, PLAN]) == ["not-a-condition failings/1/when: kind = 数值"]

    def test_a_number_that_is_none(self) -> None:
        for rule in (tally(("counts", self.THIRD), ("x", 1)), tally(("x", self.THIRD), ("counts", 1))):
            (mistake,) = mistakes_of_rule(rule, [number_fact("x")])
            assert mistake.startswith("unknown-name items/")

    def test_an_amount_that_is_wrong(self) -> None:
        entries = (Failing(when=expression("plan"), deduct=-self.THIRD), Failing(when=expression("plan"), deduct=self.THIRD))
        assert mistakes_of_rule(Failings(failings=entries), [PLAN]) == ["negative-amount failings/0/deduct: key = deduct, value = ≈-0.3333"]


class TestDirection:
    def test_a_point_deducts_and_a_bonus_awards(self) -> None:
        assert mistakes_of_rule(awards(("plan", 1)), [PLAN]) == ["wrong-direction failings/0/award: key = award, wanted = deduct"]
        deducted = Failings(failings=(Failing(when=expression("plan"), deduct=Fraction(1)),))
        found = mistakes_of_rule(deducted, [PLAN], bonuses=True)
        assert found == ["wrong-direction failings/0/deduct: key = deduct, wanted = award"]

    @pytest.mark.parametrize("bonuses", [False, True])
    def test_what_it_deducts_or_awards_must_be_said(self, bonuses: bool) -> None:
        found = mistakes_of_rule(Failings(failings=(Failing(when=expression("plan")),)), [PLAN], bonuses=bonuses)
        assert found == [f"key-missing failings/0: key = {'award' if bonuses else 'deduct'}"]

    def test_nothing_may_be_deducted(self) -> None:
        assert mistakes_of_rule(Failings(failings=(Failing(when=expression("plan"), deduct=Fraction(0)),)), [PLAN]) == []


class TestStake:
    @pytest.mark.parametrize(("worth", "amount"), [(None, "10"), (0, "0"), (4, "4"), (10, "10")])
    def test_it_is_the_worth_of_the_rule_else_that_of_the_item(self, worth: int | None, amount: str) -> None:
        assert exact(needs("plan", worth), [PLAN]) == [("plan为否", amount)]


class TestCounted:
    """What is counted counts in the unit of its author."""

    WAN = UnitDeclaration("万元", "元", Fraction(10_000))

    @pytest.mark.parametrize(
        ("fact", "clause"),
        [
            (number_fact("owed", "万元"), ("owed高于0万元", "1×（owed÷1万元）")),
            (number_fact("owed", "元"), ("owed高于0元", "1×owed")),
            (number_fact("owed"), ("owed高于0", "1×owed")),
        ],
        ids=["万元", "元", "none"],
    )
    def test_one_of_them_is_one_of_its_unit(self, fact: Any, clause: tuple[str, str]) -> None:
        assert exact(tally(("owed", 1)), [fact], units=[self.WAN]) == [clause]


class TestAxis:
    """The name along which a clause changes is the first in it that can."""

    @pytest.mark.parametrize(("text", "axis"), [("line * x + y", "x"), ("line + twice", "twice"), ("y + x", "y"), ("round(max(line, y), 0)", "y")])
    def test_is_a_fact_or_a_quantity_but_no_target(self, text: str, axis: str) -> None:
        facts = [number_fact("x"), number_fact("y")]
        points = [point(deducting(text)), point(needs("x > y and twice > 1"), id="readers")]
        made = scheme(points, facts, quantities=[quantity("twice", "x * 2")], targets=[target("line", 5)])
        assert lower(made).points[0].parts[0].clauses[0].axis == axis
