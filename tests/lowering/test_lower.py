"""A scheme lowered as a whole: everything that engines read, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import (
    bonus,
    choice_fact,
    column,
    condition_fact,
    expression,
    grade,
    number_fact,
    point,
    quantity,
    refusals,
    scheme,
    table,
    target,
    veto,
)
from engines.exact.rules import awards, deducting, needs
from lowering.shown import lines, mistakes

from supervision_rules import SupervisionRulesError
from supervision_rules.expression import Unit, parse_unit
from supervision_rules.lowering import lower, problems_of
from supervision_rules.messages import Place
from supervision_rules.scheme import (
    Alternative,
    AsOf,
    Basis,
    Constraint,
    Indicator,
    ItemRules,
    Measure,
    NotApplicable,
    Reading,
    Rounding,
    Scheme,
    UnitDeclaration,
)

PLAN, X = condition_fact("plan"), number_fact("x")
SCHOOLS = table("school", column("pupils", "人"))


def whole() -> Scheme:
    """A scheme with an entry of every kind."""
    return scheme(
        [point(needs("plan"), id="first", worth=4), point(needs("spend >= line"), id="second", worth=6, applies_when="plan")],
        [PLAN, number_fact("spend", "万元")],
        bonuses=[bonus(awards(("doubled > 3所", 1)), id="more")],
        quantities=[quantity("schools", "count(school)", (0, 9), better="more", unit="所"), quantity("doubled", "schools * 2")],
        tables=[SCHOOLS],
        targets=[target("line", 5, "万元")],
        units=[UnitDeclaration("万元", "元", Fraction(10_000))],
        vetoes=[veto("v", "not plan", "fail")],
        grades=[grade("好", "total >= 9"), grade("差")],
        constraints=[Constraint(id="c", requires=expression("spend < 99万元"))],
        bonus_cap=5,
    )


class TestLowered:
    def test_it_keeps_who_it_is_and_how_it_counts(self) -> None:
        one = whole()
        header = evolve(one.header, not_applicable=NotApplicable.RESCALE, rounding=Rounding(point=Fraction(1, 10), total=Fraction(1, 100)))
        made = lower(evolve(one, header=header))
        assert (made.id, made.year, made.measure, made.base) == ("test", 2020, Measure.POINTS, 10)
        assert (made.not_applicable, made.bonus_cap, made.total_places, made.levels) == (NotApplicable.RESCALE, 5, 2, ())
        assert [item.places for item in (*made.points, *made.bonuses)] == [1, 1, None]

    def test_nothing_is_rounded_unless_it_is_said(self) -> None:
        made = lower(whole())
        assert made.total_places is None
        assert [item.places for item in (*made.points, *made.bonuses)] == [None] * 3

    def test_a_scheme_without_points_has_no_base(self) -> None:
        assert lower(scheme([point(needs("plan"), worth=None)], [PLAN], measure="criteria")).base == 0

    def test_it_has_everything_in_the_order_of_the_file(self) -> None:
        made = lower(whole())
        assert [(item.id, item.limit) for item in made.points] == [("first", 4), ("second", 6)]
        assert [(item.id, item.limit) for item in made.bonuses] == [("more", 10)]
        assert [one.id for group in (made.vetoes, made.ladder, made.constraints) for one in group] == ["v", "好", "差", "c"]
        assert list(made.inputs) == ["plan", "spend", "schools"]
        assert (list(made.derived), list(made.constants), list(made.tables)) == (["doubled"], ["line"], ["school"])
        assert made.order == ("schools", "doubled")
        assert made.units == {"万元": ("元", 10_000)}
        assert len(made.hash) == 64

    def test_every_part_and_clause_is_numbered_within_its_item(self) -> None:
        rules = (needs("plan", 4), deducting("x"))
        (item,) = lower(scheme([point(*rules)], [PLAN, X])).points
        assert [(part.id, part.form, [clause.id for clause in part.clauses]) for part in item.parts] == [
            ("point.1", "all-or-nothing", ["point.1.1"]),
            ("point.2", "formula", ["point.2.1"]),
        ]

    def test_every_name_has_its_words_and_unit(self) -> None:
        made = lower(whole())
        wan = parse_unit("万元", made.units)
        labels = {name: (label.text, label.unit, label.condition) for name, label in made.labels.items()}
        assert labels == {
            "plan": ("plan", Unit(), True),
            "spend": ("spend", wan, False),
            "line": ("line", wan, False),
            "school": ("school", Unit(), False),
            "school.id": ("id", Unit(), False),
            "school.pupils": ("pupils", parse_unit("人", {}), False),
            "schools": ("schools", parse_unit("所", {}), False),
            "doubled": ("doubled", parse_unit("所", {}), False),
            "#first": ("first", Unit(), False),
            "#second": ("second", Unit(), False),
            "#more": ("more", Unit(), False),
        }
        assert made.labels["line"].value == 50_000

    def test_it_is_lowered_once(self) -> None:
        one = whole()
        assert lower(one) is lower(one)


class TestWrong:
    def test_everything_is_said_at_once(self) -> None:
        made = scheme(
            [point(needs("a"), id="p")],
            [number_fact("x", "yuan")],
            bonuses=[bonus(awards(("b", 1)))],
            quantities=[quantity("q", "c + 1")],
            targets=[target("line", 1, "yuan")],
            units=[UnitDeclaration("万元", "yuan", Fraction(2))],
            vetoes=[veto("v", "d", "drop")],
            grades=[grade("好", "e"), grade("差")],
            constraints=[Constraint(id="c", requires=expression("f"))],
            indicators=[Indicator(id="i", title="i", parent="j", basis=Basis.RECONSTRUCTED)],
        )
        assert [line.partition(":")[0] for line in mistakes(made)] == [
            "unknown-unit unit/万元/of",
            "unknown-unit fact/x/unit",
            "unknown-unit target/line/unit",
            "unknown-name quantity/q/value",
            "unknown-name point/p/rule/0/requires",
            "unknown-name bonus/bonus/rule/0/failings/0/when",
            "unknown-name veto/v/when",
            "unknown-name ladder/grade/0/when",
            "unknown-name constraint/c/requires",
            "unknown-indicator indicator/i/parent",
        ]

    def test_each_is_placed_where_the_file_has_it(self) -> None:
        made = evolve(scheme([point(needs("a"))]), locate=lambda problem: Place(f"{problem.path[0]}s.toml", 7, 3))
        with pytest.raises(SupervisionRulesError) as refused:
            lower(made)
        assert [str(problem.place) for problem in refused.value.problems] == ["points.toml:7:3"]

    def test_alternatives_are_checked_where_no_reading_is_chosen(self) -> None:
        other = Alternative(id="a", text="-", point=(ItemRules(id="met", rule=(needs("y"),)),))
        readings = [Reading(id="r", question="?", choice="!", confirm="某市", alternative=(other,))]
        assert refusals(scheme(readings=readings)) == ("unknown-name",)
        assert refusals(evolve(scheme(readings=readings), reading="r: a")) == ()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"points": [point(needs("y"))]},
            {"bonuses": [bonus(needs("y"))]},
            {"vetoes": [veto("v", "y", "drop")]},
            {"grades": [grade("好", "y"), grade("差")]},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_who_reads_a_fact_is_asked_only_where_every_reader_is_sound(self, wrong: dict[str, Any]) -> None:
        assert refusals(scheme(facts=[PLAN], **wrong)) == ("unknown-name",)

    def test_an_expression_is_pointed_at(self) -> None:
        with pytest.raises(SupervisionRulesError) as refused:
            lower(scheme([point(needs("plan and drill"))], [PLAN]))
        assert [problem.span for problem in refused.value.problems] == [(9, 14)]


def of_the_rest(made: Scheme, failed: Iterable[str]) -> list[str]:
    """What is wrong with what could be read."""
    found = problems_of(made, failed)
    return lines(found) if found else []


class TestRest:
    """Where some entries of a file could not be read, the others are checked all the same; what reads the lost ones is given up in silence."""

    def test_what_is_sound_has_no_problems(self) -> None:
        assert problems_of(scheme([point(needs("plan"))], [PLAN]), []) is None

    def test_what_reads_a_lost_fact_or_quantity_is_silent(self) -> None:
        made = scheme([point(needs("plan and drill")), point(needs("other"), id="b")], [PLAN])
        assert of_the_rest(made, ["drill"]) == ["unknown-name point/b/rule/0/requires: alike = , name = other"]

    def test_so_is_what_reads_a_lost_table(self) -> None:
        counted = quantity("schools", "count(school)", (0, 9), better="more")
        assert of_the_rest(scheme([point(needs("schools > 1"))], quantities=[counted]), ["school"]) == []
        below = table("class", column("school", kind="text"), parent="school")
        assert of_the_rest(scheme(tables=[below]), ["school"]) == []

    def test_so_is_what_counts_in_a_lost_unit(self) -> None:
        made = scheme([point(needs("spent >= 3元"))], [number_fact("spent", "亿元")], units=[UnitDeclaration("亿元", "万元", Fraction(10_000))])
        assert of_the_rest(made, []) == ["units-differ point/point/rule/0/requires: left = 亿元, right = 元"]
        assert of_the_rest(made, ["万元"]) == []

    def test_a_table_that_was_read_is_not_lost(self) -> None:
        counted = quantity("schools", "count(school where pupil > 3)", (0, 9), better="more")
        found = of_the_rest(scheme([point(needs("schools > 1"))], quantities=[counted], tables=[SCHOOLS]), ["other"])
        assert found == ["unknown-name quantity/schools/value: alike = , name = pupil"]

    def test_a_lost_point_or_indicator_may_be_named(self) -> None:
        readings = [Reading(id="r", question="?", choice="!", confirm="某市", points=("lost", "gone"))]
        made = scheme([point(needs("plan"), indicator="lost")], [PLAN], readings=readings, grades=[grade("好", "score('lost') > 1"), grade("差")])
        assert of_the_rest(made, ["lost"]) == ["unknown-item reading/r/points/1: alike = , name = gone"]

    def test_a_lost_target_may_be_counted_as_of_a_day(self) -> None:
        made = scheme()
        days = tuple({"target": id, "date": made.header.period.to} for id in ("lost", "gone"))
        with_days = evolve(made, header=evolve(made.header, as_of=tuple(AsOf(**day) for day in days)))
        assert of_the_rest(with_days, ["lost"]) == ["unknown-name scheme/as_of/1/target: alike = , name = gone"]

    def test_what_an_alternative_replaces_may_be_lost(self) -> None:
        other = Alternative(id="a", text="-", point=tuple(ItemRules(id=id, rule=(needs("0 == 0"),)) for id in ("lost", "gone")))
        readings = [Reading(id="r", question="?", choice="!", confirm="某市", alternative=(other,))]
        assert of_the_rest(scheme(readings=readings), ["lost"]) == ["unknown-item reading/r/alternative/0/point/1/id: alike = , name = gone"]

    def test_neither_worths_nor_readers_are_asked_while_something_is_lost(self) -> None:
        made = scheme([point(needs("0 == 0"), worth=4)], [PLAN])
        short = evolve(made, header=evolve(made.header, base=Fraction(10)))
        assert of_the_rest(short, ["lost"]) == []
        assert [line.partition(" ")[0] for line in of_the_rest(short, [])] == ["worths-do-not-add-up", "fact-not-read"]

    def test_its_problems_are_not_placed_twice(self) -> None:
        made = evolve(scheme([point(needs("a"))]), locate=None)
        assert of_the_rest(made, []) == ["unknown-name point/point/rule/0/requires: alike = , name = a"]


def test_a_choice_keeps_its_values_and_a_fact_its_good_direction_and_supplier() -> None:
    facts = [choice_fact("level", "low", "high", context=True), number_fact("x", better="less", supplier="city", context=True)]
    inputs = lower(scheme(facts=facts)).inputs
    assert inputs["level"].values == ("low", "high")
    assert (inputs["x"].better, inputs["x"].supplier) == ("less", "city")
