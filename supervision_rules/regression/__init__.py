"""Regression: what a scheme's cases have come to, accepted once and held to until somebody accepts otherwise."""

from .accepted import accepted_sheets
from .accepting import Refused, accept
from .recording import recorded
from .running import CaseRun, Run, run, run_case

__all__ = ["CaseRun", "Refused", "Run", "accept", "accepted_sheets", "recorded", "run", "run_case"]
