"""Small schemes and cases in a few words, built from the same classes that files are read into.

    rule = AllOrNothing(requires=expression("plan"))
    result = assess(scheme(points=[point(rule, worth=2)], facts=[condition_fact("plan")]), case(plan=True))

What a test does not say has a harmless default: one grade, worths that add up to the base, everything reconstructed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve

from supervision_rules import SupervisionRulesError, assess
from supervision_rules.assessment import ItemResult
from supervision_rules.expression import Expression, Kind
from supervision_rules.lowering import lower
from supervision_rules.scheme import (
    Basis,
    Better,
    Bonus,
    Case,
    CaseTable,
    Column,
    Effect,
    Fact,
    Form,
    Given,
    Grade,
    Header,
    Ladder,
    Measure,
    NotApplicable,
    Period,
    Point,
    Quantity,
    Rounding,
    Row,
    Scheme,
    Table,
    Target,
    TargetValue,
    Veto,
    Written,
)
from supervision_rules.scoring import AllOrNothing

YEAR = 2020
OURS: dict[str, Any] = {"basis": Basis.RECONSTRUCTED}
ALWAYS = "0 == 0"
Amount = Fraction | Decimal | int | str


def amount(value: Amount | None) -> Fraction | None:
    """An exact number: `"0.1"` and `"1/3"` are themselves, None stays None."""
    return None if value is None else Fraction(value)


def expression(text: str) -> Expression:
    """The expression of a text."""
    return Expression.parse(text)


def number_fact(id: str, unit: str = "", domain: tuple[Amount, Amount] = (0, 100_000), places: int = 0, better: str = "more", **more: Any) -> Fact:
    """A number that a case gives."""
    return Fact(id=id, label=id, unit=unit, domain=(Fraction(domain[0]), Fraction(domain[1])), places=places, better=Better(better), **more)


def condition_fact(id: str, better: str = "more", **more: Any) -> Fact:
    """A yes or no that a case gives."""
    return Fact(id=id, label=id, kind=Kind.CONDITION, better=Better(better), **more)


def choice_fact(id: str, *values: str, **more: Any) -> Fact:
    """One of several words, worst first."""
    return Fact(id=id, label=id, kind=Kind.CHOICE, values=values, **more)


def date_fact(id: str, **more: Any) -> Fact:
    """A day that a case gives."""
    return Fact(id=id, label=id, kind=Kind.DATE, **more)


def quantity(id: str, value: str, domain: tuple[Amount, Amount] | None = None, better: str | None = None, **more: Any) -> Quantity:
    """A named expression; one that aggregates rows needs `domain` and `better`."""
    ends = None if domain is None else (Fraction(domain[0]), Fraction(domain[1]))
    return Quantity(id=id, label=id, value=expression(value), domain=ends, better=better and Better(better), **more)


def target(id: str, value: Amount, unit: str = "", confirmed_for: Iterable[int] = (YEAR,), **more: Any) -> Target:
    """A target with one value, in force since long ago."""
    values = (TargetValue(from_=date(2000, 1, 1), value=Fraction(value), **OURS),)
    return Target(id=id, label=id, unit=unit, value=values, confirmed_for=tuple(confirmed_for), **more)


def classed_target(id: str, fact: str, values: Mapping[str, Amount], unit: str = "") -> Target:
    """A target with a value for every value of a choice."""
    start = date(2000, 1, 1)
    classes = tuple(TargetValue(from_=start, value=Fraction(value), where={fact: choice}, **OURS) for choice, value in values.items())
    return Target(id=id, label=id, unit=unit, value=classes, confirmed_for=(YEAR,))


def column(
    id: str, unit: str = "", kind: str = "number", domain: tuple[Amount, Amount] = (0, 100_000), value: str | None = None, **more: Any
) -> Column:
    """A column of a table; with `value` a derived one."""
    given = kind == "number" and value is None
    return Column(
        id=id,
        label=id,
        unit=unit,
        kind=Kind(kind),
        domain=(Fraction(domain[0]), Fraction(domain[1])) if given else None,
        value=None if value is None else expression(value),
        **more,
    )


def table(id: str, *columns: Column, key: Iterable[str] = ("id",), **more: Any) -> Table:
    """A table; a column `id` is put before the others unless `key` names another."""
    own = () if tuple(key) != ("id",) else (column("id", kind="text"),)
    return Table(id=id, label=id, key=tuple(key), column=(*own, *columns), **more)


def point(*rules: Form, id: str = "point", worth: Amount | None = 10, **more: Any) -> Point:
    """A point with its rules."""
    entry = {"number": "1", "title": id, "standard": id, **OURS, **more}
    return Point(id=id, rule=rules, worth=amount(worth), **_conditions(entry))


def bonus(*rules: Form, id: str = "bonus", cap: Amount = 10, **more: Any) -> Bonus:
    """A bonus with its rules."""
    entry = {"title": id, "standard": id, **OURS, **more}
    return Bonus(id=id, rule=rules, cap=Fraction(cap), **_conditions(entry))


def grade(id: str, when: str | None = None) -> Grade:
    """A grade; without a condition the last one."""
    return Grade(id=id, when=None if when is None else expression(when), otherwise=when is None, **OURS)


def veto(id: str, when: str, effect: Any, **more: Any) -> Veto:
    """A veto."""
    return Veto(id=id, title=id, standard=id, when=expression(when), effect=Effect(effect), **OURS, **more)


def scheme(
    points: Iterable[Point] = (),
    facts: Iterable[Fact] = (),
    *,
    bonuses: Iterable[Bonus] = (),
    grades: Iterable[Grade] = (),
    round_to: Amount | None = None,
    measure: str = "points",
    levels: Iterable[str] = (),
    not_applicable: str = "full",
    bonus_cap: Amount | None = None,
    **sections: Iterable[Any],
) -> Scheme:
    """A scheme `test` that evaluates the year 2020.

    Without points it has one of worth 10 that is always met. `round_to` rounds points, bonuses and total. `sections` are the other
    parts of a `Scheme`: quantities, tables, constraints, targets, units, vetoes, readings.
    """
    entries = tuple(points) or (point(AllOrNothing(requires=expression(ALWAYS)), id="met"),)
    to = amount(round_to)
    header = Header(
        title="测试方案",
        issuer="测试",
        year=YEAR + 1,
        evaluated_year=YEAR,
        period=Period(from_=date(YEAR, 1, 1), to=date(YEAR, 12, 31)),
        measure=Measure(measure),
        base=sum((one.worth or Fraction(0) for one in entries), Fraction(0)) if measure == "points" else None,
        bonus_cap=amount(bonus_cap),
        not_applicable=NotApplicable(not_applicable),
        rounding=Rounding(point=to, bonus=to, total=to),
        levels=tuple(levels),
        **OURS,
    )
    ladder = Ladder(grade=tuple(grades) or (grade("合格"),))
    others: dict[str, Any] = {name: tuple(entries) for name, entries in {**sections, "facts": facts, "bonuses": bonuses}.items()}
    return Scheme(id="test", header=header, ladder=ladder, points=entries, **others)


def case(
    given: Mapping[str, Written] | None = None, /, tables: Mapping[str, Iterable[Mapping[str, Written]]] | None = None, **facts: Written
) -> Case:
    """A case of the scheme `test`: facts by name (those with dots in a mapping), rows by table. What is not given is missing."""
    return Case(
        id="case",
        scheme="test",
        subject="某区",
        year=YEAR,
        facts=tuple(Given(id=id, value=value) for id, value in {**(given or {}), **facts}.items()),
        tables=tuple(CaseTable(id=id, rows=tuple(Row(cells=dict(cells)) for cells in rows)) for id, rows in (tables or {}).items()),
    )


def moved(given: Case, **facts: Written | None) -> Case:
    """A case with other values of facts (`__` for the dot), or without them."""
    changed = {name.replace("__", "."): value for name, value in facts.items()}
    kept = tuple(fact for fact in given.facts if fact.id not in changed)
    return evolve(given, facts=(*kept, *(Given(id=id, value=value) for id, value in changed.items() if value is not None)))


def under_point(rule: Form, facts: Iterable[Fact], given: Case, *, worth: Amount = 10, **settings: Any) -> ItemResult:
    """What a rule makes of a case under a point."""
    return assess(scheme([point(rule, worth=worth)], facts, **settings), given).item("point")


def under_bonus(rule: Form, facts: Iterable[Fact], given: Case, *, cap: Amount = 10, **settings: Any) -> ItemResult:
    """What a rule makes of a case under a bonus."""
    return assess(scheme(facts=facts, bonuses=[bonus(rule, cap=cap)], **settings), given).item("bonus")


def refusals(refused: Scheme) -> tuple[str, ...]:
    """The codes of everything that is wrong with a scheme; none where it is sound."""
    try:
        lower(refused)
    except SupervisionRulesError as error:
        return error.codes
    return ()


def _conditions(entry: dict[str, Any]) -> dict[str, Any]:
    when = entry.pop("applies_when", None)
    return entry if when is None else {**entry, "applies_when": expression(when)}
