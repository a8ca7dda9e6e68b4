"""What a page carries for its what-if: small, and read by nobody but the script."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from engines.browser.script import call
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import load_scheme
from supervision_rules.engines.browser import browser_document, runtime
from supervision_rules.engines.browser.document import encoded
from supervision_rules.expression import Aggregate
from supervision_rules.lowering import lower
from supervision_rules.messages import exact, shown

YUAN = {"kind": "number", "factor": "10000"}
FRACTIONS = st.fractions(min_value=-10000, max_value=10000, max_denominator=5000)


def test_the_scheme_and_the_script_are_small() -> None:
    document = browser_document(lower(load_scheme("changzhou-2021")))
    assert len(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()) < 120_000
    assert len(runtime().encode()) < 24_000


def test_rows_stay_outside() -> None:
    with pytest.raises(ValueError, match="counted from rows"):
        encoded(Aggregate("count", "school"))


@pytest.mark.parametrize("text", ["1.5", "１．５", " 1,000.25 ", "−3", "1/3"])
def test_a_number_is_taken_as_people_write_it(text: str) -> None:
    plain = {"１．５": "1.5", " 1,000.25 ": "1000.25", "−3": "-3"}.get(text, text)
    assert call("SupervisionRules.parse(...args)", text, YUAN) == exact(Fraction(plain) * 10000)


@pytest.mark.parametrize("text", ["", "十", "1.", ".5", "1e3", "1/0", "1.2.3", "--1", "0x10"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert call("SupervisionRules.parse(...args)", text, YUAN) is None


@given(st.lists(FRACTIONS, min_size=1, max_size=50))
def test_numbers_are_shown_and_written_as_everywhere(values: list[Fraction]) -> None:
    texts = [exact(value) for value in values]
    assert call("args[0].map(SupervisionRules.shown)", texts) == [shown(value) for value in values]
    assert call("args[0].map(one => SupervisionRules.written(one, args[1]))", texts, YUAN) == [exact(value / 10000) for value in values]


@given(FRACTIONS, FRACTIONS)
def test_two_numbers_are_multiplied_and_taken_from_each_other_exactly(one: Fraction, other: Fraction) -> None:
    texts = exact(one), exact(other)
    assert call("[SupervisionRules.times(...args), SupervisionRules.difference(...args)]", *texts) == [exact(one * other), exact(one - other)]


def test_a_fact_that_there_is_not_is_refused() -> None:
    said = call("(() => { try { SupervisionRules.engine(args[0]).assess({ x: '1' }) } catch (error) { return error.message } })()", EMPTY)
    assert said == "no fact of this name: x"


EMPTY = {"inputs": {}, "constants": {}, "derived": {}, "constraints": {}, "points": [], "bonuses": [], "vetoes": [], "ladder": [], "levels": []}
