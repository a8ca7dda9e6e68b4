"""What the console can show: words where it can, ids and ASCII where it cannot, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TypeVar

import click
from attrs import define

from ..messages import Catalogue, catalogue
from ..reporting import Sheet, plain_style
from ..reporting.blocks import Block, markdown, terminal

T = TypeVar("T")
BAR = 1000
SAMPLE = "督导评价计分"
PLAINER = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "≥": ">=", "≤": "<=", "≈": "~", "×": "x", "÷": "/", "·": "*", "›": ">", "→": "->", "…": "..."}
    | {"✓": "ok", "✗": "FAILED", "？": "?", "：": ":", "（": "(", "）": ")", "／": "/", "　": " "}
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

    @property
    def file_words(self) -> Catalogue:
        """The catalogue for files, which can hold any character."""
        return catalogue(self.language)

    def sheet(self) -> Sheet:
        """A sheet in the console's language and style."""
        coloured = sys.stdout is not None and sys.stdout.isatty()  # None: a closed stream
        return Sheet(self.words, _colour if coloured else plain_style, self.by_id)

    def writer(self, kind: Callable[..., T], **more: object) -> T:
        """A writer of a kind, in the console's language and style."""
        sheet = self.sheet()
        return kind(words=sheet.words, style=sheet.style, by_id=sheet.by_id, **more)

    def report(self, make: Callable[..., Iterable[Block]], *, in_markdown: bool = False) -> None:
        """Write a report; `make` takes the words, the style and whether things are named by their ids."""
        sheet = self.sheet()
        self.show(make(sheet.words, sheet.style, sheet.by_id), in_markdown=in_markdown)

    def show(self, blocks: Iterable[Block], *, in_markdown: bool = False) -> None:
        """Write the blocks of a report."""
        for line in markdown(blocks) if in_markdown else terminal(blocks, self.sheet().style):
            self.write(line)

    def write(self, line: str = "") -> None:
        """Write a line to standard output."""
        click.echo(_shown(sys.stdout, line))

    def complain(self, text: str) -> None:
        """Write to standard error."""
        click.echo(_shown(sys.stderr, text), err=True)


def progress(things: Sequence[T], more_than: int = 1) -> Iterator[T]:
    """The things, with a bar on standard error where somebody looks at it and there is something to wait for."""
    if len(things) > more_than and sys.stderr is not None and sys.stderr.isatty():
        with click.progressbar(things, file=sys.stderr) as bar:
            yield from bar
    else:
        yield from things


@contextmanager
def progress_by_size() -> Iterator[Callable[[int, int], None]]:
    """What is told how much is done, and of how much: it moves a bar on standard error where somebody looks at it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda done, size: None  # noqa: ARG005
        return
    with click.progressbar(length=BAR, file=sys.stderr) as bar:
        yield lambda done, size: bar.update(min(BAR, BAR * done // max(size, 1)) - bar.pos)


def _shown(stream: IO[str], line: str) -> str:
    if can_show(stream, line):
        return line
    encoding = getattr(stream, "encoding", None) or "ascii"
    plainer = "".join(c if can_show(stream, c) else c.translate(PLAINER) for c in line)
    return plainer.encode(encoding, errors="replace").decode(encoding)


def _colour(text: str, style: str) -> str:
    return click.style(text, **COLOURS[style])  # type: ignore[arg-type]
