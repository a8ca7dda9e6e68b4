"""The grammar: what may be written, what binds tighter, and where a mistake is pointed at."""

from datetime import date
from fractions import Fraction

import pytest

from supervision_rules.expression import DATE, Expression, ExpressionError, Number, Ref, Text, references, walk
from supervision_rules.messages.problems import caret


def parse(text):
    return Expression.parse(text).syntax


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b / c", "(a / b) / c"),
        ("a / b * c", "(a / b) * c"),
        ("-a * b", "(-a) * b"),
        ("a - -b", "a - (-b)"),
        ("a + b >= c * d", "(a + b) >= (c * d)"),
        ("not a >= b", "not (a >= b)"),
        ("not a and b", "(not a) and b"),
        ("not not a", "not (not a)"),
        ("a or b and c", "a or (b and c)"),
        ("a and b or c and d", "(a and b) or (c and d)"),
        ("a<b", "a  <\tb"),
    ],
)
def test_what_binds_tighter(written, meant):
    assert parse(written) == parse(meant)


@pytest.mark.parametrize(("written", "other"), [("(a + b) * c", "a + b * c"), ("a - (b - c)", "a - b - c"), ("not (a and b)", "not a and b")])
def test_parentheses_change_the_meaning(written, other):
    assert parse(written) != parse(other)


@pytest.mark.parametrize("sign", [">=", ">", "<=", "<", "==", "!="])
def test_every_comparison(sign):
    assert parse(f"a {sign} b").op == sign


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("4", 4, ""),
        ("-4", -4, ""),
        ("0.05", Fraction(1, 20), ""),
        ("4次", 4, "次"),
        ("5%", 5, "%"),
        ("1.5万元", Fraction(3, 2), "万元"),
        ("8平方米/生", 8, "平方米/生"),
        ("770元/生·年", 770, "元/生·年"),
    ],
)
def test_a_number_carries_its_unit(text, value, unit):
    number = parse(text)
    assert (number.value, number.unit.text) == (value, unit)


def test_a_percentage_can_be_divided():
    assert parse("5% / 2") == parse("5%/2")


def test_a_date_is_a_day_number():
    assert parse("2020-12-31") == Number(Fraction(date(2020, 12, 31).toordinal()), DATE)


@pytest.mark.parametrize("text", ['"national"', "'national'"])
def test_a_word_stands_in_quotes(text):
    assert parse(text) == Text("national")


@pytest.mark.parametrize("name", ["order", "android.notes", "primary.funding_per_pupil", "by_year", "grade2"])
def test_a_name_may_begin_like_a_keyword(name):
    assert parse(name) == Ref(name)


@pytest.mark.parametrize(
    ("text", "function", "arguments", "modifiers"),
    [
        ("at_least(2, a, b, c)", "at_least", 4, []),
        ("min(a, b)", "min", 2, []),
        ("max(a, b, c)", "max", 3, []),
        ("round(a, 2)", "round", 2, []),
        ("ratio(a, b)", "ratio", 2, []),
        ("count(class where size >= 56人)", "count", 1, ["where"]),
        ("sum(school.pupils where rural)", "sum", 1, ["where"]),
        ("share(school.pupils where meets)", "share", 1, ["where"]),
        ("count(award once by name highest level where won)", "count", 1, ["once", "where"]),
        ("cv(school.books by school.pupils where rural)", "cv", 1, ["by", "where"]),
        ("falls(budget.spend over year from 2018 to 2020)", "falls", 1, ["over"]),
        ("rank(score.own among peer.score)", "rank", 1, ["among"]),
        ('count(items at "A")', "count", 1, ["at"]),
        ('score("funding")', "score", 1, []),
    ],
)
def test_every_function(text, function, arguments, modifiers):
    call = parse(text)
    assert (call.name, len(call.arguments), [name for name, _ in call.modifiers]) == (function, arguments, modifiers)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", ""),
        ("a >=", ""),
        ("max(a, b", ""),
        ("a b", "b"),
        ("a = b", "="),
        ("a ≥ b", "≥"),
        ("（a）", "（"),
        ("4 次", "次"),
        ("1,000", ","),
        ("1e5", "e"),
        ("5.", "."),
        ("１２", "１"),
        ("5%%", "%"),
        ("1元/生/年", "年"),
        ("Funding", "F"),
        ('"open', '"'),
        ("a >= 1 and", ""),
    ],
)
def test_a_mistake_is_pointed_at(text, at):
    assert mistake(text) == ("syntax", at)


@pytest.mark.parametrize(("text", "at"), [("1 <= a <= 5", "<="), ("a < b == c", "==")])
def test_a_chain_of_comparisons_is_refused_at_its_second_sign(text, at):
    assert mistake(text) == ("chained-comparison", at)
    assert refused(text).span[0] == text.rindex(at)


def test_a_day_that_is_not_in_the_calendar_is_refused():
    assert mistake("a >= 2020-02-30") == ("bad-date", "2020-02-30")


def test_a_number_of_absurd_length_is_refused():
    assert refused("9" * 41).code == "bad-number"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(" * 41 + "a" + ")" * 41, "nested-too-deeply"),
        ("not " * 41 + "a", "nested-too-deeply"),
        ("not\t" * 450 + "a", "nested-too-deeply"),
        ("-" * 1900 + "a", "expression-too-long"),
        ("a" + "+a" * 900, "expression-too-long"),
        ("a" * 2001, "expression-too-long"),
    ],
)
def test_what_would_overflow_is_refused(text, code):
    assert refused(text).code == code


@pytest.mark.parametrize(
    "text", ["(" * 40 + "a" + ")" * 40, "not (" * 39 + "a" + ")" * 39, "-" * 100 + "a", "a" + " + a" * 100, "a" + " and a" * 300]
)
def test_what_is_within_the_limits_can_be_walked(text):
    assert list(references(parse(text))) == ["a"]


def test_spans_lead_back_to_the_text():
    text = "primary.funding >= 770元 and not late"
    spans = {text[slice(*node.span)] for node in walk(parse(text))}
    assert spans == {"primary.funding", "770元", "primary.funding >= 770元", "late", text}


def test_a_caret_counts_wide_characters_as_two():
    assert caret('unless = "生均 = 1"', 14) == "          \u3000\u3000 ^"


def refused(text):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value


def mistake(text):
    error = refused(text)
    return error.code, text[slice(*error.span)]
