"""`readings` says how much open questions matter; `--reading` scores under another answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli.running import run

from supervision_rules.loading import registry


def test_of_one_case_total_and_grade_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("readings", "changzhou-2021", "xinbei-2020") == 0
    out = capsys.readouterr().out
    assert "23个解释口径，41种别的理解；材料1份" in out
    assert "超标准班额的占比按实际差额连续计算。（class-size-continuous）  104.16  −0.04  优秀" in out
    assert "只有文字" in out


def test_of_several_how_many_rise_and_fall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(registry.built_in(), tmp_path / "policies")
    cases = tmp_path / "policies" / "changzhou-2021" / "cases"
    shutil.copy(cases / "xinbei-2020.toml", cases / "again.toml")
    assert run("readings", str(tmp_path / "policies" / "changzhou-2021"), "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.split()[-5:] == ["0", "2", "−0.04", "0", "0"] for line in lines if "class-size-continuous" in line)


def test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("readings", "changzhou-2021", "xinbei-2020", "--json") == 0
    found = {one["alternative"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["class-size-continuous"]["cases"][0]["difference"] == "-0.04"
    assert found["everything-printed"] == {**found["everything-printed"], "scorable": False, "cases": []}


def test_a_sheet_under_another_reading_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("assess", "changzhou-2021", "xinbei-2020", "--reading", "step-mode=class-size-continuous") == 0
    out = capsys.readouterr().out
    assert "step-mode/class-size-continuous" in out
    assert "104.16" in out
    assert run("explain", "changzhou-2021", "xinbei-2020", "15", "--reading", "step-mode=class-size-continuous") == 0
    assert "3.16" in capsys.readouterr().out


def test_a_reading_that_there_is_not_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("assess", "changzhou-2021", "xinbei-2020", "--reading", "step-mode=other") == 2
    assert "[unknown-reading]" in capsys.readouterr().err
