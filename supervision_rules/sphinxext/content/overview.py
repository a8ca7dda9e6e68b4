"""A scheme at a glance: what it is, its points by indicator, its bonuses, its grades."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from docutils import nodes

from ...messages import shown
from ...reporting.showing import indicator_path
from ...scheme import CITY, Point
from ..markup import Cell, anchor, bullets, code, pairs, para, section, strong, table
from ..view import SchemeView
from . import alerts, cases, grades, pictures
from .sources import counted, evidence


def page(view: SchemeView) -> Iterator[nodes.Node]:
    """The first page of a scheme."""
    header = view.scheme.header
    if header.basis.value == "reconstructed":
        yield nodes.warning("", para(view.say("sheet.reconstructed", note=header.note)))
    period = f"{header.period.from_.isoformat()} – {header.period.to.isoformat()}"
    about: list[tuple[Cell, Cell]] = [
        (view.say("docs.issuer"), header.issuer),
        (view.say("docs.document"), header.document or "—"),
        (view.say("docs.evaluated"), view.say("docs.evaluated.said", year=str(header.evaluated_year), period=period)),
        (view.say("docs.size"), _size(view)),
        (view.say("docs.hash"), [code(view.lowered.hash[:16]), " …"]),
    ]
    yield pairs(about)
    yield from counted(view)
    if view.assessed is not None:
        title = view.say("docs.worked.title", subject=view.assessed.case.subject)
        more = para(view.ref("case", view.assessed.case.id, view.say("docs.sheet.whole")))
        yield section("example", title, *cases.result(view, view.assessed), more)
    yield section("points", view.say("docs.points"), *pictures.of_weights(view), points(view))
    city = [point.id for point in view.scheme.points if awaits_city(view, point.id)]
    if city:
        links: list[Cell] = [[view.ref_item(id)] for id in city]
        yield section("city", view.say("docs.city"), para(view.say("docs.city.intro", count=len(city))), bullets(links))
    if view.scheme.bonuses:
        yield section("bonuses", view.say("sheet.bonuses"), *bonuses(view))
    yield section("grades", view.say("docs.ladder"), *pictures.of_ladder(view), grades.ladder(view))
    if view.scheme.alerts:
        yield section("alerts", view.say("docs.alerts"), alerts.overview(view))
    yield section("evidence", view.say("sheet.provenance"), evidence(view, header))


def _size(view: SchemeView) -> str:
    worth = shown(view.lowered.base) if not view.lowered.levels else "—"
    return view.say("docs.size.said", points=len(view.scheme.points), base=worth, bonuses=len(view.scheme.bonuses), vetoes=len(view.scheme.vetoes))


def awaits_city(view: SchemeView, id: str) -> bool:
    """Whether every fact that a point reads is the city's."""
    names = [name for name in view.lowered.read_by(view.item(id)) if name in view.lowered.inputs]
    return bool(names) and all(view.lowered.inputs[name].supplier == CITY for name in names)


def points(view: SchemeView, chosen: Iterable[Point] | None = None) -> nodes.table:
    """All points, or some, with indicator, worth, forms, basis, and the score of the reference case."""
    counts = not view.lowered.levels
    rows: list[list[Cell]] = []
    for point in view.scheme.points if chosen is None else chosen:
        path = " › ".join(indicator_path(view.scheme, point.indicator)) if point.indicator else "—"
        forms = view.words.say(list(dict.fromkeys(view.say(f"form.{rule.form}") for rule in point.rule)))
        result = view.result(point.id)
        score: list[Cell] = [] if result is None else [[view.sheet.level(result) if not counts else view.sheet.score(result)]]
        worth: list[Cell] = [shown(view.item(point.id).limit)] if counts else []
        rows.append([point.number, [view.ref("point", point.id, point.title)], path, *worth, forms, [view.basis(point.weakest)], *score])
    keys = ["number", "point", "indicator", *(["worth"] if counts else []), "form", "basis", *(["example"] if view.assessed else [])]
    return table(
        [view.say(f"docs.column.{key}") for key in keys], rows, numbers={3, len(keys) - 1} if counts and view.assessed else (), kind="points"
    )


def indicators(view: SchemeView, below: str | None = None) -> Iterator[nodes.Node]:
    """The points by indicator, those of an indicator that holds others under these."""
    for one in view.scheme.indicators:
        if one.parent == below:
            yield section(anchor("indicator", one.id), f"{one.number} {one.title}".strip(), *indicator(view, one.id))
    loose = [point for point in view.scheme.points if point.indicator is None] if below is None else []
    if loose:
        yield points(view, loose)


def indicator(view: SchemeView, id: str) -> Iterator[nodes.Node]:
    """The points directly under an indicator, and the indicators under it. Raises KeyError where there is none such."""
    if all(one.id != id for one in view.scheme.indicators):
        raise KeyError(id)
    mine = [point for point in view.scheme.points if point.indicator == id]
    if mine:
        worth = sum((view.item(point.id).limit for point in mine), Fraction(0))
        yield from [] if view.lowered.levels else [para(view.say("docs.indicator", points=len(mine), worth=worth), classes=["sr-hint"])]
        yield points(view, mine)
    yield from indicators(view, id)


def bonuses(view: SchemeView) -> Iterator[nodes.Node]:
    """Every bonus with its cap, and the overall cap."""
    cap = view.lowered.bonus_cap
    if cap is not None:
        yield para(view.say("docs.bonus-cap", cap=cap))
    yield from pictures.of_bonuses(view)
    rows: list[list[Cell]] = []
    for bonus in view.scheme.bonuses:
        result = view.result(bonus.id)
        rows.append([[view.ref_item(bonus.id)], shown(bonus.cap), bonus.standard, [] if result is None else [strong(view.sheet.score(result))]])
    yield table([view.say(f"docs.column.{key}") for key in ("bonus", "cap", "standard", "example")], rows, numbers={1, 3})
