"""A table that is written is read back the same, in Excel and in Word."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from supervision_rules import SupervisionRulesError, load_scheme
from supervision_rules.issuing import Heading, IssuedPoint, IssuedTable, read_table, table_of, write_table

SUFFIXES = [".xlsx", ".docx"]
words = st.text(st.sampled_from("督导评价教育经费学校班额=+-@，。；、abc（）%"), min_size=1, max_size=12).map(lambda text: f"规{text}则")
worths = st.decimals("0.01", "20", places=2).map(Fraction).filter(lambda worth: worth > 0)


@st.composite
def tables(draw: st.DrawFn) -> IssuedTable:
    """Tables of one or two levels of indicators, each with its points."""
    titles = iter(draw(st.lists(words, min_size=40, max_size=40, unique=True)))
    points: list[tuple[Heading, ...]] = []
    for first in range(draw(st.integers(1, 3))):
        above = Heading(title=next(titles), number="一二三"[first])
        for second in range(draw(st.integers(0, 2))):
            points += [(above, Heading(title=next(titles), number=f"{first + 1}.{second + 1}"))] * draw(st.integers(1, 3))
        points += [(above,)] * draw(st.integers(0 if points and points[-1][0] == above else 1, 2))
    standards = st.lists(words, min_size=1, max_size=3).map("\n".join)
    return IssuedTable(
        points=tuple(
            IssuedPoint(number=str(number), title=next(titles), standard=draw(standards), worth=draw(worths), headings=headings)
            for number, headings in enumerate(points, 1)
        )
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=20)
@given(table=tables())
def test_any_table_is_read_back_the_same(suffix: str, table: IssuedTable) -> None:
    with TemporaryDirectory() as place:
        assert read_table(write_table(table, Path(place, f"table{suffix}"), "某市评分表")) == table


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_table_of_a_scheme_is_read_back_the_same(suffix: str, tmp_path: Path) -> None:
    scheme = load_scheme("changzhou-2021")
    table = read_table(write_table(table_of(scheme), tmp_path / f"table{suffix}", scheme.header.title))
    assert table == table_of(scheme)
    assert (len(table.points), table.total) == (51, 100)


def test_words_are_words_and_no_formulas_and_worths_are_numbers(tmp_path: Path) -> None:
    point = IssuedPoint(number="1", title="=1+1", standard='=HYPERLINK("x")', worth=Fraction(3, 2))
    sheet = load_workbook(write_table(IssuedTable(points=(point,)), tmp_path / "table.xlsx")).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[3]] == [("1", "s"), ("=1+1", "s"), (1.5, "n"), ('=HYPERLINK("x")', "s")]


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "table.xlsx"
    file.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_table(table_of(load_scheme("changzhou-2021")), file)
    assert file.read_bytes() == b"mine"
    assert [one.name for one in tmp_path.iterdir()] == ["table.xlsx"]


def test_other_kinds_of_files_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError, match="table-format"):
        write_table(table_of(load_scheme("changzhou-2021")), tmp_path / "table.csv")
