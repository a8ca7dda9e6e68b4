"""Tests joined and turned round, and what is null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from .terms import FALSE, OPPOSITE, TRUE, Term, Test


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
