"""Changes of vetoes, grades and how the whole is counted; then of what the scheme says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..expression import describe
from ..messages import Argument, Message, message
from ..scheme import Period
from .change import Change, Scope, Sides, marks, places
from .declaring import declared
from .slot import Kind, Slot

SETTINGS = (Kind.BONUS_CAP, Kind.NOT_APPLICABLE, Kind.TOTAL_PLACES)
HEADER = ("title", "document", "issuer", "year", "evaluated_year", "period")


def grading_changes(sides: Sides) -> Iterator[Change]:
    """What changed between scores and grade."""
    for slot in sides.differing:
        if slot.kind is Kind.VETO:
            yield _veto(sides, slot)
        elif slot.kind in SETTINGS:
            old, new = (_setting(slot, filling) for filling in sides.fillings(slot))
            kind = slot.kind.value
            yield Change(
                scope=Scope.GRADING, id=kind, kind=kind, of="scheme", said=message(f"change.{kind}", old=old, new=new), slots=(slot,), scores=True
            )
    yield from _ladder(sides)


def _veto(sides: Sides, slot: Slot) -> Change:
    old, new = sides.fillings(slot)
    kind = "veto-added" if old is None else "veto-removed" if new is None else "veto-changed"
    title = next(one.title for scheme in (sides.new, sides.old) for one in scheme.vetoes if one.id == slot.of)
    details: tuple[Message, ...] = ()
    if kind == "veto-changed":
        before, after = sides.described(old.when, new.when)
        defined = (message("change.defined", old=before, new=after),) if old.when != new.when else ()
        details = (*defined, *declared(old, new))
    else:
        side = 1 if old is None else 0
        veto = new or old
        effect = message(f"effect.{veto.effect.value}", grade=veto.grade or "")
        details = (message("changed.veto", when=describe(veto.when, sides.labels[side]), effect=effect),)
    said = message(f"change.{kind}", title=title)
    return Change(scope=Scope.GRADING, id=f"{kind}:{slot.of}", kind=kind, of=slot.of, said=said, details=details, slots=(slot,), scores=True)


def _ladder(sides: Sides) -> Iterator[Change]:
    grades = [slot for slot in sides.differing if slot.kind is Kind.GRADE]
    for slot in grades:
        old, new = sides.fillings(slot)
        if old is not None and new is not None:
            before, after = sides.described(old.when, new.when)
            said = message("change.grade", grade=slot.of, old=before, new=after)
            yield Change(scope=Scope.GRADING, id=f"grade:{slot.of}", kind="grade", of=slot.of, said=said, slots=(slot,), scores=True)
    ladder = Slot(Kind.LADDER)
    if ladder in sides.differing:
        old, new = sides.fillings(ladder)
        taken = (ladder, *(slot for slot in grades if None in sides.fillings(slot)))
        yield Change(
            scope=Scope.GRADING,
            id="ladder",
            kind="ladder",
            of="ladder",
            said=message("change.ladder", old=list(old), new=list(new)),
            details=tuple(_new_grades(sides, taken)),
            slots=taken,
            scores=True,
        )


def _new_grades(sides: Sides, slots: Iterable[Slot]) -> Iterator[Message]:
    """The conditions of grades that are new."""
    for slot in slots:
        old, new = sides.fillings(slot)
        if slot.kind is Kind.GRADE and old is None:
            yield message("changed.grade", grade=slot.of, when=describe(new.when, sides.labels[1]))


def _setting(slot: Slot, value: Any) -> Message:
    if slot.kind is Kind.NOT_APPLICABLE:
        return message(f"change.not-applicable.{value.value}")
    return places(value) if slot.kind is Kind.TOTAL_PLACES else marks(value)


def word_changes(sides: Sides) -> Iterator[Change]:
    """What changed in words alone: the scheme's header, indicators, readings."""
    for key in HEADER:
        old, new = (getattr(scheme.header, key) for scheme in (sides.old, sides.new))
        if old != new:
            said = message(f"change.header.{key}", old=_header(old), new=_header(new))
            yield Change(scope=Scope.WORDS, id=f"header:{key}", kind="header", of=key, said=said)
    yield from _in_words("indicator", sides.old.indicators, sides.new.indicators, "title", ("indicator-changed", "title"))
    of_readings = ("reading-reworded", "question"), ("reading-changed", "choice")
    yield from _in_words("reading", sides.old.readings, sides.new.readings, "question", *of_readings)
    yield from _of_vetoes(sides)


def _header(value: Any) -> Argument:
    if isinstance(value, Period):
        return message("changed.period", start=value.from_.isoformat(), end=value.to.isoformat())
    return str(value) if value else message("changed.none")


def _of_vetoes(sides: Sides) -> Iterator[Change]:
    """What vetoes are called and say otherwise."""
    olds, news = ({one.id: one for one in scheme.vetoes} for scheme in (sides.old, sides.new))
    for id in (id for id in news if id in olds):
        yield from _otherwise(olds[id], news[id], news[id].title, (("veto-retitled", "title"), ("veto-reworded", "standard")))


def _in_words(kind: str, old: Iterable[Any], new: Iterable[Any], name: str, *texts: tuple[str, str]) -> Iterator[Change]:
    """Entries that are called by `name`: those that only one of the schemes has, and of the others every text that differs."""
    olds, news = ({one.id: one for one in side} for side in (old, new))
    for id in dict.fromkeys([*news, *olds]):
        before, after = olds.get(id), news.get(id)
        if before is None or after is None:
            how = f"{kind}-{'added' if before is None else 'removed'}"
            yield Change(scope=Scope.WORDS, id=f"{how}:{id}", kind=how, of=id, said=message(f"change.{how}", title=getattr(after or before, name)))
        else:
            yield from _otherwise(before, after, getattr(after, name), texts)


def _otherwise(old: Any, new: Any, title: str, texts: Iterable[tuple[str, str]]) -> Iterator[Change]:
    """The texts of an entry that differ, each by the kind of change that it is."""
    for kind, key in texts:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            said = message(f"change.{kind}", title=title, old=before, new=after)
            yield Change(scope=Scope.WORDS, id=f"{kind}:{new.id}", kind=kind, of=new.id, said=said)
