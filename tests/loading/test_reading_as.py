"""A scheme can be asked for under other readings by name, and all that there are not are said at once."""

from __future__ import annotations

import pytest

from supervision_rules import SupervisionRulesError, assess, load_case, load_scheme
from supervision_rules.loading import read_as

CHANGZHOU = load_scheme("changzhou-2021")


def test_several_readings_stand_together() -> None:
    scheme = read_as(CHANGZHOU, ["step-mode=class-size-continuous", "step-mode=pupil-teacher-whole"])
    assert scheme.reading == "step-mode/class-size-continuous, step-mode/pupil-teacher-whole"
    assert str(assess(scheme, load_case("xinbei-2020", scheme)).total) == "2609/25"  # 104.2 - 0.04 + 0.2


def test_without_any_it_is_the_scheme() -> None:
    assert read_as(CHANGZHOU, []) is CHANGZHOU


def test_all_that_there_are_not_are_said() -> None:
    with pytest.raises(SupervisionRulesError) as caught:
        read_as(CHANGZHOU, ["step-mode=class-size-continous", "step-mode", "evaluated-period=everything-printed"])
    assert caught.value.codes == ("unknown-reading", "unknown-reading", "reading-in-words")
    assert "step-mode=class-size-continuous" in str(caught.value)
