"""The exact engine: one case at a time, exact numbers, every reason kept."""

from .assess import ExactEngine, assess, explain, explain_rows, explain_veto, item_named, prepare, score
from .cohort import assess_cohort
from .compiling import COMPARE, RESULTS, ROWS, Compiled, Environment, compile_node
from .counting import ClausePlan, Standing
from .ongoing import Follower, Ongoing
from .preparation import Preparation, agree, constants_behind, tables_behind
from .roots import Roots
from .rows import EMPTY, Rows, reduced, share
from .sweeping import Sweep
from .variant import Count, Variant, dependants

__all__ = [
    "COMPARE",
    "EMPTY",
    "RESULTS",
    "ROWS",
    "ClausePlan",
    "Compiled",
    "Count",
    "Environment",
    "ExactEngine",
    "Follower",
    "Ongoing",
    "Preparation",
    "Roots",
    "Rows",
    "Standing",
    "Sweep",
    "Variant",
    "agree",
    "assess",
    "assess_cohort",
    "compile_node",
    "constants_behind",
    "dependants",
    "explain",
    "explain_rows",
    "explain_veto",
    "item_named",
    "prepare",
    "reduced",
    "score",
    "share",
    "tables_behind",
]
