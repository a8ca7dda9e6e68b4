"""Lists of schemes, cases and targets, as tables of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..messages import shown
from ..scheme import Scheme, Target
from .layout import grid
from .writer import Writer


def scheme_table(sheet: Writer, schemes: Mapping[str, tuple[Scheme, int]]) -> Iterator[str]:
    """Schemes by id, with their years and cases."""
    rows = [
        [id, scheme.header.title, str(scheme.header.year), str(scheme.header.evaluated_year), str(len(scheme.points)), str(cases)]
        for id, (scheme, cases) in schemes.items()
    ]
    yield from grid([sheet.say(f"list.{key}") for key in ("id", "title", "year", "evaluated", "points", "cases")], rows, {2, 3, 4, 5})


def case_table(sheet: Writer, cases: Mapping[str, Mapping[str, Path]]) -> Iterator[str]:
    """Cases by scheme."""
    rows = [[scheme, case] for scheme, files in cases.items() for case in files]
    yield from grid([sheet.say("list.scheme"), sheet.say("list.case")], rows)


def target_table(sheet: Writer, targets: Mapping[str, Target]) -> Iterator[str]:
    """Targets with every value, from when, and how far it can be trusted."""
    rows = [
        [id, target.label, f"{shown(value.value)}{target.unit}", value.from_.isoformat(), sheet.say(f"basis.{value.mark}")]
        for id, target in sorted(targets.items())
        for value in sorted(target.value, key=lambda value: value.from_)
    ]
    yield from grid([sheet.say(f"list.{key}") for key in ("id", "label", "value", "from", "basis")], rows, {2})
