"""Numbers that stand in two columns, one over the other: shares and other fractions that no number of places holds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from builders import case, number_fact, point, quantity, scheme
from engines.columnar.evaluating import answered, expected, row_of
from engines.columnar.tabled import read
from engines.exact.rules import bands, below, share
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from supervision_rules import SupervisionRulesError, assess
from supervision_rules.engines.columnar import Columnar, Wanted
from supervision_rules.engines.columnar.clauses.program import programs
from supervision_rules.engines.columnar.clauses.translating import divisor
from supervision_rules.engines.exact import prepare
from supervision_rules.expression import Kind
from supervision_rules.lowering import lower
from supervision_rules.testing import cases, schemes

UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
MOST = 1000


@settings(max_examples=15, phases=UNSHRUNK)
@given(st.data())
def test_come_to_the_same_on_any_scheme(data: st.DataObject) -> None:
    of = data.draw(schemes())
    one = data.draw(cases(of))
    lowered, values = lower(of), prepare(of, one)
    numbers = [made for made in lowered.inputs.values() if made.kind is Kind.NUMBER]
    parts = {made.id: Fraction(values[made.id] or 0) / made.unit.factor for made in numbers}
    pairs = {made.id: MOST for made in numbers if parts[made.id].denominator <= MOST and data.draw(st.booleans())}
    known = {name: None if name in pairs else value for name, value in values.items()}
    try:
        row = row_of(lowered, {name: known[name] for name in lowered.inputs})
    except AssertionError:  # what is counted has more places than a column holds, and is no pair
        return
    for name in pairs:
        times = data.draw(st.integers(1, MOST // parts[name].denominator))
        row[name] = None if values[name] is None else parts[name].numerator * times
        row[divisor(name)] = parts[name].denominator * times
    assert answered(programs(lowered, pairs)[False], row) == expected(of, one)


OF = scheme(
    [
        point(bands("met", ("2/3 * 100%", 3), ("50%", 1)), id="bands", worth=3),
        point(share("met", "100%"), id="share", worth=4),
        point(below("200% - 2 * 2/3 * 100%", "twice", "1%", "0.1", count="started", at_most=3), id="steps", worth=3),
    ],
    [number_fact("met", unit="%", domain=(0, 100), places=2)],
    quantities=[quantity("twice", "met * 2")],
    round_to="0.01",
)
ENGINE = Columnar(OF)
PARTS = [(2, 3), (1, 3), (0, 1), (7, 7), (33333, 100000), (None, None)]
FRAME = pl.DataFrame({"met": [None if part is None else 100 * part for part, _ in PARTS], "met_of": [whole for _, whole in PARTS]})


def scores(found: Any, units: Any) -> list[dict[str, Any]]:
    return [read(row, units, ["met", "met_of", "refused"]) for row in found.iter_rows(named=True)]


def codes(frame: Any) -> tuple[str, ...]:
    with pytest.raises(SupervisionRulesError) as caught:
        ENGINE.assess(frame)
    return caught.value.codes


class TestInATable:
    def test_are_taken_as_they_are_and_not_as_they_print(self) -> None:
        found = scores(ENGINE.assess(FRAME), ENGINE.units_of(FRAME))
        assert [row["score_bands"] for row in found] == [3, 0, 0, 3, 0, None]
        assert [row["score_share"] for row in found] == [Fraction("2.67"), Fraction("1.33"), 0, 4, Fraction("1.33"), None]
        assert [row["score_steps"] for row in found] == [3, 3, 0, 3, Fraction("2.9"), None]

    def test_come_to_what_the_exact_engine_makes_of_a_number_with_an_end(self) -> None:
        ends = [Fraction(n, 10000) for n in (0, 1, 3333, 4999, 5000, 6666, 6667, 9999, 10000)]
        frame = pl.DataFrame({"met": [one.numerator * 100 for one in ends], "met_of": [one.denominator for one in ends]})
        found = scores(ENGINE.assess(frame), ENGINE.units_of(frame))
        assert [row["total"] for row in found] == [assess(OF, case(met=f"{float(100 * one):.2f}%")).total for one in ends]

    def test_are_the_same_in_every_engine(self) -> None:
        wanted = scores(ENGINE.assess(FRAME), ENGINE.units_of(FRAME))
        for frame in (FRAME.lazy(), FRAME.to_arrow(), FRAME.to_pandas().convert_dtypes(), duckdb.from_arrow(FRAME.to_arrow())):
            found = nw.from_native(ENGINE.assess(frame, Wanted()))
            table = found.collect("polars") if isinstance(found, nw.LazyFrame) else found
            rows = pl.from_arrow(table.to_arrow())
            assert scores(rows, ENGINE.units_of(frame)) == wanted

    @pytest.mark.parametrize(("part", "whole"), [(101, 1), (-1, 2), (50, 0), (1, None), (50, -1)])
    def test_must_be_in_their_domain_over_something(self, part: int, whole: int | None) -> None:
        bad = pl.DataFrame({"met": [50, part], "met_of": pl.Series([1, whole], dtype=pl.Int64)})
        assert codes(bad) == ("cell-outside-domain",)
        assert ENGINE.assess(bad.lazy()).collect()["refused"].to_list() == [None, "met"]

    def test_a_second_column_of_other_than_whole_numbers_is_no_divisor(self) -> None:
        frame = pl.DataFrame({"met": [50], "met_of": ["half"]})
        assert scores(ENGINE.assess(frame), ENGINE.units_of(frame))[0]["total"] == assess(OF, case(met="50%")).total
