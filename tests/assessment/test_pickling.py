"""Schemes, cases and assessments go to other processes, used or not."""

from __future__ import annotations

import pickle

from builders import case, condition_fact, expression, point, scheme

from supervision_rules import assess
from supervision_rules.scoring import AllOrNothing


def test_what_was_used_can_be_pickled_as_what_was_not() -> None:
    one = scheme([point(AllOrNothing(requires=expression("plan")))], [condition_fact("plan")])
    given = case(plan=True)
    result = assess(one, given)
    again = pickle.loads(pickle.dumps((one, given, result)))
    assert again == (one, given, result)
    assert assess(*again[:2]) == result
