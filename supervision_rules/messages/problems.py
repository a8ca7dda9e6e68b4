"""Problems: what is wrong, where, and how to mend it, each with a stable code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager

from attrs import evolve, field, frozen

from .catalogue import Argument, Catalogue, Message, catalogue, message

Path = tuple[str | int, ...]
Span = tuple[int, int]


@frozen
class Place:
    """A place in a file: line and column count from 1, in characters; 0 where they are not known.

    `within` says it of what has no lines: a cell of a sheet; line and column are then its row and column. Of a table that is no file `file` is empty.
    """

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    within: Message | None = None

    def say(self, words: Catalogue) -> str:
        """The place in a language."""
        if self.within is not None:
            return words.say(message("place.within", file=self.file, within=self.within) if self.file else self.within)
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    def __str__(self) -> str:
        return self.say(catalogue())


@frozen
class Problem:
    """One mistake. `path` leads to it from an entry (`("point", "funding", "worth")`), `span` to characters in an expression."""

    code: str
    arguments: Mapping[str, Argument] = field(factory=dict)
    path: Path = ()
    span: Span | None = None
    place: Place | None = None

    @property
    def cause(self) -> Message:
        """What is wrong."""
        return Message(f"error.{self.code}", self.arguments)

    @property
    def mend(self) -> Message:
        """What to do about it."""
        return Message(f"mend.{self.code}", self.arguments)

    def lines(self, words: Catalogue) -> Iterator[str]:
        """The problem as it is shown: place, cause and code; the line with a caret; the mend."""
        where = self.place.say(words) if self.place else "/".join(str(step) for step in self.path)
        key = "problem.line" if where else "problem.bare"
        yield words.say(message(key, where=where, cause=self.cause, code=self.code))
        if self.place and self.place.text:
            yield f"    {self.place.text}"
            if self.place.column and self.place.within is None:
                yield "    " + caret(self.place.text, self.place.column)
        yield "  " + words.say(message("problem.mend", mend=self.mend))


def caret(text: str, column: int) -> str:
    """A caret under a column, with wide characters before it counted as two."""
    before = text[: column - 1]
    return "".join("\u3000" if ord(c) > 0x2E7F else " " for c in before) + "^"


class SupervisionRulesError(Exception):
    """Everything that is wrong with what was given, all at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def placed(self, locate: Locate | None) -> SupervisionRulesError:
        """The same problems with their places in files, in the order of these."""
        if locate is None:
            return self
        found = [one if one.place else evolve(one, place=locate(one)) for one in self.problems]
        return SupervisionRulesError(sorted(found, key=_order))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all problems, in order."""
        return tuple(problem.code for problem in self.problems)

    def say(self, words: Catalogue) -> str:
        """All problems in a language."""
        return "\n".join(line for problem in self.problems for line in problem.lines(words))

    def __str__(self) -> str:
        return self.say(catalogue())


Locate = Callable[[Problem], "Place | None"]
"""Finds the place of a problem in the files that something was loaded from."""


def _order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place or Place("")
    return place.file, place.line, place.column


class _Under:
    """Lets a list of problems go down some steps and back. Not a generator: every fact of every case is entered so."""

    __slots__ = ("_before", "_problems", "_steps")

    def __init__(self, problems: Problems, steps: Path) -> None:
        self._problems = problems
        self._steps = steps

    def __enter__(self) -> None:
        self._before = self._problems._path
        self._problems._path = self._before + self._steps

    def __exit__(self, *raised: object) -> None:
        self._problems._path = self._before


class Problems:
    """A list of problems under collection; `under` says which entry is being read."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self._path: Path = ()

    def add(self, code: str, /, *steps: str | int, span: Span | None = None, **arguments: Argument) -> None:
        """Note a problem at `steps` below the present path."""
        self.found.append(Problem(code, arguments, self._path + steps, span))

    def under(self, *steps: str | int) -> AbstractContextManager[None]:
        """Everything added inside lies below `steps`."""
        return _Under(self, steps)

    def stop(self, locate: Locate | None = None) -> None:
        """Raise everything found, if anything was."""
        if self.found:
            raise SupervisionRulesError(self.found).placed(locate)
