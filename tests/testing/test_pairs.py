from __future__ import annotations

import pytest
from builders import ALWAYS, case, choice_fact, condition_fact, date_fact, expression, number_fact, point, quantity, scheme
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from testing.looking import CHANGZHOU, NAMES, SCHEMES, changed, number, smallest, some
from testing.looking import given as given_in

from supervision_rules import Scheme, assess
from supervision_rules.engines.exact import prepare
from supervision_rules.scheme import Better, Constraint
from supervision_rules.scoring import AllOrNothing
from supervision_rules.testing import Pair, pairs, schemes

CONTEXT = scheme(
    facts=[
        number_fact("more", domain=(0, 9), context=True),
        number_fact("less", domain=(0, 9), better="less", context=True),
        number_fact("neither", domain=(0, 9), better="neither", context=True),
        condition_fact("good", context=True),
        condition_fact("bad", better="less", context=True),
        choice_fact("ranked", "丙", "乙", "甲", better="more", context=True),
        choice_fact("kind", "城", "乡", context=True),
        date_fact("since", context=True),
    ]
)
RATIO = scheme(
    points=[point(AllOrNothing(requires=expression("rate >= 50% and whole >= 3"), when_empty="zero"))],
    facts=[number_fact("part", domain=(0, 9)), number_fact("whole", domain=(0, 9), better="neither")],
    quantities=[quantity("rate", "part / whole", better="more")],
)


@pytest.mark.parametrize("name", NAMES)
def test_two_cases_differ_in_one_fact_only(name: str) -> None:
    @settings(max_examples=20)
    @given(pairs(SCHEMES[name]))
    def differ(pair: Pair) -> None:
        (moved,) = changed(pair.worse, pair.better)
        assert moved == pair.name or pair.name in {quantity.id for quantity in SCHEMES[name].quantities}
        for one in (pair.worse, pair.better):
            assert assess(SCHEMES[name], one).awaiting.facts == ()

    differ()


@given(st.data())
def test_so_they_do_of_any_scheme(data: st.DataObject) -> None:
    drawn = data.draw(schemes())
    pair = data.draw(pairs(drawn))
    assert len(changed(pair.worse, pair.better)) == 1
    for one in (pair.worse, pair.better):
        assess(drawn, one)


@pytest.mark.parametrize(
    ("name", "direction"),
    [("more", 1), ("less", -1), ("neither", 1), ("good", 1), ("bad", -1)],
)
def test_the_better_case_is_better_as_the_fact_says(name: str, direction: int) -> None:
    @given(pairs(CONTEXT, name))
    def better(pair: Pair) -> None:
        worse, best = (given_in(one)[name] for one in (pair.worse, pair.better))
        assert (int(best) - int(worse)) * direction > 0
        assert (pair.name, pair.ordered) == (name, name != "neither")

    better()


def test_values_of_a_choice_stand_worst_first() -> None:
    @given(pairs(CONTEXT, "ranked"))
    def better(pair: Pair) -> None:
        assert "丙乙甲".index(str(given_in(pair.worse)["ranked"])) < "丙乙甲".index(str(given_in(pair.better)["ranked"]))
        assert pair.ordered

    better()


@pytest.mark.parametrize("name", ["kind", "since"])
def test_what_nobody_orders_is_only_told_apart(name: str) -> None:
    @given(pairs(CONTEXT, name))
    def apart(pair: Pair) -> None:
        assert not pair.ordered
        assert changed(pair.worse, pair.better) == {name}

    apart()


def test_any_fact_may_be_the_one() -> None:
    for fact in CONTEXT.facts:
        assert some(pairs(CONTEXT), lambda pair, name=fact.id: pair.name == name)


def test_a_shrunken_pair_lies_side_by_side() -> None:
    pair = smallest(pairs(CONTEXT, "more"), lambda _: True)
    assert (number(pair.worse, "more"), number(pair.better, "more")) == (8, 9)


