"""What the names of a law stand for in a symbolic case."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import z3

from ..engines.proof import Quotient, Symbol, SymbolicClause, SymbolicGroup, SymbolicItem, SymbolicRule, Truth
from ..lowering import Item, Part

Vocabulary = Mapping[str, Symbol]


def clause_names(one: SymbolicClause, at_most: Fraction) -> Vocabulary:
    """The names of a law of clauses."""
    return {
        "applies": Truth.of(one.applies),
        "amount": one.amount,
        "most": Quotient.of(one.clause.most),
        "at_most": Quotient.of(at_most),
        "grouped": Truth.of(z3.BoolVal(one.clause.one_of is not None)),
    }


def rule_names(one: SymbolicRule, item: Item) -> Vocabulary:
    """The names of a law of rules."""
    at_most = item.limit if one.part.at_most is None else one.part.at_most
    limits = {"at_most": Quotient.of(at_most), "limit": Quotient.of(item.limit)}
    return {"whole": Quotient(one.sum), "counted": Quotient(one.counted), **limits}


def most_of(part: Part, item: Item) -> Fraction:
    """The most that a rule can count."""
    return item.limit if part.at_most is None else min(part.at_most, item.limit)


def group_names(one: SymbolicGroup) -> Vocabulary:
    """The names of a law of one-of groups."""
    return {"holding": Quotient(one.holding), "least": Quotient.of(int(one.exhaustive))}


def item_names(one: SymbolicItem) -> Vocabulary:
    """The names of a law of points and bonuses."""
    return {
        "applies": Truth.of(one.applies),
        "deducts": Truth.of(z3.BoolVal(one.deducts)),
        "counted": Quotient(one.counted),
        "score": Quotient(one.score),
        "limit": Quotient.of(one.item.limit),
    }


def sided(**names: tuple[Any, Any]) -> Vocabulary:
    """Names of two cases."""
    return {f"{side}.{name}": Quotient(term) for name, terms in names.items() for side, term in zip(("before", "after"), terms, strict=True)}
