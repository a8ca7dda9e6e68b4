"""What is said of a refuted law: enough for a reader who knows neither the scheme file nor the code to see what is wrong."""

from __future__ import annotations

from builders import number_fact, point, scheme
from engines.exact.rules import bands
from verification.faults import FAULTS

from supervision_rules import Scheme
from supervision_rules.messages import catalogue
from supervision_rules.reporting import Sheet
from supervision_rules.reporting.proofs import ProofSheet
from supervision_rules.verification import Verdict, prove


def said(fault: str) -> list[str]:
    return of(next(one.scheme for one in FAULTS if one.id == fault))


def of(scheme: Scheme) -> list[str]:
    report = prove(scheme)
    sheet = ProofSheet(Sheet(catalogue(), labels=report.lowered.labels))
    results = [result for line in report.lines for result in line.with_verdict(Verdict.REFUTED)]
    return [line.strip() for result in results for line in sheet.result(report, result)]


def test_both_sides_of_a_broken_direction_are_shown_with_their_findings() -> None:
    lines = said("bands the wrong way round")
    assert "专题会议次数 11次时 → 1 point（point）　分值 10　得分 10" in lines
    assert "专题会议次数 12次时 → 1 point（point）　分值 10　得分 0" in lines
    assert "−10  专题会议次数不低于12次的，得0分" in lines


def test_of_a_broken_direction_either_the_rule_or_the_direction_is_wrong() -> None:
    (hint,) = [line for line in said("bands the wrong way round") if line.startswith("请核对")]
    assert "专题会议次数的好坏方向（现写“越多越好”）" in hint


def test_where_a_point_does_not_apply_its_condition_is_shown() -> None:
    assert "适用条件：专题会议次数不低于12次" in said("a better fact that takes full marks away")


def test_a_comparison_is_shown_in_the_clauses_it_stands_in() -> None:
    assert "条款：有“安全事故数不低于3起，且安全事故数不高于50起”情形的，扣1分" in said("a comparison beside others that always holds")


def test_of_a_grade_the_whole_ladder_is_shown() -> None:
    lines = said("grades in the wrong order")
    assert [line for line in lines if line.endswith("总分不低于9分")] == ["「优秀」的条件：总分不低于9分"]
    assert "「不合格」的条件：其余情形" in lines


def test_of_a_quantity_it_is_shown_how_it_is_worked_out() -> None:
    assert "达标学校占比＝达标学校数÷学校数（越少越好）" in said("a quantity that is said to be better the less, and grows with a better fact")


def test_a_point_that_is_called_like_its_fact_is_shown_once() -> None:
    lines = of(scheme([point(bands("meetings", ("12次", 0), rest=10), id="meetings")], [number_fact("meetings", "次", (0, 30))]))
    assert len([line for line in lines if "meetings（meetings）" in line]) == 2
