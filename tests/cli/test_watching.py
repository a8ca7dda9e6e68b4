"""`watch` tells what each event changes, keeps what it took, and refuses what is wrong without stopping."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import condition_fact, expression, number_fact, point, scheme, target
from cli.running import run
from engines.exact.rules import needs
from records import RECORDS, alert

from supervision_rules import Scheme, write_scheme
from supervision_rules.engines.live import Journal
from supervision_rules.scheme import Count

ALERTS = (
    alert("crowded", title="班额过线", when=expression("large > city.line")),
    alert("visits", title="缺督", count=Count(rows="visit", column="day", every="month", at_least=1, whose=expression("listed"))),
)
FACTS = (condition_fact("plan"), number_fact("large", better="less"))
PLAN = {"id": "1", "district": "甲区", "at": "2020-02-01", "fact": "plan", "value": True}
LARGE = {"id": "2", "district": "甲区", "at": "2020-02-02", "fact": "large", "value": 4}
LESS = {"id": "3", "district": "甲区", "at": "2020-02-03", "fact": "large", "value": 2, "corrects": "2"}
SCHOOL = {"id": "4", "district": "甲区", "at": "2020-02-04", "table": "school", "row": {"id": "s1", "listed": True}}
NO_VISIT = {"id": "5", "district": "甲区", "at": "2020-02-05", "table": "visit"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A scheme with alerts, and room for events."""
    write_scheme(watched(), tmp_path)
    return tmp_path


def watched() -> Scheme:
    return scheme([point(needs("plan"), id="plan-made")], FACTS, targets=[target("city.line", 3)], tables=RECORDS, alerts=ALERTS)


def watch(place: Path, *events: Mapping[str, Any] | str, more: tuple[str, ...] = ()) -> int:
    """The code with which `watch` ends on these events."""
    lines = [event if isinstance(event, str) else json.dumps(event, ensure_ascii=False) for event in events]
    (place / "events.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return run("watch", str(place / "test"), "--events", str(place / "events.jsonl"), "--engine", "exact", *more)


def test_what_an_event_changes_is_told_below_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(place, PLAN, LARGE) == 0
    out = capsys.readouterr().out
    assert "2020-02-01　甲区　plan 是" in out
    assert "    总分　0–10 合格 → 10 合格" in out
    assert "    预警　班额过线：" in out
    assert "收到2条，早已收到0条，拒收0条" in out


def test_a_correction_ends_an_alert(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(place, LARGE, LESS) == 0
    assert "更正2：large 2" in (out := capsys.readouterr().out)
    assert "    解除　班额过线" in out


def test_time_tells_what_is_overdue(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(place, SCHOOL, NO_VISIT, more=("--at", "2020-03-01")) == 0
    out = capsys.readouterr().out
    assert out.count("缺督：s1") == 2
    assert "缺督：s1　2020年1月0次，至少1次" in out
    assert "缺督：s1　2020年2月0次，至少1次" in out


def test_a_wrong_line_is_refused_with_its_place_and_the_rest_goes_on(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(place, '{"id": ', {**PLAN, "fact": "plam"}, {**PLAN, "at": "2999-01-01"}, PLAN) == 2
    out, err = capsys.readouterr()
    assert "收到1条，早已收到0条，拒收3条" in out
    places = [line.split("：")[0].rpartition("/")[2] for line in err.splitlines() if "[" in line and "events.jsonl" in line]
    assert places == ["events.jsonl:1", "events.jsonl:2", "events.jsonl:3"]
    assert "您" not in err
    assert "plan" in err  # did you mean


def test_read_once_more_nothing_is_taken_twice(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {**PLAN, "id": "9", "value": "3 人"}
    assert watch(place, PLAN, wrong, LARGE) == 2
    capsys.readouterr()
    assert watch(place, PLAN, wrong, LARGE) == 2
    out, err = capsys.readouterr()
    assert "收到0条，早已收到2条，拒收1条" in out
    assert "event-refused-before" in err
    journal = Journal(place / "events.journal", "test")
    assert [entry.id for entry in journal.entries()] == ["1", "2"]
    assert [one.reasons for one in journal.refusals()] == [("wrong-kind",)]
    journal.close()


def test_the_journal_is_taken_up_where_it_ended(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch(place, LARGE)
    capsys.readouterr()
    watch(place, LARGE, LESS)
    assert "    解除　班额过线" in capsys.readouterr().out


def test_a_line_that_is_no_text_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "events.jsonl").write_bytes(b"\xef\xbb\xbf" + json.dumps(PLAN).encode() + b"\n\xff\xfe\n\n")
    assert run("watch", str(place / "test"), "--events", str(place / "events.jsonl"), "--engine", "exact") == 2
    out, err = capsys.readouterr()
    assert "收到1条，早已收到0条，拒收1条" in out
    assert "UTF-8" in err


def test_only_the_end_with_summary(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(place, PLAN, LARGE, more=("--summary",)) == 0
    out = capsys.readouterr().out
    assert "plan 是" not in out
    assert out.splitlines()[-1].split() == ["甲区", "10", "合格", "0", "1"]


def test_as_json_every_line_is_a_document(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(place, PLAN, "nonsense", LARGE, more=("--json",)) == 2
    documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    plan, wrong, large, end = documents
    assert (plan["event"], plan["after"]["total"], plan["scores"][0]["item"]) == ("1", "10", "plan-made")
    assert (wrong["refused"], wrong["line"], wrong["problems"][0]["code"]) == (True, 2, "event-json")
    assert [one["alert"] for one in large["raised"]] == ["crowded"]
    assert end["summary"] == {"taken": 2, "known": 0, "refused": 1}
    assert end["districts"][0]["alerts"][0]["alert"] == "crowded"


def test_standard_input_without_a_journal_is_kept_in_memory(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(PLAN).encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    assert run("watch", str(place / "test"), "--engine", "exact") == 0
    out, err = capsys.readouterr()
    assert "收到1条" in out
    assert "没有 --journal" in err
    assert list(place.glob("*.journal")) == []


def test_a_journal_of_another_scheme_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Journal(place / "events.journal", "other").close()
    assert watch(place, PLAN) == 2
    assert "journal-of-other-scheme" in capsys.readouterr().err


def test_a_file_is_followed_until_somebody_ends_it(place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    more = iter((json.dumps(LARGE)[:9], json.dumps(LARGE)[9:] + "\n", None))

    def pause(_: float) -> None:
        line = next(more)
        if line is None:
            raise KeyboardInterrupt
        with (place / "events.jsonl").open("a", encoding="utf-8") as file:
            file.write(line)

    monkeypatch.setattr("supervision_rules.cli.watching.time.sleep", pause)
    assert watch(place, PLAN, more=("--follow",)) == 0
    assert "收到2条，早已收到0条，拒收0条" in capsys.readouterr().out
