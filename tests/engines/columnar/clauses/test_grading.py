"""Grades in columns: how much there is to work out."""

from __future__ import annotations

import pytest
from builders import condition_fact, grade, point, scheme, veto
from engines.columnar.tabled import agree
from engines.exact.rules import needs
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme
from supervision_rules.engines.columnar.clauses.program import Words, programs
from supervision_rules.engines.columnar.clauses.terms import cost
from supervision_rules.lowering import lower
from supervision_rules.testing import cases


def judged(vetoes: int) -> Scheme:
    """A scheme with so many vetoes to each of two grades."""
    facts = [condition_fact(f"v{n}", better="less") for n in range(2 * vetoes)]
    held = [veto(f"v{n}", f"v{n}", "fail") if n % 2 else veto(f"v{n}", f"v{n}", "cap", grade="middling") for n in range(2 * vetoes)]
    grades = [grade("good", "total >= 8"), grade("middling", "total >= 4"), grade("poor")]
    points = [point(needs("a"), id="a", worth=5), point(needs("b"), id="b", worth=5)]
    return scheme(points, [*facts, condition_fact("a"), condition_fact("b")], vetoes=held, grades=grades)


def size(of: Scheme, complete: bool) -> int:
    answer = programs(lower(of))[complete].answers["grades"]
    assert isinstance(answer, Words)
    return cost(answer.tests) if answer.rank is None else cost(answer.rank)


@pytest.mark.parametrize("complete", [True, False])
def test_grow_with_the_vetoes_and_not_with_what_they_may_do_together(complete: bool) -> None:
    few, many = (size(judged(count), complete) for count in (2, 8))
    assert many <= 4 * few


@settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(cases(judged(2)), min_size=1, max_size=4))
def test_vetoes_to_the_same_grade_are_held_as_the_exact_engine_holds_them(many: list[Case]) -> None:
    agree(judged(2), many)
