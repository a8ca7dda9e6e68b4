"""What the console can show: words where it can, ids and ASCII where it cannot, never a traceback."""

from __future__ import annotations

import sys
from typing import IO

import click
from attrs import define

from ..messages import Catalogue, catalogue
from ..reporting import Sheet, plain_style

SAMPLE = "督导评价计分"
PLAINER = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "≥": ">=", "≤": "<=", "≈": "~", "×": "x", "÷": "/", "·": "*", "›": ">", "→": "->", "…": "..."}
    | {"？": "?", "：": ":", "（": "(", "）": ")", "／": "/", "　": " "}
)
COLOURS = {"title": {"bold": True}, "good": {"fg": "green"}, "bad": {"fg": "red"}, "open": {"fg": "yellow"}, "dim": {"dim": True}}


def can_show(stream: IO[str], text: str) -> bool:
    """Whether a stream's encoding knows every character of a text."""
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


@define
class Console:
    """Writes lines in a language. Where the console knows no Chinese, the language is English and things are named by their ids."""

    language: str = "zh"

    @property
    def by_id(self) -> bool:
        """Whether the console cannot show Chinese."""
        return not can_show(sys.stdout, SAMPLE)

    @property
    def words(self) -> Catalogue:
        """The catalogue in use."""
        return catalogue("en" if self.by_id else self.language)

    def sheet(self) -> Sheet:
        """A sheet in the console's language and style."""
        coloured = sys.stdout is not None and sys.stdout.isatty()  # None: a closed stream
        return Sheet(self.words, _colour if coloured else plain_style, self.by_id)

    def write(self, line: str = "") -> None:
        """Write a line to standard output."""
        click.echo(_shown(sys.stdout, line))

    def complain(self, text: str) -> None:
        """Write to standard error."""
        click.echo(_shown(sys.stderr, text), err=True)


def _shown(stream: IO[str], line: str) -> str:
    if can_show(stream, line):
        return line
    encoding = getattr(stream, "encoding", None) or "ascii"
    plainer = "".join(c if can_show(stream, c) else c.translate(PLAINER) for c in line)
    return plainer.encode(encoding, errors="replace").decode(encoding)


def _colour(text: str, style: str) -> str:
    return click.style(text, **COLOURS[style])  # type: ignore[arg-type]
