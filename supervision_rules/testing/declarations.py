"""What a random scheme declares: facts, targets, quantities, a table, a constraint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from ..expression import Expression, Kind
from ..messages import exact
from ..scheme import CITY, Basis, Better, Column, Constraint, Fact, Quantity, Table, Target, TargetValue

Draw = Callable[[st.SearchStrategy[Any]], Any]
YEAR = 2020
PEOPLE = "人"
OURS: dict[str, Any] = {"basis": Basis.RECONSTRUCTED}
DOMAINS = ((0, 6), (1, 8), (0, 1), (3, 3))
KINDS = ("丙", "乙", "甲")
SIZE = "row.size"


@lru_cache(maxsize=4096)
def expression(text: str) -> Expression:
    """The expression of a text, parsed once."""
    return Expression.parse(text)


@frozen(kw_only=True)
class Declared:
    """What rules may name.

    `totals` are aggregates that come out whole, `shares` aggregates that may be any fraction, `rates` quantities that divide, `classed` targets
    with a value for every value of the choice.
    """

    facts: tuple[Fact, ...]
    totals: tuple[Quantity, ...] = ()
    shares: tuple[Quantity, ...] = ()
    rates: tuple[Quantity, ...] = ()
    targets: tuple[Target, ...] = ()
    classed: tuple[Target, ...] = ()
    tables: tuple[Table, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    def of(self, kind: Kind) -> tuple[Fact, ...]:
        """The facts of a kind."""
        return tuple(fact for fact in self.facts if fact.kind is kind)

    @property
    def numbers(self) -> tuple[Fact | Quantity, ...]:
        """Everything of which an amount may be made."""
        return (*self.of(Kind.NUMBER), *self.totals)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All quantities."""
        return (*self.rates, *self.totals, *self.shares)


@st.composite
def declarations(draw: Draw) -> Declared:
    """Four numbers and four conditions, of which each may be the city's; sometimes a choice, a date, targets, a ratio, a table, a constraint."""
    facts = _numbers(draw) + _conditions(draw)
    kinds = [_choice(draw)] if draw(st.booleans()) else []
    dates = [Fact(id="since", label="日期", kind=Kind.DATE, supplier=draw(SUPPLIERS))] if draw(st.booleans()) else []
    numbers = facts[:4]
    totals, shares, tables, row_constraints = _rows(draw) if draw(st.booleans()) else ([], [], [], [])
    return Declared(
        facts=tuple(facts + kinds + dates),
        totals=tuple(totals),
        shares=tuple(shares),
        rates=(_rate(draw, numbers),) if draw(st.booleans()) else (),
        targets=(_target(draw, numbers[0]),) if draw(st.booleans()) else (),
        classed=(_classed(draw, numbers[0]),) if kinds and draw(st.booleans()) else (),
        tables=tuple(tables),
        constraints=tuple(_constraints(draw, numbers) + row_constraints),
    )


SUPPLIERS = st.sampled_from(["", "", "财政局", CITY])
BETTER = st.sampled_from(list(Better))


def literal(value: Fraction, unit: str) -> str:
    """A number as an expression has it."""
    return f"{exact(value)}{unit}"


def ends(number: Fact | Quantity) -> tuple[Fraction, Fraction]:
    """The least and greatest value of a number."""
    return number.domain or (Fraction(0), Fraction(0))


def may_be_nought(number: Fact | Quantity) -> bool:
    """Whether a number can be 0."""
    return ends(number)[0] <= 0


def values(number: Fact | Quantity) -> st.SearchStrategy[Fraction]:
    """The values that a number may have."""
    return _multiples(*ends(number), Fraction(1, 10**number.places))


@lru_cache
def _multiples(low: Fraction, high: Fraction, grain: Fraction) -> st.SearchStrategy[Fraction]:
    return st.integers(min_value=int(low / grain), max_value=int(high / grain)).map(lambda n: n * grain)


def _numbers(draw: Draw) -> list[Fact]:
    made = []
    for n in range(4):
        low, high = draw(st.sampled_from(DOMAINS))
        unit = PEOPLE if n == 0 else draw(st.sampled_from(["", "%", PEOPLE]))
        about = {"unit": unit, "places": draw(st.sampled_from([0, 0, 1])), "better": draw(BETTER), "supplier": draw(SUPPLIERS)}
        made.append(Fact(id=f"num{n}", label=f"数{n}", domain=(Fraction(low), Fraction(high)), **about))
    return made


