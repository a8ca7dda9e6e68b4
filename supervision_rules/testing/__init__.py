"""Hypothesis strategies for any scheme: schemes, cases, pairs and neighbours of cases. Needs the extra `testing`."""

from .cases import cases, completions, partial_cases, thinned
from .lawbook import BrokenLaw, laws
from .neighbours import Neighbours, neighbours
from .pairs import Pair, pairs
from .schemes import schemes, shuffles

__all__ = [
    "BrokenLaw",
    "Neighbours",
    "Pair",
    "cases",
    "completions",
    "laws",
    "neighbours",
    "pairs",
    "partial_cases",
    "schemes",
    "shuffles",
    "thinned",
]
