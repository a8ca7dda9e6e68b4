"""Bounds, grain and endings: what is promised of a number without any case holds in every case."""

from fractions import Fraction

import pytest
from builders import expression
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules.engines.exact.compiling import compile_node
from supervision_rules.expression import Arith, Extreme, Kind, Number, Range, Ref, Round, Scope, Steps, Type, bounds, ends, grain, resolve, walk
from supervision_rules.messages import decimal_places

SIZES = st.builds(Fraction, st.integers(-40, 40), st.sampled_from([1, 2, 3, 4, 10]))
POSITIVE = st.builds(Fraction, st.integers(1, 40), st.sampled_from([1, 2, 3, 4, 10]))
GRAINS = [Fraction(1), Fraction(1, 10), Fraction(1, 4), Fraction(1, 3)]


@st.composite
def inputs(draw):
    """A range and a value in it that is a multiple of its grain."""
    step = draw(st.sampled_from(GRAINS))
    low, value, high = sorted(step * draw(st.integers(-40, 40)) for _ in range(3))
    return Range((low, high), step, ends=decimal_places(step) is not None), value


def nodes():
    leaves = st.one_of(SIZES.map(Number), st.sampled_from([Ref("a"), Ref("b"), Ref("c")]))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Arith, st.sampled_from("+-*/"), inner, inner),
            st.builds(lambda op, *items: Extreme(op, items), st.sampled_from(["min", "max"]), inner, inner),
            st.builds(Steps, inner, POSITIVE.map(Number), st.sampled_from(["whole", "started", "continuous"])),
            st.builds(Round, inner, st.integers(0, 2)),
        ),
        max_leaves=8,
    )


def values(node, case):
    """What every part of the node comes to; nothing where it divides by what is not above 0: such a divisor is guarded."""
    if any(isinstance(part, Arith) and part.op == "/" and not (compile_node(part.right)(case) or 0) > 0 for part in walk(node)):
        return []
    return [(part, compile_node(part)(case)) for part in walk(node)]


@settings(max_examples=400, deadline=None)
@given(nodes(), st.fixed_dictionaries({name: inputs() for name in "abc"}))
def test_no_value_lies_out_of_its_bounds(node, drawn):
    ranges = {name: known for name, (known, _) in drawn.items()}
    for part, value in values(node, {name: value for name, (_, value) in drawn.items()}):
        low, high = bounds(part, ranges)
        assert low is None or low <= value
        assert high is None or value <= high


@settings(max_examples=400, deadline=None)
@given(nodes(), st.fixed_dictionaries({name: inputs() for name in "abc"}))
def test_every_value_is_a_multiple_of_its_grain(node, drawn):
    ranges = {name: known for name, (known, _) in drawn.items()}
    for part, value in values(node, {name: value for name, (_, value) in drawn.items()}):
        step = grain(part, ranges)
        assert step is None or (value == 0 if step == 0 else value % step == 0)


@settings(max_examples=400, deadline=None)
@given(nodes(), st.fixed_dictionaries({name: inputs() for name in "abc"}))
def test_what_is_said_to_end_ends(node, drawn):
    ranges = {name: known for name, (known, _) in drawn.items()}
    for part, value in values(node, {name: value for name, (_, value) in drawn.items()}):
        assert not ends(part, ranges) or decimal_places(value) is not None


WHOLE = Range((Fraction(0), Fraction(20)), Fraction(1), ends=True)
POSITIVE_ONLY = Range((Fraction(4), Fraction(8)), Fraction(1), ends=True)
RANGES = {"n": WHOLE, "m": WHOLE, "p": POSITIVE_ONLY, "free": Range()}
SCOPE = Scope(names=dict.fromkeys(RANGES, Type(Kind.NUMBER)))


def node(text):
    return resolve(expression(text), SCOPE)[0]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("n + p", 4, 28),
        ("n - p", -8, 16),
        ("n * p", 0, 160),
        ("n / p", 0, 5),
        ("n / m", 0, 20),
        ("p / n", Fraction(1, 5), 8),
        ("min(n, p)", 0, 8),
        ("max(n, p)", 4, 20),
        ("round(n / 3, 1)", 0, Fraction(67, 10)),
        ("-n", -20, 0),
        ("n + free", None, None),
        ("min(n, free)", None, 20),
        ("max(n, free)", 0, None),
    ],
)
def test_bounds(text, low, high):
    assert bounds(node(text), RANGES) == (low, high)


@pytest.mark.parametrize(
    ("text", "step"), [("n", 1), ("n + m", 1), ("n * 0.5", Fraction(1, 2)), ("round(n / 3, 2)", Fraction(1, 100)), ("min(n, 0.5)", Fraction(1, 2))]
)
def test_grain(text, step):
    assert grain(node(text), RANGES) == step


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("n", True),
        ("n / 8", True),
        ("n / 3", False),
        ("n / p", False),
        ("round(n / p, 2)", True),
        ("free", False),
        ("n * 0.1 + m", True),
        ("n / 5%", True),
    ],
)
def test_whether_the_decimals_end(text, known):
    assert ends(node(text), RANGES) is known
