"""Assessments for people and for other programs: score sheets as text, documents as JSON."""

from .details import case_table, explanation_lines, item_lines, scheme_table, target_table
from .document import assessment_document, explanation_document, schema
from .sheet import Sheet, plain_style, score_sheet

__all__ = [
    "Sheet",
    "assessment_document",
    "case_table",
    "explanation_document",
    "explanation_lines",
    "item_lines",
    "plain_style",
    "schema",
    "scheme_table",
    "score_sheet",
    "target_table",
]
