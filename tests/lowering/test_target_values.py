"""A target has one value for a class from a day on: two would be chosen by their order."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from builders import OURS, choice_fact, classed_target, expression, number_fact, point, refusals, scheme, target

from supervision_rules.lowering import lower
from supervision_rules.scheme import Basis, ElementEvidence, Scheme, Target, TargetValue, Trust
from supervision_rules.scoring import AllOrNothing


def reading(entry: Target) -> Scheme:
    rule = AllOrNothing(requires=expression("pupils <= limit"))
    areas = [choice_fact("area", "a", "b")] if entry.value[0].where else []
    return scheme([point(rule)], [number_fact("pupils"), *areas], targets=[entry])


def twice(entry: Target) -> Target:
    return evolve(entry, value=(*entry.value, evolve(entry.value[0], value=Fraction(99))))


def plain() -> Target:
    return evolve(target("limit", 50), value=(*target("limit", 50).value, TargetValue(from_=date(2010, 1, 1), value=Fraction(45), **OURS)))


ENTRIES = pytest.mark.parametrize("entry", [plain(), classed_target("limit", "area", {"a": 1, "b": 2})], ids=["one", "by class"])


@ENTRIES
def test_one_from_each_day_is_a_series(entry: Target) -> None:
    assert refusals(reading(entry)) == ()


@ENTRIES
def test_two_values_from_one_day_are_refused(entry: Target) -> None:
    assert refusals(reading(twice(entry))) == ("duplicate-id",)


def test_the_source_of_a_borrowed_line_is_said() -> None:
    """The value is ours where it stands, but its line was read somewhere."""
    borrowed = ElementEvidence(element="threshold", basis=Basis.CITED, trust=Trust.READ_SW, source="某软件")
    value = TargetValue(from_=date(2000, 1, 1), value=Fraction(50), basis=Basis.RECONSTRUCTED, provenance=(borrowed,))
    lowered = lower(reading(evolve(target("limit", 50), value=(value,))))
    assert lowered.constants["limit"].source == "某软件"


def test_the_source_of_another_element_is_not_that_of_its_value() -> None:
    elsewhere = ElementEvidence(element="standard", basis=Basis.CITED, trust=Trust.READ_SW, source="某软件")
    value = TargetValue(from_=date(2000, 1, 1), value=Fraction(50), basis=Basis.RECONSTRUCTED, provenance=(elsewhere,))
    assert lower(reading(evolve(target("limit", 50), value=(value,)))).constants["limit"].source == ""
