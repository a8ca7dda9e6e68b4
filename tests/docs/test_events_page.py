"""What the page on events says of lines, corrections, refusals and the journal is so."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import fields

from supervision_rules import Scheme, SupervisionRulesError, load_scheme
from supervision_rules.engines.live import LiveEngine
from supervision_rules.scheme import Event

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "events.md").read_text(encoding="utf-8")
BASE = {"district": "甲区", "at": "2020-03-05"}
FACT = {"fact": "primary.funding_per_pupil", "value": "730元/生·年"}
SCHOOL = {"table": "school", "row": {"id": "s1", "listed": True}}
VISIT = {"table": "visit", "row": {"school": "s1", "id": "1"}}
REFUSED: dict[str, tuple[Any, ...]] = {
    "event-json": ("{",),
    "bad-number": ({**FACT, "value": int("9" * 41)},),
    "unknown-key": ({**FACT, "unit": "元"},),
    "key-missing": ({"fact": FACT["fact"]},),
    "text-empty": ({**FACT, "id": ""},),
    "wrong-type": ({**FACT, "id": 1},),
    "bad-when": ({**FACT, "at": "2020-3-5"},),
    "event-not-one": ({},),
    "event-needless": ({**SCHOOL, "value": 1},),
    "event-out-of-order": (FACT, {**FACT, "at": "2020-03-04"}),
    "event-future": ({**FACT, "at": "2021-01-02"},),
    "event-id-reused": (FACT, {**FACT, "id": "0", "value": "740元/生·年"}),
    "fact-not-declared": ({**FACT, "fact": "primary.funds"},),
    "fact-is-derived": ({**FACT, "fact": "primary.pupil_teacher_ratio"},),
    "unknown-table": ({"table": "schools"},),
    "unknown-column": ({"table": "school", "row": {"id": "s1", "place": "x"}},),
    "key-cell-missing": ({"table": "school", "row": {"listed": True}},),
    "wrong-kind": ({**SCHOOL, "row": {"id": "s1", "listed": "是"}},),
    "wrong-unit": ({**FACT, "value": "730元"},),
    "unknown-value": (SCHOOL, {"table": "incident", "row": {"school": "s1", "id": "1", "level": "小"}}),
    "too-many-places": ({**FACT, "value": "730.555元/生·年"},),
    "outside-domain": ({**FACT, "value": "-1元/生·年"},),
    "duplicate-row": (SCHOOL, SCHOOL),
    "parent-row-missing": (VISIT,),
    "row-in-use": (SCHOOL, VISIT, {"retracts": "0"}),
    "event-unknown": ({"retracts": "9"},),
    "event-taken-back": (FACT, {"retracts": "0"}, {**FACT, "corrects": "0"}),
    "event-corrects-other": (FACT, {**SCHOOL, "corrects": "0"}),
}
"""Events by the code with which the last of them is refused."""


def part(heading: str) -> str:
    (found,) = [part for part in PAGE.split("\n## ") if part.startswith(heading)]
    return found


def lines(heading: str) -> list[str]:
    return [line for block in re.findall(r"```json\n(.*?)```", part(heading), flags=re.DOTALL) for line in block.splitlines()]


def cells(heading: str) -> list[list[str]]:
    """The rows of a table under a heading, but for its head."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part(heading).splitlines() if line.startswith("| `")]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return load_scheme("changzhou-2021")


@pytest.fixture
def live(scheme: Scheme) -> Iterator[LiveEngine]:
    with LiveEngine(scheme, engine="exact", now=lambda: datetime(2021, 1, 1)) as engine:
        yield engine


def test_every_key_is_listed() -> None:
    assert [key.strip("`") for key, _ in cells("A line")] == [attribute.name for attribute in fields(Event)]


