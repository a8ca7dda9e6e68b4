"""Ningxia 2019: the four grades, what lowers them by one, and what keeps a county from the best."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from builders import moved

from supervision_rules import Case, Scheme, assess, load_case, load_scheme
from supervision_rules.scheme import CaseTable, Effect, Row, Trust


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("ningxia-2019")


@pytest.fixture(scope="module")
def full(scheme: Scheme) -> Case:
    return load_case("full-marks", scheme)


def fitness(case: Case, *rates: str) -> Case:
    rows = tuple(Row(cells={"year": year, "good": rate}) for year, rate in enumerate(rates, 2015))
    return evolve(case, tables=(CaseTable(id="health", rows=rows),))


def test_grades_begin_at_90_80_and_65(scheme: Scheme) -> None:
    grades = {id: assess(scheme, load_case(id, scheme)) for id in ("excellent-at-the-line", "good-at-the-line", "pass-at-the-line", "below-the-line")}
    assert [(one.total, one.grade) for one in grades.values()] == [(90, "优秀"), (80, "良好"), (65, "合格"), (64.5, "不合格")]


@pytest.mark.parametrize(
    ("case", "facts", "total", "grade"),
    [
        ("excellent-at-the-line", {"rectification__found": "1000 个", "rectification__done": "999 个"}, "89.99", "良好"),
        ("good-at-the-line", {"rectification__found": "1000 个", "rectification__done": "599 个"}, "79.99", "合格"),
        ("pass-at-the-line", {"tasks__set": "1000 项", "tasks__done": "699 项"}, "64.99", "不合格"),
    ],
)
def test_a_hundredth_below_a_line_is_the_grade_below(scheme: Scheme, case: str, facts: dict[str, str], total: str, grade: str) -> None:
    found = assess(scheme, moved(load_case(case, scheme), **facts))
    assert (found.total, found.grade) == (Fraction(total), grade)


def test_what_drops_and_what_keeps_from_the_best_do_not_add_up(scheme: Scheme, full: Case) -> None:
    both = {"materials__falsified": True, "cases__serious": True}
    cases = (full, load_case("good-at-the-line", scheme), load_case("below-the-line", scheme))
    assert [assess(scheme, moved(case, **both)).grade for case in cases] == ["良好", "合格", "不合格"]


def test_an_unknown_veto_leaves_open_only_the_grades_that_it_could_lower(scheme: Scheme) -> None:
    good = load_case("good-at-the-line", scheme)
    assert assess(scheme, moved(good, accidents__major=None)).grade == "良好"
    dropped = assess(scheme, moved(good, materials__falsified=None))
    assert (dropped.grade, dropped.grades) == (None, ("良好", "合格"))


def test_four_vetoes_drop_a_grade_and_three_keep_from_the_best(scheme: Scheme) -> None:
    effects = {veto.id: veto.effect for veto in scheme.vetoes}
    assert {id for id, effect in effects.items() if effect is Effect.DROP} == {"incident", "falsified", "fitness", "evenness"}
    assert {id for id, effect in effects.items() if effect is Effect.CAP} == {"d-grade", "accident", "discipline"}


@pytest.mark.parametrize("fact", ["incidents.happened", "materials.falsified"])
def test_an_incident_or_a_falsification_drops_one_grade_from_any(scheme: Scheme, full: Case, fact: str) -> None:
    assert assess(scheme, moved(full, **{fact: True})).grade == "良好"
    passing = load_case("pass-at-the-line", scheme)
    assert assess(scheme, moved(passing, **{fact: True})).grade == "不合格"


@pytest.mark.parametrize(("fact", "value"), [("buildings.d_grade_used", "1 幢"), ("accidents.major", True), ("cases.serious", True)])
def test_what_keeps_from_the_best_lowers_no_other_grade(scheme: Scheme, full: Case, fact: str, value: str | bool) -> None:
    assert assess(scheme, moved(full, **{fact: value})).grade == "良好"
    assert assess(scheme, moved(load_case("good-at-the-line", scheme), **{fact: value})).grade == "良好"


def test_several_drops_are_one(scheme: Scheme) -> None:
    assert assess(scheme, load_case("several-vetoes", scheme)).grade == "良好"


@pytest.mark.parametrize(
    ("rates", "grade"),
    [
        (("42%", "41%", "40%", "39%"), "良好"),
        (("42%", "41%", "40%", "40%"), "优秀"),
        (("40%", "41%", "40%", "39%"), "优秀"),
        (("42%", "41.99%", "41.98%", "41.97%"), "良好"),
    ],
)
def test_fitness_must_fall_in_each_of_three_years(scheme: Scheme, full: Case, rates: tuple[str, ...], grade: str) -> None:
    assert assess(scheme, fitness(full, *rates)).grade == grade


@pytest.mark.parametrize(("primary", "junior", "grade"), [("0.65", "0.55", "优秀"), ("0.6501", "0.55", "良好"), ("0.65", "0.5501", "良好")])
def test_evenness_above_the_basic_limits_drops_a_grade(scheme: Scheme, full: Case, primary: str, junior: str, grade: str) -> None:
    assert assess(scheme, moved(full, evenness__primary=primary, evenness__junior=junior)).grade == grade


def test_pay_that_is_not_known_leaves_the_point_pending_and_no_total(scheme: Scheme, full: Case) -> None:
    found = assess(scheme, moved(full, pay__civil_servants=None))
    assert found.total is None
    assert (found.item("teachers-pay").range.lowest, found.item("teachers-pay").range.highest) == (0, 8)


def test_the_training_share_is_of_the_public_funds(scheme: Scheme, full: Case) -> None:
    for budget, score in (("150 万元", 6), ("149.9999 万元", 3), ("90 万元", 3), ("89.9999 万元", 0)):
        assert assess(scheme, moved(full, training__budget=budget)).item("training-funds").score == score


def test_a_county_without_problems_or_tasks_loses_nothing(scheme: Scheme, full: Case) -> None:
    nothing = {"rectification__found": "0 个", "rectification__done": "0 个", "tasks__set": "0 项", "tasks__done": "0 项"}
    assert assess(scheme, moved(full, **nothing)).total == 100


def test_vetoes_that_are_cited_ask_for_no_more_than_was_read(scheme: Scheme) -> None:
    """The page speaks of incidents, accidents and discipline cases, and does not say whose fault they are."""
    said = {veto.id: veto.standard for veto in scheme.vetoes}
    assert not [id for id in ("incident", "accident", "discipline") if "责任" in said[id] or "违法" in said[id]]
    assert "whose-fault" in {reading.id for reading in scheme.readings}


def test_teachers_pay_stands_on_a_text_that_was_read(scheme: Scheme) -> None:
    (line,) = next(point for point in scheme.points if point.id == "teachers-pay").provenance
    assert line.trust is Trust.READ
