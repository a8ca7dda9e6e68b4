"""The basic balance of 2012 (教督〔2012〕3号): the mean of eight coefficients, who takes part, and which resources are split."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from attrs import evolve

from supervision_rules import Assessment, assess, load_case, load_scheme
from supervision_rules.assessment import deviations
from supervision_rules.loading import case_files
from supervision_rules.lowering import lower
from supervision_rules.scheme import Case, Scheme, Trust
from supervision_rules.scheme.cases import Written

SHARED = ("rooms", "sports", "equipment", "computers", "books")
BY_SECTION = ("teachers", "degree", "senior_title")


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("national-basic-balance-2012")


@pytest.fixture(scope="module")
def line(scheme: Scheme) -> Case:
    return load_case("at-the-line", scheme)


@pytest.fixture(scope="module")
def split(scheme: Scheme) -> Case:
    return load_case("split-is-even", scheme)


def school(case: Case, name: str, cells: Mapping[str, Written]) -> Case:
    """The case with other cells of a school."""
    (table,) = case.tables
    assert name in {row.cells["id"] for row in table.rows}
    rows = tuple(evolve(row, cells=dict(row.cells) | dict(cells)) if row.cells["id"] == name else row for row in table.rows)
    return evolve(case, tables=(evolve(table, rows=rows),))


def without(case: Case, name: str) -> Case:
    (table,) = case.tables
    return evolve(case, tables=(evolve(table, rows=tuple(row for row in table.rows if row.cells["id"] != name)),))


def unmet(of: Assessment) -> set[str]:
    return {point.id for point in of.points if point.level == "unmet"}


def held_to(scheme: Scheme, limit: Fraction) -> Scheme:
    """The scheme with another limit for both sections."""
    targets = tuple(
        evolve(one, value=tuple(evolve(value, value=limit) for value in one.value)) if one.id.startswith("national.basic_evenness") else one
        for one in scheme.targets
    )
    return evolve(scheme, targets=targets)


def test_the_lines_are_the_published_ones(scheme: Scheme) -> None:
    constants = lower(scheme).constants
    wanted = {"national.basic_evenness.primary": "0.65", "national.basic_evenness.junior": "0.55", "national.satisfaction": "0.85"}
    assert {name: constants[name].value for name in wanted} == {name: Fraction(value) for name, value in wanted.items()}
    assert constants["basic_balance.government_score"].value == 85
    assert {point.id: point.trust for point in scheme.points if point.trust is not Trust.READ} == {"government-work": Trust.MEMORY}


def test_every_case_comes_to_what_it_expects(scheme: Scheme) -> None:
    for id in case_files(scheme):
        assert list(deviations(assess(scheme, load_case(id, scheme)))) == []


def test_exactly_at_the_limit_it_holds_and_a_book_more_breaks_it(scheme: Scheme, line: Case) -> None:
    # 7∶33 人数相等：均值20，差13，13 ÷ 20 = 0.65；9∶31：均值20，差11，0.55。
    assert (Fraction(13, 20), Fraction(11, 20)) == (Fraction("0.65"), Fraction("0.55"))
    assert unmet(assess(scheme, line)) == set()
    assert unmet(assess(scheme, school(line, "乙小", {"books": "33001 册"}))) == {"primary-even"}
    assert unmet(assess(scheme, school(line, "丁中", {"books": "31001 册"}))) == {"junior-even"}


def test_the_mean_counts_and_not_each(scheme: Scheme) -> None:
    # 七项0.60、一项1.00：(4.2 + 1) ÷ 8 = 0.65。
    assert (7 * Fraction("0.60") + 1) / 8 == Fraction("0.65")
    uneven = load_case("one-very-uneven", scheme)
    assert unmet(assess(scheme, uneven)) == set()
    assert unmet(assess(scheme, school(uneven, "乙小", {"books": "32001 册"}))) == {"primary-even"}


@pytest.mark.parametrize("of", [*SHARED, *(f"primary_{one}" for one in BY_SECTION)])
def test_each_of_the_eight_enters_the_mean(scheme: Scheme, line: Case, of: str) -> None:
    (cells,) = [row.cells for row in line.tables[0].rows if row.cells["id"] == "乙小"]
    number, unit = str(cells[of]).split(" ")
    assert unmet(assess(scheme, school(line, "乙小", {of: f"{int(number) + 1} {unit}"}))) == {"primary-even"}


@pytest.mark.parametrize("name", ["省直小学", "市直小学", "民办小学", "山脚教学点", "特校"])
def test_who_takes_no_part(scheme: Scheme, line: Case, name: str) -> None:
    assert unmet(assess(scheme, without(line, name))) == set()
    assert unmet(assess(scheme, school(line, name, {"run_by": "县属", "kind": "小学"}))) == {"primary-even"}


def test_a_large_school_weighs_more(scheme: Scheme, line: Case) -> None:
    # 甲小人数和资源都加倍，生均不变：权重2∶1，均值15⅔，系数约0.78；等权仍是0.65。
    doubled = {"primary_pupils": "2000 生", "rooms": "7000 平方米", "sports": "14000 平方米", "equipment": "140 万元", "computers": "70 台"}
    doubled |= {"books": "14000 册", "primary_teachers": "70 人", "primary_degree": "56 人", "primary_senior_title": "28 人"}
    mean = Fraction(2 * 7 + 33, 3)
    squared = (2 * (7 - mean) ** 2 + (33 - mean) ** 2) / 3 / mean**2
    heavier = school(line, "甲小", doubled)
    assert squared > Fraction("0.65") ** 2
    assert unmet(assess(scheme, heavier)) == {"primary-even"}
    step = next(n for n in range(650, 1000) if Fraction(n, 1000) ** 2 >= squared)
    assert "primary-even" not in unmet(assess(held_to(scheme, Fraction(step, 1000)), heavier))
    assert "primary-even" in unmet(assess(held_to(scheme, Fraction(step - 1, 1000)), heavier))


class TestSplit:
    """Five of the eight are split; teachers are counted where they teach."""

    def test_split_as_published_sections_are_as_even_as_can_be(self, scheme: Scheme, split: Case) -> None:
        assert unmet(assess(held_to(scheme, Fraction(1, 10**9)), split)) == set()

    @pytest.mark.parametrize("of", SHARED)
    def test_a_resource_of_the_whole_school_moves_both_sections(self, scheme: Scheme, split: Case, of: str) -> None:
        (cells,) = [row.cells for row in split.tables[0].rows if row.cells["id"] == "戊九年"]
        number, unit = str(cells[of]).split(" ")
        moved = school(split, "戊九年", {of: f"{int(number) + 1} {unit}"})
        assert unmet(assess(held_to(scheme, Fraction(1, 10**9)), moved)) == {"primary-even", "junior-even"}

    @pytest.mark.parametrize("of", BY_SECTION)
    def test_a_teacher_moves_one(self, scheme: Scheme, split: Case, of: str) -> None:
        moved = school(split, "戊九年", {f"primary_{of}": "99 人"})
        assert unmet(assess(held_to(scheme, Fraction(1, 10**9)), moved)) == {"primary-even"}


def test_an_empty_cell_leaves_its_section_open(scheme: Scheme) -> None:
    found = assess(scheme, load_case("empty-cell", scheme))
    assert [point.level for point in found.points] == ["met", None, "met", "met"]
    assert (found.grade, found.grades) == (None, ("基本均衡", "未达到"))
