"""Conditions → rules over narrow facts of whole numbers: what the rules say, judged as the engine is specified to judge."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from engines.live.conditions import conditions, environments, facts
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.exact import compile_node
from supervision_rules.engines.live.ruleset import MOST_PROPERTIES, WIDEST, Rule, make_rule
from supervision_rules.expression import AtLeast, Compare, Logic, Node, Not, Number, Ref, Text

FACTS = facts()
UNKNOWN: dict[str, Any] = dict.fromkeys(FACTS.inputs) | {name: constant.value for name, constant in FACTS.constants.items()}


def rule(condition: Node) -> Rule:
    return make_rule("r", condition, FACTS, compile_node)


def fires(test: Any, fact: dict[str, int]) -> bool:
    """What the engine is specified to say of a test: a comparison with what is not there does not hold."""
    ((op, below),) = test.items()
    if op in ("$and", "$or"):
        return (all if op == "$and" else any)(fires(one, fact) for one in below)
    ((name, limit),) = below.items()
    value = fact.get(name)
    holds = {"$gte": int.__ge__, "$gt": int.__gt__, "$lte": int.__le__, "$lt": int.__lt__, "$eq": int.__eq__}[op]
    return value is not None and holds(value, limit)


def numbers_in(test: Any) -> list[Any]:
    """All constants of a test."""
    if isinstance(test, dict):
        return [one for below in test.values() for one in numbers_in(below)]
    return [one for below in test for one in numbers_in(below)] if isinstance(test, list) else [test]


@given(conditions(), st.data())
def test_a_rule_fires_exactly_where_the_condition_holds(condition: Node, data: st.DataObject) -> None:
    made = rule(condition)
    for _ in range(5):
        values = data.draw(environments(FACTS))
        assert fires(made.test, made.fact(values)) is (compile_node(condition)(values) is True)


@given(conditions(), st.data())
def test_all_that_the_engine_gets_are_whole_numbers_that_it_holds(condition: Node, data: st.DataObject) -> None:
    made = rule(condition)
    given_to_it = [*numbers_in(made.test), *made.fact(data.draw(environments(FACTS))).values()]
    assert {type(number) for number in given_to_it} <= {int}
    assert all(abs(number) < WIDEST for number in given_to_it)


class TestFact:
    def test_a_fact_beside_a_constant_is_that_fact_in_the_smallest_whole_unit(self) -> None:
        made = rule(Compare(">=", Ref("rate"), Number(Fraction(95, 100))))
        assert made.test == {"$gte": {"r_0": 9500}}
        assert made.fact(UNKNOWN | {"rate": Fraction(9499, 10_000)}) == {"r_0": 9499}

    def test_a_limit_finer_than_the_fact_stays_exact(self) -> None:
        made = rule(Compare(">", Ref("head"), Number(Fraction(1, 3))))
        assert made.test == {"$gt": {"r_0": 1}}
        assert made.fact(UNKNOWN | {"head": 2}) == {"r_0": 6}

    def test_a_choice_is_its_place_among_the_values(self) -> None:
        made = rule(Compare("==", Ref("area"), Text("middle")))
        assert made.test == {"$eq": {"r_0": 1}}
        assert made.fact(UNKNOWN | {"area": "high"}) == {"r_0": 2}

    def test_what_is_not_known_is_left_out(self) -> None:
        assert rule(Compare("!=", Ref("head"), Number(Fraction(3)))).fact(UNKNOWN) == {}

    def test_a_number_beyond_what_the_engine_holds_keeps_its_side_of_the_limit(self) -> None:
        made = rule(Compare(">", Ref("vast"), Number(Fraction(2**64))))
        assert [made.fact(UNKNOWN | {"vast": value})["r_0"] for value in (10**39, 2**64 + 1, 2**64, 0)] == [WIDEST - 1, 1, 0, 1 - WIDEST]

    def test_how_many_hold_is_counted_without_what_is_unknown(self) -> None:
        made = rule(AtLeast(2, (Ref("plan"), Ref("drill"), Compare(">=", Ref("head"), Number(Fraction(1))))))
        assert made.test == {"$gte": {"r_0": 2}}
        assert made.fact(UNKNOWN | {"plan": True, "head": 1}) == {"r_0": 2}
        assert made.fact(UNKNOWN | {"plan": True}) == {"r_0": 1}

    def test_not_so_many_is_that_enough_do_not_hold(self) -> None:
        made = rule(Not(AtLeast(2, (Ref("plan"), Ref("drill"), Ref("plan")))))
        assert made.fact(UNKNOWN | {"plan": False}) == {"r_0": 2}
        assert made.test == {"$gte": {"r_0": 2}}


class TestTooWide:
    @staticmethod
    def of(comparisons: int) -> Node:
        return Logic("or", tuple(Compare("==", Ref("head"), Number(Fraction(number))) for number in range(comparisons)))

    def test_so_many_comparisons_are_taken(self) -> None:
        assert len(rule(self.of(MOST_PROPERTIES)).atoms) == MOST_PROPERTIES

    def test_more_are_refused(self) -> None:
        with pytest.raises(SupervisionRulesError) as error:
            rule(self.of(MOST_PROPERTIES + 1))
        assert error.value.codes == ("live-too-wide",)

    def test_as_many_counted_as_one_wants_are_one_number(self) -> None:
        assert len(rule(AtLeast(3, (self.of(1),) * 200)).atoms) == 1
