"""The values that a fact or a cell may have, numbered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from attrs import frozen

from ..expression import Grid, Kind
from ..lowering import ColumnPlan, Input, Value, plain
from ..messages import exact
from ..scheme import DAY, Written, last, moment

LONG_AGO = 40 * 366
ONE = Fraction(1)


@frozen
class Scale:
    """The values of a fact or column by whole numbers, those beside each other being neighbours.

    Of a number n counts its last decimals, of a date the days, of a moment the seconds; of yes and no, of a choice and of a text n is the place in
    `words`. `reach` says how far from a value it makes sense to go: None, anywhere.
    """

    kind: Kind
    grid: Grid
    words: tuple[bool | str, ...] = ()
    reach: int | None = None

    @property
    def first(self) -> int:
        """The number of the least value."""
        return self.grid.first

    @property
    def last(self) -> int:
        """The number of the greatest value; below `first` where there is none."""
        return self.grid.last

    @property
    def measured(self) -> bool:
        """Whether the values are numbers or days, with a grid between them."""
        return not self.words

    def start(self, day: int) -> Value:
        """The value to begin with: a day, the beginning of it, or the least that there is."""
        return day if self.kind is Kind.DATE else day * DAY if self.kind is Kind.MOMENT else self.value(self.first)

    def value(self, n: int) -> Value:
        """The value of a number, in base units; a date is a day number."""
        return self.words[n] if self.words else plain(n * self.grid.grain)

    def number(self, value: Value) -> int:
        """The number of a value, or of the last one below it where the scale leaves it out."""
        if self.words:
            return next((n for n, word in enumerate(self.words) if word == value), 0)
        assert isinstance(value, int | Fraction)
        return int(min(max(value // self.grid.grain, self.first), self.last))

    def around(self, n: int) -> tuple[int, int]:
        """The least and the greatest number that it makes sense to go to from n."""
        if self.reach is None:
            return self.first, self.last
        return max(self.first, n - self.reach), min(self.last, n + self.reach)


def scale_of(made: Input | ColumnPlan, words: Iterable[str] = ()) -> Scale:
    """The scale of an input or of a given column; `words` are those that a text may be."""
    match made.kind:
        case Kind.NUMBER:
            low, high = made.low or Fraction(0), made.high or Fraction(0)
            return Scale(made.kind, Grid(low, high, made.unit.factor / 10**made.places))
        case Kind.DATE:
            return Scale(made.kind, Grid(ONE, Fraction(date.max.toordinal()), ONE), reach=LONG_AGO)
        case Kind.MOMENT:
            return Scale(made.kind, Grid(Fraction(DAY), Fraction(last(date.max)), ONE), reach=LONG_AGO * DAY)
    among: tuple[bool | str, ...] = (False, True) if made.kind is Kind.CONDITION else made.values or tuple(dict.fromkeys(words))
    return Scale(made.kind, Grid(Fraction(0), Fraction(len(among) - 1), ONE), among)


def as_written(made: Input | ColumnPlan, value: Value) -> Written:
    """A value as a case has it: a number with its unit."""
    if made.kind is Kind.DATE and isinstance(value, int):
        return date.fromordinal(value)
    if made.kind is Kind.MOMENT and isinstance(value, int):
        return moment(value)
    if made.kind is Kind.NUMBER and isinstance(value, int | Fraction):
        return f"{exact(value / made.unit.factor)} {made.unit.text}".strip()
    assert isinstance(value, bool | str)
    return value
