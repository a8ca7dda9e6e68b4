"""Points and bonuses lowered: what a scheme's measure and rounding allow, and how far a clause can go."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from builders import bonus, case, choice_fact, classed_target, condition_fact, expression, number_fact, point, refusals, scheme
from engines.exact.rules import bands, below, deducting, failings, first_of, needs, share, tally
from lowering.shown import exact, mistakes

from supervision_rules import assess
from supervision_rules.lowering import lower
from supervision_rules.scheme import Fact, Form, Scheme, WhenEmpty
from supervision_rules.scoring import Band, Bands, Failing, Failings

YES = [condition_fact("a")]


class TestMeasure:
    @pytest.mark.parametrize("rules", [[failings(("a", 1))], [first_of(("a", 1))], [needs("a"), failings(("a", 1))]])
    def test_criteria_take_all_or_nothing_only(self, rules: list[Form]) -> None:
        assert set(refusals(scheme([point(*rules, worth=None)], YES, measure="criteria"))) == {"form-and-measure"}

    def test_levels_take_one_bands_rule(self) -> None:
        assert refusals(scheme([point(needs("a"), worth=None)], YES, measure="levels", levels="AB")) == ("form-and-measure",)

    @pytest.mark.parametrize("more", [{"worth": Fraction(1, 2)}, {"at_most": Fraction(1, 2)}])
    def test_a_criterion_is_met_or_not_and_nothing_between(self, more: dict[str, Any]) -> None:
        assert refusals(scheme([point(needs("a", **more), worth=None)], YES, measure="criteria")) == ("only-for-points",)

    @pytest.mark.parametrize("settings", [{"round_to": "0.1"}, {"bonus_cap": 3}])
    def test_nothing_is_rounded_or_capped_where_nothing_is_counted(self, settings: dict[str, Any]) -> None:
        assert "only-for-points" in refusals(scheme([point(needs("a"), worth=None)], YES, measure="criteria", **settings))


class TestRounding:
    def test_a_worth_or_cap_finer_than_its_rounding_is_refused(self) -> None:
        # 否则0.25分的观测点满分会进到0.3分。
        assert refusals(scheme([point(needs("a"), worth="0.25")], YES, round_to="0.1")) == ("finer-than-rounding",)
        assert refusals(scheme(facts=YES, bonuses=[bonus(needs("a"), cap="0.25")], round_to="0.1")) == ("finer-than-rounding",)
        assert refusals(scheme([point(needs("a"), worth="0.25")], YES, round_to="0.01")) == ()
        assert refusals(scheme([point(needs("a"), worth="0.25")], YES)) == ()

    @pytest.mark.parametrize("round_to", [0, 3, "0.3"])
    def test_a_rounding_that_is_none_is_one_mistake(self, round_to: Any) -> None:
        assert set(refusals(scheme([point(needs("a"), worth="0.25")], YES, round_to=round_to))) == {"rounding-not-power"}

    def test_a_score_that_may_have_no_end_needs_rounding(self) -> None:
        facts = [number_fact("x"), number_fact("y")]
        rule = share("x", "y", when_empty=WhenEmpty.ZERO)
        assert refusals(scheme([point(rule)], facts)) == ("score-may-not-end",)
        assert refusals(scheme([point(rule)], facts, round_to="0.01")) == ()

    def test_rescaling_needs_rounding_of_the_total(self) -> None:
        assert refusals(scheme([point(needs("a"))], YES, not_applicable="rescale")) == ("rescale-needs-rounding",)


class TestMost:
    @staticmethod
    def most(rule: Form, *facts: Any, worth: int = 10) -> list[Fraction]:
        (item,) = lower(scheme([point(rule, worth=worth)], facts, round_to="0.01")).points
        return [clause.most for part in item.parts for clause in part.clauses]

    def test_is_the_amount_where_that_is_known(self) -> None:
        assert self.most(failings(("a", 3), ("not a", "0.5")), *YES) == [3, Fraction(1, 2)]

    def test_follows_the_domain_of_what_is_read(self) -> None:
        x = number_fact("x", domain=(10, 34))
        assert self.most(below("30", "x", "10", 1), x) == [2]
        assert self.most(below("30", "x", "7", 1, "started"), x) == [3]
        assert self.most(below("30", "x", "10", 1, "whole"), number_fact("x", domain=(25, 34))) == [0]

    def test_is_never_more_than_the_worth_or_the_limit_of_the_rule(self) -> None:
        assert self.most(failings(("a", 30)), *YES) == [10]
        assert self.most(failings(("a", 3), at_most=2), *YES) == [2]
        assert self.most(failings(("a", 3), at_most=30), *YES) == [3]

    @pytest.mark.parametrize(
        ("text", "most"),
        [
            ("x * 2", 6),
            ("x + x", 6),
            ("5 - x", 5),
            ("x - 2", 1),
            ("x - 9", 0),
            ("min(x, 2)", 2),
            ("max(x, 2)", 3),
            ("round(x / 8, 1)", Fraction("0.4")),
        ],
    )
    def test_of_a_formula_is_the_greatest_that_it_comes_to_and_not_below_nought(self, text: str, most: Fraction) -> None:
        assert self.most(deducting(text), number_fact("x", domain=(0, 3))) == [most]

    @pytest.mark.parametrize(
        ("divisor", "most"),
        [
            (number_fact("y", domain=(2, 9)), Fraction(3, 2)),
            (number_fact("y", domain=(0, 9)), 3),
            (number_fact("y", domain=(0, 9), places=1), 30),
            (number_fact("y", "%", domain=(0, 100)), 300),
        ],
    )
    def test_of_a_quotient_is_that_by_the_smallest_divisor_above_nought(self, divisor: Fact, most: Fraction) -> None:
        when_empty = None if divisor.domain and divisor.domain[0] else WhenEmpty.FULL
        assert self.most(deducting("x / y", when_empty=when_empty), number_fact("x", domain=(0, 3)), divisor, worth=1000) == [most]

    def test_by_what_may_be_as_small_as_it_likes_is_all_there_is(self) -> None:
        facts = [number_fact("x", domain=(0, 3)), number_fact("y", domain=(0, 9))]
        assert self.most(deducting("x / (y / x)", when_empty=WhenEmpty.FULL), *facts, worth=1000) == [1000]

    def test_of_bands_and_shares_is_what_they_can_cost(self) -> None:
        x = number_fact("x", domain=(0, 9))
        assert self.most(bands("x", ("6", 10), ("3", 4)), x) == [0, 6, 10]
        assert self.most(share("x", "9", worth=Fraction(7)), x) == [7]

    def test_of_no_marks_where_nothing_can_be_divided_is_all_that_is_at_stake(self) -> None:
        facts = [number_fact("x"), number_fact("y")]
        assert self.most(needs("x / y >= 1", 4, when_empty=WhenEmpty.ZERO), *facts) == [4, 4]
        assert self.most(failings(("x / y >= 1", 4), when_empty=WhenEmpty.ZERO), *facts) == [4, 10]

    def test_of_each_class_follows_from_its_own_target(self) -> None:
        facts = [number_fact("x", domain=(0, 9)), choice_fact("area", "south", "north")]
        line = classed_target("line", "area", {"south": 2, "north": 5})
        (item,) = lower(scheme([point(below("line", "x", "1", 1))], facts, targets=[line])).points
        assert [clause.most for clause in item.parts[0].clauses] == [2, 5]

    def test_of_a_bonus_is_held_by_its_cap(self) -> None:
        rule = tally(("x", 1), ("x", "0.1"))
        (item,) = lower(scheme(facts=[number_fact("x", domain=(0, 20))], bonuses=[bonus(rule, cap=5)])).bonuses
        assert [clause.most for clause in item.parts[0].clauses] == [5, 2]


class TestDivisors:
    def test_one_that_may_be_nought_asks_what_then(self) -> None:
        facts = [number_fact("x"), number_fact("y")]
        assert refusals(scheme([point(needs("x / y >= 1"))], facts)) == ("divisor-may-be-zero",)
        assert refusals(scheme([point(needs("x / y >= 1", when_empty=WhenEmpty.FULL))], facts)) == ()

    def test_one_that_cannot_be_nought_must_not(self) -> None:
        facts = [number_fact("x"), number_fact("y", domain=(1, 9))]
        assert refusals(scheme([point(needs("x / y >= 1"))], facts)) == ()
        assert refusals(scheme([point(needs("x / y >= 1", when_empty=WhenEmpty.FULL))], facts)) == ("when-empty-needless",)

    def test_one_that_may_be_negative_is_refused(self) -> None:
        facts = [number_fact("x"), number_fact("y", domain=(-1, 9))]
        assert refusals(scheme([point(needs("x / y >= 1", when_empty=WhenEmpty.FULL))], facts)) == ("divisor-may-be-negative",)
        assert refusals(scheme([point(needs("x / (x - 3) >= 1", when_empty=WhenEmpty.FULL))], facts[:1])) == ("divisor-may-be-negative",)

    def test_one_guards_every_clause_of_its_rule(self) -> None:
        facts = [number_fact("x"), number_fact("y"), *YES]
        rule = failings(("x / y >= 1", 1), ("a", 2), when_empty=WhenEmpty.FULL)
        of = scheme([point(rule)], facts)
        assert assess(of, case(x=1, y=0, a=False)).total == 10
        assert assess(of, case(x=0, y=1, a=False)).total == 7


XY = [number_fact("x"), number_fact("y")]
FULL: Any = {"when_empty": WhenEmpty.FULL}


def criteria(*rules: Form) -> Scheme:
    return scheme([point(*rules, worth=None)], YES, measure="criteria")


def levels(*rules: Form) -> Scheme:
    return scheme([point(*rules, worth=None)], [*YES, number_fact("x")], measure="levels", levels="AB")


def of_levels(**more: Any) -> Bands:
    entries = (Band(at_least=expression("1"), level="A"), Band(below=expression("1"), level="B"))
    return Bands(value=expression("x"), bands=entries, **more)


WRONG: list[tuple[Scheme, list[str]]] = [
    # the measure
    (
        criteria(needs("a"), failings(("a", 1)), first_of(("a", 1))),
        [
            "form-and-measure point/point/rule/1/form: form = failings, measure = criteria",
            "form-and-measure point/point/rule/2/form: form = bands, measure = criteria",
        ],
    ),
    (criteria(needs("a"), needs("b")), ["unknown-name point/point/rule/1/requires: alike = , name = b"]),
    (
        criteria(needs("a", Fraction(1, 2)), needs("a", at_most=Fraction(1, 2))),
        ["only-for-points point/point/rule/0/worth: key = worth", "only-for-points point/point/rule/1/at_most: key = at_most"],
    ),
    (levels(needs("a")), ["form-and-measure point/point/rule/0/form: form = all-or-nothing, measure = levels"]),
    (levels(of_levels(), of_levels()), ["form-and-measure point/point/rule/1/form: form = bands, measure = levels"]),
    (
        levels(of_levels(worth=Fraction(1), at_most=Fraction(1))),
        [
            "only-for-points point/point/rule/0/worth: key = worth",
            "only-for-points point/point/rule/0/at_most: key = at_most",
            "fact-not-read fact/a: id = a",
        ],
    ),
    (scheme([point(of_levels(), worth=None)], [number_fact("x")], measure="levels"), ["levels-and-measure scheme/measure"]),
    # worth and cap
    (
        scheme([point(needs("a"), worth=None), point(needs("b"), id="b")], YES),
        ["worth-and-measure point/point: id = point", "unknown-name point/b/rule/0/requires: alike = , name = b"],
    ),
    (
        scheme([point(needs("a"), worth="0.25")], YES, round_to="0.1"),
        ["finer-than-rounding point/point/worth: key = worth, rounding = 0.1, value = 0.25"],
    ),
    (
        scheme(facts=YES, bonuses=[bonus(needs("a"), cap="0.25")], round_to="0.1"),
        ["finer-than-rounding bonus/bonus/cap: key = cap, rounding = 0.1, value = 0.25"],
    ),
    (scheme(facts=YES, bonuses=[bonus(needs("a"), cap=-1)]), ["negative-amount bonus/bonus/cap: key = cap, value = -1"]),
    # rules
    (scheme([point()], bonuses=[bonus()]), ["rules-missing point/point: title = point", "rules-missing bonus/bonus: title = bonus"]),
    (
        scheme([point(needs("a"), needs("b"), needs("a", 99))], YES),
        ["unknown-name point/point/rule/1/requires: alike = , name = b", "worth-above-limit point/point/rule/2/worth: limit = 10, worth = 99"],
    ),
    (scheme([point(needs("a"), needs("a", at_most=Fraction(-1)))], YES), ["negative-amount point/point/rule/1/at_most: key = at_most, value = -1"]),
    (scheme([point(deducting("x / 3"))], XY[:1]), ["score-may-not-end point/point/rule/0: id = point"]),
    (scheme([point(deducting("x"), deducting("x", at_most=Fraction(1, 3)))], XY[:1]), ["score-may-not-end point/point/rule/1: id = point"]),
    (scheme([point(needs("a"), worth="1/3")], YES), ["score-may-not-end point/point/rule/0: id = point"]),
    # where it applies
    (scheme([point(needs("a"), applies_when="b")], YES), ["unknown-name point/point/applies_when: alike = , name = b"]),
    (scheme([point(needs("a"), applies_when="x")], [*YES, *XY]), ["not-a-condition point/point/applies_when: kind = 数值"]),
    (scheme([point(needs("a"), applies_when="x / y > 1")], [*YES, *XY]), ["division-in-condition point/point/applies_when"]),
    # divisors
    (scheme([point(needs("a"), needs("x / y > 1"))], [*YES, *XY]), ["divisor-may-be-zero point/point/rule/1: divisor = y"]),
    (scheme([point(needs("x / (x * y) > 1 or y / x > 1"))], XY), ["divisor-may-be-zero point/point/rule/0: divisor = x×y"]),
    (
        scheme([point(Failings(failings=(Failing(when=expression("a"), deduct=Fraction(1), times=expression("x / y")),)))], [*YES, *XY]),
        ["divisor-may-be-zero point/point/rule/0: divisor = y"],
    ),
    (scheme([point(needs("x / (y - 3) > 1", **FULL))], XY), ["divisor-may-be-negative point/point/rule/0: divisor = y－3"]),
    (scheme([point(needs("a", **FULL))], YES), ["when-empty-needless point/point/rule/0/when_empty: id = "]),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[said[0] for _, said in WRONG])
def test_what_is_wrong_is_said_where_it_stands(wrong: Scheme, said: list[str]) -> None:
    assert mistakes(wrong) == said


def test_a_rule_may_be_held_at_nothing() -> None:
    assert mistakes(scheme([point(needs("a", at_most=Fraction(0)))], YES)) == []


def test_an_amount_that_could_be_below_nothing_is_held_there() -> None:
    change, counted = number_fact("change", domain=(-5, 5)), number_fact("counted", domain=(0, 5))
    assert [amount for _, amount in exact(tally(("change", 1), ("counted", 2)), [change, counted])] == ["（取最大者：0；1×change）", "2×counted"]
