"""Alerts as rows come, are corrected and go, and as time passes: at every moment what a recount of all rows finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from builders import column, condition_fact, number_fact, table
from engines.live.following import ALERTS, DISTRICT, LATER, alert, count, deadline, following, records, recounted, shown
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import SupervisionRulesError
from supervision_rules.engines.live import Change, Live
from supervision_rules.scheme import Alert, Late

NEW_YEAR = date(2020, 1, 1)
MORNING = datetime(2020, 3, 5, 8)
Asked = Callable[..., "Year"]


class Year:
    """A district that is told rows on the first day of the year; ids of events are their numbers."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self._number = 0

    def post(self, **event: Any) -> Change:
        self._number += 1
        return self.live.post({"id": str(self._number), "at": NEW_YEAR, **event})

    def school(self, id: str = "东小", **cells: Any) -> Change:
        return self.post(table="school", row={"id": id, "boarding": True, **cells})

    def visits(self, *days: date | None, school: str | None = "东小", **cells: Any) -> None:
        for day in days:
            row = {"id": f"v{self._number + 1}", "kind": "drill", "school": school, "day": day, **cells}
            self.post(table="visit", row={name: cell for name, cell in row.items() if cell is not None})

    def incident(self, **cells: Any) -> Change:
        return self.post(table="incident", row={"id": f"i{self._number + 1}", **cells})

    def passes(self, when: date) -> Change:
        return self.live.advance(when)

    @property
    def months(self) -> list[int]:
        """The months of the periods of all alerts that stand."""
        return sorted(one.period.first_day.month for one in self.live.alerts if one.period is not None)

    @property
    def standing(self) -> list[str]:
        return [one.alert for one in self.live.alerts]


@pytest.fixture
def asked() -> Iterator[Asked]:
    made: list[Live] = []

    def ask(*alerts: Alert, **sections: Any) -> Year:
        made.append(Live(following(*alerts, **sections), DISTRICT, engine="exact", now=lambda: LATER))
        return Year(made[-1])

    yield ask
    for one in made:
        one.close()


