"""What a scheme makes of a case: findings, ledgers, ranges, result. A score without its ledger cannot be made."""

from .assessment import Assessment, Awaiting, ItemResult, Outcome, Overall, VetoResult
from .expectation import Deviation, check_expectation, deviations
from .explanation import ClauseState, Explanation, VetoExplanation
from .findings import Adjustment, Cause, Cell, Finding, Ledger, NamedRow, Read, Source, Span, Undecided
from .ranking import Ranked, ranking

__all__ = [
    "Adjustment",
    "Assessment",
    "Awaiting",
    "Cause",
    "Cell",
    "ClauseState",
    "Deviation",
    "Explanation",
    "Finding",
    "ItemResult",
    "Ledger",
    "NamedRow",
    "Outcome",
    "Overall",
    "Ranked",
    "Read",
    "Source",
    "Span",
    "Undecided",
    "VetoExplanation",
    "VetoResult",
    "check_expectation",
    "deviations",
    "ranking",
]
