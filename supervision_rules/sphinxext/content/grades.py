"""Grades, and what lowers them whatever the score."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...expression import describe
from ...verification import SubjectKind
from ..markup import Cell, anchor, mark, para, section, table
from ..view import SchemeView
from . import pictures
from .items import STYLE, results
from .sources import evidence


def page(view: SchemeView) -> Iterator[nodes.Node]:
    """The ladder and every veto."""
    yield para(view.say("docs.grades.intro"))
    yield from pictures.of_ladder(view)
    yield section("ladder", view.say("docs.ladder"), ladder(view))
    if view.scheme.vetoes:
        yield section("vetoes", view.say("sheet.vetoes"), *_vetoes(view))


def ladder(view: SchemeView) -> nodes.table:
    """The grades, best first, each with its condition."""
    rows: list[list[Cell]] = []
    for entry, step in zip(view.scheme.ladder.grade, view.lowered.ladder, strict=True):
        condition = view.say("band.otherwise") if entry.otherwise else view.words.say(describe(step.when, view.lowered.labels))
        rows.append([entry.id, condition, [evidence(view, entry)], *([_laws(view, SubjectKind.GRADE, entry.id)] if view.report else [])])
    headings = [view.say(f"docs.column.{key}") for key in ("grade", "condition", "basis", *(("laws",) if view.report else ()))]
    return table(headings, rows, ids=[anchor("grade", step.id) for step in view.lowered.ladder], kind="grades")


def _vetoes(view: SchemeView) -> Iterator[nodes.Node]:
    ranks = [step.id for step in view.lowered.ladder]
    for entry, plan in zip(view.scheme.vetoes, view.lowered.vetoes, strict=True):
        content: list[nodes.Node] = [nodes.block_quote("", para(entry.standard), classes=["sr-standard"])]
        content.append(para(view.say("show.condition", condition=describe(plan.when, view.lowered.labels))))
        content.append(para(view.say("show.effect", effect=view.sheet.effect(plan.effect, plan.grade, ranks))))
        content += [para(entry.note)] if entry.note else []
        content.append(evidence(view, entry))
        if view.assessed is not None:
            found = next(one for one in view.assessed.vetoes if one.id == entry.id)
            content.append(para(view.say("docs.worked.title", subject=view.assessed.case.subject), "：", view.sheet.veto(found, ranks)))
        content += [para(view.say("docs.laws"), "  ", *_laws(view, SubjectKind.VETO, entry.id))] if view.report else []
        yield section(anchor("veto", entry.id), entry.title, *content)


def _laws(view: SchemeView, kind: SubjectKind, id: str) -> list[str | nodes.Node]:
    marks: list[str | nodes.Node] = []
    for result in results(view, kind, id):
        said = f"{view.say(f'law.{result.law}')} {view.say(f'verdict.{result.verdict.value}')}"
        marks += [mark(said, f"sr-{STYLE[result.verdict]}"), " "]
    return marks or ["—"]
