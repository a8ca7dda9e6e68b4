"""A gate for changes: what a comparison must not find unless somebody has accepted it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from attrs import field, frozen

from ..expression import near
from ..loading import read_list
from ..messages import Place, Problem, SupervisionRulesError
from .change import Scope
from .compare import Comparison
from .effect import CaseEffect


class Gate(StrEnum):
    """What must not change: a grade, a score, or a rule on which a score may depend."""

    GRADE = "grade"
    SCORE = "score"
    RULES = "rules"


@frozen(kw_only=True)
class AcceptedChange:
    """An `[[accepted]]` of a file: a change by its id, why it is accepted, and since when."""

    change: str
    reason: str
    on: date
    place: Place | None = field(default=None, eq=False)


@frozen(kw_only=True)
class WrittenAcceptance:
    """An `[[accepted]]` as it is written."""

    change: str
    reason: str
    on: date


@frozen(kw_only=True)
class Tripped:
    """What a gate does not let through: a case of the comparison, or None for the rules, and the changes that nobody has accepted."""

    effect: CaseEffect | None
    changes: tuple[str, ...]


def read_accepted(file: Path) -> tuple[AcceptedChange, ...]:
    """The changes that a TOML file accepts: `[[accepted]]` with `change`, `reason` and `on`.

    Raises SupervisionRulesError with everything that is wrong with the file.
    """
    found = read_list(file, "accepted", WrittenAcceptance, "change")
    return tuple(AcceptedChange(change=one.change, reason=one.reason, on=one.on, place=place) for one, place in found)


def tripped(comparison: Comparison, gate: Gate, accepted: Sequence[AcceptedChange] = ()) -> tuple[Tripped, ...]:
    """What the gate does not let through. A case passes where every change that may have moved it is accepted; one that cannot be scored never does.

    Raises SupervisionRulesError where a change is accepted that there is not (`unknown-change`), so that nothing stays accepted for ever.
    """
    _refuse_unknown(comparison, accepted)
    known = {one.change for one in accepted}
    if gate is Gate.RULES:
        changes = tuple(change.id for change in comparison.changes if change.scores and change.id not in known)
        return (Tripped(effect=None, changes=changes),) if changes else ()
    found = (
        Tripped(effect=effect, changes=tuple(id for id in _moving(comparison, effect, gate) if id not in known))
        for effect in comparison.effects
        if _moved(effect, gate)
    )
    return tuple(one for one in found if one.changes or (one.effect is not None and one.effect.problems))


def _refuse_unknown(comparison: Comparison, accepted: Sequence[AcceptedChange]) -> None:
    known = [change.id for change in comparison.changes]
    problems = [
        Problem("unknown-change", {"name": one.change, "alike": near(one.change, known)}, place=one.place)
        for one in accepted
        if one.change not in known
    ]
    if problems:
        raise SupervisionRulesError(problems)


def _moved(effect: CaseEffect, gate: Gate) -> bool:
    if effect.problems or gate is Gate.GRADE:
        return bool(effect.problems) or effect.grades[0] != effect.grades[1]
    return bool(effect.difference) if effect.difference is not None else bool(effect.items or effect.adjustments)


def _moving(comparison: Comparison, effect: CaseEffect, gate: Gate) -> Iterator[str]:
    """The changes that may have moved a case, in the order of the comparison."""
    moving = {id for item in effect.items for id in item.touching}
    whole = bool(effect.adjustments) or gate is Gate.GRADE
    if gate is Gate.GRADE and effect.decisive:
        moving, whole = set(effect.decisive), False
    for change in comparison.changes:
        if change.id in moving or (whole and change.scores and change.scope is Scope.GRADING):
            yield change.id
