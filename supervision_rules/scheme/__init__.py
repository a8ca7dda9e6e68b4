"""The model: a scheme and a case as frozen values, the same for files and for Python authors."""

from .acceptance import Acceptance
from .alerts import Alert, Count, Deadline, Every, Late
from .cases import Case, CaseTable, Expectation, Expected, Given, Row, Written
from .cohort import alone, among_peers, cohort_tables, whole_column, with_own_rows
from .events import Event, EventKind, When
from .facts import CITY, Better, Column, Constraint, Fact, Quantity, Table, UnitDeclaration
from .grading import Effect, Grade, Ladder, Veto
from .interpretation import under_reading
from .moments import DAY, first, last, moment, parse_when, seconds
from .points import Bonus, Form, Indicator, Point, WhenEmpty
from .provenance import ELEMENTS, Basis, ElementEvidence, Evidence, Sourced, Trust
from .readings import Alternative, ItemRules, QuantityValue, Reading
from .scheme import CRITERIA_LEVELS, AsOf, Header, Measure, NotApplicable, Period, Rounding, Scheme
from .targets import Target, TargetValue

__all__ = [
    "CITY",
    "CRITERIA_LEVELS",
    "DAY",
    "ELEMENTS",
    "Acceptance",
    "Alert",
    "Alternative",
    "AsOf",
    "Basis",
    "Better",
    "Bonus",
    "Case",
    "CaseTable",
    "Column",
    "Constraint",
    "Count",
    "Deadline",
    "Effect",
    "ElementEvidence",
    "Event",
    "EventKind",
    "Every",
    "Evidence",
    "Expectation",
    "Expected",
    "Fact",
    "Form",
    "Given",
    "Grade",
    "Header",
    "Indicator",
    "ItemRules",
    "Ladder",
    "Late",
    "Measure",
    "NotApplicable",
    "Period",
    "Point",
    "Quantity",
    "QuantityValue",
    "Reading",
    "Rounding",
    "Row",
    "Scheme",
    "Sourced",
    "Table",
    "Target",
    "TargetValue",
    "Trust",
    "UnitDeclaration",
    "Veto",
    "When",
    "WhenEmpty",
    "Written",
    "alone",
    "among_peers",
    "cohort_tables",
    "first",
    "last",
    "moment",
    "parse_when",
    "seconds",
    "under_reading",
    "whole_column",
    "with_own_rows",
]
