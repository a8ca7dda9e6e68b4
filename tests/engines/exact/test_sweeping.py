"""One value moved while all else stays gives what a case with that value would."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import Case, assess, load_case, load_scheme
from supervision_rules.engines.exact import Sweep
from supervision_rules.scheme import Given

SCHEME = load_scheme("changzhou-2021")
XINBEI = load_case("xinbei-2020", SCHEME)


def with_fact(id: str, value: str) -> Case:
    return evolve(XINBEI, facts=(*(fact for fact in XINBEI.facts if fact.id != id), Given(id=id, value=value)), locate=None)


@given(st.integers(0, 2000))
def test_a_fact_moved_scores_as_a_case_that_gives_it(yuan: int) -> None:
    swept = Sweep(SCHEME, XINBEI, "funding-per-pupil", "primary.funding_per_pupil").at(Fraction(yuan))
    given_so = assess(SCHEME, with_fact("primary.funding_per_pupil", f"{yuan} 元/生·年")).item("funding-per-pupil")
    assert [(one.clause, one.amount) for one in swept.findings] == [(one.clause, one.amount) for one in given_so.findings]
    assert swept.score == given_so.score


def test_what_is_worked_out_from_it_is_worked_out_anew() -> None:
    sweep = Sweep(SCHEME, XINBEI, "class-and-school-size", "primary.classes_over_standard")
    scores = [one.score for one in sweep.over([Fraction(0), Fraction(115), Fraction(600)])]
    assert scores == sorted(scores, key=lambda score: -score)
    assert len(set(scores)) == 3


def test_a_quantity_moves_whatever_it_is_worked_out_from() -> None:
    sweep = Sweep(SCHEME, XINBEI, "pupil-teacher-ratio", "primary.pupil_teacher_ratio")
    assert [one.score for one in sweep.over([Fraction(17), Fraction(171, 10)])] == [Fraction(2), Fraction("1.8")]


def test_a_fact_that_the_case_lacks_can_be_filled_in() -> None:
    bare = Sweep(SCHEME, XINBEI, "satisfaction-survey", "city.satisfaction_rate")
    assert bare.at(Fraction(9, 10)).score == Fraction(3)
    assert Sweep(SCHEME, XINBEI, "satisfaction-survey", "city.satisfaction_rate", {"city.satisfaction_rate": Fraction(1)}).values[
        "city.satisfaction_rate"
    ] == Fraction(1)


def test_of_what_there_is_not_nothing_moves() -> None:
    with pytest.raises(KeyError):
        Sweep(SCHEME, XINBEI, "funding-per-pupil", "no.such.fact")
