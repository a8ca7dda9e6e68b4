"""Divisors that may be 0: found wherever they hide, guarded in every clause, and spoken of by the rule."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from builders import (
    ALWAYS,
    bonus,
    case,
    choice_fact,
    classed_target,
    condition_fact,
    grade,
    number_fact,
    point,
    quantity,
    refusals,
    scheme,
    target,
    under_bonus,
    under_point,
    veto,
)
from engines.exact.rules import awarding, awards, bands, below, failings, needs, share

from supervision_rules import assess
from supervision_rules.assessment import Outcome, Span
from supervision_rules.expression import TRUE, ZERO, Compare, Node, Ref, both, walk
from supervision_rules.lowering import Clause, Item, lower
from supervision_rules.scheme import Scheme, WhenEmpty

FULL, NONE, NOT_APPLICABLE = WhenEmpty.FULL, WhenEmpty.ZERO, WhenEmpty.NOT_APPLICABLE
PART, WHOLE, OTHER = number_fact("part"), number_fact("whole"), number_fact("other", domain=(1, 9))
FACTS = (PART, WHOLE)
PLAN = condition_fact("plan")
NEVER_EMPTY = number_fact("whole", domain=(1, 9))


def item(of: Scheme, id: str = "point") -> Item:
    lowered = lower(of)
    return next(one for one in (*lowered.points, *lowered.bonuses) if one.id == id)


def clauses(of: Scheme, id: str = "point") -> tuple[Clause, ...]:
    return item(of, id).parts[0].clauses


def above_zero(*names: str) -> list[Compare]:
    return [Compare(">", Ref(name), ZERO) for name in names]


def guards(node: Node) -> list[Node]:
    """What a condition asks to be above 0."""
    return [found.left for found in walk(node) if isinstance(found, Compare) and (found.op, found.right) == (">", ZERO)]


def guarded(text: str, *facts: Any, **more: Any) -> list[Node]:
    """What the clause of a rule with this condition is guarded against."""
    (clause, *_) = clauses(scheme([point(needs(text, when_empty=FULL))], facts, **more))
    return guards(clause.when)


class TestFound:
    def test_in_the_condition_of_a_rule(self) -> None:
        assert guarded("part / whole >= 50%", *FACTS) == [Ref("whole")]

    def test_in_the_amount(self) -> None:
        (clause,) = clauses(scheme([point(share("part", "whole", when_empty=FULL))], FACTS, round_to="0.01"))
        assert guards(clause.when) == [Ref("whole")]

    def test_behind_quantities(self) -> None:
        entries = [quantity("upper", "lower + 1"), quantity("lower", "part / whole")]
        assert guarded("upper >= 2", *FACTS, quantities=entries) == [Ref("whole")]

    def test_as_a_sum_or_product(self) -> None:
        assert len(guarded("part / (part + whole) >= 50%", *FACTS)) == 1
        assert len(guarded("part / (part * whole) >= 50%", *FACTS)) == 1

    def test_each_once(self) -> None:
        entries = [quantity("a", "part / whole"), quantity("b", "1 / whole")]
        assert guarded("a + b >= 2 and part / whole >= 1", *FACTS, quantities=entries) == [Ref("whole")]

    def test_several(self) -> None:
        assert guarded("part / whole >= 1 or whole / part >= 1", *FACTS) == [Ref("whole"), Ref("part")]

    def test_as_the_size_of_a_step(self) -> None:
        rule = below("95", "part", "whole", 1, when_empty=FULL)
        assert refusals(scheme([point(rule)], FACTS)) == ("step-not-positive",)

    @pytest.mark.parametrize("divisor", ["2", "line", "other", "(whole + 1)", "max(whole, 1)"])
    def test_none_that_is_always_above_zero(self, divisor: str) -> None:
        facts = [PART, *([WHOLE] if "whole" in divisor else []), *([OTHER] if "other" in divisor else [])]
        assert refusals(scheme([point(needs(f"part / {divisor} >= 1"))], facts, targets=[target("line", 5)])) == ()

    @pytest.mark.parametrize("divisor", ["line", "(other - 1)", "min(other, 0)", "(whole * other)", "round(whole, 0)", "round(whole / 300, 2)"])
    def test_any_that_may_be_zero(self, divisor: str) -> None:
        facts = [PART, *([WHOLE] if "whole" in divisor else []), *([OTHER] if "other" in divisor else [])]
        assert refusals(scheme([point(needs(f"part / {divisor} >= 1"))], facts, targets=[target("line", 0)])) == ("divisor-may-be-zero",)

    @pytest.mark.parametrize("divisor", ["(whole - 1)", "-other", "(other - whole)"])
    def test_any_that_may_be_negative(self, divisor: str) -> None:
        facts = [PART, *([WHOLE] if "whole" in divisor else []), *([OTHER] if "other" in divisor else [])]
        rule = needs(f"part / {divisor} >= 1", when_empty=FULL)
        assert refusals(scheme([point(rule)], facts)) == ("divisor-may-be-negative",)

    @pytest.mark.parametrize("divisor", ["(1 - 3)", "(line - 9)"])
    def test_none_that_is_the_same_in_every_case_even_below_zero(self, divisor: str) -> None:
        rule = needs(f"part / {divisor} >= 1 or part / {divisor} < 0")
        assert refusals(scheme([point(rule)], [PART], targets=[target("line", 5)])) == ()
        assert refusals(scheme(facts=[PART], vetoes=[veto("v", f"part / {divisor} >= 1", "fail")], targets=[target("line", 5)])) == ()

    @pytest.mark.parametrize("divisor", ["0", "0元", "0%"])
    def test_a_nought_that_is_written_out_is_refused_whatever_is_said(self, divisor: str) -> None:
        assert refusals(scheme([point(needs(f"part / {divisor} >= 1", when_empty=FULL))], [PART])) == ("division-by-zero",)


class TestGuarded:
    @staticmethod
    def made(when_empty: WhenEmpty) -> Item:
        rule = failings(("part / whole >= 1", 1), ("plan", 2), when_empty=when_empty)
        return item(scheme([point(rule)], [*FACTS, PLAN]))

    @pytest.mark.parametrize("when_empty", WhenEmpty)
    def test_every_clause_of_the_rule(self, when_empty: WhenEmpty) -> None:
        first, second, *_ = self.made(when_empty).parts[0].clauses
        assert guards(first.when) == guards(second.when) == [Ref("whole")]

    def test_full_marks_need_no_clause(self) -> None:
        assert len(self.made(FULL).parts[0].clauses) == 2
        assert self.made(FULL).applies == TRUE

    def test_no_marks_are_one_clause_more_for_all_that_is_at_stake(self) -> None:
        *_, empty = self.made(NONE).parts[0].clauses
        assert (empty.when, empty.most) == (Compare("<=", Ref("whole"), ZERO), 10)

    def test_that_clause_says_what_it_is_for(self) -> None:
        rule = failings(("part / whole >= 1", 1), ("part / (whole * other) >= 1", 2), when_empty=NONE)
        *_, empty = clauses(scheme([point(rule)], [PART, WHOLE, OTHER]))
        assert str(empty.wording) == "并非（whole高于0，且whole×other高于0）、无从计算的，扣10分"

    def test_under_a_bonus_full_marks_are_one(self) -> None:
        of = scheme(facts=FACTS, bonuses=[bonus(evolve(awards(("part / whole >= 1", 1)), when_empty=FULL))])
        *_, empty = clauses(of, "bonus")
        assert (str(empty.wording), empty.most) == ("whole不高于0、无从计算的，加10分", 10)

    def test_not_applicable_is_a_condition_of_the_item(self) -> None:
        made = self.made(NOT_APPLICABLE)
        assert len(made.parts[0].clauses) == 2
        assert made.applies == above_zero("whole")[0]

    def test_which_is_joined_to_that_of_its_author(self) -> None:
        one = point(needs("part / whole >= 1", when_empty=NOT_APPLICABLE), applies_when="plan")
        assert item(scheme([one], [*FACTS, PLAN])).applies == both(Ref("plan"), *above_zero("whole"))

    def test_of_two_rules_one_may_decide_for_the_point(self) -> None:
        rules = (needs("part / whole >= 1", 4, when_empty=NOT_APPLICABLE), needs("whole / part >= 1", 6, when_empty=FULL))
        assert guards(item(scheme([point(*rules)], FACTS)).applies) == [Ref("whole")]

    def test_bands_that_may_be_empty_cover_no_longer(self) -> None:
        of = scheme([point(bands("part / whole", ("50%", 10)))], [PART, NEVER_EMPTY])
        assert item(of).parts[0].exhaustive == {"band"}
        for when_empty in WhenEmpty:
            of = scheme([point(evolve(bands("part / whole", ("50%", 10)), when_empty=when_empty))], FACTS)
            assert item(of).parts[0].exhaustive == frozenset()


SCORES = {
    # at a whole of 0, above it with the part missing all, above it with nothing missing
    ("point", FULL): (10, 0, 10),
    ("point", NONE): (0, 0, 10),
    ("point", NOT_APPLICABLE): (10, 0, 10),
    ("bonus", FULL): (10, 0, 10),
    ("bonus", NONE): (0, 0, 10),
    ("bonus", NOT_APPLICABLE): (0, 0, 10),
}


class TestWhenEmpty:
    """All marks, none, or nothing to score: each under a point and under a bonus."""

    @pytest.mark.parametrize(("side", "when_empty"), SCORES)
    def test_at_nought_above_it_and_unknown(self, side: str, when_empty: WhenEmpty) -> None:
        under = under_point if side == "point" else under_bonus
        rule = needs("part / whole >= 50%", when_empty=when_empty)
        results = [under(rule, FACTS, case(part=part, whole=whole)) for part, whole in ((5, 0), (0, 5), (5, 5))]
        assert tuple(one.score for one in results) == SCORES[side, when_empty]
        assert (results[0].outcome is Outcome.NOT_APPLICABLE) == (when_empty is NOT_APPLICABLE)
        unknown = under(rule, FACTS, case(part=5))
        assert (unknown.outcome, unknown.range, unknown.missing) == (Outcome.PENDING, Span(0, 10), ("whole",))

    @pytest.mark.parametrize("when_empty", [FULL, NONE])
    def test_where_nought_is_decided_the_part_does_not_matter(self, when_empty: WhenEmpty) -> None:
        result = under_point(needs("part / whole >= 50%", when_empty=when_empty), FACTS, case(whole=0))
        assert result.outcome is Outcome.SCORED

    def test_only_what_the_rule_has_at_stake_is_lost_or_won(self) -> None:
        rule = needs("part / whole >= 50%", 4, when_empty=NONE)
        assert under_point(rule, FACTS, case(part=5, whole=0)).score == 6
        assert under_bonus(needs("part / whole >= 50%", 4, when_empty=FULL), FACTS, case(part=5, whole=0)).score == 4

    @pytest.mark.parametrize("when_empty", WhenEmpty)
    def test_a_rule_that_divides_by_nothing_says_nothing(self, when_empty: WhenEmpty) -> None:
        assert refusals(scheme([point(needs("plan", when_empty=when_empty))], [PLAN])) == ("when-empty-needless",)

    def test_a_bonus_says_it_as_well(self) -> None:
        rule = awards(("part / whole >= 1", 1))
        assert refusals(scheme(facts=FACTS, bonuses=[bonus(rule)])) == ("divisor-may-be-zero",)
        assert refusals(scheme(facts=FACTS, bonuses=[bonus(awarding("part / whole"))], round_to="0.01")) == ("divisor-may-be-zero",)

    def test_a_divisor_may_hold_a_target_that_differs_by_class(self) -> None:
        # 每生标准按片区不同；没有学生的不适用。
        facts = [PART, WHOLE, choice_fact("area", "south", "north")]
        line = classed_target("line", "area", {"south": 2, "north": 4})
        rule = needs("part / (whole * line) >= 1", when_empty=NOT_APPLICABLE)
        of = scheme([point(rule)], facts, targets=[line])
        results = [assess(of, case(part=8, whole=whole, area=area)).item("point") for whole, area in ((3, "south"), (3, "north"), (0, "south"))]
        assert [one.score for one in results] == [10, 0, 10]
        assert [one.outcome for one in results] == [Outcome.SCORED, Outcome.SCORED, Outcome.NOT_APPLICABLE]


class TestConditions:
    """Ladder, vetoes and `applies_when` have no `when_empty`."""

    @pytest.mark.parametrize("text", ["part / whole >= 1", "per >= 1", "not (per >= 1)"])
    def test_they_do_not_divide_by_what_may_be_zero(self, text: str) -> None:
        entries: dict[str, Any] = {"facts": FACTS, "quantities": [quantity("per", "part / whole")]}
        assert refusals(scheme(vetoes=[veto("v", text, "fail")], **entries)) == ("division-in-condition",)
        assert refusals(scheme(grades=[grade("好", text), grade("差")], **entries)) == ("division-in-condition",)
        assert refusals(scheme([point(needs(ALWAYS), applies_when=text)], **entries)) == ("division-in-condition",)

    def test_they_may_divide_by_anything_else(self) -> None:
        of = scheme([point(needs(ALWAYS), applies_when="part / other >= 1")], [PART, OTHER], vetoes=[veto("v", "part / other < 1", "fail")])
        assert refusals(of) == ()
        assert assess(of, case(part=0, other=3)).item("point").outcome is Outcome.NOT_APPLICABLE

    def test_a_quantity_needs_no_word_of_it_where_no_rule_reads_it(self) -> None:
        of = scheme([point(needs("part > 1 and whole > 1"))], FACTS, quantities=[quantity("per", "part / whole")])
        assert refusals(of) == ()
