"""Two schemes: what changed, for whom, by which clause."""

from .change import Change, Scope
from .compare import Comparison, compare
from .difference import Difference, Possible
from .effect import CaseEffect, Cause, ItemEffect
from .gate import AcceptedChange, Gate, Tripped, read_accepted, tripped
from .pairing import Pair, Said, Why, pair_items
from .pairs_file import read_pairs

__all__ = [
    "AcceptedChange",
    "CaseEffect",
    "Cause",
    "Change",
    "Comparison",
    "Difference",
    "Gate",
    "ItemEffect",
    "Pair",
    "Possible",
    "Said",
    "Scope",
    "Tripped",
    "Why",
    "compare",
    "pair_items",
    "read_accepted",
    "read_pairs",
    "tripped",
]
