"""Two schemes: what changed, for whom, by which clause."""

from .change import Change, Scope
from .compare import Comparison, compare
from .difference import Difference, Possible
from .effect import CaseEffect, Cause, ItemEffect
from .pairing import Pair, Said, Why, pair_items
from .pairs_file import read_pairs

__all__ = [
    "CaseEffect",
    "Cause",
    "Change",
    "Comparison",
    "Difference",
    "ItemEffect",
    "Pair",
    "Possible",
    "Said",
    "Scope",
    "Why",
    "compare",
    "pair_items",
    "read_pairs",
]
