"""Verdicts: what was found of each law on each part of a scheme, with the case that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from ..assessment import Assessment
from ..lowering import LoweredScheme, Value
from ..messages import Message, message
from ..scheme import Acceptance, Case, Scheme
from .laws import law


class Verdict(StrEnum):
    """What became of a law, best first."""

    PROVED = "proved"
    ACCEPTED = "accepted"
    UNDECIDED = "undecided"
    REFUTED = "refuted"


class SubjectKind(StrEnum):
    """The kinds of parts that verdicts are about."""

    POINT = "point"
    BONUS = "bonus"
    GRADE = "grade"
    VETO = "veto"
    QUANTITY = "quantity"
    SCHEME = "scheme"


@frozen
class Subject:
    """A part of a scheme by its kind and id."""

    kind: SubjectKind
    id: str


@frozen(kw_only=True)
class Moved:
    """A fact or quantity that differs between the two cases of a counterexample, in base units."""

    name: str
    before: Value
    after: Value


@frozen(kw_only=True)
class Counterexample:
    """A case that breaks a law, or two of which the second is the better one; the engine has confirmed it.

    `moved` is what differs between the two, `set` what had to be otherwise than in the reference case, `left_out` which of its facts had to be
    left out lest they contradict the rest.
    """

    cases: tuple[Case, ...]
    assessments: tuple[Assessment, ...] = field(repr=False)
    moved: tuple[Moved, ...] = ()
    set: Mapping[str, Value] = field(factory=dict)
    left_out: tuple[str, ...] = ()
    reference: str | None = None


@frozen(kw_only=True)
class Result:
    """A law on a part of a scheme. `about` is what it is about more closely: clauses, rules, other items, names that move.

    `finding` says what is wrong, or why it was not decided, `because` what rules out what should be possible; `clauses` are those whose words show
    it; `reason` is why it is accepted.
    """

    law: str
    subject: Subject
    verdict: Verdict
    about: tuple[str, ...] = ()
    finding: Message | None = None
    because: tuple[Message, ...] = ()
    clauses: tuple[str, ...] = ()
    counterexample: Counterexample | None = None
    reason: str = ""


@frozen(kw_only=True)
class Line:
    """Everything that was found of one part."""

    subject: Subject
    results: tuple[Result, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the part."""
        return max((result.verdict for result in self.results), key=list(Verdict).index, default=Verdict.PROVED)

    def with_verdict(self, verdict: Verdict) -> tuple[Result, ...]:
        """The results of one verdict."""
        return tuple(result for result in self.results if result.verdict is verdict)


@frozen(kw_only=True)
class Report:
    """The verdict on a whole scheme. `idle` are acceptances that nothing needs."""

    scheme: Scheme
    lowered: LoweredScheme = field(repr=False)
    lines: tuple[Line, ...]
    idle: tuple[Acceptance, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of all; an acceptance that nothing needs counts as a refuted law."""
        worst = max((line.verdict for line in self.lines), key=list(Verdict).index, default=Verdict.PROVED)
        return Verdict.REFUTED if self.idle else worst

    @property
    def refuted(self) -> bool:
        """Whether a law does not hold that the scheme does not accept."""
        return self.verdict is Verdict.REFUTED


def undecided(id: str) -> Message:
    """That a law was not decided in time, and which test of `supervision_rules.testing` covers it, where one does."""
    return message("undecided.tested", test=f"test_{id.replace('-', '_')}") if law(id).tested else message("undecided")
