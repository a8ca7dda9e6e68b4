"""Pictures in their places."""

from __future__ import annotations

from fractions import Fraction

from docutils import nodes

from ...expression import describe, parse_unit
from ...reporting.showing import indicator_path
from ...scheme import Effect, Target
from ...verification.profiles import axes_of, profile
from ..markup import drawn
from ..pictures import bonus_picture, curve_picture, history_picture, ladder_picture, weight_picture
from ..view import SchemeView


def of_item(view: SchemeView, id: str) -> list[nodes.Node]:
    """How the score of a point or bonus goes with each thing that it turns on."""
    if view.reference is None or view.lowered.levels:
        return []
    item = view.item(id)
    found = (profile(view.scheme, view.reference, item, axis, view.usual) for axis in axes_of(view.lowered, item))
    return [drawn(curve_picture(one, view.lowered, item.limit, view.words)) for one in found if one is not None]


def of_target(view: SchemeView, target: Target) -> list[nodes.Node]:
    """What a target was and is."""
    found = history_picture(target, parse_unit(target.unit, view.lowered.units), view.scheme.header.period.to, view.words)
    return [] if found is None else [drawn(found)]


def of_weights(view: SchemeView) -> list[nodes.Node]:
    """How the worth spreads over indicators."""
    if view.lowered.levels or not view.scheme.indicators:
        return []
    groups: dict[str, list[tuple[str, Fraction]]] = {}
    for point in view.scheme.points:
        title = " › ".join(indicator_path(view.scheme, point.indicator)) if point.indicator else "—"
        groups.setdefault(title, []).append((view.title(point), view.item(point.id).limit))
    return [drawn(weight_picture(list(groups.items()), view.words))]


def of_ladder(view: SchemeView) -> list[nodes.Node]:
    """The grades, and what lowers them."""
    ranks = [step.id for step in view.lowered.ladder]
    steps = zip(view.scheme.ladder.grade, view.lowered.ladder, strict=True)
    said = {True: view.say("band.otherwise")}
    grades = [(step.id, said.get(entry.otherwise) or view.words.say(describe(step.when, view.lowered.labels))) for entry, step in steps]
    vetoes = []
    for entry, plan in zip(view.scheme.vetoes, view.lowered.vetoes, strict=True):
        best = {Effect.FAIL: len(ranks) - 1, Effect.CAP: ranks.index(plan.grade) if plan.grade else 0}.get(plan.effect)
        vetoes.append((entry.title, view.sheet.effect(plan.effect, plan.grade, ranks), best))
    return [drawn(ladder_picture(grades, vetoes, view.words))]


def of_bonuses(view: SchemeView) -> list[nodes.Node]:
    """The caps of the bonuses."""
    if not view.scheme.bonuses or view.lowered.levels:
        return []
    results = {bonus.id: view.result(bonus.id) for bonus in view.scheme.bonuses}
    caps = [(bonus.title, bonus.cap, None if (one := results[bonus.id]) is None else one.score) for bonus in view.scheme.bonuses]
    return [drawn(bonus_picture(caps, view.lowered.bonus_cap, view.words))]
