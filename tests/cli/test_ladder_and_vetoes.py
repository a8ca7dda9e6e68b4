"""Ladder and vetoes on the command line, and mistakes as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.test_commands import run, said

CASE = ("changzhou-2021", "xinbei-2020")


def test_show_prints_the_ladder() -> None:
    shown = said("show", "changzhou-2021", "ladder")
    assert "优秀" in shown
    assert "总分不低于" in shown
    assert "重构" in shown


@pytest.mark.parametrize("veto", ["pay-and-funds"])
def test_show_and_explain_a_veto(veto: str) -> None:
    shown = said("show", "changzhou-2021", veto)
    assert "条件：" in shown
    assert "后果：" in shown
    assert "重构" in shown
    explained = said("explain", *CASE, veto)
    assert "未触发" in explained
    assert "【假定" in explained
    assert json.loads(said("explain", *CASE, veto, "--json"))["veto"]["applies"] is False


def test_mistakes_as_json_go_to_standard_output(tmp_path: Path) -> None:
    where = tmp_path / "broken"
    where.mkdir()
    (where / "scheme.toml").write_text('[scheme]\ntitel = "x"\n', encoding="utf-8")
    done = run("check", str(where), "--json")
    assert (done.returncode, done.stderr) == (2, b"")
    document = json.loads(done.stdout)
    assert document["scheme"] == str(where)
    first = next(one for one in document["problems"] if one["code"] == "unknown-key")
    assert set(first) == {"code", "file", "line", "column", "path", "cause", "mend"}
    assert (Path(first["file"]).name, first["line"]) == ("scheme.toml", 2)
    assert "titel" in first["cause"]


def test_a_scheme_that_there_is_not_is_such_a_mistake_too() -> None:
    done = run("check", "nowhere", "--json", "--lang", "en")
    assert (done.returncode, done.stderr) == (2, b"")
    problem = json.loads(done.stdout)["problems"][0]
    assert (problem["code"], problem["file"], problem["line"]) == ("unknown-scheme", None, None)
    assert "there is no scheme" in problem["cause"]


def test_show_an_alert() -> None:
    shown = said("show", "changzhou-2021", "monthly-visit")
    assert "一月一督缺督（monthly-visit）" in shown
    assert "少于1条的" in shown
    assert "xinbei-2020-self-report" in shown
