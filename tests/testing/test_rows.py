from __future__ import annotations

from testing.looking import CHANGZHOU, SCHEMES

from supervision_rules import load_case
from supervision_rules.testing.ground import Ground
from supervision_rules.testing.rows import MOST_ROWS, with_row, without_row, without_rows, without_table
from supervision_rules.testing.situations import Situation

SCHOOLS = SCHEMES["school-standard"]
GROUND = Ground.of(SCHOOLS)
LINSHAN = GROUND.enter(load_case("linshan-2020", SCHOOLS))


def keys(situation: Situation, table: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in GROUND.lowered.tables[table].key) for row in situation.rows[table]]


class TestOneMore:
    def test_is_like_another_with_all_that_is_below_it(self) -> None:
        grown = with_row(GROUND, LINSHAN, "school", 1)
        assert keys(grown, "school") == [("甲",), ("乙",), ("丙",)]
        assert keys(grown, "class")[6:] == [("丙", "一（1）"), ("丙", "一（2）"), ("丙", "一（3）")]
        assert {**grown.rows["school"][2], "id": "乙"} == grown.rows["school"][1]

    def test_below_the_same_has_a_key_of_its_own(self) -> None:
        grown = with_row(GROUND, LINSHAN, "class", 0)
        assert len(set(keys(grown, "class"))) == 7
        assert grown.rows["class"][6]["school"] == "甲"

    def test_of_a_series_is_a_neighbouring_year(self) -> None:
        assert keys(with_row(GROUND, LINSHAN, "budget", 0), "budget")[3] in [(2017,), (2021,)]

    def test_of_none_is_the_first(self) -> None:
        assert keys(with_row(GROUND, without_table(GROUND, LINSHAN, "school", 0), "school", 0), "school") == [("甲",)]

    def test_of_no_series_is_one_for_each_year(self) -> None:
        ground = Ground.of(CHANGZHOU)
        grown = with_row(ground, Situation(), "budget", 0)
        assert [row["year"] for row in grown.rows["budget"]] == [2018, 2019, 2020]

    def test_needs_a_row_above(self) -> None:
        empty = without_rows(GROUND, LINSHAN, "school", 0)
        assert with_row(GROUND, empty, "class", 0) is empty

    def test_is_never_one_too_many(self) -> None:
        grown = LINSHAN
        for _ in range(2 * MOST_ROWS):
            grown = with_row(GROUND, grown, "budget", 0)
        assert len(grown.rows["budget"]) == MOST_ROWS


class TestFewer:
    def test_goes_with_all_that_is_below_it(self) -> None:
        left = without_row(GROUND, LINSHAN, "school", 0)
        assert keys(left, "school") == [("乙",)]
        assert {school for school, _ in keys(left, "class")} == {"乙"}

    def test_than_none_there_cannot_be(self) -> None:
        empty = without_rows(GROUND, LINSHAN, "school", 0)
        assert without_row(GROUND, empty, "school", 0) is empty

    def test_none_goes_with_all_that_is_below(self) -> None:
        empty = without_rows(GROUND, LINSHAN, "school", 0)
        assert (empty.rows["school"], empty.rows["class"], len(empty.rows["budget"])) == ((), (), 3)

    def test_a_missing_table_has_not_even_none(self) -> None:
        assert without_table(GROUND, LINSHAN, "school", 0).rows.keys() == {"class", "budget"}
