"""Spending on education never falls: year by year, in sum and per pupil, with pay, training and small rural schools beside it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from attrs import evolve

from supervision_rules import Assessment, assess, load_case, load_scheme, under_reading
from supervision_rules.lowering import lower
from supervision_rules.scheme import Basis, Case, Scheme, Trust

GROWTH = ("total-spend", "per-pupil-spend")


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("national-investment-2018")


@pytest.fixture(scope="module")
def lines(scheme: Scheme) -> Case:
    return load_case("at-the-lines", scheme)


def levels(scheme: Scheme, case: str | Case) -> Mapping[str, str | None]:
    return {one.id: one.level for one in result(scheme, case).points}


def unmet(scheme: Scheme, case: str | Case) -> set[str]:
    return {point for point, level in levels(scheme, case).items() if level == "unmet"}


def result(scheme: Scheme, case: str | Case) -> Assessment:
    return assess(scheme, load_case(case, scheme) if isinstance(case, str) else case)


def changed(case: Case, table: str, row: int, **cells: str) -> Case:
    """A case with cells of one row put otherwise."""
    tables = []
    for one in case.tables:
        rows = list(one.rows)
        if one.id == table:
            rows[row] = evolve(rows[row], cells={**rows[row].cells, **cells})
        tables.append(evolve(one, rows=tuple(rows)))
    return evolve(case, tables=tuple(tables))


def told(case: Case, fact: str, value: str) -> Case:
    return evolve(case, facts=tuple(evolve(one, value=value) if one.id == fact else one for one in case.facts))


def test_the_figures_are_the_published_ones(scheme: Scheme) -> None:
    constants = lower(scheme).constants
    assert constants["national.teacher_training_share"].value == Fraction("0.05")
    assert constants["national.small_school_pupils"].value == 100
    trust = {one.id: one.value[0].trust for one in scheme.targets}
    assert trust["national.teacher_training_share"] is Trust.READ_SW
    assert trust["national.small_school_pupils"] is Trust.READ


def test_nothing_is_said_to_be_stated(scheme: Scheme) -> None:
    assert {point.basis for point in scheme.points} == {Basis.RECONSTRUCTED}
    assert {line.basis for point in scheme.points for line in point.provenance} == {Basis.CITED}


class TestGrowth:
    def test_a_year_level_with_the_last_is_no_fall(self, scheme: Scheme, lines: Case) -> None:
        assert unmet(scheme, lines) == set()
        assert result(scheme, lines).grade == "全部达到"

    @pytest.mark.parametrize("row", [1, 2], ids=["2018", "2019"])
    def test_a_hundred_yuan_less_in_either_year_misses_it(self, scheme: Scheme, lines: Case, row: int) -> None:
        later = {"total_spend": "19999.99 万元"}
        rest = changed(lines, "budget", 2, **later) if row == 1 else lines
        assert unmet(scheme, changed(rest, "budget", row, **later)) == {"total-spend"}

    @pytest.mark.parametrize("row", [1, 2], ids=["2018", "2019"])
    def test_a_cent_less_per_pupil_in_either_year_misses_it(self, scheme: Scheme, lines: Case, row: int) -> None:
        assert unmet(scheme, changed(lines, "budget", row, per_pupil_spend="11999.99 元/生")) == {"per-pupil-spend"}

    def test_what_was_spent_in_the_first_year_is_compared_with_no_earlier_one(self, scheme: Scheme, lines: Case) -> None:
        assert unmet(scheme, changed(lines, "budget", 0, total_spend="1 万元", per_pupil_spend="1 元/生")) == set()

    def test_fewer_pupils_excuse_no_fall_of_the_sum(self, scheme: Scheme) -> None:
        assert unmet(scheme, "fewer-pupils") == {"total-spend"}

    def test_more_money_excuses_no_fall_per_pupil(self, scheme: Scheme) -> None:
        assert unmet(scheme, "more-pupils") == {"per-pupil-spend"}

    def test_a_fall_is_not_made_good_by_the_year_after_it(self, scheme: Scheme) -> None:
        assert unmet(scheme, "fall-before") == set(GROWTH)
        assert unmet(under_reading(scheme, "which-years", "evaluated-year-only"), "fall-before") == set()

    def test_a_year_that_is_missing_leaves_it_open_however_high_the_next_is(self, scheme: Scheme) -> None:
        found = levels(scheme, "missing-year")
        assert (found["total-spend"], found["per-pupil-spend"]) == (None, "met")

    def test_a_published_rise_is_not_a_series(self, scheme: Scheme) -> None:
        """Guangdong 2019: 321.777 billion, 14.7% more than the year before; without the year before nothing is decided."""
        assert set(levels(scheme, "guangdong-2019").values()) == {None}


class TestUse:
    def test_a_cent_less_than_civil_servants_misses_teachers_pay(self, scheme: Scheme, lines: Case) -> None:
        assert unmet(scheme, told(lines, "teachers.mean_pay", "97999.99 元/人·年")) == {"teacher-pay"}

    def test_the_share_for_training_is_of_the_budget_of_public_funds(self, scheme: Scheme, lines: Case) -> None:
        assert unmet(scheme, told(lines, "training.budget", "49.99 万元")) == {"training-share"}
        assert unmet(scheme, told(lines, "public_funds.budget", "1000.01 万元")) == {"training-share"}

    def test_a_rural_school_of_99_is_funded_as_100(self, scheme: Scheme, lines: Case) -> None:
        short = changed(lines, "school", 0, funded_pupils="99 生")
        assert unmet(scheme, short) == {"small-schools"}
        (read,) = [
            read for finding in result(scheme, short).item("small-schools").findings for read in finding.reads if read.id == "small_schools.short"
        ]
        assert read.rows == ("山口小学",)

    @pytest.mark.parametrize(("row", "why"), [(2, "in town"), (3, "of 100")], ids=["in-town", "of-a-hundred"])
    def test_other_schools_are_not_asked(self, scheme: Scheme, lines: Case, row: int, why: str) -> None:
        assert unmet(scheme, changed(lines, "school", row, funded_pupils="50 生")) == set(), why

    def test_without_such_a_school_it_does_not_apply(self, scheme: Scheme) -> None:
        assert not result(scheme, "fewer-pupils").item("small-schools").applies

    def test_a_school_whose_funding_is_not_known_leaves_it_open(self, scheme: Scheme) -> None:
        assert levels(scheme, "missing-year")["small-schools"] is None
