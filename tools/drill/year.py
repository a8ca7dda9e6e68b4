"""The year 2020 of 演练区: the facts of `xinbei-2020`, spread over the year; schools, visits, incidents and rectifications are made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from attrs import evolve

from supervision_rules import load_case, load_scheme
from supervision_rules.scheme import Event, first

from ..districts.drawing import Drawing

DISTRICT, SEED = "演练区", "drill-2020"
SCHOOLS = (("小学", 45), ("初中", 12), ("九年一贯制学校", 8), ("高中", 5), ("幼儿园", 35))
VISITED = (1, 3, 4, 5, 6, 9, 10, 11, 12)
COUNTED = "safety.major_accidents_two_years"
"""Counted from the incidents, so it is not told as a fact."""
JANUARY = date(2020, 1, 1)


def events() -> list[Event]:
    """All events in the order in which they arrive, numbered."""
    draw = Drawing(SEED)
    schools = [f"{number:03d}" for number in range(1, sum(count for _, count in SCHOOLS) + 1)]
    arriving = [*_lists(), *_facts(draw), *_visits(draw, schools), *_incidents(), *_rectifications(draw, schools), *_awards()]
    arriving.sort(key=lambda event: first(event.at))
    ids = {event.id: f"{number:04d}" for number, event in enumerate(arriving, 1)}
    return [evolve(one, id=ids[one.id], corrects=ids.get(one.corrects, ""), retracts=ids.get(one.retracts, "")) for one in arriving]


def _event(id: str, at: date, **brought: Any) -> Event:
    return Event(id=id, district=DISTRICT, at=at, **brought)


def _lists() -> Iterator[Event]:
    """At the beginning of the year: the schools, and lists in which nothing stands yet."""
    number = 0
    for kind, count in SCHOOLS:
        for place in range(1, count + 1):
            number += 1
            row = {"id": f"{number:03d}", "name": f"演练{place}号{kind}", "kind": kind, "listed": True}
            yield _event(f"school {number}", date(2020, 1, 2), table="school", row=row)
    for table in ("visit", "incident", "rectification", "award"):
        yield _event(f"open {table}", date(2020, 1, 2), table=table)


def _facts(draw: Drawing) -> Iterator[Event]:
    """What is reported in the course of the year. Two facts are reported wrongly at first: one is corrected, one is taken back and told anew."""
    case = load_case("xinbei-2020", load_scheme("changzhou-2021"))
    for given in case.facts:
        day = date(2020, 2, 3) + timedelta(days=draw.between(0, 325))
        if given.id == "compulsory.over_standard_classes":
            day = date(2020, 9, 8)
            yield _event("wrong classes", day, fact=given.id, value="140 个", note="按上学期的编班填报。")
            yield _event(given.id, date(2020, 9, 21), fact=given.id, value=given.value, corrects="wrong classes", note="按秋季实际编班更正。")
        elif given.id == "primary.funding_per_pupil":
            yield _event("wrong floor", date(2020, 4, 9), fact=given.id, value="702 元/生·年", note="数位颠倒。")
            yield _event("take back", date(2020, 4, 15), retracts="wrong floor")
            yield _event(given.id, date(2020, 4, 16), fact=given.id, value=given.value)
        elif given.id != COUNTED:
            assumed = "演练：数值取自新北区2020年材料中的假定。" if given.assumed else ""
            yield _event(given.id, day, fact=given.id, value=given.value, assumed=assumed)


def _visits(draw: Drawing, schools: list[str]) -> Iterator[Event]:
    """A visit a month to every school; about one in sixty is missed, and some are written down only in the next month."""
    for month in VISITED:
        for school in schools:
            if draw.between(1, 60) == 1:
                continue
            day = date(2020, month, draw.between(3, 28))
            late = draw.between(20, 34) if draw.between(1, 40) == 1 else draw.between(0, 2)
            row = {"school": school, "id": f"{month:02d}", "date": day.isoformat()}
            yield _event(f"visit {school} {month}", min(day + timedelta(days=late), date(2020, 12, 31)), table="visit", row=row)


def _incidents() -> Iterator[Event]:
    """Six incidents: one told too late, one still not told in full, two in one school in one month, and one at first entered as a major one."""
    for id, school, level, responsible, happened, reported in (
        ("1", "012", "一般", False, "2020-03-18T10:20", "2020-03-18T15:00"),
        ("2", "047", "一般", True, "2020-05-11T14:05", "2020-05-13T09:30"),
        ("3", "031", "重大", True, "2020-06-02T16:40", "2020-06-02T17:25"),
        ("4", "008", "一般", False, "2020-10-12T09:15", "2020-10-12T11:00"),
        ("5", "008", "一般", False, "2020-10-26T13:50", "2020-10-26T14:30"),
        ("6", "066", "较大", False, "2020-11-19T12:30", "2020-11-19T13:10"),
    ):
        row = {"school": school, "id": id, "level": level, "responsible": responsible, "happened": happened, "reported": reported}
        yield _event(f"incident {id}", datetime.fromisoformat(reported), table="incident", row=row)
        if level == "重大":
            mended = row | {"level": "较大", "responsible": False}
            note = "级别录入有误，经查为较大、无责任。"
            yield _event("not major", date(2020, 6, 4), table="incident", row=mended, corrects=f"incident {id}", note=note)


def _rectifications(draw: Drawing, schools: list[str]) -> Iterator[Event]:
    """Forty things to be put right; one in five too late, the last not at all."""
    for number in range(1, 41):
        school = schools[draw.between(0, len(schools) - 1)]
        found = JANUARY + timedelta(days=draw.between(60, 320))
        due = found + timedelta(days=15)
        row = {"school": school, "id": f"{number:02d}", "found": found.isoformat(), "due": due.isoformat()}
        yield _event(f"found {number}", found, table="rectification", row=row)
        closed = due + timedelta(days=draw.between(3, 20) if number % 5 == 0 else -draw.between(1, 10))
        if number < 40:
            done = row | {"closed": closed.isoformat()}
            yield _event(f"closed {number}", closed, table="rectification", row=done, corrects=f"found {number}")


def _awards() -> Iterator[Event]:
    """The honours of `xinbei-2020`, one of them entered twice under another name, and taken back."""
    case = load_case("xinbei-2020", load_scheme("changzhou-2021"))
    (awards,) = (table.rows for table in case.tables if table.id == "award")
    for number, row in enumerate(awards):
        yield _event(f"award {number}", date(2020, 5 + number, 20), table="award", row=row.cells)
    again = {**awards[2].cells, "id": "sports-schools-2", "name": "江苏省体育特色学校"}
    yield _event("award again", date(2020, 8, 3), table="award", row=again, note="与7月已记的是同一项，只是简称。")
    yield _event("not twice", date(2020, 8, 10), retracts="award again")
