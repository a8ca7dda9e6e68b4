"""The indicators of a table, with last year's ids where the titles are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from ..scheme import Indicator, Scheme
from .table import Heading, IssuedTable
from .words import plain

Titles = tuple[str, ...]


@frozen(kw_only=True)
class NewIndicator:
    """An indicator of the new scheme; `old` is that of last year's whose id it keeps."""

    id: str
    heading: Heading
    parent: str | None
    old: Indicator | None


def titles(headings: tuple[Heading, ...]) -> Titles:
    """What tells one indicator of a table from another: its title and those above it."""
    return tuple(plain(heading.title) for heading in headings)


def indicators_of(table: IssuedTable, scheme: Scheme) -> Mapping[Titles, NewIndicator]:
    """The indicators over the points of a table, in its order."""
    known = {indicator.id: indicator for indicator in scheme.indicators}

    def above(one: Indicator) -> Titles:
        parent = known.get(one.parent or "")
        return (*(above(parent) if parent is not None else ()), plain(one.title))

    by_path = {above(one): one for one in scheme.indicators}
    made: dict[Titles, NewIndicator] = {}
    for point in table.points:
        for depth in range(1, len(point.headings) + 1):
            path = titles(point.headings[:depth])
            if path not in made:
                old = by_path.get(path) or _alone(path, by_path)
                taken = {one.id for one in made.values()}
                old = None if old is not None and old.id in taken else old
                parent = made[path[:-1]] if path[:-1] else None
                place = sum(len(one) == depth and one[:-1] == path[:-1] for one in made) + 1
                made[path] = NewIndicator(
                    id=old.id if old is not None else fresh(_placed(parent, place), {*known, *taken}),
                    heading=point.headings[depth - 1],
                    parent=None if parent is None else parent.id,
                    old=old,
                )
    return made


def _alone(path: Titles, by_path: Mapping[Titles, Indicator]) -> Indicator | None:
    """The indicator of the same title and level that stood under another one, if there was just one."""
    alike = [one for other, one in by_path.items() if (other[-1], len(other)) == (path[-1], len(path))]
    return alike[0] if len(alike) == 1 else None


def _placed(parent: NewIndicator | None, place: int) -> str:
    return f"new-indicator-{place}" if parent is None else f"{parent.id}-{place}"


def fresh(wish: str, taken: set[str]) -> str:
    """An id that nothing has yet, as near as can be to the one wished for."""
    slug = "-".join(re.findall(r"[a-z0-9]+", wish.lower()))
    number = 2
    while (made := slug if number == 2 and slug not in taken else f"{slug}-{number}") in taken:
        number += 1
    return made
