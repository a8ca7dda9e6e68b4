"""What a case gives, taken in: every fact and cell checked against its declaration and brought to base units."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import case, choice_fact, column, condition_fact, date_fact, number_fact, quantity, scheme, table, target
from lowering.shown import line

from supervision_rules import SupervisionRulesError
from supervision_rules.lowering import lower, take_in
from supervision_rules.messages import Place, Problem
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
            (date_fact("x"), datetime(2020, 2, 29, 8)),
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

    RUNG = of(tables=[table("bell", column("rung", kind="moment"))])

    def test_a_moment_is_a_number_of_seconds(self) -> None:
        taken_in = take_in(lower(self.RUNG), case(None, {"bell": [{"id": "a", "rung": datetime(1, 1, 2, 0, 1)}]}))
        assert taken_in.rows["bell"] == [{"id": "a", "rung": 2 * 24 * 60 * 60 + 60}]

    @pytest.mark.parametrize("written", [date(2020, 3, 5), "2020-03-05T14:30", datetime(2020, 3, 5, 14, 30, tzinfo=UTC), 14])
    def test_a_moment_has_its_time_and_no_zone(self, written: Written) -> None:
        found = problems(self.RUNG, case(None, {"bell": [{"id": "a", "rung": written}]}))
        assert [(one.code, *one.path[2:]) for one in found] == [("wrong-kind", "rows", 0, "rung")]

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


SCHOOLS = table("school", column("pupils", "人", domain=(1, 5000)), column("big", value="pupils > 500人"))
CLASSES = table(
    "class", column("school", kind="text"), column("grade", domain=(1, 9)), column("size", "人"), key=("school", "grade"), parent="school"
)
LEVEL = choice_fact("level", "城市", "农村")
EACH = quantity("each", "x * 2")


def everything() -> Scheme:
    """A scheme with facts of every kind and two tables, one below the other."""
    return of(PLAIN, LEVEL, evolve(YUAN, id="spend"), condition_fact("plan"), evolve(SHARE, id="rate"), quantities=[EACH], tables=[SCHOOLS, CLASSES])


def rows(*cells: dict[str, Written], of: str = "school", **others: Any) -> Case:
    return case(None, {of: cells, **others})


def plausible(*ends: Written) -> Case:
    return evolve(case(), facts=(Given(id="x", value=3, assumed="未印出", plausible=ends),))


WRONG: list[tuple[Case, list[str]]] = [
    # the case
    (
        evolve(case(x=11), year=2019),
        ["case-of-other-year case/year: case = 2019, scheme = 2020", "outside-domain fact/x/value: high = 10, id = x, low = 0, value = 11"],
    ),
    (evolve(case(x=11), scheme="other"), ["case-of-other-scheme case/scheme: case = other, scheme = test"]),
    # what is given
    (
        case(y=1, plam=True),
        ["fact-not-declared fact/y/id: alike = , id = y", "fact-not-declared fact/plam/id: alike = （是否想写“plan”？）, id = plam"],
    ),
    (case(each=2), ["fact-is-derived fact/each/id: id = each"]),
    (evolve(case(), facts=(Given(id="x", value=3), Given(id="x", value=11))), ["duplicate-id fact/x/id: id = x"]),
    # values
    (case(level="农"), ["unknown-value fact/level/value: alike = （是否想写“农村”？）, value = 农, values = 城市；农村"]),
    (case(level="city"), ["unknown-value fact/level/value: alike = , value = city, values = 城市；农村"]),
    (
        case(level=3, plan="是", spend=True),
        [
            "wrong-kind fact/level/value: kind = 选项, text = 3",
            "wrong-kind fact/plan/value: kind = 条件（是或否）, text = 是",
            "wrong-kind fact/spend/value: kind = 数值, text = True",
        ],
    ),
    (
        case(spend="1,000 元", x="9" * 99),
        [
            "bad-number fact/spend/value: text = 1,000 元",
            "bad-number fact/x/value: text = 999999999999999999999999999999999999999999999999999999999999",
        ],
    ),
    (case(spend="3 yuan"), ["unknown-unit fact/spend/value: unit = yuan"]),
    (case(spend="3", x="3 元"), ["wrong-unit fact/spend/value: given = —, wanted = 元", "wrong-unit fact/x/value: given = 元, wanted = —"]),
    (case(spend="3 人"), ["wrong-unit fact/spend/value: given = 人, wanted = 元"]),
    (
        case(spend="0.001 元", rate="0.25%"),
        ["too-many-places fact/spend/value: places = 2, text = 0.001 元", "too-many-places fact/rate/value: places = 1, text = 0.25%"],
    ),
    (case(x=Decimal("0.5")), ["too-many-places fact/x/value: places = 0, text = 0.5"]),
    (
        case(spend="50000.01 元", rate="100.1%", x=-1),
        [
            "outside-domain fact/spend/value: high = 50000元, id = spend, low = 0元, value = 50000.01元",
            "outside-domain fact/rate/value: high = 100%, id = rate, low = 0%, value = 100.1%",
            "outside-domain fact/x/value: high = 10, id = x, low = 0, value = -1",
        ],
    ),
    # what else may be
    (plausible(1), ["plausible-not-a-range fact/x/plausible: id = x"]),
    (plausible(4, 2), ["plausible-not-a-range fact/x/plausible: id = x"]),
    (plausible(1, 2, 3), ["plausible-not-a-range fact/x/plausible: id = x"]),
    (plausible(1, "two"), ["bad-number fact/x/plausible/1: text = two"]),
    # rows
    (case(None, {"scool": []}), ["unknown-table table/scool/id: alike = （是否想写“school”？）, name = scool"]),
    (evolve(rows(), tables=rows().tables * 2), ["duplicate-id table/school/id: id = school"]),
    (
        rows({"id": "a", "pupil": 3, "big": True}),
        [
            "unknown-column table/school/rows/0/pupil: alike = （是否想写“pupils”？）, name = pupil, table = school",
            "fact-is-derived table/school/rows/0/big: id = school.big",
        ],
    ),
    (
        rows({"id": "a"}, {"pupils": "3 人"}, {"id": "a", "pupils": "0 人"}),
        [
            "key-cell-missing table/school/rows/1: key = id, table = school",
            "outside-domain table/school/rows/2/pupils: high = 5000人, id = pupils, low = 1人, value = 0人",
            "duplicate-row table/school/rows/2: key = a, table = school",
        ],
    ),
    (
        rows({"school": "a"}, {"school": "a", "grade": 1}, {"school": "a", "grade": 1}, of="class"),
        ["key-cell-missing table/class/rows/0: key = school；grade, table = class", "duplicate-row table/class/rows/2: key = a/1, table = class"],
    ),
    (
        rows({"school": "a", "grade": 1}, {"school": "b", "grade": 1}, of="class", school=[{"id": "a"}]),
        ["parent-row-missing table/class/rows/1/school: key = b, parent = school, table = class"],
    ),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=[said[0] for _, said in WRONG])
def test_what_is_wrong_is_said_where_it_stands(given: Case, said: list[str]) -> None:
    assert [line(problem) for problem in problems(everything(), given)] == said


class TestParents:
    @staticmethod
    def classes(**cells: Any) -> Case:
        return rows({"grade": 1, **cells}, of="class", school=[{"id": "a"}, {"id": "b"}])

    def test_a_row_stands_under_one_of_its_parent_table(self) -> None:
        take_in(lower(everything()), self.classes(school="b"))

    def test_whichever_of_the_two_is_given_first(self) -> None:
        given = case(None, {"school": [{"id": "a"}], "class": [{"school": "c", "grade": 1}]})
        assert [one.code for one in problems(everything(), given)] == ["parent-row-missing"]

    def test_where_the_parent_table_is_not_there_nobody_asks(self) -> None:
        take_in(lower(everything()), rows({"school": "c", "grade": 1}, of="class"))

    def test_where_it_has_no_rows_there_is_none(self) -> None:
        given = rows({"school": "a", "grade": 1}, of="class", school=[])
        assert [one.code for one in problems(everything(), given)] == ["parent-row-missing"]


class TestEnds:
    """What a value may have been instead runs from one end to the other."""

    @pytest.mark.parametrize("ends", [(), (2, 4), (3, 3)])
    def test_either_none_or_two_that_run_upward(self, ends: tuple[int, ...]) -> None:
        assert take_in(lower(everything()), plausible(*ends)).values == {"x": 3}

    def test_of_what_is_no_number_there_is_no_order(self) -> None:
        given = evolve(case(), facts=(Given(id="level", value="城市", assumed="?", plausible=("农村", "城市")),))
        assert take_in(lower(everything()), given).values == {"level": "城市"}


def test_problems_are_placed_where_the_file_has_them() -> None:
    given = evolve(case(x=11), locate=lambda problem: Place(f"{problem.path[0]}s.toml", 7))
    assert [str(problem.place) for problem in problems(everything(), given)] == ["facts.toml:7"]
    other = evolve(case(x=11), scheme="other", locate=lambda problem: Place(f"{problem.path[0]}.toml", 1))
    assert [str(problem.place) for problem in problems(everything(), other)] == ["case.toml:1"]
