"""Which point of last year's scheme stands for which point of a new table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from enum import StrEnum
from itertools import product
from typing import TypeVar

from attrs import frozen

from ..comparison import Said
from ..comparison.pairing import ENOUGH
from ..expression import near
from ..messages import Problem, SupervisionRulesError, require
from ..scheme import Point, Scheme
from .table import IssuedPoint, IssuedTable
from .words import plain

T = TypeVar("T")


class Why(StrEnum):
    """Why a point of a table is taken for one of the scheme, or for new."""

    SAID = "said"
    SAME = "same"
    TITLE = "title"
    ALIKE = "alike"
    TIED = "tied"
    ALONE = "alone"


@frozen(kw_only=True)
class Match:
    """A point of a table and that of the scheme which it was; None where it is new. `likeness`, of 100, is that of title and standard."""

    issued: IssuedPoint
    old: Point | None
    why: Why
    likeness: int | None = None


def match_points(scheme: Scheme, table: IssuedTable, said: Sequence[Said] = ()) -> tuple[Match, ...]:
    """Every point of a table with its match, in the order of the table.

    What somebody has said goes first: `old` is an id, `new` the title or the printed number of a row. Then the same title and standard, the same
    title, the most alike; where two are as much alike, the printed number decides, and where it does not, nobody does.

    Raises SupervisionRulesError: `unknown-item`, `unknown-row`, `paired-twice`, and `extra-missing` where texts must be likened and the extra
    `compare` is not installed.
    """
    olds = {point.id: point for point in scheme.points}
    news = dict(enumerate(table.points))
    found: dict[int, tuple[str | None, Why]] = {}
    gone: set[str | None] = set()
    for id, row in _said(olds, news, said):
        gone.add(id)
        if row is not None:
            found[row] = (id, Why.SAID)
    for why, key in ((Why.SAME, _wording), (Why.TITLE, _title)):
        before = _by({id: key(old) for id, old in olds.items() if id not in gone})
        for words, row in _by({row: key(new) for row, new in news.items() if row not in found}).items():
            if words in before:
                found[row] = (before[words], why)
                gone.add(before[words])
    scores = _likenesses([old for id, old in olds.items() if id not in gone], {row: new for row, new in news.items() if row not in found})
    numbered = {(id, row) for id, row in scores if olds[id].number == news[row].number}
    found |= _alike(scores, numbered)
    made = {row: found.get(row, (None, Why.ALONE)) for row in news}
    return tuple(_match(news[row], None if id is None else olds[id], why) for row, (id, why) in made.items())


def _said(olds: Mapping[str, Point], news: Mapping[int, IssuedPoint], said: Sequence[Said]) -> list[tuple[str | None, int | None]]:
    """What was said, as ids and rows. A title goes before a number, and a number that stands twice names nothing."""
    rows = _by({row: new.number for row, new in news.items()}) | {new.title: row for row, new in news.items()}
    problems: list[Problem] = []
    seen: set[str | int] = set()
    for one in said:
        if one.old is not None and one.old not in olds:
            problems.append(Problem("unknown-item", {"name": one.old, "alike": near(one.old, olds)}, place=one.place))
        if one.new is not None and one.new not in rows:
            problems.append(Problem("unknown-row", {"name": one.new, "alike": near(one.new, rows)}, place=one.place))
        for name, entry in ((one.old, one.old), (one.new, rows.get(one.new or ""))):
            if name is not None and entry is not None and entry in seen:
                problems.append(Problem("paired-twice", {"id": name}, place=one.place))
            seen |= set() if entry is None else {entry}
    if problems:
        raise SupervisionRulesError(problems)
    return [(one.old, None if one.new is None else rows[one.new]) for one in said]


def _wording(point: Point | IssuedPoint) -> str:
    return f"{plain(point.title)}\n{plain(point.standard)}"


def _title(point: Point | IssuedPoint) -> str:
    return plain(point.title)


def _by(words: Mapping[T, str]) -> dict[str, T]:
    """Entries by what they say, without those of which several say it."""
    counts = Counter(words.values())
    return {said: entry for entry, said in words.items() if counts[said] == 1}


def _likenesses(olds: Sequence[Point], news: Mapping[int, IssuedPoint]) -> dict[tuple[str, int], int]:
    return {(old.id, row): likeness(old, new) for old, (row, new) in product(olds, news.items())}


def likeness(old: Point, new: IssuedPoint) -> int:
    """How alike title and standard are, of 100. Raises SupervisionRulesError (`extra-missing`) where they differ and nothing can liken them."""
    if _wording(old) == _wording(new):
        return 100
    require("rapidfuzz", "compare")
    from rapidfuzz import fuzz

    return min(99, round(fuzz.ratio(_wording(old), _wording(new))))


def _alike(scores: Mapping[tuple[str, int], int], numbered: Container[tuple[str, int]]) -> dict[int, tuple[str | None, Why]]:
    """The most alike first; a row that is as much like another pair is left to somebody else."""
    ranks = {pair: (score, pair in numbered) for pair, score in scores.items() if score >= ENOUGH}
    found: dict[int, tuple[str | None, Why]] = {}
    while ranks:
        best = [pair for pair, rank in ranks.items() if rank == max(ranks.values())]
        for id, row in best:
            alone = sum(id == one or row == other for one, other in best) == 1
            found[row] = (id, Why.ALIKE) if alone else (None, Why.TIED)
        gone = {id for id, _ in found.values()}
        ranks = {(id, row): rank for (id, row), rank in ranks.items() if id not in gone and row not in found}
    return found


def _match(new: IssuedPoint, old: Point | None, why: Why) -> Match:
    return Match(issued=new, old=old, why=why, likeness=None if old is None else likeness(old, new))
