"""A condition that compares more than durable_rules is trusted with hinders nobody who does without it."""

from __future__ import annotations

from fractions import Fraction

from builders import expression, number_fact, point, scheme

from supervision_rules.engines.live import Live
from supervision_rules.engines.live.ruleset import MOST_PROPERTIES
from supervision_rules.scoring import AllOrNothing

WIDE = " or ".join(f"visits == {number}次" for number in range(MOST_PROPERTIES + 1))
SCHEME = scheme([point(AllOrNothing(requires=expression(WIDE)))], [number_fact("visits", "次", (0, 100))])


def test_the_exact_engine_alone_takes_it() -> None:
    with Live(SCHEME, "某区", engine="exact") as live:
        assert live.post({"id": "1", "at": "2020-03-05", "fact": "visits", "value": "3次"}).after.total == Fraction(10)
        assert live.post({"id": "2", "at": "2020-03-05", "fact": "visits", "value": "60次"}).after.total == 0
