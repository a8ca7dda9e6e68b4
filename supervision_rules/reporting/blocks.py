"""A report as headings, paragraphs, lists and tables, and how it is written in a terminal and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import frozen

from .layout import grid
from .writer import Style, plain_style

MARKED = re.compile(r"([\\`*_\[\]<>|#])")


@frozen
class Heading:
    """A heading: 1 is that of the report."""

    level: int
    text: str


@frozen
class Paragraph:
    """A paragraph; `style` is one of the writer's."""

    text: str
    style: str = ""


@frozen
class Bullet:
    """A line of a list, with lines below it."""

    text: str
    below: tuple[Bullet, ...] = ()


@frozen
class Bullets:
    """A list."""

    lines: tuple[Bullet, ...]


@frozen
class Table:
    """A table; the columns in `numbers` stand to the right."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


Block = Heading | Paragraph | Bullets | Table


def terminal(blocks: Iterable[Block], style: Style = plain_style) -> Iterator[str]:
    """The lines of a report in a terminal."""
    for number, block in enumerate(blocks):
        if number and not (isinstance(block, Paragraph | Bullets)):
            yield ""
        match block:
            case Heading():
                yield style(block.text, "title")
            case Paragraph():
                yield "  " + (style(block.text, block.style) if block.style else block.text)
            case Bullets():
                yield from _indented(block.lines, 1)
            case Table():
                yield from ("  " + line for line in grid(block.headings, block.rows, block.numbers))


def _indented(lines: Iterable[Bullet], depth: int) -> Iterator[str]:
    for line in lines:
        yield "  " * depth + line.text
        yield from _indented(line.below, depth + 2)


def markdown(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of a report in Markdown."""
    for number, block in enumerate(blocks):
        if number:
            yield ""
        match block:
            case Heading():
                yield f"{'#' * block.level} {escaped(block.text)}"
            case Paragraph():
                yield escaped(block.text)
            case Bullets():
                yield from _listed(block.lines, 0)
            case Table():
                yield _row(block.headings)
                yield "|" + "|".join("---:" if place in block.numbers else "---" for place in range(len(block.headings))) + "|"
                yield from map(_row, block.rows)


def _listed(lines: Iterable[Bullet], depth: int) -> Iterator[str]:
    for line in lines:
        yield f"{'  ' * depth}- {escaped(line.text)}"
        yield from _listed(line.below, depth + 1)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"


def escaped(text: str) -> str:
    """A text of which Markdown makes nothing else."""
    return MARKED.sub(r"\\\1", text).replace("\n", " ")
