"""预期: what a case says that it should be assessed at, held against what it is assessed at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from ..expression import near
from ..lowering import LoweredScheme
from ..messages import Message, Path, Problem, exact, message
from ..scheme import Expectation, Expected, Measure
from .assessment import Assessment, ItemResult, Outcome

WHOLE = ("total", "base_score", "bonus")
PENDING = Outcome.PENDING.value


@frozen
class Deviation:
    """What is not as expected, by its path in `[expect]`: `("total",)`, `("scores", "plan")`."""

    path: tuple[str, ...]
    expected: Expected
    found: Expected


def deviations(assessment: Assessment) -> tuple[Deviation, ...]:
    """Everything that is not as the case expects it; nothing where it expects nothing.

    A score that is not decided is `pending`, an item that does not apply `not-applicable` (its score fits too, where it has one).
    Raises KeyError where the case expects something of an item that there is not.
    """
    expect = assessment.case.expect
    return () if expect is None else tuple(_deviations(assessment, expect))


def _deviations(assessment: Assessment, expect: Expectation) -> Iterator[Deviation]:
    for id, expected in expect.scores.items():
        item = assessment.item(id)
        if expected not in _standing(item):
            yield Deviation(("scores", id), expected, _standing(item)[0])
    for of in WHOLE:
        wanted = getattr(expect, of)
        found = getattr(assessment.overall, of, None)
        found = PENDING if found is None else found
        if wanted is not None and wanted != found:
            yield Deviation((of,), wanted, found)
    grade = assessment.grade or PENDING
    if expect.grade not in (None, grade):
        yield Deviation(("grade",), str(expect.grade), grade)


def _standing(item: ItemResult) -> Sequence[Expected]:
    """What one can say of how an item stands, the plainest first."""
    if item.outcome is Outcome.PENDING:
        return [PENDING]
    scored = [said for said in (item.level, item.score) if said is not None]
    return [Outcome.NOT_APPLICABLE.value, *scored] if item.outcome is Outcome.NOT_APPLICABLE else scored


def check_expectation(lowered: LoweredScheme, expect: Expectation) -> list[Problem]:
    """What the scheme can never come to: items and grades that it lacks, totals where it has no points, words that say nothing."""
    return list(_problems(lowered, expect))


def _problems(lowered: LoweredScheme, expect: Expectation) -> Iterator[Problem]:
    known = [item.id for item in lowered.items]
    for id, expected in expect.scores.items():
        path: Path = ("expect", "scores", id)
        if id not in known:
            yield Problem("unknown-item", {"name": id, "alike": near(id, known)}, path)
        else:
            yield from _unsaid(expected, [*lowered.levels, PENDING, Outcome.NOT_APPLICABLE.value], not lowered.levels, path)
    for of in WHOLE:
        wanted = getattr(expect, of)
        if wanted is not None and lowered.measure is not Measure.POINTS:
            yield Problem("only-for-points", {"key": of}, ("expect", of))
        elif wanted is not None:
            yield from _unsaid(wanted, [PENDING], True, ("expect", of))
    grades = [step.id for step in lowered.ladder]
    if expect.grade not in (None, PENDING, *grades):
        yield Problem("unknown-grade", {"name": str(expect.grade), "grades": grades}, ("expect", "grade"))


def _unsaid(expected: Expected, words: Sequence[str], numbers: bool, path: Path) -> Iterator[Problem]:
    if expected in words or (numbers and isinstance(expected, Fraction)):
        return
    said = expected if isinstance(expected, str) else exact(expected)
    values: list[str | Message] = [*([message("type.number")] if numbers else []), *words]
    yield Problem("unknown-value", {"value": said, "values": values, "alike": near(said, words)}, path)
