"""A CSV file is read strictly, its lines told as an editor counts them."""

from __future__ import annotations

from pathlib import Path

import pytest
from bulk.files import where

from supervision_rules import SupervisionRulesError
from supervision_rules.bulk.csv_files import CsvFile


def cells(file: Path, rows: int = 2) -> list[tuple[str | None, ...]]:
    return [row for table, _ in CsvFile(file).batches(rows) for row in table.rows()]


def written(directory: Path, content: str | bytes) -> Path:
    file = directory / "cases.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.mark.parametrize("content", ["a,b\n1,2\n3,\n", "\ufeffa,b\r\n1,2\r\n3,\r\n", "\n a , b \n1, 2 \n\n,\n3,  \n,\n", 'a,b\n"1",2\n3,""'])
def test_cells_are_what_stands_between_commas(content: str, tmp_path: Path) -> None:
    assert cells(written(tmp_path, content)) == [("1", "2"), ("3", None)]


@pytest.mark.parametrize(("content", "code", "place"), [
    (b"", "no-header", ""),
    (b"a,a\n1,2\n", "duplicate-id", ":1"),
    (b"a,b\n1,2\n3\n", "csv-shape", ":3"),
    (b'a,b\n"1\n2",2\n3,4,5\n', "csv-shape", ":4"),
    (b'a,b\n1,2\n3,"4', "csv-syntax", ":3"),
    (b'a,b\n1,"2"3\n', "csv-syntax", ":2"),
    ("a,b\n1,2\n甲,乙\n".encode("gb18030"), "wrong-encoding", ":3"),
])  # fmt: skip
def test_what_is_no_table_is_refused_by_its_line(content: bytes, code: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError) as caught:
        cells(written(tmp_path, content))
    (problem,) = caught.value.problems
    assert (problem.code, where(problem)) == (code, place)


def test_how_much_has_been_read_ends_with_all(tmp_path: Path) -> None:
    source = CsvFile(written(tmp_path, "a,b\n" + "甲,2\n" * 5))
    assert [read for _, read in source.batches(5)][-1] == source.size


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError) as caught:
        CsvFile(tmp_path / "cases.csv")
    assert caught.value.codes == ("file-missing",)
