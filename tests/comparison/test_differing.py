"""Of every change of a rule: a made-up district for which it makes a difference, or the proof that there is none."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest
from attrs import evolve
from builders import condition_fact, number_fact, point, quantity, scheme, target
from comparison.pair import FACTS, OLD, POINTS, RULES, changed_point, with_points
from engines.exact.rules import below, failings, needs
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import Scheme, SupervisionRulesError, assess
from supervision_rules.comparison import Difference, Possible, compare
from supervision_rules.comparison.carrying import Carrier
from supervision_rules.comparison.differing import Differ
from supervision_rules.comparison.mixtures import Mixtures
from supervision_rules.comparison.slots import Slots
from supervision_rules.lowering import lower
from supervision_rules.scheme import Constraint, Measure, NotApplicable
from supervision_rules.testing import cases, schemes

STEPS, FAILINGS = RULES


def differences(new: Scheme, old: Scheme = OLD) -> dict[str, Difference]:
    return {one.change: one for one in compare(old, new, prove=True).differences}


def answers(new: Scheme, old: Scheme = OLD) -> dict[str, str]:
    return {id: one.possible.value for id, one in differences(new, old).items()}


def test_a_threshold_that_moved_is_shown_just_where_it_moved() -> None:
    (one,) = differences(changed_point("work", rule=(below("11次", "meetings", "1次", "0.5", at_most=3), FAILINGS))).values()
    assert (one.possible, one.item) == (Possible.DIFFERS, "work")
    assert 5 <= one.set["meetings"] < 12  # type: ignore[operator]
    assert one.after is not None
    assert one.before is not None
    assert one.after - one.before == Fraction("0.5")


def test_the_district_scores_so_under_both_schemes() -> None:
    new = evolve(changed_point("work", rule=(STEPS, failings(("plan", 2), ("drill", "0.5"), ("funding >= floor", 2)))), id="next")
    (one,) = differences(new).values()
    assert one.case is not None
    carried = Carrier(lower(OLD), lower(new)).carry(one.case).case
    assert (assess(OLD, one.case).item("work").score, assess(new, carried).item("work").score) == (one.before, one.after)


def test_other_words_for_the_same_are_proved_to_be_the_same() -> None:
    same = changed_point("work", rule=(STEPS, failings(("not (not plan)", 1), ("drill or drill and plan", "0.5"), ("spend >= floor * pupils", 2))))
    assert set(answers(same).values()) == {"never"}


def test_what_the_domain_or_a_constraint_rules_out_makes_no_difference() -> None:
    def held(most: str, *constraints: Constraint) -> Scheme:
        rule = failings((f"meetings <= {most}", 1))
        return scheme([point(rule, id="held")], [number_fact("meetings", "次", (0, 30))], constraints=constraints)

    assert answers(held("31次"), held("30次")) == {"clause-changed:held.1.1": "never"}
    few = Constraint(id="few", requires=OLD.vetoes[0].when.parse("meetings <= 10次"))
    assert answers(held("20次", few), held("25次", few)) == {"clause-changed:held.1.1": "never"}


def test_targets_quantities_worths_and_limits_are_asked_too() -> None:
    new = evolve(
        changed_point("work", worth=Fraction(7), rule=(evolve(STEPS, at_most=Fraction(2)), FAILINGS)),
        targets=(target("floor", 750, "元/人"),),
        quantities=(quantity("funding", "spend / pupils / 1", better="more"),),
    )
    assert answers(new) == {
        "reweighted:work": "differs",
        "at-most:work.1": "differs",
        "target-changed:floor": "differs",
        "quantity-changed:funding": "never",
    }


def test_where_a_point_that_does_not_apply_is_taken_out_it_differs_also_from_full_marks() -> None:
    def rescaled(when: str) -> Scheme:
        points = [point(needs("plan"), id="held", applies_when=when), point(needs("plan"), id="other")]
        made = scheme(points, [condition_fact("plan"), condition_fact("large", better="neither")], round_to="0.01")
        return evolve(made, header=evolve(made.header, not_applicable=NotApplicable.RESCALE))

    (one,) = differences(rescaled("large or not plan"), rescaled("large or not large")).values()
    assert (one.possible, one.before, one.after) == (Possible.DIFFERS, 10, 0)


def test_words_are_not_asked() -> None:
    assert answers(with_points(evolve(POINTS[0], title="别的"), POINTS[1])) == {}


def test_a_clause_that_reads_a_new_fact_is_shown_with_it() -> None:
    new = evolve(changed_point("plan-made", rule=(needs("plan and published"),)), facts=(*FACTS, condition_fact("published")))
    found = differences(new)["clause-changed:plan-made.1.1"]
    assert (found.possible, found.before, found.after) == (Possible.DIFFERS, 4, 0)
    assert found.set["published"] is False


def test_what_reads_a_name_of_another_kind_is_undecided() -> None:
    old = scheme([point(needs("meetings >= 4次"), id="held")], [number_fact("meetings", "次", (0, 30))])
    new = scheme([point(needs("meetings"), id="held")], [condition_fact("meetings")])
    assert answers(new, old) == {"clause-changed:held.1.1": "undecided"}


@settings(max_examples=10)
@given(st.data())
def test_what_never_makes_a_difference_makes_none_to_any_drawn_case_and_what_does_is_confirmed(data: st.DataObject) -> None:
    old, new = data.draw(schemes(Measure.POINTS)), data.draw(schemes(Measure.POINTS))
    found = compare(old, new, data.draw(st.lists(cases(old), min_size=1, max_size=4)))
    mixtures = Mixtures(Slots.of(lower(old), lower(new), found.pairs), found.changes)
    differences = list(Differ(old, mixtures, milliseconds=200).all())
    never = {one.change for one in differences if one.possible is Possible.NEVER}
    for effect in found.effects:
        for item in effect.items:
            assert never.isdisjoint({change for change, amount in item.alone.items() if amount} if len(item.alone) > 1 or item.interaction else ())
    assert all(one.before != one.after or one.grades for one in differences if one.possible is Possible.DIFFERS)


def test_without_the_solver_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    assert compare(OLD, OLD).differences == ()
    with pytest.raises(SupervisionRulesError) as caught:
        compare(OLD, evolve(OLD, facts=FACTS), prove=True)
    assert caught.value.codes == ("extra-missing",)
