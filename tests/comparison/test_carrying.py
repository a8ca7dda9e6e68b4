"""A case is carried into another scheme with whatever that can read; the rest is named."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from builders import case, column, condition_fact, number_fact, point, quantity, scheme, table
from engines.exact.rules import failings

from supervision_rules import Scheme, SupervisionRulesError, assess
from supervision_rules.comparison.carrying import Carrier
from supervision_rules.lowering import lower
from supervision_rules.scheme import Period


def made(*columns: str, unit: str = "次", year: int = 2020) -> Scheme:
    schools = table("school", *(column(name, "人") for name in columns))
    whole = scheme(
        [point(failings(("meetings >= 4" + unit, 1), ("plan", 1), ("many == 0所", 1)), id="work")],
        [number_fact("meetings", unit, (0, 30)), condition_fact("plan")],
        tables=[schools],
        quantities=[quantity("many", "count(school where pupils > 100人)", (0, 100), better="less", unit="所")],
    )
    period = Period(from_=date(year, 1, 1), to=date(year, 12, 31))
    return evolve(whole, id="next", header=evolve(whole.header, year=year + 1, evaluated_year=year, period=period))


GIVEN = case({"meetings": "3 次", "plan": True}, tables={"school": [{"id": "a", "pupils": "120 人", "teachers": "9 人"}]})
OLD = evolve(made("pupils", "teachers"), id="test")


def carried(new: Scheme) -> tuple[tuple[str, ...], object]:
    found = Carrier(lower(OLD), lower(new)).carry(GIVEN)
    return found.left_out, assess(new, found.case).item("work").score


def test_whole_where_everything_is_declared_alike() -> None:
    assert carried(made("pupils", "teachers")) == ((), 8)


def test_into_the_year_of_the_other_scheme() -> None:
    assert Carrier(lower(OLD), lower(made("pupils", "teachers", year=2021))).carry(GIVEN).case.year == 2021


def test_without_a_fact_that_is_read_otherwise() -> None:
    assert carried(made("pupils", "teachers", unit="个")) == (("meetings",), None)


def test_without_a_column_that_is_gone() -> None:
    assert carried(made("pupils")) == (("school.teachers",), 8)


def test_without_a_table_that_is_gone() -> None:
    plain = scheme([point(failings(("meetings >= 4次", 1)), id="work")], [number_fact("meetings", "次", (0, 30))])
    assert carried(plain) == (("plan", "school"), 9)


def test_a_row_with_a_mistake_of_its_own_is_not_passed_over() -> None:
    twice = evolve(GIVEN, tables=(evolve(GIVEN.tables[0], rows=GIVEN.tables[0].rows * 2),))
    with pytest.raises(SupervisionRulesError):
        Carrier(lower(OLD), lower(made("pupils", "teachers"))).carry(twice)
