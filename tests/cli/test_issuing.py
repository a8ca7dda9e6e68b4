"""`table` writes the table of a scheme, `new-year` makes next year's scheme from one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve

from supervision_rules import load_scheme
from supervision_rules.cli import main
from supervision_rules.issuing import table_of, write_table


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table of 2022: a point with other words, one with another title, one new, one gone."""
    old = table_of(load_scheme("changzhou-2021"))
    points = list(old.points)
    points[0] = evolve(points[0], standard="党委教育工作领导小组未正常运行扣2分。")
    points[4] = evolve(points[4], title="分管领导履职尽责")
    points[50] = evolve(points[50], title="教育数字化", standard="未建成智慧教育平台的不得分。")
    return write_table(evolve(old, points=tuple(points)), tmp_path_factory.mktemp("issued") / "table.xlsx", "2022年评分表")


@pytest.fixture
def desk(table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with that table."""
    shutil.copy(table, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def new_year(*more: str) -> int:
    return run("new-year", "changzhou-2021", "--year", "2022", "--table", "table.xlsx", *more)


@pytest.mark.parametrize("name", ["again.xlsx", "again.docx"])
def test_the_table_of_a_scheme_is_written_and_gives_the_scheme_back(desk: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("table", "changzhou-2021", "-o", name) == 0
    assert capsys.readouterr().out == f"已写入 {name}：51个观测点\n"
    assert run("new-year", "changzhou-2021", "--year", "2022", "--table", name) == 0
    assert "51个观测点，合计100分：沿用50个，年份待改1个，文字有改动0个，分值有改动0个，新增0个；取消0个" in capsys.readouterr().out
    assert (desk / "changzhou-2022" / "scheme.toml").is_file()


def test_it_says_what_became_of_every_point_and_why(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_year("--to", "my-policies") == 0
    out = capsys.readouterr().out
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "1 党对教育工作的领导 2 文字有改动：核对 名称相同，61%" in lines
    assert "2 意识形态与思想政治教育 1 沿用 名称和评分标准相同" in lines
    assert any(line.startswith("5 分管领导履职尽责 1.5 文字有改动：核对 5 分管领导履职（leader-in-charge） · 文字相近，") for line in lines)
    assert "51 教育数字化 3 新增：待写规则 没有相近的" in lines
    assert "51 社会满意度（satisfaction-survey）" in lines
    assert "给新增的观测点写规则、改 id：new-point-51" in out
    assert "解释口径提到取消的观测点，改写或删去（否则报 unknown-item）：step-mode；" in out
    assert "quantities.toml:146" in out
    assert "运行：supervision-rules check changzhou-2022 --policies my-policies" in out


def test_what_is_to_be_reviewed_is_refuted_by_check_and_shown(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("table", "changzhou-2021", "-o", "same.xlsx") == 0
    assert run("new-year", "changzhou-2021", "--year", "2022", "--table", "same.xlsx") == 0
    for file in (desk / "targets").glob("*.toml"):
        file.write_text(file.read_text("utf-8").replace("confirmed_for = [2020", "confirmed_for = [2021, 2020"), "utf-8")
    capsys.readouterr()
    assert run("check", "./changzhou-2022") == 1
    assert "规则有待核对：规则沿用changzhou-2021，须照新的评分表核对。" in capsys.readouterr().out
    assert run("show", "./changzhou-2022", "funding-growth") == 0
    assert "待核对：规则沿用changzhou-2021" in capsys.readouterr().out


def test_pairs_put_it_right(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "pairs.toml").write_text('[[pair]]\nold = "satisfaction-survey"\nnew = "教育数字化"\n\n[[pair]]\nnew = "5"\n', encoding="utf-8")
    assert new_year("--pairs", "pairs.toml", "--dry-run") == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert any(line.startswith("51 教育数字化 3 文字有改动：核对 51 社会满意度（satisfaction-survey） · 按 --pairs，") for line in lines)
    assert "5 分管领导履职尽责 1.5 新增：待写规则 按 --pairs" in lines
    (desk / "pairs.toml").write_text('[[pair]]\nnew = "数字化"\n', encoding="utf-8")
    assert new_year("--pairs", "pairs.toml") == 2
    assert "pairs.toml:1:3：评分表中没有“数字化”" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_year("--dry-run") == 0
    assert "没有写入" in capsys.readouterr().out
    assert [one.name for one in desk.iterdir()] == ["table.xlsx"]


def test_data_has_the_same(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_year("--json", "--source", "常教督委〔2022〕1号", "--id", "cz-2022") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["schema"], document["new"], document["written"], document["evaluated_year"]) == (
        "urn:supervision-rules:new-year:1",
        "cz-2022",
        "cz-2022",
        2021,
    )
    assert document["table"] == {"file": "table.xlsx", "points": 51, "total": "100", "numbered": True, "notes": []}
    first, last = document["points"][0], document["points"][50]
    assert (first["was"], first["became"], first["why"], first["place"]) == (
        "party-leadership",
        "reworded",
        "title",
        "table.xlsx，工作表“评分表”的D3",
    )
    assert (last["id"], last["was"], last["became"], last["review"]) == ("new-point-51", None, "new", None)
    assert document["removed"] == ["satisfaction-survey"]
    assert "points/1-leadership.toml" in document["files"]


def test_markdown_has_a_table(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_year("--markdown", "--lang", "en", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "# changzhou-2021 → changzhou-2022: a new year's scheme" in out
    assert "| 51 | 教育数字化 | 3 | new: encode | nothing like it |" in out


def test_what_is_in_the_way_stays(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "changzhou-2022").mkdir()
    assert new_year() == 1
    assert "changzhou-2022 已有别的内容，什么也没有写" in capsys.readouterr().err
    assert run("table", "changzhou-2021", "-o", "table.xlsx") == 1


@pytest.mark.parametrize("arguments", [["--table", "none.xlsx"], ["--table", "table.csv"], ["--sheet", "甲"], ["--id", "../x"]])
def test_what_is_wrong_is_said_without_a_traceback(desk: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert new_year(*arguments) == 2
    assert "改法：" in capsys.readouterr().err


def test_a_console_without_chinese_gets_ids(desk: Path) -> None:
    command = [sys.executable, "-m", "supervision_rules", "new-year", "changzhou-2021", "--year", "2022", "--table", "table.xlsx", "--dry-run"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=True)
    lines = [" ".join(line.split()) for line in done.stdout.decode("ascii").splitlines()]
    assert lines[0] == "changzhou-2021 -> changzhou-2022: a new year's scheme"
    assert "2 ideology-and-political-education 1 carried over same title and standard" in lines
