"""`replay` says how a district stood in the course of the year, out of a journal or a file of events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.running import run
from cli.test_watching import LARGE, LESS, NO_VISIT, PLAN, SCHOOL, place, watch

__all__ = ["place"]
LATER = {**PLAN, "id": "6", "at": "2020-04-07", "value": False}


def replay(place: Path, *more: str, of: str = "events.journal") -> int:
    return run("replay", str(place / "test"), str(place / of), *more)


def table(out: str) -> list[list[str]]:
    lines = out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.lstrip().startswith("--")) + 1
    return [line.split() for line in lines[start:] if line.startswith("  2020")]


def test_month_by_month_quiet_ones_too(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, LARGE, SCHOOL, NO_VISIT, LATER)
    capsys.readouterr()
    assert replay(place) == 0
    out = capsys.readouterr().out
    assert table(out) == [
        ["2020年2月", "4", "10", "合格", "0", "3"],
        ["2020年3月", "0", "10", "合格", "0", "4"],
        ["2020年4月", "1", "0", "不合格", "1", "5"],
    ]
    assert "缺督：s1　2020年4月0次，至少1次" in out


def test_day_by_day_only_where_something_arrived(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, LARGE, LESS)
    capsys.readouterr()
    assert replay(place, "--by", "day") == 0
    assert [row[0] for row in table(capsys.readouterr().out)] == ["2020-02-01", "2020-02-02", "2020-02-03"]


def test_a_file_of_events_is_as_good_as_a_journal(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, LARGE, LATER)
    capsys.readouterr()
    assert replay(place) == 0
    journal = capsys.readouterr().out
    assert replay(place, of="events.jsonl") == 0
    assert capsys.readouterr().out == journal


def test_wrong_lines_of_a_file_are_told_all_at_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, "nonsense", {**LARGE, "fact": "small"})
    capsys.readouterr()
    assert replay(place, of="events.jsonl") == 2
    err = capsys.readouterr().err
    assert "events.jsonl:2" in err
    assert "events.jsonl:3" in err


def test_the_state_of_a_day_has_its_sheet_and_alerts(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, LARGE, LESS, LATER)
    capsys.readouterr()
    assert replay(place, "--at", "2020-02-02") == 0
    out = capsys.readouterr().out
    assert "总分  10" in out
    assert "班额过线" in out
    assert replay(place, "--at", "2020-04-07", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["total"], document["alerts"]) == ("0", [])


def test_the_state_of_a_day_is_a_case_for_every_other_command(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, LARGE, LATER)
    assert replay(place, "--at", "2020-03-01", "-o", str(place / "march.toml")) == 0
    capsys.readouterr()
    assert run("explain", str(place / "test"), str(place / "march.toml"), "plan-made") == 0
    assert "10" in capsys.readouterr().out


def test_one_district_of_several_must_be_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, {**PLAN, "district": "乙区"})
    capsys.readouterr()
    assert replay(place) == 2
    assert "district-needed" in capsys.readouterr().err
    assert replay(place, "--district", "丙区") == 2
    assert "甲区" in capsys.readouterr().err
    assert replay(place, "--district", "乙区") == 0


def test_a_picture_is_written(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sphinx")
    watch(place, PLAN, LARGE, LATER)
    assert replay(place, "--picture", str(place / "year.svg")) == 0
    drawn = (place / "year.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "甲区" in drawn
    capsys.readouterr()


def test_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, PLAN, LARGE)
    capsys.readouterr()
    assert replay(place, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    (month,) = document["timeline"]
    assert (document["district"], month["from"], month["to"], month["total"]) == ("甲区", "2020-02-01", "2020-02-29", "10")
    assert [one["alert"] for one in month["alerts"]] == ["crowded"]


def test_an_empty_journal_has_nothing_to_replay(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(place) == 0
    capsys.readouterr()
    assert replay(place) == 2
    assert "no-events" in capsys.readouterr().err
