"""Nodes as the script works them out: what each comes to, by hand and as the exact engine has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from engines.browser.script import NOTHING, call, told
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules.engines.browser.document import encoded
from supervision_rules.engines.exact import compile_node
from supervision_rules.expression import CONDITION, DATE, Expression, Kind, Node, Ref, Scope, Steps, Type, resolve
from supervision_rules.lowering import Value, plain

WORDS = ("低", "高")
TYPES = {
    **dict.fromkeys("abcd", CONDITION),
    **dict.fromkeys("xyz", Type(Kind.NUMBER)),
    "word": Type(Kind.CHOICE, values=WORDS),
    "day": Type(Kind.DATE, DATE),
}
INPUTS = {name: {"kind": type_.kind.value, "places": 40} | ({"values": WORDS} if name == "word" else {}) for name, type_ in TYPES.items()}
MISSING: dict[str, Value] = dict.fromkeys(TYPES)
T, F, U = True, False, None
NUMBERS = st.none() | st.fractions(min_value=-100, max_value=100, max_denominator=12) | st.integers(-(10**30), 10**30)


def parsed(text: str) -> Node:
    return resolve(Expression.parse(text), Scope(TYPES))[0]


def by_both(node: Node, cases: Iterable[Mapping[str, Any]]) -> list[Value]:
    """What a node comes to on each case; a case that lacks a name misses it."""
    wholes = [MISSING | dict(case) for case in cases]
    texts = [{name: told(value) for name, value in whole.items()} for whole in wholes]
    document = NOTHING | {"inputs": INPUTS, "derived": {"q": encoded(node)}}
    found = call("(engine => args[1].map(values => engine.assess(values).values.q))(SupervisionRules.engine(args[0]))", document, texts)
    exactly = [compile_node(node)(whole) for whole in wholes]
    assert found == [told(value) for value in exactly]
    return exactly


def worked_out(text: str, **values: Any) -> Any:
    """What an expression comes to, as exact text where it is a number."""
    numbers = {name: plain(Fraction(value)) if isinstance(value, str) and name in "xyz" else value for name, value in values.items()}
    (found,) = by_both(parsed(text), [numbers])
    return told(found)


class TestLogic:
    @pytest.mark.parametrize("text", ["a and b", "a or b", "not a", "a and b and c", "a or b or c", "not (a or not b) and c"])
    def test_is_strong_kleene(self, text: str) -> None:
        by_both(parsed(text), [dict(zip("abc", truths, strict=True)) for truths in product((T, F, U), repeat=3)])

    @pytest.mark.parametrize(("a", "b", "both", "either"), [(T, U, U, T), (F, U, F, U), (U, U, U, U), (U, T, U, T), (U, F, F, U)])
    def test_the_unknown_stays_unknown_unless_the_rest_decides(self, a: Any, b: Any, both: Any, either: Any) -> None:
        assert (worked_out("a and b", a=a, b=b), worked_out("a or b", a=a, b=b)) == (both, either)

    @pytest.mark.parametrize("k", [1, 2, 3, 4])
    def test_at_least_k_is_known_where_every_completion_agrees(self, k: int) -> None:
        truths = [*product((T, F, U), repeat=4)]
        completed = [{sum(one) >= k for one in product(*((T, F) if value is U else (value,) for value in values))} for values in truths]
        expected = [next(iter(outcomes)) if len(outcomes) == 1 else U for outcomes in completed]
        assert by_both(parsed(f"at_least({k}, a, b, c, d)"), [dict(zip("abcd", values, strict=True)) for values in truths]) == expected


class TestComparison:
    @pytest.mark.parametrize(
        ("op", "below", "equal", "above"), [(">=", F, T, T), (">", F, F, T), ("<=", T, T, F), ("<", T, F, F), ("==", F, T, F), ("!=", T, F, T)]
    )
    def test_a_hair_decides(self, op: str, below: bool, equal: bool, above: bool) -> None:
        hair = Fraction(1, 10**30)
        assert by_both(parsed(f"x {op} 0.5"), [{"x": Fraction(1, 2) + by} for by in (-hair, 0, hair)]) == [below, equal, above]

    def test_of_what_is_missing_is_unknown(self) -> None:
        assert (worked_out("x >= 3"), worked_out("x == x"), worked_out("x >= 3 or y >= 3", y="3")) == (U, U, T)

    def test_of_words(self) -> None:
        assert [worked_out(f'word {op} "高"', word=word) for op in ("==", "!=") for word in ("低", "高", None)] == [F, T, U, T, F, U]

    def test_of_days_which_are_counted(self) -> None:
        day = date(2020, 2, 28).toordinal()
        assert [worked_out(f"day {op} 2020-02-28", day=day) for op in ("<=", "<", ">=", ">")] == [T, F, T, F]
        assert worked_out("2020-03-01 - day == 2天", day=day) is T


class TestNumbers:
    def test_are_exact_and_of_any_size(self) -> None:
        assert worked_out("x / 3 + x / 3 + x / 3", x="1") == "1"
        assert worked_out("0.1 + 0.2") == "0.3"
        assert worked_out("x * 1.1", x=str(10**40)) == str(11 * 10**39)
        assert (worked_out("x / 7", x="-22"), worked_out("x / y", x="3", y="-8")) == ("-22/7", "-0.375")

    def test_dividing_by_nought_is_unknown(self) -> None:
        assert [worked_out("x / y", x=x, y="0") for x in ("1", "0", "-1")] == [U, U, U]

    def test_the_least_and_the_greatest(self) -> None:
        assert (worked_out("min(x, y, 5)", x="7", y="6"), worked_out("max(x, y, 5)", x="7", y="6")) == ("5", "7")

    @pytest.mark.parametrize("text", ["x + 1", "1 - x", "0 * x", "x / 2", "1 / x", "min(x, 1)", "max(1, x)", "round(x, 1)", "min(y, x)"])
    def test_a_missing_number_leaves_the_result_unknown(self, text: str) -> None:
        assert worked_out(text, y="1") is U

    @pytest.mark.parametrize(
        ("x", "rounded"), [("0.005", "0.01"), ("0.00499", "0"), ("2.675", "2.68"), ("-0.005", "0"), ("-0.0051", "-0.01"), ("2/3", "0.67")]
    )
    def test_a_tie_rounds_upwards(self, x: str, rounded: str) -> None:
        assert worked_out("round(x, 2)", x=x) == rounded

    @given(st.lists(st.fixed_dictionaries(dict.fromkeys("xyz", NUMBERS)), min_size=5, max_size=20))
    def test_are_those_of_the_exact_engine(self, cases: list[dict[str, Value]]) -> None:
        for text in ("(x + y) * z - x / y", "round(x / y, 3)", "max(x, y) - min(y, z)", "x * y >= z", "x - y == z"):
            by_both(parsed(text), cases)


class TestSteps:
    @pytest.mark.parametrize(
        ("x", "whole", "started", "continuous"),
        [
            ("0", "0", "0", "0"),
            ("0.9", "0", "1", "0.9"),
            ("1", "1", "1", "1"),
            ("1.0001", "1", "2", "1.0001"),
            ("3", "3", "3", "3"),
            ("-0.5", "0", "0", "0"),
        ],
    )
    def test_whole_started_and_continuous(self, x: str, whole: str, started: str, continuous: str) -> None:
        assert [steps(count, x, "1") for count in ("whole", "started", "continuous")] == [whole, started, continuous]

    def test_eighteen_oversize_classes_of_three_hundred_are_one_whole_step_over_five_per_cent(self) -> None:
        assert steps("whole", str(Fraction(18, 300) - Fraction(5, 100)), "0.01") == "1"

    @pytest.mark.parametrize(("x", "y"), [(None, "1"), ("1", None), ("1", "0"), ("0", "0"), (None, None)])
    def test_without_value_or_size_or_of_nought_are_unknown(self, x: str | None, y: str | None) -> None:
        assert [steps(count, x, y) for count in ("whole", "started", "continuous")] == [U, U, U]


def steps(count: Any, x: str | None, y: str | None) -> Any:
    values = {name: None if text is None else plain(Fraction(text)) for name, text in (("x", x), ("y", y))}
    (found,) = by_both(Steps(Ref("x"), Ref("y"), count), [values])
    return told(found)
