"""Killed at any moment `watch` has lost nothing and doubled nothing; started again it goes on as if nothing had been.

Here it is killed a few times; `SUPERVISION_RULES_KILLS=200` asks for more.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli.test_watching import watched

from supervision_rules import SupervisionRulesError, load_scheme, write_scheme
from supervision_rules.engines.live import Journal, LiveEngine

KILLS = int(os.environ.get("SUPERVISION_RULES_KILLS", "2"))
LINES = 300


def lines(draw: random.Random) -> Iterator[str]:
    """Facts of two districts, some told wrongly, some corrected, some taken back, some twice."""
    told: dict[str, list[str]] = {"甲区": [], "乙区": []}
    for number in range(LINES):
        district = draw.choice(list(told))
        event: dict[str, Any] = {"id": str(number), "district": district, "at": f"2020-{1 + number * 12 // LINES:02d}-01"}
        event |= draw.choice([{"fact": "plan", "value": draw.random() < 0.5}, {"fact": "large", "value": draw.randrange(6)}])
        match draw.randrange(12):
            case 0:
                event |= {"fact": "plam"}
            case 1:
                event = {key: event[key] for key in ("id", "district", "at")} | {"retracts": draw.choice(told[district] or ["none"])}
            case 2:
                event |= {"corrects": draw.choice(told[district] or ["none"])}
            case 3:
                yield "{" + json.dumps(event)
        told[district].append(str(number))
        yield json.dumps(event, ensure_ascii=False)


def kept(file: Path | None, live: Journal | None = None) -> tuple[list[str], list[str]]:
    """The bodies of the events of a journal, and the lines that it refused."""
    journal = live or Journal(file, "test")
    found = [entry.body for entry in journal.entries()], [one.line for one in journal.refusals()]
    if live is None:
        journal.close()
    return found


def test_killed_at_any_moment(tmp_path: Path) -> None:
    draw = random.Random(2020)
    place = write_scheme(watched(), tmp_path)
    events, journal = tmp_path / "events.jsonl", tmp_path / "events.journal"
    written = list(lines(draw))
    events.write_text("\n".join(written) + "\n", encoding="utf-8")
    whole_events, whole_refusals = undisturbed(place, written)
    command = [sys.executable, "-m", "supervision_rules", "watch", str(place), "--events", str(events), "--engine", "exact", "--summary"]
    began = time.monotonic()
    subprocess.run(command, capture_output=True, check=False)
    takes = time.monotonic() - began
    kills = 0
    while kills < KILLS:
        for part in tmp_path.glob("events.journal*"):
            part.unlink()
        while True:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(takes * (0.2 + draw.random()))
            process.kill()
            if process.wait() >= 0:  # it had come to its end
                break
            kills += 1
            if journal.exists() and journal.stat().st_size:
                found, refused = kept(journal)
                assert found == whole_events[: len(found)]
                assert refused == whole_refusals[: len(refused)]
        assert kept(journal) == (whole_events, whole_refusals)


def undisturbed(place: Path, written: list[str]) -> tuple[list[str], list[str]]:
    """What is kept and refused of lines where nothing happens."""
    with LiveEngine(load_scheme(place), engine="exact") as live, live.batch():
        for line in written:
            try:
                live.post_line(line)
            except SupervisionRulesError:
                continue
        return kept(None, live.journal)


def test_there_are_lines_of_every_kind() -> None:
    written = list(lines(random.Random(2020)))
    assert len(written) > LINES
    assert any("retracts" in line for line in written)
    assert any("corrects" in line for line in written)
