"""The columnar engine: the clauses of a scheme, compiled once, score a table of cases where it is."""

from .frames import Columnar, Wanted, assess, columnar_of
from .preparing import prepare

__all__ = ["Columnar", "Wanted", "assess", "columnar_of", "prepare"]