class TestQuantities:
    def test_differ_through_a_fact_that_rules_read_in_them_only(self) -> None:
        @given(pairs(RATIO, "rate"))
        def better(pair: Pair) -> None:
            assert changed(pair.worse, pair.better) == {"part"}
            worse, best = (prepare(RATIO, one)["rate"] for one in (pair.worse, pair.better))
            assert worse < best  # type: ignore[operator]
            assert pair.ordered

        better()

    def test_of_changzhou_have_the_direction_that_they_declare(self) -> None:
        better = {quantity.id: quantity.better for quantity in CHANGZHOU.quantities}
        found = [name for name in better if has_pair(CHANGZHOU, name)]
        assert {"places.new", "primary.rooms_per_pupil", "compulsory.over_standard_share"} <= set(found)
        pair = smallest(pairs(CHANGZHOU, "compulsory.over_standard_share"), lambda _: True)
        worse, best = (prepare(CHANGZHOU, one)["compulsory.over_standard_share"] for one in (pair.worse, pair.better))
        assert better["compulsory.over_standard_share"] is Better.LESS
        assert worse > best  # type: ignore[operator]

    def test_without_a_fact_of_their_own_have_no_pair(self) -> None:
        read_twice = scheme(
            points=[point(AllOrNothing(requires=expression("both >= 5 and one >= 2")))],
            facts=[number_fact("one", domain=(0, 9))],
            quantities=[quantity("both", "one + one", better="more")],
        )
        with pytest.raises(InvalidArgument, match="rules read everything behind both elsewhere too"):
            pairs(read_twice, "both")


def has_pair(of: Scheme, name: str) -> bool:
    try:
        pairs(of, name)
    except InvalidArgument:
        return False
    return True


class TestConstraints:
    def test_hold_in_both_cases(self) -> None:
        bound = Constraint(id="bound", requires=expression("part <= whole"))
        facts = [number_fact("part", domain=(0, 9), context=True), number_fact("whole", domain=(0, 9), context=True)]

        @given(pairs(scheme(facts=facts, constraints=[bound])))
        def hold(pair: Pair) -> None:
            assert all(number(one, "part") <= number(one, "whole") for one in (pair.worse, pair.better))

        hold()

    def test_that_leave_a_fact_one_value_leave_no_pair(self) -> None:
        tie = Constraint(id="tie", requires=expression("one == two"))
        facts = [number_fact("one", context=True), number_fact("two", context=True), number_fact("three", context=True)]
        tied = scheme(facts=facts, constraints=[tie])
        with pytest.raises(InvalidArgument, match="leave one one value only"):
            pairs(tied, "one")
        assert smallest(pairs(tied), lambda _: True).name == "three"

    def test_that_hold_a_fact_back_at_the_start_are_loosened(self) -> None:
        bound = Constraint(id="bound", requires=expression("part <= whole"))
        facts = [number_fact("part", domain=(0, 9), context=True, better="less"), number_fact("whole", domain=(0, 9), context=True, better="less")]
        assert some(pairs(scheme(facts=facts, constraints=[bound]), "part"), lambda _: True)


class TestArguments:
    def test_the_name_must_be_one_of_the_scheme(self) -> None:
        with pytest.raises(InvalidArgument, match="test has no fact or quantity 'moer'; did you mean 'more'"):
            pairs(CONTEXT, "moer")

    def test_a_scheme_without_facts_has_no_pairs(self) -> None:
        with pytest.raises(InvalidArgument, match="no fact of test can take two values"):
            pairs(scheme(points=[point(AllOrNothing(requires=expression(ALWAYS)))]))

    def test_a_fact_of_one_value_has_no_pair(self) -> None:
        with pytest.raises(InvalidArgument, match="one value only"):
            pairs(scheme(facts=[number_fact("fixed", domain=(3, 3), context=True)]), "fixed")

    def test_a_scheme_must_be_loaded(self) -> None:
        with pytest.raises(InvalidArgument, match="is not a Scheme"):
            pairs(case())  # type: ignore[arg-type]
