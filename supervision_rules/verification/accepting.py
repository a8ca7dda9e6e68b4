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
                if covers(one, result.law, (result.subject.id, *result.about)):
                    needed.add(one.id)
                    return evolve(result, verdict=Verdict.ACCEPTED, reason=one.reason)
        return result

    marked = tuple(evolve(line, results=tuple(look(result) for result in line.results)) for line in lines)
    return marked, tuple(one for one in accepted if one.id not in needed)


def covers(acceptance: Acceptance, law: str, parts: Sequence[str]) -> bool:
    """Whether an acceptance speaks of a law on some parts, the first of them its subject: of the law, the subject (of a conflict: both), and what
    moves.
    """
    of_both = law != "conflict" or set(acceptance.of) <= set(parts)
    moves = not acceptance.moves or not set(parts[1:]).isdisjoint(acceptance.moves)
    return acceptance.law == law and parts[0] in acceptance.of and of_both and moves
