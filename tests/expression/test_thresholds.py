"""Thresholds: along the grid of one number, every place where a comparison or a number of steps changes, and no other."""

from fractions import Fraction
from itertools import pairwise

import pytest
from builders import expression
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules.engines.exact.compiling import compile_node
from supervision_rules.expression import (
    Arith,
    AtLeast,
    Compare,
    Extreme,
    Grid,
    Kind,
    Logic,
    Not,
    Number,
    Ref,
    Round,
    Scope,
    Steps,
    TooManyChanges,
    Type,
    holding,
    resolve,
    stretches,
    thresholds,
)

NAMES = {name: Type(Kind.NUMBER) for name in ("x", "y", "rate", "missing")} | {"yes": Type(Kind.CONDITION), "kind": Type(Kind.TEXT)}
GRID = Grid(Fraction(0), Fraction(10), Fraction(1))
FINE = Grid(Fraction(0), Fraction(10**9), Fraction(1, 100))


def node(text):
    return resolve(expression(text), Scope(names=NAMES))[0]


def steps(value, size, count="whole"):
    return Steps(node(value), node(size), count)


def places(of, grid=GRID, definitions=None, most=100, **values):
    of = node(of) if isinstance(of, str) else of
    return [(one.below, one.at, one.above) for one in thresholds(of, "x", values, grid, definitions, most=most)]


class TestComparisons:
    @pytest.mark.parametrize("op", [">=", ">", "<=", "<", "==", "!="])
    def test_change_around_the_value_at_which_both_sides_are_equal(self, op):
        assert places(f"x {op} 5") == [(4, 5, 6)]

    def test_have_nothing_at_the_place_that_the_grid_leaves_out(self):
        assert places("x * 2 >= 9") == [(4, None, 5)]

    def test_that_change_at_an_end_of_the_grid_have_nothing_beyond_it(self):
        assert places("x > 0") == [(None, 0, 1)]
        assert places("x >= 10") == [(9, 10, None)]

    def test_that_never_change_have_no_threshold(self):
        assert places("x >= 0") == []
        assert places("x <= 10") == []
        assert places("x > 10") == []

    def test_of_a_rate_are_found_on_the_number_that_moves(self):
        assert places("x / y > 0.05", FINE, y=360) == [(Fraction(1799, 100), 18, Fraction(1801, 100))]

    def test_may_change_more_than_once(self):
        assert places("x * (10 - x) >= 21") == [(2, 3, 4), (6, 7, 8)]

    def test_that_only_touch_change_once(self):
        assert places("(x - 5) * (x - 5) > 0") == [(4, 5, 6)]

    def test_stay_equal_without_changing(self):
        assert places("min(x, 5) >= 5") == [(4, 5, 6)]
        assert places("min(x, 5) == 5") == [(4, 5, 6)]

    def test_on_one_line_are_told_apart(self):
        found = thresholds(node("x >= 3 and x < 8"), "x", {}, GRID)
        assert [(one.node.op, one.at) for one in found] == [(">=", 3), ("<", 8)]

    def test_at_one_place_stand_once_each(self):
        assert len(places("x >= 3 or (x >= 3 and yes)", yes=False)) == 1
        assert len(places("x >= 3 or x > 3")) == 2

    def test_of_words_and_of_other_numbers_do_not_change(self):
        assert places("kind == '一类' or y >= 3", y=3, kind="一类") == []

    def test_with_a_missing_number_have_none(self):
        assert places("x >= missing") == []
        assert places("x >= missing or x >= 4", missing=None) == [(3, 4, 5)]


class TestDivision:
    def test_by_nought_is_no_change_of_its_own(self):
        assert places("1 / x >= 0") == []

    def test_by_nought_on_the_way_lies_between_what_is_before_and_after(self):
        assert places("1 / (x - 5) > 0") == [(4, None, 6)]

    def test_by_what_is_below_nought_turns_nothing_round(self):
        assert places("x / (0 - 2) <= -2") == [(3, 4, 5)]


