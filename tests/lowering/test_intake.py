"""What a case gives, taken in: every fact and cell checked against its declaration and brought to base units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import case, choice_fact, column, condition_fact, date_fact, number_fact, quantity, scheme, table, target

from supervision_rules import SupervisionRulesError
from supervision_rules.lowering import lower, take_in
from supervision_rules.messages import Problem
from supervision_rules.scheme import Case, Fact, Given, Scheme, UnitDeclaration, Written

WAN = UnitDeclaration("万元", "元", Fraction(10_000))


def of(*facts: Fact, **more: Any) -> Scheme:
    """A scheme whose facts are all context, and so need no reader."""
    return scheme(facts=[evolve(fact, context=True) for fact in facts], units=[WAN], **more)


def taken(fact: Fact, value: Written) -> Any:
    """What a fact becomes in base units."""
    return take_in(lower(of(fact)), case({fact.id: value})).values[fact.id]


def problems(one: Scheme, given: Case) -> tuple[Problem, ...]:
    with pytest.raises(SupervisionRulesError) as refused:
        take_in(lower(one), given)
    return refused.value.problems


def refused(fact: Fact, value: Written) -> str:
    """The code of what is wrong with a fact."""
    (problem,) = problems(of(fact), case({fact.id: value}))
    assert problem.path == ("fact", fact.id, "value")
    return problem.code


YUAN = number_fact("x", "元", (0, 50_000), places=2)
WAN_YUAN = number_fact("x", "万元", (0, 50), places=2)
SHARE = number_fact("x", "%", (0, 100), places=1)
PLAIN = number_fact("x", domain=(0, 10))


class TestUnits:
    @pytest.mark.parametrize(
        ("fact", "given", "value"),
        [
            (YUAN, "770 元", 770),
            (YUAN, "770元", 770),
            (YUAN, "770.55 元", Fraction("770.55")),
            (YUAN, "3 万元", 30_000),
            (YUAN, "0.077055 万元", Fraction("770.55")),
            (WAN_YUAN, "3 万元", 30_000),
            (WAN_YUAN, "30000 元", 30_000),
            (WAN_YUAN, "30100 元", 30_100),
            (SHARE, "5%", Fraction(1, 20)),
            (SHARE, "99.9 %", Fraction(999, 1000)),
            (PLAIN, "5", 5),
            (PLAIN, 5, 5),
            (PLAIN, Decimal("5.0"), 5),
        ],
    )
    def test_a_value_is_brought_to_base_units(self, fact: Fact, given: Written, value: Any) -> None:
        assert taken(fact, given) == value

    def test_what_is_whole_is_an_int(self) -> None:
        assert type(taken(YUAN, "770.00 元")) is int
        assert type(taken(SHARE, "100%")) is int

    @pytest.mark.parametrize(
        ("fact", "given"), [(YUAN, "770"), (YUAN, 770), (YUAN, "7%"), (SHARE, "5"), (SHARE, "5 元"), (PLAIN, "5 元"), (PLAIN, "5%")]
    )
    def test_it_must_be_of_the_kind_that_is_declared(self, fact: Fact, given: Written) -> None:
        assert refused(fact, given) == "wrong-unit"

    def test_a_unit_that_nobody_declared_is_unknown(self) -> None:
        assert refused(YUAN, "770 亿元") == "wrong-unit"
        assert refused(YUAN, "770 yuan") == "unknown-unit"


class TestPlaces:
    @pytest.mark.parametrize(
        ("fact", "given"), [(YUAN, "0.01 元"), (YUAN, "0.010 元"), (WAN_YUAN, "100 元"), (WAN_YUAN, "49900.00 元"), (SHARE, "0.1%")]
    )
    def test_are_those_of_the_declared_unit(self, fact: Fact, given: str) -> None:
        taken(fact, given)

    @pytest.mark.parametrize(
        ("fact", "given"), [(YUAN, "0.001 元"), (YUAN, "0.0000001 万元"), (WAN_YUAN, "99 元"), (SHARE, "0.25%"), (PLAIN, Decimal("0.5"))]
    )
    def test_more_are_refused(self, fact: Fact, given: Written) -> None:
        assert refused(fact, given) == "too-many-places"


class TestDomain:
    @pytest.mark.parametrize("given", ["0 元", "50000 元", "5 万元", "-0 元"])
    def test_includes_both_ends(self, given: str) -> None:
        taken(YUAN, given)

    @pytest.mark.parametrize("given", ["-0.01 元", "50000.01 元", "5.000001 万元"])
    def test_ends_there(self, given: str) -> None:
        assert refused(YUAN, given) == "outside-domain"

    def test_is_counted_in_its_own_unit(self) -> None:
        assert taken(WAN_YUAN, "500000 元") == 500_000
        assert refused(WAN_YUAN, "500100 元") == "outside-domain"

    def test_may_be_one_value(self) -> None:
        assert taken(number_fact("x", domain=(3, 3)), 3) == 3


class TestKinds:
    @pytest.mark.parametrize(
        ("fact", "given", "value"),
        [
            (condition_fact("x"), True, True),
            (condition_fact("x"), False, False),
            (choice_fact("x", "城市", "农村"), "农村", "农村"),
            (date_fact("x"), date(2020, 2, 29), date(2020, 2, 29).toordinal()),
        ],
        ids=repr,
    )
    def test_each_is_given_as_what_it_is(self, fact: Fact, given: Written, value: Any) -> None:
        assert taken(fact, given) == value

    @pytest.mark.parametrize(
        ("fact", "given"),
        [
            (condition_fact("x"), "是"),
            (condition_fact("x"), "true"),
            (condition_fact("x"), 1),
            (choice_fact("x", "城市", "农村"), True),
            (choice_fact("x", "城市", "农村"), 1),
            (date_fact("x"), "2020-02-29"),
            (date_fact("x"), 2020),
            (PLAIN, True),
            (PLAIN, date(2020, 2, 29)),
        ],
        ids=repr,
    )
    def test_and_as_nothing_else(self, fact: Fact, given: Written) -> None:
        assert refused(fact, given) == "wrong-kind"

    @pytest.mark.parametrize("given", ["城 市", "乡村", "", "农村 "])
    def test_a_choice_is_one_of_its_values(self, given: str) -> None:
        assert refused(choice_fact("x", "城市", "农村"), given) == "unknown-value"

    @pytest.mark.parametrize("given", ["", "很多", "1,000 元", "1e3 元", "７ 元", Decimal("NaN"), Decimal("Infinity")])
    def test_a_number_is_one(self, given: Written) -> None:
        assert refused(YUAN, given) == "bad-number"


class TestNames:
    QUANTITIES = (quantity("doubled", "x * 2"), quantity("counted", "count(school)", (0, 9), better="more", unit="所"))
    SCHOOLS = table("school", column("pupils"))
    OF = of(PLAIN, quantities=QUANTITIES, tables=[SCHOOLS], targets=[target("line", 3)])

    @pytest.mark.parametrize(("id", "code"), [("y", "fact-not-declared"), ("line", "fact-not-declared"), ("doubled", "fact-is-derived")])
    def test_only_what_is_declared_is_given(self, id: str, code: str) -> None:
        (problem,) = problems(self.OF, case({id: 3}))
        assert (problem.code, problem.path) == (code, ("fact", id, "id"))

    def test_a_target_that_is_in_force_is_not(self) -> None:
        bounded = of(PLAIN, quantities=[quantity("share", "x / line")], targets=[target("line", 3)])
        assert [one.code for one in problems(bounded, case(line=3))] == ["fact-is-derived"]

    def test_an_aggregate_may_be(self) -> None:
        assert take_in(lower(self.OF), case(counted="3 所")).values == {"counted": 3}

    def test_what_is_not_given_is_not_there(self) -> None:
        assert take_in(lower(self.OF), case()).values == {}
        assert take_in(lower(self.OF), case()).rows == {}

    def test_a_fact_is_given_once(self) -> None:
        twice = evolve(case(), facts=(Given(id="x", value=3), Given(id="x", value=3)))
        assert [one.code for one in problems(self.OF, twice)] == ["duplicate-id"]


class TestCase:
    @pytest.mark.parametrize("year", [2019, 2021, 20200])
    def test_it_is_of_the_evaluated_year(self, year: int) -> None:
        (problem,) = problems(of(), evolve(case(), year=year))
        assert (problem.code, problem.path) == ("case-of-other-year", ("case", "year"))

    def test_it_is_of_the_scheme(self) -> None:
        (problem,) = problems(of(), evolve(case(), scheme="changzhou-2021"))
        assert (problem.code, problem.path) == ("case-of-other-scheme", ("case", "scheme"))

    def test_everything_wrong_is_said_at_once(self) -> None:
        wrong = evolve(case(x=11, y=1), year=2019)
        assert [one.code for one in problems(of(PLAIN), wrong)] == ["case-of-other-year", "outside-domain", "fact-not-declared"]

    def test_it_is_taken_in_once(self) -> None:
        lowered, given = lower(of(PLAIN)), case(x=3)
        assert take_in(lowered, given) is take_in(lowered, given)

    def test_but_for_another_scheme_again(self) -> None:
        given = case(x="3 元")
        one, other = lower(of(number_fact("x", "元"))), lower(of(number_fact("x", "元", (0, 2))))
        take_in(one, given)
        with pytest.raises(SupervisionRulesError):
            take_in(other, given)

    def test_schemes_that_differ_in_a_declared_unit_only_do_not_share_it(self) -> None:
        thousand = UnitDeclaration("万元", "元", Fraction(1000))
        fact = evolve(number_fact("x", "元"), context=True)
        given = case(x="3 万元")
        found = [take_in(lower(scheme(facts=[fact], units=[unit])), given).values["x"] for unit in (WAN, thousand)]
        assert found == [30_000, 3_000]


class TestPlausible:
    @staticmethod
    def given(*ends: Written) -> Case:
        return evolve(case(), facts=(Given(id="x", value="770 元", assumed="未印出", plausible=ends),))

    def test_its_ends_are_values_of_the_fact(self) -> None:
        take_in(lower(of(YUAN)), self.given("650 元", "0.085 万元"))

    @pytest.mark.parametrize(
        ("end", "code"), [("850", "wrong-unit"), ("50001 元", "outside-domain"), ("0.001 元", "too-many-places"), (True, "wrong-kind")]
    )
    def test_each_is_checked(self, end: Written, code: str) -> None:
        for position, ends in enumerate(((end, "850 元"), ("650 元", end))):
            (problem,) = problems(of(YUAN), self.given(*ends))
            assert (problem.code, problem.path) == (code, ("fact", "x", "plausible", position))

    def test_nothing_of_it_is_scored(self) -> None:
        assert take_in(lower(of(YUAN)), self.given("650 元", "850 元")).values == {"x": 770}


class TestRows:
    COLUMNS = (
        column("pupils", "人", domain=(1, 5000)),
        column("good", kind="condition"),
        column("level", kind="choice", values=("一般", "优质")),
        column("since", kind="date"),
        column("big", value="pupils > 500人"),
    )
    SCHOOLS = table("school", *COLUMNS)
    CLASSES = table("class", column("school", kind="text"), column("grade", domain=(1, 9)), column("size", "人"), key=("school", "grade"))
    OF = of(tables=[SCHOOLS, CLASSES])

    def rows(self, *rows: dict[str, Written], of: str = "school") -> list[dict[str, Any]]:
        return take_in(lower(self.OF), case(None, {of: rows})).rows[of]

    def codes(self, *rows: dict[str, Written], of: str = "school") -> list[tuple[Any, ...]]:
        return [(one.code, *one.path[2:]) for one in problems(self.OF, case(None, {of: rows}))]

    def test_cells_are_taken_in_like_facts(self) -> None:
        row: dict[str, Written] = {"id": "东小", "pupils": "120 人", "good": True, "level": "优质", "since": date(2000, 9, 1)}
        assert self.rows(row) == [{"id": "东小", "pupils": 120, "good": True, "level": "优质", "since": date(2000, 9, 1).toordinal()}]

    def test_a_cell_that_is_not_there_is_missing(self) -> None:
        assert self.rows({"id": "东小"}) == [{"id": "东小", "pupils": None, "good": None, "level": None, "since": None}]

    def test_a_table_without_rows_is_there(self) -> None:
        assert self.rows() == []

    def test_every_cell_is_checked_where_it_stands(self) -> None:
        rows: list[dict[str, Written]] = [
            {"id": "a", "pupils": "0 人"},
            {"id": "b", "level": "好"},
            {"id": "c", "colour": "red"},
            {"id": "d", "big": True},
            {"id": 5},
        ]
        assert self.codes(*rows) == [
            ("outside-domain", "rows", 0, "pupils"),
            ("unknown-value", "rows", 1, "level"),
            ("unknown-column", "rows", 2, "colour"),
            ("fact-is-derived", "rows", 3, "big"),
            ("wrong-kind", "rows", 4, "id"),
        ]

    def test_a_row_is_known_by_its_key(self) -> None:
        assert self.codes({"id": "a"}, {"pupils": "3 人"}, {"id": "a"}) == [("key-cell-missing", "rows", 1), ("duplicate-row", "rows", 2)]

    def test_a_key_may_be_of_several_columns(self) -> None:
        first, second, again = ({"school": "a", "grade": grade} for grade in (1, 2, 1))
        assert len(self.rows(first, second, of="class")) == 2
        assert self.codes(first, second, again, of="class") == [("duplicate-row", "rows", 2)]
        assert self.codes({"school": "a"}, of="class") == [("key-cell-missing", "rows", 0)]

    def test_a_table_is_declared_and_given_once(self) -> None:
        assert [one.code for one in problems(self.OF, case(None, {"scool": []}))] == ["unknown-table"]
        once = case(None, {"school": []})
        assert [one.code for one in problems(self.OF, evolve(once, tables=once.tables * 2))] == ["duplicate-id"]
