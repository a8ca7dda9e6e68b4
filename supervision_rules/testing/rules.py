"""Random rules of every form."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from ..scheme import Fact, Form, Measure, Quantity, WhenEmpty
from ..scoring import AllOrNothing, Band, BandCase, Bands, Failing, Failings, Formula, PerStep, Share, Tally, TallyItem
from .authoring import LEVELS, Author
from .declarations import ends, expression, literal, may_be_nought, values


@frozen(kw_only=True)
class Place:
    """Where a rule is to stand: what is at stake, whether it awards, whether its item always applies, and whether scores are rounded."""

    measure: Measure
    rounded: bool
    worth: Fraction
    award: bool = False
    always: bool = False

    @property
    def direction(self) -> str:
        """The key of an amount."""
        return "award" if self.award else "deduct"


def rule(author: Author, place: Place) -> Form:
    """A rule of any form that fits; amounts without end need rounding."""
    if place.measure is Measure.LEVELS:
        return _bands(author, place)
    if place.measure is Measure.CRITERIA:
        return _all_or_nothing(author, place)
    makers: list[Callable[[Author, Place], Form]] = [_all_or_nothing, _failings, _per_step, _bands, _tally, _formula]
    return author.one(*makers, *([_share] if place.rounded else []))(author, place)


def _when_empty(author: Author, place: Place, empty: bool) -> WhenEmpty | None:
    """What a rule does where it would divide by 0; a point that always applies never says that it does not."""
    return author.one(*(kind for kind in WhenEmpty if kind is not WhenEmpty.NOT_APPLICABLE or not place.always)) if empty else None


def _all_or_nothing(author: Author, place: Place) -> Form:
    condition = author.condition()
    at_stake = author.one(None, author.amount(place.worth)) if place.measure is Measure.POINTS else None
    return AllOrNothing(requires=expression(condition.text), worth=at_stake, when_empty=_when_empty(author, place, condition.empty))


def _failings(author: Author, place: Place) -> Form:
    made, empty = [], False
    for _ in range(author.one(1, 2, 3)):
        condition = author.condition()
        empty |= condition.empty
        keys: dict[str, Any] = {author.one("unless", "when"): expression(condition.text), place.direction: author.amount()}
        made.append(Failing(**keys, times=author.one(None, None, expression(author.sum(author.number())))))
    return Failings(failings=tuple(made), at_most=author.limit(), when_empty=_when_empty(author, place, empty))


def _per_step(author: Author, place: Place) -> Form:
    number = author.number()
    keys: dict[str, Any] = {author.one("below", "above"): expression(author.line(number)), place.direction: author.amount()}
    return PerStep(
        value=expression(author.sum(number)),
        step=expression(literal(Fraction(author.one("1", "2", "0.5")), number.unit or "")),
        count=author.one("whole", "started", "continuous"),
        at_most=author.limit(),
        **keys,
    )


def _bands(author: Author, place: Place) -> Form:
    number = author.number()
    low, high = ends(number)
    cuts = sorted({cut for cut in author.draw(st.lists(values(number), max_size=3)) if low < cut < high})
    if not cuts:
        return _cases(author, place)
    return Bands(
        value=expression(number.id),
        bands=tuple(_cut(author, place, number, cuts)),
        at_most=None if place.measure is Measure.LEVELS else author.limit(),
    )


def _cut(author: Author, place: Place, number: Fact | Quantity, cuts: list[Fraction]) -> list[Band]:
    made, floor = [], None
    for cut in cuts:
        end = expression(literal(cut, number.unit or ""))
        made.append(Band(at_least=floor, below=end, **_earned(author, place)))
        floor = end
    return [*made, Band(at_least=floor, **_earned(author, place))]


def _cases(author: Author, place: Place) -> Form:
    conditions = [author.condition() for _ in range(author.one(1, 2, 3))]
    made = [BandCase(when=expression(condition.text), **_earned(author, place)) for condition in conditions]
    made.append(BandCase(otherwise=True, **_earned(author, place)))
    return Bands(cases=tuple(made), when_empty=_when_empty(author, place, any(one.empty for one in conditions)))


def _earned(author: Author, place: Place) -> dict[str, Any]:
    if place.measure is Measure.LEVELS:
        return {"level": author.one(*LEVELS)}
    return {"value": author.one(Fraction(0), place.worth, author.amount(place.worth))}


def _share(author: Author, place: Place) -> Form:
    part = author.number()
    whole = author.beside(part)
    plain = part.unit in ("", "%") and author.one(False, True)
    return Share(
        part=expression(part.id),
        whole=None if plain else expression(whole.id),
        worth=author.one(None, author.amount(place.worth)),
        when_empty=_when_empty(author, place, not plain and may_be_nought(whole)),
    )


def _tally(author: Author, _: Place) -> Form:
    items = [TallyItem(count=expression(author.sum(author.number())), each=author.amount() / 5) for _ in range(author.one(1, 2))]
    return Tally(items=tuple(items), at_most=author.limit())


def _formula(author: Author, place: Place) -> Form:
    key = "award" if place.award else author.one("score", "deduct")
    keys: dict[str, Any] = {key: expression(author.bare())}
    return Formula(**keys, at_most=author.limit())
