"""Tables of other engines than Polars: the same answers, of the same kind, lazy where they were lazy. Each is skipped where it is not installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl
import pytest
from engines.columnar.agreeing import agree
from engines.columnar.of_all_kinds import DISTRICTS, SCHEME, by_the_exact_engine, column, read
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import SupervisionRulesError, load_case, load_scheme
from supervision_rules.engines.columnar import Columnar, Wanted, sweep, table_of_cases
from supervision_rules.loading import case_files
from supervision_rules.testing import cases, schemes

ENGINE = Columnar(SCHEME)
RANGES = Wanted(ranges=True)
WANTED = by_the_exact_engine()
FRAME = pl.DataFrame(
    {"nr": range(len(DISTRICTS)), "district": [f"演练区{n}" for n in range(len(DISTRICTS))], **{name: column(name) for name in DISTRICTS[0]}}
)
INTS = FRAME.with_columns(rate=(pl.col("rate") * 100).cast(pl.Int64))
"""The same in whole numbers of the last places."""


def is_right(rows: Sequence[Mapping[str, Any]]) -> None:
    """Whether the rows of answers are those of the exact engine, with the columns that are none passed through."""
    ordered = sorted(rows, key=lambda row: int(row["nr"]))
    assert [row["district"] for row in ordered] == FRAME["district"].to_list()
    assert read(ENGINE, ordered) == WANTED


class TestPyArrow:
    def test_is_scored(self) -> None:
        pytest.importorskip("pyarrow")
        found = ENGINE.assess(FRAME.to_arrow(), RANGES)
        assert type(found).__module__.startswith("pyarrow")
        is_right(found.to_pylist())

    def test_says_which_cell_is_wrong(self) -> None:
        pytest.importorskip("pyarrow")
        with pytest.raises(SupervisionRulesError) as raised:
            ENGINE.assess(FRAME.with_columns(pupils=pl.lit(-1)).to_arrow())
        assert raised.value.codes == ("cell-outside-domain",)


class TestPandas:
    def test_with_types_of_arrow_is_scored(self) -> None:
        pd = pytest.importorskip("pandas")
        pytest.importorskip("pyarrow")
        found = ENGINE.assess(FRAME.to_pandas(use_pyarrow_extension_array=True), RANGES)
        assert isinstance(found, pd.DataFrame)
        is_right(pl.from_pandas(found).to_dicts())

    def test_with_types_that_know_missing_values_is_scored(self) -> None:
        pytest.importorskip("pandas")
        found = ENGINE.assess(self._typed(boolean="boolean", string="string"), RANGES)
        is_right(pl.from_pandas(found).to_dicts())

    def test_keeps_the_index(self) -> None:
        pytest.importorskip("pandas")
        given = self._typed(boolean="boolean", string="string").set_index("district", drop=False)
        assert list(ENGINE.assess(given).index) == FRAME["district"].to_list()

    def test_with_objects_is_scored(self) -> None:
        pytest.importorskip("pandas")
        given = self._typed(boolean="object", string="object")
        given["opened"] = column("opened")
        is_right(pl.from_pandas(ENGINE.assess(given, RANGES)).to_dicts())

    def test_says_of_words_for_conditions_that_they_are_none(self) -> None:
        pd = pytest.importorskip("pandas")
        given = self._typed(boolean="boolean", string="string")
        given["plan.open"] = pd.Series(["是", "否", "是", None, "是", None], dtype="object")
        with pytest.raises(SupervisionRulesError) as raised:
            ENGINE.assess(given)
        assert raised.value.codes == ("column-of-other-type",)
        (problem,) = raised.value.problems
        assert problem.arguments["column"] == "plan.open"

    def test_says_of_moments_that_they_are_no_days(self) -> None:
        pd = pytest.importorskip("pandas")
        given = self._typed(boolean="boolean", string="string")
        given["opened"] = pd.to_datetime([None if day is None else datetime(day.year, day.month, day.day) for day in column("opened")])
        with pytest.raises(SupervisionRulesError) as raised:
            ENGINE.assess(given)
        assert raised.value.codes == ("column-of-other-type",)

    @staticmethod
    def _typed(boolean: str, string: str) -> Any:
        """As people have it: floats with NaN for numbers that lack some."""
        import pandas as pd

        numbers = {
            name: pd.Series([None if value is None else float(value) for value in column(name)], dtype="float64")
            for name in ("rate", "pupils", "seats", "survey")
        }
        return pd.DataFrame(
            {
                "nr": range(len(DISTRICTS)),
                "district": FRAME["district"].to_list(),
                **numbers,
                "plan.open": pd.Series(column("plan.open"), dtype=boolean),
                "level": pd.Series(column("level"), dtype=string),
                "opened": pd.Series(column("opened"), dtype="date32[pyarrow]"),
            }
        )


class TestDuckDB:
    @pytest.fixture
    def duckdb(self) -> Any:
        return pytest.importorskip("duckdb")

    @pytest.mark.parametrize("frame", [FRAME, FRAME.with_columns(pl.col("rate").cast(pl.Float64))], ids=["decimal", "float"])
    def test_is_scored_lazily(self, duckdb: Any, frame: pl.DataFrame) -> None:  # noqa: ARG002 (DuckDB finds it)
        found = ENGINE.assess(duckdb.sql("SELECT * FROM frame"), RANGES)
        assert isinstance(found, duckdb.DuckDBPyRelation)
        is_right(found.pl().to_dicts())

    def test_is_scored_in_whole_numbers(self, duckdb: Any) -> None:
        frame = INTS  # noqa: F841 (DuckDB finds it)
        is_right(ENGINE.assess(duckdb.sql("SELECT * FROM frame"), RANGES, whole=True).pl().to_dicts())

    def test_refuses_a_row_by_its_column(self, duckdb: Any) -> None:
        frame = FRAME.with_columns(pupils=pl.when(nr=1).then(-1).otherwise("pupils"))  # noqa: F841
        rows = ENGINE.assess(duckdb.sql("SELECT * FROM frame ORDER BY nr")).order("nr").pl()
        assert rows["refused"].to_list() == [None, "pupils", None, None, None, None]
        assert rows["grade"][1] is None

    def test_composes_with_a_query(self, duckdb: Any) -> None:
        frame = FRAME  # noqa: F841
        scored = ENGINE.assess(duckdb.sql("SELECT * FROM frame"))  # noqa: F841
        best = duckdb.sql("SELECT grade, count(*) AS n FROM scored GROUP BY grade HAVING grade IS NOT NULL").pl()
        assert dict(best.iter_rows()) == {grade: sum(row["grade"] == grade for row in WANTED) for grade in {row["grade"] for row in WANTED} - {None}}

    def test_takes_columns_with_any_name(self, duckdb: Any) -> None:
        frame = FRAME.rename({"level": 'le"vel', "plan.open": "规划 `open`"})  # noqa: F841
        found = ENGINE.assess(duckdb.sql("SELECT * FROM frame"), RANGES, columns={"level": 'le"vel', "plan.open": "规划 `open`"})
        is_right(found.pl().to_dicts())

    @pytest.mark.parametrize("id", ["changzhou-2021", "national-balance-2017"])
    def test_has_a_query_of_a_size_that_is_read_at_once(self, duckdb: Any, id: str) -> None:
        scheme = load_scheme(id)
        held = table_of_cases(scheme, [load_case(file, scheme) for file in list(case_files(scheme).values())[:2]])
        frame = held.frame  # noqa: F841
        engine = Columnar(scheme)
        found = engine.assess(duckdb.sql("SELECT * FROM frame"), Wanted(ranges=True, clauses=True), whole=True, check=False)
        assert len(found.sql_query()) < 300_000

    def test_is_swept(self, duckdb: Any) -> None:
        frame = FRAME  # noqa: F841
        there, here = (sweep(SCHEME, given, {"survey": "0,5"}) for given in (duckdb.sql("SELECT * FROM frame"), FRAME))
        assert isinstance(there.table, duckdb.DuckDBPyRelation)
        assert there.summary("district") == here.summary("district")


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Spark on this machine. It needs Java, and is not among what the tests install: `pip install pyspark`."""
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed: tables of Spark are not tried")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    session = builder.getOrCreate()
    yield session
    session.stop()


