"""The sections of a document: which there may be, and what their entries become."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ..expression import near
from ..messages import Problem
from .locating import Origins
from .structuring import structure


@frozen
class Section:
    """A kind of section: where its entries go, their class, and whether there is just one of it, `[x]` for `[[x]]`."""

    field: str
    cls: type
    single: bool = False


@define
class Entries:
    """What sections have become: `made` by field, the problems, the ids of entries that failed; `unsure` where others may have no name."""

    made: dict[str, Any] = field(factory=dict)
    problems: list[Problem] = field(factory=list)
    failed: set[str] = field(factory=set)
    unsure: bool = False


def read_sections(entries: Entries, origins: Origins, sections: Mapping[str, Section], file: Path, data: Mapping[str, Any]) -> None:
    """Read every section of one document."""
    strange = [name for name in data if name not in sections]
    headless = any(not isinstance(data[name], list | dict) for name in strange)
    for name, content in data.items():
        section = sections.get(name)
        entries.unsure |= section is None or not (section.single or isinstance(content, list))
        if headless and name in strange[1:]:
            continue
        if section is None:
            known = list(sections)
            place = origins.place(file, (name,))
            entries.problems.append(Problem("unknown-section", {"section": name, "alike": near(name, known), "known": known}, place=place))
        elif section.single:
            _single(entries, origins, section, name, file, content)
        elif not isinstance(content, list):
            entries.problems.append(Problem("section-not-a-list", {"section": name}, place=origins.place(file, (name,))))
        else:
            for index, entry in enumerate(content):
                _entry(entries, origins, section, name, file, index, entry)


def _single(entries: Entries, origins: Origins, section: Section, name: str, file: Path, content: Any) -> None:
    if name in origins.singles:
        where = origins.place(file, (name,))
        entries.problems.append(Problem("section-twice", {"section": name, "first": str(origins.singles[name])}, place=where))
        entries.unsure = True
        return
    origins.singles[name] = file
    made, problems = structure(content, section.cls, (name,))
    entries.problems += problems
    if not problems:
        entries.made[section.field] = made


def _entry(entries: Entries, origins: Origins, section: Section, name: str, file: Path, index: int, entry: Any) -> None:
    id = entry.get("id") if isinstance(entry, Mapping) else None
    if isinstance(id, str):
        if (name, id) in origins.entries:
            first_file, first_index = origins.entries[name, id]
            first = str(origins.place(first_file, (name, first_index)))
            entries.problems.append(Problem("duplicate-entry", {"id": id, "first": first}, place=origins.place(file, (name, index, "id"))))
            entries.made[section.field] = [one for one in entries.made.get(section.field, []) if one.id != id]
            entries.failed.add(id)
            return
        origins.entries[name, id] = (file, index)
    made, problems = structure(entry, section.cls, ())
    for problem in problems:
        place = origins.place(file, (name, index, *problem.path), problem.span)
        entries.problems.append(Problem(problem.code, problem.arguments, (name, index, *problem.path), problem.span, place))
    if not problems:
        entries.made.setdefault(section.field, []).append(made)
    elif isinstance(id, str) and id:
        entries.failed.add(id)
    else:
        entries.unsure = True