class TestTooFew:
    def test_is_told_when_the_period_is_over_and_not_before(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=2)))
        year.school()
        year.visits(date(2020, 1, 10))
        year.passes(datetime(2020, 1, 31, 23, 59, 59))
        assert year.months == []
        year.passes(date(2020, 2, 1))
        assert year.months == [1]

    def test_tells_which_row_when_and_how_many(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=2)))
        year.school()
        year.visits(date(2020, 1, 10))
        year.passes(date(2020, 2, 1))
        assert shown(year.live.alerts) == {("a", ("东小",), date(2020, 1, 1), 1, None)}

    def test_every_row_above_is_asked_for_itself(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school("东小")
        year.school("西小")
        year.visits(date(2020, 1, 10), school="西小")
        year.passes(date(2020, 2, 1))
        assert [one.key for one in year.live.alerts] == [("东小",)]

    def test_ends_where_a_row_arrives_later(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school()
        year.post(table="visit")
        year.passes(date(2020, 3, 1))
        assert year.months == [1, 2]
        year.post(at=date(2020, 3, 1), table="visit", row={"id": "v", "school": "东小", "day": date(2020, 1, 31), "kind": "talk"})
        assert year.months == [2]

    def test_nothing_is_told_while_it_is_not_known_whether_there_are_rows(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school()
        year.passes(date(2020, 2, 1))
        assert year.months == []
        year.post(at=date(2020, 2, 1), table="visit")
        assert year.months == [1]

    def test_is_known_no_longer_where_the_opening_is_retracted(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school()
        year.post(table="visit")
        year.passes(date(2020, 2, 1))
        year.post(at=date(2020, 2, 1), retracts="2")
        assert year.months == []

    def test_only_the_months_that_are_asked(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1, months=(2, 4))))
        year.school()
        year.post(table="visit")
        year.passes(date(2020, 12, 31))
        assert year.months == [2, 4]

    def test_the_last_period_of_the_year_is_over_in_the_next(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(every="year", at_least=1)))
        year.school()
        year.post(table="visit")
        year.passes(datetime(2020, 12, 31, 23, 59, 59))
        assert year.standing == []
        year.passes(date(2021, 1, 1))
        assert year.standing == ["a"]

    def test_weeks_that_lie_only_partly_in_the_period_are_not_asked(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(every="week", at_least=1)))
        year.school()
        year.post(table="visit")
        year.passes(date(2021, 3, 1))
        days = sorted(one.period.first_day for one in year.live.alerts if one.period is not None)
        assert (days[0], days[-1], len(days)) == (date(2020, 1, 6), date(2020, 12, 21), 51)

    def test_a_row_above_that_comes_after_the_period_is_asked_too(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.post(table="visit")
        year.passes(date(2020, 2, 1))
        year.post(at=date(2020, 2, 1), table="school", row={"id": "东小"})
        assert year.months == [1]


class TestTooFewOfWhatIsNotKnown:
    @pytest.mark.parametrize(
        "visit",
        [{"day": None}, {"kind": None}, {"school": None}, {"school": None, "kind": None}, {"school": None, "day": None}],
        ids=["day", "whether it counts", "row above", "row above and whether", "row above and day"],
    )
    def test_a_row_that_may_count_is_enough(self, asked: Asked, visit: dict[str, Any]) -> None:
        year = asked(alert("a", count=count(at_least=1, where='kind == "drill"')))
        year.school()
        year.visits(visit.get("day", date(2020, 1, 10)), **{name: None for name in visit if name != "day"})
        year.passes(date(2020, 2, 1))
        assert year.months == []

    def test_a_row_that_cannot_count_is_not(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1, where='kind == "drill"')))
        year.school()
        year.visits(None, kind="talk")
        year.visits(date(2020, 1, 10), kind="talk", school=None)
        year.passes(date(2020, 2, 1))
        assert year.months == [1]

    def test_it_is_told_when_it_turns_out_not_to_count(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school()
        year.visits(date(2020, 1, 10), school=None)
        year.passes(date(2020, 2, 1))
        change = year.post(at=date(2020, 2, 1), corrects="2", table="visit", row={"id": "v2", "school": "东小", "day": date(2020, 2, 1)})
        assert [one.alert for one in change.raised] == ["a"]
        assert year.months == [1]

    def test_a_row_above_of_which_it_is_not_known_whether_it_is_asked_is_not(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1, whose="boarding")))
        year.post(table="school", row={"id": "东小"})
        year.post(table="visit")
        year.passes(date(2020, 2, 1))
        assert year.months == []
        year.post(at=date(2020, 2, 1), corrects="1", table="school", row={"id": "东小", "boarding": True})
        assert year.months == [1]


