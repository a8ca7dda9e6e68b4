"""Comparisons for people and for other programs: of two schemes, of two cases, of readings."""

from .document import comparison_document
from .impact import ImpactReport, impact_document
from .readings import ReadingReport, readings_document
from .report import ComparisonReport
from .sheets import ComparisonSheets
from .two_cases import CasesReport, cases_document

__all__ = [
    "CasesReport",
    "ComparisonReport",
    "ComparisonSheets",
    "ImpactReport",
    "ReadingReport",
    "cases_document",
    "comparison_document",
    "impact_document",
    "readings_document",
]
