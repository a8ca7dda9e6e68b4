"""The summary is what the rows come to, whatever the batches."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from bulk.files import EXACT, FRAME, score
from engines.columnar.of_all_kinds import SCHEME

from supervision_rules.bulk import Summary, Totals


@pytest.fixture(scope="module", params=[1, 2, 50])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Summary:
    source: Path = tmp_path_factory.mktemp("summary") / "cases.parquet"
    FRAME.write_parquet(source)
    return score(source, batch=request.param)


TOTALS = [row["total"] for row in EXACT if row["total"] is not None]


def test_totals_are_those_of_the_rows(found: Summary) -> None:
    assert found.totals is not None
    assert (found.cases, found.pending) == (len(EXACT), len(EXACT) - len(TOTALS))
    assert found.totals.mean == sum(TOTALS) / Fraction(len(TOTALS))
    assert (found.totals.lowest, found.totals.highest) == (min(TOTALS), max(TOTALS))
    assert found.totals.counts == Counter(TOTALS)


def test_grades_are_counted_in_the_order_of_the_ladder(found: Summary) -> None:
    grades = Counter(row["grade"] for row in EXACT)
    assert list(found.grades.items()) == [(grade.id, grades[grade.id]) for grade in SCHEME.ladder.grade]
    assert found.ungraded == grades[None]


def test_vetoes_are_counted(found: Summary) -> None:
    (veto,) = found.vetoes
    applies = [row["veto_closed"] for row in EXACT]
    assert (veto.applies, veto.open) == (applies.count(True), applies.count(None))


def test_of_each_item_the_marks_add_up(found: Summary) -> None:
    for item in found.items:
        scores = [row[f"score_{item.id}"] for row in EXACT if row[f"score_{item.id}"] is not None]
        assert (item.sum, item.scored, item.open) == (sum(scores), len(scores), len(EXACT) - len(scores))
        assert item.full == scores.count(item.limit)
        assert item.lost == sum(item.limit - score for score in scores)


def test_clauses_are_counted_the_most_frequent_first(found: Summary) -> None:
    order = next(item for item in found.items if item.id == "order")
    assert [(one.id, one.applies, one.open) for one in order.clauses] == [("order.1.2", 2, 2), ("order.1.1", 1, 2), ("order.1.3", 1, 2)]


def test_the_costliest_point_comes_first(found: Summary) -> None:
    lost = [item.lost for item in found.costly]
    assert lost == sorted(lost, reverse=True)
    assert sum(lost) == found.lost


@pytest.mark.parametrize(("counts", "median"), [({1: 1, 2: 1}, 1), ({1: 1, 2: 2}, 2), ({5: 1}, 5), ({1: 5, 9: 5}, 1)])
def test_a_quantile_is_the_least_total_that_so_many_do_not_exceed(counts: dict[int, int], median: int) -> None:
    exact = {Fraction(total): count for total, count in counts.items()}
    totals = Totals(cases=sum(counts.values()), sum=Fraction(0), lowest=min(exact), highest=max(exact), counts=exact)
    assert totals.quantiles[Fraction(1, 2)] == median


def test_it_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    pl.concat([FRAME.drop("district")] * 100).write_parquet(source)
    found = score(source, batch=40)
    assert found.totals is not None
    assert found.totals.counts == {total: count * 100 for total, count in Counter(TOTALS).items()}
