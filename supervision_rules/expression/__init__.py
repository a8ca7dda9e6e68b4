"""The language of conditions and quantities: text → syntax → checked nodes, and what can be said of a node without a case."""

from .amounts import NotAnAmount, from_decimal, parse_amount
from .bounds import Interval, Range, Ranges, bounds, ends, grain
from .checking import Poisoned, alike
from .nodes import (
    FALSE,
    TRUE,
    ZERO,
    Aggregate,
    Arith,
    AtLeast,
    Compare,
    Extreme,
    Logic,
    Node,
    Not,
    Number,
    Ref,
    Result,
    Round,
    Steps,
    Text,
    both,
    children,
    contrary,
    rebuild,
    references,
    walk,
)
from .resolving import resolve
from .scope import CONDITION, TEXT, Kind, Scope, TableScope, Type
from .sentences import Label, Labels, describe, value_message
from .syntax import Expression, ExpressionError
from .units import DATE, DAYS, MARKS, PLAIN, Unit, UnknownUnit, parse_unit


