"""The columnar engine: the clauses of a scheme, compiled once, score a table of cases where it is."""

from .frames import Columnar, Wanted, assess, columnar_of
from .kernel import Kernel
from .preparing import prepare
from .scorer import Scorer, Scores, scorer
from .sweeping import sweep
from .sweeps import Hit, Moves, Step, StepSummary, Sweep
from .swept import Moved, Swept, swept_said
from .table_of_cases import TableOfCases, table_of_cases

__all__ = [
    "Columnar",
    "Hit",
    "Kernel",
    "Moved",
    "Moves",
    "Scorer",
    "Scores",
    "Step",
    "StepSummary",
    "Sweep",
    "Swept",
    "TableOfCases",
    "Wanted",
    "assess",
    "columnar_of",
    "prepare",
    "scorer",
    "sweep",
    "swept_said",
    "table_of_cases",
]
