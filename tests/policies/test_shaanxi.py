"""Shaanxi 2023: the deduction lists of three observation points as the form prints them, within one area of 25."""

from __future__ import annotations

from fractions import Fraction

import pytest
from builders import moved

from supervision_rules import Case, Scheme, assess, load_case, load_scheme, under_reading
from supervision_rules.scheme import Trust


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("shaanxi-2023")


@pytest.fixture(scope="module")
def whole(scheme: Scheme) -> Case:
    return load_case("without-fault", scheme)


def test_the_area_is_worth_25_and_organisation_10_of_it_in_points_of_2(scheme: Scheme) -> None:
    worths = [point.worth for point in scheme.points if point.indicator == "organisation"]
    assert scheme.header.base == 25
    assert worths == [2] * 5


@pytest.mark.parametrize(
    ("point", "deductions"),
    [
        ("party-leadership", {"party.in_plan": "0.2", "party.system": "0.3", "party.group": "1", "party.deployed": "0.5"}),
        ("leading-group", {"group.duties": "0.2", "group.office": "1", "group.summary": "0.4"}),
        ("executive-meetings", {"executive.followed": "0.5", "executive.finance": "0.5", "executive.staffing": "0.5"}),
    ],
)
def test_each_failing_of_a_list_has_its_own_deduction(scheme: Scheme, whole: Case, point: str, deductions: dict[str, str]) -> None:
    for fact, deduction in deductions.items():
        assert assess(scheme, moved(whole, **{fact: False})).item(point).score == 2 - Fraction(deduction)


def test_the_first_list_adds_up_to_its_point(scheme: Scheme) -> None:
    (finding, *_) = (item for item in assess(scheme, load_case("every-failing", scheme)).points if item.id == "party-leadership")
    assert sum(one.amount for one in finding.findings) == 2
    assert finding.adjustments == ()


def test_a_list_that_adds_up_to_more_stops_at_nothing(scheme: Scheme) -> None:
    item = assess(scheme, load_case("every-failing", scheme)).item("executive-meetings")
    assert sum(one.amount for one in item.findings) == Fraction("3.5")
    assert item.score == 0


@pytest.mark.parametrize(
    ("fact", "held", "point", "score"),
    [
        ("group.meetings", "2 次", "leading-group", "2"),
        ("group.meetings", "1 次", "leading-group", "1.8"),
        ("group.meetings", "0 次", "leading-group", "1.6"),
        ("executive.meetings", "4 次", "executive-meetings", "2"),
        ("executive.meetings", "3 次", "executive-meetings", "1.5"),
        ("executive.meetings", "0 次", "executive-meetings", "0"),
    ],
)
def test_every_meeting_short_costs_its_own(scheme: Scheme, whole: Case, fact: str, held: str, point: str, score: str) -> None:
    assert assess(scheme, moved(whole, **{fact: held})).item(point).score == Fraction(score)


def test_the_figure_printed_without_its_point_may_be_read_otherwise(scheme: Scheme, whole: Case) -> None:
    """The list is printed as 0.5 each short, 0.5, 05, 0.5: the third of its entries is the one in doubt."""
    five = under_reading(scheme, "third-item", "five")
    for fact, score in (("executive.followed", "1.5"), ("executive.finance", "0"), ("executive.staffing", "1.5")):
        case = moved(whole, **{fact: False})
        assert assess(scheme, case).item("executive-meetings").score == Fraction("1.5")
        assert assess(five, case).item("executive-meetings").score == Fraction(score), fact


def test_only_points_of_the_printed_part_take_their_worth_from_it(scheme: Scheme) -> None:
    said = {point.id: [line.trust for line in point.provenance if line.element == "worth"] for point in scheme.points}
    printed = ["party-leadership", "leading-group", "executive-meetings"]
    assert [point for point, trust in said.items() if trust == [Trust.READ]] == printed
    assert [point for point, trust in said.items() if trust == [Trust.DERIVED]] == ["leaders-visits", "departments"]
    assert all(not said[point.id] for point in scheme.points if point.indicator != "organisation")


def test_meetings_that_are_not_known_leave_the_point_pending(scheme: Scheme) -> None:
    item = assess(scheme, load_case("missing-facts", scheme)).item("executive-meetings")
    assert (item.score, item.range.lowest, item.range.highest) == (None, 0, 2)


def test_no_grade_is_invented(scheme: Scheme) -> None:
    assert [grade.id for grade in scheme.ladder.grade] == ["不评等次"]
