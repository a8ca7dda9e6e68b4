from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from testing.looking import some

from supervision_rules import Scheme
from supervision_rules.expression import Kind
from supervision_rules.lowering import lower
from supervision_rules.scheme import Measure
from supervision_rules.testing import schemes, shuffles


def read(scheme: Scheme, kind: Kind) -> bool:
    return any(fact.kind is kind and not fact.context for fact in scheme.facts)


@given(schemes())
def test_every_scheme_loads(scheme: Scheme) -> None:
    assert lower(scheme).points


@given(schemes())
def test_the_first_point_always_applies(scheme: Scheme) -> None:
    assert scheme.points[0].applies_when is None


@pytest.mark.parametrize("measure", Measure)
def test_what_a_scheme_counts_can_be_fixed(measure: Measure) -> None:
    @given(schemes(measure))
    def all_do(scheme: Scheme) -> None:
        assert scheme.header.measure is measure

    all_do()


@pytest.mark.parametrize(
    "has",
    [
        lambda scheme: read(scheme, Kind.CHOICE),
        lambda scheme: read(scheme, Kind.DATE),
        lambda scheme: any(fact.kind is Kind.CHOICE and fact.better for fact in scheme.facts),
        lambda scheme: lower(scheme).constants,
        lambda scheme: any(value.where for target in scheme.targets for value in target.value if target.id in str(scheme.points)),
        lambda scheme: any(quantity.better and "/" in quantity.value.text for quantity in scheme.quantities),
        lambda scheme: any(constraint.table is None for constraint in scheme.constraints),
        lambda scheme: any(constraint.table for constraint in scheme.constraints),
        *(lambda scheme, op=op: any(quantity.value.text.startswith(op) for quantity in scheme.quantities) for op in ("sum(", "count(", "share(")),
        lambda scheme: scheme.bonuses and scheme.vetoes,
    ],
)
def test_some_have_what_schemes_may_have(has: object) -> None:
    assert some(schemes(), has)


@given(st.data())
def test_turned_about_a_scheme_says_the_same(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    assert lower(data.draw(shuffles(scheme))).hash == lower(scheme).hash


def test_what_is_none_of_the_measures_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="'points' is not a Measure"):
        schemes("points")  # type: ignore[arg-type]


def test_only_schemes_are_turned_about() -> None:
    with pytest.raises(InvalidArgument, match="is not a Scheme"):
        shuffles("changzhou-2021")  # type: ignore[arg-type]
