"""A scheme is a directory: any section in any file of it, cases left out, targets shared with its neighbours."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from builders import scheme
from error_pages import lay_out

from supervision_rules import SupervisionRulesError, load_scheme
from supervision_rules.loading import case_files
from supervision_rules.loading.schemes import scheme_files
from supervision_rules.lowering import lower

SECTION = re.compile(r"(?m)^(?=\[\[?\w+\])")
TARGET = """
[[target]]
id = "line"
label = "标准"
unit = "元/人"
confirmed_for = [2020]
[[target.value]]
from = 2016-01-01
value = 600
basis = "reconstructed"
"""
READER = """
[[veto]]
id = "poor"
title = "经费不足"
standard = "经费低于标准的降等"
when = "funding < line"
effect = "drop"
basis = "reconstructed"
"""


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    lay_out(tmp_path)
    return tmp_path / "demo"


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def codes(directory: Path) -> tuple[str, ...]:
    with pytest.raises(SupervisionRulesError) as refused:
        load_scheme(directory)
    return refused.value.codes


def entries(directory: Path) -> list[str]:
    """Every section of a scheme, apart."""
    return [text for file in sorted(directory.glob("*.toml")) for text in SECTION.split(file.read_text(encoding="utf-8")) if text.startswith("[")]


class TestFiles:
    def test_any_section_may_stand_in_any_file(self, demo: Path, tmp_path: Path) -> None:
        before = load_scheme(demo)
        one = "\n".join(reversed(entries(demo)))
        put(tmp_path / "one" / "demo" / "scheme.toml", one)
        assert lower(load_scheme(tmp_path / "one" / "demo")).hash == lower(before).hash

    def test_and_in_any_folder_however_deep(self, demo: Path, tmp_path: Path) -> None:
        before = load_scheme(demo)
        other = tmp_path / "many" / "demo"
        put(other / "scheme.toml", "")
        for number, text in enumerate(entries(demo)):
            put(other / "abc"[number % 3] / str(number) / "part.toml", text)
        after = load_scheme(other)
        assert lower(after).hash == lower(before).hash
        assert {fact.id for fact in after.facts} == {fact.id for fact in before.facts}

    def test_the_id_is_the_name_of_the_directory(self, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        other = demo.rename(demo.parent / "demo-2022")
        assert load_scheme(other).id == "demo-2022"
        monkeypatch.chdir(other)
        assert load_scheme(".").id == "demo-2022"

    def test_only_toml_is_read(self, demo: Path) -> None:
        put(demo / "readme.md", "[[")
        put(demo / "old.toml.bak", "[[")
        load_scheme(demo)

    def test_all_files_are_named_first_its_own(self, demo: Path) -> None:
        put(demo / "points" / "more.toml", "")
        put(demo.parent / "targets" / "funding.toml", "")
        names = [file.relative_to(demo.parent).as_posix() for file in scheme_files(demo)]
        assert names[0] == "demo/scheme.toml"
        assert names[-1] == "targets/funding.toml"
        assert "demo/points/more.toml" in names
        assert not any("cases" in name for name in names)

    def test_a_scheme_leads_back_to_its_directory(self, demo: Path) -> None:
        assert load_scheme(demo).directory == demo


class TestInUse:
    def test_it_is_not_read_again_while_somebody_has_it(self, demo: Path) -> None:
        first = load_scheme(demo)
        assert load_scheme(demo) is first

    def test_but_is_where_one_of_its_files_says_something_else(self, demo: Path) -> None:
        first = load_scheme(demo)
        put(demo / "vetoes.toml", READER.replace("line", "500元/人"))
        second = load_scheme(demo)
        assert [veto.id for veto in second.vetoes] == [*(veto.id for veto in first.vetoes), "poor"]
        (demo / "vetoes.toml").unlink()
        assert load_scheme(demo) is first

    def test_its_reference_case_must_still_be_there(self, demo: Path) -> None:
        put(demo / "cases" / "like.toml", "")
        header = (demo / "scheme.toml").read_text(encoding="utf-8")
        put(demo / "scheme.toml", header.replace("[scheme]", '[scheme]\nreference_case = "like"', 1))
        kept = load_scheme(demo)
        (demo / "cases" / "like.toml").unlink()
        assert codes(demo) == ("unknown-case",)
        assert kept.header.reference_case == "like"


class TestTargets:
    def test_beside_the_directory_are_read(self, demo: Path) -> None:
        put(demo / "vetoes.toml", READER)
        assert codes(demo) == ("unknown-name",)
        put(demo.parent / "targets" / "funding.toml", TARGET)
        assert lower(load_scheme(demo)).constants["line"].value == 600

    def test_in_it_are_too(self, demo: Path) -> None:
        put(demo / "vetoes.toml", READER)
        put(demo / "targets" / "funding.toml", TARGET)
        assert lower(load_scheme(demo)).constants["line"].value == 600

    def test_of_its_own_stand_in_place_of_those_beside_it(self, demo: Path) -> None:
        put(demo / "vetoes.toml", READER)
        put(demo.parent / "targets" / "funding.toml", TARGET)
        put(demo / "targets" / "others.toml", TARGET.replace("600", "700"))
        assert lower(load_scheme(demo)).constants["line"].value == 700
        assert [file for file in scheme_files(demo) if file.parent.name == "targets"] == [demo / "targets" / "others.toml"]

    def test_of_its_own_may_lack_one_that_stands_beside_it(self, demo: Path) -> None:
        put(demo / "vetoes.toml", READER)
        put(demo.parent / "targets" / "funding.toml", TARGET)
        put(demo / "targets" / "others.toml", "")
        assert codes(demo) == ("unknown-name",)

    def test_of_its_own_are_found_from_inside_it_too(self, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        put(demo / "vetoes.toml", READER)
        put(demo.parent / "targets" / "funding.toml", TARGET)
        put(demo / "targets" / "funding.toml", TARGET.replace("600", "700"))
        monkeypatch.chdir(demo)
        assert lower(load_scheme(Path("."))).constants["line"].value == 700

    def test_what_a_neighbour_reads_is_no_concern(self, demo: Path) -> None:
        before = lower(load_scheme(demo)).hash
        put(demo.parent / "targets" / "funding.toml", TARGET.replace("confirmed_for = [2020]", ""))
        assert lower(load_scheme(demo)).hash == before


class TestCases:
    def test_are_left_out(self, demo: Path) -> None:
        put(demo / "cases" / "broken.toml", "[[")
        put(demo / "cases" / "b" / "case.toml", "[[")
        put(demo / "more" / "cases" / "c.toml", "[[")
        load_scheme(demo)

    def test_are_found_by_their_ids(self, demo: Path) -> None:
        shutil.copy(demo / "cases" / "a" / "case.toml", demo / "cases" / "b.toml")
        put(demo / "cases" / "notes" / "readme.md", "")
        found = case_files(load_scheme(demo))
        assert found == {"a": demo / "cases" / "a", "b": demo / "cases" / "b.toml"}
        assert case_files(demo) == found

    def test_of_a_scheme_made_in_python_there_are_none(self) -> None:
        assert case_files(scheme()) == {}

    def test_the_reference_case_is_one_of_them(self, demo: Path) -> None:
        text = (demo / "scheme.toml").read_text(encoding="utf-8")
        put(demo / "scheme.toml", text.replace("base = 10", 'base = 10\nreference_case = "a"'))
        assert load_scheme(demo).header.reference_case == "a"
        shutil.rmtree(demo / "cases" / "a")
        assert codes(demo) == ("unknown-case",)
