"""The JSON document: exact numbers as text, nothing that is not decided shown as if it were."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator

from supervision_rules import Case, Scheme, assess, assessment_document, load_case, load_scheme, score_sheet
from supervision_rules.messages import catalogue, exact, shown
from supervision_rules.reporting import schema


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("changzhou-2021")


@pytest.fixture(scope="module")
def case(scheme: Scheme) -> Case:
    return load_case("xinbei-2020", scheme)


@pytest.mark.parametrize(
    ("value", "text"), [("104.2", "104.2"), ("4/3", "4/3"), ("-9/5", "-1.8"), ("0", "0"), ("1/20", "0.05"), ("1000000000000", "1000000000000")]
)
def test_a_number_is_exact(value: str, text: str) -> None:
    assert exact(Fraction(value)) == text


@pytest.mark.parametrize(("value", "text"), [("160/1900", "≈0.0842"), ("0.5", "0.5"), ("-2/3", "≈-0.6667")])
def test_a_number_for_readers_says_when_it_is_rounded(value: str, text: str) -> None:
    assert shown(Fraction(value)) == text


def test_a_pending_score_is_null_and_has_its_range(scheme: Scheme, case: Case) -> None:
    points = {point["id"]: point for point in assessment_document(assess(scheme, case))["points"]}
    city = points["quality-monitoring"]
    assert (city["score"], city["outcome"], city["awaits_city"]) == (None, "pending", True)
    assert city["range"] == {"lowest": "0", "highest": "3"}


def test_the_ledger_of_every_item_adds_up(scheme: Scheme, case: Case) -> None:
    document = assessment_document(assess(scheme, case))
    for point in document["points"]:
        if point["score"] is not None:
            counted = Fraction(point["worth"]) - sum(Fraction(f["amount"]) for f in point["findings"])
            assert counted + sum(Fraction(a["amount"]) for a in point["adjustments"]) == Fraction(point["score"])
    for bonus in document["bonuses"]:
        counted = sum((Fraction(f["amount"]) for f in bonus["findings"]), Fraction(0))
        assert counted + sum(Fraction(a["amount"]) for a in bonus["adjustments"]) == Fraction(bonus["score"])


def test_an_empty_case_keeps_the_schema(scheme: Scheme, case: Case) -> None:
    document = assessment_document(assess(scheme, evolve(case, facts=(), tables=())))
    Draft202012Validator(schema()).validate(document)
    assert document["total"] is None
    assert document["grade"] is None


def test_the_basis_counts_what_is_stated_cited_and_ours(scheme: Scheme, case: Case) -> None:
    basis = assessment_document(assess(scheme, case))["scheme"]["basis"]
    assert basis["stated"] > 0
    assert basis["cited"] > 0
    assert basis["reconstructed"] >= 51


def test_words_come_in_the_language_asked_for(scheme: Scheme, case: Case) -> None:
    result = assess(scheme, case)
    assert "每高1个百分点扣0.1分" in str(assessment_document(result))
    assert "percentage point" in str(assessment_document(result, catalogue("en")))
    assert "Deductions" in score_sheet(result, "en")


def test_a_target_is_read_with_its_source(scheme: Scheme, case: Case) -> None:
    result = assess(scheme, case)
    reads = {read.id: read for read in result.item("teaching-rooms-per-pupil").findings[0].reads}
    assert "教督〔2017〕6号" in reads["national.teaching_rooms.primary"].clause
