"""Xinbei's towns and streets: what the report states is cited, all else is ours; ten generated cases are ranked among each other."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from supervision_rules import Assessment, Case, Scheme, assess, assess_cohort, load_case, load_scheme
from supervision_rules.assessment import ranking
from supervision_rules.loading import case_files
from supervision_rules.scheme import Basis, Given
from tools.towns import __main__ as towns


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("xinbei-towns-2020")


@pytest.fixture(scope="module")
def cases(scheme: Scheme) -> dict[str, Case]:
    return {id: load_case(id, scheme) for id in case_files(scheme)}


@pytest.fixture(scope="module")
def results(scheme: Scheme, cases: dict[str, Case]) -> dict[str, Assessment]:
    return {id: assess(scheme, case) for id, case in cases.items()}


def with_facts(case: Case, **facts: str | bool) -> Case:
    changed = {name.replace("__", "."): value for name, value in facts.items()}
    return evolve(
        case, facts=(*(fact for fact in case.facts if fact.id not in changed), *(Given(id=id, value=value) for id, value in changed.items()))
    )


def score(scheme: Scheme, case: Case, point: str, **facts: str | bool) -> Fraction | None:
    return assess(scheme, with_facts(case, **facts)).item(point).score


class TestProvenance:
    def test_no_worth_standard_or_grade_is_said_to_be_printed(self, scheme: Scheme) -> None:
        entries = (*scheme.points, *scheme.vetoes, *scheme.ladder.grade, *scheme.indicators)
        assert {entry.basis for entry in entries} == {Basis.RECONSTRUCTED}
        assert {one.element for point in scheme.points for one in point.provenance} == {"threshold"}

    def test_every_figure_is_marked_as_generated(self, cases: dict[str, Case]) -> None:
        assert all(fact.assumed == "生成的数，不是真实的" for case in cases.values() for fact in case.facts)
        assert all(case.subject.endswith("（设想，生成）") for case in cases.values())

    def test_five_towns_five_streets_and_seven_funds_as_the_report_has_it(self, cases: dict[str, Case]) -> None:
        names = [case.subject.partition("（")[0] for case in cases.values()]
        assert [sum(name.endswith(kind) for name in names) for kind in ("镇", "街道")] == [5, 5]
        assert sum(fact.value is True for case in cases.values() if (fact := case.fact("fund.set_up")) is not None) == 7

    def test_the_script_writes_what_is_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.argv", ["towns", str(tmp_path)])
        towns.main()
        assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {file.name: file.read_bytes() for file in towns.PLACE.iterdir()}


class TestRanks:
    def test_by_share_of_input(self, cases: dict[str, Case], results: dict[str, Assessment]) -> None:
        shares = {id: Fraction(str(fact.value).removesuffix("%").strip()) for id, case in cases.items() if (fact := case.fact("input.share"))}
        for id, share in shares.items():
            place = 1 + sum(other > share for other in shares.values())
            assert results[id].item("input-share").score == (10 if place <= 3 else 8 if place <= 6 else 6 if place <= 8 else 4)

    def test_two_alike_share_the_ninth_place(self, results: dict[str, Assessment]) -> None:
        assert [results[id].item("input-share").score for id in ("town-03", "town-04")] == [4, 4]

    def test_the_undecided_one_stands_last(self, results: dict[str, Assessment]) -> None:
        ranked = ranking(results.values())
        assert [one.rank for one in ranked] == [1, 2, 3, 4, 5, 6, 7, 8, 9, None]
        assert ranked[-1].assessment.awaiting.facts == ("leadership.planned",)

    def test_a_town_less_moves_the_others_up(self, scheme: Scheme, cases: dict[str, Case], results: dict[str, Assessment]) -> None:
        fewer = assess_cohort(scheme, [case for id, case in cases.items() if id != "town-01"])
        for one in fewer:
            before, after = results[one.case.id].item("input-share").score, one.item("input-share").score
            assert before is not None
            assert after is not None
            assert after >= before


class TestLines:
    @pytest.mark.parametrize(("meetings", "expected"), [("2 次", 8), ("1 次", 4), ("0 次", 0)])
    def test_meetings(self, scheme: Scheme, cases: dict[str, Case], meetings: str, expected: int) -> None:
        assert score(scheme, cases["town-01"], "meetings", leadership__meetings=meetings) == expected

    @pytest.mark.parametrize(("visits", "expected"), [("4 次", "6"), ("3 次", "4.5"), ("0 次", "0")])
    def test_visits(self, scheme: Scheme, cases: dict[str, Case], visits: str, expected: str) -> None:
        assert score(scheme, cases["town-01"], "school-visits", leadership__visits=visits) == Fraction(expected)

    def test_inclusive_kindergartens_at_80_per_cent_and_a_point_below(self, results: dict[str, Assessment]) -> None:
        assert [results[id].item("inclusive-kindergartens").score for id in ("town-03", "town-04")] == [10, Fraction("9.5")]

    def test_less_than_a_point_below_80_per_cent_costs_nothing(self, scheme: Scheme, cases: dict[str, Case]) -> None:
        assert score(scheme, cases["town-03"], "inclusive-kindergartens", kindergartens__inclusive="791 人") == 10

    def test_migrants_at_95_per_cent_and_one_child_fewer(self, results: dict[str, Assessment]) -> None:
        assert [results[id].item("migrant-children").score for id in ("town-05", "town-06")] == [7, 3]

    def test_nothing_due_is_full_marks(self, results: dict[str, Assessment]) -> None:
        assert results["town-07"].item("preschool-funding").score == 12
        assert results["town-10"].item("estate-kindergartens").score == 10

    def test_three_of_four_kindergartens(self, results: dict[str, Assessment]) -> None:
        assert results["town-08"].item("estate-kindergartens").score == Fraction("7.5")

    def test_an_accident_keeps_from_the_best_grade(self, results: dict[str, Assessment]) -> None:
        assert (results["town-05"].total, results["town-05"].before_vetoes, results["town-05"].grade) == (Fraction("92.52"), "优秀", "良好")

    def test_all_points_of_one_by_hand(self, results: dict[str, Assessment]) -> None:
        # 甲镇：教育工作没有列入计划扣3分，满意度91.5%第七名扣2分，其余满分。
        assert [(one.id, one.score) for one in results["town-01"].points if one.score != one.limit] == [("responsibility", 3), ("satisfaction", 4)]
        assert results["town-01"].total == 95
