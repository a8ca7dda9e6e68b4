"""Where everything comes from: the mark of an element, its evidence, and the index of a scheme by source."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ...scheme import Evidence, Sourced
from ..markup import Cell, bullets, mark, para, section, table
from ..view import SchemeView


def evidence(view: SchemeView, entry: Sourced) -> nodes.Node:
    """Who says so, of the entry and of each element that stands better or worse."""
    return bullets((_one(view, one) for one in entry.evidence()), classes=["sr-evidence"])


def _one(view: SchemeView, one: Evidence) -> list[str | nodes.Node]:
    element = getattr(one, "element", "")
    said: list[str | nodes.Node] = [view.say(f"element.{element}") + " "] if element else []
    said.append(view.basis(one))
    trust = view.say(f"trust.{one.trust.value}") if one.trust else ""
    rest = " · ".join(part for part in (trust, one.source, one.note) if part)
    return [*said, f" {rest}" if rest else ""]


def index(view: SchemeView) -> Iterator[nodes.Node]:
    """Every source with what rests on it, what is reconstructed last."""
    found: dict[str, list[tuple[nodes.Node, str, Evidence]]] = {}
    for place, entry in _entries(view):
        for one in entry.evidence():
            element = getattr(one, "element", "")
            found.setdefault(one.source, []).append((place, view.say(f"element.{element}") if element else view.say("docs.whole"), one))
    yield para(view.say("docs.sources.intro"))
    for number, source in enumerate(sorted(found, key=lambda name: (not name, name))):
        rows: list[list[Cell]] = [[[place.deepcopy()], element, [view.basis(one)], one.note or "—"] for place, element, one in found[source]]
        headings = [view.say(f"docs.column.{key}") for key in ("entry", "element", "basis", "note")]
        yield section(f"source-{number}", source or view.say("docs.sources.none"), table(headings, rows))


def _entries(view: SchemeView) -> Iterator[tuple[nodes.Node, Sourced]]:
    scheme = view.scheme
    yield view.ref("scheme", scheme.id, scheme.header.title), scheme.header
    for indicator in scheme.indicators:
        yield view.ref("indicator", indicator.id), indicator
    for entry in scheme.items:
        yield view.ref_item(entry.id), entry
    for veto in scheme.vetoes:
        yield view.ref("veto", veto.id), veto
    for alert in scheme.alerts:
        yield view.ref("alert", alert.id), alert
    for grade in scheme.ladder.grade:
        yield view.ref("grade", grade.id, grade.id), grade
    read = {constant.target for constant in view.lowered.constants.values()}
    for target in scheme.targets:
        for value in view.in_force(target) if target.id in read else ():
            yield view.ref("target", target.id, target.label), value


def counted(view: SchemeView) -> list[nodes.Node]:
    """How many elements are stated, cited and reconstructed."""
    from ...reporting.document import basis_counts

    if view.assessed is None:
        return []
    said = [mark(f"{view.say(f'basis.{key}')} {count}", f"sr-{key.rstrip('?')}") for key, count in basis_counts(view.assessed).items()]
    return [para(*said, classes=["sr-marks"])]
