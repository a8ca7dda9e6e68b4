"""Expressions as SQL text say what those of Narwhals say, and hold whatever names and words there are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from supervision_rules.engines.columnar.tables.sql import DUCKDB, SPARK, Dialect, Sql


def col(name: str, dialect: Dialect = DUCKDB) -> Sql:
    return dialect.col(name)


class TestText:
    def test_quotes_names_of_any_kind(self) -> None:
        assert col("primary.pupils", SPARK).text == "`primary.pupils`"
        assert col("a`b", SPARK).text == "`a``b`"
        assert col('a"b').text == '"a""b"'

    def test_quotes_words_of_any_kind(self) -> None:
        assert DUCKDB.lit("it's \\ 好").text == "'it''s \\ 好'"
        assert SPARK.lit("it's \\ 好").text == "'it\\'s \\\\ 好'"

    def test_divides_whole_numbers_by_an_operator_of_them(self) -> None:
        assert (col("a") // 3).text == '"a" // 3'
        assert (col("a", SPARK) // 3).text == "`a` div 3"

    def test_has_brackets_where_they_are_needed_and_long_sums_without(self) -> None:
        a, b, c = col("a"), col("b"), col("c")
        assert (a + b + c).text == '"a" + "b" + "c"'
        assert (a - (b + c)).text == '"a" - ("b" + "c")'
        assert ((a + b) * -2).text == '("a" + "b") * (-2)'
        assert (~(a & b) | c).text == '(NOT ("a" AND "b")) OR "c"'

    def test_has_one_choice_of_many_cases_where_they_follow_one_another(self) -> None:
        last = DUCKDB.when(col("b")).then(DUCKDB.lit(2)).otherwise(DUCKDB.lit(3))
        assert DUCKDB.when(col("a")).then(DUCKDB.lit(1)).otherwise(last).text == 'CASE WHEN "a" THEN 1 WHEN "b" THEN 2 ELSE 3 END'

    def test_names_a_column_only_where_it_is_not_that_already(self) -> None:
        assert col("a").column == '"a"'
        assert (col("a") + 1).alias("b").column == '"a" + 1 AS "b"'


CASES: list[tuple[Sql, list[Any]]] = [
    (col("n") // 2, [3, 0, None]),
    (col("n").clip(2, 5), [5, 2, None]),
    (col("n").fill_null(9) * 2 - 1, [13, -1, 17]),
    (col("n").is_null() | (col("n") == 0), [False, True, True]),
    (col("n") != 0, [True, False, None]),
    (col("w").is_in(["好", "it's"]), [True, True, None]),
    (col("w").is_in([]), [False, False, None]),
    (DUCKDB.concat_str([col("w"), DUCKDB.lit("x")], separator="/", ignore_nulls=True), ["好/x", "it's/x", "x"]),
    (DUCKDB.when(col("n") > 5).then(DUCKDB.lit("much")), ["much", None, None]),
    (col("d").dt.year() * 1000 + col("d").dt.ordinal_day(), [2020366, 2019060, None]),
    (col("d") < date(2020, 1, 1), [False, True, None]),
    (DUCKDB.min_horizontal(col("n"), DUCKDB.lit(4)), [4, 0, 4]),
    (DUCKDB.lit(None, dtype=DUCKDB.Int64()), [None, None, None]),
]


@pytest.mark.parametrize(("made", "expected"), CASES, ids=[made.text for made, _ in CASES])
def test_what_duckdb_makes_of_it(made: Sql, expected: list[Any]) -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = """SELECT * FROM (VALUES (1, 7, '好', DATE '2020-12-31'), (2, 0, 'it''s', DATE '2019-03-01'), (3, NULL, NULL, NULL)) AS t(nr, n, w, d)"""
    found = duckdb.sql(rows).project(f'"nr", {made.alias("found").column}').order("nr").fetchall()
    assert [value for _, value in found] == expected
