"""Whatever the scheme and the cases, what is written of a CSV file is what the exact engine says of each."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from bulk.files import said, write_csv
from engines.columnar.evaluating import expected, row_of
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme
from supervision_rules.bulk import Job, score_file
from supervision_rules.engines.columnar import Wanted, columnar_of
from supervision_rules.engines.exact import prepare
from supervision_rules.expression import Kind
from supervision_rules.lowering import Input, Value, lower
from supervision_rules.messages import exact
from supervision_rules.testing import cases, schemes


@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.data(), st.sampled_from(["scores.parquet", "scores.arrow"]))
def test_scores_of_any_file(data: st.DataObject, output: str) -> None:
    scheme = data.draw(schemes())
    given_cases = data.draw(st.lists(cases(scheme), min_size=1, max_size=4))
    assume(columnar_of(scheme).facts and all(fits(scheme, case) for case in given_cases))
    found = written(scheme, given_cases, output)
    for row, case in zip(found, given_cases, strict=True):
        wanted = expected(scheme, case)
        assert {name: value for name, value in row.items() if name != "grades"} == {name: wanted[name] for name in row if name != "grades"}
        assert tuple((row["grades"] or "").split("/")) == tuple(wanted["grades"])


def fits(scheme: Scheme, case: Case) -> bool:
    """Whether what is counted from rows has no more places than a column of the fact."""
    try:
        row_of(lower(scheme), prepare(scheme, case))
    except AssertionError:
        return False
    return True


def written(scheme: Scheme, given_cases: Sequence[Case], output: str) -> list[dict[str, Any]]:
    """The answers in the file of scores, numbers exact."""
    columnar = columnar_of(scheme)
    inputs = {name: columnar.lowered.inputs[name] for name in columnar.facts}
    rows = [[str(n), *(text(made, prepare(scheme, case)[name]) for name, made in inputs.items())] for n, case in enumerate(given_cases)]
    with tempfile.TemporaryDirectory() as place:
        source = write_csv(Path(place, "cases.csv"), rows, ["row", *inputs])
        score_file(Job(scheme=scheme, source=source, output=Path(place, output), wanted=Wanted(ranges=True, clauses=True), batch=2))
        read = {".parquet": pl.read_parquet, ".arrow": lambda file: pl.read_ipc(BytesIO(file.read_bytes()))}[Path(output).suffix]
        table = read(Path(place, output)).drop("row", *inputs)
    return [answers(row) for row in table.iter_rows(named=True)]


def answers(row: dict[str, Any]) -> dict[str, Any]:
    unders = {name: row.pop(name) for name in list(row) if name.endswith("_of")}
    exactly = {name: Fraction(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value for name, value in row.items()}
    return {name: value if value is None or f"{name}_of" not in unders else value / unders[f"{name}_of"] for name, value in exactly.items()}


def text(made: Input, value: Value | None) -> str:
    """A fact as a cell."""
    if made.kind is Kind.NUMBER and value is not None:
        assert not isinstance(value, str)
        return exact(Fraction(value) / made.unit.factor)
    if made.kind is Kind.DATE and value is not None:
        return date.fromordinal(int(value)).isoformat()
    return said(value)
