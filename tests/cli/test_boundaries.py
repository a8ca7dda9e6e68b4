"""`boundaries`: the table, the data, and files that load and score as the table says, written whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision_rules import assess, load_case, load_scheme
from supervision_rules.cli import main
from supervision_rules.messages import exact

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "policies"
POINT = ("boundaries", "changzhou-2021", "21")

Say = Callable[..., str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Say:
    """What a command prints that succeeds."""

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        out, err = capsys.readouterr()
        assert (left.value.code, err) == (0, "")
        return out

    return run


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit code and the complaint of a command that fails."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return int(left.value.code or 0), capsys.readouterr().err


def files(directory: Path) -> dict[str, bytes]:
    return {file.relative_to(directory).as_posix(): file.read_bytes() for file in sorted(directory.rglob("*")) if file.is_file()}


def test_a_point_is_a_table_of_boundaries(said: Say) -> None:
    table = said(*POINT)
    assert "2．小学生均公用经费不低于小学生均公用经费基准定额（770元/生·年）［1.2］变动：小学生均公用经费（primary.funding_per_pupil）" in table
    rows = [line.split() for line in table.splitlines()]
    assert ["略低", "769.99元/生·年", "1.5", "1.2", "−0.5"] in rows
    assert ["恰在", "770元/生·年", "2", "—"] in rows
    assert "界线4处，材料11份。" in table


def test_further_steps_are_not_described_again(said: Say) -> None:
    table = said("boundaries", "changzhou-2021", "15")
    assert table.count("按每1%一档计的档数") == 1
    assert "  3．第2档\n" in table


def test_what_is_in_the_way_is_said(said: Say) -> None:
    table = said("boundaries", "changzhou-2021", "8")
    assert "略高：无。不符合勾稽关系“towns-assessed”" in table
    assert "略低：无。已到值域的端点" in table


def test_a_bonus_is_named_by_its_id(said: Say) -> None:
    assert "本条加到上限5分" in said("boundaries", "changzhou-2021", "national-honours")


@pytest.mark.parametrize("scheme", ["school-standard", "grade-counting", "ranked-cohort"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_schemes_have_boundaries_too(said: Say, scheme: str, language: str) -> None:
    assert said("boundaries", str(SMALL / scheme), "--lang", language).splitlines()[-1]


def test_levels_stand_where_there_are_no_points(said: Say) -> None:
    rows = [line.split() for line in said("boundaries", str(SMALL / "grade-counting"), "teacher-pay").splitlines()]
    assert ["恰在", "100%", "A", "1.1"] in rows


def test_a_point_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, complaint = refused(capsys, "boundaries", "changzhou-2021", "funding-per-pupils")
    assert code == 2
    assert "“funding-per-pupil”" in complaint


def test_a_console_without_chinese_gets_ids() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "supervision_rules", *POINT], capture_output=True, env=environment, check=True, cwd=ROOT)
    assert b"2. comparison [1.2]: primary.funding_per_pupil" in done.stdout
    assert b"?" not in done.stdout
    assert done.stderr == b""


class TestJson:
    def test_says_everything_exactly(self, said: Say) -> None:
        document = json.loads(said(*POINT, "--json"))
        (item,) = document["items"]
        one = item["boundaries"][1]
        assert (item["id"], document["scheme"]["id"]) == ("funding-per-pupil", "changzhou-2021")
        assert (one["clause"], one["fact"], one["moved"]) == ("funding-per-pupil.1.2", "primary.funding_per_pupil", "comparison")
        assert one["threshold"] == {"below": "769.99", "at": "770", "above": "770.01"}
        assert [(case["position"], case["value"], case["score"]) for case in one["cases"]] == [
            ("below", "769.99", "1.5"),
            ("at", "770", "2"),
            ("above", "770.01", "2"),
        ]
        assert one["cases"][0]["findings"] == [{"clause": "funding-per-pupil.1.2", "amount": "0.5"}]
        assert one["cases"][0]["changed"] == ["primary.funding_per_pupil"]

    def test_of_a_yes_or_no_fact_has_no_threshold(self, said: Say) -> None:
        last = json.loads(said(*POINT, "--json"))["items"][0]["boundaries"][-1]
        assert last["threshold"] is None
        assert [case["value"] for case in last["cases"]] == [False, True]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    """The files of the whole scheme, and what the data says of each."""
    place = tmp_path_factory.mktemp("files") / "new" / "boundaries"
    run = [sys.executable, "-m", "supervision_rules", "boundaries", "changzhou-2021", "-o", str(place), "--json"]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
    document = json.loads(subprocess.run(run, capture_output=True, env=environment, check=True, cwd=ROOT).stdout)
    cases = (case for item in document["items"] for one in item["boundaries"] for case in one["cases"])
    return place, {case["file"]: case for case in cases}


class TestFiles:
    def test_are_one_a_case(self, written: tuple[Path, dict[str, dict[str, str]]]) -> None:
        place, cases = written
        assert files(place).keys() == cases.keys()

    def test_load_and_score_as_the_table_says(self, written: tuple[Path, dict[str, dict[str, str]]]) -> None:
        place, cases = written
        scheme = load_scheme("changzhou-2021")
        scores = {}
        for name in list(cases)[::4]:
            score = assess(scheme, load_case(place / name, scheme)).item(name.partition("/")[0]).score
            scores[name] = None if score is None else exact(score)
        assert scores == {name: cases[name]["score"] for name in scores}

    def test_say_what_they_show(self, written: tuple[Path, dict[str, dict[str, str]]]) -> None:
        place, _ = written
        case = load_case(place / "funding-per-pupil" / "02-1.2-primary.funding_per_pupil-below.toml", load_scheme("changzhou-2021"))
        assert case.subject == "界线用例（据常州市新北区）"
        assert "小学生均公用经费取769.99元/生·年（略低），得1.5分（分值2分）。" in case.note
        moved = case.facts[0]
        assert (moved.id, moved.value, moved.assumed) == ("primary.funding_per_pupil", "769.99 元/生·年", "为查界线而设，报告没有这样说")

    def test_are_counted(self, said: Say, tmp_path: Path) -> None:
        assert f"材料11份已写入 {tmp_path / 'new'}" in said(*POINT, "-o", str(tmp_path / "new"))

    def test_written_again_stay_as_they_are(self, said: Say, tmp_path: Path) -> None:
        said(*POINT, "-o", str(tmp_path))
        before = files(tmp_path)
        said(*POINT, "-o", str(tmp_path))
        assert files(tmp_path) == before

    def test_stand_beside_other_files(self, said: Say, tmp_path: Path) -> None:
        (tmp_path / "mine.toml").write_text("mine", encoding="utf-8")
        said(*POINT, "-o", str(tmp_path))
        assert len(files(tmp_path)) == 12

    def test_do_not_replace_what_holds_something_else(self, said: Say, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        said(*POINT, "-o", str(tmp_path))
        changed = tmp_path / "funding-per-pupil" / "01-1.1-preschool.funding_per_pupil-at.toml"
        changed.write_text("mine", encoding="utf-8")
        (tmp_path / "funding-per-pupil" / "01-1.1-preschool.funding_per_pupil-below.toml").unlink()
        before = files(tmp_path)
        code, complaint = refused(capsys, *POINT, "-o", str(tmp_path))
        assert (code, complaint.strip()) == (1, f"{changed} 已有别的内容，什么也没有写")
        assert files(tmp_path) == before
