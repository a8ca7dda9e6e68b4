"""Whole numbers and tests over the columns of a table: what clauses become before an engine of tables, or plain Python, works them out.

A `Term` is a whole number, with the least and the most that it can be, or null where something that it reads is missing (`lacks` says that it may).
A `Test` is true or false and never null: it says itself what it is where what it reads is missing. The functions that make both bring them into the
simplest form, so that like terms are one term.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import gcd
from typing import Any, Literal

from attrs import field, frozen

INT64 = 2**63 - 1


@frozen(cache_hash=True)
class Term:
    """A whole number by row.

    What `args` are hangs on `op`: number: value · column: name · nothing: none · sum: ((term, times), ...), constant · product: terms ·
    quotient: over, under (rounded down; over ≥ 0, under ≥ 1) · least, greatest: terms · pick: test, then, otherwise ·
    tally: tests, of which those count that hold · within: term, which is in no row beyond `low` and `high`.
    """

    op: Literal["number", "column", "nothing", "sum", "product", "quotient", "least", "greatest", "pick", "tally", "within"]
    args: tuple[Any, ...]
    low: int = field(eq=False)
    high: int = field(eq=False)
    lacks: bool = field(default=False, eq=False)

    @cached_property
    def text(self) -> str:
        """What it says, for an order that is always the same."""
        return f"{self.op}({','.join(map(_text, self.args))})"

    @property
    def fixed(self) -> bool:
        """Whether it is the same number in every row."""
        return self.op == "number"


@frozen(cache_hash=True)
class Test:
    """A condition by row.

    What `args` are hangs on `op`: true, false: none · flag: name, wanted, if lacking · word: name, words, all words, if lacking ·
    compare: term, sign, number, if lacking · lacks: name, wanted · and, or: tests · count: how many at least, tests.
    """

    __test__ = False

    op: Literal["true", "false", "flag", "word", "compare", "lacks", "and", "or", "count"]
    args: tuple[Any, ...]

    @cached_property
    def text(self) -> str:
        """What it says, for an order that is always the same."""
        return f"{self.op}({','.join(map(_text, self.args))})"


def _text(part: Any) -> str:
    return f"({','.join(map(_text, part))})" if isinstance(part, tuple) else part.text if isinstance(part, Term | Test) else str(part)


TRUE, FALSE = Test("true", ()), Test("false", ())
NOTHING = Term("nothing", (), 0, 0, lacks=True)
OPPOSITE = {">=": "<", "<": ">=", "==": "!=", "!=": "=="}


def number(value: int) -> Term:
    """A number that is the same in every row."""
    return Term("number", (value,), value, value)


def column(name: str, low: int, high: int, lacks: bool = False) -> Term:
    """A column of whole numbers within bounds."""
    return number(low) if low == high and not lacks else Term("column", (name,), low, high, lacks)


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
    if test is TRUE or test.op == "true" or then == otherwise:
        return then
    if test.op == "false":
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


def cost(part: Any) -> int:
    """How much there is to work out in a term or test."""
    if isinstance(part, tuple):
        return sum(map(cost, part))
    return 1 + cost(part.args) if isinstance(part, Term | Test) else 0


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


def flag(name: str, lacks: bool) -> tuple[Test, Test]:
    """A column of conditions: whether it surely holds, whether it may."""
    sure = Test("flag", (name, True, False))
    return sure, Test("flag", (name, True, True)) if lacks else sure


def word(name: str, words: Iterable[str], values: Sequence[str], if_lacking: bool) -> Test:
    """Whether a column of words has one of those given, `values` being all that there are."""
    kept = tuple(value for value in values if value in set(words))
    if len(kept) == len(values) and if_lacking:
        return TRUE
    return Test("word", (name, kept, tuple(values), if_lacking)) if kept or if_lacking else FALSE


def compared(term: Term, sign: str, value: int, if_lacking: bool = False) -> Test:
    """Whether a term is `>=`, `<`, `==` or `!=` a number; `if_lacking` is what counts where the term is null."""
    if term.op == "nothing":
        return TRUE if if_lacking else FALSE
    term, times, constant = primitive(term)
    value -= constant
    if sign in ("==", "!="):
        if value % times:
            return always(term, sign == "!=", if_lacking)
        value //= times
    else:
        if times < 0:  # -x >= v is x < -v + 1
            sign, value, times = OPPOSITE[sign], 1 - value, -times
        value = -(-value // times)
    outcome = decided(term.low, term.high, sign, value)
    if outcome is not None:
        return always(term, outcome, if_lacking)
    if pushes(term) or (term.op == "pick" and all(leaf.fixed for leaf in leaves(term))):
        test, then, otherwise = term.args
        kept = [compared(branch, sign, value, if_lacking) for branch in (then, otherwise)]
        return either(both(test, kept[0]), both(negated(test), kept[1]))
    return Test("compare", (term, sign, value, if_lacking if term.lacks else False))


def primitive(term: Term) -> tuple[Term, int, int]:
    """A term as so many times another, and a constant: terms that are alike but for these have the other in common."""
    if term.op != "sum":
        return term, 1, 0
    parts, constant = term.args
    common = gcd(*(times for _, times in parts)) * (1 if parts[0][1] > 0 else -1)
    return added([(part, times // common) for part, times in parts]), common, constant


def decided(low: int, high: int, sign: str, value: int) -> bool | None:
    """Whether a number between two bounds stands so to a value, None where it may and may not."""
    if sign in ("==", "!="):
        if value < low or value > high:
            return sign == "!="
        return sign == "==" if low == high == value else None
    if low >= value:
        return sign == ">="
    return sign == "<" if high < value else None


def always(term: Term, holds: bool, if_lacking: bool) -> Test:
    """A test that is decided wherever the term is there."""
    if holds == if_lacking or not term.lacks:
        return TRUE if holds else FALSE
    missing = absent(term)
    return missing if if_lacking else negated(missing)


def absent(term: Term) -> Test:
    """Whether a term is null."""
    if not term.lacks:
        return FALSE
    match term.op:
        case "nothing":
            return TRUE
        case "column":
            return Test("lacks", (term.args[0], True))
        case "sum":
            return either(*(absent(part) for part, _ in term.args[0]))
        case "pick":
            test, then, otherwise = term.args
            return either(both(test, absent(then)), both(negated(test), absent(otherwise)))
        case _:
            return either(*map(absent, term.args))


def negated(test: Test) -> Test:
    """The contrary of a test."""
    match test.op:
        case "true":
            return FALSE
        case "false":
            return TRUE
        case "flag":
            name, wanted, if_lacking = test.args
            return Test("flag", (name, not wanted, not if_lacking))
        case "word":
            name, words, values, if_lacking = test.args
            return word(name, set(values) - set(words), values, not if_lacking)
        case "compare":
            term, sign, value, if_lacking = test.args
            return Test("compare", (term, OPPOSITE[sign], value, not if_lacking if term.lacks else False))
        case "lacks":
            return Test("lacks", (test.args[0], not test.args[1]))
        case "and":
            return either(*map(negated, test.args))
        case "or":
            return both(*map(negated, test.args))
        case _:
            least_, tests = test.args
            return counted(len(tests) - least_ + 1, [negated(one) for one in tests])


def both(*tests: Test) -> Test:
    """Whether all tests hold."""
    return _joined("and", tests, TRUE, FALSE)


def either(*tests: Test) -> Test:
    """Whether one of the tests holds."""
    return _joined("or", tests, FALSE, TRUE)


def _joined(op: Literal["and", "or"], tests: Sequence[Test], idle: Test, decisive: Test) -> Test:
    found: dict[Test, None] = {}
    for test in tests:
        found |= dict.fromkeys(test.args if test.op == op else (test,))
    found.pop(idle, None)
    if decisive in found or any(negated(test) in found for test in found if test.op not in ("and", "or", "count")):
        return decisive
    return next(iter(found)) if len(found) == 1 else Test(op, tuple(found)) if found else idle


def counted(least_: int, tests: Sequence[Test]) -> Test:
    """Whether at least so many of the tests hold."""
    least_ -= sum(test.op == "true" for test in tests)
    open_ = tuple(test for test in tests if test.op not in ("true", "false"))
    if least_ <= 0:
        return TRUE
    if least_ > len(open_):
        return FALSE
    if least_ == len(open_):
        return both(*open_)
    return either(*open_) if least_ == 1 else Test("count", (least_, open_))
