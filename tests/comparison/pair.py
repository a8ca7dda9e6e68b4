"""A small scheme and what may become of it a year later."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from builders import bonus, choice_fact, condition_fact, grade, number_fact, point, quantity, scheme, target, veto
from engines.exact.rules import awards, below, failings, needs

from supervision_rules import Scheme
from supervision_rules.comparison import Change, compare
from supervision_rules.scheme import Alternative, Indicator, Point, Reading

FACTS = (
    number_fact("meetings", "次", (0, 30)),
    number_fact("spend", "元"),
    number_fact("pupils", "人", (1, 100_000), better="neither"),
    condition_fact("plan"),
    condition_fact("drill"),
    condition_fact("accident", better="less"),
    choice_fact("level", "city", "nation"),
)
RULES = (
    below("12次", "meetings", "1次", "0.5", at_most=3),
    failings(("plan", 1), ("drill", "0.5"), ("funding >= floor", 2)),
)
POINTS = (
    point(*RULES, id="work", number="1", title="教育工作", worth=6, indicator="lead", standard="例会、规划、演练和经费"),
    point(needs("plan"), id="plan-made", number="2", title="规划", worth=4, indicator="lead", standard="制定规划"),
)
OLD = scheme(
    POINTS,
    FACTS,
    bonuses=[bonus(awards(('level == "nation"', 1), ("meetings >= 20次", 2)), id="honours", cap=2)],
    quantities=[quantity("funding", "spend / pupils", better="more")],
    targets=[target("floor", 700, "元/人")],
    vetoes=[veto("accident", "accident", "fail")],
    grades=[grade("优秀", "total >= 9"), grade("合格", "total >= 6"), grade("不合格")],
    indicators=[Indicator(id="lead", title="领导", basis="reconstructed"), Indicator(id="care", title="保障", basis="reconstructed")],
    readings=[Reading(id="step", question="不足一次怎样计？", choice="不计", confirm="督导室", alternative=(Alternative(id="other", text="计"),))],
    bonus_cap=5,
)


def changed_point(id: str, /, **changes: Any) -> Scheme:
    """The scheme with one point changed, and its base with it."""
    return with_points(*(evolve(entry, **changes) if entry.id == id else entry for entry in POINTS))


def with_points(*points: Point, **more: Any) -> Scheme:
    """The scheme with other points."""
    base = sum(one.worth for one in points if one.worth is not None)
    return evolve(OLD, points=points, header=evolve(OLD.header, base=base), **more)


def changes(new: Scheme) -> list[Change]:
    """What changed from the scheme to another."""
    return list(compare(OLD, new).changes)


def kinds(new: Scheme) -> list[str]:
    """The kinds of what changed."""
    return [change.kind for change in changes(new)]
