"""A whole cohort at once: every case assessed among the others."""

from __future__ import annotations

from collections.abc import Iterable

from ...assessment import Assessment
from ...scheme import Case, Scheme, alone, among_peers, cohort_tables
from .assess import assess


def assess_cohort(scheme: Scheme, cases: Iterable[Case]) -> tuple[Assessment, ...]:
    """What a scheme makes of cases that are ranked among each other: its cohorts are filled from these cases and no others, each is then assessed.

    The assessments stand in the order of the cases. Where a case was loaded with `peers = true`, the rows that it got then are replaced.
    Raises SupervisionRulesError where a case brings the rows itself (`cohort-given`), where two have one subject (`subject-twice`), where the
    scheme has no cohort (`peers-without-cohort`), else as `assess`.
    """
    single = [alone(scheme, case) for case in cases]
    tables = cohort_tables(scheme, single)
    return tuple(assess(scheme, among_peers(scheme, case, tables)) for case in single)
