"""Nodes: what they hold, what they read, and what their contrary is."""

from fractions import Fraction

import pytest
from builders import expression

from supervision_rules.engines.exact.compiling import compile_node
from supervision_rules.expression import (
    CONDITION,
    FALSE,
    TRUE,
    Arith,
    Kind,
    Logic,
    Not,
    Number,
    Ref,
    Scope,
    Type,
    both,
    children,
    contrary,
    rebuild,
    references,
    resolve,
    walk,
)

A, B, C = Ref("a"), Ref("b"), Ref("c")
SCOPE = Scope(names=dict.fromkeys("pqr", CONDITION) | dict.fromkeys("xyz", Type(Kind.NUMBER)))


def condition(text):
    return resolve(expression(text), SCOPE)[0]


def test_the_place_in_a_text_takes_no_part_in_equality():
    assert Ref("a", span=(0, 1)) == Ref("a", span=(7, 8))


def test_the_children_of_a_node():
    assert list(children(Arith("+", A, B))) == [A, B]
    assert list(children(Logic("and", (A, B, C)))) == [A, B, C]
    assert list(children(A)) == []


def test_walking_goes_from_the_top():
    sum_ = Arith("+", A, B)
    assert list(walk(Not(sum_))) == [Not(sum_), sum_, A, B]


def test_references_are_in_order_and_each_once():
    assert list(references(Arith("-", B, Arith("*", A, B)))) == ["b", "a"]


def test_rebuilding_changes_every_place():
    renamed = rebuild(Logic("or", (A, Not(A))), lambda node: B if node == A else node)
    assert renamed == Logic("or", (B, Not(B)))


def test_both_does_not_nest():
    assert both(A, both(B, C)) == Logic("and", (A, B, C))
    assert both(TRUE, A) == A
    assert both() == TRUE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x >= y", "x < y"),
        ("x < y", "x >= y"),
        ("x > y", "x <= y"),
        ("x <= y", "x > y"),
        ("x == y", "x != y"),
        ("x != y", "x == y"),
        ("not p", "p"),
        ("p", "not p"),
    ],
)
def test_the_contrary_is_said_directly_where_it_can_be(text, said):
    assert contrary(condition(text)) == condition(said)


@pytest.mark.parametrize("text", ["p", "x >= y", "x == y", "p and q", "p or q", "at_least(2, p, q, r)", "not (p or q)"])
@pytest.mark.parametrize("p", [True, False, None])
@pytest.mark.parametrize("q", [True, None])
@pytest.mark.parametrize("x", [1, 2, None])
def test_the_contrary_of_unknown_is_unknown(text, p, q, x):
    case = {"p": p, "q": q, "r": False, "x": x, "y": 2}
    value, opposite = (compile_node(node)(case) for node in (condition(text), contrary(condition(text))))
    assert opposite is (None if value is None else not value)


def test_all_of_none_holds_and_any_of_none_does_not():
    assert compile_node(TRUE)({}) is True
    assert compile_node(FALSE)({}) is False


def test_equal_numbers_are_equal_in_any_unit():
    assert Number(Fraction(1, 20)) == condition("x >= 5%").right
