"""What the page on following a district shows is what is written, read from its beginning to its end."""

from __future__ import annotations

import json
import re
import shlex
from contextlib import suppress
from pathlib import Path

import pytest

from supervision_rules.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "live.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(json|shell|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def holds(excerpt: str, whole: str) -> bool:
    """Whether an excerpt is the whole but for what is left out at each `…`."""
    parts = [re.escape(part) for part in excerpt.split("…\n")]
    return re.fullmatch("(?s:.*)".join(parts), whole) is not None


def test_the_page_from_its_beginning_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    events: dict[str, str] = {}
    command = ""
    for language, text in BLOCK.findall(PAGE.partition("## From Python")[0]):
        if language == "json":
            events |= {json.loads(line)["id"]: line for line in text.splitlines()}
            Path("events.jsonl").write_text("".join(line + "\n" for line in events.values()), encoding="utf-8")
        elif language == "shell":
            command = text.splitlines()[-1]
            if "--follow" not in command:
                capsys.readouterr()
                for line in text.splitlines():
                    run(line)
                out = capsys.readouterr()
        else:
            if "watch" in command and len(events) > 4:
                capsys.readouterr()
                run(command)
                out = capsys.readouterr()
            assert holds(text, out.err + out.out)


def run(command: str) -> None:
    with suppress(SystemExit):
        main(shlex.split(command)[1:])
