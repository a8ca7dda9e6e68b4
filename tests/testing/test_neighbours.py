from __future__ import annotations

from fractions import Fraction

import pytest
from builders import condition_fact, date_fact, expression, number_fact, point, scheme
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from testing.looking import NAMES, SCHEMES, changed, number, smallest
from testing.looking import given as given_in

from supervision_rules import assess
from supervision_rules.engines.exact import prepare
from supervision_rules.expression import Grid, thresholds
from supervision_rules.lowering import lower
from supervision_rules.scheme import Constraint
from supervision_rules.scoring import AllOrNothing, Failing, Failings, PerStep
from supervision_rules.testing import Neighbours, neighbours, schemes


def failing(text: str) -> Failings:
    return Failings(failings=(Failing(unless=expression(text), deduct=Fraction(1)),))


@pytest.mark.parametrize("name", NAMES)
def test_cases_differ_in_the_one_fact_and_are_accepted(name: str) -> None:
    @settings(max_examples=20)
    @given(neighbours(SCHEMES[name]))
    def differ(around: Neighbours) -> None:
        assert changed(around.below, around.above) == {around.name}
        for case in around.cases:
            assert assess(SCHEMES[name], case).awaiting.facts == ()

    differ()


@pytest.mark.parametrize("name", NAMES)
def test_they_lie_on_both_sides_of_a_threshold_of_the_clause(name: str) -> None:
    lowered = lower(SCHEMES[name])
    clauses = {clause.id: clause for item in lowered.items for part in item.parts for clause in part.clauses}
    definitions = {name: made.node for name, made in lowered.derived.items()}

    @settings(max_examples=20)
    @given(neighbours(SCHEMES[name]))
    def straddle(around: Neighbours) -> None:
        made = lowered.inputs[around.name]
        seen = prepare(SCHEMES[name], around.below)
        values = [Fraction(prepare(SCHEMES[name], case)[around.name]) for case in around.cases]  # type: ignore[arg-type]
        assert values == sorted(values)
        ends = (Fraction(1), Fraction(10**6)) if made.low is None or made.high is None else (made.low, made.high)
        grid = Grid(*ends, made.unit.factor / 10**made.places)
        clause = clauses[around.clause]
        found = [one for node in (clause.when, clause.amount) for one in thresholds(node, around.name, seen, grid, definitions)]
        assert tuple(values) in [one.values for one in found]

    straddle()


@given(st.data())
def test_so_they_do_of_any_scheme(data: st.DataObject) -> None:
    drawn = data.draw(schemes())
    try:
        strategy = neighbours(drawn)
    except InvalidArgument:
        return
    around = data.draw(strategy)
    assert changed(around.below, around.above) == {around.name}
    assert [assess(drawn, case) for case in around.cases]


class TestThresholds:
    FUNDING = scheme([point(failing("funding >= 770元"))], [number_fact("funding", "元", places=2)])

    def test_are_straddled_by_one_place(self) -> None:
        around = smallest(neighbours(self.FUNDING), lambda _: True)
        assert [number(case, "funding") for case in around.cases] == [Fraction("769.99"), 770, Fraction("770.01")]
        assert [assess(self.FUNDING, case).total for case in around.cases] == [9, 10, 10]
        assert (around.clause, around.name) == ("point.1.1", "funding")

    def test_between_two_values_have_none_at_them(self) -> None:
        around = smallest(neighbours(scheme([point(failing("funding * 2 >= 9"))], [number_fact("funding")])), lambda _: True)
        assert around.at is None
        assert [number(case, "funding") for case in around.cases] == [4, 5]

    def test_of_a_day_are_straddled_by_days(self) -> None:
        around = smallest(neighbours(scheme([point(failing("since <= 2018-06-30"))], [date_fact("since")])), lambda _: True)
        assert [str(given_in(case)["since"]) for case in around.cases] == ["2018-06-29", "2018-06-30", "2018-07-01"]

    def test_of_steps_are_among_them(self) -> None:
        rule = PerStep(value=expression("late"), step=expression("2"), count="whole", above=expression("0"), deduct=Fraction(1))
        late = scheme([point(rule)], [number_fact("late", domain=(0, 9), better="less")])
        assert smallest(neighbours(late), lambda around: number(around.above, "late") == 5).at is not None

    def test_of_a_quantity_move_with_what_is_beside(self) -> None:
        rule = AllOrNothing(requires=expression("part / whole >= 50%"))
        ratio = scheme([point(rule)], [number_fact("part", domain=(0, 20)), number_fact("whole", domain=(1, 20), better="neither")])
        around = smallest(neighbours(ratio), lambda around: around.name == "part" and number(around.below, "whole") == 8)
        assert [number(case, "part") for case in around.cases] == [3, 4, 5]

    def test_that_constraints_put_out_of_reach_are_left_out(self) -> None:
        bound = Constraint(id="bound", requires=expression("funding <= 700"))
        held = scheme([point(failing("funding >= 770 and other >= 3"))], [number_fact("funding"), number_fact("other")], constraints=[bound])

        @given(neighbours(held))
        def others(around: Neighbours) -> None:
            assert around.name == "other"

        others()


class TestArguments:
    def test_a_scheme_without_thresholds_has_no_neighbours(self) -> None:
        with pytest.raises(InvalidArgument, match="test has no clause with a threshold"):
            neighbours(scheme([point(failing("plan"))], [condition_fact("plan")]))

    def test_a_scheme_must_be_loaded(self) -> None:
        with pytest.raises(InvalidArgument, match="is not a Scheme"):
            neighbours("changzhou-2021")  # type: ignore[arg-type]
