"""Units multiply and divide; only a declared conversion turns one into another."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.expression import PLAIN, Poisoned, Unit, UnknownUnit, parse_unit

DECLARED = {"万元": ("元", Fraction(10_000)), "小时": ("分钟", Fraction(60))}
POWERS = st.dictionaries(st.sampled_from(["元", "生", "年", "平方米"]), st.integers(-3, 3).filter(bool))


@st.composite
def units(draw):
    return Unit(tuple(sorted(draw(POWERS).items())))


def parse(text):
    return parse_unit(text, DECLARED)


@given(units(), units())
def test_times_does_not_mind_the_order(a, b):
    assert a.times(b) == b.times(a)


@given(units(), units(), units())
def test_times_does_not_mind_the_grouping(a, b, c):
    assert a.times(b).times(c) == a.times(b.times(c))


@given(units(), units())
def test_over_undoes_times(a, b):
    assert a.times(b).times(b, -1) == a


@given(units())
def test_over_itself_nothing_is_left(a):
    assert a.times(a, -1) == PLAIN


@given(units().filter(lambda unit: any(power > 0 for _, power in unit.powers)))
def test_a_unit_worked_out_is_written_so_that_it_reads_back(unit):
    assert parse(str(unit)) == unit


@pytest.mark.parametrize(
    ("text", "powers"),
    [
        ("", {}),
        ("元", {"元": 1}),
        ("元/生·年", {"元": 1, "生": -1, "年": -1}),
        ("生·年", {"生": 1, "年": 1}),
        ("生·生", {"生": 2}),
        ("元/元", {}),
        ("%", {}),
        ("%/年", {"年": -1}),
        ("㎡/生", {"㎡": 1, "生": -1}),
        ("万元/生", {"元": 1, "生": -1}),
    ],
)
def test_everything_after_the_slash_is_below_the_line(text, powers):
    assert dict(parse(text).powers) == powers


@pytest.mark.parametrize(
    ("text", "factor"),
    [("元", 1), ("%", Fraction(1, 100)), ("万元", 10_000), ("万元/生", 10_000), ("元/小时", Fraction(1, 60)), ("万元/小时", Fraction(10_000, 60))],
)
def test_how_much_of_the_base_a_unit_is(text, factor):
    assert parse(text).factor == factor


@pytest.mark.parametrize("text", ["元/生/年", "/生", "元/", "元·", "·", "元 / 生", "yuan", "元1", "元２", "（元）", "元，角"])
def test_what_is_no_unit_is_refused(text):
    with pytest.raises(UnknownUnit):
        parse(text)


@pytest.mark.parametrize("text", ["万元", "万元/生", "生/万元", "%·万元"])
def test_of_a_unit_whose_declaration_failed_nothing_is_said(text):
    with pytest.raises(Poisoned):
        parse_unit(text, {"万元": None})
    assert parse_unit("元/生·%", {"万元": None, "%": None}).factor == 100


def test_a_declared_multiple_is_of_the_same_kind_but_not_of_the_same_size():
    assert parse("万元").same_kind(parse("元"))
    assert parse("万元") != parse("元")


@pytest.mark.parametrize(("one", "other"), [("台", "所"), ("元", "元/生"), ("人", "生"), ("亿元", "元")])
def test_units_are_of_different_kinds_unless_declared(one, other):
    assert not parse(one).same_kind(parse(other))


def test_a_unit_is_shown_as_its_author_wrote_it():
    assert str(parse("万元/生·年")) == "万元/生·年"
