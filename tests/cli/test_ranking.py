"""`rank` says who stands where, and what those wait for that have no rank."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli.running import run

SCHEMES = Path(__file__).parents[1] / "policies"


def rows(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """The rows of the table."""
    lines = capsys.readouterr().out.splitlines()
    start = next(n for n, line in enumerate(lines) if line.lstrip().startswith("--")) + 1
    table = lines[start:]
    return [line.split() for line in table[: next((n for n, line in enumerate(table) if len(line.split()) < 4), len(table))]]


def test_by_total_the_undecided_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rank", str(SCHEMES / "ranked-cohort")) == 0
    assert [row[:3] for row in rows(capsys)] == [["1", "甲区", "50.67"], ["2", "丙县", "46.5"], ["3", "乙区", "31"], ["—", "丁县", "10–20"]]


def test_why_one_has_no_rank(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rank", str(SCHEMES / "ranked-cohort")) == 0
    assert "丁县：缺中等职业学校数（vocational.schools）" in capsys.readouterr().out


def test_with_the_score_of_every_point(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rank", str(SCHEMES / "ranked-cohort"), "jia-2020", "bing-2020", "--points") == 0
    assert [row[3:] for row in rows(capsys)] == [
        ["良好", "10", "10", "10", "10", "6.67", "3", "1.5"],
        ["良好", "10", "6", "10", "10", "—", "0", "1.5"],
    ]


def test_those_alike_share_a_rank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SCHEMES / "ranked-cohort" / "cases", tmp_path / "own" / "cases")
    shutil.copytree(SCHEMES / "shared", tmp_path / "shared")
    cases = tmp_path / "own" / "cases"
    (cases / "second.toml").write_text((cases / "jia-2020.toml").read_text(encoding="utf-8").replace('"甲区"', '"新区"'), encoding="utf-8")
    assert run("rank", str(SCHEMES / "ranked-cohort"), "--dir", str(cases)) == 0
    assert [row[:2] for row in rows(capsys)] == [["1", "甲区"], ["1", "新区"], ["3", "丙县"], ["4", "乙区"], ["—", "丁县"]]


def test_where_there_are_no_points_by_levels(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rank", str(SCHEMES / "grade-counting"), "--lang", "en") == 0
    out = capsys.readouterr().out
    assert [out.index(name) for name in ("东江区", "北山县", "中河县")] == sorted(out.index(name) for name in ("东江区", "北山县", "中河县"))
    assert "A 5 · B 1 · C 0" in out


def test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rank", str(SCHEMES / "ranked-cohort"), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["rank"], one["case"], one["total"]) for one in found["ranks"]][:2] == [(1, "jia-2020", "50.67"), (2, "bing-2020", "46.5")]
    last = found["ranks"][-1]
    assert (last["rank"], last["total"], last["range"]) == (None, None, {"lowest": "10", "highest": "20"})
    assert "vocational.schools" in last["awaiting"]["facts"]
    assert found["ranks"][0]["scores"]["vocational"] == "6.67"


def test_under_another_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rank", str(SCHEMES / "ranked-cohort"), "--reading", "place-of-the-rest=among-the-rest", "--json") == 0
    scores = {one["case"]: one["scores"]["finance"] for one in json.loads(capsys.readouterr().out)["ranks"]}
    assert scores["bing-2020"] == "8"


def test_a_mistake_in_one_case_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SCHEMES / "ranked-cohort", tmp_path / "ranked-cohort")
    shutil.copytree(SCHEMES / "shared", tmp_path / "shared")
    (tmp_path / "ranked-cohort" / "cases" / "bad.toml").write_text("[case\n", encoding="utf-8")
    assert run("rank", str(tmp_path / "ranked-cohort")) == 2
    assert capsys.readouterr().err.count("[toml-syntax]") == 1
