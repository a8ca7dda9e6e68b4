"""What a scheme makes of a case: findings, ledgers, ranges, result. A score without its ledger cannot be made."""

from .assessment import Assessment, Awaiting, ItemResult, Outcome, Overall, VetoResult
from .explanation import ClauseState, Explanation
from .findings import Adjustment, Cause, Finding, Ledger, Read, Source, Span, Undecided

__all__ = [
    "Adjustment",
    "Assessment",
    "Awaiting",
    "Cause",
    "ClauseState",
    "Explanation",
    "Finding",
    "ItemResult",
    "Ledger",
    "Outcome",
    "Overall",
    "Read",
    "Source",
    "Span",
    "Undecided",
    "VetoResult",
]
