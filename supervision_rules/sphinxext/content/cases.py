"""The score sheet of a case: every point with its score and reasons, bonuses, vetoes, the result."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...assessment import Assessment, ItemResult, Outcome
from ...engines.exact import assess
from ...messages import shown
from ...reporting.writer import signed
from ..markup import Cell, mark, para, section, strong, table
from ..view import SchemeView
from . import rows
from .items import findings, outcome


def page(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    """The whole sheet."""
    case = view.cases[id]
    one = assess(view.scheme, case)
    yield para(view.say("sheet.case", subject=case.subject, year=str(case.year), case=case.id))
    yield from [para(case.source)] if case.source else []
    yield section("result", view.say("sheet.result"), *result(view, one))
    against = rows.accounts(view, case)
    places = rows.anchors(against)
    lost = [item for item in one.points if item.outcome is Outcome.SCORED and item.score != item.limit]
    if lost:
        yield section("lost", view.say("sheet.reasons"), *_reasons(view, lost, places))
    waiting = [item for item in one.points if item.outcome is Outcome.PENDING]
    if waiting:
        yield section("open", view.say("sheet.open"), *_reasons(view, waiting, places))
    if one.bonuses:
        yield section("bonuses", view.say("sheet.bonuses"), *_reasons(view, list(one.bonuses), places))
    if one.vetoes:
        ranks = view.sheet.ranks(one.lowered)
        yield section("vetoes", view.say("sheet.vetoes"), *(para(view.sheet.veto(veto, ranks)) for veto in one.vetoes))
    yield from rows.sections(view, against, places)
    yield section("points", view.say("docs.points"), points(view, one))
    yield section("assumed", view.say("docs.assumed.title"), *_assumed(view, one))


def result(view: SchemeView, one: Assessment) -> Iterator[nodes.Node]:
    """Base, deductions, bonus, total and grade."""
    overall = one.overall
    cards: list[tuple[str, str]] = []
    if overall is not None:
        for key in ("base", "deductions", "bonus"):
            value = getattr(overall, key)
            cards.append((view.say(f"sheet.{key}"), "—" if value is None else signed(value) if key != "base" else shown(value)))
        cards.append((view.say("sheet.total"), "—" if overall.total is None else shown(overall.total)))
    cards.append((view.say("sheet.grade"), view.sheet.grade(view.sheet.ranks(one.lowered), one.grade)))
    yield table([name for name, _ in cards], [[[strong(value)] for _, value in cards]], kind="result")
    if one.awaiting.city:
        names = [f"{item.number} {item.title}" for item in one.points if item.awaits_city]
        yield para(view.say("sheet.awaiting-city", count=len(names), points=names))
    if overall is not None and overall.range is not None and not overall.range.decided:
        yield para(view.say("sheet.range", lowest=overall.range.lowest, highest=overall.range.highest, grades=list(one.grades)))


def _reasons(view: SchemeView, items: list[ItemResult], places: rows.Anchors) -> Iterator[nodes.Node]:
    for item in items:
        score = view.sheet.level(item) if view.lowered.levels else f"{view.sheet.score(item)} / {shown(item.limit)}"
        yield para(view.ref_item(item.id), "  ", strong(score), "  ", outcome(view, item), classes=["sr-item"])
        yield nodes.container("", *findings(view, item, places), classes=["sr-findings"])


def points(view: SchemeView, one: Assessment) -> nodes.table:
    """Every point with its worth, score and standing."""
    counts = not view.lowered.levels
    lines: list[list[Cell]] = []
    for item in one.points:
        score = [shown(item.limit), view.sheet.score(item)] if counts else [view.sheet.level(item)]
        lines.append([item.number, [view.ref("point", item.id, item.title)], *score, [outcome(view, item)]])
    keys = ("number", "point", *(("worth", "score") if counts else ("level",)), "outcome")
    return table([view.say(f"sheet.column.{key}") for key in keys], lines, numbers={2, 3} if counts else (), kind="points")


def _assumed(view: SchemeView, one: Assessment) -> Iterator[nodes.Node]:
    facts = [fact for fact in one.case.facts if fact.assumed]
    if not facts:
        yield para(view.say("docs.assumed.none"))
        return
    lines: list[list[Cell]] = [[[view.ref_name(fact.id)], str(_said(fact.value, view)), fact.assumed] for fact in facts]
    yield para(view.say("docs.assumed.intro", count=len(facts)), " ", mark(view.say("docs.assumed"), "sr-open"))
    yield table([view.say(f"docs.column.{key}") for key in ("name", "value", "why")], lines)


def _said(value: object, view: SchemeView) -> str:
    return view.say("value.yes" if value else "value.no") if isinstance(value, bool) else str(value)
