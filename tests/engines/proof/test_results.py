"""Any scores may be had, but items under one condition apply together, and an item without a condition always applies."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import z3
from builders import condition_fact, point, scheme
from engines.exact.rules import needs

from supervision_rules.engines.proof import Score, SymbolicCase, any_scores
from supervision_rules.lowering import lower

RESCALED = scheme(
    [
        point(needs("plan"), id="always", number="1"),
        point(needs("plan"), id="boarding", number="2", applies_when="boards"),
        point(needs("plan"), id="boarding-too", number="3", applies_when="boards"),
        point(needs("plan"), id="vocational", number="4", applies_when="trains"),
    ],
    [condition_fact("plan"), condition_fact("boards"), condition_fact("trains")],
    not_applicable="rescale",
    round_to="0.01",
)


@pytest.fixture(scope="module")
def scores() -> Mapping[str, Score]:
    lowered = lower(RESCALED)
    return any_scores(SymbolicCase(lowered, False), lowered.items)


def possible(*conditions: object) -> bool:
    solver = z3.Solver()
    solver.add(*conditions)
    return bool(solver.check() == z3.sat)


def test_an_item_without_a_condition_always_applies(scores: Mapping[str, Score]) -> None:
    assert not possible(z3.Not(scores["always"].applies))


def test_items_under_one_condition_apply_together(scores: Mapping[str, Score]) -> None:
    assert not possible(scores["boarding"].applies != scores["boarding-too"].applies)


def test_items_under_conditions_of_their_own_apply_or_not_as_they_may(scores: Mapping[str, Score]) -> None:
    assert possible(scores["boarding"].applies, z3.Not(scores["vocational"].applies))
    assert possible(z3.Not(scores["boarding"].applies), scores["vocational"].applies)
