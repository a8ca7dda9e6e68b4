"""The rows of a table, or the cases that they are of, with all that is known of each: columns of whole numbers, conditions and words.

Columns are worked out by the same expressions as the clauses. Their bounds are those of the numbers that are there, so that nothing need be assumed
of how many rows a case has or how much is in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from ....expression import Compare, Kind, Node, Ref, Text
from ....lowering import LoweredScheme, plain
from ..clauses.arithmetic import multiplied
from ..clauses.conditions import flag
from ..clauses.terms import FALSE, TRUE, column
from ..clauses.translating import Translator, Words, divisor
from ..clauses.values import UNKNOWN, Truth, Value, value_of
from ..tables.expressions import Expressions, Place, size_of

CASES = ""
"""The table of the cases themselves."""


class NotSaid(Exception):
    """What columns cannot say of all rows at once; it is settled case by case."""


def index(table: str) -> str:
    """The column that says which row of a table a row lies under."""
    return f"#{table}"


@frozen
class Numbers:
    """A number by row before it is put to a table: so many times a whole number, which may be divided by another (never null, at least 1)."""

    over: Any
    times: Fraction
    under: Any = None


class Level:
    """A table with a row for each row of a table of the scheme, or each case; `above` are the tables over it, the cases last.

    `frame` has a column for each name that is known here, and for each table above the index of the row there (null where there is none). `known`
    says of every case whether it has the table.
    """

    def __init__(self, pl: Any, lowered: LoweredScheme, table: str, frame: Any, above: Mapping[str, Level]) -> None:
        self.pl = pl
        self.lowered = lowered
        self.table = table
        self.frame = frame
        self.above = above
        self.known: Any = None
        self.numbers: dict[str, Value] = {}
        self.flags: dict[str, Truth] = {}
        self.words: dict[str, tuple[str, ...]] = {}
        self.times: dict[str, Fraction] = {}
        self.places: dict[str, Place] = {}
        self.expressions = Expressions(pl, self.places, narrow=True)
        self.translator = RowTranslator(self)

    def __len__(self) -> int:
        return len(self.frame)

    def knows(self, name: str) -> bool:
        """Whether a name has a column here."""
        return name in self.numbers or name in self.flags or name in self.words

    def put(self, name: str, found: Numbers) -> None:
        """Add a number."""
        self._add(name, found.over)
        under: tuple[Any, ...] = ()
        times = found.times
        if found.under is not None:
            self._add(divisor(name), found.under)
            low, high, _ = self._measured(divisor(name))
            divides = column(divisor(name), max(low, 1), max(high, 1))
            under, times = ((), times / divides.args[0]) if divides.fixed else ((divides,), times)
        low, high, lacks = self._measured(name)
        self.times[name] = found.times
        self.numbers[name] = value_of(column(name, low, high, lacks), times, under)

    def put_value(self, name: str, value: Value) -> None:
        """Add a number that is worked out of columns that are here. Raises TooWide."""
        under = self.expressions.column(multiplied(value.under)) if value.under else None
        self.put(name, Numbers(self.expressions.column(value.over), value.factor, under))

    def put_flag(self, name: str, found: Any) -> None:
        """Add a condition."""
        self._add(name, found)
        ends = self.frame.select(
            lacks=self.pl.col(name).is_null().any(), all=self.pl.col(name).all(ignore_nulls=True), any=self.pl.col(name).any(ignore_nulls=True)
        )
        lacks, every, some = ends.row(0)
        self.places[name] = Place(name, lacks=bool(lacks))
        if lacks:
            self.flags[name] = Truth(*flag(name, lacks=True)) if some or not every else UNKNOWN
        else:
            self.flags[name] = Truth(TRUE, TRUE) if every else Truth(*flag(name, lacks=False)) if some else Truth(FALSE, FALSE)

    def put_truth(self, name: str, truth: Truth) -> None:
        """Add a condition that is worked out of columns that are here. Raises TooWide."""
        self.put_flag(name, self.expressions.answer(truth))

    def put_words(self, name: str, found: Any, values: tuple[str, ...]) -> None:
        """Add words, `values` being all that there are (none: any)."""
        self._add(name, found)
        self.places[name] = Place(name, lacks=self.frame[name].null_count() > 0)
        self.words[name] = values

    def bring(self, name: str) -> None:
        """Add a column of a table above. Raises NotSaid where none has it."""
        found = self.lowered.columns.get(name)
        home = name.split(".")[0] if found is not None else CASES
        upper = self.above.get(home)
        if upper is None or not upper.knows(name):
            raise NotSaid(name)
        at = self.frame[index(home)]
        cells = upper.frame[name].gather(at)
        if name in upper.numbers:
            under = upper.frame[divisor(name)].gather(at).fill_null(1) if divisor(name) in upper.frame.columns else None
            self.put(name, Numbers(cells, upper.times[name], under))
        elif name in upper.flags:
            self.put_flag(name, cells)
        else:
            self.put_words(name, cells, upper.words[name])

    def listed(self, name: str) -> list[Any]:
        """The values of a name in all rows, exact and in base units."""
        cells: list[Any] = self.frame[name].to_list()
        if name not in self.numbers:
            return cells
        times = self.times[name]
        if divisor(name) in self.frame.columns:
            return [None if a is None else plain(Fraction(a, b) * times) for a, b in zip(cells, self.frame[divisor(name)].to_list(), strict=True)]
        return [None if cell is None else plain(cell * times) for cell in cells]

    def _add(self, name: str, found: Any) -> None:
        self.frame = self.frame.with_columns(found.alias(name))

    def _measured(self, name: str) -> tuple[int, int, bool]:
        """The least and the most in a column, which is made as narrow as it can be, and whether it lacks any."""
        found = self.frame[name]
        low, high, lacks = found.min(), found.max(), found.null_count() > 0
        if low is None:
            low, high, lacks = 0, 0, True
        kind = {16: self.pl.Int16, 32: self.pl.Int32, 64: self.pl.Int64}[size_of(low, high)]
        if found.dtype != kind:
            self._add(name, found.cast(kind))
        self.places[name] = Place(name, low, high, lacks)
        return low, high, lacks


class RowTranslator(Translator):
    """Translates the nodes of a scheme for the rows of a table."""

    def __init__(self, level: Level) -> None:
        super().__init__(level.lowered, complete=False)
        self._level = level

    def _number_named(self, name: str) -> Value:
        if self._by_definition(name):
            return super()._number_named(name)
        return self._level.numbers[name]

    def _truth_named(self, name: str) -> Truth:
        return super()._truth_named(name) if self._by_definition(name) else self._level.flags[name]

    def _words_named(self, name: str) -> Words | None:
        if self._by_definition(name):
            return super()._words_named(name)
        return (name, self._level.words[name]) if name in self._level.words else None

    def _by_definition(self, name: str) -> bool:
        """Whether a name is worked out of others; else it has a column here. Raises NotSaid where it has not."""
        if name in self.lowered.derived or name in self.lowered.constants:
            return True
        if not self._level.knows(name):
            self._level.bring(name)
        return False

    def _truth(self, node: Node) -> Truth:
        if isinstance(node, Compare):
            sides = self._words(node.left), self._words(node.right)
            if any(isinstance(side, tuple) and not side[1] for side in sides):
                return self._same_text(node, *sides)
        return super()._truth(node)

    def _same_text(self, node: Compare, *sides: Any) -> Truth:
        """Texts, of which it is not known what they may be, compared in a column of their own."""
        pl = self._level.pl
        left, right = (pl.lit(side) if isinstance(side, str) else pl.col(side[0]) for side in sides)
        name = f"={len(self._level.flags)}"
        self._level.put_flag(name, left == right if node.op == "==" else left != right)
        return self._level.flags[name]


def named_columns(lowered: LoweredScheme, table: str) -> Iterator[str]:
    """The given columns of a table by name."""
    return (f"{table}.{one.id}" for one in lowered.tables[table].columns if one.node is None)


def put_node(level: Level, name: str, node: Node, kind: Kind) -> None:
    """Add what a node comes to in every row. Raises TooWide and NotSaid."""
    if kind is Kind.CONDITION:
        level.put_truth(name, level.translator.truth(node))
    elif kind in (Kind.CHOICE, Kind.TEXT):
        if isinstance(node, Text):
            level.put_words(name, level.pl.lit(node.value, dtype=level.pl.String), (node.value,))
            return
        if not isinstance(node, Ref) or isinstance(words := level.translator._words_named(node.name), str | None):
            raise NotSaid(name)
        level.put_words(name, level.pl.col(words[0]), words[1])
    else:
        level.put_value(name, level.translator.value(node))
