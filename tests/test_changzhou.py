"""Changzhou 2021 and Xinbei 2020: what the report states comes out, and nothing of it is put in."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from supervision_rules import assess, load_case, load_scheme, under_reading
from supervision_rules.assessment import Assessment, Outcome
from supervision_rules.expression import Compare, Number, Ref, value_message, walk
from supervision_rules.lowering import lower, take_in
from supervision_rules.messages import catalogue
from supervision_rules.scheme import Basis, Case, Given, Scheme
from supervision_rules.verification import Verdict, prove

ROOT = Path(__file__).parents[1]
DEDUCTED = {
    "class-and-school-size": Fraction("0.8"),
    "teaching-rooms-per-pupil": Fraction("0.4"),
    "pupil-teacher-ratio": Fraction("0.2"),
    "backbone-teachers": Fraction("0.4"),
}
CITY = ("city-key-work", "online-daily-supervision", "quality-monitoring", "satisfaction-survey")


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("changzhou-2021")


@pytest.fixture(scope="module")
def case(scheme: Scheme) -> Case:
    return load_case("xinbei-2020", scheme)


@pytest.fixture(scope="module")
def result(scheme: Scheme, case: Case) -> Assessment:
    return assess(scheme, case)


def test_the_stated_result_follows(result: Assessment) -> None:
    assert result.overall is not None
    assert result.overall.base == 100
    assert result.overall.deductions == Fraction("-1.8")
    assert result.overall.base_score == Fraction("98.2")
    assert result.overall.bonus == 6
    assert result.total == Fraction("104.2")
    assert result.grade == "优秀"


def test_fifty_one_points_stand_as_stated(result: Assessment) -> None:
    full = [item.id for item in result.points if item.score == item.limit]
    deducted = {item.id: item.limit - item.score for item in result.points if item.score is not None and item.score != item.limit}
    city = tuple(item.id for item in result.points if item.outcome is Outcome.PENDING)
    assert (len(result.points), len(full)) == (51, 43)
    assert deducted == DEDUCTED
    assert city == CITY == result.awaiting.city


def test_the_city_leaves_ten_points_open(result: Assessment) -> None:
    assert result.overall is not None
    assert result.overall.range is not None
    assert (result.overall.range.lowest, result.overall.range.highest) == (Fraction("94.2"), Fraction("104.2"))
    assert result.grades == ("优秀",)


def test_worths_add_up_by_indicator(scheme: Scheme) -> None:
    parents = {indicator.id: indicator.parent or indicator.id for indicator in scheme.indicators}
    sums: dict[str, Fraction] = {}
    for point in scheme.points:
        first = parents[str(point.indicator)]
        sums[first] = sums.get(first, Fraction(0)) + (point.worth or 0)
    assert sums == {"leadership": 20, "guarantee": 35, "development": 45}


def test_every_point_is_marked_as_reconstructed(scheme: Scheme) -> None:
    assert {point.weakest.basis for point in scheme.points} == {Basis.RECONSTRUCTED}


def test_what_the_report_states_of_the_scheme_is_marked_as_stated(scheme: Scheme) -> None:
    stated = {element.element for element in scheme.header.provenance if element.basis is Basis.STATED}
    assert {"count", "result"} <= stated


def changed(case: Case, id: str, value: str | bool) -> Case:
    facts = tuple(evolve(given, value=value, plausible=()) if given.id == id else given for given in case.facts)
    return evolve(case, facts=facts)


@pytest.mark.parametrize(
    ("fact", "better", "point"),
    [
        ("primary.classes_over_standard", "0 班", "class-and-school-size"),
        ("compulsory.large_schools", "0 所", "class-and-school-size"),
        ("primary.teaching_rooms", "300000 平方米", "teaching-rooms-per-pupil"),
        ("primary.teachers", "3450 人", "pupil-teacher-ratio"),
        ("primary.backbone_teachers", "600 人", "backbone-teachers"),
    ],
)
def test_every_deduction_moves_with_its_fact(scheme: Scheme, case: Case, result: Assessment, fact: str, better: str, point: str) -> None:
    moved = changed(case, fact, better)
    if fact == "primary.teachers":
        moved = changed(moved, "preschool.teachers", "1850 人")
    before, after = result.item(point).score, assess(scheme, moved).item(point).score
    assert before is not None
    assert after is not None
    assert after > before


RANGES = {
    "primary.classes": ("104.2", "104.3"),
    "junior.classes": ("104.2", "104.2"),
    "primary.classes_over_standard": ("104.5", "103.7"),
    "junior.classes_over_standard": ("104.3", "104.1"),
    "compulsory.classes_56_plus": ("104.2", "104.2"),
    "compulsory.large_schools": ("104.4", "104.2"),
    "primary.teachers": ("104.0", "104.2"),
    "junior.teachers": ("104.0", "104.2"),
    "primary.backbone_teachers": ("104.2", "104.4"),
    "junior.backbone_teachers": ("104.2", "104.2"),
    "primary.teaching_rooms": ("104.2", "104.2"),
    "junior.teaching_rooms": ("103.8", "104.2"),
    "supervision.towns_assessed": ("104.0", "104.2"),
    "supervision.school_months_missed": ("104.2", "103.2"),
    "safety.accidents": ("104.2", "103.2"),
    "funding.total_spend_falls": ("104.2", "103.2"),
    "funding.per_pupil_spend_falls": ("104.2", "103.2"),
    "teachers.pay_ratio": ("102.7", "104.2"),
    "preschool.budget_per_child": ("103.7", "104.2"),
    "preschool.teachers": ("104.2", "104.2"),
    "senior.teachers": ("104.2", "104.2"),
}


def give_way(case: Case, id: str, value: str) -> Case:
    """The case with one fact changed; the other teachers of the district give way, so that their sum stays."""
    moved = changed(case, id, value)
    if not id.endswith(".teachers"):
        return moved
    other = "senior.teachers" if id == "preschool.teachers" else "preschool.teachers"
    difference = int(value.split()[0]) - int(str(written(case, id)).split()[0])
    return changed(moved, other, f"{int(str(written(case, other)).split()[0]) - difference} 人")


def written(case: Case, id: str) -> object:
    given = case.fact(id)
    assert given is not None
    return given.value


@pytest.mark.parametrize("fact", RANGES)
def test_the_total_over_the_plausible_range_of_an_assumed_fact(scheme: Scheme, case: Case, fact: str) -> None:
    given = case.fact(fact)
    assert given is not None
    totals = [assess(scheme, give_way(case, fact, str(end))).total for end in given.plausible]
    assert totals == [Fraction(total) for total in RANGES[fact]]


def test_the_table_of_ranges_has_every_assumed_fact_with_a_range(case: Case) -> None:
    assert {given.id for given in case.facts if given.assumed and given.plausible} == set(RANGES)


def test_twenty_seven_facts_are_assumed_each_with_its_reason(case: Case) -> None:
    assert sum(bool(given.assumed) for given in case.facts) == 27
    assert all(given.assumed or given.clause for given in case.facts)


def alternatives(scored: bool) -> list[tuple[str, str, str]]:
    readings = load_scheme("changzhou-2021").readings
    return [(r.id, a.id, a.effect) for r in readings for a in r.alternative if a.scorable == scored]


@pytest.mark.parametrize(("reading", "alternative", "effect"), alternatives(True))
def test_an_alternative_reading_gives_the_total_that_it_names(scheme: Scheme, case: Case, reading: str, alternative: str, effect: str) -> None:
    assert assess(under_reading(scheme, reading, alternative), case).total == Fraction(effect)


def test_there_are_twenty_three_readings_forty_constraints_and_eight_alerts(scheme: Scheme) -> None:
    assert (len(scheme.readings), len(scheme.constraints), len(scheme.alerts)) == (23, 40, 8)


NONE_ONE_OR_ALL = (0, 1)


def lines(scheme: Scheme) -> list[tuple[str, Fraction]]:
    """Every literal line in a rule, with the fact that is compared with it."""
    lowered = lower(scheme)
    clauses = [clause for item in (*lowered.points, *lowered.bonuses) for part in item.parts for clause in part.clauses]
    compared = [node for clause in clauses for node in walk(clause.when) if isinstance(node, Compare)]
    return [(c.left.name, c.right.value) for c in compared if isinstance(c.left, Ref) and isinstance(c.right, Number)]


def test_no_figure_of_the_case_stands_in_a_rule(scheme: Scheme, case: Case) -> None:
    """A line that is met exactly is a target with a source of its own, unless it asks for none, one or all."""
    given = take_in(lower(scheme), case).values
    assert [name for name, line in lines(scheme) if given.get(name) == line and line not in NONE_ONE_OR_ALL] == []


def test_the_floors_and_the_goal_are_targets(scheme: Scheme) -> None:
    constants = lower(scheme).constants
    floors = {name: constants[f"changzhou.funding.{name}"].value for name in ("preschool", "primary", "junior")}
    assert floors == {"preschool": 720, "primary": 770, "junior": 1100}
    assert constants["xinbei.preschool_budget"].value == 6000


def rows_of_the_map() -> list[list[str]]:
    text = (ROOT / "docs/policies/changzhou-2021-report-map.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return [row for row in rows if len(row) == 7 and row[3].startswith(("计分", "参考", "期外", "未用"))]


def test_the_map_of_the_report_names_what_there_is(scheme: Scheme, case: Case) -> None:
    facts = {fact.id: fact for fact in scheme.facts} | {quantity.id: quantity for quantity in scheme.quantities}
    items = {item.id for item in scheme.items}
    seen: set[str] = set()
    for row in rows_of_the_map():
        for name in re.findall(r"`([a-z_0-9.]+)`", row[4]):
            assert name in facts, name
            seen.add(name)
        for name in re.findall(r"`([a-z0-9-]+)`", row[5]):
            assert name in items, name
    assert {given.id for given in case.facts if given.clause and not given.assumed} <= seen


def test_a_veto_lowers_the_grade_by_its_strength(scheme: Scheme, case: Case) -> None:
    grades = {
        fact: assess(scheme, changed(case, fact, True)).grade
        for fact in ("integrity.salary_arrears", "integrity.data_falsified", "safety.people_in_grade_d_buildings")
    }
    assert grades == {
        "integrity.salary_arrears": "不合格",
        "integrity.data_falsified": "良好",
        "safety.people_in_grade_d_buildings": "良好",
    }


def test_drop_and_cap_together_are_no_worse_than_either(scheme: Scheme, case: Case) -> None:
    both = changed(changed(case, "integrity.data_falsified", True), "safety.people_in_grade_d_buildings", True)
    assert assess(scheme, both).grade == "良好"


def test_an_empty_case_has_no_total_and_the_widest_range(scheme: Scheme, case: Case) -> None:
    result = assess(scheme, evolve(case, facts=(), tables=()))
    assert result.total is None
    assert result.grade is None
    assert result.overall is not None
    assert result.overall.range is not None
    assert (result.overall.range.lowest, result.overall.range.highest) == (0, 110)
    assert result.grades == ("优秀", "良好", "合格", "不合格")


def test_an_undecided_veto_leaves_the_total_and_takes_the_grade(scheme: Scheme, case: Case) -> None:
    without: tuple[Given, ...] = tuple(given for given in case.facts if given.id != "integrity.data_falsified")
    result = assess(scheme, evolve(case, facts=without))
    assert result.total == Fraction("104.2")
    assert result.grade is None
    assert result.grades == ("优秀", "良好")


def test_a_share_is_shown_in_percent(scheme: Scheme, result: Assessment) -> None:
    reads = {read.id: read for finding in result.item("class-and-school-size").findings for read in finding.reads}
    share = reads["compulsory.over_standard_share"]
    assert catalogue().say(value_message(share.value, share.unit)) == "≈8.4211%"


def test_every_rule_is_proved() -> None:
    report = prove(load_scheme("changzhou-2021"))
    open_results = [(r.law, r.subject.id, r.about) for line in report.lines for r in line.results if r.verdict is not Verdict.PROVED]
    assert open_results == []
    assert report.idle == ()
