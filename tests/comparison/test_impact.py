"""What hangs on a name, and what another value of it does, is what assessing with that value says."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from builders import case, expression
from comparison.pair import OLD
from comparison.test_effects import GOOD
from hypothesis import given, settings
from hypothesis import strategies as st
from records import RECORDS, alert

from supervision_rules import Case, SupervisionRulesError, assess, load_case, load_scheme
from supervision_rules.comparison import Impact, impact
from supervision_rules.messages import add_up
from supervision_rules.scheme import Count, Measure
from supervision_rules.testing import partial_cases, schemes


def good(**facts: object) -> Case:
    return case({**GOOD, **facts})  # type: ignore[dict-item]


def refused(name: str, to: str | None = None) -> tuple[str, ...]:
    with pytest.raises(SupervisionRulesError) as caught:
        impact(OLD, name, [good()], to)
    return caught.value.codes


class TestWhatHangsOnIt:
    def test_a_fact_behind_a_quantity(self) -> None:
        found = impact(OLD, "spend").dependence
        assert found.quantities == ("funding",)
        assert {id: [clause.id for clause in clauses] for id, clauses in found.clauses.items()} == {"work": ["work.2.3"]}
        assert (found.vetoes, found.grades) == ((), ())

    def test_a_target(self) -> None:
        assert {id: [clause.id for clause in clauses] for id, clauses in impact(OLD, "floor").dependence.clauses.items()} == {"work": ["work.2.3"]}

    def test_a_fact_that_a_veto_reads(self) -> None:
        assert impact(OLD, "accident").dependence.vetoes == ("accident",)

    def test_a_fact_or_target_that_an_alert_reads(self) -> None:
        warned = evolve(
            OLD,
            tables=RECORDS,
            alerts=(
                alert("thin", when=expression("funding < floor")),
                alert("visits", count=Count(rows="visit", column="day", every="month", at_least=1, whose=expression("pupils * 1元/人 > floor"))),
            ),
        )
        assert impact(warned, "spend").dependence.alerts == ("thin",)
        assert impact(warned, "floor").dependence.alerts == ("thin", "visits")
        assert impact(warned, "plan").dependence.alerts == ()

    def test_a_fact_of_several_points(self) -> None:
        assert list(impact(OLD, "plan").dependence.clauses) == ["work", "plan-made"]

    def test_a_point_by_its_number(self) -> None:
        found = impact(OLD, "2").dependence
        assert found.of == "plan-made"
        assert found.reads == ("plan",)

    def test_what_there_is_not(self) -> None:
        assert refused("spending") == ("unknown-name",)


class TestAnotherValue:
    def effect(self, found: Impact) -> tuple[Fraction | None, list[str]]:
        assert found.comparison is not None
        (effect,) = found.comparison.effects
        return effect.difference, [item.item for item in effect.items]

    def test_of_a_fact(self) -> None:
        assert self.effect(impact(OLD, "plan", [good()], "false")) == (-5, ["work", "plan-made"])
        assert self.effect(impact(OLD, "meetings", [good()], "10 次")) == (-1, ["work"])

    def test_of_a_fact_that_the_case_lacks(self) -> None:
        open_case = evolve(good(), facts=tuple(fact for fact in good().facts if fact.id != "plan"))
        found = impact(OLD, "plan", [open_case], "true")
        assert found.values == {"case": None}
        assert found.comparison is not None
        (effect,) = found.comparison.effects
        assert effect.before is not None
        assert effect.after is not None
        assert (effect.before.grade, effect.after.grade) == (None, "优秀")

    def test_of_a_target(self) -> None:
        assert self.effect(impact(OLD, "floor", [good()], "800 元/人")) == (-2, ["work"])
        assert self.effect(impact(OLD, "floor", [good()], "600")) == (0, [])

    def test_of_a_point_it_is_the_score(self) -> None:
        assert self.effect(impact(OLD, "plan-made", [good()], "1.5")) == (Fraction(-5, 2), ["plan-made"])

    def test_the_grade_follows(self) -> None:
        found = impact(OLD, "accident", [good()], "是")
        assert found.comparison is not None
        assert found.comparison.effects[0].grades == ("优秀", "不合格")

    def test_one_that_contradicts_a_case_is_its_problem(self) -> None:
        scheme = load_scheme("changzhou-2021")
        found = impact(scheme, "primary.classes", [load_case("xinbei-2020", scheme)], "9 班")
        assert found.comparison is not None
        assert [problem.code for problem in found.comparison.effects[0].problems] == ["constraint-broken"]

    @pytest.mark.parametrize(
        ("name", "to", "code"),
        [
            ("meetings", "10 人", "wrong-unit"),
            ("meetings", "31 次", "outside-domain"),
            ("plan", "maybe", "wrong-kind"),
            ("level", "world", "unknown-value"),
            ("floor", "many", "bad-number"),
            ("floor", "700 人", "wrong-unit"),
            ("floor", "700 元//人", "unknown-unit"),
            ("funding", "800", "fact-is-derived"),
            ("plan-made", "5", "outside-domain"),
            ("plan-made", "-1", "outside-domain"),
            ("plan-made", "x", "bad-number"),
            ("plan-made", "2 人", "wrong-unit"),
        ],
    )
    def test_a_value_that_does_not_fit_is_refused(self, name: str, to: str, code: str) -> None:
        assert refused(name, to) == (code,)


@settings(max_examples=40)
@given(st.data())
def test_another_value_of_a_fact_is_assessed_as_if_the_case_had_it(data: st.DataObject) -> None:
    scheme = data.draw(schemes(Measure.POINTS))
    one, other = data.draw(partial_cases(scheme)), data.draw(partial_cases(scheme))
    facts = [fact for fact in other.facts if not isinstance(fact.value, bool)]
    if not facts:
        return
    fact = data.draw(st.sampled_from(facts))
    found = impact(scheme, fact.id, [one], str(fact.value))
    assert found.comparison is not None
    (effect,) = found.comparison.effects
    changed = evolve(one, facts=(*(given for given in one.facts if given.id != fact.id), fact), expect=None)
    if effect.problems:
        with pytest.raises(SupervisionRulesError):
            assess(scheme, changed)
        return
    assert effect.after is not None
    assert effect.after.overall is not None
    assert effect.after.overall.total == assess(scheme, changed).total
    assert effect.after.grades == assess(scheme, changed).grades
    if effect.difference is not None:
        parts = [item.interaction for item in effect.items]
        assert add_up([*parts, *effect.adjustments.values()]) == effect.difference


def test_a_figure_by_which_a_subject_is_ranked_moves_in_its_own_row_too() -> None:
    ranked = load_scheme("zhoushan-2007")
    found = impact(ranked, "senior.enrolment", [load_case("dinghai-2007", ranked)], "94 %")
    assert found.comparison is not None
    (effect,) = found.comparison.effects
    assert effect.after is not None
    assert effect.after.overall is not None
    assert effect.after.overall.total == 36  # third of four, not fourth: its old figure does not stand above it
