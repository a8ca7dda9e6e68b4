"""Boundary cases: below, at and above every threshold of an item, each as the exact engine scores it; what cannot be reached is said."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from builders import (
    bonus,
    case,
    choice_fact,
    classed_target,
    column,
    condition_fact,
    date_fact,
    expression,
    number_fact,
    point,
    quantity,
    scheme,
    table,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import assess, load_scheme, write_case, write_scheme
from supervision_rules.expression import Compare, Kind, Steps, contrary, describe
from supervision_rules.lowering import lower
from supervision_rules.scheme import Constraint
from supervision_rules.scoring import AllOrNothing, Band, Bands, Failing, Failings, Formula, PerStep, Share, Tally, TallyItem
from supervision_rules.testing import schemes
from supervision_rules.verification.boundaries import boundaries
from supervision_rules.verification.realising import Realiser
from supervision_rules.verification.stage import Stage

HALF = Fraction(1, 2)


def failings(*unless, deduct=HALF):
    return Failings(failings=tuple(Failing(unless=expression(one), deduct=deduct) for one in unless))


def steps(value="x", *, each=1, at_most=None, step="1", count="whole", **line):
    given = {key: expression(text) for key, text in line.items()}
    return PerStep(value=expression(value), step=expression(step), count=count, deduct=Fraction(each), at_most=at_most, **given)


def tally(count, each, **more):
    return Tally(items=(TallyItem(count=expression(count), each=Fraction(each)),), **more)


def constraint(id, requires):
    return Constraint(id=id, requires=expression(requires))


def found(rule, facts, *, worth=10, **sections):
    return boundaries(scheme([point(rule, worth=worth)], facts, **sections))


def told(one):
    """Position, value and score of every case."""
    return [(instance.position.value, instance.value, instance.result.score) for instance in one.cases]


def missing(one):
    return {obstacle.position.value if obstacle.position else None: str(obstacle.why) for obstacle in one.obstacles}


class TestComparison:
    def test_has_a_case_below_at_and_above_it(self):
        (one,) = found(failings("x >= 5"), [number_fact("x")])
        assert told(one) == [("below", 4, Fraction("9.5")), ("at", 5, 10), ("above", 6, 10)]
        assert (one.item, one.clause, one.fact, str(one.said)) == ("point", "point.1.1", "x", "x不低于5")

    def test_moves_by_the_places_of_the_fact_in_its_own_unit(self):
        (one,) = found(failings("rate >= 85%"), [number_fact("rate", "%", (0, 100), places=2)])
        assert [instance.case.fact("rate").value for instance in one.cases] == ["84.99 %", "85 %", "85.01 %"]

    def test_of_days_moves_by_days(self):
        (one,) = found(failings("since <= 2018-01-01"), [date_fact("since")])
        assert [instance.case.fact("since").value.isoformat() for instance in one.cases] == ["2017-12-31", "2018-01-01", "2018-01-02"]

    def test_without_an_equal_value_has_none_at_it(self):
        (one,) = found(failings("x * 2 >= 9"), [number_fact("x")])
        assert told(one) == [("below", 4, Fraction("9.5")), ("above", 5, 10)]
        assert missing(one) == {}

    def test_at_an_end_of_the_domain_says_so(self):
        (one,) = found(failings("x == 0"), [number_fact("x", better="less")])
        assert told(one) == [("at", 0, 10), ("above", 1, Fraction("9.5"))]
        assert missing(one) == {"below": "已到值域的端点"}

    def test_that_nothing_can_cross_is_reported(self):
        (one,) = found(failings("x >= 0"), [number_fact("x")])
        assert one.cases == ()
        assert "没有找到越过这条界线的取值" in missing(one)[None]

    def test_that_two_clauses_share_is_told_once(self):
        bands = Bands(
            value=expression("x"),
            bands=(
                Band(at_least=expression("20"), value=Fraction(10)),
                Band(at_least=expression("10"), below=expression("20"), value=Fraction(5)),
                Band(below=expression("10"), value=Fraction(0)),
            ),
        )
        first, second = found(bands, [number_fact("x")])
        assert told(first) == [("below", 19, 5), ("at", 20, 10), ("above", 21, 10)]
        assert told(second) == [("below", 9, 0), ("at", 10, 5), ("above", 11, 5)]

    @given(st.integers(1, 99), st.sampled_from([0, 1, 2]))
    def test_costs_exactly_what_its_clause_says(self, line, places):
        (one,) = found(failings(f"x >= {line}"), [number_fact("x", domain=(0, 100), places=places)])
        grain = Fraction(1, 10**places)
        assert told(one) == [("below", line - grain, Fraction("9.5")), ("at", line, 10), ("above", line + grain, 10)]


class TestFact:
    def test_moved_is_the_first_with_a_good_direction(self):
        facts = [number_fact("whole", domain=(1, 10), better="neither"), number_fact("part", domain=(0, 20))]
        (one,) = found(failings("part / whole >= 0.5"), facts)
        assert one.fact == "part"

    def test_is_found_through_quantities(self):
        facts = [number_fact("whole", domain=(1, 10), better="neither"), number_fact("part", domain=(0, 20))]
        (one,) = found(failings("rate >= 50%"), facts, quantities=[quantity("rate", "part / whole", unit="%")])
        assert (one.fact, str(one.said)) == ("part", "rate不低于50%")
        assert one.cases[0].result.score == Fraction("9.5")

    def test_counted_from_rows_is_given_directly(self):
        rows = table("school", column("large", kind="condition"))
        counted = quantity("large", "count(school where large)", (0, 100), "less")
        (one,) = found(failings("large == 0"), [], quantities=[counted], tables=[rows])
        assert told(one) == [("at", 0, 10), ("above", 1, Fraction("9.5"))]

    def test_that_is_yes_or_no_has_two_cases(self):
        (one,) = found(failings("plan"), [condition_fact("plan")])
        assert told(one) == [("no", False, Fraction("9.5")), ("yes", True, 10)]

    def test_that_is_a_choice_has_a_case_a_value(self):
        choice, *_ = found(
            failings("x >= aim"),
            [number_fact("x"), choice_fact("kind", "乙", "甲")],
            targets=[classed_target("aim", "kind", {"乙": 10, "甲": 20})],
        )
        assert (choice.fact, [instance.value for instance in choice.cases]) == ("kind", ["乙", "甲"])


class TestSteps:
    def test_are_listed_up_to_the_most_of_the_rule(self):
        line, *rest = found(steps(above="5", each=1, at_most=Fraction(2), step="2"), [number_fact("x", better="less")])
        assert told(line) == [("below", 4, 10), ("at", 5, 10), ("above", 6, 10)]
        assert [told(one) for one in rest] == [
            [("below", 6, 10), ("at", 7, 9), ("above", 8, 9)],
            [("below", 8, 9), ("at", 9, 8), ("above", 10, 8)],
        ]
        assert str(rest[0].said).startswith("第1档")

    def test_are_listed_up_to_the_worth_of_the_point(self):
        assert len(found(steps(above="5", step="2"), [number_fact("x", better="less")], worth=3)) == 1 + 3

    def test_of_a_shortfall_count_down_from_the_line(self):
        _, *rest = found(steps(below="10", step="2", at_most=Fraction(3)), [number_fact("x")])
        assert [one.threshold.at for one in rest] == [8, 6, 4]

    def test_started_first_where_the_line_is_passed_and_so_not_told_twice(self):
        line, second = found(steps(above="5", step="2", count="started", at_most=Fraction(2)), [number_fact("x", better="less")])
        assert told(line) == [("below", 4, 10), ("at", 5, 10), ("above", 6, 9)]
        assert (told(second), str(second.said)[:3]) == ([("below", 6, 9), ("at", 7, 9), ("above", 8, 8)], "第2档")

    def test_that_one_value_takes_together_are_one_boundary(self):
        _, one = found(steps("x / 10", above="0", step="0.04", at_most=Fraction(4)), [number_fact("x", domain=(0, 10), better="less")])
        assert (str(one.said)[:5], told(one)) == ("第3至5档", [("below", 1, 8), ("at", 2, 6), ("above", 3, 6)])


class TestLimit:
    def test_of_a_tally_stands_after_its_first_unit(self):
        first, limit = found(tally("missed", HALF, at_most=Fraction(2)), [number_fact("missed", better="less")])
        assert told(first) == [("at", 0, 10), ("above", 1, Fraction("9.5"))]
        assert told(limit) == [("below", 3, Fraction("8.5")), ("at", 4, 8), ("above", 5, 8)]
        assert str(limit.said) == "本条扣到上限2分"

    def test_of_a_share_is_none_of_it(self):
        full, none = found(Share(part=expression("share")), [number_fact("share", "%", (0, 100))])
        assert told(full) == [("below", Fraction(99, 100), Fraction("9.9")), ("at", 1, 10)]
        assert told(none) == [("at", 0, 0), ("above", Fraction(1, 100), Fraction("0.1"))]

    def test_is_reached_by_other_facts_too_where_one_does_not_suffice(self):
        rule = Formula(deduct=expression("10 - min(10, x + y)"))
        _, limit = found(rule, [number_fact("x", domain=(0, 100)), number_fact("y", domain=(0, 100))])
        assert told(limit) == [("at", 0, 0), ("above", 1, 1)]


class TestStart:
    def test_is_full_marks_so_that_no_floor_hides_anything(self):
        facts = [number_fact("x"), number_fact("y"), condition_fact("plan")]
        for one in found(failings("x >= 5", "y >= 7", "plan", deduct=Fraction(8)), facts):
            assert {instance.result.score for instance in one.cases} == {2, 10}

    def test_of_a_bonus_is_nothing_so_that_no_cap_hides_anything(self):
        rules = (tally("a", 2), tally("b", 2))
        facts = [number_fact("a"), number_fact("b")]
        for one in boundaries(scheme(facts=facts, bonuses=[bonus(*rules, cap=3)]), "bonus"):
            assert one.cases[0].result.score < 3

    def test_sets_the_other_half_of_a_condition_so_that_the_moved_one_shows(self):
        facts = [number_fact("x"), condition_fact("plan")]
        one, other = boundaries(scheme(facts=facts, bonuses=[bonus(AllOrNothing(requires=expression("x >= 5 and plan")), cap=3)]), "bonus")
        assert told(one) == [("below", 4, 0), ("at", 5, 3), ("above", 6, 3)]
        assert told(other) == [("no", False, 0), ("yes", True, 3)]

    def test_has_facts_that_nothing_is_better_of_in_the_middle(self):
        facts = [number_fact("whole", domain=(0, 100), better="neither"), number_fact("part", domain=(0, 100))]
        (one,) = found(failings("part * 2 >= whole"), facts)
        assert one.cases[0].case.fact("whole").value == "50"

    def test_takes_back_what_need_not_be_changed(self):
        rules = (tally("a", 2), tally("b", 2))
        one, *_ = boundaries(
            scheme(facts=[number_fact("a"), number_fact("b"), number_fact("c")], bonuses=[bonus(*rules, tally("c", 0), cap=3)]), "bonus"
        )
        assert [one.cases[0].case.fact(name).value for name in "abc"] == ["0", "0", "100000"]


class TestApplicability:
    def test_has_boundaries_of_its_own(self):
        rule = AllOrNothing(requires=expression("plan"))
        facts = [condition_fact("plan"), number_fact("pupils", better="neither")]
        applies, _ = boundaries(scheme([point(rule, applies_when="pupils > 0")], facts))
        assert applies.clause == "point.applies"
        assert [(instance.position.value, instance.value, instance.result.applies) for instance in applies.cases] == [
            ("at", 0, False),
            ("above", 1, True),
        ]
        assert applies.visible

    def test_of_a_divisor_is_one_too(self):
        facts = [number_fact("whole", domain=(0, 10), better="neither"), number_fact("part", domain=(0, 10))]
        divisor, *_ = found(Share(part=expression("part"), whole=expression("whole"), when_empty="not-applicable"), facts, round_to="0.01")
        assert [(instance.value, instance.result.outcome.value) for instance in divisor.cases] == [(0, "not-applicable"), (1, "scored")]


class TestConstraint:
    FACTS = (number_fact("part", domain=(0, 100)), number_fact("whole", domain=(0, 100), better="neither"))

    def test_in_the_way_is_named(self):
        full, _ = found(
            Share(part=expression("part"), whole=expression("whole"), when_empty="full"),
            self.FACTS,
            constraints=[constraint("part-within-whole", "part <= whole")],
            round_to="0.01",
        )[1:]
        assert [(instance.position.value, instance.value) for instance in full.cases] == [("below", 49), ("at", 50)]
        assert "part-within-whole" in missing(full)["above"]

    def test_is_kept_by_another_fact_of_the_point(self):
        facts = [number_fact("large", domain=(0, 9), better="less"), number_fact("huge", domain=(0, 9), better="less")]
        rule = failings("large <= 5", "huge == 0")
        huge = found(rule, facts, constraints=[constraint("huge-within-large", "huge <= large")])[1]
        assert told(huge) == [("at", 0, 10), ("above", 1, Fraction("9.5"))]
        assert huge.cases[1].case.fact("large").value == "1"

    def test_of_facts_that_the_point_does_not_read_leaves_these_out(self):
        loaded = load_scheme("changzhou-2021")
        one = boundaries(loaded, "32")[0]
        assert {name for instance in one.cases for name in instance.left_out} == {"teachers.total", "preschool.teachers", "senior.teachers"}
        assert not any(instance.case.fact("teachers.total") for instance in one.cases)


class TestCases:
    def test_start_from_the_reference_case_and_say_what_they_change(self):
        one = boundaries(load_scheme("changzhou-2021"), "21")[1]
        at = one.cases[1]
        assert at.case.fact("primary.funding_per_pupil").value == "770 元/生·年"
        assert at.case.subject == "常州市新北区"
        assert "preschool.schools" in {fact.id for fact in at.case.facts}
        assert at.changed == ()
        assert one.cases[0].changed == ("primary.funding_per_pupil",)

    def test_show_the_moved_fact_first_then_what_the_point_reads(self):
        one = boundaries(load_scheme("changzhou-2021"), "21")[1]
        facts = [fact.id for fact in one.cases[0].case.facts]
        assert facts[0] == "primary.funding_per_pupil"
        assert set(facts[1:4]) == {"preschool.funding_per_pupil", "junior.funding_per_pupil", "funding.private_at_public_rate"}

    def test_have_names_of_their_own(self):
        found = boundaries(load_scheme("changzhou-2021"), "15")
        names = [instance.case.id for one in found for instance in one.cases]
        assert len(set(names)) == len(names)
        assert names[0] == "01-1.1-primary.classes_over_standard-below"

    def test_give_directly_what_rows_tell_where_these_would_contradict(self, tmp_path):
        """One fact of the rows moves; two thirds, which no case can state, are the next number that one can."""
        rows = table("school", column("good", kind="condition"), column("size", domain=(0, 100)))
        share = quantity("share", "share(school where good)", (0, 100), "more", unit="%", places=2, when_empty="0%")
        size = quantity("size", "sum(school.size)", (0, 999), "less")
        drawn = scheme([point(failings("share >= 50%", "size <= 40"))], tables=[rows], quantities=[share, size])
        drawn = evolve(drawn, header=evolve(drawn.header, reference_case="a"))
        place = write_scheme(drawn, tmp_path)
        given = case(tables={"school": [{"id": name, "good": name != "c", "size": 10} for name in "abc"]})
        write_case(given, place / "cases" / "a.toml")
        one = boundaries(load_scheme(place))[1]
        assert told(one) == [("below", 39, 10), ("at", 40, 10), ("above", 41, Fraction("9.5"))]
        assert [one.case.fact("share").value for one in one.cases] == ["66.67 %"] * 3

    def test_keep_honours_and_the_like_where_rows_would_contradict(self):
        last = boundaries(load_scheme("changzhou-2021"), "national-honours")[-1]
        assert (last.cases[1].value, last.cases[1].result.score) == (5, 5)
        assert last.cases[1].left_out == ("award",)
        assert last.cases[1].case.fact("honours.province") is not None


def test_an_unknown_item_is_refused():
    with pytest.raises(KeyError):
        boundaries(scheme(), "nope")


@pytest.fixture(scope="module")
def changzhou():
    return load_scheme("changzhou-2021")


@pytest.fixture(scope="module")
def everything(changzhou):
    return boundaries(changzhou)


def numeric(lowered, node):
    return any(lowered.inputs[name].kind in (Kind.NUMBER, Kind.DATE) for name in lowered.behind(node) if name in lowered.inputs)


class TestChangzhou:
    """On the whole built-in scheme."""

    def test_every_numeric_threshold_of_every_point_and_bonus_appears(self, changzhou, everything):
        lowered = lower(changzhou)
        realiser = Realiser(changzhou)
        said = {(one.item, str(one.said)) for one in everything}
        stepped = {(one.item, one.fact) for one in everything}
        lacking = []
        for item in lowered.items:
            stage = Stage(realiser, item)
            for part in (part for node in stage.nodes for part in stage.parts(node)):
                if isinstance(part, Compare) and numeric(lowered, part):
                    words = {str(describe(node, lowered.labels)) for node in (part, contrary(part))}
                    lacking += [] if any((item.id, one) in said for one in words) else [(item.id, words)]
                elif isinstance(part, Steps):
                    lacking += [] if any((item.id, name) in stepped for name in lowered.behind(part)) else [(item.id, part)]
        assert lacking == []

    def test_every_item_has_boundaries(self, changzhou, everything):
        assert {one.item for one in everything} == {entry.id for entry in changzhou.items}

    def test_what_has_no_case_is_explained(self, everything):
        for one in everything:
            reached = {instance.position.value for instance in one.cases} | set(missing(one))
            assert one.threshold is None or {"below", "above"} <= reached

    def test_every_boundary_shows_in_the_score_or_the_clauses(self, everything):
        assert [(one.item, one.number) for one in everything if not one.visible] == []

    def test_only_constraints_and_ends_of_domains_are_in_the_way(self, everything):
        reasons = {str(obstacle.why) for one in everything for obstacle in one.obstacles} - {"已到值域的端点"}
        assert len(reasons) == 2
        assert all(reason.startswith("不符合勾稽关系") for reason in reasons)

    def test_the_line_is_where_the_text_has_it(self, everything):
        """观测点15：5% of 1000 classes are 50; each further whole percentage point costs 0.1."""
        lines = [(one.threshold.at, [instance.result.score for instance in one.cases]) for one in everything if one.item == "class-and-school-size"]
        assert lines[0][1] == [4, 4, 4]
        assert lines[1][1] == [4, Fraction("3.9"), Fraction("3.9")]


@settings(max_examples=20)
@given(schemes())
def test_the_cases_of_any_scheme_score_as_they_say(drawn):
    for one in boundaries(drawn):
        assert one.cases or one.obstacles
        for instance in one.cases:
            assert assess(drawn, instance.case).item(one.item).range == instance.result.range
