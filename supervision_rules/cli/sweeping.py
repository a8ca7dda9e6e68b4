"""`sweep`: what other values of facts and targets do to a table of cases."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..loading import load_scheme, write_whole
from ..messages import Catalogue, Problem, SupervisionRulesError, message, require
from .cases import cases_of
from .console import Console, progress
from .delivering import Report, deliver, report_kinds
from .options import help_text, options

if TYPE_CHECKING:
    from ..engines.columnar import Moved, StepSummary, Sweep

TABLES = (".csv", ".parquet")


def make_sweep(words: Catalogue) -> click.Command:
    """`sweep SCHEME NAME=VALUES...`."""

    @click.command("sweep", help=help_text(words, "sweep"), short_help=words.words("cli.sweep.short"))
    @click.argument("scheme")
    @click.argument("values", nargs=-1, required=True, metavar="NAME=FROM..TO[:STEP]...")
    @click.option("--cases", type=click.Path(exists=True, path_type=Path), metavar="FILE|DIR", help=words.words("cli.option.sweep-cases"))
    @click.option("--most", type=click.IntRange(min=0), default=5, show_default=True, help=words.words("cli.option.sweep-most"))
    @click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.sweep-picture"))
    @click.option("--markdown", "in_markdown", is_flag=True, help=words.words("cli.option.markdown"))
    @click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), callback=report_kinds(TABLES), help=words.words("cli.option.sweep-output")
    )
    @options(words)
    def command(
        scheme: str,
        values: tuple[str, ...],
        cases: Path | None,
        most: int,
        picture: Path | None,
        in_markdown: bool,
        output: Path | None,
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..bulk.reading import placed, read_cases  # no other command needs them
        from ..engines.columnar import sweep, table_of_cases
        from ..reporting.sweeps import SweepReport, sweep_document

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        swept = _given(values)
        narrow = output is None or output.suffix.lower() not in TABLES
        if cases is not None and cases.is_file():
            held = read_cases(loaded, cases)
            with placed(held.source, 0):
                found = sweep(loaded, held.frame, swept, whole=held.whole, moved_only=narrow)
        else:
            table = table_of_cases(loaded, progress(cases_of(loaded, directory=cases), more_than=100))
            found = sweep(loaded, table.frame, swept, moved_only=narrow, **table.how)
        steps = found.summary("subject" if cases is None or cases.is_dir() else None, most)
        report = Report(
            blocks=lambda *style: SweepReport(*style).of(found, steps),
            document=lambda words: sweep_document(found, steps),  # noqa: ARG005
            sheets=lambda words: SweepReport(words).sheets(found, steps),
        )
        if output is not None and not narrow:
            write_whole(output, _table(found, output))
            console.complain(console.words.say(message("report.written", file=str(output))))
            output = None
        if picture is not None:
            _draw(console, found, steps, picture)
        deliver(console, report, as_json=as_json, in_markdown=in_markdown, output=output)

    return command


def _given(values: Iterable[str]) -> dict[str, str | Moved]:
    """What is to be swept, by name: `name=values`, or `name+=values` for what is added to every case's own.

    Raises SupervisionRulesError.
    """
    from ..engines.columnar import Moved

    found: dict[str, str | Moved] = {}
    for text in values:
        name, sign, written = text.partition("=")
        if not sign or not written.strip():
            raise SupervisionRulesError([Problem("sweep-without-values", {"name": text})])
        moves = name.endswith("+")
        name = name.removesuffix("+").strip()
        if name in found:
            raise SupervisionRulesError([Problem("duplicate-id", {"id": name})])
        found[name] = Moved(written) if moves else written
    return found


def _table(found: Sweep, file: Path) -> bytes:
    """Every case at every value."""
    content = BytesIO()
    table = found.table
    if file.suffix.lower() == ".parquet":
        table.write_parquet(content)
    else:
        table.write_csv(content)
    return content.getvalue()


def _draw(console: Console, found: Sweep, steps: tuple[StepSummary, ...], file: Path) -> None:
    require("sphinx", "docs")
    from ..sphinxext.pictures import sweep_picture

    write_whole(file, sweep_picture(found, steps, console.file_words).encode())
    console.complain(console.words.say(message("report.written", file=str(file))))
