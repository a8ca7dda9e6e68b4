"""Pieces of expressions about what a random scheme declares."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from attrs import frozen
from hypothesis import strategies as st

from ..expression import Kind
from ..messages import exact
from ..scheme import Fact, Measure, Point, Quantity
from .declarations import Declared, Draw, divides_by_nought, literal, may_be_nought, values

LEVELS = ("A", "B", "C")
HALVES = tuple(Fraction(n, 2) for n in range(1, 9))
DAYS = ("2010-01-01", "2018-06-30", "2020-12-31")
PLAIN = {str, int, bool, Fraction, type(None)}
T = TypeVar("T")


@lru_cache(maxsize=4096)
def _any_of(options: tuple[Any, ...], types: tuple[type, ...]) -> st.SearchStrategy[Any]:  # noqa: ARG001 (1 is not True)
    """Any of some plain values: most are asked for again and again, and to make a strategy takes longer than to draw from it."""
    return st.sampled_from(options)


@frozen
class Piece:
    """A piece of an expression; `empty` where it divides by what may be 0."""

    text: str
    empty: bool = False


class Author:
    """Writes pieces of a scheme, as `draw` has it."""

    def __init__(self, draw: Draw, declared: Declared) -> None:
        self.draw = draw
        self.declared = declared

    def one(self, *options: T) -> T:
        """Any of the options."""
        types = tuple(map(type, options))
        picked: T = self.draw(_any_of(options, types) if PLAIN.issuperset(types) else st.sampled_from(options))
        return picked

    def amount(self, most: Fraction | None = None) -> Fraction:
        """An amount of marks, in halves."""
        return self.one(*(half for half in HALVES if most is None or half <= most))

    def limit(self) -> Fraction | None:
        """The most that a rule deducts or awards."""
        return self.one(None, None, *HALVES[:4])

    def number(self) -> Fact | Quantity:
        """Any number."""
        return self.one(*self.declared.numbers)

    def beside(self, number: Fact | Quantity) -> Fact | Quantity:
        """A number in the same unit."""
        return self.one(*(other for other in self.declared.numbers if other.unit == number.unit))

    def line(self, number: Fact | Quantity) -> str:
        """A value that the number may have, or a target in its unit."""
        targets = [target.id for target in self.declared.targets if target.unit == number.unit]
        return self.one(literal(self.draw(values(number)), number.unit or ""), *targets)

    def sum(self, number: Fact | Quantity) -> str:
        """A number made of one or two of the same unit."""
        other = self.beside(number).id
        one = number.id
        return self.one(one, f"{one} + {other}", f"{one} - {other}", f"min({one}, {other})", f"max({one}, {self.line(number)})")

    def bare(self) -> str:
        """A number without unit."""
        number = self.number()
        return f"({self.sum(number)}) / {literal(Fraction(self.one(1, 2, 10)), number.unit or '')}"

    def condition(self, depth: int = 2, *, divides: bool = True) -> Piece:
        """A condition; one that may be joined of others, and may divide."""
        kind = self.one("fact", "compare", "compare", *self._others(divides), *(["all", "any", "not", "at-least"] if depth else []))
        match kind:
            case "fact":
                return Piece(self.one("", "not ") + self.one(*self.declared.of(Kind.CONDITION)).id)
            case "ratio":
                part = self.number()
                whole = self.beside(part)
                return Piece(f"{part.id} / {whole.id} {self.one('>=', '<')} {self.one('0.5', '1', '30%')}", may_be_nought(whole))
            case "all" | "any" | "not" | "at-least":
                return self._joined(kind, depth - 1, divides)
        return self._comparison(kind)

    def _others(self, divides: bool) -> list[str]:
        """The kinds of comparison that not every scheme has."""
        declared = self.declared
        there: dict[str, Any] = {
            "choice": declared.of(Kind.CHOICE),
            "date": declared.of(Kind.DATE),
            "class": declared.classed,
            "share": declared.shares,
            "rate": [rate for rate in declared.rates if divides or not divides_by_nought(rate, declared.facts)],
            "ratio": divides,
        }
        return [kind for kind, found in there.items() if found]

    def _comparison(self, kind: str) -> Piece:
        declared = self.declared
        match kind:
            case "choice":
                choice = self.one(*declared.of(Kind.CHOICE))
                return Piece(f'{choice.id} {self.one("==", "!=")} "{self.one(*choice.values)}"')
            case "date":
                day = self.one(*declared.of(Kind.DATE)).id
                return Piece(self.one(f"{day} {self.one('<=', '>', '==')} {self.one(*DAYS)}", f"2020-12-31 - {day} >= 1095天"))
            case "class":
                target = self.one(*declared.classed)
                number = self.one(*(number for number in declared.numbers if number.unit == target.unit))
                return Piece(f"{self.sum(number)} {self.one('>=', '<')} {target.id}")
            case "share":
                return Piece(f"{self.one(*declared.shares).id} {self.one('>=', '<', '==')} {self.one('50%', '100%', '33.3%')}")
            case "rate":
                rate = self.one(*declared.rates)
                return Piece(f"{rate.id} {self.one('>=', '<')} {self.one('50%', '100%', '130%')}", divides_by_nought(rate, declared.facts))
        number = self.number()
        right = self.one(self.line(number), self.beside(number).id)
        return Piece(f"{self.sum(number)} {self.one('>=', '>', '<=', '<', '==', '!=')} {right}")

    def _joined(self, kind: str, depth: int, divides: bool) -> Piece:
        parts = [self.condition(depth, divides=divides) for _ in range(1 if kind == "not" else self.one(2, 3))]
        empty = any(part.empty for part in parts)
        inside = [f"({part.text})" for part in parts]
        if kind == "not":
            return Piece(f"not {inside[0]}", empty)
        if kind == "at-least":
            return Piece(f"at_least({self.one(*range(1, len(parts) + 1))}, {', '.join(inside)})", empty)
        return Piece((" and " if kind == "all" else " or ").join(inside), empty)

    def result(self, measure: Measure, base: Fraction, points: tuple[Point, ...]) -> Piece:
        """A condition on results, for ladder and vetoes."""
        if measure is not Measure.POINTS:
            level = self.one(*(LEVELS if measure is Measure.LEVELS else ("met", "unmet")))
            return Piece(f'count(items at "{level}") {self.one(">=", "<=", "==")} {self.one(0, 1, 2)}')
        point = self.one(*points).id
        line = exact(base * self.one(*(Fraction(n, 10) for n in range(12))))
        return Piece(
            self.one(
                f"total {self.one('>=', '>', '<', '!=')} {line}",
                f"base_score >= {line}",
                f'met("{point}")',
                f'score("{point}") {self.one(">=", "<")} {exact(self.amount())}',
            )
        )

    def verdict(self, measure: Measure, base: Fraction, points: tuple[Point, ...]) -> str:
        """A condition of ladder or veto: on results, facts or both."""
        result, condition = self.result(measure, base, points).text, self.condition(1, divides=False).text
        return self.one(result, result, f"({result}) and ({condition})", f"({result}) or ({condition})", condition)
