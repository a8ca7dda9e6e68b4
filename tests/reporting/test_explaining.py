"""Explanations of points that do not apply, and of vetoes; days as days."""

from __future__ import annotations

from datetime import date

import pytest
from builders import case, condition_fact, date_fact, point, scheme, veto
from engines.exact.rules import needs

from supervision_rules import Case, assess, assessment_document, explain, load_case, load_scheme, score_sheet
from supervision_rules.engines.exact import explain_veto
from supervision_rules.messages import catalogue
from supervision_rules.reporting import Sheet, explanation_document, explanation_lines, veto_explanation_lines
from supervision_rules.scheme import Scheme

OPEN = scheme([point(needs("plan"), applies_when="open")], [condition_fact("plan"), condition_fact("open", better="neither")])


def said(one: Scheme, given: Case) -> list[str]:
    return [line.strip() for line in explanation_lines(Sheet(catalogue("zh")), explain(one, given, "point"), -1)]


@pytest.mark.parametrize(
    ("given", "line", "read"),
    [
        (case(plan=False, open=False), "不适用；适用的条件：open", "open：否（数据）"),
        (case(plan=False), "是否适用尚不能定；适用的条件：open", "open：缺（数据）"),
    ],
)
def test_a_point_that_does_not_apply_says_when_it_would(given: Case, line: str, read: str) -> None:
    lines = said(OPEN, given)
    assert line in lines
    assert read in lines


def test_a_point_that_applies_says_nothing_of_it() -> None:
    assert not any("适用的条件" in line for line in said(OPEN, case(plan=False, open=True)))


def test_the_document_has_the_condition_too() -> None:
    document = explanation_document(explain(OPEN, case(open=False), "point"))
    assert document["applies_when"] == "open"
    assert [read["id"] for read in document["applies_reads"]] == ["open"]


def test_a_point_is_explained_by_its_printed_number() -> None:
    assert explain(OPEN, case(plan=True, open=True), "1").item.id == "point"
    with pytest.raises(KeyError):
        explain(OPEN, case(), "2")


VETO = scheme(facts=[condition_fact("arrears", better="less")], vetoes=[veto("pay", "arrears", "fail")])


@pytest.mark.parametrize(("given", "line"), [(case(arrears=True), "触发：pay，定为最低等次"), (case(arrears=False), "未触发：pay")])
def test_a_veto_is_explained(given: Case, line: str) -> None:
    lines = [line.strip() for line in veto_explanation_lines(Sheet(catalogue("zh")), explain_veto(VETO, given, "pay"))]
    assert line in lines
    assert "条件：arrears" in lines
    assert any(line.startswith("arrears：") for line in lines)


def test_there_is_no_such_veto() -> None:
    with pytest.raises(KeyError):
        explain_veto(VETO, case(), "point")


def test_a_date_is_a_date_in_the_document() -> None:
    one = scheme([point(needs("done <= 2020-06-30"))], [date_fact("done", better="less")])
    finding = assessment_document(assess(one, case(done=date(2020, 12, 31))))["points"][0]["findings"][0]
    assert finding["reads"][0]["value"] == "2020-12-31"


def test_a_coefficient_stands_beside_its_limit() -> None:
    scheme = load_scheme("national-basic-balance-2012")
    sheet = score_sheet(assess(scheme, load_case("a-hair-above", scheme)))
    assert "否（推算）〔0.650001，高于0.65〕" in sheet


def test_six_places_may_print_the_limit_and_the_words_still_tell_them_apart() -> None:
    scheme = load_scheme("national-basic-balance-2012")
    assert "〔0.550000，高于0.55〕" in score_sheet(assess(scheme, load_case("a-hair-above", scheme)))
    assert "〔0.550，正好是0.55〕" in "\n".join(
        explanation_lines(Sheet(catalogue("zh")), explain(scheme, load_case("at-the-line", scheme), "1.2"), -1)
    )


def test_of_many_rows_the_first_are_named() -> None:
    scheme = load_scheme("national-balance-2017")
    lines = list(explanation_lines(Sheet(catalogue("zh")), explain(scheme, load_case("generated-district", scheme), "1.1"), -1))
    left_out = next(line for line in lines if "演练001号小学" in line)
    assert "演练023号小学" not in left_out
    assert "共" in left_out