def test_the_lines_that_are_shown_are_taken(live: LiveEngine) -> None:
    shown = re.findall(r'^\{"id".*$', PAGE, flags=re.MULTILINE)
    assert [live.post_line(line).repeated for line in shown] == [False] * len(shown)
    assert [live.post_line(json.dumps(json.loads(line), indent=1).replace("\n", "")).repeated for line in shown] == [True] * len(shown)


def test_of_a_fact_that_is_told_twice_the_later_stands(live: LiveEngine) -> None:
    for line in lines("Facts, rows and tables"):
        live.post_line(line)
    (given,) = live.district("演练区").case.facts
    assert (given.value, given.note) == ("785元/生·年", "二季度报表")


def test_after_each_correction_and_retraction_stands_what_is_said(live: LiveEngine) -> None:
    stood = {}
    for line in lines("Corrections and retractions"):
        event = live.post_line(line).event
        assert event is not None
        stood[event.id] = "，".join(str(given.value) for given in live.district("天宁区").case.facts) or "nothing: the fact is missing"
    assert [[f"`{id}`", standing] for id, standing in stood.items()] == cells("Corrections and retractions")


def test_a_day_may_follow_a_moment_in_it(live: LiveEngine) -> None:
    for number, at in enumerate(("2020-03-05T14:30", "2020-03-05")):
        live.post({**BASE, **FACT, "id": str(number), "at": at})


def test_every_code_stands_there_with_what_it_refuses() -> None:
    assert {
        code for _, codes in re.findall(r"^\| (.*?) \| (.*) \|$", part("What is refused"), re.MULTILINE) for code in re.findall(r"`([a-z-]+)`", codes)
    } == set(REFUSED)


@pytest.mark.parametrize("code", REFUSED)
def test_a_line_is_refused_with_its_code(live: LiveEngine, code: str) -> None:
    *before, last = (
        one if isinstance(one, str) else json.dumps({"id": str(number), **BASE, **one}, ensure_ascii=False)
        for number, one in enumerate(REFUSED[code])
    )
    for line in before:
        live.post_line(line)
    with pytest.raises(SupervisionRulesError) as error:
        live.post_line(last)
    assert error.value.codes == (code,)
    with pytest.raises(SupervisionRulesError) as again:
        live.post_line(last)
    assert again.value.codes == ((code,) if code == "event-future" else ("event-refused-before",))
    assert [refused.reasons for refused in live.journal.refusals()] == [(code,)]


def test_a_contradiction_is_kept_and_told(live: LiveEngine) -> None:
    live.post({**BASE, "id": "1", "fact": "primary.schools", "value": "10所"})
    change = live.post({**BASE, "id": "2", "fact": "primary.schools_private", "value": "11所"})
    assert {problem.code for problem in change.problems} == {"constraint-broken"}
    with pytest.raises(SupervisionRulesError):
        live.assess("甲区")


def test_the_tables_of_the_journal_are_those(scheme: Scheme, tmp_path: Path) -> None:
    file = tmp_path / "a.journal"
    with LiveEngine(scheme, file, engine="exact") as live:
        for line in lines("Facts, rows and tables"):
            live.post_line(line)
        with suppress(SupervisionRulesError):
            live.post_line("{")
    with closing(sqlite3.connect(file)) as base:
        tables = {
            name: [row[1] for row in base.execute(f"PRAGMA table_info({name})")]
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        slots = {slot for (slot,) in base.execute("SELECT slot FROM event")}
        about = base.execute("SELECT name, value FROM about").fetchall()
        for change in ("UPDATE event SET at = 0", "DELETE FROM event", "DELETE FROM refused", "UPDATE refused SET line = ''"):
            with pytest.raises(sqlite3.IntegrityError):
                base.execute(change)
    assert {name.strip("`"): re.findall(r"`(\w+)`", columns) for name, columns, _ in cells("The journal")} == tables
    assert {f"`{slot}`" for slot in slots} >= set(re.findall(r"`(?:fact|table|row) [^`]+`", part("The journal")))
    assert about == [("format", "supervision-rules journal 1"), ("scheme", "changzhou-2021")]
