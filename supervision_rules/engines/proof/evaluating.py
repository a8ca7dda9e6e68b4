"""One case through the terms: what the proof engine makes of it, to be held against the exact engine."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import z3
from attrs import frozen

from ...expression import Kind
from ...lowering import LoweredScheme, Value
from .cases import SymbolicCase
from .results import SymbolicResults, own_scores


@frozen(kw_only=True)
class Evaluated:
    """The score of every item (one that does not apply has its start), the total, and the grades before and after vetoes by rank."""

    scores: Mapping[str, Fraction]
    total: Fraction | None
    before_vetoes: int
    rank: int


class _Terms:
    """What a scheme comes to in terms of the facts of any case."""

    def __init__(self, lowered: LoweredScheme) -> None:
        self.case = SymbolicCase(lowered)
        self.scores = own_scores(self.case, lowered.items)
        results = SymbolicResults(self.case, self.scores)
        self.before, self.after, self.total = results.before_vetoes(), results.after_vetoes(), results.total


def evaluate(lowered: LoweredScheme, values: Mapping[str, Value]) -> Evaluated:
    """What the terms come to where every fact is known (values in base units). Raises ValueError where the facts contradict their domains."""
    terms: _Terms = lowered.once("terms", lambda: _Terms(lowered))
    case, scores = terms.case, terms.scores
    solver = z3.Solver()
    solver.add(*case.conditions, *(term for within in case.domains.values() for term in within))
    for name, unknown in case.unknowns.items():
        made, value = lowered.inputs[name], values[name]
        if made.kind is Kind.CONDITION:
            solver.add(unknown.term == bool(value))
        elif made.kind is Kind.CHOICE:
            solver.add(unknown.term == made.values.index(str(value)))
        elif isinstance(value, int | Fraction):
            solver.add(unknown.term == int(Fraction(value) / unknown.grain))
    if solver.check() != z3.sat:
        raise ValueError(f"{lowered.id}: the facts contradict their domains")
    model = solver.model()
    total = terms.total
    known = total is not None and z3.is_true(model.eval(total.known, model_completion=True))
    return Evaluated(
        scores={id: _number(model, score.score) for id, score in scores.items()},
        total=_number(model, total.numerator) / _number(model, total.over) if total is not None and known else None,
        before_vetoes=int(_number(model, terms.before)),
        rank=int(_number(model, terms.after)),
    )


def _number(model: Any, term: Any) -> Fraction:
    found = model.eval(term, model_completion=True)
    return Fraction(found.as_long()) if z3.is_int_value(found) else Fraction(found.as_fraction())
