"""Every case of a scheme assessed, and held against what was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import unified_diff

from attrs import frozen

from ..assessment import Assessment, deviations
from ..comparison import Comparison, compare
from ..engines.exact import assess
from ..lowering import lower
from ..scheme import Case, Scheme
from .accepted import Accepted, read_accepted
from .recording import recorded


@frozen(kw_only=True)
class CaseRun:
    """A case: what it comes to, and the accepted sheet (None: there is none)."""

    assessment: Assessment
    sheet: str
    accepted: str | None

    @property
    def deviates(self) -> bool:
        """Whether it is not as the case itself expects."""
        return bool(deviations(self.assessment))

    @property
    def passed(self) -> bool:
        """Whether it is as the case expects and as it was accepted."""
        return self.sheet == self.accepted and not self.deviates

    @property
    def difference(self) -> tuple[str, ...]:
        """The lines of the sheet that went (−) and came (+) since it was accepted."""
        lines = unified_diff((self.accepted or "").splitlines(), self.sheet.splitlines(), lineterm="", n=0)
        return tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))


@frozen(kw_only=True)
class Run:
    """A scheme and its cases held against what was accepted.

    `comparison`: what the rules became since, None where they are the same. `gone`: sheets without a case.
    """

    scheme: Scheme
    accepted: Accepted
    cases: tuple[CaseRun, ...]
    comparison: Comparison | None

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids of accepted sheets whose case is no longer there."""
        there = {one.assessment.case.id for one in self.cases}
        return tuple(id for id in self.accepted.sheets if id not in there)

    @property
    def unreported(self) -> bool:
        """Whether the accepted rules stand beside the report of another change."""
        return self.comparison is None and bool(self.accepted.comparison) and not self.accepted.reports(self.scheme)

    @property
    def rules(self) -> str:
        """How the rules stand to those that were accepted: `new` (none are yet), `changed`, `unreported` or `same`."""
        if self.accepted.scheme is None:
            return "new"
        return "changed" if self.comparison is not None else "unreported" if self.unreported else "same"

    @property
    def passed(self) -> bool:
        """Whether rules and scores are as accepted."""
        return self.rules == "same" and not self.gone and all(one.passed for one in self.cases)


def run(scheme: Scheme, cases: Iterable[Case]) -> Run:
    """Assess the cases of a scheme that was loaded from a directory.

    Raises SupervisionRulesError where a case is not as the scheme declares, or what was accepted does not load.
    """
    accepted = read_accepted(scheme)
    given = list(cases)
    found = tuple(run_case(scheme, case, accepted.sheets) for case in given)
    changed = accepted.scheme is not None and lower(accepted.scheme).hash != lower(scheme).hash
    comparison = compare(accepted.scheme, scheme, given, newer=True) if changed and accepted.scheme is not None else None
    return Run(scheme=scheme, accepted=accepted, cases=found, comparison=comparison)


def run_case(scheme: Scheme, case: Case, sheets: Mapping[str, str]) -> CaseRun:
    """One case held against the accepted sheets, by id. Raises SupervisionRulesError as `run`."""
    assessment = assess(scheme, case)
    return CaseRun(assessment=assessment, sheet=recorded(assessment), accepted=sheets.get(case.id))
