"""Terms out of terms, each brought into the simplest form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import gcd
from typing import Any

from .conditions import absent, either
from .terms import FALSE, NOTHING, TRUE, Term, Test, number


def added(parts: Iterable[tuple[Term, int]], constant: int = 0) -> Term:
    """Terms, each so many times, and a constant together."""
    found: dict[Term, int] = {}
    waiting = [*parts][::-1]
    while waiting:
        term, times = waiting.pop()
        if term.op == "number":
            constant += times * term.args[0]
        elif term.op == "sum":
            constant += times * term.args[1]
            waiting += [(part, times * inner) for part, inner in reversed(term.args[0])]
        else:
            found[term] = found.get(term, 0) + times
    kept = tuple(sorted(((term, times) for term, times in found.items() if times), key=lambda part: part[0].text))
    gone = [term for term, times in found.items() if not times and term.lacks]
    if gone:  # nothing times what is missing is missing
        return pick(either(*map(absent, gone)), NOTHING, added(kept, constant))
    if not kept:
        return number(constant)
    if len(kept) == 1:
        term, times = kept[0]
        if (times, constant) == (1, 0):
            return term
        if pushes(term):
            return at_leaves(term, lambda leaf: added([(leaf, times)], constant))
        if term.op in ("least", "greatest") and any(part.fixed for part in term.args):
            turned = term.op if times > 0 else {"least": "greatest", "greatest": "least"}[term.op]
            return extreme(turned, [added([(part, times)], constant) for part in term.args])
    low = constant + sum(times * (term.low if times > 0 else term.high) for term, times in kept)
    high = constant + sum(times * (term.high if times > 0 else term.low) for term, times in kept)
    return Term("sum", (kept, constant), low, high, any(term.lacks for term, _ in kept))


def corners(ends: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The bounds of a product of numbers between bounds."""
    low, high = 1, 1
    for pair in ends:
        products = [a * b for a in (low, high) for b in pair]
        low, high = min(products), max(products)
    return low, high


def multiplied(terms: Iterable[Term]) -> Term:
    """Terms times each other."""
    times, factors = 1, list[Term]()
    for term in terms:
        if term.op == "number":
            times *= term.args[0]
        elif term.op == "product":
            factors += term.args
        elif term.op == "sum" and len(term.args[0]) == 1 and not term.args[1]:
            (inner, coefficient), *_ = term.args[0]
            times, factors = times * coefficient, [*factors, inner]
        else:
            factors.append(term)
    if len(factors) < 2 or not times:
        return added([(factor, times) for factor in factors], 0 if factors else times)
    low, high = corners((factor.low, factor.high) for factor in factors)
    made = Term("product", tuple(sorted(factors, key=lambda factor: factor.text)), low, high, any(factor.lacks for factor in factors))
    return added([(made, times)])


def scaled(term: Term, times: int) -> Term:
    """A term so many times (above 0), multiplied as far inside as can be: where it is a constant, that costs nothing."""
    if times == 1:
        return term
    match term.op:
        case "least" | "greatest":
            return extreme(term.op, [scaled(part, times) for part in term.args])
        case "within":
            return within(scaled(term.args[0], times), times * term.low, times * term.high)
        case "pick":
            test, then, otherwise = term.args
            return pick(test, scaled(then, times), scaled(otherwise, times))
        case "nothing":
            return term
    return added([(term, times)])


def quotient(over: Term, under: Term) -> Term:
    """A number that is not below 0 by one that is above 0, rounded down."""
    if pushes(over) and under.fixed:
        return at_leaves(over, lambda leaf: quotient(leaf, under))
    if under.fixed:
        by = under.args[0]
        if over.fixed:
            return number(over.args[0] // by)
        parts, constant = over.args if over.op == "sum" else (((over, 1),), 0)
        common = gcd(by, *(times for _, times in parts))
        if common > 1:
            over, by = added([(term, times // common) for term, times in parts], constant // common), by // common
        return over if by == 1 else Term("quotient", (over, number(by)), over.low // by, over.high // by, over.lacks)
    return Term("quotient", (over, under), max(over.low, 0) // under.high, over.high // under.low, over.lacks or under.lacks)


def extreme(op: Any, terms: Iterable[Term]) -> Term:
    """The least or the greatest of terms; null where one is."""
    items: dict[Term, None] = {}
    for term in terms:
        items |= dict.fromkeys(term.args if term.op == op else (term,))
    kept = [term for term in items if not any(other is not term and _outdoes(op, other, term) for other in items)] or [next(iter(items))]
    if len(kept) == 1:
        return kept[0]
    best = min if op == "least" else max
    return Term(op, tuple(kept), best(term.low for term in kept), best(term.high for term in kept), any(term.lacks for term in kept))


def _outdoes(op: str, other: Term, term: Term) -> bool:
    """Whether a term never decides, another being there: of two that are always alike the first stays."""
    if term.lacks:
        return False
    if op == "least":
        return other.high < term.low or (other.high == term.low and not (other.fixed and term.fixed))
    return other.low > term.high or (other.low == term.high and not (other.fixed and term.fixed))


def least(*terms: Term) -> Term:
    """The least of terms."""
    return extreme("least", terms)


def greatest(*terms: Term) -> Term:
    """The greatest of terms."""
    return extreme("greatest", terms)


def pick(test: Test, then: Term, otherwise: Term) -> Term:
    """One of two terms."""
    if test == TRUE or then == otherwise:
        return then
    if test == FALSE:
        return otherwise
    known = [term for term in (then, otherwise) if term.op != "nothing"]
    low, high = min(term.low for term in known), max(term.high for term in known)
    return Term("pick", (test, then, otherwise), low, high, then.lacks or otherwise.lacks)


def within(term: Term, low: int, high: int) -> Term:
    """The same term, of which it is known that it is in no row beyond two bounds, though what it chooses among may be."""
    if all(leaf.fixed for leaf in leaves(term)):
        return term
    if term.op == "within":
        return Term("within", term.args, max(low, term.low), min(high, term.high), term.lacks)
    return Term("within", (term,), max(low, term.low), min(high, term.high), term.lacks)


def tally(tests: Sequence[Test]) -> Term:
    """How many of the tests hold."""
    sure = sum(test.op == "true" for test in tests)
    open_ = tuple(test for test in tests if test.op not in ("true", "false"))
    return added([(Term("tally", open_, 0, len(open_)), 1)], sure) if open_ else number(sure)


def leaves(term: Term) -> Iterable[Term]:
    """The terms among which nested picks choose."""
    if term.op == "pick":
        yield from leaves(term.args[1])
        yield from leaves(term.args[2])
    else:
        yield term


def pushes(term: Term) -> bool:
    """Whether it chooses among numbers and at most one other term, so that what is done to it is better done to these."""
    return term.op == "pick" and sum(not leaf.fixed and leaf.op != "nothing" for leaf in leaves(term)) <= 1


def at_leaves(term: Term, change: Any) -> Term:
    """The term with `change` done to what its picks choose among."""
    if term.op == "pick":
        test, then, otherwise = term.args
        return pick(test, at_leaves(then, change), at_leaves(otherwise, change))
    return term if term.op == "nothing" else change(term)


def primitive(term: Term) -> tuple[Term, int, int]:
    """A term as so many times another, and a constant: terms that are alike but for these have the other in common."""
    if term.op != "sum":
        return term, 1, 0
    parts, constant = term.args
    common = gcd(*(times for _, times in parts)) * (1 if parts[0][1] > 0 else -1)
    return added([(part, times // common) for part, times in parts]), common, constant
