"""Scheme → LoweredScheme: names settled, forms written out as clauses, everything that is wrong found at once."""

from .alert_plans import AlertPlan, ConditionAlert, CountAlert, DeadlineAlert
from .alert_words import alert_words, length_words
from .canonical import canonical
from .desk import Desk, Draft, Drafts, Quantified, Say
from .intake import Intake, find_fact, find_table, key_of, key_words, take_cells, take_in
from .lower import lower, problems_of
from .mentions import mentioned_in
from .model import Clause, ColumnPlan, Constant, Derived, Direction, Input, Item, LoweredScheme, Part, Requirement, Step, TablePlan, VetoPlan
from .supposing import amount_in, fact_given, target_unit, with_target, with_target_written
from .written import Reader, Value, plain

__all__ = [
    "AlertPlan",
    "Clause",
    "ColumnPlan",
    "ConditionAlert",
    "Constant",
    "CountAlert",
    "DeadlineAlert",
    "Derived",
    "Desk",
    "Direction",
    "Draft",
    "Drafts",
    "Input",
    "Intake",
    "Item",
    "LoweredScheme",
    "Part",
    "Quantified",
    "Reader",
    "Requirement",
    "Say",
    "Step",
    "TablePlan",
    "Value",
    "VetoPlan",
    "alert_words",
    "amount_in",
    "canonical",
    "fact_given",
    "find_fact",
    "find_table",
    "key_of",
    "key_words",
    "length_words",
    "lower",
    "mentioned_in",
    "plain",
    "problems_of",
    "take_cells",
    "take_in",
    "target_unit",
    "with_target",
    "with_target_written",
]
