"""The what-if in a real browser: Xinbei's result, and what becomes of it as one fact crosses a threshold."""

from __future__ import annotations

import re
from fractions import Fraction

from sphinxext.opened import Visitor

from supervision_rules import assess, load_case, load_scheme
from supervision_rules.messages import shown
from supervision_rules.scheme import Case
from supervision_rules.verification.boundaries import boundaries

WHOLE = "changzhou-2021/try.html"
FUNDING = "changzhou-2021/points/funding-per-pupil.html"
CLASSES = "changzhou-2021/points/class-and-school-size.html"
SCHEME = load_scheme("changzhou-2021")
XINBEI = assess(SCHEME, load_case("xinbei-2020", SCHEME))


def test_it_begins_with_what_xinbei_got(visit: Visitor) -> None:
    page = visit.open(WHOLE)
    assert [page.overall(key) for key in ("deductions", "bonus", "total", "grade")] == ["−1.8", "+6", "104.2", "优秀"]


def test_every_score_is_that_of_the_exact_engine(visit: Visitor) -> None:
    page = visit.open(WHOLE)
    scores = {one.id: shown(one.score) for one in (*XINBEI.points, *XINBEI.bonuses) if one.score is not None}
    assert {id: page.page.locator(f"[data-score='{id}']").text_content() for id in scores} == scores


def test_a_yuan_below_the_floor_costs_half_a_point_and_lights_the_clause(visit: Visitor) -> None:
    page = visit.open(FUNDING)
    assert (page.score("funding-per-pupil"), page.applying()) == ("2", [])
    page.set("primary.funding_per_pupil", "769.99")
    assert (page.score("funding-per-pupil"), page.overall("total")) == ("1.5", "103.7")
    assert page.applying() == ["funding-per-pupil.1.2"]
    assert page.text("[data-change='total']") == "（−0.5）"


def test_at_every_threshold_of_the_scheme_it_is_as_the_boundary_cases_say(visit: Visitor) -> None:
    page = visit.open(WHOLE)
    known, facts = typed(XINBEI.case), page.facts
    tries, expected = [], []
    for boundary in (one for one in boundaries(SCHEME) if one.fact in facts):
        for one in boundary.cases[-2:]:  # at it and beyond it; below it is beyond the one before
            wanted = typed(one.case)
            tries.append({fact: wanted.get(fact, "") for fact in facts if wanted.get(fact, "") != known.get(fact, "")})
            whole = assess(SCHEME, one.case)
            assert whole.overall is not None
            scores, totals = one.result.range, whole.overall.range
            total = said(totals.lowest, totals.highest) if whole.total is None else shown(whole.total)
            expected.append((boundary.item, said(scores.lowest, scores.highest), total, whole.grade or "／".join(whole.grades)))
    seen = page.tried(tries)
    told = [(item, each["scores"][item], each["total"], each["grade"]) for (item, *_), each in zip(expected, seen, strict=True)]
    assert [pair for pair in zip(told, expected, strict=True) if pair[0] != pair[1]] == []


def typed(case: Case) -> dict[str, str]:
    """The facts of a case as they are typed: numbers without their unit."""
    return {one.id: str(one.value).lower() if isinstance(one.value, bool) else re.sub(r"^(-?[\d.]+).*", r"\1", str(one.value)) for one in case.facts}


def said(lowest: Fraction, highest: Fraction) -> str:
    return shown(lowest) if lowest == highest else f"{shown(lowest)} 至 {shown(highest)}"


def test_a_slider_moves_the_number_beside_it(visit: Visitor) -> None:
    page = visit.open(FUNDING)
    page.page.locator("[data-slider='primary.funding_per_pupil']").evaluate(
        "one => { one.value = one.min; one.dispatchEvent(new Event('input', { bubbles: true })) }"
    )
    assert float(page.page.input_value("[data-fact='primary.funding_per_pupil']")) < 770
    assert page.score("funding-per-pupil") == "1.5"


def test_a_missing_fact_leaves_a_range(visit: Visitor) -> None:
    page = visit.open(FUNDING)
    page.set("primary.funding_per_pupil", "")
    assert page.score("funding-per-pupil") == "1.5 至 2"
    assert page.overall("total") == "93.7 至 104.2"


def test_what_is_no_number_is_marked_and_said_and_there_is_no_total_till_it_is_one(visit: Visitor) -> None:
    page = visit.open(FUNDING)
    page.set("primary.funding_per_pupil", "七百")
    assert page.page.get_attribute("[data-fact='primary.funding_per_pupil']", "aria-invalid") == "true"
    assert page.texts(".sr-complaints li") == ["不是数：小学生均公用经费"]
    assert (page.overall("total"), page.overall("grade")) == ("—", "—")
    page.set("primary.funding_per_pupil", "770")
    assert (page.overall("total"), page.texts(".sr-complaints li")) == ("104.2", [])


def test_what_is_no_number_is_forgotten_as_soon_as_something_else_is_tried(visit: Visitor) -> None:
    page = visit.open(FUNDING)
    page.set("primary.funding_per_pupil", "七百")
    page.set("junior.funding_per_pupil", "1099")
    assert page.page.input_value("[data-fact='primary.funding_per_pupil']") == "770"
    assert (page.overall("total"), page.texts(".sr-complaints li")) == ("103.7", [])


def test_a_broken_constraint_is_said(visit: Visitor) -> None:
    page = visit.open(CLASSES)
    page.set("compulsory.classes_66_plus", "1901")
    assert any(line.startswith("不符合勾稽关系") for line in page.texts(".sr-complaints li"))


def test_a_veto_lowers_the_grade(visit: Visitor) -> None:
    page = visit.open(WHOLE)
    page.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.set("integrity.salary_arrears", "true")
    assert (page.overall("total"), page.overall("grade")) == ("104.2", "不合格")
    assert page.text("[data-vetoes]").startswith("否决或降等：")
    assert page.text("[data-vetoes]").endswith("（否则为优秀）")


def test_a_link_carries_what_was_tried(visit: Visitor) -> None:
    page = visit.open(FUNDING)
    page.set("primary.funding_per_pupil", "769")
    again = visit.open(FUNDING, fragment=page.fragment)
    assert again.page.input_value("[data-fact='primary.funding_per_pupil']") == "769"
    assert again.score("funding-per-pupil") == "1.5"


def test_a_link_opens_at_what_was_changed(visit: Visitor) -> None:
    page = visit.open(WHOLE, fragment="#try:primary.funding_per_pupil=769")
    assert page.page.is_visible("[data-fact='primary.funding_per_pupil']")
    assert page.texts(".sr-moved > label") == ["小学生均公用经费"]


def test_on_a_phone_the_results_stay_in_sight(visit: Visitor) -> None:
    page = visit.open(WHOLE, width=390)
    page.page.evaluate("document.querySelector('.sr-facts').scrollIntoView()")
    box = page.page.locator(".sr-outcome").bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] <= 900


def test_and_one_button_goes_back(visit: Visitor) -> None:
    page = visit.open(FUNDING)
    page.set("primary.funding_per_pupil", "1")
    page.page.click("[data-reset]")
    assert (page.overall("total"), page.fragment) == ("104.2", "")
