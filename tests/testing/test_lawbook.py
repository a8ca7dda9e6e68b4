"""The ready laws: on any scheme those that are guaranteed, on a scheme of one's own all of them, but for what it accepts."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from builders import number_fact, point, scheme
from engines.exact.rules import below
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from supervision_rules import Scheme, SupervisionRulesError
from supervision_rules.scheme import Acceptance, Better
from supervision_rules.testing import BrokenLaw, laws, schemes

TestAnyScheme = laws(schemes())

HEARINGS = evolve(number_fact("hearings", "次", (0, 30)), better=Better.LESS)
TURNED = scheme([point(below("5次", "hearings", "1次", 1), id="plan")], [HEARINGS])
"""Points are lost for what is said to be good: fewer hearings."""


BOTH = scheme(
    [point(below("5次", "hearings", "1次", 1), below("5人", "pupils", "1人", 1), id="plan")], [HEARINGS, number_fact("pupils", "人", (0, 30))]
)


def accepting(of: Scheme, **more: Any) -> Scheme:
    return evolve(of, accepted=(Acceptance(id="few", law="monotone", of=("plan",), reason="示例", **more),))


def monotone(of: Scheme) -> None:
    made: Any = laws(of)
    made().test_monotone()


class TestBroken:
    def test_a_law_that_the_scheme_breaks_is_said_in_words_with_both_cases(self) -> None:
        with pytest.raises(BrokenLaw) as broken:
            monotone(TURNED)
        said = str(broken.value)
        assert broken.value.law.id == "monotone"
        assert all(part in said for part in ("越好不减分", "hearings", "每低1次扣1分", "after.score >= before.score"))

    def test_what_is_accepted_is_not_broken(self) -> None:
        monotone(accepting(TURNED))

    def test_what_is_accepted_of_something_else_is(self) -> None:
        with pytest.raises(BrokenLaw):
            monotone(accepting(BOTH, moves=("pupils",)))


class TestLaws:
    def test_each_has_the_name_of_its_law(self) -> None:
        made = laws(TURNED)
        names = [name for name in vars(made) if name.startswith("test_")]
        assert "test_veto_raises" in names
        assert all(getattr(made, name).__name__ == name for name in names)

    def test_of_any_scheme_only_what_is_guaranteed_is_tried(self) -> None:
        assert not hasattr(laws(schemes()), "test_monotone")

    def test_a_scheme_with_mistakes_is_refused_at_once(self) -> None:
        with pytest.raises(SupervisionRulesError) as error:
            laws(accepting(TURNED, moves=("others",)))
        assert error.value.codes == ("unknown-name",)

    @pytest.mark.parametrize("of", ["changzhou-2021", None, st])
    def test_what_is_no_scheme_is_refused(self, of: Any) -> None:
        with pytest.raises(InvalidArgument):
            laws(of)
