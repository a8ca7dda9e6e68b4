"""Rows that count against a case: which, by which quantity, for which conditions, and what is missing to mend them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from builders import case, column, point, quantity, scheme, table
from engines.exact.looking import reading
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import assess, explain_rows
from supervision_rules.assessment import Check, RowAccount
from supervision_rules.engines.exact import ExactEngine
from supervision_rules.messages import catalogue
from supervision_rules.scheme import Column, Scheme, Table, Written

Cells = dict[str, Written]


def counting(value: str, *columns: Column, better: str = "less", below: Iterable[Table] = (), **about: Any) -> Scheme:
    """A scheme whose one point reads the quantity."""
    made = quantity("counted", value, better=better, domain=(0, 10**6), **about)
    return scheme([point(reading("counted"))], tables=[table("school", *columns), *below], quantities=[made])


def account(of: Scheme, *rows: Cells, table: str = "school", **others: list[Cells]) -> list[RowAccount]:
    given = [{"id": str(n), **row} for n, row in enumerate(rows, 1)]
    return list(explain_rows(of, case({}, {"school": given, **others}), table)[table])


def checks(one: RowAccount) -> Iterator[Check]:
    """Every check of a row, from the top."""
    waiting = [check for reason in one.reasons for check in reason.checks]
    while waiting:
        found = waiting.pop(0)
        yield found
        waiting[:0] = found.parts


def said(one: RowAccount) -> list[str]:
    return [catalogue("zh").say(check.wording) for check in checks(one)]


PUPILS = column("pupils")
TEACHERS = column("teachers", better="more")
MET = column("met", kind="condition", value="teachers >= 4.2 * pupils / 100", better="more")
SHORT = counting("count(school where not met)", PUPILS, TEACHERS, MET)


class TestWhichRows:
    def test_what_had_better_be_less_counts_rows_against_the_case(self) -> None:
        of = counting("count(school where pupils > 50)", column("pupils", better="less"))
        assert [one.failing for one in account(of, {"pupils": 51}, {"pupils": 50})] == [True, False]

    def test_what_had_better_be_more_counts_against_it_what_it_leaves_out(self) -> None:
        of = counting("count(school where good)", column("good", kind="condition", better="more"), better="more")
        assert [one.failing for one in account(of, {"good": True}, {"good": False})] == [False, True]

    def test_but_not_rows_that_are_of_another_kind(self) -> None:
        columns = column("rural", kind="condition"), column("good", kind="condition", better="more")
        of = counting("count(school where rural and good)", *columns, better="more")
        rows = [{"rural": True, "good": False}, {"rural": False, "good": False}, {"rural": True, "good": True}]
        assert [one.failing for one in account(of, *rows)] == [True, False, False]

    def test_of_a_share_too(self) -> None:
        of = counting("share(school.pupils where good)", PUPILS, column("good", kind="condition", better="more"), better="more", when_empty="0%")
        assert [one.failing for one in account(of, {"pupils": 1, "good": True}, {"pupils": 1, "good": False})] == [False, True]

    def test_a_sum_counts_what_adds_to_it(self) -> None:
        of = counting("sum(school.lacking)", column("lacking", better="less"))
        first, second = account(of, {"lacking": 3}, {"lacking": 0})
        assert (first.failing, first.reasons[0].adds) == (True, 3)
        assert not second.reasons

    def test_where_no_column_has_a_good_direction_the_whole_condition_is_the_reason(self) -> None:
        of = counting("count(school where rural and pupils > 50)", column("rural", kind="condition"), column("pupils"))
        (one,) = account(of, {"rural": True, "pupils": 51})
        assert said(one) == ["rural为否", "pupils不高于50"]

    def test_a_quantity_without_a_good_direction_judges_nobody(self) -> None:
        of = counting("count(school where pupils > 50)", column("pupils", better="less"), better="neither")
        assert ExactEngine(of).judged_tables == ()
        assert explain_rows(of, case({}, {"school": [{"id": "1", "pupils": 60}]})) == {}

    def test_a_quantity_that_no_item_reads_judges_nobody(self) -> None:
        made = quantity("idle", "count(school where pupils > 50)", better="less", domain=(0, 10**6))
        other = quantity("counted", "count(school where pupils > 90)", better="less", domain=(0, 10**6))
        of = scheme([point(reading("counted"))], tables=[table("school", column("pupils", better="less"))], quantities=[made, other])
        assert [one.failing for one in account(of, {"pupils": 60}, {"pupils": 91})] == [False, True]

    def test_a_case_without_the_table_has_no_rows_to_explain(self) -> None:
        assert explain_rows(SHORT, case({"counted": 0}, None)) == {}

    def test_an_unknown_table_is_a_key_error(self) -> None:
        with pytest.raises(KeyError):
            explain_rows(SHORT, case({}, {"school": []}), "schools")


class TestWhatIsMissing:
    def test_the_comparison_is_solved_for_the_cell_of_the_row(self) -> None:
        (one,) = account(SHORT, {"pupils": 917, "teachers": 38})  # 4.2 of a hundred of 917 are 38.514
        (check,) = checks(one)
        assert check.measured is not None
        assert (check.measured.id, check.measured.value, check.measured.op, check.measured.needs, check.measured.gap) == (
            "school.teachers",
            38,
            ">=",
            39,
            1,
        )

    def test_exactly_enough_is_nothing_missing(self) -> None:
        assert not account(SHORT, {"pupils": 500, "teachers": 21})[0].reasons

    @pytest.mark.parametrize(
        ("condition", "needs"),
        [
            ("size > 45", 45),
            ("size >= 45", 44),
            ("size < 45", 45),
            ("size <= 45", 46),
            ("2 * size > 91", 45),
            ("91 < 2 * size", 45),
            ("size / 2 >= 22.5", 44),
            ("size / seats >= 4.5", 44),
        ],
    )
    def test_what_is_needed_is_the_nearest_value_that_the_cell_may_have(self, condition: str, needs: int) -> None:
        of = counting("count(school where bad)", column("size"), column("seats"), column("bad", kind="condition", better="less", value=condition))
        size = 30 if condition in ("size < 45", "size <= 45") else 60
        (check,) = checks(account(of, {"size": size, "seats": 10})[0])
        assert check.measured is not None
        assert check.measured.needs == needs

    @given(pupils=st.integers(1, 3000), teachers=st.integers(0, 200))
    def test_a_row_that_gets_what_is_missing_does_not_fail_and_with_one_less_it_does(self, pupils: int, teachers: int) -> None:
        (one,) = account(SHORT, {"pupils": pupils, "teachers": teachers})
        for check in checks(one):
            assert check.measured is not None
            needs = check.measured.needs
            assert isinstance(needs, int)
            assert not account(SHORT, {"pupils": pupils, "teachers": needs})[0].failing
            assert account(SHORT, {"pupils": pupils, "teachers": needs - 1})[0].failing
            assert check.measured.gap == needs - teachers

    def test_decimals_of_a_cell_are_its_own(self) -> None:
        bad = column("bad", kind="condition", better="less", value="area < pupils / 3")
        of = counting("count(school where bad)", PUPILS, column("area", places=2), bad)
        (check,) = checks(account(of, {"pupils": 100, "area": "33.33"})[0])
        assert check.measured is not None
        assert (check.measured.needs, check.measured.gap) == (Fraction(3334, 100), Fraction(1, 100))


class TestWhy:
    SEVERAL = (
        *(column(name, better="more") for name in "abc"),
        *(column(f"{name}_met", kind="condition", better="more", value=f"{name} >= 10") for name in "abc"),
        column("enough", kind="condition", better="more", value="at_least(2, a_met, b_met, c_met)"),
        column("floor", kind="condition", better="more", value="a >= 8 and b >= 8 and c >= 8"),
        column("up", kind="condition", better="more", value="enough and floor"),
    )
    UP = counting("count(school where not up)", *SEVERAL)

    def test_of_at_least_it_is_said_how_many_hold_and_which_do_not(self) -> None:
        (one,) = account(self.UP, {"a": 10, "b": 9, "c": 8})
        several = next(check for check in checks(one) if check.of)
        assert (several.k, several.met, several.of) == (2, 1, 3)
        assert said(one) == ["up", "enough", "b_met", "c_met"]

    def test_conditions_that_hold_are_not_mentioned(self) -> None:
        assert said(account(self.UP, {"a": 10, "b": 10, "c": 7})[0]) == ["up", "floor", "c不低于8"]

    def test_alternatives_for_other_kinds_of_rows_are_left_out(self) -> None:
        level = column("level", kind="choice", values=("小学", "初中"))
        fits = 'level == "小学" and size <= 45 or level == "初中" and size <= 50'
        of = counting("count(school where not fits)", level, column("size"), column("fits", kind="condition", better="more", value=fits))
        assert said(account(of, {"level": "初中", "size": 51})[0]) == ["fits", "size不高于50"]

    def test_a_bad_thing_that_holds_is_said_the_other_way_round(self) -> None:
        of = counting("count(school where bad)", column("bad", kind="condition", better="less"))
        assert said(account(of, {"bad": True})[0]) == ["bad为否"]

    def test_rows_below_that_a_column_counts_are_named(self) -> None:
        classes = table("class", column("school", kind="text"), column("id", kind="text"), column("size"), key=("school", "id"), parent="school")
        large = column("large", "个", value="count(class where size > 45)")
        of = counting("count(school where not fine)", large, column("fine", kind="condition", better="more", value="large == 0个"), below=[classes])
        rows: list[Cells] = [{"school": "1", "id": "a", "size": 46}, {"school": "1", "id": "b", "size": 45}, {"school": "2", "id": "a", "size": 45}]
        first, second = account(of, {}, {}, **{"class": rows})
        assert [row.key for check in checks(first) for row in check.rows] == ["1/a"]
        assert not second.reasons

    def test_the_items_that_read_the_quantity_are_named(self) -> None:
        assert account(SHORT, {"pupils": 100, "teachers": 0})[0].reasons[0].items == ("point",)


class TestNotKnown:
    def test_a_row_that_lacks_a_cell_is_open_and_does_not_fail(self) -> None:
        (one,) = account(SHORT, {"pupils": 100})
        assert [reason.open for reason in one.reasons] == [True]
        assert not one.failing
        assert [(cell.row, cell.column) for check in checks(one) for cell in check.cells] == [("1", "teachers")]

    def test_a_known_failure_is_not_made_open_by_another_row(self) -> None:
        assert [one.failing for one in account(SHORT, {"pupils": 100}, {"pupils": 100, "teachers": 0})] == [False, True]

    def test_where_it_is_not_known_whether_a_row_is_asked_at_all_that_is_said(self) -> None:
        columns = column("rural", kind="condition"), column("good", kind="condition", better="more")
        of = counting("count(school where rural and not good)", *columns)
        (one,) = account(of, {"good": False})
        assert [reason.open for reason in one.reasons] == [True]
        assert said(one)[0] == "rural"


@given(st.lists(st.tuples(st.integers(1, 200), st.none() | st.integers(0, 10)), max_size=8))
def test_as_many_rows_fail_as_the_quantity_counts(rows: list[tuple[int, int | None]]) -> None:
    cells: list[Cells] = [{"pupils": pupils} | ({} if teachers is None else {"teachers": teachers}) for pupils, teachers in rows]
    accounts = account(SHORT, *cells)
    given = case({}, {"school": [{"id": str(n), **row} for n, row in enumerate(cells, 1)]})
    failing, open = sum(one.failing for one in accounts), any(one.reasons and not one.failing for one in accounts)
    read = {read.id: read.value for finding in assess(SHORT, given).points[0].findings for read in finding.reads}
    assert open == bool(assess(SHORT, given).points[0].undecided)
    assert open or read.get("counted", failing) == failing
