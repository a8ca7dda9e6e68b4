"""The exact engine: one case at a time, exact numbers, every reason kept."""

from .assess import ExactEngine, assess
from .roots import Roots
