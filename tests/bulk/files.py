"""Files of the districts of `of_all_kinds`, and what becomes of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from engines.columnar.of_all_kinds import DISTRICTS, FACTS, SCHEME, District, by_the_exact_engine, column

from supervision_rules import SupervisionRulesError
from supervision_rules.bulk import Job, Summary, score_file
from supervision_rules.messages import Problem

NAMES = [fact.id for fact in FACTS]
FRAME = pl.DataFrame({"district": [f"演练{n}区" for n in range(1, len(DISTRICTS) + 1)]} | {name: column(name) for name in NAMES})
HEADER = ["district", *NAMES]
EXACT = by_the_exact_engine()


def lines(districts: Sequence[District] = DISTRICTS) -> list[list[str]]:
    """The rows of a CSV file."""
    return [[f"演练{n}区", *(said(district[name]) for name in NAMES)] for n, district in enumerate(districts, 1)]


def said(value: Any) -> str:
    return {None: "", True: "是", False: "否"}.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


def write_csv(file: Path, rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *rows])
    return file


def score(source: Path, output: str = "scores.parquet", **how: Any) -> Summary:
    return score_file(Job(scheme=SCHEME, source=source, output=source.parent / output, **how))


def refused(source: Path, output: str = "scores.parquet", **how: Any) -> tuple[Problem, ...]:
    """The problems for which a file is refused; nothing is left of what was being written."""
    before = sorted(source.parent.iterdir())
    with pytest.raises(SupervisionRulesError) as caught:
        score(source, output, **how)
    assert sorted(source.parent.iterdir()) == before
    return caught.value.problems


def where(problem: Problem) -> str:
    """The place of a problem within its file."""
    return str(problem.place).removeprefix(str(problem.place.file)) if problem.place else ""
