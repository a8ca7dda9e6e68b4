"""What a case expects, held against what it is assessed at."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import bonus, case, condition_fact, expression, grade, point, scheme

from supervision_rules import Scheme, assess
from supervision_rules.assessment import Deviation, check_expectation, deviations
from supervision_rules.lowering import lower
from supervision_rules.scheme import Expectation
from supervision_rules.scoring import AllOrNothing

PLAN = AllOrNothing(requires=expression("plan"))
HEARD = AllOrNothing(requires=expression("heard"))
FACTS = [condition_fact("plan"), condition_fact("heard"), condition_fact("rural", better="neither")]


@pytest.fixture
def demo() -> Scheme:
    """Two points of 10, the second for rural districts only, a bonus of 3, two grades."""
    points = [point(PLAN, id="plan-made"), point(HEARD, id="hearing", number="2", applies_when="rural")]
    return scheme(points, FACTS, bonuses=[bonus(PLAN, cap=3)], grades=[grade("good", "total >= 15"), grade("poor")])


def found(of: Scheme, given: dict[str, Any], **expected: Any) -> list[Deviation]:
    return list(deviations(assess(of, evolve(case(given), expect=Expectation(**expected)))))


GOOD = {"plan": True, "heard": True, "rural": True}


def test_a_case_that_expects_nothing_is_as_expected(demo: Scheme) -> None:
    assert deviations(assess(demo, case(GOOD))) == ()


def test_what_is_as_expected_is_no_deviation(demo: Scheme) -> None:
    scores = {"plan-made": Fraction(10), "hearing": Fraction(10), "bonus": Fraction(3)}
    assert found(demo, GOOD, total=Fraction(23), base_score=Fraction(20), bonus=Fraction(3), grade="good", scores=scores) == []


def test_each_score_that_is_not_is_one(demo: Scheme) -> None:
    expected = {"total": Fraction(22), "grade": "poor", "scores": {"hearing": Fraction(9), "plan-made": Fraction(10)}}
    assert found(demo, GOOD, **expected) == [
        Deviation(("scores", "hearing"), Fraction(9), Fraction(10)),
        Deviation(("total",), Fraction(22), Fraction(23)),
        Deviation(("grade",), "poor", "good"),
    ]


def test_what_is_not_decided_is_pending(demo: Scheme) -> None:
    lacking = {"heard": True, "rural": True}
    assert found(demo, lacking, total="pending", grade="pending", scores={"plan-made": "pending"}) == []
    assert found(demo, lacking, scores={"plan-made": Fraction(10)}) == [Deviation(("scores", "plan-made"), Fraction(10), "pending")]


def test_a_point_that_does_not_apply_may_be_said_so_or_by_its_score(demo: Scheme) -> None:
    urban = {**GOOD, "rural": False}
    assert found(demo, urban, scores={"hearing": "not-applicable"}) == found(demo, urban, scores={"hearing": Fraction(10)}) == []
    assert found(demo, urban, scores={"hearing": Fraction(9)}) == [Deviation(("scores", "hearing"), Fraction(9), "not-applicable")]


def test_where_there_are_levels_they_are_expected() -> None:
    levels = scheme([point(PLAN, worth=None)], FACTS[:1], measure="criteria")
    met, other = lower(levels).levels
    assert found(levels, {"plan": True}, scores={"point": met}) == []
    assert found(levels, {"plan": True}, scores={"point": other}) == [Deviation(("scores", "point"), other, met)]


class TestCheck:
    def refused(self, of: Scheme, **expected: Any) -> list[tuple[str, str]]:
        return [(one.code, "/".join(map(str, one.path))) for one in check_expectation(lower(of), Expectation(**expected))]

    def test_what_can_be_is_not_refused(self, demo: Scheme) -> None:
        scores = {"plan-made": "pending", "hearing": "not-applicable", "bonus": Fraction(1)}
        assert self.refused(demo, total="pending", bonus=Fraction(1), grade="pending", scores=scores) == []

    def test_names_that_the_scheme_lacks_are(self, demo: Scheme) -> None:
        assert self.refused(demo, grade="best", scores={"plan-mad": Fraction(1)}) == [
            ("unknown-item", "expect/scores/plan-mad"),
            ("unknown-grade", "expect/grade"),
        ]

    def test_words_that_say_nothing_are(self, demo: Scheme) -> None:
        assert self.refused(demo, total="open", scores={"hearing": "full"}) == [
            ("unknown-value", "expect/scores/hearing"),
            ("unknown-value", "expect/total"),
        ]

    def test_totals_and_numbers_are_where_the_scheme_has_no_points(self) -> None:
        levels = scheme([point(PLAN, worth=None)], FACTS[:1], measure="criteria")
        assert self.refused(levels, total=Fraction(1), scores={"point": Fraction(1)}) == [
            ("unknown-value", "expect/scores/point"),
            ("only-for-points", "expect/total"),
        ]
