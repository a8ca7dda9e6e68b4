"""`boundaries`: for every threshold the cases just below, at and just above it, as a table and as files."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engines.exact import item_named
from ..expression import near
from ..loading import load_scheme, write_case
from ..messages import Catalogue, Problem, SupervisionRulesError, message
from ..scheme import Case, Scheme
from .console import Console
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
            write_cases(cases, output, console.words)
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
    with _progress(ids) as shown:
        return [one for id in shown for one in finder.of(id)]


@contextmanager
def _progress(ids: Sequence[str]) -> Iterator[Iterator[str]]:
    """The ids, with a bar on standard error where somebody looks at it and there is something to wait for."""
    if len(ids) > 1 and sys.stderr is not None and sys.stderr.isatty():
        with click.progressbar(ids, file=sys.stderr) as bar:
            yield iter(bar)
    else:
        yield iter(ids)


def write_cases(cases: dict[str, Case], directory: Path, words: Catalogue) -> None:
    """Write cases into files below a directory by their relative names, all or none.

    A file that is there already and holds the same is left as it is. Raises FileExistsError where one holds something else.
    """
    above = next(place for place in (directory.absolute(), *directory.absolute().parents) if place.is_dir())
    with tempfile.TemporaryDirectory(dir=above, suffix=".part") as place:
        made = {directory / name: write_case(case, Path(place, name)) for name, case in cases.items()}
        there = [file for file in made if os.path.lexists(file)]
        for file in there:
            if not file.is_file() or file.read_bytes() != made[file].read_bytes():
                raise FileExistsError(words.say(message("boundaries.in-the-way", file=str(file))))
        _move({file: source for file, source in made.items() if file not in there})


def _move(files: dict[Path, Path]) -> None:
    """Move files to their places; where that fails, or is broken off, none of them stays."""
    moved: list[Path] = []
    new = dict.fromkeys(place for file in files for place in reversed(file.parents) if not place.exists())
    try:
        for file, source in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            moved.append(file)
            os.replace(source, file)
    except BaseException:
        for file in moved:
            file.unlink(missing_ok=True)
        for place in reversed(new):
            with suppress(OSError):
                place.rmdir()
        raise
