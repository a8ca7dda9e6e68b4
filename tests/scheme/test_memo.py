"""What is worked out is kept with what it was worked out from; and nothing of the model can be changed."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from builders import case, scheme

import supervision_rules.scheme as model
from supervision_rules.lowering import lower
from supervision_rules.scheme import Case
from supervision_rules.scoring import FORMS

CLASSES = [cls for cls in (*(getattr(model, name) for name in model.__all__), *FORMS.values()) if attrs.has(cls)]


class TestOnce:
    def test_makes_a_value_once(self) -> None:
        made: list[str] = []
        of = case()
        first = of.once("key", lambda: made.append("x") or object())
        assert of.once("key", lambda: made.append("x") or object()) is first
        assert made == ["x"]

    def test_makes_one_a_key(self) -> None:
        of = case()
        assert [of.once(key, lambda key=key: key * 2) for key in (1, 2, 1)] == [2, 4, 2]

    def test_keeps_none_too(self) -> None:
        of = case()
        assert of.once("key", lambda: None) is None
        assert of.once("key", lambda: 1) is None

    def test_keeps_nothing_of_what_failed(self) -> None:
        of = case()
        with pytest.raises(ZeroDivisionError):
            of.once("key", lambda: 1 // 0)
        assert of.once("key", lambda: 1) == 1

    def test_starts_afresh_in_what_is_evolved(self) -> None:
        of = case()
        of.once("key", lambda: "old")
        assert attrs.evolve(of).once("key", lambda: "new") == "new"
        assert of.once("key", lambda: "new") == "old"

    def test_takes_no_part_in_equality(self) -> None:
        of = case()
        of.once("key", lambda: 1)
        assert of == case()

    def test_a_scheme_is_lowered_once(self) -> None:
        of = scheme()
        assert lower(of) is lower(of)
        assert lower(attrs.evolve(of)) is not lower(of)


class TestFrozen:
    @pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
    def test_no_field_can_be_set(self, cls: type[Any]) -> None:
        bare = object.__new__(cls)
        for field in attrs.fields(cls):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(bare, field.name, None)

    def test_a_case_keeps_its_facts(self) -> None:
        of = case(plan=True)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            of.facts = ()  # type: ignore[misc]
        assert isinstance(of.facts, tuple)

    def test_a_fact_of_a_case_is_found_by_its_id(self) -> None:
        of: Case = case({"a.b": 1}, plan=True)
        given = of.fact("a.b")
        assert given is not None
        assert given.value == 1
        assert of.fact("missing") is None
