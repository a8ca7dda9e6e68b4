"""The acceptance of towns strong in education: a fixed deduction for each missing element, whatever the size of the item."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from supervision_rules import SupervisionRulesError, assess, load_case, load_scheme, under_reading
from supervision_rules.scheme import Basis, Case, Scheme

ELEMENTS = 75


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("guangdong-strong-town")


@pytest.fixture(scope="module")
def full(scheme: Scheme) -> Case:
    return load_case("all-present", scheme)


def told(case: Case, **facts: str) -> Case:
    """A case with facts put otherwise; `__` stands for the dot of a name."""
    wanted = {name.replace("__", "."): value for name, value in facts.items()}
    return evolve(case, facts=tuple(evolve(one, value=wanted.get(one.id, one.value)) for one in case.facts))


def lacking(case: Case, *elements: tuple[str, int]) -> Case:
    """A case that lacks these elements, each by its item's title and its number in it."""
    (table,) = case.tables
    rows = [
        evolve(row, cells={**row.cells, "present": False}) if (row.cells["item"], int(str(row.cells["number"]))) in elements else row
        for row in table.rows
    ]
    assert sum(row.cells["present"] is False for row in rows) == len(elements)
    return evolve(case, tables=(evolve(table, rows=tuple(rows)),))


class TestStructure:
    def test_is_as_published(self, scheme: Scheme) -> None:
        first = [one for one in scheme.indicators if one.parent is None]
        second = [one for one in scheme.indicators if one.parent is not None]
        assert (len(first), len(second), len(scheme.points)) == (2, 6, 27)
        assert sum(point.worth for point in scheme.points) == 100 == scheme.header.base

    def test_names_and_worths_are_ours(self, scheme: Scheme) -> None:
        assert {one.basis for one in (scheme.header, *scheme.points, *scheme.indicators)} == {Basis.RECONSTRUCTED}
        for point in scheme.points:
            assert {line.element for line in point.provenance if line.basis is Basis.CITED} == {"rate"}


class TestElements:
    def test_with_all_of_them_a_town_has_full_marks(self, scheme: Scheme, full: Case) -> None:
        result = assess(scheme, full)
        assert (result.total, result.grade) == (100, "通过")

    @pytest.mark.parametrize(("item", "title"), [("law", "依法治教"), ("priority", "优先发展"), ("buildings", "校舍场地")])
    def test_one_missing_costs_the_same_in_an_item_of_two_three_or_four(self, scheme: Scheme, full: Case, item: str, title: str) -> None:
        result = assess(scheme, lacking(full, (title, 1)))
        assert result.total == Fraction("99.8")
        assert result.item(item).score == {point.id: point.worth for point in scheme.points}[item] - Fraction("0.2")

    def test_an_item_without_any_keeps_the_rest_of_its_worth(self, scheme: Scheme, full: Case) -> None:
        assert assess(scheme, lacking(full, *(("校舍场地", number) for number in (1, 2, 3, 4)))).item("buildings").score == Fraction("3.2")

    def test_one_not_yet_looked_at_leaves_its_item_open(self, scheme: Scheme) -> None:
        result = assess(scheme, load_case("missing-cells", scheme))
        assert {one.id for one in result.points if one.score is None} == {"aid", "responsibility"}
        assert (result.total, result.grade) == (None, "通过")

    def test_one_left_out_is_a_mistake_and_not_a_present_one(self, scheme: Scheme, full: Case) -> None:
        (table,) = full.tables
        assert len(table.rows) == ELEMENTS
        with pytest.raises(SupervisionRulesError, match="75"):
            assess(scheme, evolve(full, tables=(evolve(table, rows=table.rows[1:]),)))


class TestOtherDeductions:
    def test_each_leader_of_the_wrong_rank_costs_as_much_as_an_element(self, scheme: Scheme, full: Case) -> None:
        assert assess(scheme, told(full, leaders__wrong_rank="2 人")).item("responsibility").score == Fraction("3.6")

    def test_each_unresolved_problem_costs_twice_as_much(self, scheme: Scheme, full: Case) -> None:
        assert assess(scheme, told(full, problems__unresolved="2 个")).item("rectification").score == Fraction("3.2")

    def test_another_reading_deducts_once_for_all_problems(self, scheme: Scheme, full: Case) -> None:
        once = under_reading(scheme, "per-problem", "once")
        assert assess(once, told(full, problems__unresolved="2 个")).item("rectification").score == Fraction("3.6")
        assert assess(once, full).item("rectification").score == 4

    def test_an_item_stops_at_nothing(self, scheme: Scheme) -> None:
        result = assess(scheme, load_case("rectification-to-zero", scheme))
        assert (result.item("rectification").score, result.total) == (0, 96)


@pytest.mark.parametrize(("case", "total", "grade"), [("at-the-line", "90", "通过"), ("below-the-line", "89.8", "不通过")])
def test_the_line_is_included(scheme: Scheme, case: str, total: str, grade: str) -> None:
    result = assess(scheme, load_case(case, scheme))
    assert (result.total, result.grade) == (Fraction(total), grade)
