"""`rows`: why a school or a class counts against a case, and what is missing to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from ..engines.exact import explain_rows
from ..expression import near
from ..loading import load_case, load_scheme
from ..loading.tables import by_name
from ..lowering import lower
from ..messages import Catalogue, Problem, SupervisionRulesError
from ..reporting import row_lines, rows_document, rows_named, titles_of
from ..scheme import Scheme
from .console import Console
from .options import help_text, options, write_json


def make_rows(words: Catalogue) -> click.Command:
    """`rows SCHEME CASE [KEY]...`."""

    @click.command("rows", help=help_text(words, "rows"), short_help=words.words("cli.rows.short"))
    @click.argument("scheme")
    @click.argument("case")
    @click.argument("keys", nargs=-1, metavar="[KEY]...")
    @click.option("--table", help=words.words("cli.rows.table"))
    @options(words)
    def command(scheme: str, case: str, keys: tuple[str, ...], table: str | None, lang: str, policies: tuple[Path, ...], as_json: bool) -> None:
        console = Console(lang)
        loaded = load_scheme(scheme, policies)
        given = load_case(case, loaded)
        accounts = explain_rows(loaded, given, *([_table(loaded, table)] if table else []))
        chosen = rows_named(accounts, keys, given.id)
        if as_json:
            write_json(console, rows_document(chosen, console.words))
            return
        sheet = console.sheet()
        sheet.labels = lower(loaded).labels
        if not accounts:
            console.write(sheet.say("rows.none", case=given.id))
        for line in row_lines(sheet, accounts, titles_of(sheet, loaded), chosen if keys else None):
            console.write(line)

    return command


def _table(scheme: Scheme, name: str) -> str:
    """The table of an id or a label."""
    known = by_name(scheme)
    if name not in known:
        ids = [table.id for table in scheme.tables]
        raise SupervisionRulesError([Problem("unknown-table", {"name": name, "alike": near(name, known), "known": ids})])
    return known[name].id
