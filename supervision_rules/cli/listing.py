"""`list`: schemes, cases, targets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from ..loading import case_files, read_scheme, scheme_directories
from ..loading.schemes import TARGETS
from ..lowering import lower
from ..messages import Catalogue
from ..reporting import case_table, scheme_table, target_table
from ..scheme import Scheme, Target
from .console import Console
from .options import help_text, options, write_json


def make_list(words: Catalogue) -> click.Command:
    """`list [schemes|cases|targets]`."""

    @click.command("list", help=help_text(words, "list"), short_help=words.words("cli.list.short"))
    @click.argument("what", type=click.Choice(["schemes", "cases", "targets"]), default="schemes")
    @options(words)
    def command(what: str, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        directories = scheme_directories(policies)
        cases = {id: case_files(directory) for id, directory in directories.items()}
        if what == "cases":
            if as_json:
                write_json(console, {id: list(files) for id, files in cases.items()})
                return
            lines = case_table(console.sheet(), cases)
        else:
            schemes = {id: read_scheme(directory) for id, directory in sorted(directories.items())}
            if as_json:
                write_json(console, _schemes(schemes, cases) if what == "schemes" else _targets(schemes))
                return
            counted = {id: (scheme, len(cases[id])) for id, scheme in schemes.items()}
            lines = scheme_table(console.sheet(), counted) if what == "schemes" else target_table(console.sheet(), _named(schemes))
        for line in lines:
            console.write(line)

    return command


def _all_targets(schemes: dict[str, Scheme]) -> Iterator[tuple[Target, list[str]]]:
    """Every target, by id, with the schemes that have it so; one whose values a scheme has otherwise in its own world stands there once more."""
    found: dict[str, list[tuple[Target, list[str]]]] = {}
    for id, scheme in sorted(schemes.items(), key=lambda one: (_stands_alone(one[1]), one[0])):
        for target in scheme.targets:
            same = next((whose for other, whose in found.setdefault(target.id, []) if other == target), None)
            if same is None:
                found[target.id].append((target, [id]))
            else:
                same.append(id)
    for id in sorted(found):
        yield from found[id]


def _stands_alone(scheme: Scheme) -> bool:
    return scheme.directory is not None and (scheme.directory / TARGETS).is_dir()


def _named(schemes: dict[str, Scheme]) -> dict[str, Target]:
    """Every target by its id; where another of that id was named before, with the schemes that have it otherwise."""
    named: dict[str, Target] = {}
    for target, whose in _all_targets(schemes):
        named[f"{target.id}（{'、'.join(whose)}）" if target.id in named else target.id] = target
    return named


def _schemes(schemes: dict[str, Scheme], cases: dict[str, dict[str, Path]]) -> list[dict[str, Any]]:
    return [
        {
            "id": id,
            "title": scheme.header.title,
            "year": scheme.header.year,
            "evaluated_year": scheme.header.evaluated_year,
            "hash": lower(scheme).hash,
            "cases": list(cases[id]),
        }
        for id, scheme in schemes.items()
    ]


def _targets(schemes: dict[str, Scheme]) -> list[dict[str, Any]]:
    return [
        {
            "id": target.id,
            "schemes": whose,
            "label": target.label,
            "unit": target.unit,
            "confirmed_for": list(target.confirmed_for),
            "values": [
                {"from": value.from_.isoformat(), "value": str(value.value), "where": dict(value.where), "basis": value.mark, "source": value.source}
                for value in target.value
            ],
        }
        for target, whose in _all_targets(schemes)
    ]
