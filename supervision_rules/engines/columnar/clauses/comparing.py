"""Terms beside numbers → tests of the barest kind."""

from __future__ import annotations

from .arithmetic import primitive, pushes
from .conditions import absent, both, either, negated
from .terms import FALSE, OPPOSITE, TRUE, Term, Test


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
    if pushes(term):
        test, then, otherwise = term.args
        kept = [compared(branch, sign, value, if_lacking) for branch in (then, otherwise)]
        return either(both(test, kept[0]), both(negated(test), kept[1]))
    return Test("compare", (term, sign, value, if_lacking if term.lacks else False))


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
