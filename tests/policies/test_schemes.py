"""Three small schemes which exercise what Changzhou does not, with every result worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from supervision_rules import Assessment, assess, load_case, load_scheme, under_reading
from supervision_rules.assessment import Adjustment, Cause, Outcome, Span
from supervision_rules.loading import case_files

HERE = Path(__file__).parent


def result(scheme: str, case: str) -> Assessment:
    loaded = load_scheme(HERE / scheme)
    return assess(loaded, load_case(case, loaded))


def levels(of: Assessment) -> dict[str, str | None]:
    return {point.id: point.level for point in of.points}


def scores(of: Assessment) -> dict[str, Fraction | None]:
    return {item.id: item.score for item in (*of.points, *of.bonuses)}


@pytest.mark.parametrize("scheme", ["school-standard", "grade-counting", "ranked-cohort"])
def test_every_scheme_and_case_loads(scheme: str) -> None:
    loaded = load_scheme(HERE / scheme)
    assert len(case_files(loaded)) >= 3
    for case in case_files(loaded):
        assert assess(loaded, load_case(case, loaded)).case.id == case


class TestSchoolStandard:
    """Pass or fail by criteria; schools under a district, classes under schools."""

    def test_a_district_exactly_at_every_limit_passes(self) -> None:
        linshan = result("school-standard", "linshan-2020")
        assert set(levels(linshan).values()) == {"met"}
        assert linshan.grade == "通过"
        assert linshan.overall is None
        assert linshan.total is None

    def test_at_least_six_of_seven_with_the_seventh_exactly_at_its_floor(self) -> None:
        # 乙校体育场馆 637.5 ÷ 100 = 6.375 = 85% × 7.5，其余六项达标。
        (finding,) = [read for finding in result("school-standard", "haibin-2020").item("every-school").findings for read in finding.reads]
        assert finding.id == "schools.below"
        assert finding.value == 1
        assert finding.rows == ("南小",)
        assert result("school-standard", "linshan-2020").item("every-school").level == "met"

    def test_coefficients_exactly_at_the_limit_hold_and_a_hair_above_do_not(self) -> None:
        # 林山 2000、6000 元各半：均值4000，标准差2000，0.50；用房 4.5、13.5 平方米各半也是0.50，平均0.50。
        # 海滨 2000 元与 6000.005 元各半：2000.0025 ÷ 4000.0025 > 0.50；用房都是4.5平方米，差异系数0。
        assert levels(result("school-standard", "linshan-2020"))["equipment-even"] == "met"
        haibin = levels(result("school-standard", "haibin-2020"))
        assert haibin["equipment-even"] == "unmet"
        assert haibin["composite-even"] == "met"

    def test_a_directory_with_csv_tables_is_a_case(self) -> None:
        haibin = result("school-standard", "haibin-2020")
        assert levels(haibin) == {
            "every-school": "unmet",  # 南小只有五项达标
            "most-schools": "met",  # 恰为三分之二
            "equipment-even": "unmet",
            "composite-even": "met",
            "class-size": "unmet",  # 东小有两个50人的班：300 ÷ 400 = 75% < 90%
            "spending": "unmet",  # 2019年 999.99 < 1000
            "teacher-pay": "met",
            "basic-balance": "met",
            "boarding-care": "met",  # 100 ÷ 50 = 2
            "recognition": None,  # 没有数据
        }
        assert haibin.grade == "不通过"
        assert haibin.awaiting.facts == ("government.recognition",)
        spending = haibin.item("spending").findings[0].reads[0]
        assert (spending.value, spending.rows) == (1, ("2018", "2019", "2020"))

    def test_a_row_says_where_it_comes_from(self) -> None:
        scheme = load_scheme(HERE / "school-standard")
        (school,) = [table for table in load_case("haibin-2020", scheme).tables if table.id == "school"]
        assert [row.clause for row in school.rows] == ["表一", "表一", "表二"]

    def test_a_criterion_that_does_not_apply_counts_as_met(self) -> None:
        boarding = result("school-standard", "linshan-2020").item("boarding-care")
        assert (boarding.outcome, boarding.level) == (Outcome.NOT_APPLICABLE, "met")

    def test_totals_may_stand_in_for_rows(self) -> None:
        fengtai = result("school-standard", "totals-2020")
        assert levels(fengtai) == {
            "every-school": "unmet",
            "most-schools": "met",  # 3 × 66.67% ≥ 200%
            "equipment-even": "met",
            "composite-even": None,
            "class-size": None,  # 3个大班额，最大班额和占比没有报
            "spending": "met",
            "teacher-pay": "unmet",  # 9.79 < 9.8
            "basic-balance": "unmet",  # 2018-01-02 到 2020-12-31 只有1094天
            "boarding-care": "unmet",  # 101 ÷ 2 > 50
            "recognition": "unmet",  # 84.99%
        }
        assert fengtai.grade == "不通过"
        assert fengtai.awaiting.facts == ("balance.composite_even", "classes.largest", "pupils.share_in_small_classes")

    def test_a_date_is_compared_to_the_day(self) -> None:
        # 2018-01-01 到 2020-12-31 恰1095天。
        assert levels(result("school-standard", "linshan-2020"))["basic-balance"] == "met"
        assert levels(result("school-standard", "totals-2020"))["basic-balance"] == "unmet"


class TestGradeCounting:
    """Grades by how many items stand at A; targets by area class; mandatory items."""

    def test_a_district_of_the_first_class_needs_five_a(self) -> None:
        delta = result("grade-counting", "delta-2020")
        assert levels(delta) == {
            "spending": "A",
            "teacher-pay": "A",
            "preschool": "A",  # 恰95%
            "dropouts": "A",  # 恰1%
            "class-size": "B",  # 20 ÷ 2000 = 1%
            "special-education": "A",
        }
        assert delta.grade == "优秀"

    def test_the_same_facts_are_enough_in_the_third_class(self) -> None:
        hills = result("grade-counting", "hills-2020")
        assert levels(hills) == {
            "spending": "A",
            "teacher-pay": "A",
            "preschool": "B",  # 84.99% < 85%，目标2020年起由80%提高到85%
            "dropouts": "B",  # 1.01%
            "class-size": "A",
            "special-education": "B",  # 5400 = 90% × 6000
        }
        assert hills.grade == "优秀"

    def test_without_the_area_class_only_what_depends_on_it_is_open(self) -> None:
        unclassed = result("grade-counting", "unclassed-2020")
        assert levels(unclassed) == {
            "spending": "C",
            "teacher-pay": "A",
            "preschool": None,  # 92%：一类为B，二、三类为A
            "dropouts": "A",
            "class-size": "A",
            "special-education": "C",  # 5399元在哪一类都不到九成
        }
        assert unclassed.item("preschool").range == Span(1, 2)
        assert unclassed.item("preschool").missing == ("area",)
        assert unclassed.item("special-education").ledger is not None

    def test_a_grade_can_be_certain_although_items_are_open(self) -> None:
        # 两项C：优秀、良好都不可能；不多于两项C，必为合格。
        unclassed = result("grade-counting", "unclassed-2020")
        assert unclassed.grade == "合格"
        assert unclassed.grades == ("合格",)

    def test_awaits_only_what_could_still_change_something(self) -> None:
        # 满意度只在优秀、良好两等里读，这两等已不可能。
        assert result("grade-counting", "unclassed-2020").awaiting.facts == ("area",)

    def test_a_mandatory_item_that_is_missed_caps_the_grade(self) -> None:
        (veto,) = result("grade-counting", "unclassed-2020").vetoes
        assert veto.applies is True
        (none,) = result("grade-counting", "delta-2020").vetoes
        assert none.applies is False

    def test_the_target_of_the_class_is_what_the_finding_names(self) -> None:
        (finding,) = result("grade-counting", "hills-2020").item("special-education").findings
        values = {read.id: read.value for read in finding.reads}
        assert values["area"] == "三类"
        assert values["province.special_funding@三类"] == 6000


class TestRankedCohort:
    """Points by rank among peers; a point that does not apply is rescaled away; three strengths of veto."""

    def test_a_falsified_report_drops_an_excellent_district_by_one_grade(self) -> None:
        jia = result("ranked-cohort", "jia-2020")
        assert scores(jia) == {
            "three-growth": 10,
            "finance": 10,
            "senior-enrolment": 10,  # 与丙县并列第一
            "satisfaction": 10,
            "vocational": Fraction("6.67"),  # 10 × 60 ÷ 90
            "honours": 3,  # 5项，上限3分
            "pilot": Fraction("1.5"),
        }
        assert jia.overall is not None
        assert jia.overall.base_score == Fraction("46.67")
        assert jia.overall.deductions == Fraction("-3.33")
        assert jia.overall.bonus == 4
        assert jia.overall.adjustments == (Adjustment(Cause.OVERALL_CAP, Fraction("-0.5")),)
        assert jia.total == Fraction("50.67")
        assert (jia.before_vetoes, jia.grade) == ("优秀", "良好")

    def test_a_district_exactly_at_the_mean_has_full_marks(self) -> None:
        # (20 + 16 + 15.99 + 12.01) ÷ 4 = 16
        assert scores(result("ranked-cohort", "yi-2020"))["finance"] == 10
        assert scores(result("ranked-cohort", "bing-2020"))["finance"] == 6

    def test_an_unknown_veto_leaves_two_grades_and_a_total(self) -> None:
        yi = result("ranked-cohort", "yi-2020")
        assert scores(yi) == {
            "three-growth": 10,
            "finance": 10,
            "senior-enrolment": 6,  # 甲、丙在前
            "satisfaction": 4,  # 84.9%，第三
            "vocational": 0,  # 没有专业课教师
            "honours": 1,
            "pilot": 0,
        }
        assert yi.total == 31
        assert (yi.before_vetoes, yi.grade) == ("合格", None)
        assert yi.grades == ("合格", "不合格")
        assert yi.awaiting.facts == ("materials.falsified",)

    def test_a_point_that_does_not_apply_is_taken_out_and_the_rest_rescaled(self) -> None:
        bing = result("ranked-cohort", "bing-2020")
        assert bing.item("vocational").outcome is Outcome.NOT_APPLICABLE
        assert scores(bing) == {
            "three-growth": 10,
            "finance": 6,
            "senior-enrolment": 10,
            "satisfaction": 10,  # 恰85%
            "vocational": None,
            "honours": 0,
            "pilot": Fraction("1.5"),
        }
        assert bing.overall is not None
        # 36 ÷ 40 × 50 = 45
        assert bing.overall.base_score == 45
        assert bing.overall.adjustments == (Adjustment(Cause.NOT_APPLICABLE, Fraction(-10)), Adjustment(Cause.RESCALE, Fraction(9)))
        assert bing.overall.deductions == -4
        assert bing.total == Fraction("46.5")

    def test_a_cap_makes_an_unknown_drop_irrelevant(self) -> None:
        # 优秀，或降为良好；发生事故，都不高于良好。
        bing = result("ranked-cohort", "bing-2020")
        assert (bing.before_vetoes, bing.grade) == ("优秀", "良好")
        assert {veto.id: veto.applies for veto in bing.vetoes} == {"arrears": False, "accident": True, "falsified": None}

    def test_a_district_that_fails_whatever_else_is_unknown(self) -> None:
        ding = result("ranked-cohort", "ding-2020")
        assert scores(ding) == {
            "three-growth": 0,  # 一个增长没有实现，另一个没有数据
            "finance": 4,
            "senior-enrolment": 4,
            "satisfaction": 2,
            "vocational": None,  # 有没有中等职业学校不知道
            "honours": 0,
            "pilot": 0,
        }
        assert ding.item("vocational").range == Span(0, 10)
        assert ding.total is None
        assert ding.overall is not None
        assert ding.overall.range == Span(10, 20)
        assert ding.grade == "不合格"
        assert all(veto.applies for veto in ding.vetoes)
        assert ding.awaiting.facts == ("vocational.schools",)

    def test_cases_share_the_file_of_their_peers(self) -> None:
        scheme = load_scheme(HERE / "ranked-cohort")
        peers = [next(table for table in load_case(case, scheme).tables if table.id == "peer") for case in case_files(scheme)]
        assert len(peers) == 4
        assert all(one == peers[0] for one in peers)

    def test_the_other_reading_of_the_rank_can_be_scored(self) -> None:
        # 丙县在未达到平均的两个县中第一：8分；丁县第二：读作名次2，6分。
        scheme = load_scheme(HERE / "ranked-cohort")
        other = under_reading(scheme, "place-of-the-rest", "among-the-rest")
        among = {case: assess(other, load_case(case, scheme)).item("finance").score for case in case_files(scheme)}
        assert among == {"jia-2020": 10, "yi-2020": 10, "bing-2020": 8, "ding-2020": 6}
