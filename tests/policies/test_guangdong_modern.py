"""The acceptance of counties advanced in modernization: counts of grades by area class, mandatory items, and the worst element of an item."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from supervision_rules import Assessment, assess, load_case, load_scheme
from supervision_rules.scheme import Basis, Case, Scheme, Trust

BOUNDS = {"一类": (34, 0), "二类": (32, 0), "三类": (30, 2)}
"""The least A and the most C of each class, as the published text prints them."""

MANDATORY = {"priority", "spend", "conditions", "pay", "certificates", "dropouts", "balance", "safety"}


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("guangdong-modern-2016")


@pytest.fixture(scope="module")
def lines(scheme: Scheme) -> Case:
    return load_case("first-class-at-the-lines", scheme)


def told(case: Case, **facts: str) -> Case:
    """A case with facts put otherwise; `__` stands for the dot of a name."""
    wanted = {name.replace("__", "."): value for name, value in facts.items()}
    assert wanted.keys() <= {one.id for one in case.facts}
    return evolve(case, facts=tuple(evolve(one, value=wanted.get(one.id, one.value)) for one in case.facts))


def without(case: Case, *facts: str) -> Case:
    return evolve(case, facts=tuple(one for one in case.facts if one.id not in facts))


def spent(case: Case, column: str, *amounts: str) -> Case:
    """A case with the years 2013 to 2016 of one column put otherwise; an empty text is an empty cell."""
    (budget,) = case.tables
    rows = []
    for row, amount in zip(budget.rows, amounts, strict=True):
        cells = {name: value for name, value in row.cells.items() if name != column}
        rows.append(evolve(row, cells={**cells, column: amount} if amount else cells))
    return evolve(case, tables=(evolve(budget, rows=tuple(rows)),))


def levels(result: Assessment) -> dict[str, int]:
    return {level: sum(one.level == level for one in result.points) for level in "ABC"}


def graded(lines: Case, area: str, b: int, c: int) -> Case:
    """A county with all A but so many B and C in items that are not mandatory."""
    items = [one.id for one in lines.facts if one.id.endswith(".first") and one.id.split(".")[0] not in MANDATORY]
    marks = {name.replace(".", "__"): mark for name, mark in zip(items, "B" * b + "C" * c, strict=False)}
    return told(lines, area=area, **{"reform__second": "A", "aid__first": "A", **marks})


class TestCounts:
    @pytest.mark.parametrize("area", BOUNDS)
    def test_the_bounds_are_as_published(self, scheme: Scheme, area: str) -> None:
        found = {}
        for target in scheme.targets:
            for value in target.value:
                if dict(value.where or {}).get("area") == area:
                    found[target.id] = value.value
                    assert (value.basis, value.trust) == (Basis.CITED, Trust.READ)
        assert found == {"modern.least_a": BOUNDS[area][0], "modern.most_c": BOUNDS[area][1]}

    @pytest.mark.parametrize(
        ("area", "b", "c", "grade"),
        [
            ("一类", 2, 0, "通过"),
            ("一类", 3, 0, "不通过"),
            ("一类", 0, 1, "不通过"),
            ("二类", 4, 0, "通过"),
            ("二类", 5, 0, "不通过"),
            ("二类", 0, 1, "不通过"),
            ("三类", 6, 0, "通过"),
            ("三类", 4, 2, "通过"),
            ("三类", 5, 2, "不通过"),
            ("三类", 0, 2, "通过"),
            ("三类", 0, 3, "不通过"),
        ],
    )
    def test_each_class_is_held_to_its_own(self, scheme: Scheme, lines: Case, area: str, b: int, c: int, grade: str) -> None:
        result = assess(scheme, graded(lines, area, b, c))
        assert levels(result) == {"A": 36 - b - c, "B": b, "C": c}
        assert result.grade == grade

    def test_there_are_enough_items_for_the_counts(self, scheme: Scheme) -> None:
        assert len(scheme.points) == 36


class TestMandatory:
    def test_they_are_starred(self, scheme: Scheme) -> None:
        assert {point.id for point in scheme.points if point.number.startswith("★")} == MANDATORY

    @pytest.mark.parametrize(
        ("facts", "item"),
        [
            ({"priority__first": "B"}, "priority"),
            ({"conditions__second": "B"}, "conditions"),
            ({"pay__teachers": "89999.99 元/人·年"}, "pay"),
            ({"certificated__share": "99.99%"}, "certificates"),
            ({"retention__junior": "97.99%"}, "dropouts"),
            ({"balance__first": "B"}, "balance"),
            ({"safety__first": "B"}, "safety"),
        ],
        ids=str,
    )
    def test_one_below_a_fails_however_many_others_are_a(self, scheme: Scheme, lines: Case, facts: dict[str, str], item: str) -> None:
        result = assess(scheme, told(graded(lines, "一类", 0, 0), **facts))
        assert levels(result) == {"A": 35, "B": 1, "C": 0}
        assert (result.item(item).level, result.grade) == ("B", "不通过")

    def test_another_below_a_does_not(self, scheme: Scheme, lines: Case) -> None:
        assert assess(scheme, told(graded(lines, "一类", 0, 0), preschool__gross_enrolment="94.99%")).grade == "通过"


class TestSatisfaction:
    @pytest.mark.parametrize(("rate", "grade"), [("85%", "通过"), ("84.99%", "不通过")])
    def test_85_is_included(self, scheme: Scheme, lines: Case, rate: str, grade: str) -> None:
        assert assess(scheme, told(lines, satisfaction=rate)).grade == grade

    def test_it_is_as_published(self, scheme: Scheme) -> None:
        (target,) = (one for one in scheme.targets if one.id == "modern.satisfaction")
        assert [value.value for value in target.value] == [Fraction(85)]


class TestElements:
    @pytest.mark.parametrize(("first", "second", "level"), [("A", "A", "A"), ("A", "B", "B"), ("B", "B", "B"), ("C", "A", "C"), ("B", "C", "C")])
    def test_an_item_stands_at_the_worst(self, scheme: Scheme, lines: Case, first: str, second: str, level: str) -> None:
        assert assess(scheme, told(lines, moral__first=first, moral__second=second)).item("moral").level == level

    @pytest.mark.parametrize(("first", "level"), [("A", None), ("B", None), ("C", "C")])
    def test_an_element_not_yet_graded_leaves_the_item_open_unless_another_is_c(
        self, scheme: Scheme, lines: Case, first: str, level: str | None
    ) -> None:
        assert assess(scheme, without(told(lines, moral__first=first), "moral.second")).item("moral").level == level


class TestRising:
    @pytest.mark.parametrize(
        ("amounts", "level"),
        [
            (("1000", "1000.01", "1000.02", "1000.03"), "A"),
            (("1000", "1000", "1000.02", "1000.03"), "B"),
            (("1000", "1000.01", "1000.01", "1000.03"), "B"),
            (("1000", "1000.01", "1000.02", "1000.01"), "B"),
            (("1000", "1000", "1000", "1000.03"), "C"),
            (("1000", "999", "1000.02", "1000.03"), "B"),
        ],
    )
    @pytest.mark.parametrize(("column", "unit"), [("total_spend", "万元"), ("per_pupil_spend", "元/生")])
    def test_each_of_three_years_is_above_the_year_before(
        self, scheme: Scheme, lines: Case, column: str, unit: str, amounts: tuple[str, ...], level: str
    ) -> None:
        assert assess(scheme, spent(lines, column, *(f"{amount} {unit}" for amount in amounts))).item("spend").level == level

    def test_a_year_without_a_number_leaves_it_open(self, scheme: Scheme, lines: Case) -> None:
        result = assess(scheme, spent(lines, "total_spend", "1000 万元", "1001 万元", "", "1003 万元"))
        assert (result.item("spend").level, result.grade) == (None, None)


@pytest.mark.parametrize(
    ("item", "facts", "level"),
    [
        ("pay", {"pay__teachers": "85500 元/人·年"}, "B"),
        ("pay", {"pay__teachers": "85499.99 元/人·年"}, "C"),
        ("certificates", {"certificated__share": "98%"}, "B"),
        ("certificates", {"certificated__share": "97.99%"}, "C"),
        ("preschool", {"preschool__gross_enrolment": "95%"}, "A"),
        ("preschool", {"preschool__gross_enrolment": "90%"}, "B"),
        ("preschool", {"preschool__gross_enrolment": "89.99%"}, "C"),
        ("dropouts", {"retention__junior": "95%"}, "B"),
        ("dropouts", {"retention__junior": "94.99%"}, "C"),
        ("class-size", {"classes__large": "10 个"}, "B"),
        ("class-size", {"classes__large": "11 个"}, "C"),
    ],
    ids=str,
)
def test_what_is_computed_includes_its_bounds(scheme: Scheme, lines: Case, item: str, facts: dict[str, str], level: str) -> None:
    assert assess(scheme, told(lines, **facts)).item(item).level == level


def test_what_is_not_graded_leaves_the_county_open(scheme: Scheme) -> None:
    result = assess(scheme, load_case("missing-cells", scheme))
    assert {one.id for one in result.points if one.level is None} == {"reform"}
    assert result.grade is None


def test_the_sources_name_no_document_that_was_not_read(scheme: Scheme) -> None:
    assert scheme.header.basis is Basis.RECONSTRUCTED
    assert all(point.basis is Basis.RECONSTRUCTED for point in scheme.points)
    assert [line for point in scheme.points for line in point.provenance if line.basis is Basis.STATED] == []
