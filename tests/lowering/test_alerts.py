"""Alerts lowered: what each asks, in seconds and in words, and what none may ask."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from builders import condition_fact, expression, number_fact, quantity, scheme, target
from lowering.shown import mistakes
from records import RECORDS, alert

from supervision_rules.lowering import AlertPlan, ConditionAlert, CountAlert, DeadlineAlert, alert_words, length_words, lower
from supervision_rules.messages import catalogue
from supervision_rules.scheme import DAY, Alert, Count, Deadline, Every, Scheme

HOUR = 60 * 60
FACTS = (number_fact("large", "班", better="less"), number_fact("classes", "班", (1, 100), better="neither"), condition_fact("closed"))
LINE = target("city.line", 3, "班")


def made(*alerts: Alert, **more: Any) -> Scheme:
    return evolve(scheme(facts=[evolve(fact, context=True) for fact in FACTS], tables=RECORDS, targets=[LINE], **more), alerts=alerts)


def with_readers(*alerts: Alert, **more: Any) -> Scheme:
    """A scheme in which the alert is all that reads the facts it names."""
    read = " ".join(one.when.text for one in alerts if one.when is not None)
    facts = [fact if fact.id in read else evolve(fact, context=True) for fact in FACTS]
    return evolve(made(*alerts, **more), facts=tuple(facts))


def when(text: str) -> Alert:
    return alert("a", when=expression(text))


def visits(**more: Any) -> Alert:
    return alert("a", count=Count(**{"rows": "visit", "column": "day", "every": "month", "at_least": 1, **more}))


def late(**more: Any) -> Alert:
    return alert("a", deadline=Deadline(**{"rows": "incident", "until": "reported", **more}))


def plan(one: Alert, **more: Any) -> AlertPlan:
    (found,) = lower(with_readers(one, **more)).alerts
    return found


def wrong(one: Alert, **more: Any) -> list[str]:
    """What is wrong with the alert; places count from it."""
    return mistakes(with_readers(one, **more), below=2)


class TestCondition:
    def test_it_reads_facts_and_targets(self) -> None:
        found = plan(when("large > city.line"))
        assert isinstance(found, ConditionAlert)
        assert (found.columns, found.tables) == ((), ())
        assert lower(with_readers(when("large > city.line"))).read_by_alert(found) == ("large", "city.line")

    def test_what_quantities_read_is_behind_it(self) -> None:
        share = quantity("share", "large / classes", better="less")
        lowered = lower(
            evolve(made(when("share > 5%"), quantities=[share]), facts=tuple(evolve(fact, context=fact.id == "closed") for fact in FACTS))
        )
        assert lowered.read_by_alert(lowered.alerts[0]) == ("share", "large", "classes")

    def test_a_fact_that_only_an_alert_reads_is_read(self) -> None:
        assert mistakes(with_readers(when("closed"))) == []

    def test_it_is_a_condition(self) -> None:
        assert [found.partition(":")[0] for found in wrong(when("large"))] == ["not-a-condition when"]

    def test_it_does_not_divide_by_what_may_be_nothing(self) -> None:
        assert wrong(when("classes / large > 1")) == ["division-in-condition when"]
        assert wrong(when("large / classes > 1")) == []

    def test_names_are_looked_up(self) -> None:
        assert [found.partition(":")[0] for found in wrong(when("larg > city.line"))] == ["unknown-name when"]

    def test_it_knows_no_scores(self) -> None:
        assert [found.partition(":")[0] for found in wrong(when("total >= 90"))] == ["result-outside-ladder when"]


class TestCount:
    def test_rows_are_counted_for_each_row_above(self) -> None:
        found = plan(visits(months=(9, 10), where=expression("hours >= city.line * 1 / 1班"), whose=expression("listed")))
        assert isinstance(found, CountAlert)
        assert (found.table, found.above, found.column, found.every) == ("visit", "school", "day", Every.MONTH)
        assert (found.at_least, found.at_most, found.months) == (1, None, {9, 10})
        assert (found.columns, found.tables) == (("visit.day",), ("visit", "school"))

    def test_without_months_it_is_asked_all_year_and_of_all(self) -> None:
        found = plan(visits(at_least=None, at_most=0))
        assert isinstance(found, CountAlert)
        assert (found.at_most, found.months, found.where, found.whose, found.nodes) == (0, set(range(1, 13)), True, True, ())

    def test_the_targets_of_its_conditions_are_behind_it(self) -> None:
        lowered = lower(with_readers(visits(whose=expression("pupils * 1班 > city.line"))))
        assert lowered.read_by_alert(lowered.alerts[0]) == ("city.line",)

    @pytest.mark.parametrize(
        ("changed", "found"),
        [
            ({"rows": "vist"}, ["unknown-table count/rows: alike = （是否想写“visit”？）, name = vist"]),
            ({"rows": "school", "column": "opened"}, ["alert-needs-parent count/rows: table = school"]),
            ({"at_least": None}, ["alert-bound count/rows"]),
            ({"at_most": 3}, ["alert-bound count/at_most"]),
            ({"at_least": 0}, ["alert-number count/at_least: given = 0, high = —, low = 1"]),
            ({"at_least": None, "at_most": -1}, ["alert-number count/at_most: given = -1, high = —, low = 0"]),
            (
                {"months": (0, 13, 12)},
                [f"alert-number count/months/{place}: given = {month}, high = 12, low = 1" for place, month in ((0, 0), (1, 13))],
            ),
            ({"column": "date"}, ["unknown-column count/column: alike = , name = date, table = visit"]),
            ({"column": "hours"}, ["alert-needs-time count/column: name = visit.hours"]),
            ({"where": expression("closed")}, ["alert-reads-given count/where: name = closed"]),
            ({"whose": expression("closed or listed")}, ["alert-reads-given count/whose: name = closed"]),
        ],
    )
    def test_what_it_may_not_be(self, changed: dict[str, Any], found: list[str]) -> None:
        assert wrong(visits(**changed)) == found

    def test_a_derived_column_is_neither_counted_by_nor_asked(self) -> None:
        derived = wrong(alert("a", count=Count(rows="incident", column="happened", every="week", at_most=1, where=expression("severe"))))
        assert derived == ["alert-reads-given count/where: name = incident.severe"]

    def test_a_period_is_one_of_four(self) -> None:
        with pytest.raises(ValueError, match="day"):
            visits(every="day")


class TestDeadline:
    def test_it_runs_from_a_column_for_a_length_of_time(self) -> None:
        found = plan(late(start="happened", within="2小时", where=expression('level == "重大"')))
        assert isinstance(found, DeadlineAlert)
        assert (found.table, found.start, found.within, found.until, found.late_stands) == ("incident", "happened", 2 * HOUR, "reported", True)
        assert (found.columns, found.tables) == (("incident.happened", "incident.reported"), ("incident",))

    def test_or_to_the_day_that_the_row_says(self) -> None:
        found = plan(alert("a", deadline=Deadline(rows="rectification", due="due", until="closed", late="ends")))
        assert isinstance(found, DeadlineAlert)
        assert (found.start, found.within, found.until, found.late_stands, found.where) == ("due", 0, "closed", False, True)

    @pytest.mark.parametrize(("written", "seconds"), [("30分钟", 1800), ("0.5小时", 1800), ("24小时", DAY), ("15天", 15 * DAY), ("1.5天", 36 * HOUR)])
    def test_lengths_are_in_seconds(self, written: str, seconds: int) -> None:
        found = plan(late(start="happened", within=written))
        assert isinstance(found, DeadlineAlert)
        assert found.within == seconds

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("24", "alert-length"),
            ("1月", "alert-length"),
            ("0小时", "alert-length"),
            ("-1天", "alert-length"),
            ("0.001分钟", "alert-length"),
            ("一天", "bad-number"),
            ("", "bad-number"),
        ],
    )
    def test_what_is_no_length_is_refused(self, written: str, code: str) -> None:
        assert [found.partition(":")[0] for found in wrong(late(start="happened", within=written))] == [f"{code} deadline/within"]

    @pytest.mark.parametrize(
        ("changed", "found"),
        [
            ({}, ["alert-due deadline"]),
            ({"start": "happened"}, ["alert-due deadline"]),
            ({"within": "1天"}, ["alert-due deadline/within"]),
            ({"due": "happened", "within": "1天"}, ["alert-due deadline/within"]),
            ({"due": "happened", "start": "happened", "within": "1天"}, ["alert-due deadline/within"]),
            ({"due": "level"}, ["alert-needs-time deadline/due: name = incident.level"]),
            ({"start": "level", "within": "1天"}, ["alert-needs-time deadline/start: name = incident.level"]),
            ({"due": "happened", "until": "severe"}, ["alert-needs-time deadline/until: name = incident.severe"]),
            (
                {"due": "happened", "until": "report"},
                ["unknown-column deadline/until: alike = （是否想写“reported”？）, name = report, table = incident"],
            ),
            ({"due": "happened", "where": expression("listed")}, ["unknown-name deadline/where"]),
            ({"due": "happened", "where": expression("severe")}, ["alert-reads-given deadline/where: name = incident.severe"]),
        ],
    )
    def test_what_it_may_not_be(self, changed: dict[str, Any], found: list[str]) -> None:
        said = wrong(late(**changed))
        assert [one if ":" in expected else one.partition(":")[0] for one, expected in zip(said, found, strict=True)] == found


class TestAll:
    def test_an_alert_is_one_of_three(self) -> None:
        none = alert("a")
        both = evolve(late(due="happened"), when=expression("closed"))
        assert wrong(none) == ["alert-not-one: id = a, keys = "]
        assert wrong(both) == ["alert-not-one deadline: id = a, keys = when；deadline"]

    def test_all_that_is_wrong_is_said_at_once(self) -> None:
        first, second = evolve(visits(at_least=0), id="first"), evolve(late(), id="second")
        assert [found.split()[1] for found in mistakes(made(first, second))] == ["alert/first/count/at_least:", "alert/second/deadline"]

    @pytest.mark.parametrize(("id", "code"), [("Late", "bad-slug"), ("b", "duplicate-id")])
    def test_its_id_is_a_slug_of_its_own(self, id: str, code: str) -> None:
        alerts = evolve(late(due="happened"), id="b"), evolve(late(due="happened"), id=id)
        assert [found.split()[0] for found in mistakes(made(*alerts))] == [code]

    def test_it_says_where_it_comes_from(self) -> None:
        unsourced = evolve(late(due="happened"), basis="stated", trust="read")
        assert [found.split()[0] for found in wrong(unsourced)] == ["source-missing:"]

    def test_no_hash_depends_on_it(self) -> None:
        assert lower(made(late(due="happened"))).hash == lower(made()).hash == lower(made(visits())).hash

    def test_a_target_that_only_an_alert_reads_is_confirmed_too(self) -> None:
        unconfirmed = evolve(with_readers(when("large > city.line")), targets=(target("city.line", 3, "班", confirmed_for=[2019]),))
        assert [found.split()[0] for found in mistakes(unconfirmed)] == ["target-not-confirmed"]


class TestWords:
    @pytest.mark.parametrize(
        ("one", "said"),
        [
            (when("large > city.line"), "large高于city.line（3班）时预警"),
            (visits(), "school每月的visit（按day计）少于1条的，这一月过完时预警"),
            (visits(every="week", whose=expression("listed")), "listed的school每周的visit（按day计）少于1条的，这一周过完时预警"),
            (visits(months=(1, 3, 4, 5, 12)), "school每月的visit（按day计）少于1条的，这一月过完时预警；只问1；3–5；12月"),
            (visits(at_least=None, at_most=2, every="quarter"), "school每季的visit（按day计）多于2条的，一到就预警"),
            (late(start="happened", within="24小时"), "incident在happened之后24小时内没有reported的预警，迟了才有的仍然算"),
            (
                late(due="happened", late="ends", where=expression('level == "重大"')),
                "level等于重大的incident过了happened还没有reported的预警，迟了有了就解除",
            ),
        ],
    )
    def test_an_alert_says_when_it_is_told(self, one: Alert, said: str) -> None:
        lowered = lower(with_readers(one))
        assert str(alert_words(lowered.alerts[0], lowered.labels)) == said
        assert "alert." not in catalogue("en").say(alert_words(lowered.alerts[0], lowered.labels))

    @pytest.mark.parametrize(
        ("seconds", "said"), [(2 * DAY, "2天"), (DAY, "24小时"), (36 * HOUR, "36小时"), (2 * HOUR, "2小时"), (90 * 60, "90分钟"), (61, "61秒")]
    )
    def test_a_length_is_said_in_its_greatest_unit_but_a_day_in_hours(self, seconds: int, said: str) -> None:
        assert str(length_words(seconds)) == said
