"""An assessment as lines of text that a version control compares well: ids only, the final scores first, a line for every score and finding."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..assessment import Assessment, ItemResult, Outcome
from ..messages import exact

PENDING = Outcome.PENDING.value


def recorded(one: Assessment) -> str:
    """The text: numbers exact, `pending` where something is not decided; words of scheme and case have no part in it."""
    return "".join(f"{line}\n" for line in _lines(one))


def _lines(one: Assessment) -> Iterator[str]:
    overall = one.overall
    if overall is not None:
        yield f"total: {_number(overall.total)}"
    yield f"grade: {one.grade or PENDING}"
    if overall is not None:
        yield f"base_score: {_number(overall.base_score)}"
        yield f"bonus: {_number(overall.bonus)}"
        yield from (f"{adjustment.cause.value}: {exact(adjustment.amount)}" for adjustment in overall.adjustments)
        if overall.range is not None and not overall.range.decided:
            yield f"range: {exact(overall.range.lowest)} to {exact(overall.range.highest)}"
    if one.grades != (one.grade,):
        yield f"grades: {' '.join(one.grades)}"
    yield from _items("points", one.points, -1)
    yield from _items("bonuses", one.bonuses, 1)
    if one.vetoes:
        yield "vetoes:"
        answers = {True: "applies", False: "no", None: PENDING}
        yield from (f"  {veto.id}: {answers[veto.applies]}" for veto in one.vetoes)


def _items(heading: str, items: tuple[ItemResult, ...], sign: int) -> Iterator[str]:
    """The scores first, then what made them."""
    if items:
        yield f"{heading}:"
    for item in items:
        yield f"  {item.id}: {_standing(item)}"
    moved = [item for item in items if any(finding.amount for finding in item.findings) or item.adjustments]
    if moved:
        yield f"findings of {heading}:"
    for item in moved:
        yield from (f"  {finding.clause}: {exact(sign * finding.amount)}" for finding in item.findings if finding.amount)
        yield from (f"  {item.id} {adjustment.cause.value}: {exact(adjustment.amount)}" for adjustment in item.adjustments)


def _standing(item: ItemResult) -> str:
    if item.outcome is Outcome.SCORED:
        return item.level or _number(item.score)
    if item.outcome is Outcome.PENDING:
        return f"{PENDING} {exact(item.range.lowest)} to {exact(item.range.highest)}"
    return item.outcome.value


def _number(value: Fraction | None) -> str:
    return PENDING if value is None else exact(value)
