"""The drill year of `changzhou-2021`: what a made-up district goes through, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from supervision_rules import load_case, load_scheme
from supervision_rules.engines.live import Change, LiveEngine, Snapshot, replay, state_at
from supervision_rules.loading import read_event
from supervision_rules.scheme import Event
from tools.drill.__main__ import PLACE
from tools.drill.year import DISTRICT, events

SCHEME = load_scheme("changzhou-2021")
LINES = PLACE.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def arrived() -> list[Event]:
    return [read_event(line) for line in LINES]


@pytest.fixture(scope="module")
def changes(arrived: list[Event]) -> Iterator[dict[str, Change]]:
    with LiveEngine(SCHEME, engine="exact") as live, live.batch():
        yield {event.id: live.post(event) for event in arrived}


@pytest.fixture(scope="module")
def months(arrived: list[Event]) -> list[Snapshot]:
    return list(replay(SCHEME, arrived, DISTRICT))


def test_the_file_is_what_the_tool_writes(arrived: list[Event]) -> None:
    assert events() == arrived


def test_the_year_ends_where_the_self_report_does(months: list[Snapshot]) -> None:
    last = months[-1]
    assert (last.outlook.total, last.outlook.grade) == (Fraction("104.2"), "优秀")
    case = load_case("xinbei-2020", SCHEME)
    with state_at(SCHEME, [read_event(line) for line in LINES], date(2020, 12, 31)) as live:
        found = live.district(DISTRICT).case
    counted = "safety.major_accidents_two_years"
    assert {fact.id: fact.value for fact in found.facts} == {fact.id: fact.value for fact in case.facts if fact.id != counted}


def test_what_the_total_may_be_narrows_to_the_total(months: list[Snapshot]) -> None:
    assert [one.stretch.first_day.month for one in months] == list(range(1, 13))
    lows = [one.outlook.range.lowest for one in months if one.outlook.range is not None]
    assert lows == sorted(lows)
    assert months[0].outlook.grades == ("优秀", "良好", "合格", "不合格")
    assert months[-1].outlook.grades == ("优秀",)


def test_an_incident_entered_as_a_major_one_is_a_veto_until_it_is_corrected(changes: dict[str, Change]) -> None:
    told = [change for change in changes.values() if any(one.is_veto for one in (*change.raised, *change.ended))]
    (raised, mended) = ((change.event, change.raised, change.ended) for change in told)
    assert [one.alert for one in raised[1]] == [one.alert for one in mended[2]] == ["major-accident"]
    assert mended[0] is not None
    assert raised[0] is not None
    assert mended[0].corrects == raised[0].id


def test_a_slip_below_the_floor_is_an_alert_until_it_is_taken_back(changes: dict[str, Change]) -> None:
    told = [change for change in changes.values() if any(one.alert == "funding-below-floor" for one in (*change.raised, *change.ended))]
    assert [change.event.at for change in told if change.event] == [date(2020, 4, 9), date(2020, 4, 15)]


def test_every_kind_of_alert_is_told(changes: dict[str, Change]) -> None:
    told = {one.alert for change in changes.values() for one in change.raised if not one.is_veto}
    assert told >= {
        "monthly-visit",
        "incident-report-late",
        "repeated-incidents",
        "rectification-overdue",
        "over-standard-classes",
        "funding-below-floor",
    }


def test_an_honour_entered_twice_counts_once(changes: dict[str, Change], arrived: list[Event]) -> None:
    back = next(event for event in arrived if event.retracts and event.at == date(2020, 8, 10))
    again = next(event for event in arrived if event.id == back.retracts)
    ((before, doubled),) = changes[again.id].changed
    assert changes[back.id].changed == ((doubled, before),)
    assert before.item == "provincial-honours"


def test_it_is_in_the_policies_that_are_shipped() -> None:
    assert Path(str(SCHEME.directory)) / "events" / "drill-2020.jsonl" == PLACE
