"""A value as it stands in a file → a value in base units, checked against its declaration."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from ..expression import Kind, NotAnAmount, Unit, UnknownUnit, from_decimal, near, parse_amount, parse_unit, value_message
from ..messages import Path, Problems, message
from ..scheme import Written, seconds
from .model import ColumnPlan, Input, LoweredScheme

Value = int | Fraction | bool | str | None
"""A value in base units; a date is a day number, a moment a number of seconds, None is missing."""

MOST_KEPT = 20_000


class Reader:
    """Reads the values of one case; what is not as declared is noted and counts as missing."""

    def __init__(self, problems: Problems, lowered: LoweredScheme) -> None:
        self._problems = problems
        self._lowered = lowered
        self._units: dict[str, Unit] = {}
        self._amounts = lowered.amounts_read

    def read(self, made: Input | ColumnPlan, written: Written, *steps: str | int) -> Value:
        """The value of an input or of a column's cell; `steps` lead to where it stands."""
        kind = made.kind
        if kind is Kind.NUMBER and isinstance(written, str):
            return self._amount(made, written, steps)
        if kind is Kind.NUMBER and isinstance(written, int | Decimal) and not isinstance(written, bool):
            return self._number(made, written, steps)
        if kind is Kind.CONDITION and isinstance(written, bool):
            return written
        if kind is Kind.TEXT and isinstance(written, str):
            return written
        if kind is Kind.DATE and isinstance(written, date) and not isinstance(written, datetime):
            return written.toordinal()
        if kind is Kind.MOMENT and isinstance(written, datetime) and written.tzinfo is None:
            return seconds(written)
        if kind is Kind.CHOICE and isinstance(written, str):
            if written in made.values:
                return written
            self._problems.add("unknown-value", *steps, value=written, values=list(made.values), alike=near(written, made.values))
            return None
        self._problems.add("wrong-kind", *steps, text=str(written), kind=message(f"kind.{kind.value}"))
        return None

    def _amount(self, made: Input | ColumnPlan, written: str, steps: Path) -> int | Fraction | None:
        """A number as text, read once for all cases that have the same; what is wrong with one is said of each."""
        key = id(made), written
        read = self._amounts
        if key not in read:
            value = self._number(made, written, steps)
            if value is None or len(read) == MOST_KEPT:
                return value
            read[key] = value
        return read[key]

    def _number(self, made: Input | ColumnPlan, written: str | int | Decimal, steps: Path) -> int | Fraction | None:
        try:
            number, text = parse_amount(written)[::2] if isinstance(written, str) else (from_decimal(Decimal(written)), "")
            unit = self._unit(text)
        except NotAnAmount:
            self._problems.add("bad-number", *steps, text=str(written)[:60])
            return None
        except UnknownUnit as error:
            self._problems.add("unknown-unit", *steps, unit=str(error))
            return None
        if not unit.same_kind(made.unit) or bool(text) != bool(made.unit.text):
            self._problems.add("wrong-unit", *steps, given=text or "—", wanted=str(made.unit) or "—")
            return None
        value = number * unit.factor if unit.factor != 1 else number
        own = number if unit.factor == made.unit.factor else value / made.unit.factor
        if 10**made.places % own.denominator:
            self._problems.add("too-many-places", *steps, text=str(written), places=str(made.places))
            return None
        return self._within(made, value, steps)

    def _unit(self, text: str) -> Unit:
        if text not in self._units:
            self._units[text] = parse_unit(text, self._lowered.units)
        return self._units[text]

    def _within(self, made: Input | ColumnPlan, value: Fraction, steps: Path) -> int | Fraction | None:
        low, high = made.low, made.high
        if (low is not None and value < low) or (high is not None and value > high):
            said, least, most = (value_message(number, made.unit) for number in (value, low, high))
            self._problems.add("outside-domain", *steps, id=made.id, value=said, low=least, high=most)
            return None
        return plain(value)


def plain(value: Fraction | int) -> int | Fraction:
    """A number as cheaply as it can be: an int where it is whole."""
    return value.numerator if value.denominator == 1 else value
