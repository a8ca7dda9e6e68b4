"""The alternatives of readings: what stands in for rules and quantities is checked like these."""

from __future__ import annotations

from typing import Any

import pytest
from builders import bonus, column, condition_fact, date_fact, expression, number_fact, point, quantity, scheme, table
from engines.exact.rules import awards, deducting, needs
from lowering.shown import mistakes

from supervision_rules.scheme import Alternative, Form, ItemRules, QuantityValue, Reading, Scheme

PLAN = condition_fact("plan")
FACTS = [PLAN, number_fact("spend", "元"), number_fact("pupils", "人", domain=(1, 9)), date_fact("opened", context=True)]
QUANTITIES = [quantity("each", "spend / pupils"), quantity("rich", "spend > 3元"), quantity("part", "spend / 4元"), quantity("day", "opened + 1天")]


def under(*alternatives: Alternative, **more: Any) -> Scheme:
    """A scheme with one reading of these alternatives."""
    reading = Reading(id="r", question="?", choice="!", confirm="某市", alternative=alternatives)
    points = [point(needs("plan and each > 1元/人"), id="first", worth=4), point(needs("plan"), id="second", worth=6, applies_when="rich")]
    entries: dict[str, Any] = {"points": points, "facts": FACTS, "quantities": QUANTITIES, "bonuses": [bonus(awards(("plan", 1)))]}
    return scheme(**(entries | more), readings=[reading])


def alternative(**parts: Any) -> Alternative:
    return Alternative(id="a", text="-", **parts)


def rules(section: str, *entries: tuple[str, Form]) -> Scheme:
    """An alternative that puts rules in place of those of points or bonuses."""
    return under(alternative(**{section: tuple(ItemRules(id=id, rule=(rule,)) for id, rule in entries)}))


def values(**given: str) -> Scheme:
    """An alternative that puts expressions in place of those of quantities."""
    return under(alternative(quantity=tuple(QuantityValue(id=id, value=expression(text)) for id, text in given.items())))


WRONG: list[tuple[Scheme, list[str]]] = [
    (
        rules("point", ("first", needs("plan")), ("second", needs("plans", 9))),
        [
            "unknown-name reading/r/alternative/0/point/1/rule/0/requires: alike = （是否想写“plan”？）, name = plans",
            "worth-above-limit reading/r/alternative/0/point/1/rule/0/worth: limit = 6, worth = 9",
        ],
    ),
    (
        rules("point", ("other", needs("plans")), ("second", needs("spend"))),
        [
            "unknown-item reading/r/alternative/0/point/0/id: alike = , name = other",
            "not-a-condition reading/r/alternative/0/point/1/rule/0/requires: kind = 数值",
        ],
    ),
    (
        rules("bonus", ("other", needs("plans")), ("bonus", deducting("spend / 1元"))),
        [
            "unknown-item reading/r/alternative/0/bonus/0/id: alike = , name = other",
            "one-of-keys reading/r/alternative/0/bonus/1/rule/0: keys = award",
        ],
    ),
    (rules("bonus", ("bonus", needs("plan", 99))), ["worth-above-limit reading/r/alternative/0/bonus/0/rule/0/worth: limit = 10, worth = 99"]),
    (values(each="spend", rich="plan"), ["unit-not-declared reading/r/alternative/0/quantity/0/value: declared = 元/人, found = 元"]),
    (values(each="spend / pupils * 2", rich="spend"), ["kinds-differ reading/r/alternative/0/quantity/1/value: left = 条件（是或否）, right = 数值"]),
    (values(part="spend / 4", day="opened"), ["unit-not-declared reading/r/alternative/0/quantity/0/value: declared = 1, found = 元"]),
    (
        values(part="4元", each="1 + 1"),
        [
            "unit-not-declared reading/r/alternative/0/quantity/0/value: declared = 1, found = 元",
            "unit-not-declared reading/r/alternative/0/quantity/1/value: declared = 元/人, found = 1",
        ],
    ),
    (values(each="spent / pupils"), ["unknown-name reading/r/alternative/0/quantity/0/value: alike = （是否想写“spend”？）, name = spent"]),
    (values(rich="count(school) > 3"), ["no-table reading/r/alternative/0/quantity/0/value: function = count, name = school"]),
    (
        under(alternative(), alternative(quantity=(QuantityValue(id="each", value=expression("pupils")),))),
        [
            "duplicate-id reading/r/alternative/1/id: id = a",
            "unit-not-declared reading/r/alternative/1/quantity/0/value: declared = 元/人, found = 人",
        ],
    ),
    (
        under(alternative(quantity=(QuantityValue(id="each", value=expression("pupils")),)), quantities=[quantity("each", "spent / pupils")]),
        [
            "unknown-name quantity/each/value: alike = （是否想写“spend”？）, name = spent",
            "unknown-name point/second/applies_when: alike = , name = rich",
        ],
    ),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[said[0] for _, said in WRONG])
def test_what_is_wrong_is_said_where_it_stands(wrong: Scheme, said: list[str]) -> None:
    assert mistakes(wrong) == said


@pytest.mark.parametrize(
    "sound",
    [
        rules("point", ("first", needs("plan", 4)), ("second", needs("pupils > 3人"))),
        rules("bonus", ("bonus", awards(("pupils > 3人", 1)))),
        values(each="spend * 2 / pupils", rich="plan", part="pupils / 2人", day="opened + 2天"),
    ],
)
def test_what_is_of_the_same_kind_and_unit_may_stand_in(sound: Scheme) -> None:
    assert mistakes(sound) == []


def test_a_count_of_rows_may_stand_in_in_whatever_unit() -> None:
    schools = table("school", column("pupils", "人"))
    count = quantity("schools", "count(school)", (0, 9), better="more", unit="所")
    points = [point(needs("schools > 1所"))]
    larger = alternative(quantity=(QuantityValue(id="schools", value=expression("count(school where pupils > 9人)")),))
    assert mistakes(under(larger, points=points, facts=[], quantities=[count], bonuses=[], tables=[schools])) == []


def test_where_a_point_applies_is_not_asked_again() -> None:
    broken = point(needs("plan"), id="first", applies_when="plans")
    other = alternative(point=(ItemRules(id="first", rule=(needs("plan"),)),))
    assert mistakes(under(other, points=[broken], facts=[PLAN], quantities=[], bonuses=[])) == [
        "unknown-name point/first/applies_when: alike = （是否想写“plan”？）, name = plans"
    ]


def test_nor_is_where_a_bonus_applies() -> None:
    broken = bonus(awards(("plan", 1)), applies_when="plans")
    other = alternative(bonus=(ItemRules(id="bonus", rule=(awards(("plan", 2)),)),))
    assert mistakes(under(other, points=[], facts=[PLAN], quantities=[], bonuses=[broken])) == [
        "unknown-name bonus/bonus/applies_when: alike = （是否想写“plan”？）, name = plans"
    ]
