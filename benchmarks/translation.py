"""The harness's scheme and facts → this library's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from supervision_rules import Case, Scheme
from supervision_rules.expression import Expression, Kind
from supervision_rules.scheme import (
    Basis,
    Better,
    Bonus,
    Effect,
    Fact,
    Form,
    Given,
    Grade,
    Header,
    Ladder,
    Measure,
    Period,
    Point,
    Rounding,
    Veto,
    WhenEmpty,
)
from supervision_rules.scoring import AllOrNothing, Band, Bands, Failing, Failings, Formula, Share, Tally, TallyItem

YEAR = 2020
OURS = Basis.RECONSTRUCTED
CENT = Fraction(1, 100)
Plain = Mapping[str, Any]
ENDS = {">=": ("at_least", "below"), "<=": ("at_most", "above")}


def translate(plain: Plain) -> Scheme:
    """The scheme of the harness; the form of each rule is the one that says it best."""
    bonus, veto = plain["bonus"], plain["veto"]
    cent = Rounding(point=CENT, bonus=CENT, total=CENT)
    period = Period(from_=date(YEAR, 1, 1), to=date(YEAR, 12, 31))
    header: dict[str, Any] = {"title": plain["title"], "issuer": "-", "year": YEAR, "evaluated_year": YEAR, "period": period, "rounding": cent}
    return Scheme(
        id="harness",
        header=Header(**header, measure=Measure.POINTS, base=Fraction(100), bonus_cap=Fraction(bonus["cap"]), basis=OURS),
        facts=tuple(_fact(fact, str([plain["points"], bonus, veto])) for fact in plain["facts"]),
        points=tuple(_point(str(number), point) for number, point in enumerate(plain["points"], 1)),
        bonuses=tuple(_bonus(item) for item in bonus["items"]),
        ladder=Ladder(grade=tuple(_grade(grade) for grade in plain["grades"])),
        vetoes=(Veto(id="v", title="-", standard="-", when=_all(veto["conditions"]), effect=Effect.CAP, grade=veto["grade_at_most"], basis=OURS),),
    )


def case_of(facts: Plain) -> Case:
    """A district: facts as Decimal, int or bool."""
    given = tuple(Given(id=id, value=value) for id, value in facts.items())
    return Case(id="district", scheme="harness", subject="-", year=YEAR, facts=given)


def _fact(plain: Plain, rules: str) -> Fact:
    context = f"'{plain['id']}'" not in rules
    if plain["kind"] == "boolean":
        return Fact(id=plain["id"], label=plain["id"], kind=Kind.CONDITION, better=Better.NEITHER, context=context)
    places, made = plain["places"], plain["gen"]
    low = 0 if made.get("zero_permille") else made["lo"]
    domain = Fraction(low, 10**places), Fraction(made["hi"], 10**places)
    return Fact(id=plain["id"], label=plain["id"], domain=domain, places=places, better=Better.NEITHER, context=context)


def _point(number: str, plain: Plain) -> Point:
    worth = Fraction(plain["weight"])
    return Point(id=plain["id"], number=number, title=plain["id"], standard="-", worth=worth, rule=(_rule(plain["rule"]),), basis=OURS)


def _bonus(plain: Plain) -> Bonus:
    rule = _rule(plain["rule"], awards=True)
    return Bonus(id=plain["id"], title=plain["id"], standard="-", cap=Fraction(plain["cap"]), rule=(rule,), basis=OURS)


def _rule(plain: Plain, awards: bool = False) -> Form:
    match plain["type"]:
        case "deduct_each":
            return Failings(failings=tuple(Failing(unless=_all([one]), deduct=Fraction(one["deduct"])) for one in plain["conditions"]))
        case "tiered":
            return Bands(value=Expression.parse(plain["fact"]), bands=_bands(plain["bands"]))
        case "proportional":
            return Share(part=Expression.parse(plain["done"]), whole=Expression.parse(plain["target"]), when_empty=WhenEmpty.FULL)
        case "proportional_rate":
            return Share(part=Expression.parse(plain["rate"]), whole=Expression.parse("100"))
        case "all_or_nothing":
            return AllOrNothing(requires=_all(plain["conditions"]))
        case "flat":
            return AllOrNothing(requires=_all(plain["conditions"]), worth=Fraction(plain["score"]))
        case "direct":
            value = Expression.parse(plain["fact"])
            return Formula(award=value) if awards else Formula(score=value)
        case "per_unit":
            return Tally(items=(TallyItem(count=Expression.parse(plain["fact"]), each=Fraction(plain["each"])),))
    raise ValueError(plain["type"])


def _bands(plain: list[Plain]) -> tuple[Band, ...]:
    """Tiers of which the first that holds counts → bands, each of which ends where the one before it begins."""
    near, far = ENDS[plain[0]["op"]]
    first: dict[str, Any] = {near: Expression.parse(plain[0]["value"])}
    return (Band(value=Fraction(plain[0]["score"]), **first), *(_band(before, tier, near, far) for before, tier in pairwise(plain)))


def _band(before: Plain, tier: Plain, near: str, far: str) -> Band:
    ends: dict[str, Any] = {far: Expression.parse(before["value"])}
    if "value" in tier:
        ends[near] = Expression.parse(tier["value"])
    return Band(value=Fraction(tier["score"]), **ends)


def _all(conditions: list[Plain]) -> Expression:
    return Expression.parse(" and ".join(map(_condition, conditions)))


def _condition(plain: Plain) -> str:
    if plain["op"] == "is":
        return plain["fact"] if plain["value"] else f"not {plain['fact']}"
    return f"{plain['fact']} {plain['op']} {plain['value']}"


def _grade(plain: Plain) -> Grade:
    if "at_least" not in plain:
        return Grade(id=plain["grade"], otherwise=True, basis=OURS)
    return Grade(id=plain["grade"], when=Expression.parse(f"total >= {plain['at_least']}"), basis=OURS)


def scores(assessment: Any) -> dict[str, Any]:
    """Every score by id, with bonus, total and grade: what the other engines return."""
    found = {one.id: one.score for one in (*assessment.points, *assessment.bonuses)}
    return found | {"bonus": assessment.overall.bonus, "total": assessment.total, "grade": assessment.grade}


def wanted(plain: Plain, exact: Plain) -> dict[str, Any]:
    """The same of the harness's exact reference."""
    ids = [one["id"] for one in (*plain["points"], *plain["bonus"]["items"])]
    found: dict[str, Any] = dict(zip(ids, (*exact["points"], *exact["items"]), strict=True))
    found |= {key: exact[key] for key in ("bonus", "total", "grade")}
    return {id: Fraction(value) if isinstance(value, Decimal) else value for id, value in found.items()}
