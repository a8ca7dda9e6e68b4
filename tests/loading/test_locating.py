"""Paths in TOML data → line and column in its text, both counted from 1 and in characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from error_pages import lay_out

from supervision_rules import SupervisionRulesError, load_scheme
from supervision_rules.loading.locating import Origins, TomlMap
from supervision_rules.messages import Path as Steps
from supervision_rules.messages import Place, Problem

TEXT = """\
# 注释
[scheme]
title = "常州市"
period = { from = 2020-01-01, to = 2020-12-31 }
levels = [
  "A",  # 最好
  "B",
]
rounding.point = 0.01

[[point]]
id = "a"
[[point.rule]]
form = "failings"
failings = [
  { unless = "x >= 1", deduct = 1 },
  { unless = "经费 >= 标准", deduct = 2 },
]
[[point.rule]]
form = "all-or-nothing"

[[point]]
id = "b"
provenance = [{ element = "worth", "note" = "约数" }, { element = "rate" }]
[[point.rule]]
requires = "x"

[extra.deep]
"quoted key" = 1
[extra."other one"]
x = 2
"""

PLACES: dict[Steps, tuple[int, int]] = {
    ("scheme",): (2, 2),
    ("scheme", "title"): (3, 1),
    ("scheme", "period", "to"): (4, 31),
    ("scheme", "levels"): (5, 1),
    ("scheme", "levels", 1): (7, 3),
    ("scheme", "rounding", "point"): (9, 1),
    ("point",): (11, 3),
    ("point", 0): (11, 3),
    ("point", 0, "rule", 0): (13, 3),
    ("point", 0, "rule", 0, "failings", 0, "unless"): (16, 5),
    ("point", 0, "rule", 0, "failings", 1, "deduct"): (17, 26),
    ("point", 0, "rule", 1, "form"): (20, 1),
    ("point", 1, "id"): (23, 1),
    ("point", 1, "provenance", 0): (24, 15),
    ("point", 1, "provenance", 0, "note"): (24, 36),
    ("point", 1, "provenance", 1, "element"): (24, 55),
    ("point", 1, "rule", 0, "requires"): (26, 1),
    ("extra", "deep", "quoted key"): (29, 1),
    ("extra", "other one", "x"): (31, 1),
}


def place(path: Steps, span: tuple[int, int] | None = None, text: str = TEXT) -> tuple[int, int]:
    return TomlMap(text).find(path, span)[:2]


class TestPlaces:
    @pytest.mark.parametrize("path", PLACES, ids=lambda path: "/".join(map(str, path)))
    def test_of_a_key_or_an_entry(self, path: Steps) -> None:
        assert place(path) == PLACES[path]

    @pytest.mark.parametrize("path", PLACES, ids=lambda path: "/".join(map(str, path)))
    def test_are_the_same_with_the_line_ends_of_windows(self, path: Steps) -> None:
        assert place(path, text=TEXT.replace("\n", "\r\n")) == PLACES[path]

    @pytest.mark.parametrize(
        ("path", "above"),
        [
            (("point", 0, "worth"), ("point", 0)),
            (("point", 0, "rule", 1, "requires"), ("point", 0, "rule", 1)),
            (("scheme", "period", "until"), ("scheme", "period")),
            (("point", 0, "rule", 0, "failings", 1, "when"), ("point", 0, "rule", 0, "failings", 1)),
            (("point", 1, "rule", 5, "form"), ("point", 1, "rule", 0)),
        ],
    )
    def test_of_what_is_not_there_are_those_of_what_is_above_it(self, path: Steps, above: Steps) -> None:
        assert place(path) == place(above)

    def test_of_a_section_that_is_not_there_there_are_none(self) -> None:
        assert TomlMap(TEXT).find(("bonus", 0), None) == (0, 0, "")

    def test_a_line_comes_with_its_text(self) -> None:
        assert TomlMap(TEXT).find(("point", 1, "id"), None)[2] == 'id = "b"'

    def test_a_long_line_is_shown_in_part(self) -> None:
        assert len(TomlMap('title = "' + "长" * 500 + '"\n').find(("title",), None)[2]) == 200


class TestSpans:
    """Inside an expression, counted from its first character."""

    FAILING: Steps = ("point", 0, "rule", 0, "failings", 1, "unless")

    @pytest.mark.parametrize(("start", "column"), [(0, 15), (3, 18), (6, 21)])
    def test_characters_count_as_one_however_wide(self, start: int, column: int) -> None:
        assert place(self.FAILING, (start, start + 2)) == (17, column)

    @pytest.mark.parametrize(
        ("written", "start", "found"),
        [
            ('"a and b"', 6, (1, 12)),
            ("'a and b'", 6, (1, 12)),
            ('"\\"甲\\" == x"', 7, (1, 15)),
            ('"""\na and\nb"""', 6, (3, 1)),
            ('"""a and \\\n     b"""', 6, (2, 6)),
            ("'''\na and b'''", 6, (2, 7)),
        ],
        ids=["basic", "literal", "escaped", "lines", "continued", "literal lines"],
    )
    def test_whatever_the_kind_of_string(self, written: str, start: int, found: tuple[int, int]) -> None:
        assert place(("x",), (start, start + 1), f"x = {written}\n") == found

    def test_a_list_of_expressions_has_places_of_its_own(self) -> None:
        assert place(("x", 1), (2, 3), 'x = ["a", "b + c"]\n') == (1, 14)


class TestOrigins:
    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[Path, Path]:
        one, other = tmp_path / "one.toml", tmp_path / "other.toml"
        one.write_text(TEXT, encoding="utf-8")
        other.write_text('[[point]]\nid = "c"\nworth = 1\n', encoding="utf-8")
        return one, other

    @pytest.fixture
    def origins(self, files: tuple[Path, Path]) -> Origins:
        one, other = files
        entries = {("point", "a"): (one, 0), ("point", "b"): (one, 1), ("point", "c"): (other, 0)}
        return Origins(entries=entries, singles={"scheme": one}, main=one)

    def test_an_entry_is_found_by_its_id_in_its_file(self, origins: Origins, files: tuple[Path, Path]) -> None:
        one, other = files
        assert origins(Problem("x", path=("point", "b", "rule", 0, "requires"))) == Place(str(one), 26, 1, 'requires = "x"')
        assert origins(Problem("x", path=("point", "c", "worth"))) == Place(str(other), 3, 1, "worth = 1")

    def test_a_single_section_needs_no_id(self, origins: Origins, files: tuple[Path, Path]) -> None:
        assert origins(Problem("x", path=("scheme", "title"))) == Place(str(files[0]), 3, 1, 'title = "常州市"')

    @pytest.mark.parametrize("path", [(), ("bonus", "z"), ("ladder", "grade", 0)])
    def test_what_cannot_be_found_is_in_the_main_file(self, origins: Origins, files: tuple[Path, Path], path: Steps) -> None:
        assert origins(Problem("x", path=path)) == Place(str(files[0]))

    def test_without_a_main_file_it_is_nowhere(self) -> None:
        assert Origins()(Problem("x", path=("point", "a"))) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('failings = [{ unless = "plan", deduct = 10 }, { unless = "plan and pupls > 3人", deduct = 1 }]', "points.toml:11:68 unknown-name"),
        ('failings = [{ unless = "plan", deduct = -1 }]', "points.toml:11:32 negative-amount"),
        ('failings = [{ unless = "plan", deducts = 1 }]', "points.toml:11:32 unknown-key"),
        ('failings = [\n  { unless = "plan" },\n]', "points.toml:12:3 key-missing"),
    ],
    ids=["in an expression", "a nested value", "a nested key", "an inline table"],
)
def test_a_mistake_deep_in_a_rule_has_its_place(tmp_path: Path, text: str, found: str) -> None:
    lay_out(tmp_path)
    file = tmp_path / "demo" / "points.toml"
    lines = file.read_text(encoding="utf-8").replace('"all-or-nothing"', '"failings"')
    file.write_text(lines.replace('requires = "plan"', text), encoding="utf-8")
    with pytest.raises(SupervisionRulesError) as refused:
        load_scheme(tmp_path / "demo")
    assert [f"{one.place} {one.code}".replace(f"{tmp_path}/demo/", "") for one in refused.value.problems] == [found]
