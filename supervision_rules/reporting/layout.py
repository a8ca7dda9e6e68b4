"""Tables of text, with Chinese characters counted as two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabulate import tabulate


def grid(headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int] = frozenset()) -> Iterator[str]:  # type: ignore[assignment]
    """The lines of a table; the columns in `numbers` stand to the right."""
    align = ["right" if index in numbers else "left" for index in range(len(headers))]
    yield from tabulate(rows, headers=headers, tablefmt="simple", colalign=align if rows else None, disable_numparse=True).splitlines()
