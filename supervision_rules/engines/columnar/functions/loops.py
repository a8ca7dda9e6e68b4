"""Terms and tests → the text of loops over blocks of arrays, a loop a column, of which a compiler makes vector instructions.

Whole numbers have 64 bits between operations, and 32 where their bounds allow it. Of a choice both sides are worked out, and one is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from ....messages import Problem, SupervisionRulesError
from ..clauses.conditions import absent
from ..clauses.program import Answer, Figure, Program, Words
from ..clauses.terms import Term, Test
from ..clauses.values import Truth
from ..tables.expressions import TooWide, size_of
from ..tables.plans import needed
from .sources import Lines, Texts

BLOCK = 2048
"""Rows at a time: what is worked out of them stays in the nearest cache."""

LONG = 4
"""A sum of more columns than these is added up where each of them is worked out."""

POSITION, CONDITION = 8, 1
MOST = 2**63


class ArrayTexts(Texts):
    """The text of terms and tests for row `i` of arrays; `words` has those of each column that holds their positions."""

    def __init__(self, cells: Mapping[str, str], words: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(cells)
        self.lacks: dict[str, str] = {}
        self._words = words

    def number(self, term: Term) -> str:
        """A whole number. Raises TooWide."""
        found = super().number(term)
        narrow = size_of(term.low, term.high) < 64 and term not in self.known
        return f"i4({found})" if narrow and term.op in ("sum", "product", "pick", "tally", "least", "greatest") else found

    def divided(self, over: Term, under: Term) -> str:
        """A number that is not below 0 by one that is above 0, both without a sign, so that nothing needs be rounded down."""
        size = 4 if max(over.high, under.high) < 2**31 else 8
        return f"i{size}(u{size}({self.number(over)}) // u{size}({self.number(under)}))"

    def better(self, op: str, one: str, other: str) -> str:
        """The least or the greatest of two numbers."""
        return f"{'min' if op == 'least' else 'max'}({one}, {other})"

    def joined(self, op: str, told: Iterable[str]) -> str:
        """Whether all, or one, of several conditions hold."""
        return f"({(' & ' if op == 'and' else ' | ').join(told)})"

    def among(self, name: str, words: tuple[str, ...]) -> str:
        """Whether a column has the position of one of some words."""
        return self.joined("or", [f"({self.cells[name]} == {self._words[name].index(word)})" for word in words]) if words else "False"

    def lacking(self, name: str) -> str:
        """Whether a column is null."""
        return self.lacks[name]

    def assigned(self, variable: str, term: Term) -> Iterator[str]:
        """A number in a variable."""
        yield f"{variable} = {self.number(term)}"

    def _compared(self, term: Term, sign: str, value: int) -> str:
        parts = term.args[0] if term.op == "sum" else ()
        if sum(abs(times) * max(abs(part.low), abs(part.high)) for part, times in parts) + abs(value) >= MOST:
            raise TooWide
        return super()._compared(term, sign, value)


@frozen
class Loops:
    """The text of `score(facts, outs, asked, start, end)`: it fills the arrays `outs`, whose bits are `sizes` (8: positions, 1: conditions).

    Before each block it calls `look(asked, start, end)`, so that what is looked at is at hand already when it is scored.
    `facts` are the facts in their order, `answers` says in which array each answer is, `masks` in which it is said to be null; `constants` are
    the answers that are the same in every row.
    """

    source: str
    facts: tuple[str, ...]
    sizes: tuple[int, ...]
    answers: Mapping[str, int]
    masks: Mapping[str, int]
    constants: Mapping[str, int]


def loops(made: Program, names: Sequence[str], words: Mapping[str, tuple[str, ...]]) -> Loops:
    """The loops of a program for rows that lack nothing, for the answers that are named.

    `words` has those of every fact that is a word. Raises SupervisionRulesError (`too-wide`).
    """
    return _Writing(made, names, words).written()


@frozen
class _Array:
    """An array of a block of rows: an answer (at `out`), or one that no one is told of."""

    name: str
    size: int
    out: int | None = None


@define(eq=False)
class _Writing:
    made: Program
    names: Sequence[str]
    words: Mapping[str, tuple[str, ...]]
    arrays: list[_Array] = field(factory=list)
    body: list[str] = field(factory=list)
    sums: dict[Term, _Array] = field(factory=dict)

    def written(self) -> Loops:
        """The text, and what is where in it."""
        made, reached = self.made, needed(self.made, self.names)
        facts = tuple(name for name in made.lowered.inputs if name in reached)
        texts = ArrayTexts({name: f"f{position}[i]" for position, name in enumerate(facts)}, self.words)
        columns = {name: what for stage in made.stages for name, what in stage.items() if name in reached}
        answers = {name: made.answers[name] for name in self.names}
        told = {answer.column for answer in answers.values() if isinstance(answer, Figure) and answer.times == 1}
        for name, what in columns.items():
            if isinstance(what, Term) and name not in made.stages[0]:
                self._find_sums(what)
        read = set(_columns_read([*columns.values(), *(_parts(answer) for answer in answers.values())], self.sums))
        places: dict[str, _Array] = {}
        for name, what in columns.items():
            try:
                self._column(texts, name, what, places, told, read)
            except TooWide:
                raise SupervisionRulesError([Problem("too-wide", {"id": name.split(":")[0]})]) from None
        found: dict[str, int] = {}
        masks: dict[str, int] = {}
        for name, answer in answers.items():
            self._answer(texts, name, answer, places, found, masks)
        constants = {name: answer.times for name, answer in answers.items() if isinstance(answer, Figure) and not answer.column}
        outs = [array for array in self.arrays if array.out is not None]
        return Loops(self._text(facts), facts, tuple(array.size for array in outs), found, masks, constants)

    def _find_sums(self, part: Any) -> None:
        """Long sums, each in an array."""
        if isinstance(part, tuple):
            for one in part:
                self._find_sums(one)
        elif isinstance(part, Term | Test):
            if part.op == "sum" and len(part.args[0]) > LONG and isinstance(part, Term) and part not in self.sums:
                self.sums[part] = self._array(size_of(part.low, part.high))
            self._find_sums(part.args)

    def _array(self, size: int, told: bool = False) -> _Array:
        out = sum(array.out is not None for array in self.arrays) if told else None
        self.arrays.append(_Array(f"a{len(self.arrays)}", size, out))
        return self.arrays[-1]

    def _column(self, texts: ArrayTexts, name: str, what: Term | Test, places: dict[str, _Array], told: set[str], read: set[str]) -> None:
        """A loop that works out a column, stored where anyone reads it, and added to the sums that it is part of."""
        for term in [term for term in self.sums if _within(term, what)]:
            self._add_rest(texts, term)
        lines = self._lines(texts, what)
        size = CONDITION if isinstance(what, Test) else size_of(what.low, what.high)
        variable = f"v{next(texts.spare)}"
        lines.made.append(f"{variable} = {texts.holds(what) if isinstance(what, Test) else f'{KINDS[size]}({texts.number(what)})'}")
        if name in told or name in read:
            places[name] = self._array(size, told=name in told)
            texts.cells[name] = f"{places[name].name}[i]"
            lines.made.append(f"{places[name].name}[i] = {variable}")
        for term, array in self.sums.items():
            lines.made += [f"{array.name}[i] += {times} * {variable}" for part, times in term.args[0] if part.op == "column" and part.args[0] == name]
        if isinstance(what, Term) and what.lacks:
            mask = places[f"{name}?"] = self._array(CONDITION, told=name in told)
            texts.lacks[name] = f"{mask.name}[i]"
            lines.made.append(f"{mask.name}[i] = {texts.holds(absent(what))}")
        self._loop(lines.made)

    def _add_rest(self, texts: ArrayTexts, term: Term) -> None:
        """What a long sum adds beside columns, once."""
        array = self.sums[term]
        rest = [(part, times) for part, times in term.args[0] if part.op != "column" or part.args[0] in self.made.lowered.inputs]
        done = f"# {array.name}"
        if done in self.body:
            return
        self.body.append(done)
        for part, times in rest:
            lines = self._lines(texts, part)
            self._loop([*lines.made, f"{array.name}[i] += {times} * {texts.number(part)}"])

    def _lines(self, texts: ArrayTexts, *parts: Any) -> Lines:
        """The lines of a loop, which know nothing of those before but the long sums."""
        texts.known = {term: f"{array.name}[i]" for term, array in self.sums.items()}
        lines = Lines(texts)
        lines.count(parts)
        lines.shared(parts)
        return lines

    def _loop(self, lines: Iterable[str]) -> None:
        self.body += ["for i in range(m):", *(f"    {line}" for line in lines)]

    def _answer(self, texts: ArrayTexts, name: str, answer: Answer, places: dict[str, _Array], found: dict[str, int], masks: dict[str, int]) -> None:
        """The array of an answer, which is that of a column or is made by a loop."""
        if isinstance(answer, Figure):
            self._figure(name, answer, places, found, masks)
            return
        lines = self._lines(texts, *_parts(answer))
        out = self._array(CONDITION if isinstance(answer, Truth) else POSITION, told=True)
        found[name] = int(out.out or 0)
        null = ""
        if isinstance(answer, Truth):
            sure = texts.holds(answer.sure)
            null = "" if answer.decided else f"({texts.holds(answer.possible)} & (not {sure}))"
        elif answer.rank is not None:
            sure = texts.number(answer.rank)
        else:
            tests = [texts.holds(test) for test in answer.tests]
            sure = " + ".join(f"{position} * {test}" for position, test in enumerate(tests))
            null = f"({' + '.join(tests)}) != 1"
        lines.made.append(f"{out.name}[i] = {sure}")
        if null:
            mask = self._array(CONDITION, told=True)
            masks[name] = int(mask.out or 0)
            lines.made.append(f"{mask.name}[i] = {null}")
        self._loop(lines.made)

    def _figure(self, name: str, answer: Figure, places: dict[str, _Array], found: dict[str, int], masks: dict[str, int]) -> None:
        if not answer.column:
            return
        place, mask = places[answer.column], places.get(f"{answer.column}?")
        if answer.times == 1:
            found[name] = int(place.out or 0)
        else:
            out = self._array(size_of(0, answer.most), told=True)
            found[name] = int(out.out or 0)
            self._loop([f"{out.name}[i] = {answer.times} * {place.name}[i]"])
        if mask is not None and mask.out is not None:
            masks[name] = mask.out
        elif mask is not None:
            out = self._array(CONDITION, told=True)
            masks[name] = int(out.out or 0)
            self._loop([f"{out.name}[i] = {mask.name}[i]"])

    def _text(self, facts: Sequence[str]) -> str:
        kept = [f"{array.name} = empty({BLOCK}, {KINDS[array.size]})" for array in self.arrays if array.out is None]
        block = [f"b = min(a + {BLOCK}, end)", "m = b - a", "look(asked, a, b)"]
        block += [f"f{position} = facts[{position}][a:b]" for position in range(len(facts))]
        block += [f"{array.name} = outs[{array.out}][a:b]" for array in self.arrays if array.out is not None]
        for term, array in self.sums.items():
            block += ["for i in range(m):", f"    {array.name}[i] = {term.args[1]}"]
        text = ["def score(facts, outs, asked, start, end):", *kept, f"for a in range(start, end, {BLOCK}):", *(f"    {line}" for line in block)]
        return "\n    ".join([*text, *(f"    {line}" for line in self.body)]) + "\n"


KINDS = {1: "b1", 8: "i1", 16: "i2", 32: "i4", 64: "i8"}


def _parts(answer: Answer) -> tuple[Any, ...]:
    """The terms and tests of an answer."""
    match answer:
        case Truth():
            return answer.sure, answer.possible
        case Words():
            return (answer.rank,) if answer.rank is not None else answer.tests
    return (Term("column", (answer.column,), 0, 0),) if answer.column and answer.times != 1 else ()


def _columns_read(part: Any, sums: Mapping[Term, Any]) -> Iterator[str]:
    """The columns that are read but where long sums add them up."""
    if isinstance(part, tuple | list):
        for one in part:
            yield from _columns_read(one, sums)
    elif isinstance(part, Term | Test):
        if part in sums:
            yield from _columns_read([one for one, _ in part.args[0] if one.op != "column"], sums)
        elif part.op in ("column", "flag", "word", "lacks"):
            yield part.args[0]
        else:
            yield from _columns_read(part.args, sums)


def _within(term: Term, part: Any) -> bool:
    """Whether a term is somewhere in a part."""
    if isinstance(part, tuple):
        return any(_within(term, one) for one in part)
    return isinstance(part, Term | Test) and (part == term or _within(term, part.args))
