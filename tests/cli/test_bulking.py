"""`bulk` scores a file of cases, and says what they come to."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import polars as pl
import pytest
from bulk.files import HEADER, lines, write_csv
from cli.running import run
from engines.columnar.of_all_kinds import SCHEME

from supervision_rules import write_scheme


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_scheme(SCHEME, tmp_path_factory.mktemp("schemes")))


@pytest.fixture(autouse=True)
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_csv(tmp_path / "cases.csv", lines())


def columns(file: str) -> list[str]:
    return pl.read_parquet_schema(file).names()[len(HEADER) :]


def test_the_summary_is_shown_and_the_scores_are_written(scheme: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bulk", scheme, "cases.csv", "-o", "scores.parquet") == 0
    out, err = capsys.readouterr()
    assert err == "已写入 scores.parquet\n"
    assert "：6份材料\n  总分未定的有" in out
    assert [line for line in out.splitlines() if line and not line.startswith(" ")][1:] == [
        "总分",
        "等次",
        "否决和降等",
        "失分最多的观测点",
        "这些观测点适用最多的条款",
        "加分项",
    ]
    assert columns("scores.parquet")[-4:] == ["base_score", "bonus", "total", "grade"]


@pytest.mark.parametrize(("options", "wanted"), [
    (["--totals"], ["total", "grade"]),
    (["--totals", "--ranges"], ["total", "total_least", "total_most", "grade", "grades"]),
    (["--totals", "--clauses"], ["clause_rates.1.1", "clause_rates.1.2", "total", "grade"]),
])  # fmt: skip
def test_more_or_less_is_written_by_what_is_asked_for(scheme: str, options: list[str], wanted: list[str]) -> None:
    assert run("bulk", scheme, "cases.csv", "-o", "scores.parquet", *options) == 0
    found = columns("scores.parquet")
    assert [name for name in found if not name.startswith("clause_") or (name.startswith("clause_rates") and name[-1] in "12")] == wanted


def test_the_summary_as_data(scheme: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["cases"], found["scheme"]["id"]) == ("urn:supervision-rules:bulk:1", 6, SCHEME.id)
    assert sum(found["totals"]["counts"].values()) == found["totals"]["cases"] == found["cases"] - found["pending"]
    assert sum(found["grades"].values()) + found["ungraded"] == 6


@pytest.mark.parametrize("name", ["summary.html", "summary.md", "summary.json"])
def test_the_summary_in_a_file(name: str, scheme: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv", "--summary", name, "--lang", "en") == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"written to scores.csv\nwritten to {name}\n")
    assert "quantiles" in Path(name).read_text(encoding="utf-8") or "median" in Path(name).read_text(encoding="utf-8")


def test_the_summary_for_excel(scheme: str) -> None:
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv", "--summary", "summary.xlsx") == 0
    book = openpyxl.load_workbook("summary.xlsx")
    assert book.sheetnames == ["总分", "等次", "观测点和加分项", "计分条款", "否决和降等"]
    assert sum(row[1].value for row in book["等次"].iter_rows(min_row=2)) == 6


def test_the_picture_says_what_it_shows(scheme: str) -> None:
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv", "--picture", "totals.svg") == 0
    drawn = ElementTree.parse("totals.svg").getroot()
    said = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}desc")]
    assert "优秀" in str(said[0])
    assert "中位数" in str(said[0])


def test_how_far_it_is_stands_where_somebody_looks(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv", "--batch", "2") == 0
    assert "100%" in sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_a_mistake_is_told_with_its_place_and_nothing_is_written(scheme: str, cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases.write_text(cases.read_text(encoding="utf-8").replace("95.5", "195.5"), encoding="utf-8")
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv") == 2
    assert capsys.readouterr().err.startswith("cases.csv:2:6：rate 的195.5%不在取值范围（0%至100%）内 [cell-outside-domain]\n")
    assert list(cases.parent.iterdir()) == [cases]


@pytest.mark.parametrize("options", [
    ["-o", "scores.xlsx"],
    ["-o", "cases.csv"],
    ["-o", "scores.csv", "--column", "rate"],
    ["-o", "scores.csv", "--batch", "0"],
    ["-o", "scores.csv", "--summary", "summary.txt"],
    [],
])  # fmt: skip
def test_an_option_that_cannot_be(scheme: str, options: list[str], cases: Path) -> None:
    before = cases.read_bytes()
    assert run("bulk", scheme, "cases.csv", *options) == 2
    assert cases.read_bytes() == before


def test_columns_and_keys_by_other_names(scheme: str, cases: Path) -> None:
    text = cases.read_text(encoding="utf-8").replace("district,rate", "区,达标率", 1)
    cases.write_text(text + text.splitlines()[1], encoding="utf-8")
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv", "--column", "rate=达标率") == 0
    assert run("bulk", scheme, "cases.csv", "-o", "scores.csv", "--column", "rate=达标率", "--key", "区") == 2


def test_a_table_of_a_database(scheme: str) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect("cases.duckdb") as database:
        for year in (2019, 2020):
            database.execute(f"CREATE TABLE year_{year} AS FROM read_csv('cases.csv', nullstr = '')")
            database.execute(f'ALTER TABLE year_{year} ALTER "plan.open" TYPE BOOLEAN USING "plan.open" = \'是\'')
    assert run("bulk", scheme, "cases.duckdb", "-o", "scores.csv") == 2
    assert run("bulk", scheme, "cases.duckdb", "-o", "scores.csv", "--table-name", "year_2020") == 0


def test_broken_off_it_leaves_nothing(tmp_path: Path) -> None:
    pl.DataFrame({"leadership.meetings": [4]}).select(pl.col("leadership.meetings").repeat_by(400_000).explode()).write_parquet("many.parquet")
    begun = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "supervision_rules",
            "bulk",
            "xinbei-towns-2020",
            "many.parquet",
            "-o",
            "scores.parquet",
            "--partial",
            "--batch",
            "500",
        ],
        stderr=subprocess.PIPE,
    )
    while not list(tmp_path.glob("*.part/whole")) and begun.poll() is None:
        time.sleep(0.02)
    begun.send_signal(signal.SIGINT)
    _, err = begun.communicate(timeout=30)
    assert (begun.returncode, b"Traceback" in err) == (1, False), err
    assert {file.name for file in tmp_path.iterdir()} == {"cases.csv", "many.parquet"}
