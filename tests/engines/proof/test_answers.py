"""Questions and answers: nothing found is a proof, what is found is as near as can be to what one would like to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import builders as b
import pytest
import z3
from engines.exact.rules import below

from supervision_rules.engines.proof import Answer, Asked, Question, Quotient, SymbolicCase, Wishes, ask, blame
from supervision_rules.lowering import LoweredScheme, lower
from supervision_rules.scheme import Constraint


@pytest.fixture(scope="module")
def lowered() -> LoweredScheme:
    """A point that loses 1 for each teacher below 5; at most as many teachers as pupils."""
    facts = [b.number_fact("teachers", "人", (0, 10)), b.number_fact("pupils", "人", (0, 8), context=True)]
    constraints = [Constraint(id="fewer-teachers", requires=b.expression("teachers <= pupils"))]
    rule = below("5人", "teachers", "1人", 1)
    return lower(b.scheme([b.point(rule)], facts, constraints=constraints))


def teachers(lowered: LoweredScheme, low: int, wishes: Sequence[int] = ()) -> tuple[Asked, Any]:
    """A case with at least so many teachers, wished to be each of `wishes`."""

    def pose(exact: bool) -> Question:
        case = SymbolicCase(lowered, exact)
        symbol: Any = case.symbol("teachers")
        return Question((case,), (symbol.numerator >= low,), {"fewer-teachers": [case.obeys(lowered.constraints[0])]})

    asked = ask(pose, lambda question: Wishes(usual=[question.cases[0].unknowns["teachers"].term == wish for wish in wishes]))
    return asked, pose


def near(lowered: LoweredScheme, least: int, usual: tuple[int, int] | None = None) -> tuple[int, int]:
    """The teachers of two cases that differ by at least so many."""

    def pose(exact: bool) -> Question:
        first, second = (SymbolicCase(lowered, exact, tag=tag) for tag in ("first ", "second "))
        one, other = first.symbol("teachers"), second.symbol("teachers")
        assert isinstance(one, Quotient)
        assert isinstance(other, Quotient)
        return Question((first, second), (z3.Or(one.numerator - other.numerator >= least, other.numerator - one.numerator >= least),))

    def wishes(question: Question) -> Wishes:
        terms = [case.unknowns["teachers"].term for case in question.cases]
        wanted = [term == value for term, value in zip(terms, usual, strict=True)] if usual else []
        return Wishes(near=[(terms[0], terms[1])], usual=wanted)

    asked = ask(pose, wishes)
    assert asked.question is not None
    first, second = (case.values(asked.model)["teachers"] for case in asked.question.cases)
    return int(str(first)), int(str(second))


def found(asked: Asked) -> Any:
    assert asked.question is not None
    return asked.question.cases[0].values(asked.model)


class TestAsk:
    def test_what_cannot_be_is_refuted(self, lowered: LoweredScheme) -> None:
        assert teachers(lowered, 11)[0].answer is Answer.NONE

    def test_what_constraints_rule_out_is_refuted(self, lowered: LoweredScheme) -> None:
        assert teachers(lowered, 9)[0].answer is Answer.NONE

    def test_what_can_be_is_shown_on_the_grid(self, lowered: LoweredScheme) -> None:
        asked, _ = teachers(lowered, 8)
        assert asked.answer is Answer.SOME
        assert found(asked) == {"teachers": 8, "pupils": 8}

    def test_the_first_wish_that_can_be_goes_before_the_others(self, lowered: LoweredScheme) -> None:
        assert found(teachers(lowered, 2, (9, 3, 4))[0])["teachers"] == 3

    def test_two_cases_are_as_near_as_can_be(self, lowered: LoweredScheme) -> None:
        assert all(abs(first - second) == 3 for first, second in [near(lowered, 3), near(lowered, 3)])

    def test_nearness_goes_before_what_is_usual(self, lowered: LoweredScheme) -> None:
        assert near(lowered, 2, usual=(0, 8)) in {(0, 2), (6, 8)}

    def test_what_was_asked_before_does_not_change_what_is_found(self, lowered: LoweredScheme) -> None:
        first = found(teachers(lowered, 1)[0])
        near(lowered, 2)
        assert found(teachers(lowered, 1)[0]) == first

    def test_between_two_grains_there_is_no_case(self, lowered: LoweredScheme) -> None:
        def pose(exact: bool) -> Question:
            case = SymbolicCase(lowered, exact)
            symbol: Any = case.symbol("teachers")
            return Question((case,), (symbol.numerator > 4, symbol.numerator < 5))

        assert ask(pose).answer is Answer.NONE


class TestBlame:
    def test_only_what_rules_it_out_is_blamed(self, lowered: LoweredScheme) -> None:
        assert blame(teachers(lowered, 11)[1](False)) == ("teachers",)

    def test_constraints_are_blamed_by_their_id(self, lowered: LoweredScheme) -> None:
        assert set(blame(teachers(lowered, 9)[1](False))) == {"pupils", "#fewer-teachers"}

    def test_what_contradicts_itself_blames_nobody(self, lowered: LoweredScheme) -> None:
        case = SymbolicCase(lowered)
        symbol: Any = case.symbol("teachers")
        assert blame(Question((case,), (symbol.numerator > 3, z3.Not(symbol.numerator > 2)))) == ()


class TestSymbolicCase:
    def test_beside_another_it_shares_what_does_not_move(self, lowered: LoweredScheme) -> None:
        first = SymbolicCase(lowered, tag="a ")
        second = SymbolicCase(lowered, tag="b ", beside=first, move=frozenset({"pupils"}))
        assert second.item(lowered.points[0]) is first.item(lowered.points[0])
        assert second.symbol("pupils") is not first.symbol("pupils")

    def test_what_moves_takes_with_it_what_reads_it(self, lowered: LoweredScheme) -> None:
        first = SymbolicCase(lowered, tag="a ")
        second = SymbolicCase(lowered, tag="b ", beside=first, move=frozenset({"teachers"}))
        assert second.item(lowered.points[0]) is not first.item(lowered.points[0])
