"""From points to a grade: base score, bonus, total, the ladder over ranges, vetoes of three strengths."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import bonus, case, condition_fact, expression, grade, number_fact, point, scheme, veto
from engines.exact.rules import awarding, deducting, failings, needs

from supervision_rules import Assessment, assess
from supervision_rules.assessment import Adjustment, Cause, Span
from supervision_rules.scheme import CITY, Effect, Rounding, Scheme
from supervision_rules.scoring import Band, BandCase, Bands

FOUR = [grade("A", "total >= 90"), grade("B", "total >= 80"), grade("C", "total >= 60"), grade("D")]


def lost(name: str = "lost", *, places: int = 0, supplier: str = "") -> Any:
    return number_fact(name, domain=(0, 1000), places=places, supplier=supplier)


def result(of: Scheme, /, **facts: Any) -> Assessment:
    return assess(of, case(facts))


class TestTotal:
    def test_is_the_base_score_and_the_bonus(self) -> None:
        of = scheme([point(deducting("lost"), worth=100)], [lost(), lost("won")], bonuses=[bonus(awarding("won"), cap=10)], bonus_cap=6)
        found = result(of, lost=3, won=5).overall
        assert found is not None
        assert (found.base, found.deductions, found.base_score, found.bonus, found.total) == (100, -3, 97, 5, 102)
        assert found.adjustments == ()

    def test_bonuses_are_capped_each_and_all_together(self) -> None:
        bonuses = [bonus(awarding("won"), id="first", cap=4), bonus(awarding("also"), id="second", cap=4)]
        of = scheme(facts=[lost("won"), lost("also")], bonuses=bonuses, bonus_cap=6)
        found = result(of, won=9, also=3)
        assert [one.score for one in found.bonuses] == [4, 3]
        assert found.overall is not None
        assert found.overall.bonus == 6
        assert found.overall.adjustments == (Adjustment(Cause.OVERALL_CAP, Fraction(-1)),)

    def test_a_bonus_is_decided_by_the_overall_cap_although_one_is_open(self) -> None:
        bonuses = [bonus(awarding("won"), id="first", cap=9), bonus(awarding("also"), id="second", cap=4)]
        of = scheme(facts=[lost("won"), lost("also")], bonuses=bonuses, bonus_cap=6)
        found = result(of, won=7)
        assert found.overall is not None
        assert (found.overall.bonus, found.total) == (6, 16)
        assert found.item("second").score is None

    def test_the_base_score_is_not_rounded_before_the_total_is(self) -> None:
        # 折算：10 × 7.77 ÷ 9 = 8.6333…，加 0.004 为 8.6373…，进到 8.64；若先舍入基础分，只有 8.63。
        of = scheme(
            [point(deducting("lost"), id="kept", worth=9), point(needs("x"), id="out", worth=1, applies_when="there")],
            [lost(places=2), condition_fact("x"), condition_fact("there"), lost("won", places=3)],
            bonuses=[bonus(awarding("won"), cap=1)],
            not_applicable="rescale",
            round_to="0.01",
        )
        of = evolve(of, header=evolve(of.header, rounding=Rounding(total=Fraction("0.01"))))
        found = result(of, lost="1.23", there=False, won="0.004").overall
        assert found is not None
        assert found.base_score == Fraction("7.77") * 10 / 9
        assert found.bonus == Fraction("0.004")
        assert found.total == Fraction("8.64")
        assert sum(one.amount for one in found.adjustments if one.cause is Cause.ROUNDING) == found.total - found.base_score - found.bonus

    def test_rescaling_keeps_the_base(self) -> None:
        of = scheme(
            [point(deducting("lost"), id="kept", worth=60), point(needs("x"), id="out", worth=40, applies_when="there")],
            [lost(), condition_fact("x"), condition_fact("there")],
            not_applicable="rescale",
            round_to="0.01",
        )
        full, some, all_ = result(of, lost=0, there=False), result(of, lost=6, there=False), result(of, lost=6, there=True, x=False)
        assert (full.total, some.total, all_.total) == (100, 90, 54)
        assert some.overall is not None
        assert some.overall.adjustments == (Adjustment(Cause.NOT_APPLICABLE, Fraction(-40)), Adjustment(Cause.RESCALE, Fraction(36)))
        assert some.overall.deductions == -6

    @pytest.mark.parametrize("not_applicable", ["full", "rescale"])
    def test_where_no_point_applies_there_is_no_total(self, not_applicable: str) -> None:
        of = scheme(
            [point(needs("x"), applies_when="there")], [condition_fact("x"), condition_fact("there")], not_applicable=not_applicable, round_to="1"
        )
        found = result(of, there=False)
        assert found.total is None
        assert found.overall is not None
        assert found.overall.base_score is None
        assert found.overall.range is None


class TestRanges:
    def test_an_open_point_leaves_a_range_and_no_total(self) -> None:
        of = scheme(
            [point(failings(("a", 3)), worth=60), point(needs("b"), id="other", worth=40)], [condition_fact("a"), condition_fact("b")], grades=FOUR
        )
        found = result(of, b=True)
        assert found.total is None
        assert found.overall is not None
        assert found.overall.range == Span(97, 100)
        assert found.grades == ("A",)
        assert found.grade == "A"
        assert found.awaiting.facts == ("a",)

    def test_the_empty_case_has_no_total_and_everything_is_possible(self) -> None:
        of = scheme([point(needs("a"), worth=100)], [condition_fact("a"), lost("won")], bonuses=[bonus(awarding("won"), cap=5)], grades=FOUR)
        found = result(of)
        assert found.total is None
        assert found.grade is None
        assert found.overall is not None
        assert found.overall.range == Span(0, 105)
        assert found.grades == ("A", "B", "C", "D")

    def test_rounding_can_decide_the_total(self) -> None:
        of = scheme([point(failings(("a", "0.004")), worth=10)], [condition_fact("a")], round_to="0.01")
        assert result(of).total == 10


class TestTheCity:
    """A point that awaits the city counts in full in the total, and is open in the range."""

    OF = scheme(
        [point(deducting("lost"), worth=80), point(needs("city"), id="citys", worth=20)], [lost(), condition_fact("city", supplier=CITY)], grades=FOUR
    )

    def test_counts_in_full_in_total_and_grade_and_is_open_in_the_range(self) -> None:
        found = result(self.OF, lost=5)
        assert found.total == 95
        assert found.grade == "A"
        assert found.overall is not None
        assert found.overall.range == Span(75, 95)
        assert found.grades == ("A", "B", "C")
        assert found.awaiting.city == ("citys",)
        assert found.awaiting.facts == ("city",)
        assert found.item("citys").score is None

    def test_not_where_another_point_awaits_somebody_else(self) -> None:
        found = result(self.OF)
        assert found.total is None
        assert found.awaiting.city == ("citys",)
        assert set(found.awaiting.facts) == {"lost", "city"}

    def test_not_where_the_point_lacks_facts_of_its_own(self) -> None:
        of = scheme([point(needs("a and city"), worth=10)], [condition_fact("a"), condition_fact("city", supplier=CITY)])
        assert result(of).total is None
        assert result(of, a=True).total == 10

    def test_a_bonus_of_the_city_is_not_taken_for_granted(self) -> None:
        of = scheme(facts=[condition_fact("city", supplier=CITY)], bonuses=[bonus(needs("city"), cap=5)])
        found = result(of)
        assert found.total is None
        assert found.overall is not None
        assert found.overall.range == Span(10, 15)

    def test_facts_of_the_city_that_the_ladder_reads_stay_unknown(self) -> None:
        of = scheme(facts=[condition_fact("city", supplier=CITY)], grades=[grade("A", "total >= 10 and city"), grade("B")])
        found = result(of)
        assert found.total == 10
        assert found.grade is None
        assert found.grades == ("A", "B")

    def test_full_marks_are_what_ladder_and_vetoes_see(self) -> None:
        of = scheme(
            [point(needs("city"), id="citys", worth=10)],
            [condition_fact("city", supplier=CITY)],
            grades=[grade("A", 'met("citys") and score("citys") >= 10'), grade("B")],
            vetoes=[veto("v", "total < 10", Effect.FAIL)],
        )
        found = result(of)
        assert (found.grade, found.vetoes[0].applies) == ("A", False)
        assert found.grades == ("A", "B")


class TestLadder:
    @pytest.mark.parametrize(("score", "expected"), [(0, "A"), (10, "A"), (11, "B"), (20, "B"), (21, "C"), (40, "C"), (41, "D")])
    def test_the_first_condition_that_holds_and_the_last_without_one(self, score: int, expected: str) -> None:
        assert result(scheme([point(deducting("lost"), worth=100)], [lost()], grades=FOUR), lost=score).grade == expected

    def test_the_order_is_that_of_the_ladder_not_of_the_lines(self) -> None:
        of = scheme(
            [point(deducting("lost"), worth=100)], [lost()], grades=[grade("low", "total >= 60"), grade("high", "total >= 90"), grade("rest")]
        )
        assert result(of, lost=0).grade == "low"

    def test_reads_scores_of_points_base_score_and_facts(self) -> None:
        grades = [grade("A", 'met("first") and score("second") >= 4 and base_score >= 9 and fine'), grade("B")]
        of = scheme(
            [point(failings(("a", 1)), id="first", worth=5), point(deducting("lost"), id="second", worth=5)],
            [condition_fact("a"), condition_fact("fine"), lost()],
            grades=grades,
        )
        assert result(of, a=True, lost=1, fine=True).grade == "A"
        assert result(of, a=False, lost=0, fine=True).grade == "B"
        assert result(of, a=True, lost=2, fine=True).grade == "B"
        assert result(of, a=True, lost=1, fine=False).grade == "B"
        assert result(of, a=True, lost=1).grades == ("A", "B")
        assert result(of, a=True, lost=2).grade == "B"

    def test_a_point_that_does_not_apply_is_met_at_its_worth(self) -> None:
        grades = [grade("A", 'met("out") and score("out") == 5'), grade("B")]
        for under in ("full", "rescale"):
            of = scheme(
                [point(needs("x"), id="kept", worth=5), point(needs("y"), id="out", worth=5, applies_when="there")],
                [condition_fact(id) for id in ("x", "y", "there")],
                grades=grades,
                not_applicable=under,
                round_to="0.01",
            )
            assert result(of, x=False, there=False).grade == "A"
            assert result(of, x=False, there=True, y=False).grade == "B"

    @pytest.mark.parametrize(
        ("op", "sure", "open_", "never"),
        [(">=", 5, 6, 11), (">", 4, 5, 10), ("<=", 10, 9, 4), ("<", 11, 10, 5), ("!=", 11, 7, None), ("==", None, 7, 11)],
    )
    def test_a_comparison_with_a_range_is_true_false_or_open(self, op: str, sure: int | None, open_: int, never: int | None) -> None:
        # 总分在5至10之间。
        for line, expected in ((sure, ("A",)), (open_, ("A", "B")), (never, ("B",))):
            if line is None:
                continue
            of = scheme([point(failings(("a", 5)), worth=10)], [condition_fact("a")], grades=[grade("A", f"total {op} {line}"), grade("B")])
            assert result(of).grades == expected, (op, line)

    @pytest.mark.parametrize(("op", "apart", "touching", "crossing"), [(">", ("A",), ("A", "B"), ("A", "B")), (">=", ("A",), ("A",), ("A", "B"))])
    def test_two_ranges_are_compared_end_to_end(self, op: str, apart: tuple[str, ...], touching: tuple[str, ...], crossing: tuple[str, ...]) -> None:
        # 甲在 10 − 扣分 至 10 之间，乙在 0 至 5 之间。
        for deduct, expected in ((4, apart), (5, touching), (6, crossing)):
            of = scheme(
                [point(failings(("a", deduct)), id="first", worth=10), point(needs("b"), id="second", worth=5)],
                [condition_fact("a"), condition_fact("b")],
                grades=[grade("A", f'score("first") {op} score("second")'), grade("B")],
            )
            assert result(of).grades == expected

    def test_a_result_may_stand_on_either_side(self) -> None:
        of = scheme(
            [point(deducting("lost"), worth=10)], [lost()], grades=[grade("A", "8 <= total"), grade("B", 'total > score("point")'), grade("C")]
        )
        assert result(of, lost=2).grade == "A"
        assert result(of, lost=3).grade == "C"


class TestVetoes:
    """The ladder's own grade; then one drop, each cap, fail: the worst wins."""

    @staticmethod
    def of(*effects: tuple[Effect, str | None]) -> Scheme:
        vetoes = [veto(f"v{n}", f"v{n}", effect, **({"grade": cap} if cap else {})) for n, (effect, cap) in enumerate(effects)]
        facts = [lost(), *(condition_fact(one.id, better="less") for one in vetoes)]
        return scheme([point(deducting("lost"), worth=100)], facts, grades=FOUR, vetoes=vetoes)

    @pytest.mark.parametrize(("score", "expected"), [(0, "B"), (15, "C"), (30, "D"), (90, "D")])
    def test_a_drop_is_one_grade_and_never_below_the_last(self, score: int, expected: str) -> None:
        found = result(self.of((Effect.DROP, None)), lost=score, v0=True)
        assert found.grade == expected

    def test_two_drops_are_one(self) -> None:
        of = self.of((Effect.DROP, None), (Effect.DROP, None))
        assert result(of, lost=0, v0=True, v1=True).grade == "B"
        assert result(of, lost=0, v0=True).grade == "B"
        assert result(of, lost=0, v0=True).grades == ("B",)

    def test_a_cap_only_lowers(self) -> None:
        of = self.of((Effect.CAP, "B"))
        assert [result(of, lost=lost_, v0=True).grade for lost_ in (0, 15, 30, 90)] == ["B", "B", "C", "D"]

    def test_the_lowest_of_several_caps_holds(self) -> None:
        assert result(self.of((Effect.CAP, "B"), (Effect.CAP, "C")), lost=0, v0=True, v1=True).grade == "C"
        assert result(self.of((Effect.CAP, "C"), (Effect.CAP, "B")), lost=0, v0=True, v1=True).grade == "C"

    def test_failing_is_the_last_grade(self) -> None:
        assert result(self.of((Effect.FAIL, None)), lost=0, v0=True).grade == "D"
        assert result(self.of((Effect.FAIL, None)), lost=0, v0=False).grade == "A"

    def test_a_drop_comes_before_a_cap(self) -> None:
        # 先降一等（优秀→良好），再看不得高于良好：仍为良好，不是合格。
        for effects in (((Effect.DROP, None), (Effect.CAP, "B")), ((Effect.CAP, "B"), (Effect.DROP, None))):
            assert result(self.of(*effects), lost=0, v0=True, v1=True).grade == "B"
            assert result(self.of(*effects), lost=15, v0=True, v1=True).grade == "C"

    def test_says_the_grade_before_vetoes_too(self) -> None:
        found = result(self.of((Effect.FAIL, None)), lost=15, v0=True)
        assert (found.before_vetoes, found.grade) == ("B", "D")

    def test_an_unknown_veto_leaves_both_grades_open_and_the_total_alone(self) -> None:
        for effect, cap, lower in ((Effect.DROP, None, "B"), (Effect.CAP, "C", "C"), (Effect.FAIL, None, "D")):
            found = result(self.of((effect, cap)), lost=0)
            assert found.vetoes[0].applies is None
            assert found.total == 100
            assert found.before_vetoes == "A"
            assert found.grade is None
            assert found.grades == ("A", lower)
            assert found.awaiting.facts == ("v0",)

    def test_an_unknown_veto_that_cannot_matter_leaves_the_grade(self) -> None:
        assert result(self.of((Effect.CAP, "B")), lost=15).grade == "B"
        assert result(self.of((Effect.FAIL, None)), lost=90).grade == "D"
        assert result(self.of((Effect.DROP, None)), lost=90).grade == "D"
        assert result(self.of((Effect.FAIL, None), (Effect.CAP, "C")), lost=0, v0=True).grade == "D"

    def test_unknown_vetoes_add_up(self) -> None:
        assert result(self.of((Effect.DROP, None), (Effect.CAP, "C")), lost=0).grades == ("A", "B", "C")
        assert result(self.of((Effect.DROP, None), (Effect.FAIL, None)), lost=15).grades == ("B", "C", "D")
        assert result(self.of((Effect.DROP, None), (Effect.DROP, None)), lost=0, v0=False).grades == ("A", "B")

    def test_vetoes_meet_an_open_ladder(self) -> None:
        of = self.of((Effect.CAP, "B"))
        found = result(of, v0=True)
        assert found.grades == ("B", "C", "D")
        assert found.grade is None

    def test_one_that_is_decided_awaits_nothing(self) -> None:
        of = scheme(
            facts=[condition_fact("a", better="less"), condition_fact("b", better="less")],
            vetoes=[veto("v", "a or b", Effect.FAIL)],
            grades=[grade("A", "total >= 1"), grade("B")],
        )
        found = result(of, a=True)
        assert found.vetoes[0].applies is True
        assert found.awaiting.facts == ()
        assert result(of, a=False).awaiting.facts == ("b",)

    def test_may_read_results(self) -> None:
        of = scheme([point(deducting("lost"), worth=100)], [lost()], grades=FOUR, vetoes=[veto("v", 'score("point") < 95', Effect.CAP, grade="C")])
        assert result(of, lost=5).grade == "A"
        assert result(of, lost=6).grade == "C"
        assert {"A", "C", "D"} <= set(result(of).grades)

    def test_never_null_the_total(self) -> None:
        assert result(self.of((Effect.FAIL, None), (Effect.DROP, None), (Effect.CAP, "B")), lost=1).total == 99


