"""The columnar engine: the clauses of a scheme, compiled once, score a table of cases where it is."""

from .functions.kernel import Kernel
from .functions.scorer import Scorer, Scores, scorer
from .rows.preparing import prepare
from .sweeps.sweeping import sweep
from .sweeps.sweeps import Hit, Moves, Step, StepSummary, Sweep
from .sweeps.swept import Moved, Swept, swept_said
from .sweeps.table_of_cases import TableOfCases, table_of_cases
from .tables.frames import Columnar, Wanted, assess, columnar_of

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
