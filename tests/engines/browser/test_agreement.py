"""The script of the what-if comes to the same digits as the exact engine."""

from __future__ import annotations

import pytest
from attrs import evolve
from engines.browser.script import by_the_exact_engine, by_the_script, given, told, worked_out
from hypothesis import assume, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from supervision_rules import Scheme, assess, load_case, load_scheme
from supervision_rules.engines.exact import prepare
from supervision_rules.testing import cases, neighbours, schemes
from supervision_rules.testing.neighbours import Neighbours
from supervision_rules.verification.boundaries import boundaries

CHANGZHOU = load_scheme("changzhou-2021")
XINBEI = load_case("xinbei-2020", CHANGZHOU)
TOGETHER = 25


def agree(scheme: Scheme, drawn_cases: list) -> None:  # type: ignore[type-arg]
    found = worked_out(scheme, [given(scheme, case) for case in drawn_cases])
    for case, result in zip(drawn_cases, found, strict=True):
        assert by_the_script(result) == by_the_exact_engine(assess(scheme, case))


@settings(max_examples=20)
@drawn(st.data())
def test_of_any_scheme(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    agree(scheme, data.draw(st.lists(cases(scheme), min_size=5, max_size=TOGETHER)))


@settings(max_examples=6)
@drawn(st.lists(cases(CHANGZHOU), min_size=5, max_size=TOGETHER))
def test_of_changzhou(found: list) -> None:  # type: ignore[type-arg]
    agree(CHANGZHOU, found)


@settings(max_examples=25)
@drawn(neighbours(CHANGZHOU))
def test_of_changzhou_about_its_thresholds(found: Neighbours) -> None:
    agree(CHANGZHOU, [case for case in (found.below, found.at, found.above) if case is not None])


@pytest.mark.parametrize("item", ["8", "15", "21", "32"])
def test_at_every_boundary_of(item: str) -> None:
    agree(CHANGZHOU, [one.case for boundary in boundaries(CHANGZHOU, item) for one in boundary.cases])


def test_of_xinbei_and_of_nothing() -> None:
    agree(CHANGZHOU, [XINBEI, evolve(XINBEI, facts=(), tables=())])
    (found,) = worked_out(CHANGZHOU, [given(CHANGZHOU, XINBEI)])
    assert (found["total"], found["deductions"], found["bonus"], found["grade"]) == ("104.2", "-1.8", "6", "优秀")


@settings(max_examples=20)
@drawn(st.data())
def test_every_value_is_the_same(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    case = data.draw(cases(scheme))
    (found,) = worked_out(scheme, [given(scheme, case)])
    assert found["values"] == {name: told(value) for name, value in prepare(scheme, case).items() if name in found["values"]}


@settings(max_examples=20)
@drawn(st.data())
def test_nothing_is_broken_or_outside_where_the_exact_engine_takes_a_case(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    case = data.draw(cases(scheme))
    assume(not scheme.tables)
    (found,) = worked_out(scheme, [given(scheme, case)])
    assert (found["broken"], found["outside"]) == ([], [])
