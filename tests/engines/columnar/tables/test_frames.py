"""Tables of cases in Polars: what comes back, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import builders
import polars as pl
import pytest
from builders import expression, number_fact, point
from engines.columnar.agreeing import agree
from engines.columnar.of_all_kinds import DISTRICTS, SCHEME, by_the_exact_engine, column, read
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from supervision_rules import SupervisionRulesError, load_scheme
from supervision_rules.engines.columnar import Columnar, Wanted, assess, columnar_of
from supervision_rules.scheme import Case
from supervision_rules.scoring import AllOrNothing
from supervision_rules.testing import cases, schemes

ENGINE = Columnar(SCHEME)
RANGES = Wanted(ranges=True)
FRAME = pl.DataFrame({name: column(name) for name in DISTRICTS[0]})
WANTED = by_the_exact_engine()


def rows(frame: Any) -> list[dict[str, Any]]:
    return list(frame.iter_rows(named=True))


def codes(frame: Any, **how: Any) -> tuple[str, ...]:
    with pytest.raises(SupervisionRulesError) as caught:
        ENGINE.assess(frame, **how)
    return caught.value.codes


def said(frame: Any) -> dict[str, Any]:
    with pytest.raises(SupervisionRulesError) as caught:
        ENGINE.assess(frame)
    (problem,) = caught.value.problems
    return dict(problem.arguments)


class TestWhatComesBack:
    def test_is_what_the_exact_engine_says_of_each_row(self) -> None:
        assert read(ENGINE, rows(ENGINE.assess(FRAME, RANGES))) == WANTED

    def test_is_lazy_where_the_table_was_lazy(self) -> None:
        found = ENGINE.assess(FRAME.lazy(), RANGES)
        assert isinstance(found, pl.LazyFrame)
        assert_frame_equal(found.collect().drop("refused"), ENGINE.assess(FRAME, RANGES))

    def test_is_the_same_streamed_from_file_to_file(self, tmp_path: Path) -> None:
        FRAME.write_parquet(tmp_path / "cases.parquet")
        ENGINE.assess(pl.scan_parquet(tmp_path / "cases.parquet"), RANGES).sink_parquet(tmp_path / "scores.parquet")
        assert_frame_equal(pl.read_parquet(tmp_path / "scores.parquet").drop("refused"), ENGINE.assess(FRAME, RANGES))

    def test_is_the_same_of_rows_that_lack_nothing_by_themselves(self) -> None:
        whole = FRAME.drop_nulls()
        assert 0 < len(whole) < len(FRAME)
        assert read(ENGINE, rows(ENGINE.assess(whole, RANGES))) == WANTED[: len(whole)]
        told = ENGINE.assess(whole.lazy(), RANGES, complete=True).collect().drop("refused")
        assert_frame_equal(told, ENGINE.assess(whole, RANGES))

    def test_has_the_columns_of_the_table_first(self) -> None:
        frame = FRAME.with_columns(district=pl.Series([f"演练区{n}" for n in range(len(FRAME))]))
        found = ENGINE.assess(frame)
        assert_frame_equal(found.select(frame.columns), frame)
        assert found.columns[: len(frame.columns)] == frame.columns

    def test_composes_with_the_query_around_it(self) -> None:
        query = ENGINE.assess(FRAME.lazy().filter(pl.col("pupils") > 5)).group_by("grade").len().sort("grade")
        assert query.collect()["len"].sum() == FRAME["pupils"].gt(5).sum()

    def test_has_only_total_and_grade_where_that_is_wanted(self) -> None:
        found = ENGINE.assess(FRAME, Wanted(points=False))
        assert found.columns[len(FRAME.columns) :] == ["total", "grade"]
        assert_frame_equal(found, ENGINE.assess(FRAME).select(*FRAME.columns, "total", "grade"))

    def test_says_which_clauses_apply(self) -> None:
        found = ENGINE.assess(FRAME, Wanted(clauses=True))
        assert found["clause_survey.1.1"].to_list() == [False, True, None, False, True, None]

    def test_has_grades_in_the_order_of_the_ladder(self) -> None:
        found = ENGINE.assess(FRAME)
        assert found["grade"].dtype == pl.Enum(["优秀", "良好", "合格"])

    def test_has_no_rows_of_a_table_without_rows(self) -> None:
        assert ENGINE.assess(FRAME.head(0)).shape == (0, ENGINE.assess(FRAME).width)

    def test_counts_up_to_the_base_again_by_a_column_of_divisors(self) -> None:
        scheme = builders.scheme(
            [
                point(AllOrNothing(requires=expression("n >= 2")), id="a", worth=10, applies_when="n >= 1"),
                point(AllOrNothing(requires=expression("n >= 3")), id="b", worth=20),
            ],
            [number_fact("n", domain=(0, 5))],
            not_applicable="rescale",
            round_to="0.01",
        )
        found = assess(scheme, pl.DataFrame({"n": [0, 1, 2, 3]}))
        unit = columnar_of(scheme).units["base_score"]
        assert [over * unit / under for over, under in found.select("base_score", "base_score_of").rows()] == [0, 0, 10, 30]


class TestColumns:
    @pytest.mark.parametrize("kind", [pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt32, pl.Float32, pl.Float64])
    def test_numbers_of_any_type(self, kind: Any) -> None:
        frame = FRAME.with_columns(pl.col("survey").cast(kind))
        assert read(ENGINE, rows(ENGINE.assess(frame, RANGES))) == WANTED

    @pytest.mark.parametrize("kind", [pl.Float64, pl.Decimal(10, 2), pl.Decimal(20, 6)])
    def test_numbers_with_places(self, kind: Any) -> None:
        frame = FRAME.with_columns(pl.col("rate").cast(kind))
        assert read(ENGINE, rows(ENGINE.assess(frame, RANGES))) == WANTED

    def test_whole_numbers_of_the_last_place(self) -> None:
        frame = FRAME.with_columns((pl.col("rate") * 100).cast(pl.Int32))
        assert read(ENGINE, rows(ENGINE.assess(frame, RANGES, whole=True))) == WANTED

    @pytest.mark.parametrize("kind", [pl.String, pl.Categorical, pl.Enum(["好", "中", "差"])])
    def test_words_of_any_type(self, kind: Any) -> None:
        assert read(ENGINE, rows(ENGINE.assess(FRAME.with_columns(pl.col("level").cast(kind)), RANGES))) == WANTED

    @given(st.dates() | st.sampled_from([date(2020, 2, 29), date(2020, 3, 1), date.min, date.max]))
    def test_days_are_counted_as_the_calendar_counts_them(self, day: date) -> None:
        found = ENGINE.assess(FRAME.head(1).with_columns(opened=pl.Series([day])), Wanted(clauses=True))
        assert found["clause_order.1.3"].to_list() == [day >= date(2020, 3, 1)]

    def test_a_dot_may_be_an_underscore(self) -> None:
        found = ENGINE.assess(FRAME.rename({"plan.open": "plan_open"}), RANGES)
        assert read(ENGINE, rows(found)) == WANTED

    def test_columns_of_other_names(self) -> None:
        found = ENGINE.assess(FRAME.rename({"rate": "达标率"}), RANGES, columns={"rate": "达标率"})
        assert read(ENGINE, rows(found)) == WANTED

    def test_of_the_label_of_a_fact(self) -> None:
        town = load_scheme("xinbei-towns-2020")
        found = assess(town, pl.DataFrame({"专题研究教育工作次数": [4, 0]}), partial=True)
        assert found["score_meetings"].to_list() == [800, 0]

    def test_none_of_a_fact_keeps_its_rows(self) -> None:
        assert len(ENGINE.assess(pl.DataFrame({"name": ["甲", "乙", "丙"]}), partial=True)) == 3

    def test_a_fact_without_a_column_is_missing_where_that_may_be(self) -> None:
        found = ENGINE.assess(FRAME.drop("survey"), RANGES, partial=True)
        assert_frame_equal(found, ENGINE.assess(FRAME.with_columns(survey=pl.lit(None, dtype=pl.Int8)), RANGES).drop("survey"), check_dtypes=False)


class TestRefused:
    def test_a_table_without_the_column_of_a_fact(self) -> None:
        assert codes(FRAME.drop("survey", "rate")) == ("fact-without-column",) * 2

    def test_a_column_for_a_fact_that_there_is_not(self) -> None:
        assert codes(FRAME, columns={"rates": "rate"}) == ("fact-not-declared",)

    @pytest.mark.parametrize(("name", "values"), [("survey", ["8"] * 6), ("plan.open", [1] * 6), ("level", [3] * 6), ("opened", ["2020-01-01"] * 6)])
    def test_a_column_of_another_type(self, name: str, values: list[Any]) -> None:
        assert codes(FRAME.with_columns(pl.Series(name, values))) == ("column-of-other-type",)

    def test_a_column_of_more_decimals_than_can_be_multiplied(self) -> None:
        assert codes(FRAME.with_columns(survey=pl.lit("1").cast(pl.Decimal(38, 36)))) == ("column-of-other-type",)

    @pytest.mark.parametrize("kind", [pl.Int64, pl.Float64, pl.Decimal(10, 2)])
    def test_a_cell_outside_the_domain_by_its_row(self, kind: Any) -> None:
        frame = FRAME.with_columns(pupils=pl.Series([1, 2, 5001, 4, None, 6000], dtype=kind))
        assert codes(frame) == ("cell-outside-domain",)
        assert said(frame)["row"] == 3

    def test_a_table_that_is_no_file_is_named_by_no_file(self) -> None:
        with pytest.raises(SupervisionRulesError, match=r"^第2行的“pupils”列：pupils 的5001人不在取值范围") as caught:
            ENGINE.assess(FRAME.head(2).with_columns(pupils=pl.Series([1, 5001])))
        assert caught.value.problems[0].place is not None

    def test_a_cell_that_is_no_number(self) -> None:
        assert codes(FRAME.with_columns(survey=pl.Series([1.0, 2.0, None, 4.0, float("nan"), float("inf")]))) == ("cell-outside-domain",)

    @pytest.mark.parametrize("kind", [pl.Float64, pl.Decimal(10, 4)])
    def test_a_cell_with_more_places(self, kind: Any) -> None:
        frame = FRAME.with_columns(rate=pl.Series(["1.25", "1.2501", "1", None, "3", "4"]).cast(kind))
        assert codes(frame) == ("cell-with-more-places",)
        assert said(frame)["row"] == 2

    def test_a_cell_of_other_words(self) -> None:
        assert codes(FRAME.with_columns(level=pl.Series(["好", None, "良", "差", "中", "中"]))) == ("cell-of-other-words",)

    def test_every_column_is_told_at_once(self) -> None:
        frame = FRAME.with_columns(pupils=pl.lit(-1), survey=pl.lit(11))
        assert codes(frame) == ("cell-outside-domain",) * 2

    def test_a_column_with_the_name_of_an_answer(self) -> None:
        assert codes(FRAME.with_columns(total=pl.lit(1))) == ("column-taken",)

    def test_a_row_of_a_lazy_table_alone(self) -> None:
        frame = FRAME.with_columns(pupils=pl.Series([1, 2, 5001, 4, None, 6]), level=pl.Series(["好", "良", "差", "差", None, "中"]))
        found = ENGINE.assess(frame.lazy(), RANGES).collect()
        assert found["refused"].to_list() == [None, "level", "pupils", None, None, None]
        assert found["total"].is_null().to_list()[1:3] == [True, True]
        assert found["grades"].is_null().to_list() == [False, True, True, False, False, False]

    def test_numbers_that_64_bits_do_not_hold(self) -> None:
        facts = [number_fact(name, domain=(0, 10**12)) for name in ("a", "b")]
        scheme = builders.scheme([point(AllOrNothing(requires=expression("a * b * a >= 5")))], facts)
        with pytest.raises(SupervisionRulesError) as caught:
            assess(scheme, pl.DataFrame({"a": [1], "b": [2]}))
        assert caught.value.codes == ("too-wide",)
        assert caught.value.problems[0].arguments["id"] == "point"


@settings(max_examples=8)
@given(st.data())
def test_any_scheme_on_any_table(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    agree(scheme, data.draw(st.lists(cases(scheme), min_size=1, max_size=4)))


@pytest.mark.parametrize("id", ["changzhou-2021", "hefei-2015", "xinbei-towns-2020", "guangdong-modern-2016"])
def test_built_in_schemes_on_cases_drawn(id: str) -> None:
    scheme = load_scheme(id)

    @settings(max_examples=2)
    @given(st.lists(cases(scheme), min_size=1, max_size=3))
    def law(drawn: list[Case]) -> None:
        agree(scheme, drawn)

    law()
