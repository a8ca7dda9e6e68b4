"""A scheme with records and alerts of every form, events for it in a few words, and its alerts recounted from scratch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from builders import (
    OURS,
    bonus,
    choice_fact,
    column,
    condition_fact,
    date_fact,
    expression,
    grade,
    number_fact,
    point,
    quantity,
    scheme,
    table,
    veto,
)
from engines.exact.rules import below, tally

from supervision_rules.engines.live import Raised
from supervision_rules.scheme import Alert, Case, Constraint, Count, Deadline, Every, Late, Scheme, Table
from supervision_rules.scoring import AllOrNothing

LATER = datetime(2100, 1, 1)
DISTRICT = "某区"
Row = Mapping[str, Any]
Shown = tuple[str, tuple[Any, ...], date | None, int | None, datetime | date | None]


def alert(id: str, **one: Any) -> Alert:
    """An alert: `when`, `count` or `deadline`."""
    when = one.pop("when", None)
    return Alert(id=id, title=id, standard=id, when=None if when is None else expression(when), **one, **OURS)


def count(rows: str = "visit", column: str = "day", every: str = "month", where: str | None = None, whose: str | None = None, **more: Any) -> Count:
    """Of a count what a test says, its conditions as texts."""
    texts = {"where": where, "whose": whose}
    return Count(rows=rows, column=column, every=Every(every), **more, **{key: text and expression(text) for key, text in texts.items()})


def deadline(rows: str = "incident", until: str = "reported", where: str | None = None, **more: Any) -> Deadline:
    """Of a deadline what a test says."""
    return Deadline(rows=rows, until=until, where=where and expression(where), **more)


def records() -> tuple[Table, ...]:
    """Schools with their visits, and incidents."""
    return (
        table("school", column("pupils", "人"), column("poor", "人"), column("boarding", kind="condition")),
        table(
            "visit",
            column("school", kind="text"),
            column("day", kind="date"),
            column("kind", kind="choice", values=("drill", "talk")),
            parent="school",
        ),
        table(
            "incident",
            column("happened", kind="moment"),
            column("reported", kind="moment"),
            column("due", kind="date"),
            column("closed", kind="date"),
            column("grave", kind="condition"),
        ),
    )


def following(*alerts: Alert, **sections: Any) -> Scheme:
    """A scheme with the records and these alerts."""
    return scheme(alerts=alerts, **{"tables": records(), **sections})


FEW, MANY, REPORT, CLOSE, DISORDER = "few-drills", "many-visits", "late-report", "late-close", "disorder"
ALERTS = (
    alert(FEW, count=count(at_least=2, months=(1, 2, 3, 12), where='kind == "drill"', whose="boarding")),
    alert(MANY, count=count(every="week", at_most=1)),
    alert(REPORT, deadline=deadline(start="happened", within="24小时", where="grave")),
    alert(CLOSE, deadline=deadline(until="closed", due="due", late=Late.ENDS)),
    alert(DISORDER, when="not plan or heads < 20人"),
)


def whole() -> Scheme:
    """Points, a bonus, vetoes, grades, quantities over rows, constraints and all alerts."""
    return following(
        *ALERTS,
        points=[
            point(AllOrNothing(requires=expression("plan")), id="planned", worth=3),
            point(below("80%", "ratio", "20%", 1, count="started"), id="books", worth=4, applies_when='area == "town"'),
            point(AllOrNothing(requires=expression("opened >= 2000-01-01 and heads >= 50人")), id="size", worth=2),
            point(below("90%", "poor_share", "10%", "0.5"), id="poor", worth=1),
        ],
        facts=[
            condition_fact("plan"),
            choice_fact("area", "village", "town"),
            date_fact("opened"),
            number_fact("books", "册", (0, 1000)),
            number_fact("shelves", "册", (1, 1000)),
            number_fact("meetings", "次", (0, 50), better="more"),
        ],
        bonuses=[bonus(tally(("meetings", "0.5")), cap=2)],
        quantities=[
            quantity("ratio", "books / shelves", better="more"),
            quantity("heads", "sum(school.pupils)", (0, 10_000), "more", unit="人"),
            quantity("schools", "count(school)", (0, 100), "more", unit="所"),
            quantity("poor_share", "share(school where poor == 0人)", (0, 100), "more", unit="%", places=2, when_empty="100%"),
        ],
        constraints=[
            Constraint(id="books", requires=expression("books <= shelves")),
            Constraint(id="few-poor", requires=expression("poor <= pupils"), table="school"),
            Constraint(id="schools", requires=expression("schools <= 3所")),
        ],
        vetoes=[veto("no-books", "books == 0册", "cap", grade="合格"), veto("low", 'score("planned") < 1', "cap", grade="合格")],
        grades=[grade("优秀", "total >= 9"), grade("良好", "total >= 5"), grade("合格")],
    )


def shown(raised: Iterable[Raised]) -> set[Shown]:
    """Alerts without the vetoes: id, key, first day of the period, how many, when it was due."""
    return {_shown(one) for one in raised if not one.is_veto}


def _shown(one: Raised) -> Shown:
    return one.alert, one.key, one.period and one.period.first_day, one.count, None if one.due is None else _moment(one.due)


def _moment(seconds: int) -> datetime:
    return datetime(1, 1, 1) + timedelta(seconds=seconds - 86400)


def recounted(case: Case, now: datetime) -> set[Shown]:
    """The alerts of `ALERTS` that are on rows, from all rows of a case and the clock, day by day and row by row."""
    tables = {one.id: [row.cells for row in one.rows] for one in case.tables}
    found: set[Shown] = set()
    if "visit" in tables:
        for school in tables.get("school", []):
            found |= set(_few_drills(school, tables["visit"], now)) | set(_many_visits(school, tables["visit"]))
    for incident in tables.get("incident", []):
        found |= set(_late_report(incident, now)) | set(_late_close(incident, now))
    return found


def _few_drills(school: Row, visits: list[Row], now: datetime) -> Iterator[Shown]:
    for month in (1, 2, 3, 12):
        begins = date(2020, month, 1)
        ends = date(2020 + month // 12, month % 12 + 1, 1)

        def may_count(visit: Row, begins: date = begins, ends: date = ends) -> bool:
            here = visit.get("school") in (None, school["id"])
            return here and visit.get("kind") in (None, "drill") and ("day" not in visit or begins <= visit["day"] < ends)

        possible = [visit for visit in visits if may_count(visit)]
        if school.get("boarding") is True and now >= datetime(ends.year, ends.month, 1) and len(possible) < 2:
            yield FEW, (school["id"],), begins, sum({"school", "kind", "day"} <= visit.keys() for visit in possible), None


def _many_visits(school: Row, visits: list[Row]) -> Iterator[Shown]:
    days = [visit["day"] for visit in visits if visit.get("school") == school["id"] and "day" in visit]
    for monday in {day - timedelta(days=day.weekday()) for day in days}:
        in_week = [day for day in days if monday <= day < monday + timedelta(days=7)]
        touches = any((monday + timedelta(days=number)).year == 2020 for number in range(7))
        if len(in_week) > 1 and touches:
            yield MANY, (school["id"],), monday, len(in_week), None


def _late_report(incident: Row, now: datetime) -> Iterator[Shown]:
    if incident.get("grave") is True and "happened" in incident:
        due = incident["happened"] + timedelta(hours=24)
        if incident.get("reported", now) > due:
            yield REPORT, (incident["id"],), None, None, due


def _late_close(incident: Row, now: datetime) -> Iterator[Shown]:
    if "due" in incident and "closed" not in incident:
        midnight = datetime(incident["due"].year, incident["due"].month, incident["due"].day) + timedelta(days=1)
        if now >= midnight:
            yield CLOSE, (incident["id"],), None, None, midnight - timedelta(seconds=1)
