"""What a scheme makes of a case: findings, ledgers, ranges, result. A score without its ledger cannot be made."""

from .assessment import Assessment, Awaiting, ItemResult, Outcome, Overall, VetoResult
from .expectation import Deviation, check_expectation, deviations
from .explanation import ClauseState, Explanation, VetoExplanation
from .findings import Adjustment, Cause, Cell, Compared, Finding, Ledger, NamedRow, Read, Source, Span, Undecided
from .ranking import Ranked, ranking
from .row_accounts import Check, Measured, RowAccount, RowReason

__all__ = [
    "Adjustment",
    "Assessment",
    "Awaiting",
    "Cause",
    "Cell",
    "Check",
    "ClauseState",
    "Compared",
    "Deviation",
    "Explanation",
    "Finding",
    "ItemResult",
    "Ledger",
    "Measured",
    "NamedRow",
    "Outcome",
    "Overall",
    "Ranked",
    "Read",
    "RowAccount",
    "RowReason",
    "Source",
    "Span",
    "Undecided",
    "VetoExplanation",
    "VetoResult",
    "check_expectation",
    "deviations",
    "ranking",
]
