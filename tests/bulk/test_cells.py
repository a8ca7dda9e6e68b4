"""Texts are read as the facts that they state, digit by digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import builders
import polars as pl
import pytest
from builders import condition_fact, number_fact
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import SupervisionRulesError
from supervision_rules.bulk.cells import TextCells
from supervision_rules.engines.columnar import Columnar
from supervision_rules.lowering import Input
from supervision_rules.scoring import AllOrNothing

FACTS = (number_fact("rate", unit="%", domain=(-1000, 1000), places=3), number_fact("pupils", domain=(0, 10**18)), condition_fact("plan"))
WHEN = builders.expression("rate >= 1% and pupils >= 1 and plan")
INPUTS: dict[str, Input] = dict(Columnar(builders.scheme([builders.point(AllOrNothing(requires=WHEN))], FACTS)).lowered.inputs)


def typed(name: str, *texts: str | None) -> list[object]:
    return TextCells({name: INPUTS[name]}).typed(pl.DataFrame({name: pl.Series(texts, dtype=pl.String)}))[name].to_list()


@given(st.decimals(-1000, 1000, places=3), st.booleans())
def test_a_number_is_the_whole_number_of_its_last_place(number: Decimal, with_unit: bool) -> None:
    assert typed("rate", f"{number:f}{'%' if with_unit else ''}") == [int(Fraction(number) * 1000)]


@pytest.mark.parametrize(("text", "whole"), [("95", 95000), ("+.5", 500), ("-0.250000", -250), ("0.1 %", 100), ("-0", 0), ("007.1", 7100)])
def test_a_number_may_be_written_in_several_ways(text: str, whole: int) -> None:
    assert typed("rate", text, None) == [whole, None]


@pytest.mark.parametrize("text", ["1,200", "1e3", "９５", "95％", "5.", "--1", "NaN", "人", "1 2", "0x10"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(SupervisionRulesError) as caught:
        typed("rate", "1", text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.arguments["row"]) == ("cell-without-number", 2)


@pytest.mark.parametrize(("name", "text", "code"), [
    ("rate", "0.0001", "cell-with-more-places"),
    ("pupils", "1.5", "cell-with-more-places"),
    ("pupils", "9" * 30, "cell-outside-domain"),
])  # fmt: skip
def test_what_is_not_as_declared_is_refused(name: str, text: str, code: str) -> None:
    with pytest.raises(SupervisionRulesError) as caught:
        typed(name, text)
    assert caught.value.codes == (code,)


@pytest.mark.parametrize(("text", "truth"), [("是", True), ("TRUE", True), ("否", False), ("False", False), (None, None)])
def test_a_condition_is_yes_or_no(text: str | None, truth: bool | None) -> None:
    assert typed("plan", text) == [truth]
