"""`impact` says what hangs on something and what another value does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from supervision_rules.cli import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["impact", "changzhou-2021", *arguments])
    return int(ended.value.code or 0)


def test_a_target_and_what_counts_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changzhou.funding.primary") == 0
    out = capsys.readouterr().out
    assert "小学生均公用经费基准定额（changzhou.funding.primary）：影响" in out
    assert "  21 生均公用经费\n      不符合“小学生均公用经费不低于小学生均公用经费基准定额（770元/生·年）”的，扣0.5分\n" in out
    assert "对材料的影响" not in out


def test_another_value_of_a_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changzhou.funding.primary", "--to", "800元/生·年") == 0
    out = capsys.readouterr().out
    assert "总分104.2 → 103.7（−0.5），等次优秀" in out
    assert "改为新值（770元/生·年 → 800元/生·年）" in out


def test_another_value_of_a_fact(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("primary.classes_over_standard", "--to", "300班") == 0
    out = capsys.readouterr().out
    assert "15 班额与校额　3.2 → 2.2（−1）" in out
    assert "合在一起" not in out


def test_what_the_city_may_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("11", "--to", "1.5") == 0
    assert "11 网上日常督导　2 → 1.5（−0.5）" in capsys.readouterr().out


def test_without_a_value_it_says_what_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("primary.classes") == 0
    assert "xinbei-2020  1370班" in capsys.readouterr().out
    assert run("15") == 0
    assert "xinbei-2020  3.2分" in capsys.readouterr().out


def test_a_name_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("primary.clases") == 2
    assert "是否想写“primary.classes”？" in capsys.readouterr().err


def test_as_data_and_as_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changzhou.funding.primary", "--to", "800", "--json", "-o", str(tmp_path / "impact.xlsx")) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["clauses"] == {"funding-per-pupil": ["funding-per-pupil.1.2"]}
    assert document["cases"][0]["difference"] == "-0.5"
    book = load_workbook(tmp_path / "impact.xlsx")
    assert book.sheetnames == ["牵动", "材料", "得分变化"]
    assert [row[2] for row in book["牵动"].iter_rows(min_row=2, values_only=True)][-1] == "funding-per-pupil.1.2"


def test_in_english_by_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changzhou.funding.primary", "--markdown", "--lang", "en") == 0
    assert "## What depends on it" in capsys.readouterr().out


def test_where_nothing_counts_in_points_a_level_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*arguments: str) -> int:
        with pytest.raises(SystemExit) as ended:
            main(["impact", "national-funding-2022", "1", "--case", "above", *arguments])
        return int(ended.value.code or 0)

    assert asked() == 0
    assert "above  符合" in capsys.readouterr().out
    assert asked("--to", "不符合") == 0
    out = capsys.readouterr().out
    assert "1 小学生均公用经费　符合 → 不符合" in out
    assert "几项合成" not in out
    assert asked("--to", "0.5") == 2
