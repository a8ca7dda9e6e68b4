"""Where the output cannot go: a full disk, a stream that is closed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASSESS = "assess changzhou-2021 xinbei-2020"


def run(line: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
    command = f'"{sys.executable}" -m supervision_rules {line}'
    return subprocess.run(["/bin/sh", "-c", command], capture_output=True, env=environment, check=False, cwd=ROOT)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("line", [ASSESS, f"{ASSESS} --json", "schema", "list", "--help"])
def test_a_full_disk_is_said_in_a_line(line: str, buffered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", buffered)
    done = run(f"{line} > /dev/full")
    assert done.returncode != 0
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


@pytest.mark.parametrize("line", [ASSESS, "list", "check changzhou-2021", "assess nope x"])
def test_a_closed_output_is_no_traceback(line: str) -> None:
    done = run(f"{line} >&-")
    assert b"Traceback" not in done.stderr


def test_a_closed_error_stream_neither() -> None:
    assert run("assess nope x 2>&-").returncode == 2
