"""A table is written whole or not at all."""

from __future__ import annotations

from errno import ENOSPC
from pathlib import Path

import polars as pl
import pytest

from supervision_rules.bulk import writing
from supervision_rules.bulk.writing import TableFile

TABLE = pl.DataFrame({"name": ["甲", "乙"], "n": [1, 2]})


@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow"])
def test_tables_stand_one_after_another(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "new" / f"scores.{kind}"
    with TableFile(file) as opened:
        for _ in range(5):
            opened.write(TABLE)
        assert not file.exists()
        opened.finish()
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "arrow": pl.read_ipc}[kind]
    assert read(file).rows() == TABLE.rows() * 5
    assert list(file.parent.iterdir()) == [file]


def test_excel_is_told_the_encoding_of_csv(tmp_path: Path) -> None:
    with TableFile(tmp_path / "scores.csv") as opened:
        opened.write(TABLE)
        opened.finish()
    assert (tmp_path / "scores.csv").read_bytes().startswith(b"\xef\xbb\xbfname,n\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize("tables", [0, 1, 4])
def test_nothing_is_left_of_what_is_broken_off(error: type[BaseException], tables: int, tmp_path: Path) -> None:
    with pytest.raises(error), TableFile(tmp_path / "new" / "scores.parquet") as opened:  # noqa: PT012
        for _ in range(tables):
            opened.write(TABLE)
        raise error
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_until_all_is_written(tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text("before", encoding="utf-8")
    with pytest.raises(ValueError, match="broken"), TableFile(file) as opened:  # noqa: PT012
        opened.write(TABLE)
        raise ValueError("broken")
    assert file.read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("tables", [1, 10])
def test_what_cannot_be_written_is_said(tables: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(lazy: pl.LazyFrame, file: Path) -> None:
        raise OSError(ENOSPC, "no space left on device")

    monkeypatch.setattr(writing, "_sink", lambda _: full)
    with pytest.raises(OSError, match="no space"), TableFile(tmp_path / "scores.parquet") as opened:  # noqa: PT012
        for _ in range(tables):
            opened.write(TABLE)
        opened.finish()
    assert list(tmp_path.iterdir()) == []
