"""Two schemes: what changed, for whom, by which clause."""

from .change import Change, Scope
from .compare import Comparison, compare
from .effect import Cause, Effect, ItemEffect
from .pairing import Pair, Said, Why, pair_items
from .pairs_file import read_pairs

__all__ = [
    "Cause",
    "Change",
    "Comparison",
    "Effect",
    "ItemEffect",
    "Pair",
    "Said",
    "Scope",
    "Why",
    "compare",
    "pair_items",
    "read_pairs",
]
