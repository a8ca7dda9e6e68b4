"""The command line: exit 0 done, 1 it could not be written, 2 something is wrong with what was given."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from ..messages import Catalogue, SupervisionRulesError, catalogue, message
from .boundaries import make_boundaries
from .bulking import make_bulk
from .checking import make_check
from .commands import make_assess, make_explain, make_schema, make_show
from .comparing import make_compare
from .console import SAMPLE, Console, can_show
from .documenting import make_docs
from .impacting import make_impact
from .issuing import make_new_year, make_table
from .listing import make_list
from .options import help_text
from .ranking import make_rank
from .reading import make_readings
from .replaying import make_replay
from .rows import make_rows
from .sweeping import make_sweep
from .testing import make_test
from .watching import make_watch

COMMANDS = (
    make_assess,
    make_explain,
    make_rows,
    make_check,
    make_compare,
    make_impact,
    make_sweep,
    make_rank,
    make_bulk,
    make_readings,
    make_test,
    make_watch,
    make_replay,
    make_new_year,
    make_table,
    make_boundaries,
    make_docs,
    make_list,
    make_show,
    make_schema,
)


def make_cli(words: Catalogue) -> click.Group:
    """The whole command line with help in a language."""
    group = click.Group(
        "supervision-rules",
        help=help_text(words, "help"),
        callback=lambda lang: None,  # noqa: ARG005 (read beforehand, by `_language`)
        params=[click.Option(["--lang"], type=click.Choice(["zh", "en"]), default=words.language, help=words.words("cli.option.lang"))],
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    group.add_command(click.Command("version", callback=_version, help=words.words("cli.version")))
    for make in COMMANDS:
        group.add_command(make(words))
    return group


def _version() -> None:
    from .. import __version__

    click.echo(__version__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; problems go to standard error, all at once."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    shown = language if can_show(sys.stdout, SAMPLE) else "en"
    try:
        make_cli(catalogue(shown))(given, prog_name="supervision-rules")
    except SupervisionRulesError as error:
        Console(language).complain(error.say(catalogue(language if can_show(sys.stderr, SAMPLE) else "en")))
        sys.exit(2)
    except FileExistsError as error:
        Console(language).complain(catalogue(shown).say(message("written.in-the-way", file=str(error.filename))))
        sys.exit(1)
    except OSError as error:  # of a pipe that is closed click takes care
        Console(language).complain(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else error.strerror or str(error))
        _forget_output()
        sys.exit(1)


def _forget_output() -> None:
    """Leave nothing that the interpreter would try to write once more when it ends."""
    with suppress(AttributeError, OSError):  # no stream, or one that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language(arguments: Sequence[str]) -> str:
    """The language asked for by `--lang`, looked at early so that help speaks it too."""
    for position, argument in enumerate(arguments):
        if argument == "--lang=en" or (argument == "--lang" and list(arguments[position + 1 : position + 2]) == ["en"]):
            return "en"
    return "zh"
