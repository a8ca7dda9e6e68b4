"""Terms and tests → expressions of Narwhals, or of Polars after which these are modelled.

Of their operations only those are used on which all engines agree. Whole numbers are as narrow as their bounds allow where the engine has narrow ones
(`narrow`), else of 64 bits; `//` is of numbers that are not below 0, and below 2**53, since SQL engines divide in doubles. Null is said outright
wherever an engine would pass over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from attrs import frozen

from ..clauses.conditions import absent, negated
from ..clauses.program import Figure, Words
from ..clauses.terms import Term, Test
from ..clauses.values import Truth

Expr = Any
"""An expression of Narwhals or of Polars."""
SIZES = (16, 32, 64)
DIVIDED = 2**53


class TooWide(Exception):
    """A number that 64 bits, or what is divided within them, cannot hold."""


@frozen
class Place:
    """A column of a table: its name, the bounds of its numbers, whether it may hold null, and the bits of its numbers (0: as few as need be)."""

    name: str
    low: int = 0
    high: int = 1
    lacks: bool = False
    size: int = 0


def size_of(low: int, high: int) -> int:
    """The bits of the narrowest whole numbers that hold all between two bounds. Raises TooWide."""
    for size in SIZES:
        if -(2 ** (size - 1)) <= low and high < 2 ** (size - 1):
            return size
    raise TooWide


class Expressions:
    """Makes expressions over the columns of a table; `nw` is the module `narwhals`, or `polars` for tables of Polars: the shorter way."""

    def __init__(self, nw: Any, places: Mapping[str, Place], narrow: bool) -> None:
        self.nw = nw
        self._places = places
        self._sizes = SIZES if narrow else SIZES[-1:]
        self._types = {16: nw.Int16(), 32: nw.Int32(), 64: nw.Int64()}
        self._reach: dict[Term, tuple[int, int]] = {}
        self._of_polars = nw.__name__ == "polars"

    def type(self, place: Place) -> Any:
        """The type of the whole numbers in a column."""
        return self._types[self._place_size(place)]

    def column(self, term: Term) -> Expr:
        """A whole number by row, as narrow as its bounds are. Raises TooWide."""
        needed, least = self._needed(term), self._size(*self._ends(term))
        found = self._as(term, max(needed, least))
        return found if needed == least else found.cast(self._types[least])

    def ends(self, term: Term) -> tuple[int, int]:
        """The bounds of a term in every row."""
        return self._ends(term)

    def answer(self, answer: Truth | Words | Figure) -> Expr:
        """A column that is answered."""
        nw = self.nw
        match answer:
            case Figure(column=""):
                return nw.lit(answer.times, dtype=self._types[self._size(0, answer.most)])
            case Figure():
                place, size = self._places[answer.column], self._size(0, answer.most)
                found = nw.col(place.name) if self._place_size(place) == size else nw.col(place.name).cast(self._types[size])
                return found if answer.times == 1 else found * answer.times
            case Truth():
                sure = self.test(answer.sure)
                return sure if answer.decided else nw.when(sure | self.test(negated(answer.possible))).then(sure)
            case Words(rank=Term()):
                assert answer.rank is not None
                rank, said = self.column(answer.rank), self._said(answer)
                return reduce(lambda other, at: nw.when(rank == at).then(said[at]).otherwise(other), range(len(said) - 1), said[-1])
            case Words(joined=True):
                said = [nw.when(self.test(test)).then(nw.lit(word)) for word, test in zip(answer.words, answer.tests, strict=True)]
                return nw.concat_str(said, separator="/", ignore_nulls=True)
        tests = [self.test(test) for test in answer.tests]
        many = reduce(lambda a, b: a + b, [test.cast(self._types[16]) for test in tests])
        said = self._said(answer)
        first = reduce(lambda other, case: nw.when(case[1]).then(case[0]).otherwise(other), zip(said, tests, strict=True), said[0])
        return nw.when(many == 1).then(first)

    def _said(self, answer: Words) -> list[Expr]:
        """Words by themselves, of Polars in the order that they have in the scheme."""
        ordered = {"dtype": self.nw.Enum(list(answer.words))} if self._of_polars and not answer.joined else {}
        return [self.nw.lit(word, **ordered) for word in answer.words]

    def test(self, test: Test) -> Expr:
        """A condition by row, never null."""
        nw = self.nw
        match test.op:
            case "true" | "false":
                return nw.lit(test.op == "true")
            case "flag":
                name, wanted, if_lacking = test.args
                place = self._places[name]
                found = nw.col(place.name) if wanted else ~nw.col(place.name)
                return found.fill_null(if_lacking) if place.lacks else found
            case "word":
                return self._word(*test.args)
            case "compare":
                return self._compared(*test.args)
            case "lacks":
                name, wanted = test.args
                missing = nw.col(self._places[name].name).is_null()
                return missing if wanted else ~missing
            case "count":
                least, tests = test.args
                return reduce(lambda a, b: a + b, [self.test(one).cast(self._types[16]) for one in tests]) >= least
        return reduce(and_ if test.op == "and" else or_, map(self.test, test.args))

    def _word(self, name: str, words: tuple[str, ...], values: tuple[str, ...], if_lacking: bool) -> Expr:
        place = self._places[name]
        found = self.nw.col(place.name)
        others = [value for value in values if value not in words]
        told = ~found.is_in(others) if len(others) < len(words) else found.is_in(list(words))
        return told.fill_null(if_lacking) if place.lacks else told

    def _compared(self, term: Term, sign: str, value: int, if_lacking: bool) -> Expr:
        parts, constant = term.args if term.op == "sum" else (((term, 1),), 0)
        value -= constant
        left, right = [(part, times) for part, times in parts if times > 0], [(part, -times) for part, times in parts if times < 0]
        if not left:
            left, right, sign, value = right, left, {">=": "<", "<": ">="}.get(sign, sign), 1 - value if sign in (">=", "<") else -value
        size = max(self._summed(left), self._summed(right), self._size(min(value, 0), max(value, 0)), *(self._needed(part) for part, _ in parts))
        size = max(size, self._size(-abs(value) - self._most(right), abs(value) + self._most(right)))
        one = self._sum(left, 0, size)
        other: Any = self._sum(right, value, size) if right else value
        told = {">=": lambda: one >= other, "<": lambda: one < other, "==": lambda: one == other, "!=": lambda: one != other}[sign]()
        return told.fill_null(if_lacking) if term.lacks else told

    def _as(self, term: Term, size: int) -> Expr:
        """A term in whole numbers of a size."""
        nw, own = self.nw, self._needed(term)
        match term.op:
            case "number":
                return nw.lit(term.args[0], dtype=self._types[size])
            case "nothing":
                return nw.lit(None, dtype=self._types[size])
            case "tally":
                return reduce(lambda a, b: a + b, [self.test(test).cast(self._types[size]) for test in term.args])
            case "pick" if term.args[1].fixed and term.args[2].fixed:
                return self._of_two(term.args[0], term.args[1].args[0], term.args[2].args[0], size)
            case "pick":
                return self._picked(term, size)
            case "sum":
                return self._sum(term.args[0], term.args[1], size)
            case "within":
                found, own = self._as(term.args[0], self._needed(term.args[0])), self._needed(term.args[0])
                return (
                    found
                    if own == max(size, self._size(term.low, term.high))
                    else found.cast(self._types[max(size, self._size(term.low, term.high))])
                )
            case "column":
                found = nw.col(self._places[term.args[0]].name)
            case "product":
                found = reduce(lambda a, b: a * b, [self._as(part, own) for part in term.args])
            case "quotient":
                found = self._as(term.args[0], own) // (term.args[1].args[0] if term.args[1].fixed else self._as(term.args[1], own))
            case _:
                found = self._extreme(term, own)
        return found if own >= size else found.cast(self._types[size])

    def _of_two(self, test: Test, then: int, otherwise: int, size: int) -> Expr:
        if self._of_polars:  # which picks one of two numbers in half of the time that it takes to make one of a condition
            nw, kind = self.nw, self._types[size]
            return nw.when(self.test(test)).then(nw.lit(then, dtype=kind)).otherwise(nw.lit(otherwise, dtype=kind))
        if then == 0 or (otherwise and abs(then) < abs(otherwise)):
            test, then, otherwise = negated(test), otherwise, then
        told = self.test(test).cast(self._types[size])
        found = told if then - otherwise == 1 else told * (then - otherwise)
        return found + otherwise if otherwise else found

    def _picked(self, term: Term, size: int) -> Expr:
        nw, (test, then, otherwise) = self.nw, term.args
        if then.fixed and otherwise.lacks and test == absent(otherwise):
            return self._as(otherwise, size).fill_null(then.args[0])
        if then.op == "nothing":
            return nw.when(self.test(negated(test))).then(self._as(otherwise, size))
        picked = nw.when(self.test(test)).then(self._as(then, size))
        return picked if otherwise.op == "nothing" else picked.otherwise(self._as(otherwise, size))

    def _sum(self, parts: Any, constant: int, size: int) -> Expr:
        found = [self._times(part, times, size) for part, times in sorted(parts, key=lambda part: part[1] < 0)]
        whole = _added(found)
        return whole + constant if constant else whole

    def _times(self, term: Term, times: int, size: int) -> Expr:
        if term.op == "pick" and term.args[1].fixed and term.args[2].fixed:
            test, then, otherwise = term.args
            return self._of_two(test, times * then.args[0], times * otherwise.args[0], size)
        return self._as(term, size) if times == 1 else self._as(term, size) * times

    def _extreme(self, term: Term, size: int) -> Expr:
        fixed = [part.args[0] for part in term.args if part.fixed]
        others = [self._as(part, size) for part in term.args if not part.fixed]
        least = term.op == "least"
        if len(others) == 1:
            found = others[0]
        else:
            found = (self.nw.min_horizontal if least else self.nw.max_horizontal)(*others)
            if term.lacks:
                found = self.nw.when(self.test(negated(absent(term)))).then(found)
        if self._of_polars and not term.lacks:  # here it passes over no null, and takes half of the time
            bounds = [self.nw.lit(bound, dtype=self._types[size]) for bound in fixed]
            return (self.nw.min_horizontal if least else self.nw.max_horizontal)(found, *bounds) if bounds else found
        for bound in fixed:
            found = found.clip(upper_bound=bound) if least else found.clip(lower_bound=bound)
        return found

    def _size(self, low: int, high: int) -> int:
        return max(size_of(low, high), self._sizes[0])

    def _place_size(self, place: Place) -> int:
        return place.size or self._size(place.low, place.high)

    def _needed(self, term: Term) -> int:
        """The bits in which a term and all that leads to it can be worked out."""
        match term.op:
            case "sum":
                parts, constant = term.args
                most = self._most(parts) + abs(constant)
                return max(self._size(-most, most), *(self._needed(part) for part, _ in parts))
            case "column":
                return self._place_size(self._places[term.args[0]])
            case "number":
                return self._size(*(term.args * 2))
            case "pick":
                return max(self._needed(part) for part in term.args[1:])
            case "tally" | "nothing":
                return self._size(0, max(len(term.args), 1))
            case "within":
                return self._size(term.low, term.high)
            case "quotient":
                low, high = self._ends(term.args[0])
                if max(-low, high, self._ends(term.args[1])[1]) >= DIVIDED:
                    raise TooWide
        return max(self._size(*self._ends(term)), *(self._needed(part) for part in term.args))

    def _summed(self, parts: Any) -> int:
        return self._size(-self._most(parts), self._most(parts))

    def _most(self, parts: Any) -> int:
        """The most that terms, each so many times, can come to together, whatever their signs."""
        return sum(abs(times) * max(map(abs, self._ends(part))) for part, times in parts)

    def _ends(self, term: Term) -> tuple[int, int]:
        """The bounds of a term in every row, in those too where what is known of it elsewhere does not hold."""
        if term not in self._reach:
            self._reach[term] = self._found_ends(term)
        return self._reach[term]

    def _found_ends(self, term: Term) -> tuple[int, int]:
        match term.op:
            case "column":
                place = self._places[term.args[0]]
                return place.low, place.high
            case "number":
                return term.args[0], term.args[0]
            case "nothing":
                return 0, 0
            case "tally":
                return 0, len(term.args)
            case "within":
                return term.low, term.high
            case "sum":
                parts, constant = term.args
                ends = [sorted(times * end for end in self._ends(part)) for part, times in parts]
                return constant + sum(low for low, _ in ends), constant + sum(high for _, high in ends)
            case "pick":
                ends_of = [self._ends(part) for part in term.args[1:]]
                return min(low for low, _ in ends_of), max(high for _, high in ends_of)
            case "quotient":
                (low, high), (_, most) = self._ends(term.args[0]), self._ends(term.args[1])
                return min(low, low // most), max(high, high // most)
            case "product":
                corners = [1, 1]
                for part in term.args:
                    corners = [a * b for a in (min(corners), max(corners)) for b in self._ends(part)]
                return min(corners), max(corners)
        best = min if term.op == "least" else max
        return best(self._ends(part)[0] for part in term.args), best(self._ends(part)[1] for part in term.args)


def _added(found: list[Any]) -> Any:
    """Expressions added up in pairs, which Polars works out side by side."""
    half = len(found) // 2
    return found[0] if len(found) == 1 else _added(found[:half]) + _added(found[half:])