class TestTooMany:
    def test_is_told_at_once(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(every="week", at_most=1)))
        year.school()
        year.visits(date(2020, 3, 2), date(2020, 3, 8), date(2020, 3, 9))
        assert shown(year.live.alerts) == {("a", ("东小",), date(2020, 3, 2), 2, None)}

    def test_none_at_all_may_be_the_most(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_most=0)))
        year.school()
        year.visits(date(2020, 3, 2))
        assert year.months == [3]

    @pytest.mark.parametrize("day", [date(2020, 1, 1), date(2019, 12, 30), date(2020, 12, 31), date(2021, 1, 3)], ids=str)
    def test_also_in_a_week_that_lies_partly_in_the_period(self, asked: Asked, day: date) -> None:
        year = asked(alert("a", count=count(every="week", at_most=0)))
        year.school()
        year.visits(day)
        assert year.standing == ["a"]

    @pytest.mark.parametrize("day", [date(2019, 12, 29), date(2021, 1, 4)], ids=str)
    def test_not_outside_the_period(self, asked: Asked, day: date) -> None:
        year = asked(alert("a", count=count(every="week", at_most=0)))
        year.school()
        year.visits(day)
        assert year.standing == []

    def test_in_a_week_at_the_edge_it_ends_where_the_row_above_is_asked_no_longer(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(every="week", at_most=0, whose="boarding")))
        year.school()
        year.visits(date(2020, 1, 1))
        year.post(corrects="1", table="school", row={"id": "东小", "boarding": False})
        assert year.standing == []
        year.post(corrects="1", table="school", row={"id": "东小", "boarding": True})
        assert year.standing == ["a"]

    def test_what_is_not_known_does_not_count(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_most=0, where='kind == "drill"')))
        year.school()
        year.visits(None)
        year.visits(date(2020, 3, 2), kind=None)
        year.visits(date(2020, 3, 2), school=None)
        assert year.standing == []

    def test_ends_where_a_row_is_retracted(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_most=1)))
        year.school()
        year.visits(date(2020, 3, 2), date(2020, 3, 3))
        change = year.post(retracts="3")
        assert [one.alert for one in change.ended] == ["a"]
        assert year.standing == []

    def test_goes_along_with_a_row_that_is_corrected_to_another_month(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_most=0)))
        year.school()
        year.visits(date(2020, 3, 2))
        year.post(corrects="2", table="visit", row={"id": "v2", "school": "东小", "day": date(2020, 5, 2), "kind": "drill"})
        assert year.months == [5]
        year.post(retracts="3")
        assert year.months == [3]

    def test_a_day_at_the_end_of_all_days_is_counted_like_another(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_most=0)))
        year.school()
        year.visits(date.max)
        assert year.standing == []

    @pytest.mark.parametrize(("second", "month"), [(datetime(2020, 3, 31, 23, 59, 59), 3), (datetime(2020, 4, 1), 4)], ids=str)
    def test_a_moment_counts_in_the_period_of_its_day(self, asked: Asked, second: datetime, month: int) -> None:
        calls = table("call", column("school", kind="text"), column("made", kind="moment"), parent="school")
        year = asked(alert("a", count=count("call", "made", at_most=0)), tables=(*records(), calls))
        year.school()
        year.post(table="call", row={"id": "1", "school": "东小", "made": second})
        assert year.months == [month]


