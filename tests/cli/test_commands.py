"""The command line as its users meet it: a process, its output, its exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "policies"


def run(*arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT), "LANG": "en_US.UTF-8"}
    return subprocess.run([sys.executable, "-m", "supervision_rules", *arguments], capture_output=True, env=environment, check=False, cwd=ROOT)


def said(*arguments: str) -> str:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


ASSESS = ("assess", "changzhou-2021", "xinbei-2020")


def test_assess_prints_the_whole_sheet() -> None:
    sheet = said(*ASSESS)
    for words in ("扣分  −1.8", "加分  +6", "总分  104.2", "等次  优秀", "4个观测点待市赋分", "94.2至104.2", "sha256:", "其中假定27项"):
        assert words in sheet
    assert sum(line.startswith(f"{number} ") for number in range(1, 52) for line in sheet.splitlines() if "重构" in line) == 51


def test_a_finding_says_what_was_required_what_the_facts_say_and_from_where() -> None:
    sheet = said(*ASSESS)
    assert "要求：小学生师比不高于小学生师比上限（17生/人）" in sheet
    assert "小学学生数：58508人（数据·一段2）" in sheet
    assert "（目标·教督〔2017〕6号，资源配置指标第4项" in sheet
    assert "【假定：" in sheet


def test_english_is_asked_for_and_never_taken_from_the_environment() -> None:
    assert "等次  优秀" in said(*ASSESS)
    assert "Total  104.2" in said(*ASSESS, "--lang", "en")


def test_output_in_a_pipe_has_no_colours() -> None:
    assert "\x1b" not in said(*ASSESS)


def test_json_keeps_its_published_schema() -> None:
    document = json.loads(said(*ASSESS, "--json"))
    schema = json.loads(said("schema"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    assert (document["total"], document["grade"], document["deductions"], document["bonus"]) == ("104.2", "优秀", "-1.8", "6")


@pytest.mark.parametrize("case", ["school-standard/haibin-2020", "grade-counting/delta-2020", "ranked-cohort/jia-2020"])
def test_json_of_the_small_schemes_keeps_it_too(case: str) -> None:
    scheme, name = case.split("/")
    document = json.loads(said("assess", str(SMALL / scheme), name, "--json"))
    Draft202012Validator(json.loads(said("schema"))).validate(document)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp1252"])
def test_a_poor_console_gets_a_plainer_sheet(encoding: str) -> None:
    done = run(*ASSESS, encoding=encoding)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"104.2" in done.stdout


def test_gbk_shows_chinese_with_a_plain_minus() -> None:
    sheet = run(*ASSESS, encoding="gbk").stdout.decode("gbk")
    assert "班额与校额" in sheet
    assert "-0.8" in sheet or "-1.8" in sheet


def test_ascii_names_points_by_their_ids() -> None:
    sheet = run(*ASSESS, encoding="ascii").stdout.decode("ascii")
    assert "class-and-school-size" in sheet
    assert "Grade  1/4" in sheet


def test_json_on_an_ascii_console_is_whole() -> None:
    document = json.loads(run(*ASSESS, "--json", encoding="ascii").stdout.decode("ascii"))
    assert document["grade"] == "优秀"


def test_explain_shows_clauses_that_do_not_apply_and_zero_amounts() -> None:
    explained = said("explain", "changzhou-2021", "xinbei-2020", "15")
    assert "不适用。适用条件：" in explained
    assert "[class-and-school-size.2.1]" in explained
    assert "= （小学超过标准班额的班级数＋初中超过标准班额的班级数）÷义务教育班级数" in explained


def test_explain_takes_an_id_or_a_number() -> None:
    assert said("explain", "changzhou-2021", "xinbei-2020", "32") == said("explain", "changzhou-2021", "xinbei-2020", "pupil-teacher-ratio")


def test_explain_as_json() -> None:
    document = json.loads(said("explain", "changzhou-2021", "xinbei-2020", "32", "--json"))
    assert [clause["applies"] for clause in document["clauses"]] == [True, False]


def test_check_counts_and_hashes() -> None:
    checked = said("check", "changzhou-2021")
    assert "没有发现错误" in checked
    assert "公式（应尽量少用）1" in checked
    assert json.loads(said("check", "changzhou-2021", "--json"))["counts"]["points"] == 51


def test_list_shows_schemes_cases_and_targets() -> None:
    assert "changzhou-2021" in said("list")
    assert "xinbei-2020" in said("list", "cases")
    assert "changzhou.funding.primary" in said("list", "targets")
    assert {row["id"] for row in json.loads(said("list", "schemes", "--json", "--policies", str(SMALL)))} >= {"ranked-cohort", "changzhou-2021"}


def test_show_has_standard_rule_and_sentence() -> None:
    shown = said("show", "changzhou-2021", "21")
    assert "评分标准：幼儿园、小学、中学公用经费达到基准定额" in shown
    assert "unless = primary.funding_per_pupil >= changzhou.funding.primary" in shown
    assert "770元/生·年" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("assess", "changzhou", "xinbei-2020"), "unknown-scheme"),
        (("assess", "changzhou-2021", "xinbei"), "unknown-case"),
        (("explain", "changzhou-2021", "xinbei-2020", "class-size"), "unknown-item"),
        (("check", "./nowhere"), "unknown-scheme"),
    ],
)
def test_a_mistake_exits_with_2_and_prints_nothing_else(arguments: tuple[str, ...], code: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"[{code}]" in done.stderr.decode()
    assert "改法：" in done.stderr.decode()


def test_help_teaches_in_both_languages() -> None:
    assert "先试：" in said("--help")
    assert "supervision-rules assess changzhou-2021 xinbei-2020" in said("assess", "--help")
    assert "Try:" in said("--lang", "en", "--help")
    assert "Total  104.2" in said("--lang=en", *ASSESS)
