"""The columnar engine: the clauses of a scheme, compiled once, score a table of cases where it is."""

from .frames import Columnar, Wanted, assess, columnar_of
from .kernel import Kernel
from .scorer import Scorer, Scores, scorer

__all__ = ["Columnar", "Kernel", "Scorer", "Scores", "Wanted", "assess", "columnar_of", "scorer"]
