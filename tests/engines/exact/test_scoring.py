"""Points and bonuses: what each clause costs, what limits take back, and what missing facts leave open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from builders import ALWAYS, bonus, case, choice_fact, condition_fact, date_fact, number_fact, point, scheme
from engines.exact.rules import awarding, awards, bands, below, deducting, failings, first_of, needs, share, tally

from supervision_rules import assess
from supervision_rules.assessment import Adjustment, Cause, ItemResult, Outcome, Span
from supervision_rules.scheme import CITY, Fact, Form, WhenEmpty

YES = [condition_fact(id) for id in "abc"]
NUMBERS = [number_fact("x", domain=(0, 100), places=2), number_fact("y", domain=(0, 100), places=2)]


def read_by(rules: Iterable[Form], facts: Iterable[Fact]) -> list[Fact]:
    """The facts that the rules read: a scheme may not declare others."""
    text = " ".join(str(rule) for rule in rules)
    return [fact for fact in facts if f"Ref(name='{fact.id}'" in text]


def under_point(
    *rules: Form, worth: Any = 10, facts: Iterable[Fact] = (*YES, *NUMBERS), given: dict[str, Any] | None = None, **settings: Any
) -> ItemResult:
    """A point with these rules on a case."""
    of = scheme([point(*rules, worth=worth)], read_by(rules, facts), **settings)
    return assess(of, case(given)).item("point")


def under_bonus(
    *rules: Form, cap: Any = 10, facts: Iterable[Fact] = (*YES, *NUMBERS), given: dict[str, Any] | None = None, **settings: Any
) -> ItemResult:
    """A bonus with these rules on a case."""
    of = scheme(facts=read_by(rules, facts), bonuses=[bonus(*rules, cap=cap)], **settings)
    return assess(of, case(given)).item("bonus")


def adjusted(item: ItemResult) -> dict[Cause, Fraction]:
    return {one.cause: one.amount for one in item.adjustments}


class TestLedger:
    def test_starts_at_the_worth_and_names_every_clause_that_applied(self) -> None:
        item = under_point(failings(("a", 1), ("b", "0.5"), ("c", "0.25")), given={"a": False, "b": True, "c": False})
        assert item.score == Fraction("8.75")
        assert [(finding.clause, finding.amount) for finding in item.findings] == [("point.1.1", 1), ("point.1.3", Fraction("0.25"))]
        assert item.ledger is not None
        assert (item.ledger.start, item.ledger.sign) == (10, -1)
        assert item.adjustments == ()

    def test_a_bonus_starts_at_nought_and_awards(self) -> None:
        item = under_bonus(awards(("a", 1), ("b", 2), ("c", 3)), given={"a": True, "b": False, "c": True})
        assert item.score == 4
        assert item.ledger is not None
        assert (item.ledger.start, item.ledger.sign) == (0, 1)

    def test_a_clause_that_applies_at_no_amount_is_found_too(self) -> None:
        item = under_point(bands("x", ("50", 10), ("20", 6)), given={"x": 60})
        assert item.score == 10
        assert [finding.amount for finding in item.findings] == [0]

    def test_what_did_not_apply_is_not_found(self) -> None:
        item = under_point(failings(("a", 1)), given={"a": True})
        assert (item.score, item.findings, item.undecided) == (10, (), ())

    def test_several_rules_add_up(self) -> None:
        item = under_point(needs("a", 3), failings(("b", 1)), below("50", "x", "10", 1), given={"a": False, "b": False, "x": 25})
        assert item.score == 10 - 3 - 1 - 2


class TestLimits:
    def test_deductions_stop_at_nought_and_the_ledger_says_so(self) -> None:
        item = under_point(failings(("a", 2), ("b", 2)), worth=3, given={"a": False, "b": False})
        assert item.score == 0
        assert [finding.amount for finding in item.findings] == [2, 2]
        assert item.adjustments == (Adjustment(Cause.ZERO_FLOOR, Fraction(1)),)

    def test_a_rule_deducts_at_most_what_it_says(self) -> None:
        item = under_point(below("50", "x", "1", 1, at_most=4), given={"x": 0})
        assert item.score == 6
        assert adjusted(item) == {Cause.AT_MOST: 46}

    def test_each_rule_has_its_own_limit_and_the_floor_comes_last(self) -> None:
        item = under_point(below("50", "x", "1", 1, at_most=2), failings(("a", 9)), given={"x": 0, "a": False})
        assert item.score == 0
        assert adjusted(item) == {Cause.AT_MOST: 48, Cause.ZERO_FLOOR: 1}

    def test_a_bonus_stops_at_its_cap(self) -> None:
        item = under_bonus(tally(("x", 1)), cap=5, given={"x": 7})
        assert item.score == 5
        assert adjusted(item) == {Cause.CAP: -2}

    def test_a_rule_awards_at_most_what_it_says(self) -> None:
        item = under_bonus(tally(("x", 1), at_most=3), awards(("a", 1)), cap=5, given={"x": 7, "a": True})
        assert item.score == 4
        assert adjusted(item) == {Cause.AT_MOST: -4}


class TestRounding:
    @pytest.mark.parametrize(("x", "score"), [("3", "6.67"), ("66", "9.85"), ("80", "9.88"), ("100", "9.9")])
    def test_scores_are_rounded_half_up_and_deductions_are_not(self, x: str, score: str) -> None:
        # 扣 10 ÷ x：x = 3 扣 3.333…，得6.67；x = 66 扣 0.1515…，得9.85；x = 80 扣0.125，得9.875，进到9.88。
        rule = deducting("100 / x / 10", when_empty=WhenEmpty.ZERO)
        item = under_point(rule, given={"x": x}, round_to="0.01")
        assert item.score == Fraction(score)
        (finding,) = item.findings
        assert finding.amount == Fraction(10) / Fraction(x)
        assert adjusted(item).get(Cause.ROUNDING, 0) == Fraction(score) - (10 - Fraction(10) / Fraction(x))

    def test_a_tie_goes_up(self) -> None:
        assert under_point(deducting("x"), given={"x": "0.05"}, round_to="0.1").score == 10
        assert under_point(deducting("x"), given={"x": "0.06"}, round_to="0.1").score == Fraction("9.9")
        assert under_bonus(awarding("x"), given={"x": "0.05"}, round_to="0.1").score == Fraction("0.1")

    def test_the_floor_comes_before_rounding(self) -> None:
        item = under_point(deducting("x"), worth=1, given={"x": "1.04"}, round_to="0.1")
        assert item.score == 0
        assert adjusted(item) == {Cause.ZERO_FLOOR: Fraction("0.04")}

    def test_without_declared_rounding_nothing_is_rounded(self) -> None:
        item = under_point(deducting("x / 8"), given={"x": "0.01"})
        assert item.score == 10 - Fraction("0.00125")
        assert item.adjustments == ()


class TestOpenClauses:
    def test_an_undecided_clause_counts_from_nothing_to_its_amount(self) -> None:
        item = under_point(failings(("a", 2), ("b", 1)), given={"b": False})
        assert item.outcome is Outcome.PENDING
        assert item.score is None
        assert item.ledger is None
        assert item.range == Span(7, 9)
        assert [finding.clause for finding in item.findings] == ["point.1.2"]
        (open_,) = item.undecided
        assert (open_.clause, open_.lowest, open_.highest, open_.missing) == ("point.1.1", 0, 2, ("a",))

    def test_a_decided_clause_of_unknown_amount_counts_from_nothing_to_the_most_it_can_be(self) -> None:
        # 扣分不超过 50 ÷ 10 = 5 步。
        item = under_point(below("50", "x", "10", 1), given={})
        assert item.range == Span(5, 10)

    @pytest.mark.parametrize(("count", "lowest"), [("whole", 8), ("started", 7), ("continuous", "7.5")])
    def test_the_most_depends_on_how_steps_are_counted(self, count: str, lowest: Any) -> None:
        # 至多低50，每20一步：整步2，起步3，连续2.5。
        assert under_point(below("50", "x", "20", 1, count)).range == Span(Fraction(lowest), 10)

    def test_what_has_no_bound_may_cost_everything(self) -> None:
        rule = below("2020-12-31 - day", "0天", "100天", 1)
        assert under_point(rule, facts=[date_fact("day")]).range == Span(0, 10)
        assert under_point(rule, facts=[date_fact("day")], given={"day": date(2020, 3, 1)}).score == 10 - 3

    def test_the_most_is_held_down_by_the_rule_and_by_the_worth(self) -> None:
        assert under_point(below("50", "x", "10", 1, at_most=2)).range == Span(8, 10)
        assert under_point(below("50", "x", "1", 1)).range == Span(0, 10)
        assert under_point(failings(("a", 4), ("b", 4), ("c", 4), at_most=6), worth=9).range == Span(3, 9)

    def test_a_bonus_is_open_upwards(self) -> None:
        assert under_bonus(awards(("a", 4), ("b", 4)), cap=5, given={"a": True}).range == Span(4, 5)
        assert under_bonus(tally(("x", 1)), cap=5).range == Span(0, 5)

    def test_several_open_clauses_add_up(self) -> None:
        assert under_point(failings(("a", 2), ("b", 3)), needs("c", 1)).range == Span(4, 10)


class TestDecidedAllTheSame:
    """A point can be scored although clauses are undecided: these cannot matter and stand in the ledger at nothing."""

    def test_when_it_is_at_nought_already(self) -> None:
        item = under_point(failings(("a", 3), ("b", 2)), worth=3, given={"a": False})
        assert item.outcome is Outcome.SCORED
        assert item.score == 0
        assert [finding.clause for finding in item.findings] == ["point.1.1"]
        assert [one.clause for one in item.undecided] == ["point.1.2"]
        assert item.missing == ()

    def test_when_the_rule_is_at_its_limit_already(self) -> None:
        item = under_point(failings(("a", 2), ("b", 2), at_most=2), given={"a": False})
        assert (item.outcome, item.score) == (Outcome.SCORED, 8)

    def test_when_a_bonus_is_at_its_cap_already(self) -> None:
        item = under_bonus(awards(("a", 3), ("b", 1)), cap=3, given={"a": True})
        assert (item.outcome, item.score) == (Outcome.SCORED, 3)

    def test_when_rounding_makes_both_ends_the_same(self) -> None:
        item = under_point(failings(("a", "0.04")), round_to="0.1")
        assert (item.outcome, item.score) == (Outcome.SCORED, 10)

    def test_when_a_decisive_part_settles_the_condition(self) -> None:
        assert under_point(needs("a and b"), given={"a": False}).score == 0
        assert under_point(needs("a or b"), given={"a": True}).score == 10
        assert under_point(needs("at_least(2, a, b, c)"), given={"a": True, "b": True}).score == 10
        assert under_point(needs("at_least(2, a, b, c)"), given={"a": False, "b": False}).score == 0
        assert under_point(needs("at_least(2, a, b, c)"), given={"a": True, "b": False}).range == Span(0, 10)


class TestOneOfGroups:
    def test_bands_of_a_missing_value_leave_the_least_and_the_most_of_them(self) -> None:
        item = under_point(bands("x", ("50", 10), ("20", 6), rest=2))
        assert item.outcome is Outcome.PENDING
        assert item.range == Span(2, 10)

    def test_what_every_band_takes_is_taken_for_certain(self) -> None:
        item = under_point(bands("x", ("50", 7), ("20", 7), rest=7))
        assert (item.outcome, item.score) == (Outcome.SCORED, 7)
        assert item.findings == ()
        assert item.adjustments == (Adjustment(Cause.AT_LEAST, Fraction(-3)),)

    def test_under_a_bonus_what_every_band_gives_is_given_for_certain(self) -> None:
        item = under_bonus(bands("x", ("50", 3), ("20", 3), rest=3))
        assert item.score == 3
        assert item.adjustments == (Adjustment(Cause.AT_LEAST, Fraction(3)),)

    def test_cases_before_which_others_failed_are_narrowed_down(self) -> None:
        rule = first_of(("a", 10), ("b", 6), ("c", 4), rest=1)
        assert under_point(rule, given={"a": False}).range == Span(1, 6)
        assert under_point(rule, given={"a": False, "b": False, "c": False}).score == 1
        assert under_point(rule, given={"a": False, "c": True}).range == Span(4, 6)
        assert under_point(rule, given={"b": True}).range == Span(6, 10)

    def test_a_true_member_decides_whatever_is_missing_after_it(self) -> None:
        assert under_point(first_of(("a", 10), ("b", 6)), given={"a": True}).score == 10

    def test_a_group_that_may_be_empty_has_no_least(self) -> None:
        # 按比例分档的值除以可能为零的数：为零时不扣分，所以最少扣0分。
        rule = first_of(("x / y >= 0.5", 4), rest=2)
        full = type(rule)(cases=rule.cases, when_empty=WhenEmpty.FULL)
        zero = type(rule)(cases=rule.cases, when_empty=WhenEmpty.ZERO)
        assert under_point(full).range == Span(2, 10)
        assert under_point(zero).range == Span(0, 10)
        assert under_point(full, given={"x": 1, "y": 0}).score == 10
        assert under_point(zero, given={"x": 1, "y": 0}).score == 0
        assert under_point(full, given={"x": 1, "y": 1}).score == 4


class TestEmptyDivisors:
    @pytest.mark.parametrize(("when_empty", "point_score", "bonus_score"), [("full", 10, 10), ("zero", 0, 0)])
    def test_full_and_zero(self, when_empty: str, point_score: int, bonus_score: int) -> None:
        rule = share("x", "y", when_empty=WhenEmpty(when_empty))
        empty = {"x": 3, "y": 0}
        assert under_point(rule, given=empty, round_to="0.01").score == point_score
        assert under_bonus(rule, given=empty, round_to="0.01").score == bonus_score

    def test_not_applicable(self) -> None:
        rule = share("x", "y", when_empty=WhenEmpty.NOT_APPLICABLE)
        assert under_point(rule, given={"x": 3, "y": 0}, round_to="0.01").outcome is Outcome.NOT_APPLICABLE
        assert under_point(rule, given={"x": 3, "y": 4}, round_to="0.01").score == Fraction("7.5")
        assert under_point(rule, given={"x": 3}, round_to="0.01").range == Span(0, 10)
        assert under_bonus(rule, given={"x": 3, "y": 0}, round_to="0.01").outcome is Outcome.NOT_APPLICABLE

    def test_an_unknown_divisor_leaves_everything_open(self) -> None:
        for when_empty in WhenEmpty:
            item = under_point(share("x", "y", when_empty=when_empty), given={"x": 3}, round_to="0.01")
            assert item.range == Span(0, 10)
            assert item.missing == ("y",)


class TestApplicability:
    @staticmethod
    def of(given: dict[str, Any], *, under: str = "full", supplier: str = "", also: str = "") -> ItemResult:
        facts = [condition_fact("a"), condition_fact("there", supplier=supplier), condition_fact("fine", supplier=also)]
        items = [point(needs("a"), id="other"), point(needs("fine"), id="point", worth=5, applies_when="there")]
        return assess(scheme(items, facts, not_applicable=under, round_to="0.01"), case(given)).item("point")

    def test_a_point_that_does_not_apply_counts_in_full(self) -> None:
        item = self.of({"there": False})
        assert (item.outcome, item.score, item.range) == (Outcome.NOT_APPLICABLE, 5, Span(5, 5))

    def test_or_is_taken_out(self) -> None:
        item = self.of({"there": False}, under="rescale")
        assert (item.outcome, item.score) == (Outcome.NOT_APPLICABLE, None)

    def test_while_it_is_unknown_anything_is_possible(self) -> None:
        for under in ("full", "rescale"):
            for fine in ({}, {"fine": True}, {"fine": False}):
                item = self.of(fine, under=under)
                assert item.outcome is Outcome.PENDING
                assert item.range == Span(0, 5)
                assert "there" in item.missing

    def test_what_it_will_need_then_is_awaited_as_well(self) -> None:
        assert set(self.of({}).missing) == {"there", "fine"}
        assert self.of({"fine": True}).missing == ("there",)

    def test_it_awaits_the_city_only_where_all_that_is_missing_is_the_citys(self) -> None:
        assert self.of({"fine": True}, supplier=CITY).awaits_city
        assert self.of({}, supplier=CITY, also=CITY).awaits_city
        assert not self.of({}, supplier=CITY).awaits_city
        assert not self.of({}, also=CITY).awaits_city

    def test_a_bonus_that_does_not_apply_awards_nothing(self) -> None:
        facts = [condition_fact("there"), condition_fact("fine")]
        for under in ("full", "rescale"):
            of = scheme(facts=facts, bonuses=[bonus(needs("fine"), cap=3, applies_when="there")], not_applicable=under, round_to="0.01")
            assert assess(of, case(there=False, fine=True)).item("bonus").score == 0
            assert assess(of, case(there=True, fine=True)).item("bonus").score == 3
            assert assess(of, case(fine=True)).item("bonus").range == Span(0, 3)


class TestTheCity:
    FACTS = [condition_fact("a"), condition_fact("b", supplier=CITY)]

    def test_a_point_awaits_the_city_where_everything_missing_is_the_citys(self) -> None:
        rule = failings(("a", 1), ("b", 2))
        assert under_point(rule, facts=self.FACTS, given={"a": True}).awaits_city
        assert not under_point(rule, facts=self.FACTS, given={"b": True}).awaits_city
        assert not under_point(rule, facts=self.FACTS, given={}).awaits_city

    def test_a_point_that_is_scored_awaits_nobody(self) -> None:
        assert not under_point(needs("a and b"), facts=self.FACTS, given={"a": False}).awaits_city

    def test_another_supplier_is_not_the_city(self) -> None:
        facts = [condition_fact("a", supplier="财政局")]
        assert not under_point(needs("a"), facts=facts).awaits_city


def test_lines_by_class_without_the_class_are_open_between_the_classes() -> None:
    rule = first_of(('area == "town" and x >= 50', 10), ('area == "hill" and x >= 30', 10), rest=4)
    facts = [choice_fact("area", "hill", "town"), *NUMBERS]
    assert under_point(rule, facts=facts, given={"x": 40}).range == Span(4, 10)
    assert under_point(rule, facts=facts, given={"x": 20}).score == 4


def test_a_point_without_any_condition_is_always_met() -> None:
    assert under_point(needs(ALWAYS)).score == 10
