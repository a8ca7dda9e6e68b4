"""What a scheme makes of a case: findings, ledgers, ranges, result. A score without its ledger cannot be made."""

from .assessment import Assessment, Awaiting, ItemResult, Outcome, Overall, VetoResult
from .findings import Adjustment, Cause, Finding, Ledger, Read, Source, Span, Undecided
