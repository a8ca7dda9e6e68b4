"""The directives: each puts a part of a scheme on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..messages import SupervisionRulesError
from ..scheme import Every
from .content import alerts, cases, comparison, facts, grades, items, laws, overview, readings, replay, sources, targets, trying
from .domain import SupervisionDomain
from .markup import anchor, bullets
from .view import SchemeView

if TYPE_CHECKING:
    from docutils.nodes import Node

Made = Iterable["Node"]


class SchemeDirective(SphinxDirective):
    """A directive about a scheme, by its id or path, and about one part of it where it `names` one."""

    required_arguments = 1
    optional_arguments = 1
    names: ClassVar[str] = ""

    def run(self) -> list[nodes.Node]:
        """The nodes of the part; a scheme or part that there is not is an error on this line."""
        try:
            view = self.domain_here.site.view(self.arguments[0])
        except SupervisionRulesError as error:
            raise self.error(error.say(self.domain_here.site.words)) from None
        self.env.ref_context["supervision:scheme"] = view.scheme.id
        for file in sorted(view.scheme.directory.rglob("*.toml")) if view.scheme.directory else ():
            self.env.note_dependency(str(file))
        if self.names and len(self.arguments) < 2:
            raise self.error(view.say("docs.lacks-name", name=self.names))
        part = self.arguments[1] if len(self.arguments) > 1 else ""
        try:
            return list(self.content_of(view, part))
        except KeyError:
            raise self.error(view.say("docs.no-such-part", scheme=view.scheme.id, name=part)) from None
        except SupervisionRulesError as error:
            raise self.error(error.say(view.words)) from None

    @property
    def domain_here(self) -> SupervisionDomain:
        """The domain, which knows the schemes."""
        return cast("SupervisionDomain", self.env.get_domain("supervision"))

    def content_of(self, view: SchemeView, part: str) -> Made:
        """What stands in its place."""
        raise NotImplementedError

    def note(self, view: SchemeView, kind: str, id: str, title: str, place: str = "") -> None:
        """Say that an object stands here."""
        name = id if kind == "scheme" else f"{view.scheme.id}/{id}"
        self.domain_here.note(kind, name, place, title)


class SchemePage(SchemeDirective):
    """A scheme at a glance."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """The overview."""
        self.note(view, "scheme", view.scheme.id, view.scheme.header.title)
        return overview.page(view)


class PointPage(SchemeDirective):
    """A point or bonus."""

    names = "point"

    def content_of(self, view: SchemeView, part: str) -> Made:
        """Everything about it."""
        entry = view.entry(part)
        kind = "point" if view.sign(entry.id) < 0 else "bonus"
        self.note(view, kind, entry.id, view.title(entry))
        return items.page(view, entry.id)


class PointIndex(SchemeDirective):
    """The points of a scheme by indicator."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """A table for every indicator."""
        for one in view.scheme.indicators:
            self.note(view, "indicator", one.id, one.title, anchor("indicator", one.id))
        return overview.indicators(view)


class IndicatorPage(SchemeDirective):
    """An indicator with its points."""

    names = "indicator"

    def content_of(self, view: SchemeView, part: str) -> Made:
        """The table."""
        return list(overview.indicator(view, part))


class BonusIndex(SchemeDirective):
    """The bonuses of a scheme."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """The caps and the table."""
        return overview.bonuses(view)


class GradePage(SchemeDirective):
    """Grades and vetoes."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """The ladder, and what lowers a grade."""
        for grade in view.scheme.ladder.grade:
            self.note(view, "grade", grade.id, grade.id, anchor("grade", grade.id))
        for veto in view.scheme.vetoes:
            self.note(view, "veto", veto.id, veto.title, anchor("veto", veto.id))
        return grades.page(view)


class AlertPage(SchemeDirective):
    """The alerts of a scheme."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """What somebody is told, and when."""
        for alert in view.scheme.alerts:
            self.note(view, "alert", alert.id, alert.title, anchor("alert", alert.id))
        return alerts.page(view)


class TargetIndex(SchemeDirective):
    """The targets of a scheme as tables."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """A table a subject."""
        return targets.index(view)


class TargetPage(SchemeDirective):
    """The targets of a subject."""

    names = "subject"

    def content_of(self, view: SchemeView, part: str) -> Made:
        """Each with its history and who reads it."""
        for target in targets.subjects(view)[part]:
            self.note(view, "target", target.id, target.label, anchor("target", target.id))
        return targets.page(view, part)


class TargetShown(SchemeDirective):
    """One target."""

    names = "target"

    def content_of(self, view: SchemeView, part: str) -> Made:
        """Its history and who reads it."""
        return targets.one(view, targets.named(view, part))


class FactPage(SchemeDirective):
    """The glossary of facts."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """Facts, quantities, tables, constraints."""
        for name in facts.names(view):
            self.note(view, "fact", name, view.label(name), anchor("fact", name))
        return facts.page(view)


class CasePage(SchemeDirective):
    """The score sheet of a case."""

    names = "case"

    def content_of(self, view: SchemeView, part: str) -> Made:
        """The sheet."""
        case = view.cases[part]
        self.note(view, "case", part, f"{case.subject} {case.year}")
        return cases.page(view, part)


class CaseIndex(SchemeDirective):
    """The cases of a scheme."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """A list."""
        return [bullets([view.ref("case", id, f"{case.subject} {case.year}")] for id, case in view.cases.items())]


class ReadingPage(SchemeDirective):
    """What the text leaves open."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """Every reading."""
        for reading in view.scheme.readings:
            self.note(view, "reading", reading.id, reading.question, anchor("reading", reading.id))
        return readings.page(view)


class SourcePage(SchemeDirective):
    """The index by source."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """Every source with what rests on it."""
        return sources.index(view)


class LawPage(SchemeDirective):
    """Laws and proofs."""

    def content_of(self, view: SchemeView, part: str) -> Made:  # noqa: ARG002
        """Every law with what was found."""
        for law in laws.ids():
            self.note(view, "law", law, view.say(f"law.{law}"), anchor("law", law))
        return laws.page(view)


class WhatIf(SchemeDirective):
    """A what-if: of the whole scheme, or of one point or bonus."""

    def content_of(self, view: SchemeView, part: str) -> Made:
        """The controls."""
        return trying.panel(view, view.entry(part).id) if part else trying.page(view)


class ComparisonShown(SchemeDirective):
    """Two schemes compared, on the cases of the older."""

    names = "scheme"

    def content_of(self, view: SchemeView, part: str) -> Made:
        """What changed, and for whom."""
        site = self.domain_here.site
        return comparison.page(view, site.view(part), site.proves)


class ReplayShown(SchemeDirective):
    """A year replayed: a file of events beside the scheme by its name, or any other by its path from the page."""

    names = "events"
    option_spec: ClassVar = {"by": lambda value: Every(value.strip())}

    def content_of(self, view: SchemeView, part: str) -> Made:
        """Picture, table and changes."""
        file = view.events[part] if part in view.events else Path(self.env.relfn2path(part)[1])
        if not file.is_file():
            raise KeyError(part)
        self.env.note_dependency(str(file))
        return replay.page(view, file, self.options.get("by", Every.MONTH))


DIRECTIVES: dict[str, Callable[..., SchemeDirective]] = {
    "scheme": SchemePage,
    "point": PointPage,
    "bonus": PointPage,
    "points": PointIndex,
    "bonuses": BonusIndex,
    "indicator": IndicatorPage,
    "grades": GradePage,
    "alerts": AlertPage,
    "target": TargetShown,
    "targets": TargetPage,
    "target-index": TargetIndex,
    "facts": FactPage,
    "case": CasePage,
    "cases": CaseIndex,
    "readings": ReadingPage,
    "sources": SourcePage,
    "laws": LawPage,
    "what-if": WhatIf,
    "comparison": ComparisonShown,
    "replay": ReplayShown,
}
