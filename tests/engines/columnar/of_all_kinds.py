"""A scheme with facts of every kind, and districts for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import builders
from builders import bonus, choice_fact, condition_fact, date_fact, expression, grade, number_fact, point, veto

from supervision_rules import Scheme, assess
from supervision_rules.engines.columnar import Columnar
from supervision_rules.scheme import WhenEmpty
from supervision_rules.scoring import AllOrNothing, Band, Bands, Failing, Failings, Share, Tally, TallyItem

District = Mapping[str, Any]
FACTS = (
    number_fact("rate", unit="%", domain=(0, 100), places=2),
    number_fact("pupils", unit="人", domain=(0, 5000)),
    number_fact("seats", unit="人", domain=(0, 5000)),
    condition_fact("plan.open"),
    choice_fact("level", "差", "中", "好"),
    date_fact("opened"),
    number_fact("survey", domain=(0, 10), supplier="city"),
)
SCHEME: Scheme = builders.scheme(
    [
        point(Bands(value=expression("rate"), bands=(
            Band(at_least=expression("90%"), value=Fraction(10)),
            Band(at_least=expression("60%"), below=expression("90%"), value=Fraction(5)),
            Band(below=expression("60%"), value=Fraction(0)),
        )), id="rates"),
        point(Share(part=expression("seats"), whole=expression("pupils"), when_empty=WhenEmpty.FULL), id="places"),
        point(
            Failings(failings=(
                Failing(unless=expression("plan.open"), deduct=Fraction(4)),
                Failing(unless=expression('level != "差"'), deduct=Fraction(7)),
                Failing(unless=expression("opened < 2020-03-01"), deduct=Fraction("0.5")),
            )),
            id="order",
        ),
        point(AllOrNothing(requires=expression("survey >= 5")), id="survey"),
    ],
    FACTS,
    bonuses=[bonus(Tally(items=(TallyItem(count=expression("survey"), each=Fraction("0.3")),)), cap=2)],
    grades=[grade("优秀", "total >= 36"), grade("良好", "total >= 28"), grade("合格")],
    vetoes=[veto("closed", "not plan.open", "cap", grade="合格")],
    round_to="0.01",
)  # fmt: skip
DISTRICTS: Sequence[District] = (
    {"rate": "95.5", "pupils": 3000, "seats": 2500, "plan.open": True, "level": "好", "opened": date(2019, 9, 1), "survey": 8},
    {"rate": "89.99", "pupils": 3, "seats": 1, "plan.open": False, "level": "差", "opened": date(2020, 3, 1), "survey": 2},
    {"rate": "60", "pupils": 0, "seats": 0, "plan.open": True, "level": "中", "opened": date(1968, 2, 29), "survey": None},
    {"rate": None, "pupils": 7, "seats": 4, "plan.open": None, "level": None, "opened": None, "survey": 10},
    {"rate": "0.01", "pupils": None, "seats": 20, "plan.open": True, "level": "差", "opened": date(2020, 2, 29), "survey": 0},
    dict.fromkeys(("rate", "pupils", "seats", "plan.open", "level", "opened", "survey")),
)


def column(name: str) -> list[Any]:
    """The values of a fact, numbers with places as Decimal."""
    values = [district[name] for district in DISTRICTS]
    return [None if value is None else Decimal(value) for value in values] if name == "rate" else values


def by_the_exact_engine(districts: Sequence[District] = DISTRICTS) -> list[dict[str, Any]]:
    """What the exact engine makes of districts, by the names of answers."""
    found = []
    for district in districts:
        units = {fact.id: fact.unit for fact in FACTS}
        given = {name: f"{value} {units[name]}" if units[name] else value for name, value in district.items() if value is not None}
        found.append(answers(assess(SCHEME, builders.case(given))))
    return found


def answers(assessment: Any) -> dict[str, Any]:
    """What an assessment comes to, by the names of answers."""
    items = (*assessment.points, *assessment.bonuses)
    overall = assessment.overall
    return {
        **{f"score_{one.id}": one.score for one in items},
        **{f"least_{one.id}": one.range.lowest for one in items},
        **{f"most_{one.id}": one.range.highest for one in items},
        **{f"veto_{one.id}": one.applies for one in assessment.vetoes},
        "base_score": overall.base_score,
        "bonus": overall.bonus,
        "total": overall.total,
        "total_least": overall.range.lowest,
        "total_most": overall.range.highest,
        "grade": assessment.grade,
        "grades": "/".join(assessment.grades),
    }


def read(engine: Columnar, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of answers as exact numbers."""
    return [{name: _exact(engine, name, row[name]) for name in row if name in _NAMES} for row in rows]


def _exact(engine: Columnar, name: str, value: Any) -> Any:
    return value * engine.units[name] if name in engine.units and value is not None else value


_NAMES = set(by_the_exact_engine()[0])
