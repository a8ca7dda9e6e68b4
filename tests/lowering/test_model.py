"""The lowered scheme asked by name: what a name is, how it is worked out, and what lies behind it."""

from __future__ import annotations

import pytest
from builders import column, number_fact, point, quantity, scheme, table, target
from engines.exact.rules import needs
from lowering.shown import said

from supervision_rules.expression import Ref
from supervision_rules.lowering import Constant, Derived, Input, LoweredScheme, lower


def of() -> LoweredScheme:
    return lower(
        scheme(
            [point(needs("last >= line and schools > 1"))],
            [number_fact("a"), number_fact("b")],
            quantities=[
                quantity("last", "middle + b"),
                quantity("middle", "first * 2 + a"),
                quantity("first", "a + b"),
                quantity("schools", "count(school)", (0, 9), better="more"),
            ],
            tables=[table("school", column("pupils"))],
            targets=[target("line", 5)],
        )
    )


@pytest.mark.parametrize(("name", "kind"), [("a", Input), ("schools", Input), ("middle", Derived), ("line", Constant)])
def test_a_name_is_an_input_a_quantity_or_a_constant(name: str, kind: type) -> None:
    assert isinstance(of().name(name), kind)
    assert of().name(name).id == name


@pytest.mark.parametrize("name", ["none", "school", "school.pupils"])
def test_any_other_is_unknown(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        of().name(name)


@pytest.mark.parametrize(("name", "words"), [("first", "a＋b"), ("schools", "school的数量"), ("a", ""), ("line", "")])
def test_a_quantity_and_an_aggregate_say_how_they_are_worked_out(name: str, words: str) -> None:
    assert said(of().definition(name)) == words


def test_behind_nodes_lie_the_names_that_they_read_and_those_behind_these() -> None:
    made = of()
    assert made.behind(Ref("line"), Ref("last")) == ("line", "last", "middle", "b", "first", "a")
    assert made.behind(Ref("first"), Ref("a")) == ("first", "a", "b")
    assert made.behind(Ref("first"), Ref("last")) == ("first", "last", "a", "b", "middle")
    assert made.behind(Ref("schools")) == ("schools",)
    assert made.behind() == ()
