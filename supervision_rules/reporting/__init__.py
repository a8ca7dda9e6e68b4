"""Assessments for people and for other programs: score sheets as text, documents as JSON."""

from .deviating import deviation_lines
from .document import assessment_document, explanation_document, schema, veto_explanation_document
from .explaining import explanation_lines, veto_explanation_lines
from .lists import case_table, scheme_table, target_table
from .row_accounts import row_lines, rows_document, rows_named, titles_of
from .sheet import Sheet, score_sheet
from .showing import alert_lines, item_lines, ladder_lines, veto_lines
from .writer import plain_style

__all__ = [
    "Sheet",
    "alert_lines",
    "assessment_document",
    "case_table",
    "deviation_lines",
    "explanation_document",
    "explanation_lines",
    "item_lines",
    "ladder_lines",
    "plain_style",
    "row_lines",
    "rows_document",
    "rows_named",
    "schema",
    "scheme_table",
    "score_sheet",
    "target_table",
    "titles_of",
    "veto_explanation_document",
    "veto_explanation_lines",
    "veto_lines",
]
