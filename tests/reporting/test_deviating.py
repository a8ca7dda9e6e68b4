"""A diff of the score sheet: what the case expects, and what it is assessed at."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import evolve
from builders import bonus, case, condition_fact, expression, grade, point, scheme

from supervision_rules import Scheme, assess
from supervision_rules.reporting import deviation_lines
from supervision_rules.scheme import Case, Expectation
from supervision_rules.scoring import AllOrNothing

PLAN = AllOrNothing(requires=expression("plan"))
DEMO = scheme([point(PLAN, id="plan-made")], [condition_fact("plan")], bonuses=[bonus(PLAN, cap=3)], grades=[grade("好", "total >= 10"), grade("差")])


def lines(given: Case, of: Scheme = DEMO, language: str = "zh", **expected: Any) -> list[str]:
    return deviation_lines(assess(of, evolve(given, expect=Expectation(**expected))), language)


def test_nothing_is_said_of_what_is_as_expected() -> None:
    assert lines(case(plan=True), total=Fraction(13), grade="好") == []


def test_a_total_stands_beside_what_it_should_be() -> None:
    assert lines(case(plan=True), total=Fraction("12.5"), grade="差") == ["- 总分  12.5", "+ 总分  13", "- 等次  差", "+ 等次  好"]


def test_a_point_is_followed_by_its_findings() -> None:
    first, second, *reasons = lines(case(plan=False), scores={"plan-made": Fraction(10)})
    assert (first, second) == ("- 1 plan-made（plan-made）　分值 10　得分 10", "+ 1 plan-made（plan-made）　分值 10　得分 0")
    assert any("−10" in line for line in reasons)
    assert all(line.startswith("    ") for line in reasons)


def test_a_bonus_is_written_as_one() -> None:
    assert lines(case(plan=True), scores={"bonus": Fraction(1)}, language="en")[0] == "- bonus (bonus)  cap 3  award 1"


def test_what_is_not_decided_is_said_so_and_what_it_waits_for() -> None:
    shown = lines(case(), scores={"plan-made": Fraction(10)}, total="pending", grade="好")
    assert shown[1] == "+ 1 plan-made（plan-made）　分值 10　得分 0–10"
    assert any("plan" in line for line in shown[2:-2])
    assert shown[-2:] == ["- 等次  好", "+ 等次  未定"]


def test_levels_are_named() -> None:
    levels = scheme([point(PLAN, worth=None)], [condition_fact("plan")], measure="criteria")
    assert lines(case(plan=False), levels, scores={"point": "met"})[:2] == ["- 1 point（point）　等级 符合", "+ 1 point（point）　等级 不符合"]
