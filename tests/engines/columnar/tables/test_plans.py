"""A plan of Narwhals' expressions, for the lazy tables for which there is no shorter way, comes to the same as any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals as nw
import pytest
from engines.columnar.of_all_kinds import SCHEME, by_the_exact_engine, read
from engines.columnar.tables.test_frames import FRAME

from supervision_rules.engines.columnar import Columnar, Wanted
from supervision_rules.engines.columnar.tables.facts import find
from supervision_rules.engines.columnar.tables.plans import plan
from supervision_rules.lowering import lower

ENGINE = Columnar(SCHEME)
RANGES = Wanted(ranges=True)


def in_duckdb() -> Any:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.from_arrow(FRAME.with_row_index("row").to_arrow())


TABLES: dict[str, Callable[[], Any]] = {
    "polars": lambda: FRAME.with_row_index("row").lazy(),
    "duckdb": in_duckdb,
}


@pytest.mark.filterwarnings("ignore::narwhals.exceptions.PerformanceWarning")
@pytest.mark.parametrize("of", sorted(TABLES))
def test_on_every_kind_of_lazy_table(of: str) -> None:
    table = nw.from_native(TABLES[of]())
    found = find(lower(SCHEME), table.collect_schema(), {}, whole=False, partial=False)
    made = plan(nw, ENGINE.programs[False], found, RANGES.of(ENGINE.programs[False]), guarded=True, narrow=False)
    answered = made.of(table, ["row"])
    rows = answered.collect("polars").sort("row").rows(named=True)
    assert [row["refused"] for row in rows] == [None] * len(FRAME)
    assert read(ENGINE, rows) == by_the_exact_engine()
