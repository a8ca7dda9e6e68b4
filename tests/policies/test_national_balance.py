"""The recognition of quality balance (教督〔2017〕6号): every line as published, who is counted in every share, and a county of 120 schools."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from supervision_rules import Assessment, assess, load_case, load_scheme, under_reading
from supervision_rules.assessment import deviations
from supervision_rules.loading import case_files
from supervision_rules.lowering import lower
from supervision_rules.scheme import Basis, Case, Given, Scheme, Trust
from supervision_rules.scheme.cases import Written
from tools.balance.__main__ import main as draw

SEVEN = ("degree", "backbone", "arts", "rooms", "sports", "equipment", "multimedia")
COLUMNS = {
    "backbone": "backbone_teachers",
    "arts": "arts_teachers",
    "rooms": "rooms",
    "sports": "sports",
    "equipment": "equipment",
    "multimedia": "multimedia",
}
PUBLISHED = {
    "national.degree_teachers_per_hundred.primary": "4.2%",
    "national.degree_teachers_per_hundred.junior": "5.3%",
    "national.backbone_per_hundred": "1%",
    "national.arts_teachers_per_hundred": "0.9%",
    "national.teaching_rooms.primary": "4.5",
    "national.teaching_rooms.junior": "5.8",
    "national.sports_grounds.primary": "7.5",
    "national.sports_grounds.junior": "10.2",
    "national.equipment.primary": "2000",
    "national.equipment.junior": "2500",
    "national.multimedia_rooms_per_hundred.primary": "2.3%",
    "national.multimedia_rooms_per_hundred.junior": "2.4%",
    "national.relief_share": "85%",
    "national.evenness.primary": "0.50",
    "national.evenness.junior": "0.45",
    "national.split.junior": "1.1",
    "national.split.senior": "1.2",
    "national.teaching_point_size": "50",
    "national.classes_per_special_room": "12",
    "national.school_size": "2000",
    "national.combined_school_size": "2500",
    "national.class_size.primary": "45",
    "national.class_size.junior": "50",
    "national.small_school_pupils": "100",
    "national.funding.special": "6000",
    "national.rotation_share": "10%",
    "national.rotation_backbone_share": "20%",
    "national.nearby_share.primary": "100%",
    "national.nearby_share.junior": "95%",
    "national.allotment_share": "50%",
    "national.migrant_public_share": "85%",
    "national.retention": "95%",
    "national.disabled_enrolment": "95%",
    "national.teacher_training_share": "5%",
    "national.monitoring_difference": "0.15",
    "national.satisfaction": "85%",
}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("national-balance-2017")


@pytest.fixture(scope="module")
def line(scheme: Scheme) -> Case:
    return load_case("at-every-line", scheme)


@pytest.fixture(scope="module")
def combined(scheme: Scheme) -> Case:
    return load_case("combined-schools", scheme)


@pytest.fixture(scope="module")
def generated(scheme: Scheme) -> Assessment:
    return assess(scheme, load_case("generated-district", scheme))


def given(case: Case, **facts: Written) -> Case:
    """The case with other facts, `__` for the dot."""
    named = {name.replace("__", "."): value for name, value in facts.items()}
    assert named.keys() <= {fact.id for fact in case.facts}
    return evolve(case, facts=tuple(Given(id=fact.id, value=named.get(fact.id, fact.value)) for fact in case.facts))


def row(case: Case, key: str, cells: Mapping[str, Written | None], table: str = "school") -> Case:
    """The case with other cells in a row; None takes a cell out."""
    own = "name" if table == "subject" else "id"

    def changed(of: Mapping[str, Written]) -> dict[str, Written]:
        return {name: value for name, value in (dict(of) | dict(cells)).items() if value is not None}

    found = [changed(one.cells) for of in case.tables if of.id == table for one in of.rows if one.cells[own] == key]
    assert found
    rows = {
        of.id: tuple(evolve(one, cells=changed(one.cells)) if of.id == table and one.cells[own] == key else one for one in of.rows)
        for of in case.tables
    }
    return evolve(case, tables=tuple(evolve(of, rows=rows[of.id]) for of in case.tables))


def sizes(case: Case, school: str, *of: int, level: str = "小学") -> Case:
    """The case with other classes in a section of a school, whose pupils follow."""
    (table,) = [one for one in case.tables if one.id == "class"]
    kept = [one for one in table.rows if not (one.cells["school"] == school and one.cells["level"] == level)]
    made = [
        evolve(table.rows[0], cells={"school": school, "id": f"新{place}", "level": level, "size": f"{size} 生"}) for place, size in enumerate(of, 1)
    ]
    case = evolve(case, tables=tuple(evolve(one, rows=(*kept, *made)) if one.id == "class" else one for one in case.tables))
    return row(case, school, {("primary" if level == "小学" else "junior") + "_pupils": f"{sum(of)} 生"})


def level(scheme: Scheme, case: Case, item: str) -> str | None:
    return assess(scheme, case).item(item).level


def unmet(of: Assessment) -> set[str]:
    return {point.id for point in of.points if point.level == "unmet"}


def read(of: Assessment, item: str, name: str) -> tuple[object, tuple[str, ...]]:
    (found,) = [one for finding in of.item(item).findings for one in finding.reads if one.id == name]
    return found.value, found.rows


class TestFigures:
    """What was published, and how far it is to be trusted."""

    @pytest.mark.parametrize("target", PUBLISHED)
    def test_every_line_is_the_published_one(self, scheme: Scheme, target: str) -> None:
        written = PUBLISHED[target]
        value = Fraction(written.rstrip("%")) / (100 if written.endswith("%") else 1)
        assert lower(scheme).constants[target].value == value

    def test_there_are_no_other_lines(self, scheme: Scheme) -> None:
        assert {name for item in lower(scheme).points for name in lower(scheme).read_by(item)} & set(lower(scheme).constants) <= PUBLISHED.keys()

    def test_one_entry_sixteen_on_resources_fifteen_on_government_nine_on_quality_one_on_recognition(self, scheme: Scheme) -> None:
        counted = [sum(point.indicator == one for point in scheme.points) for one in ("entry", "resources", "government", "quality", "recognition")]
        assert counted == [1, 16, 15, 9, 1]

    def test_what_is_only_remembered_says_so(self, scheme: Scheme) -> None:
        remembered = {one.id for one in (*scheme.points, *scheme.vetoes) if one.trust is Trust.MEMORY}
        assert remembered == {"special-education", "off-staff", "accidents", "falsified"}
        assert all(point.basis is Basis.CITED and point.source for point in scheme.points)


class TestLines:
    """Exactly at a line it holds, a hair off it does not."""

    def test_exactly_at_every_line_the_county_passes(self, scheme: Scheme, line: Case) -> None:
        found = assess(scheme, line)
        assert (unmet(found), found.grade) == (set(), "通过")

    @pytest.mark.parametrize(
        "case", ["a-hair-above-the-coefficient", "below-every-line", "empty-cell", "combined-schools", "split-decides", "primary-only"]
    )
    def test_every_case_comes_to_what_it_expects(self, scheme: Scheme, case: str) -> None:
        loaded = load_case(case, scheme)
        assert loaded.expect is not None
        assert list(deviations(assess(scheme, loaded))) == []

    @pytest.mark.parametrize(
        ("item", "facts"),
        [
            ("entry", {"basic__since": date(2018, 1, 1)}),
            ("entry", {"basic__monitoring_good": False}),
            ("unified", {"unified__staffing": False}),
            ("special-education", {"special__funding_per_pupil": "5999.99 元/生·年"}),
            ("teacher-pay", {"pay__teachers": "99999.99 元/人"}),
            ("training", {"teachers__trained": "599 人"}),
            ("rotation", {"rotation__moved": "49 人"}),
            ("rotation", {"rotation__moved_backbone": "9 人"}),
            ("certificates", {"teachers__certified": "599 人"}),
            ("nearby", {"nearby__primary_entered": "659 人"}),
            ("nearby", {"nearby__junior_entered": "1253 人"}),
            ("allotment", {"allotment__places": "299 个"}),
            ("allotment", {"allotment__leans_rural": False}),
            ("care", {"migrants__placed": "849 人"}),
            ("care", {"care__left_behind": False}),
            ("retention", {"retention__graduates": "1249 人"}),
            ("disabled", {"disabled__home": "4 人"}),
            ("training-funds", {"funds__training": "49.99 万元"}),
            ("moral", {"moral__level": "一般"}),
            ("load", {"load__heavy": True}),
            ("recognition", {"recognition__rate": "84.99%"}),
        ],
    )
    def test_a_hair_below_a_line_one_point_is_lost_and_the_county_does_not_pass(
        self, scheme: Scheme, line: Case, item: str, facts: dict[str, Written]
    ) -> None:
        found = assess(scheme, given(line, **facts))
        assert (unmet(found), found.grade) == ({item}, "不通过")

    @pytest.mark.parametrize(
        ("item", "school", "cells"),
        [
            ("primary-schools", "甲小", {"backbone_teachers": "16 人"}),  # 17 ÷ 2000 = 0.85%
            ("primary-schools", "甲小", {"college_teachers": "83 人"}),  # 骨干教师已差，只剩五项
            ("primary-schools", "甲小", {"rooms": "8999.99 平方米"}),
            ("primary-schools", "甲小", {"multimedia": "45 间"}),
            ("junior-schools", "丙中", {"sports": "17339.99 平方米"}),  # 8.67 × 2000
            ("junior-schools", "丙中", {"bachelor_teachers": "105 人"}),
            ("junior-schools", "丙中", {"arts_teachers": "17 人"}),
            ("special-rooms", "甲小", {"music_rooms": "3 间"}),
            ("special-rooms", "丁中", {"art_rooms": "3 间"}),
            ("small-schools", "戊教学点", {"funded_pupils": "99 生"}),
        ],
    )
    def test_one_school_is_enough(self, scheme: Scheme, line: Case, item: str, school: str, cells: dict[str, Written]) -> None:
        assert unmet(assess(scheme, row(line, school, cells))) == {item}

    def test_the_seventh_may_be_missed_if_it_is_85_percent_of_its_standard(self, scheme: Scheme, line: Case) -> None:
        assert level(scheme, row(line, "乙小", {"rooms": "7650 平方米"}), "primary-schools") == "met"
        assert level(scheme, row(line, "乙小", {"rooms": "7649.99 平方米"}), "primary-schools") == "unmet"

    def test_one_class_too_large_is_enough(self, scheme: Scheme, line: Case) -> None:
        assert unmet(assess(scheme, sizes(line, "甲小", *[45] * 43, 46, 19))) == {"class-size"}
        assert unmet(assess(scheme, sizes(line, "丙中", *[50] * 38, 51, 49, level="初中"))) == {"class-size"}

    def test_a_twelfth_of_classes_is_rounded_up(self, scheme: Scheme, line: Case) -> None:
        at = sizes(line, "乙小", *[42] * 32, *[41] * 16)  # 48个班，4间
        assert level(scheme, at, "special-rooms") == "met"
        assert level(scheme, sizes(line, "乙小", *[41] * 40, *[40] * 9), "special-rooms") == "unmet"  # 49个班，5间

    def test_schools_of_one_section_stop_at_2000_pupils_and_combined_ones_at_2500(self, scheme: Scheme, line: Case, combined: Case) -> None:
        assert level(scheme, sizes(line, "甲小", *[45] * 44, 21), "school-size") == "unmet"
        assert level(scheme, sizes(combined, "戊九年", *[45] * 33, 15), "school-size") == "met"  # 1500 + 1000
        assert level(scheme, sizes(combined, "戊九年", *[45] * 33, 16), "school-size") == "unmet"
        assert level(scheme, sizes(combined, "己十二年", *[45] * 33, 15), "school-size") == "met"  # 高中的1000人不计

    @pytest.mark.parametrize(
        ("cells", "held"),
        [({"difference": "0.15"}, "unmet"), ({"difference": "0.1499"}, "met"), ({"level": "Ⅱ级"}, "unmet"), ({"level": "Ⅳ级"}, "met")],
    )
    def test_every_subject_tested_counts_and_a_difference_of_015_is_too_much(
        self, scheme: Scheme, line: Case, cells: dict[str, Written], held: str
    ) -> None:
        assert level(scheme, row(line, "体育", cells, table="subject"), "monitoring") == held

    def test_without_any_subject_the_monitoring_is_not_met(self, scheme: Scheme, line: Case) -> None:
        none = evolve(line, tables=tuple(evolve(of, rows=()) if of.id == "subject" else of for of in line.tables))
        assert level(scheme, none, "monitoring") == "unmet"


class TestWhoCounts:
    """The denominator of every share, and which schools take part."""

    @pytest.mark.parametrize(
        ("item", "facts"),
        [
            ("rotation", {"rotation__eligible": "501 人"}),
            ("nearby", {"nearby__junior_all": "1321 人"}),
            ("nearby", {"nearby__primary_all": "661 人"}),
            ("allotment", {"allotment__all": "601 个"}),
            ("care", {"migrants__all": "1001 人"}),
            ("retention", {"retention__entered": "1306 人"}),
            ("retention", {"retention__died": "2 人"}),
            ("retention", {"retention__moved_in": "21 人"}),
            ("retention", {"retention__moved_out": "4 人"}),
            ("disabled", {"disabled__all": "101 人"}),
            ("training-funds", {"funds__public": "1000.01 万元"}),
            ("training", {"teachers__due": "601 人"}),
            ("certificates", {"teachers__total": "601 人"}),
        ],
    )
    def test_one_more_below_the_line_of_a_share_loses_it(self, scheme: Scheme, line: Case, item: str, facts: dict[str, Written]) -> None:
        assert unmet(assess(scheme, given(line, **facts))) == {item}

    def test_backbone_teachers_are_a_share_of_those_who_moved_and_not_of_those_who_could(self, scheme: Scheme, line: Case) -> None:
        assert level(scheme, given(line, rotation__moved="55 人", rotation__moved_backbone="11 人"), "rotation") == "met"
        assert level(scheme, given(line, rotation__moved="56 人", rotation__moved_backbone="11 人"), "rotation") == "unmet"

    def test_disabled_children_count_wherever_they_are_taught(self, scheme: Scheme, line: Case) -> None:
        for where in ("special", "regular", "home"):
            facts = {f"disabled__{one}": "0 人" for one in ("special", "regular", "home")} | {f"disabled__{where}": "95 人"}
            assert level(scheme, given(line, **facts), "disabled") == "met"

    def test_nobody_to_be_counted_is_no_failing(self, scheme: Scheme, line: Case) -> None:
        assert level(scheme, given(line, migrants__placed="0 人", migrants__all="0 人"), "care") == "met"

    def test_a_teaching_point_of_50_takes_part_and_one_of_49_does_not(self, scheme: Scheme, line: Case) -> None:
        # 49人的教学点什么都没有填，也不待定；50人的就要填。
        assert level(scheme, line, "primary-schools") == "met"
        fifty = sizes(line, "戊教学点", 25, 25)
        assert level(scheme, fifty, "primary-schools") is None
        bare = dict.fromkeys(
            ("college_teachers", "bachelor_teachers", "backbone_teachers", "arts_teachers", "rooms", "sports", "equipment", "multimedia"), "0"
        )
        units = {"rooms": " 平方米", "sports": " 平方米", "equipment": " 万元", "multimedia": " 间"}
        found = assess(scheme, row(fifty, "戊教学点", {name: value + units.get(name, " 人") for name, value in bare.items()}))
        assert read(found, "primary-schools", "primary.below") == (1, ("戊教学点",))

    @pytest.mark.parametrize("kind", ["特殊教育学校", "职业学校"])
    def test_special_and_vocational_schools_never_do(self, scheme: Scheme, line: Case, kind: str) -> None:
        other = row(line, "特校", {"kind": kind})
        if kind == "职业学校":
            other = row(other, "特校", {"primary_pupils": "0 生", "junior_pupils": "0 生"})
        assert unmet(assess(scheme, other)) == set()
        as_primary = row(sizes(line, "特校", 30, 30), "特校", {"kind": "小学", "junior_pupils": "0 生"})
        assert level(scheme, as_primary, "primary-schools") is None

    def test_without_junior_schools_their_points_do_not_apply(self, scheme: Scheme) -> None:
        found = assess(scheme, load_case("primary-only", scheme))
        assert found.grade == "通过"
        assert {point.id for point in found.points if point.outcome.value == "not-applicable"} == {
            "junior-schools",
            *(f"junior-even-{one}" for one in SEVEN),
        }


class TestSplit:
    """Combined schools: 1 : 1.1, 1 : 1.2, 1 : 1.1 : 1.32."""

    @pytest.mark.parametrize(
        ("school", "section", "pupils", "of_section"),
        [
            ("戊九年", "primary", (900, 1000, 0), Fraction(900, 2000)),
            ("戊九年", "junior", (900, 1000, 0), Fraction(1100, 2000)),
            ("庚完中", "junior", (0, 1000, 1000), Fraction(1000, 2200)),
            ("己十二年", "primary", (900, 1000, 1000), Fraction(900, 3320)),
            ("己十二年", "junior", (900, 1000, 1000), Fraction(1100, 3320)),
        ],
    )
    def test_a_section_gets_its_part_and_no_more(
        self, scheme: Scheme, combined: Case, school: str, section: str, pupils: tuple[int, int, int], of_section: Fraction
    ) -> None:
        """The least equipment with which a section reaches its standard, to the last yuan, when the other indicators are met."""
        own = pupils[0] if section == "primary" else pupils[1]
        yuan = own * (2000 if section == "primary" else 2500) / of_section
        others = {"college_teachers": "300 人", "bachelor_teachers": "300 人", "backbone_teachers": "100 人", "arts_teachers": "9 人"}
        plenty = row(combined, school, others | {"rooms": "40000 平方米", "sports": "70000 平方米", "multimedia": "200 间"})  # 体艺教师另差一项
        least = -(-yuan // 1)
        for of, below in ((least, False), (least - 1, True)):
            found = assess(scheme, row(plenty, school, {"equipment": f"{of} 元", "arts_teachers": self._short(pupils)}))
            assert (school in self._below(found, section)) is below

    @staticmethod
    def _short(pupils: tuple[int, int, int]) -> str:
        weight = pupils[0] + Fraction(11, 10) * pupils[1] + Fraction(132, 100) * pupils[2]
        return f"{-(-weight * 9 * 85 // 100000)} 人"  # 不低于标准的85%，小学、初中都不到标准

    @staticmethod
    def _below(found: Assessment, section: str) -> tuple[str, ...]:
        item = found.item(f"{section}-schools")
        return tuple(key for finding in item.findings for one in finding.reads if one.id == f"{section}.below" for key in one.rows)

    def test_what_is_enough_by_the_head_may_be_too_little_once_split(self, scheme: Scheme) -> None:
        split = load_case("split-decides", scheme)
        found = assess(scheme, split)
        assert unmet(found) == {"primary-schools"}
        assert read(found, "primary-schools", "primary.below") == (1, ("戊九年",))
        assert Fraction(19, 1900) == Fraction(1, 100) > Fraction(19, 2000)
        assert Fraction(45, 1900) > Fraction(23, 1000) > Fraction(45, 2000)


class TestEvenness:
    """Coefficients of variation, by pupils."""

    def test_one_worked_out_by_hand_squares_compared(self, scheme: Scheme, generated: Assessment) -> None:
        (place,) = [file for id, file in case_files(scheme).items() if id == "generated-district"]
        schools = _table(place / "school.csv")
        counted = [
            one
            for one in schools
            if one["kind"] not in {"特殊教育学校", "职业学校"}
            and not (one["kind"] == "教学点" and int(one["primary_pupils"]) < 50)
            and int(one["primary_pupils"]) > 0
        ]
        pupils = [int(one["primary_pupils"]) for one in counted]
        weights = [
            int(one["primary_pupils"]) + Fraction(11, 10) * int(one["junior_pupils"]) + Fraction(132, 100) * int(one["senior_pupils"])
            for one in counted
        ]
        section = [Fraction(one["equipment"]) * own / weight for one, own, weight in zip(counted, pupils, weights, strict=True)]
        mean = sum(section) / sum(pupils)
        variance = sum(own * (value / own - mean) ** 2 for value, own in zip(section, pupils, strict=True)) / sum(pupils)
        squared = variance / mean**2
        assert 0 < squared <= Fraction(1, 4)
        assert generated.item("primary-even-equipment").level == "met"
        # 百万分之一为一格：不低于这个系数的最小一格成立，再低一格就不成立。
        step = next(n for n in range(math.isqrt(int(squared * 10**12)), 10**6) if Fraction(n, 10**6) ** 2 >= squared)
        case = load_case("generated-district", scheme)
        assert level(_held_to(scheme, Fraction(step, 10**6)), case, "primary-even-equipment") == "met"
        assert level(_held_to(scheme, Fraction(step - 1, 10**6)), case, "primary-even-equipment") == "unmet"

    def test_exactly_at_050_and_045_by_hand(self, scheme: Scheme, line: Case) -> None:
        # 小学2000、6000元各2000人：均值4000，差2000；初中2750、7250元各2000人：均值5000，差2250。
        assert Fraction(2000, 4000) == Fraction("0.50")
        assert Fraction(2250, 5000) == Fraction("0.45")
        assert unmet(assess(scheme, row(line, "乙小", {"equipment": "1200.0001 万元"}))) == {"primary-even-equipment"}
        assert unmet(assess(scheme, row(line, "丁中", {"equipment": "1450.0001 万元"}))) == {"junior-even-equipment"}

    @pytest.mark.parametrize("section", ["primary", "junior"])
    @pytest.mark.parametrize("of", SEVEN)
    def test_each_of_the_seven_is_looked_at_by_itself(self, scheme: Scheme, line: Case, section: str, of: str) -> None:
        school = "乙小" if section == "primary" else "丁中"
        column = COLUMNS.get(of, "college_teachers" if section == "primary" else "bachelor_teachers")
        (cells,) = [one.cells for table in line.tables if table.id == "school" for one in table.rows if one.cells["id"] == school]
        number, unit = str(cells[column]).split(" ")
        uneven = {column: f"{int(number) * 4} {unit}"}
        if of == "degree" and section == "junior":
            uneven["college_teachers"] = uneven[column]
        found = unmet(assess(scheme, row(line, school, uneven)))
        assert found - {"primary-even-degree"} == {f"{section}-even-{of}"} - {"primary-even-degree"}
        assert f"{section}-even-{of}" in found

    def test_without_weights_a_small_rich_school_weighs_more(self, scheme: Scheme, line: Case) -> None:
        small = sizes(line, "乙小", 40, 40, 20)
        rich = row(
            small, "乙小", {"equipment": "65 万元", "sports": "1000 平方米", "rooms": "500 平方米", "college_teachers": "40 人", "multimedia": "3 间"}
        )
        rich = row(rich, "乙小", {"backbone_teachers": "1 人", "arts_teachers": "1 人"})
        # 6500元的100人、2000元的2000人：加权约0.43，等权约0.53。
        assert level(scheme, rich, "primary-even-equipment") == "met"
        assert level(under_reading(scheme, "weighted-evenness", "unweighted"), rich, "primary-even-equipment") == "unmet"


class TestVetoes:
    """What a county fails by, whatever else holds."""

    @pytest.mark.parametrize("veto", ["entrance_exams", "school_choice", "key_schools", "off_staff", "accidents", "falsified"])
    def test_each_fails_a_county_that_meets_everything(self, scheme: Scheme, line: Case, veto: str) -> None:
        found = assess(scheme, given(line, **{f"veto__{veto}": True}))
        assert (unmet(found), found.grade) == (set(), "不通过")

    def test_one_that_is_not_known_leaves_the_verdict_open(self, scheme: Scheme, line: Case) -> None:
        less = evolve(line, facts=tuple(fact for fact in line.facts if fact.id != "veto.falsified"))
        assert assess(scheme, less).grade is None


class TestMissing:
    """An empty cell is no 0."""

    def test_an_empty_cell_that_may_decide_leaves_the_point_open(self, scheme: Scheme) -> None:
        found = assess(scheme, load_case("empty-cell", scheme))
        assert {point.id for point in found.points if point.level is None} == {"junior-schools", "junior-even-multimedia"}
        assert (found.grade, found.grades) == (None, ("通过", "不通过"))

    def test_one_that_decides_nothing_does_not(self, scheme: Scheme, line: Case) -> None:
        # 丁中没有填教室数，但骨干、体艺两项已差，怎样也不达标。
        less = row(line, "丁中", {"multimedia": None, "backbone_teachers": "17 人", "arts_teachers": "16 人"})
        assert level(scheme, less, "junior-schools") == "unmet"

    def test_schools_without_a_section_leave_nothing_open_in_it(self, scheme: Scheme, line: Case) -> None:
        less = row(row(line, "丙中", {"college_teachers": None}), "丁中", {"college_teachers": None})
        assert level(scheme, less, "primary-even-degree") == "met"

    def test_without_rows_what_reads_them_is_open_and_the_rest_is_not(self, scheme: Scheme) -> None:
        found = assess(scheme, load_case("government-only", scheme))
        assert found.item("rotation").level == "met"
        assert found.item("class-size").level is None
        assert found.grade is None


class TestGenerated:
    """The county of 120 schools."""

    def test_it_is_as_large_as_a_county(self, scheme: Scheme) -> None:
        (place,) = [file for id, file in case_files(scheme).items() if id == "generated-district"]
        assert len(_table(place / "school.csv")) == 120
        assert 2800 <= len(_table(place / "class.csv")) <= 3600

    def test_five_schools_fail_it_each_for_a_reason_of_its_own(self, generated: Assessment) -> None:
        assert generated.grade == "不通过"
        assert unmet(generated) == {"primary-schools", "class-size", "special-rooms"}
        assert read(generated, "primary-schools", "primary.below") == (2, ("012", "097"))
        assert read(generated, "special-rooms", "schools.music_short") == (1, ("040",))
        assert read(generated, "class-size", "classes.primary_large") == (2, ("031/小学01班", "031/小学04班"))
        assert read(generated, "class-size", "classes.junior_large") == (2, ("075/初中01班", "075/初中04班"))

    def test_it_is_drawn_the_same_again(self, scheme: Scheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (place,) = [file for id, file in case_files(scheme).items() if id == "generated-district"]
        monkeypatch.setattr("sys.argv", ["balance", str(tmp_path)])
        draw()
        for name in ("case.toml", "school.csv", "class.csv"):
            assert (tmp_path / name).read_bytes() == (place / name).read_bytes()


def _held_to(scheme: Scheme, limit: Fraction) -> Scheme:
    """The scheme with another limit on the coefficients of primary sections."""
    held = [
        evolve(one, value=tuple(evolve(value, value=limit) for value in one.value)) for one in scheme.targets if one.id == "national.evenness.primary"
    ]
    return evolve(scheme, targets=tuple(held[0] if one.id == held[0].id else one for one in scheme.targets))


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))
