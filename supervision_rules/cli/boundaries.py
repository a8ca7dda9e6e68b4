"""`boundaries`: for every threshold the cases just below, at and just above it, as a table and as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engines.exact import item_named
from ..expression import near
from ..loading import load_scheme, write_cases
from ..messages import Catalogue, Problem, SupervisionRulesError, message
from ..scheme import Scheme
from .console import Console, progress
from .options import help_text, options, write_json

if TYPE_CHECKING:
    from ..verification.boundaries import Boundary


def make_boundaries(words: Catalogue) -> click.Command:
    """`boundaries SCHEME [POINT]`."""

    @click.command("boundaries", help=help_text(words, "boundaries"), short_help=words.words("cli.boundaries.short"))
    @click.argument("scheme")
    @click.argument("point", required=False)
    @click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help=words.words("cli.option.boundaries-output"))
    @options(words)
    def command(scheme: str, point: str | None, output: Path | None, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        from ..reporting.boundaries import boundaries_document, boundary_case, boundary_file, boundary_lines  # no other command needs them

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        found = _found(loaded, _chosen(loaded, point))
        cases = {boundary_file(one, case): boundary_case(loaded, one, case, console.words) for one in found for case in one.cases}
        if output is not None:
            write_cases(cases, output)
        if as_json:
            write_json(console, boundaries_document(loaded, found, console.words))
            return
        for line in boundary_lines(console.sheet(), loaded, found):
            console.write(line)
        console.write(console.words.say(message("boundaries.count", boundaries=len(found), cases=len(cases))))
        if output is not None:
            console.write(console.words.say(message("boundaries.written", cases=len(cases), directory=str(output))))

    return command


def _chosen(scheme: Scheme, point: str | None) -> list[str]:
    """The ids of a point or bonus by id or printed number, or of all. Raises SupervisionRulesError (`unknown-item`)."""
    ids = [entry.id for entry in scheme.items]
    if point is None:
        return ids
    try:
        return [item_named(scheme, point)]
    except KeyError:
        raise SupervisionRulesError([Problem("unknown-item", {"name": point, "alike": near(point, ids)})]) from None


def _found(scheme: Scheme, ids: list[str]) -> list[Boundary]:
    from ..verification.boundaries import BoundaryFinder

    finder = BoundaryFinder(scheme)
    return [one for id in progress(ids) for one in finder.of(id)]
