"""`rows` says why a school or a class counts against a case."""

from __future__ import annotations

import json

import pytest
from cli.running import run

BALANCE = ("rows", "national-balance-2017", "below-every-line")


def test_every_row_with_anything_against_it_is_shown_with_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BALANCE) == 0
    out = capsys.readouterr().out
    assert "学校（school）：共6行，有问题3行，待定0行" in out
    assert "没有做到：小学七项中至少六项达标；7项中0项，要6项" in out
    assert "网络多媒体教室数46间，至少要47间，差1间" in out
    assert "甲小/小学44班" in out


def test_one_school_alone_and_those_of_its_classes_that_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BALANCE, "甲小") == 0
    out = capsys.readouterr().out
    assert "丙中" not in out
    assert "甲小/小学44班" in out
    assert "甲小/小学43班" not in out


def test_a_school_without_fault_is_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rows", "national-balance-2017", "generated-district", "001") == 0
    assert "001 演练001号小学  没有问题" in capsys.readouterr().out


def test_one_table_by_its_id_or_its_label(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BALANCE, "--table", "class") == 0
    by_id = capsys.readouterr().out
    assert run(*BALANCE, "--table", "班级") == 0
    assert capsys.readouterr().out == by_id
    assert "学校（school）" not in by_id


def test_missing_cells_make_a_row_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rows", "national-balance-2017", "empty-cell") == 0
    out = capsys.readouterr().out
    assert "待定1行" in out
    assert "不能确定：" in out


def test_a_name_that_no_row_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BALANCE, "甲") == 2
    assert "row-not-found" in capsys.readouterr().err


def test_an_unknown_table_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BALANCE, "--table", "schools") == 2
    assert "unknown-table" in capsys.readouterr().err


def test_a_scheme_that_judges_no_rows_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rows", "national-funding-2023", "at-2023") == 0
    assert "没有可逐行说明的明细" in capsys.readouterr().out


def test_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BALANCE, "戊教学点", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["school"]
    (reason,) = row["reasons"]
    assert (row["key"], row["failing"], reason["items"]) == ("戊教学点", True, ["small-schools"])
    assert {name: reason["checks"][0]["measured"][name] for name in ("value", "needs", "gap", "unit")} == {
        "value": "99",
        "needs": "100",
        "gap": "1",
        "unit": "生",
    }


def test_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*BALANCE, "--lang", "en") == 0
    assert "99生, at least 100生 needed, 1生 short" in capsys.readouterr().out
