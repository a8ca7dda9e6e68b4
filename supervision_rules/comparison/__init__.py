"""Two schemes: what changed, for whom, by which clause."""

from .change import Change, Scope
from .compare import Comparison, compare
from .dependence import Dependence
from .difference import Difference, Possible
from .effect import CaseEffect, Cause, ItemEffect
from .gate import AcceptedChange, Gate, Tripped, read_accepted, tripped
from .impact import Impact, impact
from .pairing import Pair, Said, Why, pair_items
from .pairs_file import read_pairs

__all__ = [
    "AcceptedChange",
    "CaseEffect",
    "Cause",
    "Change",
    "Comparison",
    "Dependence",
    "Difference",
    "Gate",
    "Impact",
    "ItemEffect",
    "Pair",
    "Possible",
    "Said",
    "Scope",
    "Tripped",
    "Why",
    "compare",
    "impact",
    "pair_items",
    "read_accepted",
    "read_pairs",
    "tripped",
]