class TestSteps:
    def test_whole_ones_change_where_one_is_full(self):
        assert places(steps("x - 3", "2")) == [(4, 5, 6), (6, 7, 8), (8, 9, 10)]

    def test_started_ones_change_after_one_is_full(self):
        assert places(steps("x - 4", "3", "started")) == [(3, 4, 5), (6, 7, 8)]

    def test_of_a_shortfall_run_the_other_way(self):
        assert places(steps("6 - x", "2")) == [(None, 0, 1), (1, 2, 3), (3, 4, 5)]

    def test_between_values_of_the_grid_are_never_exactly_full(self):
        assert places(steps("x", "2.5"))[0] == (2, None, 3)

    def test_beyond_the_most_that_matter_are_not_told_apart(self):
        found = places(steps("x / y - 0.05", "0.01"), FINE, y=360, most=3)
        assert [at for _, at, _ in found] == [Fraction("21.6"), Fraction("25.2"), Fraction("28.8")]

    def test_nearest_to_the_target_are_those_that_matter_in_a_shortfall(self):
        found = places(steps("770 - x", "1"), FINE, most=2)
        assert [at for _, at, _ in found] == [768, 769]

    def test_counted_continuously_have_none_of_their_own(self):
        assert places(steps("x", "2", "continuous")) == []

    def test_inside_a_comparison_change_only_with_it(self):
        assert places(Compare(">=", steps("x", "2"), Number(Fraction(3)))) == [(5, 6, 7)]


class TestRounding:
    def test_counts_before_comparing(self):
        assert places("round(x / y, 2) >= 0.93", FINE, y=360) == [(Fraction(33299, 100), 333, Fraction(33301, 100))]


class TestQuantities:
    DEFINITIONS = {"rate": node("x / y")}

    def test_that_the_number_is_behind_are_followed(self):
        (found,) = thresholds(node("rate > 0.5"), "x", {"y": 8, "rate": Fraction(1)}, GRID, self.DEFINITIONS)
        assert (found.below, found.at, found.above) == (3, 4, 5)
        assert found.node == node("rate > 0.5")

    def test_that_it_is_not_behind_are_what_they_are_given_as(self):
        assert places("x > rate", definitions={"rate": node("y / y")}, rate=3) == [(2, 3, 4)]

    def test_that_are_conditions_are_looked_into(self):
        found = thresholds(Not(Ref("yes")), "x", {}, GRID, {"yes": node("x >= 5")})
        assert [(one.node.op, one.at) for one in found] == [(">=", 5)]


class TestStretches:
    def test_cut_the_grid_where_a_condition_changes(self):
        found = stretches(node("x >= 3 and x < 8"), "x", {}, GRID)
        assert [(one.first, one.last, one.truth) for one in found] == [(0, 2, False), (3, 7, True), (8, 10, False)]

    def test_of_an_unknown_condition_are_told_apart(self):
        found = stretches(node("1 / (x - 5) > 0"), "x", {}, GRID)
        assert [(one.first, one.last, one.truth) for one in found] == [(0, 4, False), (5, 5, None), (6, 10, True)]

    def test_hold_where_the_condition_is_true(self):
        assert [(one.first, one.last) for one in holding(node("x != 4 or missing > 0"), "x", {}, GRID)] == [(0, 3), (5, 10)]

    def test_know_what_does_not_hang_on_a_missing_number(self):
        assert [one.truth for one in stretches(node("x >= 4 and missing > 0"), "x", {}, GRID)] == [False, None]


class TestGrid:
    def test_is_the_multiples_of_its_grain(self):
        off = Grid(Fraction(5, 2), Fraction(15, 2), Fraction(2))
        assert [(one.first, one.last) for one in stretches(node("x > 0"), "x", {}, off)] == [(4, 6)]

    def test_without_any_value_has_nothing(self):
        empty = Grid(Fraction(1, 4), Fraction(3, 4), Fraction(1))
        assert stretches(node("x > 0"), "x", {}, empty) == thresholds(node("x > 0"), "x", {}, empty) == ()

    def test_of_any_fineness_is_looked_through_at_once(self):
        finest = Grid(Fraction(0), Fraction(10**12), Fraction(1, 10**6))
        ((below, at, above),) = places("x * x * x >= 1000", finest)
        assert (at - below, at, above - at) == (Fraction(1, 10**6), 10, Fraction(1, 10**6))

    def test_on_which_everything_changes_is_refused(self):
        with pytest.raises(TooManyChanges):
            places("round(x, 0) <= x", FINE)


