"""Aggregates over rows: what each function counts, and when it is not known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from builders import OURS, YEAR, case, choice_fact, column, condition_fact, number_fact, point, quantity, refusals, scheme, table
from engines.exact.looking import Rows, aggregate, q, read, reading

from supervision_rules.scheme import Scheme, Target, TargetValue

SCHOOLS = table("school", column("pupils"), column("good", kind="condition"), column("books", places=1))


def schools(*rows: tuple[Any, Any]) -> Rows:
    """Rows of pupils and good; None leaves a cell out."""
    names = ("pupils", "good")
    return {
        "school": [{"id": str(n)} | {name: cell for name, cell in zip(names, row, strict=True) if cell is not None} for n, row in enumerate(rows, 1)]
    }


MIXED = schools((100, True), (50, False), (250, True))


class TestFunctions:
    @pytest.mark.parametrize(
        ("value", "expected", "about"),
        [
            ("count(school)", 3, {}),
            ("count(school where good)", 2, {}),
            ("count(school where pupils > 50)", 2, {}),
            ("sum(school.pupils)", 400, {}),
            ("sum(school.pupils where not good)", 50, {}),
            ("sum(school.pupils / 3)", Fraction(400, 3), {}),
            ("min(school.pupils)", 50, {"when_empty": "0"}),
            ("max(school.pupils where good)", 250, {"when_empty": "0"}),
            ("share(school where good)", Fraction(2, 3), {"when_empty": "0%"}),
            ("share(school.pupils where good)", Fraction(350, 400), {"when_empty": "0%"}),
        ],
    )
    def test_of_three_schools(self, value: str, expected: Any, about: dict[str, Any]) -> None:
        assert q(aggregate(value, SCHOOLS, **about), MIXED) == expected

    def test_a_condition_may_read_the_facts_of_the_case(self) -> None:
        of = aggregate("count(school where pupils >= line)", SCHOOLS, facts=[number_fact("line")])
        assert q(of, MIXED, line=100) == 2
        assert q(of, MIXED, line=251) == 0
        assert q(of, MIXED) is None

    def test_names_the_rows_that_it_counted(self) -> None:
        seen = read(aggregate("count(school where good)", SCHOOLS), "q", case(None, MIXED))
        assert seen.rows == ("1", "3")
        assert seen.superseded == ()


class TestMissing:
    def test_a_table_that_is_not_there_is_missing_and_an_empty_one_has_no_rows(self) -> None:
        for value, empty in (("count(school)", 0), ("sum(school.pupils)", 0)):
            of = aggregate(value, SCHOOLS)
            assert q(of) is None
            assert q(of, {"school": []}) == empty

    @pytest.mark.parametrize("value", ["min(school.pupils)", "max(school.pupils)", "share(school where good)", "share(school.pupils where good)"])
    def test_least_greatest_and_share_of_no_rows_are_what_the_author_says(self, value: str) -> None:
        of = aggregate(value, SCHOOLS, when_empty="7")
        assert q(of, {"school": []}) == 7
        assert q(of) is None

    def test_the_least_of_no_fitting_rows_is_what_the_author_says(self) -> None:
        of = aggregate("min(school.pupils where pupils > 1000)", SCHOOLS, when_empty="7")
        assert q(of, MIXED) == 7

    def test_a_share_of_rows_of_which_none_fits_is_nought(self) -> None:
        assert q(aggregate("share(school where pupils > 1000)", SCHOOLS, when_empty="7"), MIXED) == 0

    def test_a_share_of_a_sum_that_is_nought_is_what_the_author_says(self) -> None:
        assert q(aggregate("share(school.pupils where good)", SCHOOLS, when_empty="7"), schools((0, True), (0, False))) == 7

    def test_what_needs_rows_must_say_what_it_is_without(self) -> None:
        for value in ("min(school.pupils)", "max(school.pupils)", "share(school where good)"):
            assert refusals(aggregate(value, SCHOOLS)) == ("when-empty-needed",)
        for value in ("count(school)", "sum(school.pupils)"):
            assert refusals(aggregate(value, SCHOOLS, when_empty="0")) == ("when-empty-needless",)

    def test_one_unknown_condition_makes_the_whole_unknown(self) -> None:
        unsure = schools((100, True), (50, None))
        for value, about in (
            ("count(school where good)", {}),
            ("sum(school.pupils where good)", {}),
            ("share(school where good)", {"when_empty": "0"}),
        ):
            assert q(aggregate(value, SCHOOLS, **about), unsure) is None

    def test_an_unknown_cell_matters_only_on_rows_that_are_counted(self) -> None:
        unsure = schools((100, True), (None, False))
        assert q(aggregate("sum(school.pupils)", SCHOOLS), unsure) is None
        assert q(aggregate("sum(school.pupils where good)", SCHOOLS), unsure) == 100
        assert q(aggregate("count(school where good)", SCHOOLS), unsure) == 1
        assert q(aggregate("max(school.pupils where good)", SCHOOLS, when_empty="0"), unsure) == 100

    def test_a_false_condition_decides_a_row_whatever_else_is_missing(self) -> None:
        assert q(aggregate("count(school where good and pupils > 10)", SCHOOLS), schools((None, False), (20, True))) == 1


AWARDS = table("award", column("name", kind="text"), column("level", kind="choice", values=("city", "province", "nation")), column("number"))


class TestSameOnce:
    ROWS: Rows = {
        "award": [
            {"id": "a", "name": "reading", "level": "city", "number": 5},
            {"id": "b", "name": "reading", "level": "nation", "number": 1},
            {"id": "c", "name": "reading", "level": "province", "number": 2},
            {"id": "d", "name": "football", "level": "province", "number": 3},
            {"id": "e", "name": "football", "level": "province", "number": 4},
        ]
    }

    @pytest.mark.parametrize(("level", "number", "total"), [("nation", 1, 1), ("province", 1, 3), ("city", 0, 0)])
    def test_of_one_name_only_the_highest_level_counts(self, level: str, number: int, total: int) -> None:
        once = f'once by name highest level where level == "{level}"'
        assert q(aggregate(f"count(award {once})", AWARDS), self.ROWS) == number
        assert q(aggregate(f"sum(award.number {once})", AWARDS), self.ROWS) == total

    def test_a_tie_takes_the_first_row(self) -> None:
        # 足球两行同为省级：取前一行的3，不取4。
        assert q(aggregate("sum(award.number once by name highest level)", AWARDS), self.ROWS) == 1 + 3

    def test_names_the_rows_that_were_superseded(self) -> None:
        seen = read(aggregate("count(award once by name highest level)", AWARDS), "q", case(None, self.ROWS))
        assert seen.rows == ("b", "d")
        assert seen.superseded == ("a", "c", "e")

    def test_the_condition_comes_after_the_choice(self) -> None:
        # 国家级排除在外，同名的省级也不顶上来。
        of = aggregate('count(award once by name highest level where level != "nation")', AWARDS)
        assert q(of, self.ROWS) == 1

    def test_an_unknown_name_or_level_makes_the_whole_unknown(self) -> None:
        of = aggregate("count(award once by name highest level)", AWARDS)
        assert q(of, {"award": [{"id": "a", "name": "reading"}]}) is None
        assert q(of, {"award": [{"id": "a", "level": "city"}]}) is None


BUDGET = table("budget", column("year"), column("spend"), key=["year"])


class TestSeries:
    @staticmethod
    def falls(*spend: Any, value: str = "falls(budget.spend over year from 2017 to 2020)", first: int = 2017) -> Any:
        rows = [{"year": year} | ({} if amount is None else {"spend": amount}) for year, amount in enumerate(spend, first) if amount != "gap"]
        return q(aggregate(value, BUDGET), {"budget": rows})

    def test_counts_the_years_below_the_year_before(self) -> None:
        assert self.falls(1, 2, 3, 4) == 0
        assert self.falls(4, 3, 2, 1) == 3
        assert self.falls(2, 1, 3, 2) == 2

    def test_a_year_at_the_level_of_the_year_before_does_not_fall(self) -> None:
        assert self.falls(2, 2, 2, 2) == 0

    def test_rises_counts_the_years_above_the_year_before_and_no_level_one(self) -> None:
        rises = "rises(budget.spend over year from 2017 to 2020)"
        assert self.falls(1, 2, 3, 4, value=rises) == 3
        assert self.falls(2, 1, 3, 3, value=rises) == 1
        assert self.falls(1, None, 2, 3, value=rises) is None

    def test_a_missing_year_or_value_is_unknown(self) -> None:
        assert self.falls(1, 2, 3) is None
        assert self.falls(1, "gap", 2, 3) is None
        assert self.falls(1, None, 2, 3) is None

    def test_years_out_of_the_series_do_not_matter(self) -> None:
        assert self.falls(9, 1, 2, 3, 4, 0, first=2016) == 0
        assert self.falls(None, 1, 2, 3, 4, None, first=2016) == 0

    def test_the_order_of_rows_does_not_matter(self) -> None:
        of = aggregate("falls(budget.spend over year from 2018 to 2020)", BUDGET)
        assert q(of, {"budget": [{"year": 2020, "spend": 1}, {"year": 2018, "spend": 3}, {"year": 2019, "spend": 2}]}) == 2


PEERS = table("peer", column("score", places=2))


class TestRank:
    @staticmethod
    def rank(own: Any, *peers: Any) -> Any:
        of = aggregate("rank(own among peer.score)", PEERS, facts=[number_fact("own", places=2)])
        rows = [{"id": str(n)} | ({} if peer is None else {"score": peer}) for n, peer in enumerate(peers)]
        return q(of, {"peer": rows}, **({} if own is None else {"own": own}))

    def test_is_one_more_than_the_number_above(self) -> None:
        assert self.rank(90, 95, 85, 80) == 2
        assert self.rank(96, 95, 85, 80) == 1
        assert self.rank(1, 95, 85, 80) == 4

    def test_those_at_the_same_value_share_a_rank(self) -> None:
        assert self.rank(85, 95, 85, 85, 80) == 2
        assert self.rank(80, 95, 85, 85, 80) == 4

    def test_it_makes_no_difference_whether_the_own_row_is_among_the_peers(self) -> None:
        assert self.rank(85, 95, 80) == self.rank(85, 95, 85, 80) == 2

    def test_no_peers_leave_the_first_rank(self) -> None:
        assert self.rank(0) == 1

    def test_a_missing_peer_or_own_value_is_unknown(self) -> None:
        assert self.rank(90, 95, None) is None
        assert self.rank(None, 95) is None


SIZES = table("school", column("pupils"), column("books", places=6), column("per", value="books / pupils"))


def sizes(*rows: tuple[int, Any]) -> Rows:
    return {"school": [{"id": str(n), "pupils": pupils, "books": books} for n, (pupils, books) in enumerate(rows)]}


class TestDispersion:
    HALF = aggregate("cv(school.per by school.pupils) <= 0.5", SIZES, condition=True)

    def test_exactly_at_its_limit_holds(self) -> None:
        assert q(self.HALF, sizes((100, 100), (100, 300))) is True

    def test_a_hair_above_does_not_although_it_prints_the_same(self) -> None:
        assert q(self.HALF, sizes((100, 100), (100, "300.000001"))) is False

    def test_is_weighted_by_pupils(self) -> None:
        # 均值 (300×1 + 100×3) ÷ 400 = 1.5，方差 (300×0.25 + 100×2.25) ÷ 400 = 0.75，0.75 ÷ 2.25 = 1/3。
        rows = sizes((300, 300), (100, 300))
        assert q(aggregate("cv(school.per by school.pupils) <= 0.577350269189", SIZES, condition=True), rows) is False
        assert q(aggregate("cv(school.per by school.pupils) <= 0.577350269190", SIZES, condition=True), rows) is True

    def test_a_composite_of_roots_exactly_at_its_limit(self) -> None:
        # 甲表 √(1/2) 的两倍与 √2 相等：2×cv − cv − cv = 0，含等号成立，不含不成立。
        rows = sizes((100, 0), (100, 100), (100, 200))
        even = "cv(school.per by school.pupils) + cv(school.books by school.pupils)"
        assert q(aggregate(f"({even}) / 2 <= cv(school.per by school.pupils)", SIZES, condition=True), rows) is True
        assert q(aggregate(f"({even}) / 2 < cv(school.per by school.pupils)", SIZES, condition=True), rows) is False
        assert q(aggregate(f"{even} == 2 * cv(school.books by school.pupils)", SIZES, condition=True), rows) is True

    def test_schools_that_have_nothing_at_all_are_alike(self) -> None:
        assert q(aggregate("cv(school.per by school.pupils) == 0", SIZES, condition=True), sizes((100, 0), (50, 0))) is True

    def test_where_they_even_out_at_nothing_it_is_unknown(self) -> None:
        signed = table("school", column("pupils"), column("books", places=6), column("per", value="(books - 100) / pupils"))
        assert q(aggregate("cv(school.per by school.pupils) <= 0.5", signed, condition=True), sizes((100, 0), (100, 200))) is None

    def test_without_rows_or_weights_it_is_unknown(self) -> None:
        assert q(self.HALF, {"school": []}) is None
        assert q(self.HALF, {"school": [{"id": "1", "pupils": 100}]}) is None
        assert q(self.HALF) is None

    def test_schools_that_do_not_count_are_left_out_by_a_condition(self) -> None:
        of = aggregate("cv(school.per by school.pupils where pupils > 0) <= 0.5", SIZES, condition=True)
        assert q(of, sizes((100, 100), (100, 300), (0, 0))) is True
        assert q(self.HALF, sizes((100, 100), (100, 300), (0, 0))) is None

    def test_equal_schools_have_none(self) -> None:
        assert q(aggregate("cv(school.per by school.pupils) == 0", SIZES, condition=True), sizes((7, 14), (3, 6))) is True


DEEP = (
    table("area", column("urban", kind="condition")),
    table(
        "school",
        column("area", kind="text"),
        column("limit"),
        column("large", value="count(class where size > school.limit)"),
        column("biggest", value="max(class.size)"),
        column("fine", value="large == 0 or area.urban"),
        parent="area",
    ),
    table("class", column("school", kind="text"), column("size"), parent="school"),
)
TREE: Rows = {
    "area": [{"id": "town", "urban": True}, {"id": "hill", "urban": False}],
    "school": [
        {"id": "A", "area": "town", "limit": 45},
        {"id": "B", "area": "hill", "limit": 40},
        {"id": "C", "area": "hill", "limit": 45},
    ],
    "class": [
        {"id": "A1", "school": "A", "size": 46},
        {"id": "A2", "school": "A", "size": 45},
        {"id": "B1", "school": "B", "size": 41},
        {"id": "C1", "school": "C", "size": 45},
    ],
}


class TestRowsUnderRows:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("sum(school.large)", 2),
            ("count(school where fine)", 2),  # 甲在城区，丙没有大班
            ("count(class where size > school.limit)", 2),
            ("count(class where area.urban)", 2),
            ("count(class where school.large > 0 and not area.urban)", 1),
        ],
    )
    def test_rows_see_those_above_and_count_those_below(self, value: str, expected: int) -> None:
        assert q(aggregate(value, *DEEP), TREE) == expected

    def test_a_school_without_classes_has_no_biggest_class(self) -> None:
        childless = {**TREE, "class": TREE["class"][:3]}  # type: ignore[index]
        of = aggregate("sum(school.biggest)", *DEEP)
        assert q(of, TREE) == 46 + 41 + 45
        assert q(of, childless) is None
        assert q(aggregate("sum(school.large)", *DEEP), childless) == 2

    def test_without_the_table_below_what_reads_it_is_unknown(self) -> None:
        flat = {name: rows for name, rows in TREE.items() if name != "class"}
        assert q(aggregate("sum(school.large)", *DEEP), flat) is None
        assert q(aggregate("count(school where fine)", *DEEP), flat) is None
        assert q(aggregate("count(school)", *DEEP), flat) == 3

    def test_without_the_table_above_what_reads_it_is_unknown(self) -> None:
        headless = {name: rows for name, rows in TREE.items() if name != "area"}
        assert q(aggregate("count(class where area.urban)", *DEEP), headless) is None
        assert q(aggregate("sum(school.large)", *DEEP), headless) == 2


class TestDerivedColumns:
    def test_at_least_six_of_seven_with_a_floor_on_the_rest(self) -> None:
        names = "abcdefg"
        meets = f"at_least(6, {', '.join(f'{name} >= 100' for name in names)})"
        floor = " and ".join(f"{name} >= 85" for name in names)
        of = aggregate(
            "count(school where up)", table("school", *map(column, names), column("meets", value=meets), column("up", value=f"meets and {floor}"))
        )

        def up(*values: int | None) -> Any:
            return q(of, {"school": [{"id": "1"} | {name: value for name, value in zip(names, values, strict=True) if value is not None}]})

        assert up(100, 100, 100, 100, 100, 100, 85) == 1
        assert up(100, 100, 100, 100, 100, 100, 84) == 0
        assert up(100, 100, 100, 100, 100, 99, 99) == 0
        assert up(100, 100, 100, 100, 100, 100, None) is None
        assert up(100, 100, 100, 100, 99, 99, None) == 0

    def test_a_derived_cell_may_read_another_in_any_order(self) -> None:
        of = aggregate("sum(school.d)", table("school", column("d", value="c + 1"), column("c", value="b * 2"), column("b")))
        assert q(of, {"school": [{"id": "1", "b": 5}]}) == 11

    def test_dividing_by_nought_makes_a_cell_unknown(self) -> None:
        of = aggregate("sum(school.per)", SIZES)
        assert q(of, sizes((100, 200), (0, 5))) is None
        assert q(of, sizes((100, 200))) == 2


class TestTargetsWithClasses:
    def test_reading_one_over_rows_is_refused_and_never_crashes(self) -> None:
        assert refusals(_classed("count(school where pupils >= goal)")) == ("classes-in-quantity",)
        derived = table("school", column("pupils"), column("up", value="pupils >= goal"))
        assert refusals(_classed("count(school where up)", derived)) == ("classes-in-quantity",)


def _classed(value: str, rows: Any = SCHOOLS) -> Scheme:
    values = [TargetValue(from_=date(2000, 1, 1), value=Fraction(n), where={"area": area}, **OURS) for n, area in ((10, "town"), (20, "hill"))]
    return scheme(
        [point(reading("q"))],
        [choice_fact("area", "hill", "town")],
        tables=[rows],
        quantities=[quantity("q", value, domain=(0, 100), better="more")],
        targets=[Target(id="goal", label="goal", value=tuple(values), confirmed_for=(YEAR,))],
    )


def test_conditions_of_the_case_are_read_on_rows() -> None:
    of = scheme(
        [point(reading("q")), point(reading("strict", condition=True), id="other")],
        [condition_fact("strict")],
        tables=[SCHOOLS],
        quantities=[quantity("q", "count(school where good or not strict)", domain=(0, 100), better="more")],
    )
    assert read(of, "q", case({"strict": True}, MIXED)).value == 2
    assert read(of, "q", case({"strict": False}, MIXED)).value == 3
    assert read(of, "q", case(None, MIXED)).value is None