class TestSpark:
    def test_is_scored_lazily(self, spark: Any) -> None:
        found = ENGINE.assess(self._frame(spark), RANGES)
        assert type(found).__module__.startswith("pyspark")
        is_right([row.asDict() for row in found.collect()])

    def test_takes_names_with_dots_as_they_are(self, spark: Any) -> None:
        assert "plan.open" in self._frame(spark).columns
        assert "clause_rates.1.1" in ENGINE.assess(self._frame(spark), Wanted(clauses=True)).columns

    def test_refuses_a_row_by_its_column(self, spark: Any) -> None:
        frame = self._frame(spark, pupils=-1)
        assert {row["refused"] for row in ENGINE.assess(frame).collect()} == {"pupils"}

    @staticmethod
    def _frame(spark: Any, **changed: Any) -> Any:
        from pyspark.sql import types as t

        kinds = {
            "rate": t.DecimalType(5, 2),
            "plan.open": t.BooleanType(),
            "level": t.StringType(),
            "opened": t.DateType(),
            "district": t.StringType(),
        }
        fields = [t.StructField(name, kinds.get(name, t.LongType())) for name in FRAME.columns]
        rows = [tuple((row | changed).values()) for row in FRAME.to_dicts()]
        return spark.createDataFrame(rows, t.StructType(fields))


@pytest.mark.parametrize("of", ["duckdb", "pyarrow", "pandas"])
def test_any_scheme_on_any_table(of: str) -> None:
    module = pytest.importorskip(of)
    pytest.importorskip("pyarrow")
    held: dict[str, Callable[[pl.DataFrame], Any]] = {
        "duckdb": lambda frame: module.from_arrow(frame.to_arrow()),
        "pyarrow": pl.DataFrame.to_arrow,
        "pandas": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    }

    @settings(max_examples=4)
    @given(st.data())
    def law(data: st.DataObject) -> None:
        scheme = data.draw(schemes())
        agree(scheme, data.draw(st.lists(cases(scheme), min_size=1, max_size=4)), held[of])

    law()
