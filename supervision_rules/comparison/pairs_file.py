"""A file that says which point of one scheme stands for which of another."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from ..loading import read_toml
from ..loading.locating import Origins
from ..loading.sections import Entries, Section, read_sections
from ..messages import SupervisionRulesError
from .pairing import Said


@frozen(kw_only=True)
class WrittenPair:
    """A `[[pair]]`: ids of points or bonuses."""

    old: str | None = None
    new: str | None = None


SECTIONS = {"pair": Section("pairs", WrittenPair)}


def read_pairs(file: Path) -> tuple[Said, ...]:
    """The pairs of a TOML file: `[[pair]]` with `old` and `new`, or one of them for what has no partner.

    Raises SupervisionRulesError with everything that is wrong with the file.
    """
    entries, origins = Entries(), Origins(main=file)
    read_sections(entries, origins, SECTIONS, file, read_toml(file))
    if entries.problems:
        raise SupervisionRulesError(entries.problems)
    written: list[WrittenPair] = entries.made.get("pairs", [])
    return tuple(Said(old=one.old, new=one.new, place=origins.place(file, ("pair", number))) for number, one in enumerate(written))
