"""A new year's scheme as a report: what became of every point, why it was taken for which, and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define

from ..issuing import Became, IssuedTable, NewPoint, Renewal, Why
from ..messages import Catalogue, exact, shown
from ..scheme import Point
from .blocks import Block, Bullet, Bullets, Heading, Paragraph, Table
from .writer import Writer

SCHEMA = "urn:supervision-rules:new-year:1"
MOST_MENTIONS = 20
MOST_CHARACTERS = 60


@define
class RenewalReport(Writer):
    """Writes what became of a scheme in a new year."""

    def of(self, renewal: Renewal, place: str, policies: str) -> Iterator[Block]:
        """The whole report. `place` is where the scheme was written, empty where it was not; `policies` the directory that holds it."""
        yield Heading(1, self.say("new-year.title", old=renewal.old.id, new=renewal.id))
        yield Paragraph(self.say("new-year.written", place=place) if place else self.say("new-year.not-written"))
        yield Paragraph(self._counts(renewal))
        if not renewal.table.numbered:
            yield Paragraph(self.say("new-year.unnumbered"), "open")
        headings = tuple(self.say(f"new-year.column.{key}") for key in ("number", "point", "worth", "became", "why"))
        yield Table(headings, tuple(self._point(point) for point in renewal.points), frozenset({2}))
        if renewal.removed:
            yield Heading(2, self.say("new-year.removed"))
            yield Bullets(tuple(Bullet(self._old(point)) for point in renewal.removed))
        yield Heading(2, self.say("new-year.next"))
        yield Bullets(tuple(self._next(renewal, policies)))

    def _counts(self, renewal: Renewal) -> str:
        counts = {became.value: len(renewal.that(became)) for became in Became}
        total = shown(renewal.table.total)
        return self.say("new-year.counts", count=len(renewal.points), total=total, removed=len(renewal.removed), **counts)

    def _point(self, point: NewPoint) -> tuple[str, ...]:
        issued, old = point.match.issued, point.match.old
        title = point.id if self.by_id else issued.title
        worth = "" if issued.worth is None else shown(issued.worth)
        if old is not None and old.worth is not None and old.worth != issued.worth:
            worth = f"{shown(old.worth)} → {worth}"
        return issued.number, title, worth, self.say(f"new-year.became.{point.became.value}"), self._why(point)

    def _why(self, point: NewPoint) -> str:
        old, likeness = point.match.old, point.match.likeness
        why = self.say(f"new-year.why.{point.match.why.value}")
        if old is None or point.match.why is Why.SAME:
            return why
        alike = self.say("new-year.likeness", why=why, likeness=likeness or 0)
        return f"{self._old(old)} · {alike}" if old.title != point.match.issued.title else alike

    def _old(self, point: Point) -> str:
        return point.id if self.by_id else self.say("new-year.old", number=point.number, title=point.title, id=point.id)

    def _next(self, renewal: Renewal, policies: str) -> Iterator[Bullet]:
        """What somebody has to do, in the order in which it is best done."""
        kept = {"bonuses": len(renewal.old.bonuses), "vetoes": len(renewal.old.vetoes), "readings": len(renewal.old.readings)}
        yield Bullet(self.say("new-year.next.header"))
        for became in (Became.NEW, Became.REWORDED, Became.WORTH, Became.DATED):
            if those := renewal.that(became):
                yield Bullet(self.say(f"new-year.next.{became.value}", ids=[point.id for point in those]))
        if renewal.idle:
            yield Bullet(self.say("new-year.next.idle", facts=list(renewal.idle)))
        if renewal.touched_readings:
            yield Bullet(self.say("new-year.next.readings", readings=list(renewal.touched_readings)))
        if renewal.targets:
            targets = list(renewal.targets)
            yield Bullet(self.say("new-year.next.targets", count=len(targets), year=str(renewal.evaluated_year), targets=targets))
        yield Bullet(self.say("new-year.next.kept", grades=len(renewal.old.ladder.grade), **kept))
        if renewal.years:
            said = [Bullet(f"{one.file}:{one.line}" if self.by_id else f"{one.file}:{one.line} {_short(one.text)}") for one in renewal.years]
            more = [Bullet(self.say("new-year.next.more", count=len(said) - MOST_MENTIONS))] if len(said) > MOST_MENTIONS else []
            yield Bullet(self.say("new-year.next.years"), (*said[:MOST_MENTIONS], *more))
        if renewal.table.notes:
            yield Bullet(self.say("new-year.next.notes"), () if self.by_id else tuple(Bullet(note) for note in renewal.table.notes))
        yield Bullet(self.say("new-year.next.check", id=renewal.id, policies=policies))
        yield Bullet(self.say("new-year.next.compare", old=renewal.old.id, id=renewal.id, policies=policies))


def _short(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"


def renewal_document(renewal: Renewal, place: str, words: Catalogue) -> dict[str, Any]:
    """What became of a scheme as data."""
    return {
        "schema": SCHEMA,
        "old": renewal.old.id,
        "new": renewal.id,
        "written": place or None,
        "year": renewal.year,
        "evaluated_year": renewal.evaluated_year,
        "source": renewal.source or None,
        "table": _table(renewal.table),
        "points": [_point(point, words) for point in renewal.points],
        "removed": [point.id for point in renewal.removed],
        "idle_facts": list(renewal.idle),
        "touched_readings": list(renewal.touched_readings),
        "targets_to_confirm": list(renewal.targets),
        "years": [{"file": one.file, "line": one.line, "text": one.text} for one in renewal.years],
        "files": list(renewal.files),
    }


def _table(table: IssuedTable) -> dict[str, Any]:
    return {"file": table.file, "points": len(table.points), "total": exact(table.total), "numbered": table.numbered, "notes": list(table.notes)}


def _point(point: NewPoint, words: Catalogue) -> dict[str, Any]:
    issued, old = point.match.issued, point.match.old
    return {
        "id": point.id,
        "number": issued.number,
        "title": issued.title,
        "worth": None if issued.worth is None else exact(issued.worth),
        "indicator": None if point.indicator is None else point.indicator.id,
        "became": point.became.value,
        "was": None if old is None else old.id,
        "why": point.match.why.value,
        "likeness": point.match.likeness,
        "review": point.review or None,
        "place": issued.place.say(words) if issued.place is not None else None,
    }