def levels(of: str, *floors: tuple[str, str], rest: str) -> Bands:
    made, ceiling = [], None
    for floor, level in floors:
        made.append(Band(at_least=expression(floor), below=ceiling, level=level))
        ceiling = expression(floor)
    return Bands(value=expression(of), bands=(*made, Band(below=ceiling, level=rest)))


class TestLevels:
    OF = scheme(
        [
            point(levels("x", ("90", "A"), ("60", "B"), rest="C"), id="first", worth=None),
            point(Bands(cases=(BandCase(when=expression("fine"), level="A"), BandCase(otherwise=True, level="C"))), id="second", worth=None),
        ],
        [number_fact("x", domain=(0, 100)), condition_fact("fine")],
        measure="levels",
        levels=("A", "B", "C"),
        grades=[grade("good", 'count(items at "A") >= 2'), grade("fair", 'count(items at "C") == 0 and met("second")'), grade("poor")],
    )

    def test_count_items_at_a_level(self) -> None:
        assert result(self.OF, x=90, fine=True).grade == "good"
        assert result(self.OF, x=60, fine=True).grade == "fair"
        assert result(self.OF, x=59, fine=True).grade == "poor"
        assert result(self.OF, x=90, fine=False).grade == "poor"

    def test_an_open_item_may_be_at_any_level_it_can_reach(self) -> None:
        found = result(self.OF, fine=True)
        assert found.item("first").level is None
        assert found.item("first").range == Span(0, 2)
        assert found.grades == ("good", "fair", "poor")
        assert result(self.OF, x=60).grades == ("fair", "poor")

    def test_there_is_no_total(self) -> None:
        found = result(self.OF, x=90, fine=True)
        assert (found.overall, found.total) == (None, None)


class TestCriteria:
    OF = scheme(
        [point(needs("a"), id="first", worth=None), point(needs("b"), needs("c"), id="second", worth=None)],
        [condition_fact(id) for id in "abc"],
        measure="criteria",
        grades=[grade("pass", 'count(items at "unmet") == 0'), grade("retry", 'count(items at "met") >= 1'), grade("fail")],
    )

    def test_every_point_is_met_or_not(self) -> None:
        found = result(self.OF, a=True, b=True, c=False)
        assert [one.level for one in found.points] == ["met", "unmet"]
        assert found.grade == "retry"

    def test_a_criterion_of_two_rules_needs_both(self) -> None:
        assert result(self.OF, a=True, b=True, c=True).grade == "pass"
        assert result(self.OF, a=False, b=False, c=False).grade == "fail"
        assert result(self.OF, a=False, b=False).grade == "fail"

    def test_an_open_criterion_may_be_either(self) -> None:
        assert result(self.OF, a=True, b=True).grades == ("pass", "retry")
        assert result(self.OF, b=True, c=True).grades == ("pass", "retry")
        assert result(self.OF).grades == ("pass", "retry", "fail")
