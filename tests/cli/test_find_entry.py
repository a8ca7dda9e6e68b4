"""A point is named by its id or printed number, a veto by its id; nothing names nothing."""

from __future__ import annotations

import pytest
from builders import bonus, condition_fact, expression, point, scheme, veto

from supervision_rules import SupervisionRulesError
from supervision_rules.cli.commands import find_entry
from supervision_rules.scoring import AllOrNothing

RULE = AllOrNothing(requires=expression("plan"))
POINTS = [point(RULE, id="a", number="7"), point(RULE, id="7", number="8")]
ONE = scheme(POINTS, [condition_fact("plan")], bonuses=[bonus(RULE, id="b")], vetoes=[veto("v", "not plan", "fail")])


@pytest.mark.parametrize(("name", "id"), [("a", "a"), ("8", "7"), ("b", "b"), ("7", "7"), ("v", "v")])
def test_an_id_goes_before_a_number(name: str, id: str) -> None:
    assert find_entry(ONE, name) == id


@pytest.mark.parametrize("name", ["", "9"])
def test_a_bonus_without_a_number_has_none(name: str) -> None:
    with pytest.raises(SupervisionRulesError) as raised:
        find_entry(ONE, name)
    assert raised.value.codes == ("unknown-item",)
