"""The pages of a scheme as files: each a title and a directive, for Sphinx to read like any other page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from .content import targets
from .view import SchemeView


@frozen
class Page:
    """A page by its name below the scheme's directory; `below` are the pages that it leads to."""

    name: str
    title: str
    directive: str
    argument: str = ""
    below: tuple[str, ...] = ()


def pages(view: SchemeView) -> Iterator[Page]:
    """Every page of a scheme, the first first."""
    say, scheme = view.say, view.scheme
    points = [Page(f"points/{one.id}", view.title(one), "point", one.id) for one in scheme.points]
    bonuses = [Page(f"bonuses/{one.id}", view.title(one), "bonus", one.id) for one in scheme.bonuses]
    subjects = [Page(f"targets/{name}", targets.subject_title(view, name), "targets", name) for name in targets.subjects(view)]
    cases = [Page(f"cases/{id}", f"{case.subject} {case.year}", "case", id) for id, case in view.cases.items()]
    years = [Page(f"events/{name}", say("docs.replay", name=name), "replay", name) for name in view.events]
    groups = [
        Page("points/index", say("docs.points"), "points", "", _names(points)),
        *([Page("bonuses/index", say("sheet.bonuses"), "bonuses", "", _names(bonuses))] if bonuses else []),
        Page("grades", say("docs.grades"), "grades"),
        *([Page("alerts", say("docs.alerts"), "alerts")] if scheme.alerts else []),
        Page("try", say("docs.try.whole"), "what-if"),
        *([Page("cases/index", say("docs.cases"), "cases", "", _names(cases))] if cases else []),
        *years,
        *([Page("targets/index", say("docs.targets"), "target-index", "", _names(subjects))] if subjects else []),
        Page("facts", say("docs.facts"), "facts"),
        *([Page("readings", say("docs.readings"), "readings")] if scheme.readings else []),
        Page("sources", say("docs.sources"), "sources"),
        Page("laws", say("docs.laws"), "laws"),
    ]
    yield Page("index", scheme.header.title, "scheme", "", tuple(page.name for page in groups))
    yield from (*groups, *points, *bonuses, *subjects, *cases)


def _names(found: list[Page]) -> tuple[str, ...]:
    return tuple(page.name.rpartition("/")[2] for page in found)


def write_pages(view: SchemeView, name: str, directory: Path) -> list[Path]:
    """Write the pages of a scheme, which the project calls `name`; files that say the same already are left as they are, old ones go.

    Returns what there is.
    """
    written = []
    for page in pages(view):
        file = directory / f"{page.name}.rst"
        text = _text(page, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
        written.append(file)
    for old in set(directory.rglob("*.rst")) - set(written):
        old.unlink()
    return written


def _text(page: Page, scheme: str) -> str:
    line = "=" * (2 * len(page.title) + 2)
    argument = f" {page.argument}" if page.argument else ""
    lines = [line, page.title, line, "", f".. supervision:{page.directive}:: {scheme}{argument}", ""]
    if page.below:
        hidden = ["   :hidden:"] if page.name == "index" else ["   :hidden:", "   :maxdepth: 1"]
        lines += [".. toctree::", *hidden, "", *(f"   {name}" for name in page.below), ""]
    return "\n".join(lines)