def _conditions(draw: Draw) -> list[Fact]:
    return [Fact(id=f"cond{n}", label=f"况{n}", kind=Kind.CONDITION, better=draw(BETTER), supplier=draw(SUPPLIERS)) for n in range(4)]


def _choice(draw: Draw) -> Fact:
    better = draw(st.sampled_from([None, *Better]))
    return Fact(id="kind", label="类别", kind=Kind.CHOICE, values=KINDS, better=better, supplier=draw(SUPPLIERS))


def _target(draw: Draw, number: Fact) -> Target:
    value = TargetValue(from_=date(YEAR, 1, 1), value=draw(values(number)), **OURS)
    return Target(id="aim", label="目标", unit=number.unit, value=(value,), confirmed_for=(YEAR,))


def _classed(draw: Draw, number: Fact) -> Target:
    made = tuple(TargetValue(from_=date(YEAR, 1, 1), value=draw(values(number)), where={"kind": kind}, **OURS) for kind in KINDS)
    return Target(id="class_aim", label="分类目标", unit=number.unit, value=made, confirmed_for=(YEAR,))


def _rate(draw: Draw, numbers: Sequence[Fact]) -> Quantity:
    """A ratio of two numbers of one unit."""
    whole = draw(st.sampled_from(numbers))
    part = draw(st.sampled_from([number for number in numbers if number.unit == whole.unit]))
    divided = part.id if part is whole else f"{part.id} + {whole.id}"
    return Quantity(id="rate", label="比率", value=expression(f"({divided}) / {whole.id}"), unit="%", better=draw(BETTER))


def divides_by_nought(rate: Quantity, facts: Sequence[Fact]) -> bool:
    """Whether what a ratio is divided by can be 0."""
    whole = rate.value.text.rpartition(" / ")[2]
    return any(may_be_nought(fact) for fact in facts if fact.id == whole)


def _constraints(draw: Draw, numbers: Sequence[Fact]) -> list[Constraint]:
    """Sometimes one number may not be above another."""
    pairs = [(a, b) for a in numbers for b in numbers if a is not b and a.unit == b.unit and ends(a)[0] <= ends(b)[1]]
    if not pairs or not draw(st.booleans()):
        return []
    part, whole = draw(st.sampled_from(pairs))
    return [Constraint(id="part-within-whole", label="部分不多于整体", requires=expression(f"{part.id} <= {whole.id}"))]


def _rows(draw: Draw) -> tuple[list[Quantity], list[Quantity], list[Table], list[Constraint]]:
    """A table, what is counted in it, and sometimes what holds on its rows."""
    columns = (
        Column(id="id", label="编号", kind=Kind.TEXT),
        Column(id="size", label="人数", unit=PEOPLE, domain=(Fraction(0), Fraction(6))),
        Column(id="fit", label="合格", kind=Kind.CONDITION),
    )
    where = st.sampled_from(["fit", "not fit", f"{SIZE} >= 2人", f"fit or {SIZE} < 3人"])
    about: dict[str, Any] = {"unit": PEOPLE, "better": draw(BETTER)}
    totals = [
        Quantity(id="rows.count", label="行数", value=expression(f"count(row where {draw(where)})"), domain=(Fraction(0), Fraction(4)), **about),
        Quantity(id="rows.size", label="总人数", value=expression(f"sum({SIZE} where {draw(where)})"), domain=(Fraction(0), Fraction(9)), **about),
    ]
    share = Quantity(
        id="rows.share",
        label="占比",
        value=expression(f"share(row where {draw(where)})"),
        unit="%",
        domain=(Fraction(0), Fraction(100)),
        places=1,
        better=draw(BETTER),
        when_empty="100%",
    )
    held = [Constraint(id="fit-rows-have-people", label="合格的有人", table="row", requires=expression("not fit or size >= 1人"))]
    return totals, [share], [Table(id="row", label="明细", key=("id",), column=columns)], held if draw(st.booleans()) else []
