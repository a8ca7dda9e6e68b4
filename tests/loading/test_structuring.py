"""TOML data ↔ the classes of the model: every mistake at once with its path, nothing converted by the way."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import tomli_w
from builders import expression, number_fact

from supervision_rules.expression import Kind
from supervision_rules.loading import structure, unstructure
from supervision_rules.messages import Path
from supervision_rules.scheme import Basis, Better, Fact, Given, Header, Period, Point, Target, TargetValue, Veto, WhenEmpty
from supervision_rules.scoring import AllOrNothing, Failing, Failings, PerStep

FACT: dict[str, Any] = {"id": "x", "label": "某数", "domain": [0, Decimal("9.5")], "better": "more"}
RULE: dict[str, Any] = {"form": "all-or-nothing", "requires": "x >= 1"}
POINT: dict[str, Any] = {"id": "p", "number": "1", "title": "点", "standard": "标准", "basis": "reconstructed", "rule": [RULE]}
VALUE: dict[str, Any] = {"from": date(2020, 1, 1), "value": 3, "basis": "reconstructed"}


def made(data: Any, cls: type) -> Any:
    value, problems = structure(data, cls, ())
    assert problems == []
    return value


def wrong(data: Any, cls: type = Fact, path: Path = ()) -> list[tuple[str, Path]]:
    value, problems = structure(data, cls, path)
    assert value is None
    return [(problem.code, problem.path) for problem in problems]


def written(value: Any) -> dict[str, Any]:
    """A value as it stands in a file."""
    return tomllib.loads(tomli_w.dumps(unstructure(value)), parse_float=Decimal)


class TestMade:
    def test_a_fact(self) -> None:
        fact = Fact(id="x", label="某数", domain=(Fraction(0), Fraction(19, 2)), better=Better.MORE)
        assert made(FACT, Fact) == fact
        assert made({**FACT, "kind": "number", "places": 1, "context": True}, Fact).kind is Kind.NUMBER

    def test_a_point_with_rules_of_different_forms(self) -> None:
        failings = {"form": "failings", "failings": [{"unless": "x >= 1", "deduct": Decimal("0.5")}], "at_most": 1, "when_empty": "not-applicable"}
        point = made({**POINT, "worth": 2, "rule": [RULE, failings]}, Point)
        assert point.rule == (
            AllOrNothing(requires=expression("x >= 1")),
            Failings(
                failings=(Failing(unless=expression("x >= 1"), deduct=Fraction(1, 2)),), at_most=Fraction(1), when_empty=WhenEmpty.NOT_APPLICABLE
            ),
        )
        assert point.worth == 2

    def test_from_is_a_key_although_python_keeps_the_word(self) -> None:
        assert made({"from": date(2020, 1, 1), "to": date(2020, 12, 31)}, Period) == Period(from_=date(2020, 1, 1), to=date(2020, 12, 31))
        assert wrong({"from_": date(2020, 1, 1), "to": date(2020, 12, 31)}, Period) == [("unknown-key", ("from_",))]

    def test_classes_of_a_target_are_a_table(self) -> None:
        assert made({**VALUE, "where": {"area": "south"}}, TargetValue).where == {"area": "south"}

    @pytest.mark.parametrize("value", ["770 元", True, 3, Decimal("3.5"), date(2020, 1, 1)])
    def test_a_given_value_stays_as_it_is_written(self, value: Any) -> None:
        given = made({"id": "x", "value": value}, Given).value
        assert (given, type(given)) == (value, type(value))


class TestRefused:
    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"lable": "x"}, ("unknown-key", ("lable",))),
            ({"label": 1}, ("wrong-type", ("label",))),
            ({"label": " "}, ("text-empty", ("label",))),
            ({"kind": "nummer"}, ("unknown-value", ("kind",))),
            ({"better": True}, ("unknown-value", ("better",))),
            ({"places": "2"}, ("wrong-type", ("places",))),
            ({"places": True}, ("wrong-type", ("places",))),
            ({"places": Decimal("2.0")}, ("wrong-type", ("places",))),
            ({"context": 1}, ("wrong-type", ("context",))),
            ({"domain": [0]}, ("wrong-type", ("domain",))),
            ({"domain": [0, 1, 2]}, ("wrong-type", ("domain",))),
            ({"domain": [0, "9"]}, ("wrong-type", ("domain",))),
            ({"domain": [0, Decimal("Infinity")]}, ("bad-number", ("domain",))),
            ({"values": "a"}, ("wrong-type", ("values",))),
            ({"values": ["a", 1]}, ("wrong-type", ("values", 1))),
        ],
        ids=lambda one: repr(one) if isinstance(one, dict) else one[0],
    )
    def test_with_the_path_of_the_value(self, changes: dict[str, Any], problem: tuple[str, Path]) -> None:
        assert wrong({**FACT, **changes}) == [problem]

    def test_all_at_once(self) -> None:
        assert wrong({"id": 1, "colour": "red", "places": "2"}) == [
            ("wrong-type", ("id",)),
            ("key-missing", ()),
            ("wrong-type", ("places",)),
            ("unknown-key", ("colour",)),
        ]

    def test_a_misspelt_key_is_not_missing_as_well(self) -> None:
        assert wrong({"id": "x", "lable": "x"}) == [("unknown-key", ("lable",))]

    def test_below_the_path_of_the_entry(self) -> None:
        assert wrong({**FACT, "places": "2"}, path=("fact", 3)) == [("wrong-type", ("fact", 3, "places"))]

    @pytest.mark.parametrize("data", ["x", 1, ["x"], None])
    def test_what_is_no_table(self, data: Any) -> None:
        assert wrong(data) == [("wrong-type", ())]

    @pytest.mark.parametrize("day", ["2020-01-01", 2020, datetime(2020, 1, 1)])
    def test_what_is_no_day(self, day: Any) -> None:
        assert wrong({**VALUE, "from": day}, TargetValue) == [("wrong-type", ("from",))]

    def test_a_class_of_a_target_is_a_text(self) -> None:
        assert wrong({**VALUE, "where": {"area": 1}}, TargetValue) == [("wrong-type", ("where", "area"))]
        assert wrong({**VALUE, "where": "area"}, TargetValue) == [("wrong-type", ("where",))]

    @pytest.mark.parametrize("value", [time(8), ["x"], {"a": 1}])
    def test_a_given_value_is_none_of_these(self, value: Any) -> None:
        assert wrong({"id": "x", "value": value}, Given) == [("wrong-type", ("value",))]


class TestRules:
    @pytest.mark.parametrize(
        ("rule", "problem"),
        [
            ({}, ("key-missing", ())),
            ("x", ("wrong-type", ())),
            ({"form": 1}, ("wrong-type", ("form",))),
            ({"form": "all-or-noting"}, ("unknown-form", ("form",))),
            ({"form": "all-or-nothing"}, ("key-missing", ())),
            ({**RULE, "deduct": 1}, ("unknown-key", ("deduct",))),
            ({**RULE, "requires": True}, ("wrong-type", ("requires",))),
            ({**RULE, "requires": "x >="}, ("syntax", ("requires",))),
            ({**RULE, "when_empty": "none"}, ("unknown-value", ("when_empty",))),
            ({"form": "failings", "failings": [{"unless": "x"}, {"unles": "x"}]}, ("unknown-key", ("failings", 1, "unles"))),
            ({"form": "per-step", "value": "x", "step": "1", "count": "half"}, ("unknown-value", ("count",))),
        ],
        ids=repr,
    )
    def test_a_mistake_in_one_has_its_path_through_the_point(self, rule: Any, problem: tuple[str, Path]) -> None:
        code, below = problem
        assert wrong({**POINT, "rule": [RULE, rule]}, Point) == [(code, ("rule", 1, *below))]

    def test_a_mistake_in_an_expression_has_its_span(self) -> None:
        _, problems = structure({**POINT, "applies_when": "x >= 1 <= 2"}, Point, ())
        assert [(one.code, one.path, one.span) for one in problems] == [("chained-comparison", ("applies_when",), (7, 9))]


class TestUnstructured:
    def test_defaults_are_left_out(self) -> None:
        assert written(number_fact("x", domain=(0, 5))) == {"id": "x", "label": "x", "domain": [0, 5], "better": "more"}

    def test_numbers_are_exact(self) -> None:
        assert repr(written(number_fact("x", domain=("0.10", 5)))["domain"]) == "[Decimal('0.1'), 5]"

    def test_one_without_end_is_refused(self) -> None:
        with pytest.raises(ValueError, match="1/3"):
            unstructure(Failing(deduct=Fraction(1, 3)))

    def test_a_rule_says_its_form_first(self) -> None:
        rule = PerStep(value=expression("x"), step=expression("5%"), count="started", above=expression("10%"), deduct=Fraction(1, 10))
        data = written(rule)
        assert next(iter(data)) == "form"
        assert data == {"form": "per-step", "value": "x", "step": "5%", "count": "started", "above": "10%", "deduct": Decimal("0.1")}

    def test_python_keeps_from_and_the_file_does_not(self) -> None:
        target = Target(id="t", label="t", value=(TargetValue(from_=date(2020, 1, 1), value=Fraction(3), basis=Basis.RECONSTRUCTED),))
        assert written(target) == {"id": "t", "label": "t", "value": [{"basis": "reconstructed", "from": date(2020, 1, 1), "value": 3}]}

    @pytest.mark.parametrize(
        ("data", "cls"),
        [
            (FACT, Fact),
            (POINT, Point),
            ({**VALUE, "where": {"area": "south"}}, TargetValue),
            ({"id": "x", "value": "3 元", "plausible": ["1 元", "5 元"], "assumed": "?"}, Given),
            ({"id": "v", "title": "v", "standard": "v", "when": "x > 1", "effect": "cap", "grade": "良好", "basis": "cited", "trust": "read"}, Veto),
            (
                {
                    "title": "方案",
                    "issuer": "某市",
                    "year": 2021,
                    "evaluated_year": 2020,
                    "period": {"from": date(2020, 1, 1), "to": date(2020, 12, 31)},
                    "measure": "points",
                    "base": 100,
                    "rounding": {"point": Decimal("0.01")},
                    "as_of": [{"target": "line", "date": date(2020, 3, 1)}],
                    "basis": "stated",
                    "trust": "read-sw",
                    "source": "报告",
                    "provenance": [{"element": "count", "basis": "reconstructed"}],
                },
                Header,
            ),
        ],
        ids=lambda one: one.__name__ if isinstance(one, type) else "",
    )
    def test_what_is_read_is_written_again(self, data: dict[str, Any], cls: type) -> None:
        assert written(made(data, cls)) == data
