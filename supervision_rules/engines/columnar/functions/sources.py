"""Terms and tests → Python's own text, of which one function is made that scores a row.

Python's whole numbers are exact however large they are, so that nothing is ruled out by its bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from ..clauses.conditions import absent
from ..clauses.program import Figure, Program, Words
from ..clauses.terms import Term, Test
from ..clauses.values import Truth
from ..tables.plans import needed

CHEAP = ("number", "nothing", "column", "true", "false", "flag", "word", "lacks", "compare")
"""What is not worth a variable though it is used more than once."""


class Texts:
    """The text of terms and tests; `cells` says by what name a column is read, `known` what stands in variables already."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = dict(cells)
        self.known: dict[Any, str] = {}
        self.spare = count()

    def number(self, term: Term) -> str:
        """A whole number; anything where the term is null."""
        if term in self.known:
            return self.known[term]
        match term.op:
            case "number":
                return str(term.args[0])
            case "nothing":
                return "0"
            case "column":
                return self.cells[term.args[0]]
            case "within":
                return self.number(term.args[0])
            case "sum":
                return self._sum(*term.args)
            case "product":
                return f"({' * '.join(map(self.number, term.args))})"
            case "quotient":
                return self.divided(*term.args)
            case "pick":
                return self.picked(*term.args)
            case "tally":
                return f"({' + '.join(map(self.holds, term.args))})"
        first, *others = sorted(term.args, key=lambda part: part.fixed)
        found = self.number(first)
        for other in others:
            found = self.better(term.op, found, self.number(other))
        return found

    def holds(self, test: Test) -> str:
        """A condition, which is never null."""
        if test in self.known:
            return self.known[test]
        match test.op:
            case "true" | "false":
                return test.op.capitalize()
            case "flag":
                name, wanted, _ = test.args
                return self.cells[name] if wanted else self.contrary(self.cells[name])
            case "word":
                return self.among(*test.args[:2])
            case "lacks":
                name, wanted = test.args
                return self.lacking(name) if wanted else self.contrary(self.lacking(name))
            case "compare":
                term, sign, value, if_lacking = test.args
                told = self._compared(term, sign, value)
                missing = absent(term)
                if missing.op == "false":
                    return told
                return (
                    self.joined("or", [self.holds(missing), told]) if if_lacking else self.joined("and", [self.contrary(self.holds(missing)), told])
                )
            case "count":
                least, tests = test.args
                return f"({' + '.join(map(self.holds, tests))} >= {least})"
        return self.joined(test.op, map(self.holds, test.args))

    def divided(self, over: Term, under: Term) -> str:
        """A number that is not below 0 by one that is above 0, rounded down."""
        return f"({self.number(over)} // {self.number(under)})"

    def picked(self, test: Test, then: Term, otherwise: Term) -> str:
        """One of two numbers."""
        return f"({self.number(then)} if {self.holds(test)} else {self.number(otherwise)})"

    def better(self, op: str, one: str, other: str) -> str:
        """The least or the greatest of two numbers, the second of which says no more than a name or number where it can."""
        name, sign = f"t{next(self.spare)}", "<" if op == "least" else ">"
        if other.isidentifier() or other.isdecimal():
            return f"({name} if ({name} := {one}) {sign} {other} else {other})"
        return f"{'min' if op == 'least' else 'max'}({one}, {other})"

    def joined(self, op: str, told: Iterable[str]) -> str:
        """Whether all, or one, of several conditions hold."""
        return f"({f' {op} '.join(told)})"

    def contrary(self, told: str) -> str:
        """Whether a condition does not hold."""
        return f"(not {told})"

    def among(self, name: str, words: tuple[str, ...]) -> str:
        """Whether a column has one of some words."""
        cell = self.cells[name]
        return f"({cell} == {words[0]!r})" if len(words) == 1 else f"({cell} in {words!r})"

    def lacking(self, name: str) -> str:
        """Whether a column is null."""
        return f"{self.cells[name]}_lacks"

    def assigned(self, variable: str, term: Term) -> Iterator[str]:
        """A number in a variable, step by step where that is quicker."""
        if term.op == "within":
            yield from self.assigned(variable, term.args[0])
        elif term.op in ("least", "greatest") and sum(not part.fixed for part in term.args) == 1 and term not in self.known:
            first, *bounds = sorted(term.args, key=lambda part: part.fixed)
            yield from self.assigned(variable, first)
            sign = ">" if term.op == "least" else "<"
            yield from (f"if {variable} {sign} {bound.args[0]}: {variable} = {bound.args[0]}" for bound in bounds)
        elif term.op == "sum" and term not in self.known and any(_adds_or_not(part) for part, _ in term.args[0]):
            parts, constant = term.args
            yield f"{variable} = {self._sum([(part, times) for part, times in parts if not _adds_or_not(part)], constant)}"
            for part, times in parts:
                if _adds_or_not(part):
                    yield f"if {self.holds(part.args[0])}: {variable} {'+' if times > 0 else '-'}= {abs(times) * part.args[1].args[0]}"
        else:
            yield f"{variable} = {self.number(term)}"

    def _sum(self, parts: Any, constant: int) -> str:
        if not parts:
            return str(constant)
        ordered = sorted(parts, key=lambda part: part[1] < 0)
        text = "".join(f" {'+' if times > 0 else '-'} {self._times(part, abs(times))}" for part, times in ordered)
        start = f"{constant}{text}" if constant and ordered[0][1] < 0 else text.removeprefix(" + ").strip()
        return f"({start})" if constant == 0 or ordered[0][1] < 0 else f"({start} {'+' if constant > 0 else '-'} {abs(constant)})"

    def _times(self, term: Term, times: int) -> str:
        if times == 1:
            return self.number(term)
        if term.op == "pick" and term.args[1].fixed and term.args[2].fixed and term not in self.known:
            test, then, otherwise = term.args
            return f"({times * then.args[0]} if {self.holds(test)} else {times * otherwise.args[0]})"
        return f"{times} * {self.number(term)}"

    def _compared(self, term: Term, sign: str, value: int) -> str:
        if term.op != "sum" or term in self.known:
            return f"({self.number(term)} {sign} {value})"
        parts, constant = term.args
        right = [(part, -times) for part, times in parts if times < 0]
        left = [(part, times) for part, times in parts if times > 0]
        return f"({self._sum(left, 0)} {sign} {self._sum(right, value - constant)})"


