"""`bulk`: a table of cases, scored from file to file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..loading import load_scheme, read_as, write_whole
from ..messages import Catalogue, message, require
from .console import Console, progress_by_size
from .delivering import Report, deliver, report_kinds
from .options import help_text, options, reading_option

if TYPE_CHECKING:
    from ..bulk import Summary


def make_bulk(words: Catalogue) -> click.Command:
    """`bulk SCHEME FILE -o OUT`."""

    @click.command("bulk", help=help_text(words, "bulk"), short_help=words.words("cli.bulk.short"))
    @click.argument("scheme")
    @click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
    @click.option(
        "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), callback=_output, help=words.words("cli.option.bulk-output")
    )
    @click.option("--totals", is_flag=True, help=words.words("cli.option.bulk-totals"))
    @click.option("--ranges", is_flag=True, help=words.words("cli.option.bulk-ranges"))
    @click.option("--clauses", is_flag=True, help=words.words("cli.option.bulk-clauses"))
    @click.option("--key", "keys", multiple=True, metavar="COLUMN", help=words.words("cli.option.bulk-key"))
    @click.option("--column", "columns", multiple=True, metavar="FACT=COLUMN", callback=_named, help=words.words("cli.option.bulk-column"))
    @click.option("--partial", is_flag=True, help=words.words("cli.option.bulk-partial"))
    @click.option("--rows", "rows", multiple=True, metavar="TABLE=FILE", callback=_named, help=words.words("cli.option.bulk-rows"))
    @click.option("--table-name", metavar="NAME", help=words.words("cli.option.bulk-table"))
    @click.option("--batch", type=click.IntRange(min=1), metavar="N", help=words.words("cli.option.bulk-batch"))
    @click.option(
        "--summary",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=report_kinds(),
        metavar="FILE",
        help=words.words("cli.option.bulk-summary"),
    )
    @click.option("--picture", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help=words.words("cli.option.bulk-picture"))
    @reading_option(words)
    @options(words)
    def command(
        scheme: str,
        source: Path,
        output: Path,
        totals: bool,
        ranges: bool,
        clauses: bool,
        keys: tuple[str, ...],
        columns: dict[str, str],
        partial: bool,
        rows: dict[str, str],
        table_name: str | None,
        batch: int | None,
        summary: Path | None,
        picture: Path | None,
        readings: tuple[str, ...],
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..bulk import BATCH, BATCH_WITH_ROWS, Job, score_file  # no other command needs them
        from ..engines.columnar import Wanted
        from ..reporting.bulk import BulkReport, bulk_document, bulk_sheets

        console = Console(lang)
        if output.exists() and output.samefile(source):
            raise click.BadParameter(words.words("cli.bulk.same-file"), param_hint="-o")
        if picture is not None:
            require("sphinx", "docs")
        wanted = Wanted(points=not totals, ranges=ranges, clauses=clauses)
        job = Job(
            scheme=read_as(load_scheme(scheme, policies), readings),
            source=source,
            output=output,
            wanted=wanted,
            columns=columns,
            partial=partial,
            keys=keys,
            batch=batch or (BATCH_WITH_ROWS if rows else BATCH),
            rows={table: Path(file) for table, file in rows.items()},
            table=table_name,
        )
        with progress_by_size() as told:
            found = score_file(job, told)
        console.complain(console.words.say(message("report.written", file=str(output))))
        if picture is not None:
            _draw(console, found, picture)
        report = Report(
            blocks=lambda *style: BulkReport(*style).of(found),
            document=lambda _: bulk_document(found),
            sheets=lambda words: bulk_sheets(found, words),
        )
        deliver(console, report, as_json=as_json, in_markdown=False, output=summary)

    return command


def _output(context: click.Context, parameter: click.Parameter, file: Path) -> Path:
    """A file of a kind that can be written. Raises click.BadParameter."""
    from ..bulk import OUTPUTS

    if file.suffix.lower() not in OUTPUTS:
        raise click.BadParameter("/".join(OUTPUTS), context, parameter)
    return file


def _named(context: click.Context, parameter: click.Parameter, given: Sequence[str]) -> dict[str, str]:
    """What is given as NAME=VALUE, by name. Raises click.BadParameter."""
    wrong = [one for one in given if "" in one.partition("=")]
    if wrong:
        raise click.BadParameter(wrong[0], context, parameter)
    return {name: value for name, _, value in (one.partition("=") for one in given)}


def _draw(console: Console, found: Summary, file: Path) -> None:
    from ..sphinxext.pictures import totals_picture

    write_whole(file, totals_picture(found, console.file_words).encode())
    console.complain(console.words.say(message("report.written", file=str(file))))
