"""The columns of a table that hold the facts of a scheme: found, checked, and brought to whole numbers."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from attrs import frozen

from ....expression import Kind, near, value_message
from ....lowering import ColumnPlan, Input, LoweredScheme
from ....messages import Place, Problem, Problems, message
from ..clauses.translating import NO_PAIRS, Pairs, divisor, pair_reach, whole_reach
from .expressions import Expr, Expressions
from .expressions import Place as Standing

DAYS = (365, 4, 100, 400)
ROW = "__row"
"""The position of a row in what it was taken from, where it is not that in the table itself."""
MOST_PLACES = 18
"""The decimals of a column that engines can still multiply by a power of ten."""
NOISE = 2**48
"""The part of a float that may be beside a number of so many places: engines do not multiply and divide floats to the last bit alike."""


@frozen
class FactColumn:
    """A fact, or column of rows, and the column that holds it ("": none does); `whole` where it holds whole numbers of the last place already.

    A pair is divided by the column `under`, whose numbers are 1 to `most`.
    """

    made: Input | ColumnPlan
    column: str
    type: Any = None
    whole: bool = False
    under: str = ""
    most: int = 1

    @property
    def reach(self) -> tuple[int, int]:
        """The least and the most that it can be, in whole numbers of its last place, of a pair in its own."""
        if self.under:
            assert isinstance(self.made, Input)
            return pair_reach(self.made, self.most)
        return whole_reach(self.made)[:2] if self.made.kind in (Kind.NUMBER, Kind.DATE) else (0, 1)

    @property
    def size(self) -> int:
        """The bits of its numbers where they are taken as they are, else 0."""
        bits = {"Int16": 16, "Int32": 32, "Int64": 64}
        return bits.get(str(self.type), 0) if self.made.kind is Kind.NUMBER and self.times == 1 else 0

    @property
    def times(self) -> int:
        """How many of its whole numbers are 1 of what the column holds."""
        return 10**self.made.places if self.made.kind is Kind.NUMBER and not (self.whole or self.under) else 1


def facts_read(lowered: LoweredScheme) -> tuple[Input, ...]:
    """The facts that a scheme reads."""
    read = {name for item in lowered.items for name in lowered.read_by(item)} | set(lowered.graded_by)
    return tuple(made for name, made in lowered.inputs.items() if name in read)


def divisors(lowered: LoweredScheme, schema: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, str]:
    """The numbers that stand in two columns of whole numbers, each with the column that it is divided by."""
    found = {}
    for made in facts_read(lowered):
        name = column_of(lowered, made, schema, columns)
        under = f"{name}_of"
        if made.kind is Kind.NUMBER and name in schema and under in schema and schema[name].is_integer() and schema[under].is_integer():
            found[made.id] = under
    return found


def find(
    lowered: LoweredScheme,
    schema: Mapping[str, Any],
    columns: Mapping[str, str],
    pairs: Pairs = NO_PAIRS,
    *,
    whole: bool | frozenset[str],
    partial: bool,
) -> list[FactColumn]:
    """Every fact with its column, as `column_of` has it; `pairs` are those that are divided by a second one, with the most that that is.

    Raises SupervisionRulesError with every fact that has no column (none where the table may be `partial`) and every column of another type.
    """
    problems, found = Problems(), []
    for id in columns:
        if id not in lowered.inputs:
            problems.add("fact-not-declared", id, id=id, alike=near(id, lowered.inputs))
    for made in facts_read(lowered):
        name = column_of(lowered, made, schema, columns)
        if name not in schema:
            if made.id in columns or not partial:
                problems.add("fact-without-column", made.id, id=made.id, label=lowered.labels[made.id].text, alike=near(made.id, schema))
            found.append(FactColumn(made, ""))
            continue
        pair = (f"{name}_of", pairs[made.id]) if made.id in pairs else ()
        found.append(FactColumn(made, name, schema[name], whole if isinstance(whole, bool) else made.id in whole, *pair))
        if not fits(made.kind, schema[name]):
            kind = message(f"kind.{made.kind.value}")
            problems.add("column-of-other-type", made.id, column=name, type=str(schema[name]), kind=kind)
    problems.stop()
    return found


def column_of(lowered: LoweredScheme, made: Input, schema: Container[str], columns: Mapping[str, str]) -> str:
    """The column of a fact: that which `columns` names, else that of its id, of its label if no other fact has it, of its id with `_` for `.`."""
    label = lowered.labels[made.id].text
    if made.id in columns or made.id in schema:
        return columns.get(made.id, made.id)
    if label in schema and sum(lowered.labels[other].text == label for other in lowered.inputs) == 1:
        return label
    return made.id.replace(".", "_")


def places(found: Sequence[FactColumn], lacking: bool) -> dict[str, Standing]:
    """Where each fact stands once it is prepared."""
    standing = {one.made.id: Standing(f"__fact_{position}", *one.reach, lacking, one.size) for position, one in enumerate(found)}
    return standing | {divisor(one.made.id): Standing(f"__fact_{position}_of", 1, one.most) for position, one in enumerate(found) if one.under}


def fits(kind: Kind, type: Any) -> bool:
    """Whether a column of a type can hold what is of a kind."""
    import narwhals as nw

    match kind:
        case Kind.NUMBER:
            return bool(type.is_numeric()) and (getattr(type, "scale", None) or 0) <= MOST_PLACES
        case Kind.CONDITION:
            return bool(type == nw.Boolean)
        case Kind.DATE:
            return bool(type == nw.Date)
        case Kind.MOMENT:
            return bool(type == nw.Datetime)
        case Kind.TEXT if type.is_integer():
            return True
    return bool(type in (nw.String, nw.Categorical, nw.Enum))


def prepared(one: FactColumn, place: Standing, made: Expressions) -> Expr:
    """A fact in the whole numbers that programs read."""
    nw: Any = made.nw
    kind = one.made.kind
    if not one.column:
        types = {Kind.CONDITION: nw.Boolean(), Kind.CHOICE: nw.String()}
        return nw.lit(None, dtype=types.get(kind) or made.type(place)).alias(place.name)
    cell = nw.col(one.column)
    if kind is Kind.CHOICE:
        cell = cell.cast(nw.String())
    elif kind is not Kind.CONDITION:
        cell = cell if one.size else whole_number(nw, one, cell).cast(made.type(place))
    return cell.alias(place.name)


def prepared_divisor(one: FactColumn, place: Standing, made: Expressions) -> Expr:
    """What a pair is divided by, 1 where it is missing."""
    return made.nw.col(one.under).fill_null(1).clip(1, one.most).cast(made.type(place)).alias(place.name)


def whole_number(nw: Any, one: FactColumn, cell: Expr) -> Expr:
    """A number or day as a whole number, rounded where it has more places than are declared."""
    if one.made.kind is Kind.DATE:
        year, leap = cell.dt.year().cast(nw.Int64()) - 1, DAYS[1:]
        return year * DAYS[0] + year // leap[0] - year // leap[1] + year // leap[2] + cell.dt.ordinal_day().cast(nw.Int64())
    times = one.times
    if one.type.is_integer():
        return cell.cast(nw.Int64()) * times if times > 1 else cell
    return (cell * times).round(0)


def wrong(nw: Any, one: FactColumn) -> Expr:
    """Whether a cell is not as the fact is declared; never null."""
    cell = nw.col(one.column)
    if one.made.kind is Kind.CHOICE:
        return (~cell.cast(nw.String()).is_in(list(one.made.values))).fill_null(value=False)
    low, high = one.reach
    if one.under:
        return _wrong_pair(nw, one)
    if one.type.is_integer():
        least, most = -(-low // one.times), high // one.times
        return ((cell < least) | (cell > most)).fill_null(value=False)
    if one.made.kind is Kind.DATE:
        return ((cell < date.min) | (cell > date.max)).fill_null(value=False)
    number = cell * one.times
    whole = number.round(0)
    beyond = (whole < low) | (whole > high)
    if not one.type.is_float():
        return (beyond | (whole != number)).fill_null(value=False)
    return (beyond | ((number - whole).abs() * NOISE > whole.abs()) | cell.is_nan()).fill_null(value=False)


def _wrong_pair(nw: Any, one: FactColumn) -> Expr:
    """Whether a number over another is not in the domain of its fact, or the other is not of those that may be."""
    cell, under = nw.col(one.column).cast(nw.Int64()), nw.col(one.under).cast(nw.Int64())
    assert one.made.low is not None
    assert one.made.high is not None
    low, high = one.made.low / one.made.unit.factor, one.made.high / one.made.unit.factor
    least, most = one.reach
    beyond = (cell < least) | (cell > most) | (cell * low.denominator < under * low.numerator) | (cell * high.denominator > under * high.numerator)
    return (~cell.is_null() & (under.is_null() | (under < 1) | (under > one.most) | beyond)).fill_null(value=True)


def checked(found: Iterable[FactColumn]) -> list[FactColumn]:
    """The facts that a cell may state otherwise than they are declared."""
    return [one for one in found if one.column and one.made.kind in (Kind.NUMBER, Kind.CHOICE)]


@lru_cache
def _ends(nw: Any, columns: tuple[str, ...]) -> tuple[Any, ...]:
    """The least and the most of each column; made once, since of a small table that takes longer than to look at it."""
    ends = [(nw.col(name).min().alias(f"{number} least"), nw.col(name).max().alias(f"{number} most")) for number, name in enumerate(columns)]
    return tuple(end for pair in ends for end in pair)


def outside(nw: Any, table: Any, asked: Sequence[FactColumn]) -> list[FactColumn]:
    """Those whose cells may be otherwise than declared: not those of whole numbers of which the least and the most are as declared."""
    whole = [one for one in asked if one.type.is_integer() and not one.under]
    row = table.select(*_ends(nw, tuple(one.column for one in whole))).row(0) if whole else ()
    within = {
        one.made.id
        for one, low, high in zip(whole, row[::2], row[1::2], strict=True)
        if low is None or (low * one.times >= one.reach[0] and high * one.times <= one.reach[1])
    }
    return [one for one in asked if one.made.id not in within]


def refusal(one: FactColumn, value: Any, row: int) -> Problem:
    """What is wrong with a cell; rows count from 1, and columns have names."""
    where: dict[str, Any] = {"column": one.column, "row": row, "id": one.made.id}
    place = Place("", row, within=message("place.cell", row=row, column=one.column))
    if one.made.kind is Kind.CHOICE:
        words = {"value": str(value), "values": list(one.made.values), "alike": near(str(value), one.made.values)}
        return Problem("cell-of-other-words", where | words, place=place)
    said = _stated(one, str(value))
    factor = one.made.unit.factor
    low, high = (value_message(end, one.made.unit) for end in (one.made.low, one.made.high))
    shown = str(value) if said is None else value_message(said * factor, one.made.unit)
    if said is not None and not one.under and (said * 10**one.made.places).denominator > 1:
        return Problem("cell-with-more-places", where | {"value": shown, "places": one.made.places}, place=place)
    return Problem("cell-outside-domain", where | {"value": shown, "low": low, "high": high}, place=place)


def _stated(one: FactColumn, text: str) -> Fraction | None:
    """The number that a cell states, of a pair `part/whole`; None where it is none."""
    if one.under:
        return Fraction(text) if text.partition("/")[2].strip("0").isdigit() else None
    return None if text in ("nan", "inf", "-inf") else Fraction(text) / (10**one.made.places if one.whole else 1)


def refusals(nw: Any, table: Any, found: Iterable[FactColumn]) -> Iterator[tuple[FactColumn, Problem, int]]:
    """What is wrong with the first cell of each column of a table that is not as declared, with the position of its row: that which `ROW` says, if
    the table has it.
    """
    asked = outside(nw, table, checked(found)) if len(table) else []
    told = table.select(*(wrong(nw, one).any().alias(f"__{position}") for position, one in enumerate(asked))).row(0) if asked else ()
    for one, bad in zip(asked, told, strict=True):
        if bad:
            first = (table if ROW in table.columns else table.with_row_index(ROW)).filter(wrong(nw, one)).head(1)
            value, row = "/".join(str(first[name][0]) for name in (one.column, one.under) if name), int(first[ROW][0])
            yield one, refusal(one, value, row + 1), row


def any_of(tests: Sequence[Expr]) -> Expr:
    """Whether one of the tests holds."""
    return reduce(or_, tests)
