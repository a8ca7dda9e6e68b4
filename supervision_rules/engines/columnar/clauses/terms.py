"""Whole numbers and tests over the columns of a table: what clauses become before an engine of tables, or plain Python, works them out.

A `Term` is a whole number, with the least and the most that it can be, or null where something that it reads is missing (`lacks` says that it may).
A `Test` is true or false and never null: it says itself what it is where what it reads is missing. The functions that make both bring them into the
simplest form, so that like terms are one term.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

from attrs import field, frozen


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


def cost(part: Any) -> int:
    """How much there is to work out in a term or test."""
    if isinstance(part, tuple):
        return sum(map(cost, part))
    return 1 + cost(part.args) if isinstance(part, Term | Test) else 0
