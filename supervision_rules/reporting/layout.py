"""Tables of text, with Chinese characters counted as two columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from unicodedata import east_asian_width

import click


def grid(headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[int] = ()) -> Iterator[str]:
    """The lines of a table; the columns in `numbers` stand to the right."""
    lines = [list(headers), *map(list, rows)]
    widths = [max(columns(line[index]) for line in lines) for index in range(len(headers))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        cells = zip(line, widths, strict=True)
        yield "  ".join(_padded(text, width, index in numbers) for index, (text, width) in enumerate(cells)).rstrip()


def columns(text: str) -> int:
    """How many columns of a terminal a text takes, styles left aside."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in click.unstyle(text))


def _padded(text: str, width: int, to_the_right: bool) -> str:
    space = " " * (width - columns(text))
    return space + text if to_the_right else text + space