class Lines:
    """The lines of a function that works out columns, each in a variable."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.made: list[str] = []
        self._counts: Counter[Any] = Counter()
        self._seen: set[Any] = set()

    def count(self, parts: Iterable[Any]) -> None:
        """Take note of what is used more than once."""
        for part in parts:
            if isinstance(part, tuple):
                self.count(part)
            elif isinstance(part, Term | Test):
                key = part.args[0] if part.op in ("column", "flag", "word") else part
                self._counts[key] += 1
                if key not in self._seen:
                    self._seen.add(key)
                    self.count(part.args)

    def read(self, cells: Mapping[str, str]) -> None:
        """Facts that are used more than once, each in a variable."""
        for position, (name, cell) in enumerate(cells.items()):
            if self._counts[name] > 1:
                self.made.append(f"f{position} = {cell}")
                self.texts.cells[name] = f"f{position}"

    def shared(self, part: Any) -> None:
        """What is used more than once within a term or test, each in a variable."""
        if isinstance(part, tuple):
            for one in part:
                self.shared(one)
        elif isinstance(part, Term | Test) and part not in self.texts.known:
            self.shared(part.args)
            if self._counts[part] > 1 and part.op not in CHEAP:
                self._kept(f"s{next(self.texts.spare)}", part)

    def column(self, name: str, variable: str, what: Term | Test) -> None:
        """A column in a variable, and in another whether it is null where it may be."""
        self.shared(what)
        self._kept(variable, what)
        self.texts.cells[name] = variable
        if isinstance(what, Term) and what.lacks:
            self.made.append(f"{variable}_lacks = {self.texts.holds(absent(what))}")

    def _kept(self, variable: str, what: Term | Test) -> None:
        if what in self.texts.known or isinstance(what, Test):
            self.made.append(f"{variable} = {self.texts.holds(what) if isinstance(what, Test) else self.texts.number(what)}")
        else:
            self.made += self.texts.assigned(variable, what)
        self.texts.known[what] = variable


def _adds_or_not(term: Term) -> bool:
    """Whether it is a number where a test holds, else 0."""
    return term.op == "pick" and term.args[1].fixed and term.args[2].fixed and term.args[2].args[0] == 0 and term.args[1].args[0] > 0


def function_source(made: Program, names: Iterable[str]) -> str:
    """The text of a function `score(row)`: facts by id as whole numbers of their last place, none missing → the answers that are named.

    Numbers are whole numbers of the units of the answers, None where nothing is known; conditions True, False or None; words words or None.
    """
    answers = {name: made.answers[name] for name in names}
    wanted = needed(made, answers)
    cells = {name: f"row[{name!r}]" for name in made.lowered.inputs if name in wanted}
    columns = [(name, what) for stage in made.stages for name, what in stage.items() if name in wanted]
    lines = Lines(Texts(cells))
    lines.count(what for _, what in columns)
    for answer in answers.values():
        lines.count(
            [answer.sure, answer.possible] if isinstance(answer, Truth) else [*answer.tests, answer.rank] if isinstance(answer, Words) else []
        )
    lines.read(cells)
    for position, (name, what) in enumerate(columns):
        lines.column(name, f"c{position}", what)
    told = ", ".join(f"{name!r}: {_answered(lines, made, answer)}" for name, answer in answers.items())
    return "\n    ".join(["def score(row):", *lines.made, f"return {{{told}}}"]) + "\n"


def _answered(lines: Lines, made: Program, answer: Figure | Truth | Words) -> str:
    """The text of an answer."""
    texts = lines.texts
    match answer:
        case Figure(column=""):
            return str(answer.times)
        case Figure():
            found = texts.cells[answer.column] if answer.times == 1 else f"{texts.cells[answer.column]} * {answer.times}"
            column = next(stage[answer.column] for stage in made.stages if answer.column in stage)
            return f"None if {texts.lacking(answer.column)} else {found}" if isinstance(column, Term) and column.lacks else found
        case Truth():
            lines.shared((answer.sure, answer.possible))
            sure = texts.holds(answer.sure)
            return sure if answer.decided else f"True if {sure} else None if {texts.holds(answer.possible)} else False"
        case Words(rank=Term() as rank):
            lines.shared(rank)
            return f"{answer.words!r}[{texts.number(rank)}]"
    lines.shared(answer.tests)
    return f"only({answer.words!r}, ({', '.join(map(texts.holds, answer.tests))},))"


def only(words: tuple[str, ...], told: tuple[bool, ...]) -> str | None:
    """The only word whose condition holds, None where several do."""
    found = [word for word, holds in zip(words, told, strict=True) if holds]
    return found[0] if len(found) == 1 else None