class TestDeadline:
    DAY_AND_NIGHT = alert("a", deadline=deadline(start="happened", within="24小时"))

    def test_is_told_one_second_after(self, asked: Asked) -> None:
        year = asked(self.DAY_AND_NIGHT)
        year.incident(happened=MORNING)
        year.passes(MORNING + timedelta(hours=24))
        assert year.standing == []
        year.passes(MORNING + timedelta(hours=24, seconds=1))
        assert shown(year.live.alerts) == {("a", ("i1",), None, None, MORNING + timedelta(hours=24))}

    def test_is_told_of_what_arrives_when_it_is_overdue_already(self, asked: Asked) -> None:
        year = asked(self.DAY_AND_NIGHT)
        year.passes(date(2020, 6, 1))
        change = year.post(at=date(2020, 6, 1), table="incident", row={"id": "1", "happened": MORNING})
        assert [one.alert for one in change.raised] == ["a"]

    def test_is_not_told_of_what_was_done_in_time(self, asked: Asked) -> None:
        year = asked(self.DAY_AND_NIGHT)
        year.incident(happened=MORNING, reported=MORNING + timedelta(hours=24))
        year.passes(date(2020, 6, 1))
        assert year.standing == []

    @pytest.mark.parametrize(("late", "standing"), [(Late.STANDS, ["a"]), (Late.ENDS, [])])
    def test_what_was_done_too_late_stands_or_ends(self, asked: Asked, late: Late, standing: list[str]) -> None:
        year = asked(alert("a", deadline=deadline(start="happened", within="24小时", late=late)))
        year.incident(happened=MORNING)
        year.passes(date(2020, 6, 1))
        done = MORNING + timedelta(hours=24, seconds=1)
        year.post(at=date(2020, 6, 1), corrects="1", table="incident", row={"id": "i1", "happened": MORNING, "reported": done})
        assert year.standing == standing

    def test_a_day_is_over_at_midnight(self, asked: Asked) -> None:
        year = asked(alert("a", deadline=deadline(due="due", until="closed")))
        year.incident(due=date(2020, 3, 5))
        year.passes(datetime(2020, 3, 5, 23, 59, 59))
        assert year.standing == []
        year.passes(date(2020, 3, 6))
        assert year.standing == ["a"]

    @pytest.mark.parametrize(("closed", "standing"), [(date(2020, 3, 5), []), (date(2020, 3, 6), ["a"])], ids=str)
    def test_done_on_the_day_is_in_time(self, asked: Asked, closed: date, standing: list[str]) -> None:
        year = asked(alert("a", deadline=deadline(due="due", until="closed")))
        year.incident(due=date(2020, 3, 5), closed=closed)
        assert year.standing == standing

    def test_days_count_from_the_end_of_the_day(self, asked: Asked) -> None:
        year = asked(alert("a", deadline=deadline(start="due", within="15天", until="closed")))
        year.incident(due=date(2020, 3, 5))
        year.passes(datetime(2020, 3, 20, 23, 59, 59))
        assert year.standing == []
        year.passes(date(2020, 3, 21))
        assert year.standing == ["a"]

    @pytest.mark.parametrize(
        "cells", [{"grave": False, "happened": MORNING}, {"happened": MORNING}, {"grave": True}], ids=["no", "unknown", "no start"]
    )
    def test_a_row_that_is_not_asked_for_certain_is_not_told(self, asked: Asked, cells: dict[str, Any]) -> None:
        year = asked(alert("a", deadline=deadline(start="happened", within="24小时", where="grave")))
        year.incident(**cells)
        year.passes(date(2020, 6, 1))
        assert year.standing == []

    def test_a_start_that_is_corrected_counts_from_then(self, asked: Asked) -> None:
        year = asked(self.DAY_AND_NIGHT)
        year.incident(happened=MORNING)
        year.post(corrects="1", table="incident", row={"id": "i1", "happened": MORNING + timedelta(days=2)})
        year.passes(MORNING + timedelta(days=2))
        assert year.standing == []
        year.passes(MORNING + timedelta(days=4))
        assert year.standing == ["a"]

    def test_ends_with_its_row(self, asked: Asked) -> None:
        year = asked(self.DAY_AND_NIGHT)
        year.incident(happened=MORNING)
        year.passes(date(2020, 6, 1))
        assert [one.alert for one in year.post(at=date(2020, 6, 1), retracts="1").ended] == ["a"]

    def test_nothing_is_told_of_a_row_that_went_before(self, asked: Asked) -> None:
        year = asked(self.DAY_AND_NIGHT)
        year.incident(happened=MORNING)
        year.post(retracts="1")
        year.passes(date(2020, 6, 1))
        assert year.standing == []


class TestCondition:
    FACTS = (condition_fact("plan"), number_fact("large", "班"))

    def test_is_told_while_it_holds(self, asked: Asked) -> None:
        year = asked(alert("a", when="not plan or large > 3班"), facts=self.FACTS)
        assert year.standing == []
        assert [one.alert for one in year.post(fact="large", value="4班").raised] == ["a"]
        assert [one.alert for one in year.post(fact="large", value="3班").ended] == ["a"]
        assert year.standing == []

    def test_what_is_not_known_is_not_told(self, asked: Asked) -> None:
        year = asked(alert("a", when="not plan or large > 3班"), facts=self.FACTS)
        year.post(fact="large", value="4班")
        year.post(retracts="1")
        assert year.standing == []


