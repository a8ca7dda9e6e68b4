"""What is written loads to the same; a write that fails leaves everything as it was."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve, fields
from builders import case, number_fact, point, scheme, target
from engines.exact.rules import below, needs

from supervision_rules import Scheme, assess, load_case, load_scheme, under_reading, write_case, write_scheme
from supervision_rules.loading import built_in, case_files, write_cases, writing
from supervision_rules.lowering import lower
from supervision_rules.scheme import Case, CaseTable, Given, Point, Row

HERE = Path(__file__).parents[1] / "policies"
SCHEMES = [built_in() / "changzhou-2021", *(HERE / id for id in ("school-standard", "grade-counting", "ranked-cohort"))]
PLAIN = {field.name for field in fields(Scheme) if field.init} - {"directory", "locate"}
every_scheme = pytest.mark.parametrize("directory", SCHEMES, ids=lambda one: one.name)


def by_id(entries: object) -> object:
    """Entries in the order of their ids: that of files does not last."""
    return sorted(entries, key=lambda one: one.id) if isinstance(entries, tuple) else entries


def written(scheme: Scheme, to: Path) -> Scheme:
    """A scheme written with its cases, and loaded."""
    place = write_scheme(scheme, to)
    for id, file in case_files(scheme).items():
        write_case(load_case(file, scheme), place / "cases" / f"{id}.toml")
    return load_scheme(place)


class TestSchemes:
    @every_scheme
    def test_load_to_the_same(self, directory: Path, tmp_path: Path) -> None:
        before = load_scheme(directory)
        after = written(before, tmp_path)
        assert {name: by_id(getattr(after, name)) for name in PLAIN} == {name: by_id(getattr(before, name)) for name in PLAIN}
        assert lower(after).hash == lower(before).hash

    @every_scheme
    def test_and_so_do_their_cases(self, directory: Path, tmp_path: Path) -> None:
        before = load_scheme(directory)
        after = written(before, tmp_path)
        for id in case_files(before):
            one, other = load_case(id, before), load_case(id, after)
            assert other == one
            first, second = assess(before, one), assess(after, other)
            assert [(item.score, item.range) for item in second.points] == [(item.score, item.range) for item in first.points]
            assert (second.total, second.grade, second.grades) == (first.total, first.grade, first.grades)

    def test_written_again_they_are_the_same_text(self, tmp_path: Path) -> None:
        first = write_scheme(load_scheme(HERE / "ranked-cohort"), tmp_path / "first")
        second = write_scheme(load_scheme(first), tmp_path / "second")
        assert (first / "scheme.toml").read_bytes() == (second / "scheme.toml").read_bytes()

    def test_one_directory_holds_everything_and_is_named_by_the_id(self, tmp_path: Path) -> None:
        place = write_scheme(scheme(targets=[target("line", 3)]), tmp_path)
        assert place == tmp_path / "test"
        assert [file.name for file in place.iterdir()] == ["scheme.toml"]
        assert list(tomllib.loads((place / "scheme.toml").read_text(encoding="utf-8"))) == ["target", "point", "scheme", "ladder"]

    def test_numbers_are_exact_and_defaults_left_out(self, tmp_path: Path) -> None:
        rule = below("10", "x", "0.1", "0.30")
        text = (write_scheme(scheme([point(rule, worth=8)], [number_fact("x")]), tmp_path) / "scheme.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text, parse_float=Decimal)
        assert data["point"][0]["worth"] == 8
        assert data["point"][0]["rule"] == [
            {"form": "per-step", "value": "x", "below": "10", "step": "0.1", "deduct": Decimal("0.3"), "count": "whole"}
        ]
        assert data["fact"] == [{"id": "x", "label": "x", "domain": [0, 100_000], "better": "more"}]

    def test_a_number_without_end_has_no_toml(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="1/3"):
            write_scheme(scheme([point(needs("0 == 0"), worth=Fraction(1, 3))]), tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_quotes_and_lines_in_texts_survive(self, tmp_path: Path) -> None:
        odd = 'a"b\'c\\d\n二、"三"\t'
        standard: Point = point(needs("0 == 0"), standard=odd)
        assert load_scheme(write_scheme(scheme([standard]), tmp_path)).points[0].standard == odd


ROWS = (Row(cells={"id": "东小", "pupils": "400 人", "good": True}, clause="表一"), Row(cells={"id": "西小"}, assumed="未印出", note="含分校"))
FACTS = (
    Given(id="money", value="770.50 元/生", clause="二（二）3", plausible=("650 元/生", "850 元/生")),
    Given(id="plan", value=True, assumed="未印出", note="x"),
    Given(id="opened", value=date(1998, 9, 1)),
    Given(id="floors", value=Decimal("4.0")),
    Given(id="rooms", value=4),
)


class TestCases:
    def test_keep_everything(self, tmp_path: Path) -> None:
        whole = evolve(case(), facts=FACTS, tables=(CaseTable(id="school", rows=ROWS), CaseTable(id="class")), source="报告", note="初稿")
        file = write_case(whole, tmp_path / "deep" / "case-1.toml")
        assert file == tmp_path / "deep" / "case-1.toml"
        data = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        assert data["case"] == {"scheme": "test", "subject": "某区", "year": 2020, "source": "报告", "note": "初稿"}
        assert data["fact"][0] == {"id": "money", "value": "770.50 元/生", "clause": "二（二）3", "plausible": ["650 元/生", "850 元/生"]}
        assert [fact["value"] for fact in data["fact"]] == [fact.value for fact in FACTS]
        assert data["table"][0]["rows"][0] == {"id": "东小", "pupils": "400 人", "good": True, "clause": "表一"}
        assert data["table"][1] == {"id": "class", "rows": []}


def one(title: str) -> Scheme:
    return scheme([point(needs("0 == 0"), title=title)])


def files(directory: Path) -> list[str]:
    return sorted(file.relative_to(directory).as_posix() for file in directory.rglob("*"))


def full(*_: object) -> None:
    raise OSError("disk full")


class TestFailures:
    def test_leave_nothing_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(OSError, match="disk full"):
            write_scheme(one("新"), tmp_path / "deep" / "er")
        with pytest.raises(OSError, match="disk full"):
            write_case(case(), tmp_path / "cases" / "a.toml")
        assert files(tmp_path) == []

    def test_keep_what_was_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = write_scheme(one("旧"), tmp_path)
        before = files(tmp_path)
        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(OSError, match="disk full"):
            write_scheme(one("新"), tmp_path)
        assert files(tmp_path) == before
        assert load_scheme(place).points[0].title == "旧"

    def test_what_cannot_be_said_in_toml_is_one_too(self, tmp_path: Path) -> None:
        odd: Case = evolve(case(), facts=(Given(id="x", value=None),))  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            write_case(odd, tmp_path / "cases" / "a.toml")
        assert files(tmp_path) == []

    def test_a_second_write_takes_the_place_of_the_first(self, tmp_path: Path) -> None:
        place = write_scheme(one("旧"), tmp_path)
        assert write_scheme(one("新"), tmp_path) == place
        assert files(tmp_path) == ["test", "test/scheme.toml"]
        assert load_scheme(place).points[0].title == "新"


def test_a_scheme_under_another_reading_is_not_written(tmp_path: Path) -> None:
    other = under_reading(load_scheme("changzhou-2021"), "step-mode", "class-size-continuous")
    with pytest.raises(ValueError, match="step-mode"):
        write_scheme(other, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_where_other_files_would_be_read_together(tmp_path: Path) -> None:
    scheme = load_scheme("changzhou-2021")
    (tmp_path / scheme.id).mkdir()
    (tmp_path / scheme.id / "points.toml").touch()
    with pytest.raises(FileExistsError, match=r"points\.toml"):
        write_scheme(scheme, tmp_path)


class TestManyCases:
    """Whatever goes wrong, nothing half done is left."""

    CASES = {f"point/{n}.toml": Case(id=str(n), scheme="s", subject="某区", year=2020, facts=(Given(id="x", value=n),)) for n in range(5)}

    @pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
    @pytest.mark.parametrize("after", [0, 3])
    def test_while_files_are_moved(self, error: type[BaseException], after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real, moved = os.replace, []

        def replace(source: Path, target: Path) -> None:
            if target.parent.parent == tmp_path / "out":
                if len(moved) == after:
                    raise error
                moved.append(target)
            real(source, target)

        monkeypatch.setattr(os, "replace", replace)
        with pytest.raises(error):
            write_cases(self.CASES, tmp_path / "out")
        assert list(tmp_path.iterdir()) == []

    def test_while_cases_are_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real = writing.write_case

        def write(case: Case, file: Path) -> Path:
            if case.id == "3":
                raise KeyboardInterrupt
            return real(case, file)

        monkeypatch.setattr(writing, "write_case", write)
        (tmp_path / "out").mkdir()
        with pytest.raises(KeyboardInterrupt):
            write_cases(self.CASES, tmp_path / "out")
        assert list(tmp_path.rglob("*")) == [tmp_path / "out"]
