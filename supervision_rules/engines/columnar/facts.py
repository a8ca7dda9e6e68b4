"""The columns of a table that hold the facts of a scheme: found, checked, and brought to whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

from attrs import frozen

from ...expression import Kind, near, value_message
from ...lowering import Input, LoweredScheme
from ...messages import Message, Problem, Problems, message
from .expressions import Expr, Expressions, Place
from .translating import whole_reach

DAYS = (365, 4, 100, 400)


@frozen
class FactColumn:
    """A fact and the column that holds it ("": none does); `whole` where it holds whole numbers of the last place already."""

    made: Input
    column: str
    type: Any = None
    whole: bool = False

    @property
    def reach(self) -> tuple[int, int]:
        """The least and the most that it can be, in whole numbers of its last place."""
        return whole_reach(self.made)[:2] if self.made.kind in (Kind.NUMBER, Kind.DATE) else (0, 1)

    @property
    def size(self) -> int:
        """The bits of its numbers where they are taken as they are, else 0."""
        bits = {"Int16": 16, "Int32": 32, "Int64": 64}
        return bits.get(str(self.type), 0) if self.made.kind is Kind.NUMBER and self.times == 1 else 0

    @property
    def times(self) -> int:
        """How many of its whole numbers are 1 of what the column holds."""
        return 10**self.made.places if self.made.kind is Kind.NUMBER and not self.whole else 1


def facts_read(lowered: LoweredScheme) -> tuple[Input, ...]:
    """The facts that a scheme reads."""
    read = {name for item in lowered.items for name in lowered.read_by(item)} | set(lowered.graded_by)
    return tuple(made for name, made in lowered.inputs.items() if name in read)


def find(lowered: LoweredScheme, schema: Mapping[str, Any], columns: Mapping[str, str], *, whole: bool, partial: bool) -> list[FactColumn]:
    """Every fact with its column: the one that `columns` names, else that of its id, else that of its id with `_` for `.`.

    Raises SupervisionRulesError with every fact that has no column (none where the table may be `partial`) and every column of another type.
    """
    problems, found = Problems(), []
    for id in columns:
        if id not in lowered.inputs:
            problems.add("fact-not-declared", id, id=id, alike=near(id, lowered.inputs))
    for made in facts_read(lowered):
        name = columns.get(made.id, made.id if made.id in schema else made.id.replace(".", "_"))
        if name not in schema:
            if made.id in columns or not partial:
                problems.add("fact-without-column", made.id, id=made.id, label=lowered.labels[made.id].text, alike=near(made.id, schema))
            found.append(FactColumn(made, ""))
            continue
        found.append(FactColumn(made, name, schema[name], whole))
        if not _fits(made.kind, schema[name]):
            kind = message(f"kind.{made.kind.value}")
            problems.add("column-of-other-type", made.id, column=name, type=str(schema[name]), kind=kind)
    problems.stop()
    return found


def places(found: Sequence[FactColumn], lacking: bool) -> dict[str, Place]:
    """Where each fact stands once it is prepared."""
    return {one.made.id: Place(f"__fact_{position}", *one.reach, lacking, one.size) for position, one in enumerate(found)}


def _fits(kind: Kind, type: Any) -> bool:
    import narwhals as nw

    match kind:
        case Kind.NUMBER:
            return bool(type.is_numeric())
        case Kind.CONDITION:
            return bool(type == nw.Boolean)
        case Kind.DATE:
            return bool(type == nw.Date)
    return bool(type in (nw.String, nw.Categorical, nw.Enum))


def prepared(one: FactColumn, place: Place, made: Expressions) -> Expr:
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
        cell = cell if one.size else _whole(nw, one, cell).cast(made.type(place))
    return cell.alias(place.name)


def _whole(nw: Any, one: FactColumn, cell: Expr) -> Expr:
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
    if one.type.is_integer():
        least, most = -(-low // one.times), high // one.times
        return ((cell < least) | (cell > most)).fill_null(value=False)
    if one.made.kind is Kind.DATE:
        return ((cell < date.min) | (cell > date.max)).fill_null(value=False)
    whole = (cell * one.times).round(0)
    beyond = (whole < low) | (whole > high) | (whole / one.times != cell)
    return (beyond | cell.is_nan() if one.type.is_float() else beyond).fill_null(value=False)


def checked(found: Iterable[FactColumn]) -> list[FactColumn]:
    """The facts that a cell may state otherwise than they are declared."""
    return [one for one in found if one.column and one.made.kind in (Kind.NUMBER, Kind.CHOICE)]


def outside(nw: Any, table: Any, asked: Sequence[FactColumn]) -> list[FactColumn]:
    """Those whose cells may be otherwise than declared: not those of whole numbers of which the least and the most are as declared."""
    whole = [one for one in asked if one.type.is_integer()]
    ends = table.select(
        *(end for n, one in enumerate(whole) for end in (nw.col(one.column).min().alias(f"{n}a"), nw.col(one.column).max().alias(f"{n}b")))
    )
    row = ends.row(0) if whole else ()
    within = {
        one.made.id
        for one, low, high in zip(whole, row[::2], row[1::2], strict=True)
        if low is None or (low * one.times >= one.reach[0] and high * one.times <= one.reach[1])
    }
    return [one for one in asked if one.made.id not in within]


def refusal(one: FactColumn, value: Any, row: Message | str) -> Problem:
    """What is wrong with a cell."""
    where: dict[str, Any] = {"column": one.column, "row": row, "id": one.made.id}
    if one.made.kind is Kind.CHOICE:
        return Problem(
            "cell-of-other-words", where | {"value": str(value), "values": list(one.made.values), "alike": near(str(value), one.made.values)}
        )
    said = Fraction(str(value)) / (10**one.made.places if one.whole else 1) if str(value) not in ("nan", "inf", "-inf") else None
    factor = one.made.unit.factor
    low, high = (value_message(end, one.made.unit) for end in (one.made.low, one.made.high))
    shown = str(value) if said is None else value_message(said * factor, one.made.unit)
    if said is not None and (said * 10**one.made.places).denominator > 1:
        return Problem("cell-with-more-places", where | {"value": shown, "places": str(one.made.places)})
    return Problem("cell-outside-domain", where | {"value": shown, "low": low, "high": high})


def any_of(tests: Sequence[Expr]) -> Expr:
    """Whether one of the tests holds."""
    return reduce(or_, tests)
