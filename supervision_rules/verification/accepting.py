"""Refuted laws that the scheme accepts, with the reason that it records."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from ..expression import near
from ..messages import Problems
from ..scheme import Acceptance, Scheme
from .laws import KNOWN
from .verdicts import Line, Result, Verdict


def refuse_unknown_laws(scheme: Scheme) -> None:
    """Raises SupervisionRulesError where the scheme accepts a law that there is not."""
    problems = Problems()
    for one in scheme.accepted:
        if one.law not in KNOWN:
            problems.add("unknown-law", "accepted", one.id, "law", name=one.law, alike=near(one.law, KNOWN), known=list(KNOWN))
    problems.stop(scheme.locate)


def mark_accepted(lines: Sequence[Line], accepted: Sequence[Acceptance]) -> tuple[tuple[Line, ...], tuple[Acceptance, ...]]:
    """The lines with what is accepted marked so, and the acceptances that nothing needs."""
    needed: set[str] = set()

    def look(result: Result) -> Result:
        if result.verdict is Verdict.REFUTED:
            for one in accepted:
                if covers(one, result):
                    needed.add(one.id)
                    return evolve(result, verdict=Verdict.ACCEPTED, reason=one.reason)
        return result

    marked = tuple(evolve(line, results=tuple(look(result) for result in line.results)) for line in lines)
    return marked, tuple(one for one in accepted if one.id not in needed)


def covers(acceptance: Acceptance, result: Result) -> bool:
    """Whether an acceptance speaks of a result: its law, its part (of a conflict: both), and what moves in it."""
    parts = {result.subject.id, *result.about}
    of_both = result.law != "conflict" or set(acceptance.of) <= parts
    moves = not acceptance.moves or bool(parts & set(acceptance.moves))
    return acceptance.law == result.law and result.subject.id in acceptance.of and of_both and moves
