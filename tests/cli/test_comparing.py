"""`compare` writes a report, Markdown or data, and can be a gate."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from supervision_rules.cli import main
from supervision_rules.loading import registry


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Next year's scheme: one meeting more is asked for, one step costs more; and one that differs in words alone."""
    place = tmp_path_factory.mktemp("policies")
    for name in ("next", "reworded"):
        shutil.copytree(registry.built_in() / "changzhou-2021", place / name)
        shutil.rmtree(place / name / "cases")
        scheme = place / name / "scheme.toml"
        scheme.write_text(scheme.read_text(encoding="utf-8").replace('reference_case = "xinbei-2020"\n', ""), encoding="utf-8")
    shutil.copytree(registry.built_in() / "targets", place / "targets")
    change(place / "next", 'above = "5%"\nstep = "1%"', 'above = "3%"\nstep = "1%"')
    change(place / "next", 'when = "total >= 90"', 'when = "total >= 104"')
    change(place / "reworded", 'title = "班额与校额"', 'title = "班额、校额"')
    return place


def change(scheme: Path, old: str, new: str) -> None:
    files = [*(scheme / "points").glob("*.toml"), *scheme.glob("*.toml")]
    file = next(file for file in files if old in file.read_text(encoding="utf-8"))
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def run(policies: Path, *arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["compare", "changzhou-2021", *arguments, "--policies", str(policies)])
    return int(ended.value.code or 0)


def test_it_says_what_changed_and_for_whom(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policies, "next") == 0
    out = capsys.readouterr().out
    assert "界线由5%改为3%" in out
    assert "等次“优秀”的条件由“总分不低于90分”改为“总分不低于104分”" in out
    assert "常州市新北区（xinbei-2020）   104.2     104  −0.2  优秀" in out


def test_words_alone_change_no_score(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policies, "reworded", "--fail-on", "rules") == 0
    out = capsys.readouterr().out
    assert "1处，其中0处可能影响得分，1处不影响" in out
    assert "名称由“班额与校额”改为“班额、校额”（不影响得分）" in out


def test_markdown_has_headings_and_tables(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policies, "next", "--markdown", "--lang", "en") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("# ")
    assert "### 15 班额与校额" in lines
    assert "| 常州市新北区 (xinbei-2020) | 104.2 | 104 | −0.2 | 优秀 |" in lines


