"""Targets with classes: whatever reads one is written out for each class."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from builders import OURS, bonus, case, choice_fact, classed_target, expression, grade, number_fact, point, refusals, scheme, veto
from engines.exact.rules import awards, bands, below, failings, first_of, needs, share
from lowering.shown import said

from supervision_rules import assess
from supervision_rules.assessment import Assessment, Outcome, Span
from supervision_rules.expression import references
from supervision_rules.lowering import lower
from supervision_rules.messages import catalogue
from supervision_rules.scheme import Constraint, Form, Scheme, TargetValue

SPEND = number_fact("spend", "元")
AREA, SIZE = choice_fact("area", "south", "north"), choice_fact("size", "small", "large")
LINE = classed_target("line", "area", {"south": 5, "north": 10}, "元")
GOAL = classed_target("goal", "area", {"south": 50, "north": 100}, "元")
STEP = classed_target("step", "size", {"small": 1, "large": 2}, "元")


def of(*rules: Form, **more: object) -> Scheme:
    """A scheme with one point that reads the target `line`, by area."""
    return scheme([point(*rules)], [SPEND, AREA], targets=[LINE], **more)  # type: ignore[arg-type]


def result(one: Scheme, **given: str) -> Assessment:
    return assess(one, case({key: f"{value} 元" if key == "spend" else value for key, value in given.items()}))


class TestClauses:
    def test_there_is_one_a_class_and_at_most_one_applies(self) -> None:
        clauses = lower(of(needs("spend >= line"))).points[0].parts[0].clauses
        assert [list(references(one.when)) for one in clauses] == [["area", "spend", "line@south"], ["area", "spend", "line@north"]]
        assert len({one.one_of for one in clauses}) == 1
        assert None not in {one.one_of for one in clauses}

    def test_no_name_of_the_target_itself_is_left(self) -> None:
        lowered = lower(of(below("line", "spend", "1元", 1)))
        read = {name for clause in lowered.points[0].parts[0].clauses for node in (clause.when, clause.amount) for name in references(node)}
        assert read == {"area", "spend", "line@south", "line@north"}
        assert lowered.constants.keys() == {"line@south", "line@north"}

    def test_clauses_that_read_none_are_left_alone(self) -> None:
        rule = failings(("spend >= line", 1), ("spend >= 3元", 2))
        clauses = lower(of(rule)).points[0].parts[0].clauses
        assert [one.one_of is None for one in clauses] == [False, False, True]

    def test_each_clause_that_reads_one_is_a_group_of_its_own(self) -> None:
        rule = failings(("spend >= line", 1), ("spend >= 2 * line", 2))
        assert result(of(rule), spend="4", area="south").total == 7
        assert result(of(rule), spend="7", area="south").total == 8

    def test_two_targets_of_one_fact_have_one_clause_a_value(self) -> None:
        both = scheme([point(needs("spend >= line and spend <= goal"))], [SPEND, AREA], targets=[LINE, GOAL])
        assert len(lower(both).points[0].parts[0].clauses) == 2

    def test_two_targets_of_two_facts_have_one_a_combination(self) -> None:
        both = scheme([point(below("line", "spend", "step", 1))], [SPEND, AREA, SIZE], targets=[LINE, STEP])
        assert len(lower(both).points[0].parts[0].clauses) == 4
        assert result(both, spend="4", area="north", size="large").total == 10 - 3
        assert result(both, spend="4", area="north", size="small").total == 10 - 6

    def test_each_class_is_a_constant_of_its_target(self) -> None:
        constants = lower(of(needs("spend >= line"))).constants
        assert [(one.id, one.target, one.value) for one in constants.values()] == [("line@south", "line", 5), ("line@north", "line", 10)]

    def test_one_of_two_facts_is_named_after_both(self) -> None:
        start = LINE.value[0].from_
        both = [{"size": size, "area": area} for area in AREA.values for size in SIZE.values]
        line = evolve(LINE, value=tuple(TargetValue(from_=start, value=Fraction(5), where=where, **OURS) for where in both))
        made = lower(scheme([point(needs("spend >= line"))], [SPEND, AREA, SIZE], targets=[line]))
        assert list(made.constants) == ["line@south+small", "line@south+large", "line@north+small", "line@north+large"]

    def test_the_target_itself_and_each_class_are_said_in_words(self) -> None:
        labels = lower(scheme([point(needs("spend >= line"))], [SPEND, AREA], targets=[evolve(LINE, label="标准")])).labels
        said_of = {name: (labels[name].text, str(labels[name].unit), labels[name].value) for name in ("line", "line@south", "line@north")}
        assert said_of == {"line": ("标准", "元", None), "line@south": ("标准", "元", 5), "line@north": ("标准", "元", 10)}

    def test_three_targets_of_one_fact_too(self) -> None:
        mark = classed_target("mark", "area", {"south": 1, "north": 2}, "元")
        three = scheme([point(needs("spend >= line + goal - mark"))], [SPEND, AREA], targets=[LINE, GOAL, mark])
        clauses = lower(three).points[0].parts[0].clauses
        assert [said(one.when) for one in clauses] == [
            "area等于south，且spend低于line@south＋goal@south－mark@south",
            "area等于north，且spend低于line@north＋goal@north－mark@north",
        ]

    def test_each_says_what_should_have_held_in_its_class(self) -> None:
        clauses = lower(of(needs("spend >= line"))).points[0].parts[0].clauses
        assert [said(one.requirement) for one in clauses] == ["spend不低于line@south", "spend不低于line@north"]

    def test_each_says_its_class(self) -> None:
        clauses = lower(of(needs("spend >= line"))).points[0].parts[0].clauses
        assert [str(one.wording) for one in clauses] == [
            "area等于south的：须符合“spend不低于line（5元）”，不符合的扣10分",
            "area等于north的：须符合“spend不低于line（10元）”，不符合的扣10分",
        ]

    def test_a_bonus_too(self) -> None:
        one = scheme(facts=[SPEND, AREA], bonuses=[bonus(awards(("spend >= line", 1)))], targets=[LINE])
        assert result(one, spend="7", area="south").total == 11
        assert result(one, spend="7", area="north").total == 10

    def test_the_sentence_names_the_class(self) -> None:
        (finding,) = result(of(needs("spend >= line")), spend="7", area="north").item("point").findings
        assert "north" in catalogue().say(finding.wording)
        assert [read.id for read in finding.reads] == ["area", "spend", "line@north"]


class TestUnknownArea:
    """From the least to the greatest that any class can still come to."""

    @pytest.mark.parametrize(
        ("spend", "range"),
        [("12", Span(10, 10)), ("10", Span(10, 10)), ("8", Span(8, 10)), ("4", Span(4, 10))],
    )
    def test_steps_below_a_line(self, spend: str, range: Span) -> None:
        assert result(of(below("line", "spend", "1元", 1)), spend=spend).item("point").range == range

    @pytest.mark.parametrize(("spend", "range"), [("12", Span(10, 10)), ("7", Span(4, 10)), ("3", Span(4, 4))])
    def test_cases_of_which_one_always_holds(self, spend: str, range: Span) -> None:
        found = result(of(first_of(("spend >= line", 10), rest=4)), spend=spend).item("point")
        assert found.range == range
        assert (found.outcome is Outcome.SCORED) == range.decided

    def test_what_is_missing_is_the_area(self) -> None:
        found = result(of(needs("spend >= line")), spend="7").item("point")
        assert (found.outcome, found.missing) == (Outcome.PENDING, ("area",))

    def test_a_share_of_the_line(self) -> None:
        found = result(of(share("spend", "line")), spend="2").item("point")
        assert found.range.lowest == 2
        assert result(of(share("spend", "line")), spend="2", area="south").total == 4


class TestConditions:
    LADDER = (grade("优秀", "spend >= line and total >= 10"), grade("合格"))

    @pytest.mark.parametrize(("spend", "area", "expected"), [("7", "south", "优秀"), ("7", "north", "合格"), ("10", "north", "优秀")])
    def test_of_the_ladder(self, spend: str, area: str, expected: str) -> None:
        assert result(scheme(facts=[SPEND, AREA], targets=[LINE], grades=self.LADDER), spend=spend, area=area).grade == expected

    @pytest.mark.parametrize(("spend", "grades"), [("12", {"优秀", "合格"}), ("7", {"优秀", "合格"}), ("4", {"合格"})])
    def test_of_the_ladder_with_the_area_unknown(self, spend: str, grades: set[str]) -> None:
        found = result(scheme(facts=[SPEND, AREA], targets=[LINE], grades=self.LADDER), spend=spend)
        assert set(found.grades) >= ({"优秀"} if spend != "4" else {"合格"})
        assert set(found.grades) <= grades

    def test_turned_round(self) -> None:
        grades = [grade("优秀", "total >= 10"), grade("合格")]
        one = scheme(facts=[SPEND, AREA], targets=[LINE], vetoes=[veto("v", "not (spend >= line)", "drop")], grades=grades)
        assert result(one, spend="7", area="south").grade == "优秀"
        assert result(one, spend="7", area="north").grade == "合格"

    def test_of_where_a_point_applies(self) -> None:
        one = scheme([point(needs("spend >= 100元"), applies_when="spend >= line")], [SPEND, AREA], targets=[LINE])
        assert result(one, spend="7", area="south").item("point").outcome is Outcome.SCORED
        assert result(one, spend="7", area="north").item("point").outcome is Outcome.NOT_APPLICABLE
        assert result(one, spend="7").item("point").outcome is Outcome.PENDING

    def test_of_constraints(self) -> None:
        one = of(needs("spend >= line"), constraints=[Constraint(id="c", requires=expression("spend <= line"))])
        assert result(one, spend="7", area="north").total == 0
        with pytest.raises(Exception, match="constraint-broken"):
            result(one, spend="7", area="south")

    def test_with_two_targets_in_one_comparison(self) -> None:
        one = scheme([point(needs("spend >= 100元"), applies_when="spend >= line * 2 - step")], [SPEND, AREA, SIZE], targets=[LINE, STEP])
        applies = {
            (area, size): result(one, spend="9", area=area, size=size).item("point").outcome is Outcome.SCORED
            for area in AREA.values
            for size in SIZE.values
        }
        assert applies == {("south", "small"): True, ("south", "large"): True, ("north", "small"): False, ("north", "large"): False}


class TestReaders:
    def test_the_fact_of_a_class_is_read_by_whoever_reads_the_target(self) -> None:
        for one in (of(needs("spend >= line")), scheme(facts=[SPEND, AREA], targets=[LINE], vetoes=[veto("v", "spend < line", "fail")])):
            assert refusals(one) == ()

    def test_a_constraint_is_no_reader(self) -> None:
        bounded = [Constraint(id="c", requires=expression("spend <= line * 9"))]
        assert refusals(scheme([point(needs("spend >= 3元"))], [SPEND, AREA], targets=[LINE], constraints=bounded)) == ("fact-not-read",)

    def test_a_bound_of_a_band_is_the_same_everywhere(self) -> None:
        assert refusals(of(bands("spend", ("line", 10)))) == ("classes-in-bands",)

    def test_classes_that_are_equal_are_classes_all_the_same(self) -> None:
        same = classed_target("line", "area", {"south": 5, "north": 5}, "元")
        assert result(scheme([point(needs("spend >= line"))], [SPEND, AREA], targets=[same]), spend="3", area="south").total == Fraction(0)
