"""Items, totals and grades as the script works them out, by hand and as the exact engine has them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from builders import bonus, case, choice_fact, condition_fact, expression, grade, number_fact, point, quantity, scheme, veto
from engines.browser.script import agreed
from engines.exact.rules import awarding, bands, below, deducting, failings, first_of, needs, share, tally

from supervision_rules.scheme import CITY, Effect, Form, Scheme, WhenEmpty
from supervision_rules.scoring import Band, BandCase, Bands

YES = {id: condition_fact(id) for id in "abc"}
NUMBERS = {id: number_fact(id, domain=(0, 1000), places=2) for id in "xy"}
FOUR = [grade("A", "total >= 90"), grade("B", "total >= 80"), grade("C", "total >= 60"), grade("D")]


def facts_of(*rules: Form) -> list[Any]:
    """The facts that rules read: a scheme may not declare others."""
    return [fact for id, fact in (YES | NUMBERS).items() if f"Ref(name='{id}'" in str(rules)]


def under_point(*rules: Form, given: Mapping[str, Any], worth: Any = 10, **settings: Any) -> dict[str, Any]:
    """A point of these rules."""
    found: dict[str, Any] = agreed(scheme([point(*rules, worth=worth)], facts_of(*rules), **settings), case(given))["items"]["point"]
    return found


def under_bonus(*rules: Form, given: Mapping[str, Any], cap: Any = 10, **settings: Any) -> dict[str, Any]:
    """A bonus of these rules."""
    found: dict[str, Any] = agreed(scheme(facts=facts_of(*rules), bonuses=[bonus(*rules, cap=cap)], **settings), case(given))["items"]["bonus"]
    return found


def ends(item: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return item["range"]["lowest"], item["range"]["highest"]


def adjusted(item: Mapping[str, Any]) -> dict[str, str]:
    return {one["cause"]: one["amount"] for one in item["adjustments"]}


class TestItems:
    def test_every_clause_says_whether_it_applies_and_what_it_costs(self) -> None:
        found = under_point(failings(("a", 1), ("b", "0.5"), ("c", "0.25")), given={"a": False, "b": True})
        assert found["clauses"] == {
            "point.1.1": {"applies": True, "amount": "1"},
            "point.1.2": {"applies": False, "amount": "0"},
            "point.1.3": {"applies": None, "amount": "0.25"},
        }
        assert (found["outcome"], found["score"], ends(found)) == ("pending", None, ("8.75", "9"))

    def test_an_amount_that_is_not_known_is_at_most_what_it_can_be(self) -> None:
        found = under_point(deducting("min(x, 4)"), given={})
        assert ([one["amount"] for one in found["clauses"].values()], ends(found)) == ([None], ("6", "10"))

    def test_deductions_stop_at_nought(self) -> None:
        found = under_point(failings(("a", 2), ("b", 2)), worth=3, given={"a": False, "b": False})
        assert (found["score"], adjusted(found)) == ("0", {"zero-floor": "1"})

    def test_exactly_at_nought_nothing_is_taken_back(self) -> None:
        assert under_point(failings(("a", 2), ("b", 1)), worth=3, given={"a": False, "b": False})["adjustments"] == []

    def test_a_rule_and_then_the_point_stop(self) -> None:
        found = under_point(below("50", "x", "1", 1, at_most=2), failings(("a", 9)), given={"x": 0, "a": False})
        assert (found["score"], adjusted(found)) == ("0", {"at-most": "48", "zero-floor": "1"})

    def test_a_bonus_stops_at_its_cap(self) -> None:
        found = under_bonus(tally(("x", 1), at_most=6), tally(("y", 1)), cap=7, given={"x": 9, "y": 3})
        assert (found["score"], adjusted(found)) == ("7", {"at-most": "-3", "cap": "-2"})

    def test_scores_are_rounded_half_up(self) -> None:
        found = under_point(deducting("100 / x / 10", when_empty=WhenEmpty.ZERO), given={"x": 80}, round_to="0.01")
        assert (found["score"], adjusted(found)) == ("9.88", {"rounding": "0.005"})
        assert under_point(share("x", "y", when_empty=WhenEmpty.ZERO), worth=1, given={"x": 1, "y": 3}, round_to="0.01")["score"] == "0.33"

    def test_rounding_can_decide_what_is_open(self) -> None:
        found = under_point(failings(("a", "0.004"), ("b", 1)), given={"b": False}, round_to="0.1")
        assert (found["outcome"], found["score"]) == ("scored", "9")

    def test_one_band_counts_and_an_open_one_leaves_what_is_still_possible(self) -> None:
        rule = bands("x", ("50", 10), ("20", 6), rest=1)
        assert [under_point(rule, given={"x": x})["score"] for x in (50, 49, 20, 19)] == ["10", "6", "6", "1"]
        assert ends(under_point(rule, given={})) == ("1", "10")

    def test_an_open_band_that_costs_something_anyhow_is_a_line_of_its_own(self) -> None:
        found = under_point(first_of(("a", 2), rest=1), failings(("b", 4)), worth=4, given={"b": False})
        assert (found["score"], adjusted(found)) == ("0", {"at-least": "-2", "zero-floor": "2"})

    def test_one_that_does_not_apply_keeps_its_worth_or_is_taken_out(self) -> None:
        of = [point(needs("x >= 1"), applies_when="a"), point(needs("b"), id="other", worth=30)]
        facts = [YES["a"], YES["b"], NUMBERS["x"]]
        full = agreed(scheme(of, facts), case(a=False, b=True))
        assert (full["items"]["point"]["outcome"], full["items"]["point"]["score"], full["items"]["point"]["clauses"]) == ("not-applicable", "10", {})
        out = agreed(scheme(of, facts, not_applicable="rescale", round_to="0.01"), case(a=False, b=True))
        assert (out["items"]["point"]["outcome"], out["items"]["point"]["score"], out["total"]) == ("not-applicable", None, "40")
        assert adjusted(out) == {"not-applicable": "-10", "rescale": "10"}

    def test_one_of_which_it_is_not_known_whether_it_applies_may_come_to_anything(self) -> None:
        of = scheme([point(failings(("b", 1)), applies_when="a")], [YES["a"], YES["b"]])
        found = agreed(of, case(b=False))["items"]["point"]
        assert (found["outcome"], found["score"], ends(found)) == ("pending", None, ("0", "10"))


class TestTotal:
    def test_is_base_score_and_bonus_below_the_overall_cap(self) -> None:
        bonuses = [bonus(awarding("y"), id=id, cap=4) for id in ("first", "second")]
        of = scheme([point(deducting("x"), worth=100)], NUMBERS.values(), bonuses=bonuses, bonus_cap=6)
        found = agreed(of, case(x=3, y=4))
        assert [found[key] for key in ("deductions", "base_score", "bonus", "total", "adjustments")] == [
            *("-3", "97", "6", "103"),
            [{"cause": "overall-cap", "amount": "-2"}],
        ]

    def test_is_rounded_alone_and_the_ledger_says_so(self) -> None:
        of = scheme(
            [point(deducting("x"), id="kept", worth=9), point(needs("a"), id="out", worth=1, applies_when="b")],
            [*NUMBERS.values(), YES["a"], YES["b"]],
            bonuses=[bonus(awarding("y"), cap=1)],
            not_applicable="rescale",
            round_to="0.01",
        )
        found = agreed(of, case(x="1.23", y="0.01", b=False))
        assert (found["base_score"], found["total"]) == ("259/30", "8.64")
        assert adjusted(found) == {"not-applicable": "-1", "rescale": str(Fraction(259, 30) - Fraction("7.77")), "rounding": "-1/300"}

    def test_with_a_missing_fact_there_is_a_range(self) -> None:
        of = scheme([point(deducting("min(x, 5)")), point(needs("a"), id="other", worth=30)], [NUMBERS["x"], YES["a"]], grades=FOUR)
        found = agreed(of, case(a=True))
        assert (found["total"], found["deductions"], found["grade"]) == (None, None, "D")
        assert found["range"] == {"lowest": "35", "highest": "40", "grades": ["D"]}

    def test_what_the_city_still_scores_counts_in_full_and_stays_open_in_the_range(self) -> None:
        visit = number_fact("visit", domain=(0, 20), supplier=CITY)
        of = scheme([point(deducting("visit"), worth=20), point(deducting("x"), id="own", worth=80)], [visit, NUMBERS["x"]], grades=FOUR)
        found = agreed(of, case(x=15))
        assert (found["items"]["point"]["awaits_city"], found["items"]["own"]["awaits_city"]) == (True, False)
        assert (found["total"], found["grade"]) == ("85", "B")
        assert found["range"] == {"lowest": "65", "highest": "85", "grades": ["B", "C"]}

    def test_rescaling_counts_the_city_in_full_too(self) -> None:
        visit = number_fact("visit", domain=(0, 20), supplier=CITY)
        points = [
            point(deducting("visit"), worth=20),
            point(deducting("x"), id="own", worth=60),
            point(needs("b"), id="out", worth=20, applies_when="a"),
        ]
        found = agreed(scheme(points, [visit, NUMBERS["x"], YES["a"], YES["b"]], not_applicable="rescale", round_to="0.01"), case(x=8, a=False))
        assert (found["total"], adjusted(found)) == ("90", {"not-applicable": "-20", "rescale": "18"})

    def test_where_no_point_applies_there_is_none(self) -> None:
        of = scheme([point(needs("b"), applies_when="a")], [YES["a"], YES["b"]], not_applicable="rescale", round_to="0.01")
        found = agreed(of, case(a=False, b=True))
        assert (found["total"], found["base_score"], found["range"]["lowest"]) == (None, None, None)


def graded(when: str, **given: Any) -> str | None:
    """The grade of a point of worth 100 that loses `x` (0 to 4 where that is missing) by a ladder of one condition."""
    of = scheme([point(deducting("min(x, 4)"), worth=100)], [NUMBERS["x"]], grades=[grade("上", when), grade("下")])
    found: str | None = agreed(of, case(given))["grade"]
    return found


class TestGrades:
    def test_the_first_condition_that_holds(self) -> None:
        of = scheme([point(deducting("x"), worth=100)], [NUMBERS["x"]], grades=FOUR)
        assert [agreed(of, case(x=x))["grade"] for x in (10, "10.01", 20, "20.01", 40, "40.01")] == ["A", "B", "B", "C", "C", "D"]

    @pytest.mark.parametrize(
        ("op", "outcomes"), [(">=", "上上??下"), (">", "上??下下"), ("<=", "下??上上"), ("<", "下下??上"), ("==", "下???下"), ("!=", "上???上")]
    )
    def test_a_total_from_96_to_100_is_compared_end_to_end(self, op: str, outcomes: str) -> None:
        assert "".join(graded(f"total {op} {line}") or "?" for line in (95, 96, 98, 100, 101)) == outcomes

    @pytest.mark.parametrize(("op", "expected"), [(">=", "上"), (">", "下"), ("<=", "上"), ("<", "下"), ("==", "上"), ("!=", "下")])
    def test_a_decided_total_is_compared_as_any_number(self, op: str, expected: str) -> None:
        assert graded(f"total {op} 98", x=2) == expected
        assert graded(f"98 {op} total", x=2) == expected

    def test_reads_scores_of_points_and_whether_they_are_met(self) -> None:
        points = [point(deducting("x"), id="one", worth=60), point(needs("a"), id="other", worth=40)]
        grades = [grade("上", 'met("other") and score("one") >= 50'), grade("中", "base_score > 30"), grade("下")]
        of = scheme(points, [NUMBERS["x"], YES["a"]], grades=grades)
        assert [agreed(of, case(x=x, a=a))["grade"] for x, a in ((10, True), (11, True), (0, False), (30, False))] == ["上", "中", "中", "下"]
        assert agreed(of, case(x=10))["range"]["grades"] == ["上", "中"]


def vetoed(*effects: tuple[str, Effect, str | None], x: int = 0, **given: Any) -> tuple[str | None, str | None, list[str]]:
    """The grade before and after vetoes, and all that are possible, of a point of worth 100 that loses `x`."""
    vetoes = [veto(f"veto-{id}", id, effect, grade=to) for id, effect, to in effects]
    of = scheme([point(deducting("x"), worth=100)], [NUMBERS["x"], *(YES[id] for id, *_ in effects)], grades=FOUR, vetoes=vetoes)
    found = agreed(of, case(given | {"x": x}))
    assert found["vetoes"] == {f"veto-{id}": given.get(id) for id, *_ in effects}
    assert found["total"] == str(100 - x)
    return found["grade_before_vetoes"], found["grade"], found["range"]["grades"]


class TestVetoes:
    DROP, CAP, FAIL = ("a", Effect.DROP, None), ("b", Effect.CAP, "C"), ("c", Effect.FAIL, None)

    def test_a_drop_is_one_grade_and_never_below_the_last(self) -> None:
        assert [vetoed(self.DROP, x=x, a=True)[:2] for x in (0, 50)] == [("A", "B"), ("D", "D")]

    def test_two_drops_are_one_even_if_one_of_them_is_not_known(self) -> None:
        assert vetoed(self.DROP, ("b", Effect.DROP, None), a=True, b=True)[1] == "B"
        assert vetoed(self.DROP, ("b", Effect.DROP, None), a=True)[1] == "B"

    def test_a_cap_only_lowers(self) -> None:
        assert [vetoed(self.CAP, x=x, b=True)[1] for x in (0, 30, 50)] == ["C", "C", "D"]

    def test_failing_is_the_last_grade(self) -> None:
        assert vetoed(self.FAIL, c=True)[1] == "D"

    def test_a_drop_comes_before_a_cap_wherever_it_stands(self) -> None:
        assert vetoed(self.CAP, self.DROP, a=True, b=True)[1] == "C"
        assert vetoed(("b", Effect.CAP, "B"), self.DROP, a=True, b=True, x=15)[1] == "C"

    def test_of_unknown_ones_every_outcome_is_possible(self) -> None:
        assert vetoed(self.DROP) == ("A", None, ["A", "B"])
        assert vetoed(self.DROP, self.CAP, self.FAIL) == ("A", None, ["A", "B", "C", "D"])
        assert vetoed(self.CAP, self.FAIL, b=True) == ("A", None, ["C", "D"])
        assert vetoed(self.CAP, x=50) == ("D", "D", ["D"])


class TestLevels:
    RULE = Bands(
        cases=(BandCase(when=expression("x >= 90"), level="A"), BandCase(when=expression("x >= 60"), level="B"), BandCase(otherwise=True, level="C"))
    )

    def of(self, *conditions: str) -> Scheme:
        grades = [grade(str(rank), condition) for rank, condition in enumerate(conditions)]
        other = Bands(value=expression("y"), bands=(Band(at_least=expression("50"), level="A"), Band(below=expression("50"), level="C")))
        points = [point(self.RULE, id="one", worth=None), point(other, id="other", worth=None)]
        return scheme(points, NUMBERS.values(), measure="levels", levels="ABC", grades=[*grades, grade("末")])

    def test_each_point_has_a_level_and_there_is_no_total(self) -> None:
        found = agreed(self.of(), case(x=60, y=50))
        assert {id: item["level"] for id, item in found["items"].items()} == {"one": "B", "other": "A"}
        assert [found[key] for key in ("base_score", "deductions", "bonus", "total", "adjustments")] == [None, None, None, None, []]

    def test_the_ladder_counts_them(self) -> None:
        of = self.of('count(items at "A") == 2', 'count(items at "A") >= 1')
        assert [agreed(of, case(x=x, y=y))["grade"] for x, y in ((90, 50), (60, 50), (60, 49))] == ["0", "1", "末"]

    def test_an_open_one_may_be_at_any_that_it_can_reach(self) -> None:
        found = agreed(self.of('count(items at "A") == 2', 'count(items at "B") >= 1'), case(y=50))
        assert (found["items"]["one"]["level"], found["range"]["grades"]) == (None, ["0", "1", "末"])
        assert agreed(self.of('count(items at "B") >= 1'), case(x=60))["grade"] == "0"


def test_a_criterion_is_met_or_not() -> None:
    points = [point(needs("a"), worth=None), point(needs("b"), id="other", worth=None)]
    grades = [grade("过", 'met("point") and met("other")'), grade("不过")]
    of = scheme(points, [YES["a"], YES["b"]], measure="criteria", grades=grades)
    assert [agreed(of, case(given))["grade"] for given in ({"a": True, "b": True}, {"a": True}, {"a": False})] == ["过", None, "不过"]


def test_choices_bear_on_scores() -> None:
    of = scheme([point(first_of(('area == "城"', 10), rest=4))], [choice_fact("area", "乡", "城")])
    assert [agreed(of, case(given))["total"] for given in ({"area": "城"}, {"area": "乡"}, {})] == ["10", "4", None]


def test_quantities_are_worked_out_in_the_order_in_which_they_read_each_other() -> None:
    of = scheme([point(deducting("z"))], NUMBERS.values(), quantities=[quantity("z", "min(w, 3)"), quantity("w", "x + y")])
    assert agreed(of, case(x=1, y=1))["values"] == {"x": "1", "y": "1", "w": "2", "z": "2"}
