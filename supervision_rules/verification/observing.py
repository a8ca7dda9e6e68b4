"""What a law can see of a case that was assessed: the values of the names of `laws.NAMES`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..assessment import ClauseState, Explanation
from ..engines.exact import compile_node
from ..lowering import Item, LoweredScheme, Part
from .laws import Law

Observed = Mapping[str, Any]


def holds(law: Law, seen: Observed) -> bool | None:
    """Whether a law holds of what was seen; None where that is not known."""
    outcome: bool | None = compile_node(law.statement)(seen)
    return outcome


def seen_of_clause(of: Explanation, item: Item, clause: str) -> Observed:
    """A clause."""
    part, made = next((part, one) for part in item.parts for one in part.clauses if one.id == clause)
    state = _states(of)[clause]
    return {
        "applies": state.applies,
        "amount": state.amount,
        "most": made.most,
        "at_most": item.limit if part.at_most is None else min(part.at_most, item.limit),
        "grouped": made.one_of is not None,
    }


def seen_of_rule(of: Explanation, item: Item, part: str) -> Observed:
    """A rule."""
    one = next(rule for rule in item.parts if rule.id == part)
    whole = _whole(of, one)
    at_most = item.limit if one.at_most is None else one.at_most
    return {"whole": whole, "counted": None if whole is None else min(whole, at_most), "at_most": at_most, "limit": item.limit}


def seen_of_bands(of: Explanation, item: Item, part: str, group: str) -> Observed:
    """A one-of group."""
    one = next(rule for rule in item.parts if rule.id == part)
    applies = [_states(of)[clause.id].applies for clause in one.clauses if clause.one_of == group]
    return {"holding": None if None in applies else applies.count(True), "least": int(group in one.exhaustive)}


def seen_of_item(of: Explanation, lowered: LoweredScheme, item: Item) -> Observed:
    """A point or bonus; `lines` is what its ledger adds up to."""
    result = of.item
    wholes = [(part, _whole(of, part)) for part in item.parts]
    counted = None
    if all(whole is not None for _, whole in wholes):
        counted = sum((min(whole or 0, whole or 0 if part.at_most is None else part.at_most) for part, whole in wholes), Fraction(0))
    deducts = item in lowered.points
    return {
        "applies": result.applies,
        "deducts": deducts,
        "counted": counted,
        "score": score_of(of, deducts),
        "limit": item.limit,
        "lines": result.ledger.score if result.ledger else None,
        "least": result.range.lowest,
        "most": result.range.highest,
    }


def score_of(of: Explanation, deducts: bool) -> Fraction | None:
    """What an item counts; a point that is taken out counts as met."""
    result = of.item
    return (result.limit if deducts else Fraction(0)) if result.applies is False else result.score


def _states(of: Explanation) -> dict[str, ClauseState]:
    return {state.clause: state for state in of.clauses}


def _whole(of: Explanation, part: Part) -> Fraction | None:
    """What the clauses of a rule come to, before its limit."""
    states = [_states(of)[clause.id] for clause in part.clauses]
    amounts = [Fraction(0) if state.applies is False else state.amount if state.applies else None for state in states]
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None
