"""The table of ranks, and the same as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import define

from ..assessment import Assessment, ItemResult, Ranked
from ..lowering import lower
from ..scheme import CRITERIA_LEVELS, Scheme
from .blocks import Block, Bullet, Bullets, Paragraph, Table
from .document import number
from .writer import Writer

SCHEMA = "urn:supervision-rules:ranks:1"


@define
class RankReport(Writer):
    """Writes who stands where."""

    def of(self, scheme: Scheme, ranked: Sequence[Ranked], points: bool) -> Iterator[Block]:
        """A row a subject, with the score of every point and bonus where these are asked for; below, what those wait for that have no rank."""
        self.labels = lower(scheme).labels
        ladder = [grade.id for grade in scheme.ladder.grade]
        items = [(entry.id, self.numbered(entry)) for entry in scheme.items] if points else []
        columns = [self.say(f"rank.column.{key}") for key in ("rank", "subject", *(("levels",) if scheme.levels else ("total",)), "grade")]
        rows = [
            (
                "—" if one.rank is None else str(one.rank),
                self._subject(one.assessment),
                self._total(one.assessment),
                self.grades(ladder, one.assessment),
                *(self._item(one.assessment.item(id), bool(scheme.levels)) for id, _ in items),
            )
            for one in ranked
        ]
        numbers = {0} if scheme.levels else {0, 2, *range(4, 4 + len(items))}
        yield Paragraph(self.say("rank.count", title=scheme.id if self.by_id else scheme.header.title, cases=len(ranked)))
        yield Table((*columns, *(title for _, title in items)), tuple(rows), frozenset(numbers))
        waiting = tuple(Bullet(self._why(one.assessment)) for one in ranked if one.rank is None)
        if waiting:
            yield Paragraph(self.say("rank.waiting"))
            yield Bullets(waiting)

    def _subject(self, one: Assessment) -> str:
        return one.case.id if self.by_id else one.case.subject

    def _total(self, one: Assessment) -> str:
        levels = one.scheme.levels
        if not levels:
            return self.total(one.overall)
        counts = [(self.level_named(level), sum(point.level == level for point in one.points)) for level in levels]
        return " · ".join(f"{level} {count}" for level, count in (counts[:1] if levels == CRITERIA_LEVELS else counts))

    def _item(self, item: ItemResult, by_level: bool) -> str:
        return self.level(item) if by_level else self.score(item)

    def _why(self, one: Assessment) -> str:
        facts = self.facts(one.awaiting.facts, [cell for item in (*one.points, *one.bonuses) for each in item.undecided for cell in each.cells])
        return self.say("rank.why", subject=self._subject(one), facts=facts) if facts else self.say("rank.undecided", subject=self._subject(one))


def ranks_document(scheme: Scheme, ranked: Sequence[Ranked]) -> dict[str, Any]:
    """The ranks as data, the score or level of every point and bonus included; numbers as exact strings."""
    return {
        "schema": SCHEMA,
        "scheme": {"id": scheme.id, "title": scheme.header.title, "hash": lower(scheme).hash},
        "ranks": [_document(one.assessment, one.rank) for one in ranked],
    }


def _document(one: Assessment, rank: int | None) -> dict[str, Any]:
    span = one.overall.range if one.overall else None
    return {
        "rank": rank,
        "case": one.case.id,
        "subject": one.case.subject,
        "total": number(one.total),
        "range": None if span is None or one.total is not None else {"lowest": number(span.lowest), "highest": number(span.highest)},
        "grade": one.grade,
        "grades": list(one.grades),
        "scores": {item.id: _score(item) for item in (*one.points, *one.bonuses)},
        "awaiting": {"city": list(one.awaiting.city), "facts": list(one.awaiting.facts)},
    }


def _score(item: ItemResult) -> str | None:
    return item.level if item.level is not None else number(item.score)
