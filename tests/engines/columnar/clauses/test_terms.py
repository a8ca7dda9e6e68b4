"""Whole numbers and tests by row: brought into a form that says the same, and says it shortly."""

from __future__ import annotations

from typing import Any

import pytest
from engines.columnar.evaluating import holds
from engines.columnar.evaluating import number as worked_out
from engines.columnar.strategies import WORDS, X, Y, rows, terms, tests
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules.engines.columnar.clauses.arithmetic import added, greatest, least, multiplied, pick, quotient, scaled, tally
from supervision_rules.engines.columnar.clauses.comparing import compared
from supervision_rules.engines.columnar.clauses.conditions import absent, both, either, flag, negated, word
from supervision_rules.engines.columnar.clauses.terms import FALSE, NOTHING, TRUE, Term, Test, column, number

P, Q = column("p", 0, 9), column("q", 0, 9)
SURE, POSSIBLE = flag("b", lacks=True)
Row = dict[str, Any]


class TestLaws:
    @settings(max_examples=150)
    @given(terms, rows)
    def test_a_term_lies_between_its_bounds_and_is_null_only_where_it_says_so(self, term: Term, row: Row) -> None:
        found = worked_out(term, row)
        assert (found is None) == holds(absent(term), row)
        assert found is None or term.low <= found <= term.high

    @settings(max_examples=150)
    @given(tests, rows)
    def test_the_contrary_holds_where_the_test_does_not(self, test: Test, row: Row) -> None:
        assert holds(negated(test), row) is not holds(test, row)

    @settings(max_examples=150)
    @given(terms, st.sampled_from([">=", "<", "==", "!="]), st.integers(-9, 9), st.booleans(), rows)
    def test_a_comparison_is_that_of_the_numbers(self, term: Term, sign: str, value: int, if_lacking: bool, row: Row) -> None:
        found = worked_out(term, row)
        plain = {">=": lambda: found >= value, "<": lambda: found < value, "==": lambda: found == value, "!=": lambda: found != value}
        assert holds(compared(term, sign, value, if_lacking), row) is (if_lacking if found is None else plain[sign]())

    @settings(max_examples=150)
    @given(terms, terms, st.integers(-3, 3), st.integers(-3, 3), rows)
    def test_sums_and_products_are_those_of_the_numbers(self, a: Term, b: Term, times: int, constant: int, row: Row) -> None:
        one, other = worked_out(a, row), worked_out(b, row)
        missing = one is None or other is None
        assert worked_out(added([(a, 1), (b, times)], constant), row) == (None if missing else one + times * other + constant)
        assert worked_out(multiplied([a, b]), row) == (None if missing else one * other)
        assert worked_out(scaled(a, 3), row) == (None if one is None else 3 * one)


class TestNumbers:
    def test_like_terms_are_collected(self) -> None:
        assert added([(P, 2), (Q, 1), (P, -1)], 3) == added([(Q, 1), (P, 1)], 3)

    def test_what_falls_out_of_a_sum_is_still_missing_where_it_is_missing(self) -> None:
        assert added([(X, 1), (X, -1)]) == pick(Test("lacks", ("x", True)), NOTHING, number(0))
        assert added([(P, 1), (P, -1)]) == number(0)

    def test_nothing_times_what_is_missing_is_missing(self) -> None:
        assert absent(multiplied([X, number(0)])) == Test("lacks", ("x", True))

    def test_a_constant_goes_into_what_is_chosen(self) -> None:
        chosen = pick(compared(P, ">=", 5), number(2), number(0))
        assert added([(chosen, -3)], 10) == pick(compared(P, ">=", 5), number(4), number(10))

    def test_what_is_left_of_a_limit_is_a_limit(self) -> None:
        assert added([(greatest(number(0), added([(P, -1)], 5)), -1)], 5) == least(number(5), P)

    def test_what_can_be_divided_out_of_a_quotient_is(self) -> None:
        assert quotient(added([(P, 40)], 20), number(200)) == quotient(added([(P, 2)], 1), number(10))

    def test_of_a_least_what_never_decides_is_left_out(self) -> None:
        assert least(P, number(9)) == P
        assert least(P, number(8)) != P
        assert least(number(0), X) != number(0)  # where X is null, so is the least

    def test_one_value_is_a_number(self) -> None:
        assert column("p", 3, 3) == number(3)

    def test_how_many_hold_counts_what_is_sure_at_once(self) -> None:
        assert tally([TRUE, FALSE, SURE]) == added([(tally([SURE]), 1)], 1)


class TestTests:
    def test_a_comparison_is_of_the_bare_column(self) -> None:
        assert compared(added([(P, -2)], 9), ">=", 2) == compared(P, "<", 4)

    @pytest.mark.parametrize(("sign", "value", "outcome"), [(">=", 0, TRUE), ("<", 10, TRUE), (">=", 10, FALSE), ("==", 12, FALSE), ("!=", 12, TRUE)])
    def test_what_bounds_decide_is_decided(self, sign: str, value: int, outcome: Test) -> None:
        assert compared(P, sign, value) == outcome

    def test_what_bounds_decide_is_open_where_the_column_is_missing(self) -> None:
        assert compared(X, ">=", 0) == Test("lacks", ("x", False))
        assert compared(X, ">=", 0, if_lacking=True) == TRUE

    def test_no_multiple_is_equal_to_what_is_none(self) -> None:
        assert compared(added([(P, 2)]), "==", 3) == FALSE

    def test_a_test_beside_its_contrary(self) -> None:
        assert both(SURE, negated(SURE)) == FALSE
        assert either(SURE, negated(SURE)) == TRUE
        assert both(POSSIBLE, negated(SURE)) not in (TRUE, FALSE)

    def test_the_other_words_are_the_contrary(self) -> None:
        assert negated(word("w", ["甲"], WORDS, if_lacking=False)) == word("w", ["乙", "丙"], WORDS, if_lacking=True)

    def test_y_is_compared_below_zero_too(self) -> None:
        assert compared(Y, "<", -3) == FALSE
