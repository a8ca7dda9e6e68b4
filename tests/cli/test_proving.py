"""`check` with static checks and proofs: exit codes, words, JSON, counterexamples as files."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import number_fact, point, scheme
from engines.exact.rules import bands

from supervision_rules import Scheme, assess, load_case, load_scheme, write_scheme
from supervision_rules.cli import main

MEETINGS = number_fact("meetings", "次", (0, 30))


def written(tmp_path: Path, *floors: tuple[str, int], rest: int = 0) -> str:
    made: Scheme = scheme([point(bands("meetings", *floors, rest=rest))], [MEETINGS])
    return str(write_scheme(made, tmp_path))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code: Any = 0
    try:
        main(arguments)
    except SystemExit as stop:
        code = stop.code or 0
    out, err = capsys.readouterr()
    return int(code), out, err


@pytest.fixture
def sound(tmp_path: Path) -> str:
    return written(tmp_path, ("12次", 10), ("4次", 5))


@pytest.fixture
def broken(tmp_path: Path) -> str:
    return written(tmp_path, ("12次", 0), ("4次", 5), rest=10)


class TestProve:
    def test_a_sound_scheme_is_proved_and_ends_with_0(self, sound: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "check", sound, "--prove")
        assert code == 0
        assert "不成立0" in out

    def test_a_broken_one_shows_both_sides_and_ends_with_1(self, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "check", broken, "--prove")
        assert code == 1
        assert re.search(r"meetings由(3次变为4次|11次变为12次)（越多越好），得分反而由(10分降为5分|5分降为0分)", out)

    def test_it_speaks_english_too(self, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = run(capsys, "check", broken, "--prove", "--lang", "en")
        assert "more is better" in out

    def test_as_json_it_has_the_facts_of_both_cases(self, broken: str, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "check", broken, "--prove", "--json")
        proof = json.loads(out)["proof"]
        (result,) = [one for line in proof["lines"] for one in line["results"] if one["verdict"] == "refuted" and one["law"] == "monotone"]
        assert (code, proof["verdict"]) == (1, "refuted")
        low = int(result["counterexample"]["cases"][0]["facts"]["meetings"].split()[0])
        assert [case["facts"]["meetings"] for case in result["counterexample"]["cases"]] == [f"{low} 次", f"{low + 1} 次"]
        scores = [int(case["score"]) for case in result["counterexample"]["cases"]]
        assert scores[0] > scores[1]

    def test_its_counterexamples_are_written_as_cases_that_load(self, broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "check", broken, "--prove", "-o", str(tmp_path / "shown"))
        loaded = load_scheme(broken)
        files = sorted((tmp_path / "shown").rglob("*.toml"))
        after, before = (assess(loaded, load_case(file, loaded)).total for file in files)
        assert before is not None
        assert after is not None
        assert before > after

    def test_files_without_a_proof_make_no_sense(self, sound: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = run(capsys, "check", sound, "-o", str(tmp_path / "shown"))
        assert code == 2
        assert "--prove" in err

    def test_without_the_solver_it_says_what_to_install(
        self, sound: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setitem(sys.modules, "z3", None)
        code, _, err = run(capsys, "check", sound, "--prove")
        assert code == 2
        assert "supervision-rules[proof]" in err


class TestStatic:
    def test_what_does_nothing_is_found_without_a_solver(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setitem(sys.modules, "z3", None)
        same = [point(bands("meetings", ("12次", 10)), id=id, number="1") for id in ("one", "two")]
        code, out, _ = run(capsys, "check", str(write_scheme(scheme(same, [MEETINGS]), tmp_path)))
        assert code == 1
        assert "编号1用了不止一次" in out
