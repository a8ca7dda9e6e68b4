"""The exact engine: one case at a time, exact numbers, every reason kept."""

from .assess import ExactEngine, assess, explain
from .roots import Roots

__all__ = [
    "ExactEngine",
    "Roots",
    "assess",
    "explain",
]
