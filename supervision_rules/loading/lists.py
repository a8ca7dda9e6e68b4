"""A TOML file that is a list of entries of one kind, beside schemes and cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from ..messages import Place, SupervisionRulesError
from .documents import read_toml
from .locating import Origins
from .sections import Entries, Section, read_sections

T = TypeVar("T")


def read_list(file: Path, section: str, cls: type[T], *key: str) -> list[tuple[T, Place | None]]:
    """The `[[section]]` entries of a file as instances of a class, each with its place, or with that of a key in it.

    Raises SupervisionRulesError with everything that is wrong with the file.
    """
    entries, origins = Entries(), Origins(main=file)
    read_sections(entries, origins, {section: Section(section, cls)}, file, read_toml(file))
    if entries.problems:
        raise SupervisionRulesError(entries.problems)
    made: list[Any] = entries.made.get(section, [])
    return [(one, origins.place(file, (section, number, *key))) for number, one in enumerate(made)]
