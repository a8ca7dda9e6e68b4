"""`table` and `new-year`: a scheme's table as it is issued, and next year's scheme from it."""

from __future__ import annotations

from pathlib import Path

import click

from ..loading import built_in, load_scheme
from ..messages import Catalogue, message
from ..scheme import Measure, Scheme
from .console import Console
from .options import help_text, options, write_json

YEARS = click.IntRange(1949, 2999)


def make_table(words: Catalogue) -> click.Command:
    """`table SCHEME -o FILE`."""

    @click.command("table", help=help_text(words, "table"), short_help=words.words("cli.table.short"))
    @click.argument("scheme")
    @click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.table-output"))
    @options(words, data=False)
    def command(scheme: str, output: Path, lang: str, policies: tuple[Path, ...]) -> None:
        from ..issuing import table_of, write_table  # no other command needs them

        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        file = write_table(table_of(loaded), output, loaded.header.title)
        console.write(console.words.say(message("table.written", file=str(file), count=len(loaded.points))))

    return command


def make_new_year(words: Catalogue) -> click.Command:
    """`new-year SCHEME --year YEAR --table FILE`."""

    @click.command("new-year", help=help_text(words, "new-year"), short_help=words.words("cli.new-year.short"))
    @click.argument("scheme")
    @click.option("--year", required=True, type=YEARS, help=words.words("cli.option.new-year-year"))
    @click.option("--table", "file", required=True, type=click.Path(path_type=Path), help=words.words("cli.option.new-year-table"))
    @click.option("--sheet", "sheets", multiple=True, help=words.words("cli.option.new-year-sheet"))
    @click.option("--to", "directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help=words.words("cli.option.new-year-to"))
    @click.option("--id", "id", help=words.words("cli.option.new-year-id"))
    @click.option("--source", default="", help=words.words("cli.option.new-year-source"))
    @click.option("--pairs", type=click.Path(dir_okay=False, path_type=Path), help=words.words("cli.option.new-year-pairs"))
    @click.option("--dry-run", is_flag=True, help=words.words("cli.option.new-year-dry-run"))
    @click.option("--markdown", is_flag=True, help=words.words("cli.option.new-year-markdown"))
    @options(words)
    def command(
        scheme: str,
        year: int,
        file: Path,
        sheets: tuple[str, ...],
        directory: Path | None,
        id: str | None,
        source: str,
        pairs: Path | None,
        dry_run: bool,
        markdown: bool,
        lang: str,
        policies: tuple[Path, ...],
        as_json: bool,
    ) -> None:
        from ..comparison import read_pairs  # no other command needs them
        from ..issuing import read_table, renew, write_renewal
        from ..reporting.renewing import RenewalReport, renewal_document

        console = Console(lang)
        old = load_scheme(scheme, policies)
        if year <= old.header.year:
            raise click.BadParameter(words.words("cli.new-year.not-later"), param_hint="--year")
        table = read_table(file, sheets, worths=old.header.measure is Measure.POINTS)
        renewal = renew(old, table, year, id=id or "", source=source.strip(), said=read_pairs(pairs) if pairs else ())
        above = directory or _beside(old)
        place = "" if dry_run else str(write_renewal(renewal, above))
        if as_json:
            write_json(console, renewal_document(renewal, place, console.words))
        else:
            console.report(lambda *style: RenewalReport(*style).of(renewal, place, str(above)), in_markdown=markdown)

    return command


def _beside(scheme: Scheme) -> Path:
    """The directory that holds a scheme; for one that comes with the library the present one."""
    above = (scheme.directory or Path()).absolute().parent
    return Path() if above == built_in().absolute() else above
