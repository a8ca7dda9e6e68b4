"""Zhoushan 2007: four counties and districts, ranked among each other in the four ways that were read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from builders import moved

from supervision_rules import Assessment, Case, Scheme, assess_cohort, load_case, load_scheme, under_reading
from supervision_rules.assessment import Outcome
from supervision_rules.loading import case_files
from supervision_rules.scheme import Basis, Trust

NAMES = {"dinghai-2007": "定海", "putuo-2007": "普陀", "daishan-2007": "岱山", "shengsi-2007": "嵊泗"}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("zhoushan-2007")


@pytest.fixture(scope="module")
def cases(scheme: Scheme) -> dict[str, Case]:
    return {NAMES[id]: load_case(id, scheme) for id in case_files(scheme)}


def scores(scheme: Scheme, cases: dict[str, Case], point: str, **changed: dict[str, str | bool | None]) -> dict[str, Fraction | None]:
    given = {name: moved(case, **changed.get(name, {})) for name, case in cases.items()}
    results = assess_cohort(scheme, given.values())
    return {name: one.item(point).score for name, one in zip(given, results, strict=True)}


def test_the_base_is_what_was_read_and_no_more(scheme: Scheme) -> None:
    assert [point.worth for point in scheme.points] == [10, 10, 10, 10]
    assert scheme.header.base == 40
    assert [grade.id for grade in scheme.ladder.grade] == ["不评等次"]


def test_what_is_cited_was_read_and_all_else_is_ours(scheme: Scheme) -> None:
    for point in scheme.points:
        assert point.basis is Basis.RECONSTRUCTED
        assert {"worth", "form"} <= {one.element for one in point.provenance}
        assert all((one.basis, one.trust) == (Basis.CITED, Trust.READ) and "fymate.net" in one.source for one in point.provenance)


@pytest.mark.parametrize("growth", ["growth__spending", "growth__per_pupil", "growth__public_funds"])
def test_three_growths_all_or_nothing(scheme: Scheme, cases: dict[str, Case], growth: str) -> None:
    assert scores(scheme, cases, "three-growths") == {"定海": 10, "普陀": 10, "岱山": 0, "嵊泗": 10}
    assert scores(scheme, cases, "three-growths", 定海={growth: False})["定海"] == 0


def test_from_high_to_low_10_8_6_4(scheme: Scheme, cases: dict[str, Case]) -> None:
    found = scores(scheme, cases, "senior-enrolment", 岱山={"senior__enrolment": "94.9%"})
    assert found == {"定海": 10, "普陀": 8, "岱山": 6, "嵊泗": 4}


def test_those_alike_share_the_higher_place(scheme: Scheme, cases: dict[str, Case]) -> None:
    assert scores(scheme, cases, "senior-enrolment") == {"定海": 10, "普陀": 8, "岱山": 8, "嵊泗": 4}


def test_under_the_other_reading_the_lower(scheme: Scheme, cases: dict[str, Case]) -> None:
    other = under_reading(scheme, "ties", "the-lower-place")
    assert scores(other, cases, "senior-enrolment") == {"定海": 10, "普陀": 6, "岱山": 6, "嵊泗": 4}


def test_at_the_mean_full_marks_a_hair_below_by_rank(scheme: Scheme, cases: dict[str, Case]) -> None:
    assert scores(scheme, cases, "finance-share") == {"定海": 10, "普陀": 10, "岱山": 6, "嵊泗": 4}
    assert scores(scheme, cases, "finance-share", 嵊泗={"finance__share": "14.02%"})["普陀"] == 8


def test_all_alike_are_all_at_the_mean(scheme: Scheme, cases: dict[str, Case]) -> None:
    alike = {name: {"finance__share": "15%"} for name in cases}
    assert set(scores(scheme, cases, "finance-share", **alike).values()) == {10}


def test_at_85_full_marks_a_hair_below_by_rank(scheme: Scheme, cases: dict[str, Case]) -> None:
    assert scores(scheme, cases, "satisfaction") == {"定海": 10, "普陀": 4, "岱山": 2, "嵊泗": 10}


def test_where_nobody_reaches_85_the_four_get_8_6_4_2(scheme: Scheme, cases: dict[str, Case]) -> None:
    found = scores(scheme, cases, "satisfaction", 定海={"satisfaction__rate": "84.8%"}, 嵊泗={"satisfaction__rate": "70%"})
    assert found == {"定海": 6, "普陀": 8, "岱山": 4, "嵊泗": 2}


def test_the_rest_ranked_among_themselves(scheme: Scheme, cases: dict[str, Case]) -> None:
    other = under_reading(scheme, "place-of-the-rest", "among-the-rest")
    assert scores(other, cases, "finance-share") == {"定海": 10, "普陀": 10, "岱山": 8, "嵊泗": 6}
    assert scores(other, cases, "satisfaction") == {"定海": 10, "普陀": 8, "岱山": 6, "嵊泗": 10}


@pytest.mark.parametrize(
    ("fact", "point", "decided"),
    [
        ("senior__enrolment", "senior-enrolment", set()),
        ("finance__share", "finance-share", set()),
        ("satisfaction__rate", "satisfaction", {"定海", "嵊泗"}),
    ],
)
def test_where_one_figure_is_missing_nobody_who_is_ranked_is_scored(
    scheme: Scheme, cases: dict[str, Case], fact: str, point: str, decided: set[str]
) -> None:
    found = scores(scheme, cases, point, 普陀={fact: None})
    assert {name for name, score in found.items() if score is not None} == decided


def test_a_growth_that_is_missing_waits_and_touches_nobody_else(scheme: Scheme, cases: dict[str, Case]) -> None:
    given = [moved(case, **({"growth__spending": None} if name == "定海" else {})) for name, case in cases.items()]
    found: dict[str, Assessment] = {one.case.subject: one for one in assess_cohort(scheme, given)}
    assert {name for name, one in found.items() if one.item("three-growths").outcome is Outcome.PENDING} == {"定海区（设想）"}
