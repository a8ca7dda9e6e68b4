"""A file that says which point of one scheme stands for which of another."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from ..loading import read_list
from .pairing import Said


@frozen(kw_only=True)
class WrittenPair:
    """A `[[pair]]`: ids of points or bonuses."""

    old: str | None = None
    new: str | None = None


def read_pairs(file: Path) -> tuple[Said, ...]:
    """The pairs of a TOML file: `[[pair]]` with `old` and `new`, or one of them for what has no partner.

    Raises SupervisionRulesError with everything that is wrong with the file.
    """
    return tuple(Said(old=one.old, new=one.new, place=place) for one, place in read_list(file, "pair", WrittenPair))
