"""Which point of one scheme stands for which of another: by id, by what somebody has said, or by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import product

from attrs import evolve, field, frozen

from ..expression import near
from ..lowering import Item, canonical, lower
from ..messages import Place, Problem, SupervisionRulesError, require
from ..scheme import Bonus, Point, Scheme

ENOUGH = 60
"""From which likeness, of 100, two entries are taken for one."""


class Why(StrEnum):
    """Why two entries are taken for one, or an entry for new or gone."""

    ID = "id"
    SAID = "said"
    ALIKE = "alike"
    ALONE = "alone"


@frozen(kw_only=True)
class Pair:
    """A point or bonus of the older scheme and the one that stands for it in the newer; None where there is none.

    `likeness`, of 100, is that of the texts (two thirds) and of the rules (a third), where these were asked. `key` names the pair: the newer id, or
    the older with `~` behind it where the newer scheme has another entry of that id.
    """

    bonus: bool
    old: str | None
    new: str | None
    why: Why
    likeness: int | None = None
    key: str = ""


@frozen(kw_only=True)
class Said:
    """What somebody has said of pairs: `old` and `new` are one; where either is left out, the other stands alone. `place`: where it is said."""

    old: str | None = None
    new: str | None = None
    place: Place | None = field(default=None, eq=False)


def pair_items(old: Scheme, new: Scheme, said: Sequence[Said] = ()) -> tuple[Pair, ...]:
    """Every point and bonus of both schemes, each in one pair, in the order of the newer scheme and then of the older.

    Raises SupervisionRulesError where what was said speaks of entries that there are not, or of one twice (`unknown-item`, `paired-twice`), and
    `extra-missing` where texts must be likened and the extra `compare` is not installed.
    """
    _check(old, new, said)
    return (*_paired(old, new, said, bonus=False), *_paired(old, new, said, bonus=True))


def _check(old: Scheme, new: Scheme, said: Sequence[Said]) -> None:
    problems: list[Problem] = []
    for side, scheme in (("old", old), ("new", new)):
        known = {entry.id for entry in scheme.items}
        seen: set[str] = set()
        for one in said:
            id: str | None = getattr(one, side)
            if id is None:
                continue
            if id not in known:
                problems.append(Problem("unknown-item", {"name": id, "alike": near(id, known)}, place=one.place))
            elif id in seen:
                problems.append(Problem("paired-twice", {"id": id}, place=one.place))
            seen.add(id)
    if problems:
        raise SupervisionRulesError(problems)


def _paired(old: Scheme, new: Scheme, said: Sequence[Said], bonus: bool) -> tuple[Pair, ...]:
    olds, news = (_entries(scheme, bonus) for scheme in (old, new))
    found = [Pair(bonus=bonus, old=one.old, new=one.new, why=Why.SAID) for one in said if one.old in olds or one.new in news]
    free_old, free_new = _free(olds, (one.old for one in found)), _free(news, (one.new for one in found))
    found += [Pair(bonus=bonus, old=id, new=id, why=Why.ID) for id in free_new if id in free_old]
    free_old, free_new = _free(olds, (one.old for one in found)), _free(news, (one.new for one in found))
    if free_old and free_new:
        found += _alike(old, new, [olds[id] for id in free_old], [news[id] for id in free_new], bonus)
    found += [Pair(bonus=bonus, old=None, new=id, why=Why.ALONE) for id in _free(news, (one.new for one in found))]
    found += [Pair(bonus=bonus, old=id, new=None, why=Why.ALONE) for id in _free(olds, (one.old for one in found))]
    places = {id: place for place, id in enumerate(news)}
    known = {entry.id for entry in new.items}
    keyed = [evolve(pair, key=pair.new or (f"{pair.old}~" if pair.old in known else str(pair.old))) for pair in found]
    return tuple(sorted(keyed, key=lambda pair: places.get(pair.new or "", len(places))))


def _entries(scheme: Scheme, bonus: bool) -> dict[str, Point | Bonus]:
    return {entry.id: entry for entry in (scheme.bonuses if bonus else scheme.points)}


def _free(entries: Iterable[str], taken: Iterable[str | None]) -> list[str]:
    gone = set(taken)
    return [id for id in entries if id not in gone]


def _alike(old: Scheme, new: Scheme, olds: list[Point | Bonus], news: list[Point | Bonus], bonus: bool) -> Iterator[Pair]:
    """The pairs of entries that are alike enough, the most alike first."""
    items = [{item.id: item for item in lower(scheme).items} for scheme in (old, new)]
    scores = {(one.id, other.id): likeness(one, other, items[0][one.id], items[1][other.id]) for one, other in product(olds, news)}
    taken: set[tuple[str, str]] = set()
    for (first, second), score in sorted(scores.items(), key=lambda entry: -entry[1]):
        if score >= ENOUGH and taken.isdisjoint({("old", first), ("new", second)}):
            taken |= {("old", first), ("new", second)}
            yield Pair(bonus=bonus, old=first, new=second, why=Why.ALIKE, likeness=score)


def likeness(one: Point | Bonus, other: Point | Bonus, item: Item, other_item: Item) -> int:
    """How alike two entries are, of 100: their title and standard two thirds, the share of their clauses that are the same a third.

    Raises SupervisionRulesError (`extra-missing`) where the extra `compare` is not installed.
    """
    require("rapidfuzz", "compare")
    from rapidfuzz import fuzz

    texts = fuzz.ratio(f"{one.title}\n{one.standard}", f"{other.title}\n{other.standard}")
    mine, theirs = (_clauses(found) for found in (item, other_item))
    same = sum(clause in theirs for clause in mine)
    rules = 200 * same // (len(mine) + len(theirs)) if mine or theirs else 0
    return (2 * round(texts) + rules) // 3


def _clauses(item: Item) -> list[str]:
    return [str(canonical(clauses)) for part in item.parts for clauses in part.groups.values()]
