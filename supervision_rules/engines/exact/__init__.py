"""The exact engine: one case at a time, exact numbers, every reason kept."""

from .assess import ExactEngine, assess, explain, explain_veto, item_named
from .roots import Roots

__all__ = [
    "ExactEngine",
    "Roots",
    "assess",
    "explain",
    "explain_veto",
    "item_named",
]
