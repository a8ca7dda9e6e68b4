"""The page on files of cases shows what the command reads, writes and says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.running import run

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "bulk.md").read_text(encoding="utf-8")
TOWNS, SHOWN, REFUSED = re.findall(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture(autouse=True)
def towns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "towns.csv"
    file.write_text(TOWNS, encoding="utf-8")
    return file


def test_the_summary_is_what_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bulk", "xinbei-towns-2020", "towns.csv", "-o", "scores.csv") == 0
    assert capsys.readouterr().out == SHOWN


def test_the_mistake_is_what_is_said(towns: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns.write_text(TOWNS.replace("143.2,143.2", "143.2,143.25"), encoding="utf-8")
    assert run("bulk", "xinbei-towns-2020", "towns.csv", "-o", "scores.csv") == 2
    assert capsys.readouterr().err == REFUSED
    assert not Path("scores.csv").exists()


def test_the_python_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    exec(code, {})


def test_rows_are_counted_as_it_is_said(tmp_path: Path) -> None:
    schools, districts = re.findall(r"```none\n(.*?)```", PAGE, flags=re.DOTALL)
    (tmp_path / "schools.csv").write_text(schools, encoding="utf-8")
    (tmp_path / "districts.csv").write_text(districts, encoding="utf-8")
    (command,) = re.findall(r"```bash\nsupervision-rules (.*?)\n```", PAGE, flags=re.DOTALL)
    assert run(*command.split()) == 0
    header, *rows = (line.split(",") for line in (tmp_path / "scores.csv").read_text(encoding="utf-8-sig").splitlines())
    assert [row[header.index("level_small-schools")] for row in rows] == ["unmet", "met", "met"]