SIZES = st.builds(Fraction, st.integers(-12, 12), st.sampled_from([1, 2, 3, 10]))
POSITIVE = st.builds(Fraction, st.integers(1, 12), st.sampled_from([1, 2, 3, 10]))
GRIDS = st.builds(
    lambda low, width, grain: Grid(low, low + width, grain), SIZES, st.integers(0, 12).map(Fraction), st.sampled_from([Fraction(1), Fraction(1, 2)])
)
FIXED = st.fixed_dictionaries({"y": st.one_of(st.none(), SIZES), "yes": st.sampled_from([True, False, None])})
DEFINED = {"rate": Arith("/", Ref("x"), Ref("y"))}


def numbers():
    leaves = st.one_of(SIZES.map(Number), st.sampled_from([Ref("x"), Ref("x"), Ref("y"), Ref("rate")]))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Arith, st.sampled_from("+-*/"), inner, inner),
            st.builds(lambda op, *items: Extreme(op, items), st.sampled_from(["min", "max"]), inner, inner),
            st.builds(Steps, inner, POSITIVE.map(Number), st.sampled_from(["whole", "started", "continuous"])),
            st.builds(Round, inner, st.integers(0, 1)),
        ),
        max_leaves=6,
    )


COMPARISONS = st.builds(Compare, st.sampled_from([">=", ">", "<=", "<", "==", "!="]), numbers(), numbers())
CONDITIONS = st.recursive(
    st.one_of(COMPARISONS, st.just(Ref("yes"))),
    lambda inner: st.one_of(
        st.builds(lambda op, items: Logic(op, tuple(items)), st.sampled_from(["and", "or"]), st.lists(inner, max_size=3)),
        st.builds(Not, inner),
        st.builds(lambda items: AtLeast(1 + len(items) // 2, tuple(items)), st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=4,
)


def along(of, grid, fixed):
    """What a node is at every value of the grid, worked out by the exact engine."""
    run, rate = compile_node(of), compile_node(DEFINED["rate"])
    found = {}
    for n in range(grid.first, grid.last + 1):
        env = {**fixed, "x": n * grid.grain}
        env["rate"] = rate(env)
        found[n * grid.grain] = run(env)
    return found


@settings(max_examples=400, deadline=None)
@given(CONDITIONS, GRIDS, FIXED)
def test_a_stretch_is_what_the_engine_makes_of_every_value_in_it(condition, grid, fixed):
    expected = along(condition, grid, fixed)
    found = stretches(condition, "x", fixed, grid, DEFINED)
    assert {value: one.truth for one in found for value in expected if one.first <= value <= one.last} == expected
    assert all(a.truth != b.truth for a, b in pairwise(found))


@settings(max_examples=400, deadline=None)
@given(COMPARISONS, GRIDS, FIXED)
def test_thresholds_are_where_the_engine_changes_its_mind(comparison, grid, fixed):
    known = {value: truth for value, truth in along(comparison, grid, fixed).items() if truth is not None}
    left, right = along(comparison.left, grid, fixed), along(comparison.right, grid, fixed)
    found = thresholds(comparison, "x", fixed, grid, DEFINED)
    turns = [(a, b) for a, b in pairwise(known) if known[a] != known[b]]
    assert all(any({a, b} <= set(one.values) for one in found) for a, b in turns)
    assert all(any({a, b} <= set(one.values) for a, b in turns) for one in found)
    assert all(left[one.at] == right[one.at] for one in found if one.at is not None)


@settings(max_examples=400, deadline=None)
@given(st.builds(Steps, numbers(), POSITIVE.map(Number), st.sampled_from(["whole", "started"])), GRIDS, FIXED, st.integers(1, 5))
def test_steps_change_where_the_engine_counts_another_number(counted, grid, fixed, most):
    known = {value: min(count, most) for value, count in along(counted, grid, fixed).items() if count is not None}
    full = along(Arith("/", counted.value, counted.size), grid, fixed)
    found = thresholds(counted, "x", fixed, grid, DEFINED, most=most)
    turns = [(a, b) for a, b in pairwise(known) if known[a] != known[b]]
    assert all(any({a, b} <= set(one.values) for one in found) for a, b in turns)
    assert all(any({a, b} <= set(one.values) for a, b in turns) for one in found)
    assert all(full[one.at].denominator == 1 for one in found if one.at is not None)
