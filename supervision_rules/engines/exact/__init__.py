"""The exact engine: one case at a time, exact numbers, every reason kept."""

from .assess import ExactEngine, assess, explain, explain_veto, item_named, prepare
from .compiling import RESULTS, compile_node
from .roots import Roots
from .sweeping import Sweep

__all__ = [
    "RESULTS",
    "ExactEngine",
    "Roots",
    "Sweep",
    "assess",
    "compile_node",
    "explain",
    "explain_veto",
    "item_named",
    "prepare",
]
