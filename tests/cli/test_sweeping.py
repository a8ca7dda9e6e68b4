"""`sweep` goes through values of targets and facts for many cases."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from cli.running import run
from openpyxl import load_workbook

DISTRICTS = Path(__file__).parents[2] / "policies" / "changzhou-2022-exercise" / "districts" / "cases"
FLOOR = "changzhou.funding.primary"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with some of the drawn districts."""
    place = tmp_path_factory.mktemp("districts")
    for file in sorted(DISTRICTS.glob("yanlian-5*.toml")):
        (place / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return place


def test_a_target_and_whom_it_costs_what(few: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sweep", "changzhou-2021", f"{FLOOR}=770..850:80", "--cases", str(few)) == 0
    out = capsys.readouterr().out
    assert "小学生均公用经费基准定额（changzhou.funding.primary）" in out
    assert "850元/生·年  演练区51（生成）      90    89.5   0.5  优秀 → 良好  21 生均公用经费" in out


def test_as_data_with_a_picture_and_every_case_in_a_file(few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, picture = tmp_path / "all.parquet", tmp_path / "shares.svg"
    files = ["-o", str(table), "--picture", str(picture)]
    assert run("sweep", "changzhou-2021", f"{FLOOR}=800,850", "--cases", str(few), "--json", *files) == 0
    document = json.loads(capsys.readouterr().out)
    assert [step["values"] for step in document["steps"]] == [None, {FLOOR: "800"}, {FLOOR: "850"}]
    assert document["steps"][2]["losing"] == document["steps"][2]["items"][0]["losing"] > 0
    assert pl.read_parquet(table).height == 3 * document["steps"][0]["cases"]
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_as_a_workbook(few: Path, tmp_path: Path) -> None:
    file = tmp_path / "sweep.xlsx"
    assert run("sweep", "changzhou-2021", f"{FLOOR}=850", "--cases", str(few), "-o", str(file)) == 0
    assert load_workbook(file).sheetnames == ["各值", "哪里失分", "失分最多的"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_of_a_file_with_a_row_a_case(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from supervision_rules import load_scheme
    from supervision_rules.engines.columnar import columnar_of

    names = columnar_of(load_scheme("guangdong-strong-town")).facts
    towns = pl.DataFrame({"town": ["演练一镇", "演练二镇"]} | {name: [0, 0] for name in names})
    file = tmp_path / f"towns.{kind}"
    (towns.write_csv if kind == "csv" else towns.write_parquet)(file)
    assert run("sweep", "guangdong-strong-town", "missing.law+=1..2", "--cases", str(file), "--json") == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    assert [step["losing"] for step in steps] == [0, 2, 2]
    assert steps[1]["hardest"][0]["case"] == "演练一镇"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["changzhou.funding.primry=1"], "是否想写“changzhou.funding.primary”？"),
        ([f"{FLOOR}"], "没有要试算的值"),
        ([f"{FLOOR}=850..770"], "从大到小"),
        ([f"{FLOOR}=770..850:0"], "[step-not-positive]"),
        ([f"{FLOOR}=770班"], "[wrong-unit]"),
        ([f"{FLOOR}=1", f"{FLOOR}=2"], "[duplicate-id]"),
        (["primary.classes=999999999班"], "[outside-domain]"),
    ],
)
def test_says_what_is_wrong_with_what_is_to_be_swept(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sweep", "changzhou-2021", *arguments) == 2
    assert said in capsys.readouterr().err


def test_leaves_no_file_where_something_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "sweep.html"
    assert run("sweep", "changzhou-2021", "nothing=1", "-o", str(file)) == 2
    assert not file.exists()


def test_of_a_file_as_bulk_has_it_with_units_and_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from supervision_rules import load_scheme
    from supervision_rules.engines.columnar import columnar_of

    names = [name for name in columnar_of(load_scheme("guangdong-strong-town")).facts if name != "missing.law"]
    file = tmp_path / "towns.csv"
    file.write_text(f"town,missing.law,{','.join(names)}\n演练一镇,1个{',0' * len(names)}\n", encoding="utf-8")
    assert run("sweep", "guangdong-strong-town", "missing.law=0,2", "--cases", str(file), "--json") == 0
    assert [step["gaining"] for step in json.loads(capsys.readouterr().out)["steps"]] == [0, 1, 0]


def test_says_where_in_a_file_a_cell_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from supervision_rules import load_scheme
    from supervision_rules.engines.columnar import columnar_of

    names = columnar_of(load_scheme("guangdong-strong-town")).facts
    file = tmp_path / "towns.csv"
    file.write_text(f"town,{','.join(names)}\n演练一镇{',0' * len(names)}\n演练二镇{',99999' * len(names)}\n", encoding="utf-8")
    assert run("sweep", "guangdong-strong-town", "missing.law=0,2", "--cases", str(file)) == 2
    assert "towns.csv:3" in capsys.readouterr().err


def test_takes_no_other_file_of_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cases.txt").write_text("x", encoding="utf-8")
    assert run("sweep", "changzhou-2021", f"{FLOOR}=1", "--cases", str(tmp_path / "cases.txt")) == 2
    assert "cases.txt" in capsys.readouterr().err
