"""What is simplified where something is known is the same wherever that holds."""

from __future__ import annotations

from typing import Any

from engines.columnar.evaluating import holds, number
from engines.columnar.strategies import X, Y, rows, terms, tests
from hypothesis import assume, given, settings

from supervision_rules.engines.columnar.clauses.arithmetic import added, greatest, least, pick
from supervision_rules.engines.columnar.clauses.comparing import compared
from supervision_rules.engines.columnar.clauses.conditions import both
from supervision_rules.engines.columnar.clauses.knowledge import NOTHING_KNOWN
from supervision_rules.engines.columnar.clauses.terms import FALSE, TRUE, Term, Test, column
from supervision_rules.engines.columnar.clauses.terms import number as fixed

P, Q = column("p", 0, 9), column("q", 0, 9)


@settings(max_examples=150)
@given(tests, tests, rows)
def test_a_test_is_the_same_where_another_holds(known: Test, test: Test, row: dict[str, Any]) -> None:
    assume(holds(known, row))
    assert holds(NOTHING_KNOWN.where(known).test(test), row) == holds(test, row)


@settings(max_examples=150)
@given(tests, terms, rows)
def test_a_term_is_the_same_where_a_test_holds(known: Test, term: Term, row: dict[str, Any]) -> None:
    assume(holds(known, row))
    knowledge = NOTHING_KNOWN.where(known)
    low, high = knowledge.ends(term)
    wanted = number(term, row)
    assert wanted is None or low <= wanted <= high
    assert number(knowledge.term(term), row) == wanted


def test_what_is_implied_is_left_out() -> None:
    behind = compared(added([(P, 1), (Q, -1)]), "<", 0)
    assert NOTHING_KNOWN.test(both(compared(Q, ">=", 1), behind)) == behind


def test_a_bound_of_a_sum_is_one_of_its_parts() -> None:
    knowledge = NOTHING_KNOWN.where(compared(added([(P, 1), (Q, -1)]), "<", 0))
    assert knowledge.test(compared(Q, ">=", 1)) == TRUE
    assert knowledge.test(compared(P, ">=", 9)) == FALSE


def test_the_lesser_of_two_is_known_where_their_order_is() -> None:
    knowledge = NOTHING_KNOWN.where(compared(added([(Q, 1), (P, -1)]), ">=", 1))
    assert (knowledge.term(least(P, Q)), knowledge.term(greatest(P, Q))) == (P, Q)


def test_a_choice_is_made_where_its_test_is_known() -> None:
    term = pick(compared(P, ">=", 5), fixed(1), Q)
    assert NOTHING_KNOWN.where(compared(P, ">=", 6)).term(term) == fixed(1)
    assert NOTHING_KNOWN.where(compared(P, "<", 4)).term(term) == Q


def test_that_a_part_is_not_above_a_number_says_nothing_where_the_sum_may_be_null() -> None:
    open_ = compared(added([(X, 1), (Y, 1)]), "<", 2, if_lacking=True)
    assert NOTHING_KNOWN.where(open_).ends(X) == (0, 6)
    assert NOTHING_KNOWN.where(compared(added([(X, 1), (Y, 1)]), "<", 2)).ends(X) == (0, 4)
