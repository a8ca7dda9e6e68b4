"""What is counted from tables of rows, for many cases at once: as the exact engine counts it for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from builders import case, column, expression, number_fact, point, quantity, scheme, table
from engines.columnar.tabled import KEY, agree, quantities, records
from engines.exact.looking import aggregate, reading
from engines.exact.rules import below, needs
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from supervision_rules import Case, Scheme, SupervisionRulesError, load_case, load_scheme
from supervision_rules.engines.columnar import Columnar, prepare
from supervision_rules.engines.columnar.rows import aggregating, counting_rows
from supervision_rules.engines.columnar.rows.row_values import NotSaid
from supervision_rules.engines.exact import prepare as prepare_exactly
from supervision_rules.loading import case_files, scheme_directories
from supervision_rules.lowering import lower
from supervision_rules.scheme import Constraint
from supervision_rules.testing import cases, schemes

UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
WITH_ROWS = [id for id in sorted(scheme_directories(())) if lower(load_scheme(id)).tables]

TABLES = (
    table("area", column("urban", kind="condition")),
    table(
        "school",
        column("area", kind="text"),
        column("pupils", domain=(0, 500)),
        column("teachers", domain=(0, 50)),
        column("limit", domain=(0, 60)),
        column("per", value="pupils / teachers"),
        column("large", value="count(class where size > school.limit)"),
        column("fine", value="large == 0 or area.urban"),
        column("part", value="share(class.size where size > school.limit)"),
        parent="area",
    ),
    table("class", column("school", kind="text"), column("size", domain=(0, 60)), parent="school"),
    table("award", column("name", kind="text"), column("level", kind="choice", values=("city", "province", "nation")), column("number")),
    table("budget", column("year", domain=(2000, 2100)), column("spend", domain=(0, 50)), column("heads", domain=(0, 5)), key=["year"]),
    table("peer", column("rate", domain=(0, 100), unit="%", places=1)),
)
LARGE: dict[str, Any] = {"domain": (0, 10**6), "better": "more", "places": 2}
COUNTS = {
    "schools": ("count(school)", {}),
    "fine": ("count(school where fine)", {}),
    "crowded": ("count(class where size > school.limit and school.per >= least)", {}),
    "urban": ("sum(class.size where area.urban)", {}),
    "pupils": ("sum(school.pupils where pupils > least)", {}),
    "largest": ("max(school.pupils where fine)", {"when_empty": "0"}),
    "least_per": ("min(school.per)", {"when_empty": "7"}),
    "sum_per": ("sum(school.per where fine)", {}),
    "shared": ("share(school where fine)", {"when_empty": "50%", "unit": "%", "domain": (0, 100)}),
    "enrolled": ("share(school.pupils where fine)", {"when_empty": "1"}),
    "falling": ("falls(budget.spend over year from 2018 to 2020)", {}),
    "rising": ("rises(budget.spend / budget.heads over year from 2018 to 2020)", {}),
    "ranked": ("rank(rate among peer.rate)", {}),
    "honours": ('sum(award.number once by name highest level where level != "city")', {}),
    "parts": ("max(school.part)", {"when_empty": "0"}),
}
EVEN = "cv(school.per by school.pupils) + cv(school.pupils by school.teachers where fine) <= 0.5 + least / 500"
EVERYTHING = scheme(
    [
        *(point(below("5", id, "1", "0.1", at_most=2), id=f"of-{id.replace('_', '-')}", worth=2) for id in COUNTS if id != "shared"),
        point(below("50%", "shared", "1%", "0.1", at_most=2), id="of-shared", worth=2),
        point(needs("even"), id="of-even", worth=2),
    ],
    [number_fact("least", domain=(0, 500)), number_fact("rate", unit="%", domain=(0, 100), places=1)],
    tables=TABLES,
    quantities=[quantity("even", EVEN), *(quantity(id, value, **LARGE | about) for id, (value, about) in COUNTS.items())],
    constraints=[Constraint(id="least-in-all", requires=expression("crowded <= least + 1000000"))],
    round_to="0.01",
)
DEEP: dict[str, Any] = {
    "area": [{"id": "town", "urban": True}, {"id": "hill", "urban": False}],
    "school": [
        {"id": "A", "area": "town", "pupils": 100, "teachers": 7, "limit": 45},
        {"id": "B", "area": "hill", "pupils": 210, "teachers": 13, "limit": 40},
        {"id": "C", "area": "hill", "pupils": 50, "teachers": 4, "limit": 45},
    ],
    "class": [
        {"id": "A1", "school": "A", "size": 46},
        {"id": "A2", "school": "A", "size": 45},
        {"id": "B1", "school": "B", "size": 41},
        {"id": "C1", "school": "C", "size": 45},
    ],
    "award": [
        {"id": "a", "name": "reading", "level": "city", "number": 5},
        {"id": "b", "name": "reading", "level": "nation", "number": 1},
        {"id": "c", "name": "football", "level": "province", "number": 3},
        {"id": "d", "name": "football", "level": "province", "number": 4},
    ],
    "budget": [{"year": 2020, "spend": 7, "heads": 3}, {"year": 2018, "spend": 9, "heads": 4}, {"year": 2019, "spend": 2, "heads": 1}],
    "peer": [{"id": "p", "rate": "51.5%"}, {"id": "q", "rate": "50%"}],
}
FACTS: dict[str, Any] = {"least": 10, "rate": "51%"}


def without(table: str, row: int, *names: str) -> dict[str, Any]:
    """The rows, one of them without some cells."""
    rows = [dict(one) for one in DEEP[table]]
    for name in names:
        rows[row].pop(name)
    return {**DEEP, table: rows}


SEVERAL = [
    case(FACTS, DEEP),
    case(FACTS, {}),
    case(FACTS, {name: [] for name in DEEP}),
    case(None, DEEP),
    *(case(FACTS, {name: rows for name, rows in DEEP.items() if name != gone}) for gone in DEEP),
    case(FACTS, without("school", 0, "pupils")),
    case(FACTS, without("school", 1, "teachers", "limit")),
    case(FACTS, without("school", 2, "area")),
    case(FACTS, without("class", 3, "size")),
    case(FACTS, without("class", 0, "school")),
    case(FACTS, without("award", 3, "name")),
    case(FACTS, without("award", 0, "level")),
    case(FACTS, without("budget", 1, "spend")),
    case(FACTS, without("budget", 0, "heads")),
    case(FACTS, without("peer", 1, "rate")),
]


def counted_exactly(of: Scheme, many: Sequence[Case]) -> list[dict[str, Any]]:
    names = [name for name, made in lower(of).inputs.items() if made.aggregate is not None]
    return [{name: values[name] for name in names} for values in (prepare_exactly(of, one) for one in many)]


class TestAsTheExactEngine:
    def test_every_function_on_several_cases_at_once(self) -> None:
        assert quantities(EVERYTHING, SEVERAL) == counted_exactly(EVERYTHING, SEVERAL)

    def test_and_so_is_what_comes_of_them(self) -> None:
        agree(EVERYTHING, SEVERAL)

    @settings(max_examples=6, phases=UNSHRUNK)
    @given(st.lists(cases(EVERYTHING, near=SEVERAL[0]), min_size=1, max_size=4))
    def test_on_cases_drawn_around_one(self, many: list[Case]) -> None:
        agree(EVERYTHING, many)

    @settings(max_examples=8, phases=UNSHRUNK)
    @given(st.data())
    def test_on_any_scheme(self, data: st.DataObject) -> None:
        of = data.draw(schemes())
        agree(of, [data.draw(cases(of)) for _ in range(2)])

    @pytest.mark.parametrize("id", WITH_ROWS)
    def test_on_every_case_of_every_scheme(self, id: str) -> None:
        of = load_scheme(id)
        agree(of, [load_case(file, of) for file in case_files(of).values()])

    @pytest.mark.parametrize("id", ["national-preschool-2020", "national-investment-2018", "zhoushan-2007"])
    def test_on_cases_drawn_around_those(self, id: str) -> None:
        of = load_scheme(id)

        @settings(max_examples=3, phases=UNSHRUNK)
        @given(st.lists(cases(of), min_size=1, max_size=3))
        def law(many: list[Case]) -> None:
            agree(of, many)

        law()


class TestSettledCaseByCase:
    """Where columns cannot say it, the exact engine's own code comes to the same."""

    def test_the_aggregates(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: Any) -> Any:
            raise NotSaid

        monkeypatch.setattr(counting_rows.Counting, "_aggregation", refuse)
        assert quantities(EVERYTHING, SEVERAL) == counted_exactly(EVERYTHING, SEVERAL)

    def test_the_columns_of_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: Any) -> Any:
            raise NotSaid

        monkeypatch.setattr(counting_rows, "put_node", refuse)
        assert quantities(EVERYTHING, SEVERAL) == counted_exactly(EVERYTHING, SEVERAL)

    def test_sums_that_64_bits_may_not_hold(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(aggregating.Aggregation, "_adds_up_to_much", lambda _: True)
        assert quantities(EVERYTHING, SEVERAL) == counted_exactly(EVERYTHING, SEVERAL)

    def test_cells_whose_product_64_bits_do_not_hold(self) -> None:
        rows = table("school", column("a", domain=(0, 10**12)), column("b", domain=(0, 10**12)), column("more", value="a * b > 10 * b * b"))
        of = aggregate("count(school where more)", rows)
        many = [case(None, {"school": [{"id": "1", "a": 10**12, "b": b}, {"id": "2", "a": 3, "b": 10**12}]}) for b in (10**11, 10**11 - 1)]
        assert [one["q"] for one in quantities(of, many)] == [0, 1]

    def test_what_is_wider_than_64_bits_itself_is_refused_by_name(self) -> None:
        rows = table("school", column("a", domain=(1, 10**12)), column("b", domain=(1, 10**12)), column("per", value="a / b"))
        of = aggregate("sum(school.per)", rows, domain=(0, 10**15))
        many = [case(None, {"school": [{"id": str(n), "a": 1, "b": 10**12 - n} for n in range(4)]})]
        assert refused(of, many) == ("too-wide",)


def refused(of: Scheme, many: Sequence[Case] = (), *changes: Any, **how: Any) -> tuple[str, ...]:
    """The codes of what is wrong with the tables of cases, once they are changed."""
    return tuple(problem.code for problem in problems(of, many, *changes, **how))


def problems(of: Scheme, many: Sequence[Case], change: Any = lambda frame, tables: (frame, tables), **how: Any) -> Any:
    frame, tables = change(*records(of, many))
    with pytest.raises(SupervisionRulesError) as caught:
        prepare(of, frame, tables, KEY, whole=True, **how)
    return caught.value.problems


SCHOOLS = table("school", column("pupils", domain=(0, 500)), column("level", kind="choice", values=("low", "high")))
COUNT = aggregate("count(school where pupils > 2 and level == 'high')", SCHOOLS, places=0)
TWO = [case(None, {"school": [{"id": "1", "pupils": 3, "level": "high"}]}), case(None, {"school": [{"id": "1", "pupils": 5, "level": "low"}]})]


class TestWhatIsGivenToo:
    def test_stands_where_rows_do_not_tell_it(self) -> None:
        many = [case(q=7), case({"q": 7}, {"school": [{"id": "1"}]}), *TWO]
        assert [one["q"] for one in quantities(COUNT, many)] == [7, 7, 1, 0]

    def test_must_agree_with_the_rows(self) -> None:
        (problem,) = problems(COUNT, [TWO[0], case({"q": 3}, {"school": []})])
        assert problem.code == "given-contradicts-rows"
        assert problem.path == ("演练1区 2001",)

    def test_may_be_what_is_printed_of_it(self) -> None:
        of = aggregate("share(school where pupils > 0)", SCHOOLS, unit="%", domain=(0, 100), places=2, when_empty="0%")
        rows = {"school": [{"id": str(n), "pupils": n} for n in range(3)]}
        assert str(quantities(of, [case({"q": "66.67%"}, rows)])[0]["q"]) == "2/3"
        assert refused(of, [case({"q": "66.66%"}, rows)]) == ("given-contradicts-rows",)

    def test_may_be_a_condition_on_coefficients(self) -> None:
        of = aggregate("cv(school.pupils by school.pupils) <= 0.5", SCHOOLS, condition=True)
        rows = {"school": [{"id": "1", "pupils": 1}, {"id": "2", "pupils": 1}]}
        assert [one["q"] for one in quantities(of, [case(q=False), case({"q": True}, rows), case(None, rows)])] == [False, True, True]
        assert refused(of, [case({"q": False}, rows)]) == ("given-contradicts-rows",)


class TestWhatIsRefused:
    def test_a_number_that_is_counted_out_of_its_domain(self) -> None:
        of = aggregate("sum(school.pupils)", SCHOOLS, domain=(0, 4))
        (problem,) = problems(of, TWO)
        assert (problem.code, problem.path) == ("outside-domain", ("演练1区 2001",))

    def test_a_constraint_on_rows_that_does_not_hold_with_the_rows_of_each_case(self) -> None:
        of = held("pupils <= 4", table="school")
        (problem,) = problems(of, TWO)
        assert (problem.code, problem.path) == ("constraint-broken", ("演练1区 2001",))
        assert problem.arguments["values"] == ["1"]
        frame, tables = records(of, TWO)
        assert prepare(of, frame, tables, KEY, whole=True, check=False)["q"].to_list() == [3, 5]

    def test_a_constraint_on_cases_that_does_not_hold(self) -> None:
        (problem,) = problems(held("q <= a"), [case({"a": 3}, rows_of(one)) for one in TWO])
        assert (problem.code, problem.path) == ("constraint-broken", ("演练1区 2001",))

    @pytest.mark.parametrize(
        ("code", "change"),
        [
            ("key-without-column", lambda frame, tables: (frame.drop("evaluated"), tables)),
            ("key-without-column", lambda frame, tables: (frame, {"school": tables["school"].drop("evaluated")})),
            ("key-empty", lambda frame, tables: (frame.with_columns(district=pl.lit(None, dtype=pl.String)), tables)),
            ("case-in-two-rows", lambda frame, tables: (pl.concat([frame, frame]), tables)),
            ("rows-without-case", lambda frame, tables: (frame.head(1), tables)),
            ("unknown-table", lambda frame, tables: (frame, {"schools": tables["school"]})),
            ("cells-without-column", lambda frame, tables: (frame, {"school": tables["school"].drop("pupils")})),
            ("column-of-other-type", lambda frame, tables: (frame, {"school": tables["school"].with_columns(pupils=pl.lit("3"))})),
            (
                "column-of-other-type",
                lambda frame, tables: (frame, {"school": tables["school"].with_columns(pupils=pl.lit("3").cast(pl.Decimal(38, 36)))}),
            ),
            ("cell-outside-domain", lambda frame, tables: (frame, {"school": tables["school"].with_columns(pupils=501)})),
            ("cell-of-other-words", lambda frame, tables: (frame, {"school": tables["school"].with_columns(level=pl.lit("middling"))})),
            ("duplicate-row", lambda frame, tables: (frame, {"school": pl.concat([tables["school"], tables["school"].tail(1)])})),
            ("key-cell-missing", lambda frame, tables: (frame, {"school": tables["school"].with_columns(id=pl.lit(None, dtype=pl.String))})),
        ],
    )
    def test_what_is_wrong_with_tables(self, code: str, change: Any) -> None:
        assert refused(COUNT, TWO, change) == (code,)

    def test_a_cell_by_its_table_row_and_column(self) -> None:
        def last_too_large(frame: Any, tables: Mapping[str, Any]) -> Any:
            return frame, {"school": tables["school"].with_columns(pupils=pl.Series([3, 501]))}

        (problem,) = problems(COUNT, TWO, last_too_large)
        assert (problem.place.file, problem.place.line, problem.arguments["column"]) == ("school", 2, "pupils")

    def test_a_row_below_one_that_is_not_there(self) -> None:
        def lost(frame: Any, tables: Mapping[str, Any]) -> Any:
            return frame, {**tables, "class": tables["class"].with_columns(school=pl.lit("Z"))}

        assert refused(EVERYTHING, SEVERAL[:1], lost) == ("parent-row-missing",)


def held(requires: str, **about: Any) -> Scheme:
    """A scheme that sums pupils, with a constraint."""
    constraint = Constraint(id="held", requires=expression(requires), **about)
    summed = quantity("q", "sum(school.pupils)", domain=(0, 9), better="more")
    points = [point(reading("q")), point(reading("a"), id="a")]
    return scheme(points, [number_fact("a")], tables=[SCHOOLS], quantities=[summed], constraints=[constraint])


def rows_of(one: Case) -> dict[str, Any]:
    return {table.id: [row.cells for row in table.rows] for table in one.tables}


class TestTables:
    def test_a_case_without_rows_has_none_unless_it_is_said_not_to_be_known(self) -> None:
        frame, tables = records(COUNT, [*TWO, case(None, {"school": []}), case()])
        assert prepare(COUNT, frame, tables, KEY)["q"].to_list() == [1, 0, 0, None]
        assert prepare(COUNT, frame.drop("school_known"), tables, KEY)["q"].to_list() == [1, 0, 0, 0]

    def test_a_table_that_is_not_given_is_not_known(self) -> None:
        frame, _ = records(COUNT, TWO)
        assert prepare(COUNT, frame, {}, KEY)["q"].to_list() == [None, None]

    def test_rows_of_a_case_that_is_said_not_to_have_them_are_passed_over(self) -> None:
        frame, tables = records(COUNT, TWO)
        assert prepare(COUNT, frame.with_columns(school_known=pl.Series([None, True])), tables, KEY)["q"].to_list() == [None, 0]

    def test_columns_may_have_other_names(self) -> None:
        frame, tables = records(COUNT, TWO)
        other = {"school": tables["school"].rename({"pupils": "学生"})}
        assert prepare(COUNT, frame, other, KEY, columns={"school.pupils": "学生"})["q"].to_list() == [1, 0]

    def test_cells_may_be_absent_where_that_is_said(self) -> None:
        frame, tables = records(COUNT, TWO)
        assert prepare(COUNT, frame, {"school": tables["school"].drop("pupils")}, KEY, partial=True)["q"].to_list() == [None, 0]

    def test_numbers_may_be_in_the_unit_of_their_column(self) -> None:
        of = aggregate("sum(school.books)", table("school", column("books", places=1)), places=1)
        schools = pl.DataFrame({"district": ["演练区", "演练区"], "evaluated": [1, 1], "id": ["1", "2"], "books": [7.5, 0.1]})
        one = pl.DataFrame({"district": ["演练区"], "evaluated": [1]})
        assert prepare(of, one, {"school": schools}, KEY).select("q", "q_of").rows() == [(38, 5)]
        whole = {"school": schools.with_columns(books=pl.Series([75, 1]))}
        assert prepare(of, one, whole, KEY, whole=True).drop(KEY).row(0, named=True) == {"q": 76}

    def test_of_lazy_tables_no_column_is_read_that_is_not_of_the_scheme(self) -> None:
        frame, tables = records(COUNT, TWO)
        read: list[Any] = []
        costly = tables["school"].lazy().with_columns(photo=pl.col("id").map_batches(read.append, return_dtype=pl.String))
        assert prepare(COUNT, frame, {"school": costly}, KEY)["q"].to_list() == [1, 0]
        assert read == []

    def test_a_case_keeps_its_other_columns(self) -> None:
        frame, tables = records(COUNT, TWO)
        found = prepare(COUNT, frame.with_columns(note=pl.lit("!")), tables, KEY)
        assert_frame_equal(found.drop("q"), frame.with_columns(note=pl.lit("!")).drop("q"))

    def test_no_cases_make_no_rows(self) -> None:
        frame, tables = records(COUNT, TWO)
        assert len(prepare(COUNT, frame.clear(), {"school": tables["school"].clear()}, KEY)) == 0

    @pytest.mark.parametrize("of", ["lazy", "pandas", "pyarrow", "duckdb", "narwhals"])
    def test_come_back_as_the_cases_came(self, of: str) -> None:
        def like(frame: pl.DataFrame) -> Any:
            made = {"lazy": frame.lazy, "pandas": frame.to_pandas, "pyarrow": frame.to_arrow, "narwhals": lambda: nw.from_native(frame)}
            return duckdb.from_arrow(frame.to_arrow()) if of == "duckdb" else made[of]()

        frame, tables = records(COUNT, TWO)
        found = prepare(COUNT, like(frame.drop("q")), {name: like(one) for name, one in tables.items()}, KEY)
        assert isinstance(found, type(like(frame)))
        native = nw.from_native(found)
        rows = native.collect("pyarrow").to_native() if isinstance(native, nw.LazyFrame) else native.to_arrow()
        assert isinstance(rows, pa.Table)
        assert rows["q"].to_pylist() == [1, 0]
        Columnar(COUNT).assess(found)
