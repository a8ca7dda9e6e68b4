"""What the page on following a district shows is what is written, read from its beginning to its end."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import suppress
from pathlib import Path

import pytest

from supervision_rules.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "live.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(json|shell|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def holds(excerpt: str, whole: str) -> bool:
    """Whether an excerpt is the whole but for what is left out at each `…`."""
    parts = [re.escape(part) for part in excerpt.split("…\n")]
    return re.fullmatch("(?s:.*)".join(parts), whole) is not None


def test_the_page_from_its_beginning_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    read(PAGE.partition("## From Python")[0], capsys)


def test_what_the_readme_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (shown,) = (part for part in README.split("\n## ") if part.startswith("While the year is running"))
    read(shown, capsys)


def read(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Write the lines that a page shows, the mended one in place of the wrong, give its commands, and see whether that comes to what it shows."""
    events: dict[str, str] = {}
    command = ""
    ran: list[str] = []
    for language, text in BLOCK.findall(page):
        if language == "json":
            events |= {json.loads(line)["id"]: line for line in text.splitlines()}
            Path("events.jsonl").write_text("".join(line + "\n" for line in events.values()), encoding="utf-8")
            ran = [command] if command else []
        elif language == "shell":
            ran = [line for line in text.splitlines() if "--follow" not in line]
            command = command or ran[0]
        else:
            capsys.readouterr()
            for line in ran:
                run(line)
            out = capsys.readouterr()
            assert holds(text, out.err + out.out)


def run(command: str) -> None:
    with suppress(SystemExit):
        main(shlex.split(command)[1:])
