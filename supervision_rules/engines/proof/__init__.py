"""The proof engine: clauses → Z3, all cases at once. Needs the extra `proof`.

A fact is an unknown of its domain, a score a term over such unknowns, a question a list of conditions; the answer is a proof that no case meets them
all, or a case that does.
"""

from .answers import Answer, Asked, Wishes, ask, blame
from .cases import Question, SymbolicCase, SymbolicClause, SymbolicGroup, SymbolicItem, SymbolicRule
from .evaluating import Evaluated, evaluate
from .results import Score, SymbolicResults, any_scores, own_scores
from .symbols import Quotient, Symbol, Truth, Word
from .translating import CannotSay, Translator

__all__ = [
    "Answer",
    "Asked",
    "CannotSay",
    "Evaluated",
    "Question",
    "Quotient",
    "Score",
    "Symbol",
    "SymbolicCase",
    "SymbolicClause",
    "SymbolicGroup",
    "SymbolicItem",
    "SymbolicResults",
    "SymbolicRule",
    "Translator",
    "Truth",
    "Wishes",
    "Word",
    "any_scores",
    "ask",
    "blame",
    "evaluate",
    "own_scores",
]
