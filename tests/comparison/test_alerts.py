"""Alerts from one year to the next: what changed is told, and no score depends on it."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from builders import case, expression
from comparison.pair import OLD
from comparison.test_effects import GOOD
from records import RECORDS, alert

from supervision_rules import Scheme
from supervision_rules.comparison import Change, compare
from supervision_rules.messages import catalogue
from supervision_rules.reporting.blocks import markdown
from supervision_rules.reporting.comparison import ComparisonReport, ComparisonSheets, comparison_document
from supervision_rules.scheme import Alert, Count, Deadline

FEW = alert("few", when=expression("meetings < 4次"))
VISITS = Count(rows="visit", column="day", every="month", at_least=1)
LATE = Deadline(rows="incident", start="happened", within="2小时", until="reported")


def made(*alerts: Alert) -> Scheme:
    return evolve(OLD, tables=RECORDS, alerts=alerts)


def told(old: Alert, new: Alert) -> list[tuple[str, list[str]]]:
    """The kind and details of every change from one alert to another."""
    return [(change.kind, [str(detail) for detail in change.details]) for change in changes(old, new)]


def changes(old: Alert, new: Alert) -> list[Change]:
    found = list(compare(made(old), made(new)).changes)
    assert not any(change.scores or change.slots for change in found)
    return found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (FEW, evolve(FEW, when=expression("meetings < 6次")), "由“meetings低于4次时预警”改为“meetings低于6次时预警”"),
        (
            alert("visits", count=VISITS),
            alert("visits", count=evolve(VISITS, every="quarter", at_least=2)),
            "由“school每月的visit（按day计）少于1条的，这一月过完时预警”改为“school每季的visit（按day计）少于2条的，这一季过完时预警”",
        ),
        (
            alert("late", deadline=LATE),
            alert("late", deadline=evolve(LATE, within="1小时", late="ends")),
            "由“incident在happened之后2小时内没有reported的预警，迟了才有的仍然算”改为“incident在happened之后1小时内没有reported的预警，迟了有了就解除”",
        ),
    ],
    ids=["a condition", "a count", "a deadline"],
)
def test_when_it_is_told_is_said_before_and_after(old: Alert, new: Alert, said: str) -> None:
    assert told(old, new) == [("alert-changed", [said])]


def test_one_by_another_id_is_dropped_and_new() -> None:
    when = "meetings低于4次时预警"
    assert told(FEW, evolve(FEW, id="rare")) == [("alert-added", [when]), ("alert-removed", [when])]


def test_its_words_may_change_alone() -> None:
    assert told(FEW, evolve(FEW, title="会少", standard="一年少于4次。")) == [("alert-retitled", []), ("alert-reworded", [])]


def test_the_order_of_alerts_says_nothing() -> None:
    alerts = FEW, alert("visits", count=VISITS)
    assert compare(made(*alerts), made(*reversed(alerts))).changes == ()


class TestReport:
    FOUND = compare(made(FEW), made(evolve(FEW, when=expression("meetings < 6次"))), [case(GOOD)])

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_alerts_have_a_part_of_their_own(self, language: str) -> None:
        words = catalogue(language)
        text = "\n".join(markdown(list(ComparisonReport(words).of(self.FOUND))))
        assert f"### {words.words('compare.scope.alerts')}\n" in text
        assert f"（{words.words('compare.silent')}）" in text

    def test_so_they_have_in_json(self) -> None:
        (change,) = comparison_document(self.FOUND, catalogue())["changes"]
        assert (change["scope"], change["kind"], change["of"], change["scores"]) == ("alerts", "alert-changed", "few", False)
        assert change["details"] == ["由“meetings低于4次时预警”改为“meetings低于6次时预警”"]

    def test_and_in_excel(self) -> None:
        first = next(iter(ComparisonSheets().of(self.FOUND)))
        assert [row[0] for row in first.rows] == ["预警"]

    def test_no_case_moves(self) -> None:
        (effect,) = self.FOUND.effects
        assert effect.difference == 0

    def test_an_alert_with_the_id_of_a_point_is_not_called_by_its_title(self) -> None:
        found = compare(made(), made(evolve(FEW, id="work")))
        rows: list[tuple[Any, ...]] = list(next(iter(ComparisonSheets().of(found))).rows)
        assert [row[0] for row in rows] == ["预警"]