def test_data_has_the_same(policies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policies, "next", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert [change["id"] for change in document["changes"]] == ["clause-changed:class-and-school-size.1.1", "grade:优秀"]
    (case,) = document["cases"]
    assert (case["difference"], case["items"][0]["alone"]) == ("-0.2", {"clause-changed:class-and-school-size.1.1": "-0.2"})


@pytest.mark.parametrize(("on", "code"), [("rules", 1), ("score", 1), ("grade", 0)])
def test_it_can_be_a_gate(policies: Path, on: str, code: int) -> None:
    assert run(policies, "next", "--fail-on", on) == code


def test_the_gate_says_what_stopped_it_and_lets_through_what_is_accepted(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policies, "next", "--fail-on", "score") == 1
    assert "clause-changed:class-and-school-size.1.1　条款由" in capsys.readouterr().err
    accepted = tmp_path / "accepted.toml"
    accepted.write_text(
        '[[accepted]]\nchange = "clause-changed:class-and-school-size.1.1"\nreason = "督委会2025年第1次会议"\non = 2025-03-01\n', encoding="utf-8"
    )
    assert run(policies, "next", "--fail-on", "score", "--accept", str(accepted)) == 0
    assert run(policies, "next", "--fail-on", "rules", "--accept", str(accepted)) == 1
    assert "grade:优秀" in capsys.readouterr().err


def test_acceptances_without_a_gate_are_refused(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policies, "next", "--accept", str(tmp_path / "accepted.toml")) == 2
    assert "--fail-on" in capsys.readouterr().err


def test_the_report_can_go_into_a_file_of_each_kind(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("md", "html", "xlsx", "json"):
        file = tmp_path / "reports" / f"report.{kind}"
        assert run(policies, "next", "-o", str(file)) == 0
        captured = capsys.readouterr()
        assert (captured.out, captured.err) == ("", f"已写入 {file}\n")
    assert sorted(file.name for file in (tmp_path / "reports").iterdir()) == ["report.html", "report.json", "report.md", "report.xlsx"]
    assert "### 15 班额与校额" in (tmp_path / "reports" / "report.md").read_text(encoding="utf-8")
    assert "<td>常州市新北区（xinbei-2020）</td>" in (tmp_path / "reports" / "report.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "reports" / "report.json").read_text(encoding="utf-8"))["cases"][0]["difference"] == "-0.2"
    book = load_workbook(tmp_path / "reports" / "report.xlsx")
    assert book.sheetnames == ["规则变化", "材料", "得分变化"]
    assert next(book["材料"].iter_rows(min_row=2, values_only=True))[:5] == ("常州市新北区", "xinbei-2020", 104.2, 104, -0.2)
    line = next(book["得分变化"].iter_rows(min_row=2, values_only=True))
    assert (line[2], line[5], line[7]) == ("15 班额与校额", -0.2, "clause-changed:class-and-school-size.1.1")


def test_a_file_of_another_kind_is_refused(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(policies, "next", "-o", str(tmp_path / "report.doc")) == 2
    assert ".xlsx" in capsys.readouterr().err


def test_other_cases_can_be_compared(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (registry.built_in() / "changzhou-2021" / "cases" / "xinbei-2020.toml").read_text(encoding="utf-8").partition("[expect]")[0]
    (tmp_path / "first.toml").write_text(text, encoding="utf-8")
    (tmp_path / "second.toml").write_text(text.replace('value = "0 班"', 'value = "40 班"', 1), encoding="utf-8")
    assert run(policies, "next", "--cases", str(tmp_path), "--case", "second") == 0
    assert "（second）" in capsys.readouterr().out
    assert run(policies, "next", "--cases", str(tmp_path)) == 0
    assert "2份材料" in capsys.readouterr().out


def test_all_mistakes_of_all_cases_are_said_at_once(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text('[case]\nscheme = "changzhou-2021"\nsubject = "某区"\nyear = 2019\n', encoding="utf-8")
    assert run(policies, "next", "--cases", str(tmp_path)) == 2
    assert capsys.readouterr().err.count("[case-of-other-year]") == 2


def test_pairs_can_be_said(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "pairs.toml"
    file.write_text('[[pair]]\nold = "class-and-school-size"\n\n[[pair]]\nnew = "class-and-school-size"\n', encoding="utf-8")
    assert run(policies, "reworded", "--pairs", str(file)) == 0
    out = capsys.readouterr().out
    assert "新增观测点15 班额、校额，4分" in out
    assert "取消原观测点15 班额与校额，4分" in out


def test_two_cases_of_one_scheme_and_what_is_to_be_put_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (registry.built_in() / "changzhou-2021" / "cases" / "xinbei-2020.toml").read_text(encoding="utf-8")
    changed = text.replace('value = "115 班"', 'value = "300 班"')
    assert changed != text
    (tmp_path / "verified.toml").write_text(changed, encoding="utf-8")

    def compared(*more: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["compare", "--same-scheme", "changzhou-2021", "xinbei-2020", str(tmp_path / "verified.toml"), *more])
        assert ended.value.code in (0, None)
        return capsys.readouterr().out

    out = compared()
    assert "15 班额与校额　3.2 → 2.2（−1）" in out
    assert "−0.3 → −1.3　超过标准班额的班级占比高于5%的" in out
    assert "小学超过标准班额的班级数：115班 → 300班" in out
    assert out.partition("问题清单")[2].splitlines()[4].startswith("  15 班额与校额")
    document = json.loads(compared("--json"))
    assert document["items"][0]["findings"][0]["because"][0] == "compulsory.over_standard_share"
    assert document["faults"][0]["worth"] == "1.3"
    assert "## To be put right" in compared("--markdown", "--lang", "en")
    compared("-o", str(tmp_path / "faults.xlsx"))
    assert next(load_workbook(tmp_path / "faults.xlsx")["问题清单"].iter_rows(min_row=2, values_only=True))[:2] == ("15 班额与校额", 1.3)


def test_a_console_without_chinese_gets_ids_and_ranks(policies: Path) -> None:
    command = [sys.executable, "-m", "supervision_rules", "compare", "changzhou-2021", "next", "--policies", str(policies)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=True)
    lines = done.stdout.decode("ascii").splitlines()
    assert lines[0] == "changzhou-2021 -> next"
    assert "  class-and-school-size  3.2 -> 3 (-0.2)" in lines
    assert any(line.split() == ["xinbei-2020", "104.2", "104", "-0.2", "1/4"] for line in lines)


def test_two_cases_go_with_no_gate_and_a_gate_with_no_case_says_so(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["compare", "--same-scheme", "changzhou-2021", "xinbei-2020", "xinbei-2020", "--fail-on", "grade"])
    assert ended.value.code == 2
    assert "--same-scheme" in capsys.readouterr().err
    assert run(policies, "next", "--cases", str(tmp_path), "--fail-on", "grade") == 2
    assert "没有材料" in capsys.readouterr().err


def test_cases_that_are_directories_are_taken_too(policies: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "folder").mkdir()
    text = (registry.built_in() / "changzhou-2021" / "cases" / "xinbei-2020.toml").read_text(encoding="utf-8").partition("[expect]")[0]
    (tmp_path / "folder" / "case.toml").write_text(text, encoding="utf-8")
    assert run(policies, "next", "--cases", str(tmp_path)) == 0
    assert "（folder）" in capsys.readouterr().out
