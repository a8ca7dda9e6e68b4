"""A scheme under other readings, as they are asked for by name."""

from __future__ import annotations

from collections.abc import Iterable

from ..expression import near
from ..messages import Problem, SupervisionRulesError
from ..scheme import Scheme, under_reading


def read_as(scheme: Scheme, chosen: Iterable[str]) -> Scheme:
    """The scheme under alternatives, each written `reading=alternative`.

    Raises SupervisionRulesError with all that are wrong: there is none such (`unknown-reading`), or it is in words only (`reading-in-words`).
    """
    known = [f"{reading.id}={alternative.id}" for reading in scheme.readings for alternative in reading.alternative]
    problems: list[Problem] = []
    for one in chosen:
        reading, _, alternative = one.partition("=")
        try:
            scheme = under_reading(scheme, reading, alternative)
        except KeyError:
            problems.append(Problem("unknown-reading", {"name": one, "alike": near(one, known), "known": known}))
        except ValueError:
            problems.append(Problem("reading-in-words", {"name": one}))
    if problems:
        raise SupervisionRulesError(problems)
    return scheme