class TestClock:
    def test_never_goes_back(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school()
        year.post(table="visit")
        year.passes(date(2020, 3, 1))
        assert not year.passes(date(2020, 1, 1)).is_seen
        assert year.months == [1, 2]

    def test_tells_what_it_changes_once(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school()
        year.post(table="visit")
        assert [one.period and one.period.first_day.month for one in year.passes(date(2020, 3, 1)).raised] == [1, 2]
        assert year.passes(date(2020, 3, 1)).raised == ()

    def test_goes_on_with_every_event(self, asked: Asked) -> None:
        year = asked(alert("a", count=count(at_least=1)))
        year.school()
        year.post(table="visit")
        assert len(year.post(at=date(2020, 3, 1), table="incident").raised) == 2


EDGES = [
    date(2019, 12, 30),
    *(date(2020, month, day) for month in (1, 2, 3, 12) for day in (1, 2, 8, 9, 28, 31) if (month, day) != (2, 31)),
    date(2021, 1, 1),
]
SECONDS = [datetime(2020, 3, 5, 8), datetime(2020, 3, 6, 8), datetime(2020, 3, 6, 8, 0, 1), datetime(2020, 3, 7)]


SCHEME = following(*ALERTS[:4])


def cells_of(table: str) -> st.SearchStrategy[dict[str, Any]]:
    """The cells of a row, any of them left out."""
    return {
        "school": st.fixed_dictionaries({"id": st.sampled_from("ab")}, optional={"boarding": st.booleans()}),
        "visit": st.fixed_dictionaries(
            {"id": st.sampled_from("123456")},
            optional={"school": st.sampled_from("ab"), "day": st.sampled_from(EDGES), "kind": st.sampled_from(["drill", "drill", "talk"])},
        ),
        "incident": st.fixed_dictionaries(
            {"id": st.sampled_from("12")},
            optional={
                "happened": st.sampled_from(SECONDS),
                "reported": st.sampled_from(SECONDS),
                "due": st.sampled_from(EDGES),
                "closed": st.sampled_from(EDGES),
                "grave": st.just(True) | st.booleans(),
            },
        ),
    }[table]


NOWS = [
    datetime(2020, month, day, *more) for month, day, *more in [(1, 31, 23, 59, 59), (2, 1), (2, 29), (3, 6, 8), (3, 6, 8, 0, 1), (3, 7), (12, 31)]
]
MOMENTS = sorted([datetime(2020, 1, 1), *NOWS, datetime(2021, 1, 1), datetime(2021, 2, 1)])


@st.composite
def events(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """An event, right or wrong, that may take up any before it; empty where only time goes on."""
    kind = draw(st.sampled_from(["row", "row", "row", "row", "opening", "correction", "retraction", "clock"]))
    if kind == "clock":
        return {}
    earlier = st.integers(0, max(number - 1, 0)).map(str)
    if kind == "retraction":
        return {"id": str(number), "retracts": draw(earlier)}
    name = draw(st.sampled_from(["school", "visit", "visit", "incident"]))
    told = {"id": str(number), "table": name}
    return told if kind == "opening" else {**told, "row": draw(cells_of(name)), **({"corrects": draw(earlier)} if kind == "correction" else {})}


@given(st.data())
def test_at_every_moment_those_alerts_stand_that_a_recount_finds(data: st.DataObject) -> None:
    step = 0
    with Live(SCHEME, DISTRICT, engine="exact", now=lambda: LATER) as live:
        for number in range(data.draw(st.integers(1, 25))):
            step = data.draw(st.integers(step, min(step + 1, len(MOMENTS) - 1)))
            event = data.draw(events(number))
            if event and not tried(live, {**event, "at": MOMENTS[step]}):
                continue
            if not event:
                live.advance(MOMENTS[step])
            assert shown(live.alerts) == recounted(live.case, MOMENTS[step])


def tried(live: Live, event: dict[str, Any]) -> bool:
    """Post an event that may be refused: a key taken, a row above missing, a target gone."""
    try:
        live.post(event)
    except SupervisionRulesError:
        return False
    return True
