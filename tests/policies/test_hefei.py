"""Hefei 2015: two items of the city's own; what a county does not have is taken out, and two classes have standards of their own."""

from __future__ import annotations

from fractions import Fraction

import pytest
from builders import moved

from supervision_rules import Case, Scheme, assess, load_case, load_scheme
from supervision_rules.assessment import Cause, Outcome


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("hefei-2015")


@pytest.fixture(scope="module")
def whole(scheme: Scheme) -> Case:
    return load_case("all-met", scheme)


def test_staff_is_worth_20_and_boarding_30(scheme: Scheme) -> None:
    worths = {name: sum(point.worth or 0 for point in scheme.points if point.indicator == name) for name in ("staff", "boarding")}
    assert worths == {"staff": 20, "boarding": 30}


def test_without_boarding_schools_the_rest_is_rescaled(scheme: Scheme) -> None:
    found = assess(scheme, load_case("no-boarding", scheme))
    assert [point.id for point in found.points if point.outcome is Outcome.NOT_APPLICABLE] == [
        point.id for point in scheme.points if point.indicator == "boarding"
    ]
    assert sum(point.score or 0 for point in found.points) == 18
    assert found.total == 45 == Fraction(18, 20) * 50
    assert {one.cause for one in found.overall.adjustments} == {Cause.NOT_APPLICABLE, Cause.RESCALE} if found.overall else False


def test_a_county_that_may_have_boarding_schools_has_no_total(scheme: Scheme) -> None:
    found = assess(scheme, load_case("missing-facts", scheme))
    assert found.total is None
    assert "boarding.schools" in found.awaiting.facts


@pytest.mark.parametrize(
    ("kind", "pupils", "lost"),
    [("一类", "18000 生", 0), ("一类", "18001 生", 1), ("二类", "19000 生", 0), ("二类", "19001 生", 1), ("二类", "19501 生", 2)],
)
def test_each_class_has_its_own_pupil_teacher_ratio(scheme: Scheme, whole: Case, kind: str, pupils: str, lost: int) -> None:
    assert assess(scheme, moved(whole, county__class=kind, pupils=pupils)).item("pupil-teacher").score == 5 - lost


@pytest.mark.parametrize(
    ("kind", "boarders", "score"), [("一类", "4000 生", 6), ("一类", "4001 生", 0), ("二类", "5000 生", 6), ("二类", "5001 生", 0)]
)
def test_each_class_has_its_own_boarders_per_carer(scheme: Scheme, whole: Case, kind: str, boarders: str, score: int) -> None:
    assert assess(scheme, moved(whole, county__class=kind, boarders=boarders)).item("carers").score == score


def test_an_unknown_class_leaves_open_what_depends_on_it(scheme: Scheme, whole: Case) -> None:
    assert assess(scheme, moved(whole, county__class=None, pupils="18001 生")).item("pupil-teacher").score is None


def test_rotation_is_of_those_who_may_rotate(scheme: Scheme, whole: Case) -> None:
    for done, score in (("20 人", 5), ("19 人", 3), ("10 人", 3), ("9 人", 0)):
        assert assess(scheme, moved(whole, rotation__done=done)).item("rotation").score == score


def test_nomination_begins_at_45(scheme: Scheme) -> None:
    assert [assess(scheme, load_case(id, scheme)).grade for id in ("no-boarding", "no-boarding-below")] == ["可推荐优秀", "不推荐"]
