"""The text of an entry as it stands in its file: what an author wrote, comments and all."""

from __future__ import annotations

from pathlib import Path

import tomli_w
from attrs import frozen

from ..scheme import Scheme
from .locating import Origins
from .schemes import SECTIONS
from .structuring import unstructure


@frozen
class Excerpt:
    """Some lines of a file (`file`: its name below the directory of the schemes; empty where the scheme was not read from files)."""

    text: str
    file: str = ""
    line: int = 0


def excerpt(scheme: Scheme, section: str, id: str) -> Excerpt:
    """An entry of a section (`point`, `bonus`, `target` …) as it is written; of a scheme made in Python as it would be.

    Raises KeyError where the scheme has no such entry.
    """
    entries = {entry.id: entry for entry in getattr(scheme, SECTIONS[section].field)}
    entry = entries[id]
    origins = scheme.locate
    found = origins.entries.get((section, id)) if isinstance(origins, Origins) else None
    if found is None:
        return Excerpt(tomli_w.dumps({section: [unstructure(entry)]}, multiline_strings=False).strip())
    file, index = found
    assert isinstance(origins, Origins)
    line = origins.place(file, (section, index)).line
    return Excerpt(_entry(file, section, line), _named(file, scheme), line)


def _entry(file: Path, section: str, line: int) -> str:
    """From the head of an entry to the next one that is not its own, without the comments that introduce that one."""
    lines = file.read_text(encoding="utf-8-sig").splitlines()[line - 1 :]
    own = (f"[[{section}.", f"[{section}.")
    end = next((at for at, one in enumerate(lines) if at and one.startswith("[") and not one.startswith(own)), len(lines))
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return "\n".join(lines[:end])


def _named(file: Path, scheme: Scheme) -> str:
    above = None if scheme.directory is None else scheme.directory.resolve().parent
    here = file.resolve()
    return here.relative_to(above).as_posix() if above is not None and here.is_relative_to(above) else file.name
