"""Nodes worked out: three-valued logic, exact numbers, and unknown wherever something is missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from supervision_rules.engines.exact.compiling import compile_node
from supervision_rules.expression import CONDITION, DATE, Expression, Kind, Number, Ref, Scope, Steps, Type, resolve
from supervision_rules.lowering import plain

WORDS = Type(Kind.CHOICE, values=("low", "high"))
SCOPE = Scope(names={**dict.fromkeys("abcd", CONDITION), **dict.fromkeys("xyz", Type(Kind.NUMBER)), "word": WORDS, "day": Type(Kind.DATE, DATE)})
MISSING: dict[str, Any] = dict.fromkeys((*"abcdxyz", "word", "day"))
T, F, U = True, False, None
TRUTHS = (T, F, U)


def worked_out(text: str, **values: Any) -> Any:
    """What an expression comes to; what is not given is missing."""
    node, _ = resolve(Expression.parse(text), SCOPE)
    return compile_node(node)(
        MISSING | {name: plain(Fraction(v)) if isinstance(v, int | Fraction) and not isinstance(v, bool) else v for name, v in values.items()}
    )


class TestLogic:
    @pytest.mark.parametrize(
        ("a", "b", "both", "either"),
        [
            (T, T, T, T),
            (T, F, F, T),
            (T, U, U, T),
            (F, T, F, T),
            (F, F, F, F),
            (F, U, F, U),
            (U, T, U, T),
            (U, F, F, U),
            (U, U, U, U),
        ],
    )
    def test_and_and_or_are_strong_kleene(self, a: bool | None, b: bool | None, both: bool | None, either: bool | None) -> None:
        assert worked_out("a and b", a=a, b=b) is both
        assert worked_out("a or b", a=a, b=b) is either

    @pytest.mark.parametrize(("a", "contrary"), [(T, F), (F, T), (U, U)])
    def test_not_leaves_the_unknown_unknown(self, a: bool | None, contrary: bool | None) -> None:
        assert worked_out("not a", a=a) is contrary

    def test_more_than_two_are_decided_by_any_decisive_one(self) -> None:
        assert worked_out("a and b and c and d", a=U, b=U, c=F, d=T) is F
        assert worked_out("a or b or c or d", a=U, b=U, c=F, d=T) is T

    @pytest.mark.parametrize("k", [1, 2, 3])
    @pytest.mark.parametrize("values", [*product(TRUTHS, repeat=3)])
    def test_at_least_is_known_exactly_where_every_completion_agrees(self, k: int, values: tuple[bool | None, ...]) -> None:
        completions = product(*((T, F) if value is U else (value,) for value in values))
        outcomes = {sum(completion) >= k for completion in completions}
        expected = outcomes.pop() if len(outcomes) == 1 else U
        assert worked_out(f"at_least({k}, a, b, c)", **dict(zip("abc", values, strict=True))) is expected

    def test_a_condition_over_a_missing_number_is_unknown(self) -> None:
        assert worked_out("x >= 3") is U
        assert worked_out("not (x >= 3)") is U
        assert worked_out("x >= 3 or y >= 3", y=3) is T

    def test_nothing_is_known_of_a_missing_value_compared_with_itself(self) -> None:
        assert worked_out("x == x") is U


class TestComparison:
    @pytest.mark.parametrize(
        ("op", "below", "equal", "above"), [(">=", F, T, T), (">", F, F, T), ("<=", T, T, F), ("<", T, F, F), ("==", F, T, F), ("!=", T, F, T)]
    )
    def test_inclusive_and_exclusive_bounds(self, op: str, below: bool, equal: bool, above: bool) -> None:
        hair = Fraction(1, 10**30)
        found = [worked_out(f"x {op} 0.5", x=Fraction(1, 2) + by) for by in (-hair, 0, hair)]
        assert found == [below, equal, above]

    def test_words_are_equal_or_not(self) -> None:
        assert worked_out('word == "high"', word="high") is T
        assert worked_out('word != "high"', word="high") is F
        assert worked_out('word == "high"') is U

    def test_days_are_compared_and_counted(self) -> None:
        day = date(2020, 2, 28).toordinal()
        assert worked_out("day <= 2020-02-28", day=day) is T
        assert worked_out("day < 2020-02-28", day=day) is F
        assert worked_out("2020-03-01 - day == 2天", day=day) is T  # 2020 is a leap year


class TestArithmetic:
    def test_numbers_are_exact(self) -> None:
        assert worked_out("x / 3 + x / 3 + x / 3", x=1) == 1
        assert worked_out("0.1 + 0.2 == 0.3") is T
        assert worked_out("x * 1.1", x=10**30) == 11 * 10**29

    def test_a_missing_number_makes_the_result_unknown(self) -> None:
        for text in ("x + 1", "x - x", "0 * x", "x / 2", "1 / x", "min(x, 1)", "max(1, x)", "round(x, 1)"):
            assert worked_out(text) is U

    def test_dividing_by_nought_is_unknown(self) -> None:
        assert worked_out("x / y", x=1, y=0) is U
        assert worked_out("x / y", x=0, y=0) is U
        assert worked_out("x / y >= 1 or a", x=1, y=0, a=T) is T

    def test_least_and_greatest(self) -> None:
        assert worked_out("min(x, y, 5)", x=7, y=6) == 5
        assert worked_out("max(x, y, 5)", x=7, y=6) == 7
        assert worked_out("-x", x=3) == -3

    @pytest.mark.parametrize(("value", "rounded"), [("0.005", "0.01"), ("0.00499", "0"), ("2.675", "2.68"), ("-0.005", "0"), ("-0.0051", "-0.01")])
    def test_a_tie_rounds_upwards(self, value: str, rounded: str) -> None:
        assert worked_out("round(x, 2)", x=Fraction(value)) == Fraction(rounded)


class TestSteps:
    @staticmethod
    def steps(value: Any, size: Any, count: Any) -> Any:
        return compile_node(Steps(Ref("x"), Ref("y"), count))({"x": value, "y": size})

    @pytest.mark.parametrize(
        ("value", "whole", "started", "continuous"),
        [
            ("0", 0, 0, "0"),
            ("0.9", 0, 1, "0.9"),
            ("1", 1, 1, "1"),
            ("1.0001", 1, 2, "1.0001"),
            ("3", 3, 3, "3"),
            ("-0.5", 0, 0, "0"),
            ("-2", 0, 0, "0"),
        ],
    )
    def test_whole_started_and_continuous(self, value: str, whole: int, started: int, continuous: str) -> None:
        number = Fraction(value)
        assert self.steps(number, 1, "whole") == whole
        assert self.steps(number, 1, "started") == started
        assert self.steps(number, 1, "continuous") == Fraction(continuous)

    def test_eighteen_oversize_classes_of_three_hundred_are_one_whole_step_over_five_per_cent(self) -> None:
        assert self.steps(Fraction(18, 300) - Fraction(5, 100), Fraction(1, 100), "whole") == 1

    def test_a_missing_value_or_size_and_a_size_of_nought_are_unknown(self) -> None:
        assert self.steps(None, 1, "whole") is U
        assert self.steps(1, None, "whole") is U
        assert self.steps(1, 0, "whole") is U


def test_a_number_is_itself() -> None:
    assert compile_node(Number(Fraction(7, 3)))({}) == Fraction(7, 3)
