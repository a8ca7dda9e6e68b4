"""Of every change of grades, vetoes and caps: a made-up district whose total or grade it changes, or the proof that there is none."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve
from builders import condition_fact, grade, point, scheme, veto
from comparison.pair import FACTS, OLD
from engines.exact.rules import needs
from hypothesis import Phase, given, reject, settings
from hypothesis import strategies as st

from supervision_rules import Scheme, SupervisionRulesError
from supervision_rules.comparison import Difference, Possible, compare
from supervision_rules.comparison.differing import Differ
from supervision_rules.comparison.mixtures import Mixtures
from supervision_rules.comparison.slots import Slots
from supervision_rules.engines.exact import prepare
from supervision_rules.lowering import lower
from supervision_rules.scheme import Grade, Ladder, Measure, NotApplicable
from supervision_rules.testing import cases, schemes


def difference(new: Scheme, old: Scheme = OLD) -> Difference:
    (one,) = compare(old, new, prove=True).differences
    return one


def graded(*grades: Grade) -> Scheme:
    return evolve(OLD, ladder=Ladder(grade=grades))


def test_a_grade_that_asks_for_more_is_shown_where_the_total_lies_between() -> None:
    one = difference(graded(grade("优秀", "total >= 9.5"), grade("合格", "total >= 6"), grade("不合格")))
    assert (one.possible, one.grades) == (Possible.DIFFERS, ("优秀", "合格"))
    assert one.before == one.after
    assert one.before is not None
    assert 9 <= one.before < Fraction("9.5")


def test_a_condition_that_no_total_can_tell_apart_is_proved_to_be_the_same() -> None:
    assert difference(graded(grade("优秀", "not total < 9"), grade("合格", "total >= 6"), grade("不合格"))).possible is Possible.NEVER


def test_what_no_facts_can_bear_out_is_proved_too() -> None:
    def held(least: str) -> Scheme:
        return scheme([point(needs("plan"), id="held", worth=10)], [condition_fact("plan")], grades=[grade("好", f"total >= {least}"), grade("差")])

    assert difference(held("4"), held("6")).possible is Possible.NEVER


def test_a_grade_that_is_new() -> None:
    one = difference(graded(grade("优秀", "total >= 9"), grade("良好", "total >= 8"), grade("合格", "total >= 6"), grade("不合格")))
    assert one.grades == ("合格", "良好")


def test_a_veto_that_bites_harder_and_one_that_is_new() -> None:
    harder = evolve(OLD, vetoes=(veto("accident", "accident", "drop"),))
    assert difference(harder).grades == ("优秀", "合格") or difference(harder).grades == ("不合格", "合格")
    assert difference(harder).set["accident"] is True
    new = evolve(OLD, vetoes=(*OLD.vetoes, veto("no-drill", "not drill", "fail")))
    one = difference(new)
    assert one.grades is not None
    assert one.set["drill"] is False


def test_a_veto_that_reads_a_new_fact_is_shown_with_it() -> None:
    new = evolve(OLD, facts=(*FACTS, condition_fact("fraud", better="less")), vetoes=(*OLD.vetoes, veto("fraud", "fraud", "fail")))
    (one,) = (one for one in compare(OLD, new, prove=True).differences if one.change == "veto-added:fraud")
    assert (one.possible, one.set["fraud"]) == (Possible.DIFFERS, True)
    assert one.case is not None
    assert one.case.fact("fraud") is None


def test_caps_and_rounding_of_the_total() -> None:
    capped = evolve(OLD, header=evolve(OLD.header, bonus_cap=Fraction(1)))
    one = difference(capped)
    assert one.before is not None
    assert one.after is not None
    assert one.after < one.before
    assert difference(evolve(OLD, header=evolve(OLD.header, bonus_cap=Fraction(4)))).possible is Possible.NEVER


def test_how_points_that_do_not_apply_are_counted() -> None:
    def counted(how: NotApplicable) -> Scheme:
        points = [point(needs("plan"), id="held", applies_when="large"), point(needs("drill"), id="other")]
        facts = [condition_fact("plan"), condition_fact("drill"), condition_fact("large", better="neither")]
        made = scheme(points, facts, round_to="0.01")
        return evolve(made, header=evolve(made.header, not_applicable=how))

    one = difference(counted(NotApplicable.RESCALE), counted(NotApplicable.FULL))
    assert (one.possible, one.set.get("large")) == (Possible.DIFFERS, False)


@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_what_never_makes_a_difference_makes_none_to_any_drawn_case(data: st.DataObject) -> None:
    """Only how scores become a grade has changed."""
    drawn = data.draw(schemes(Measure.POINTS))
    drawn = evolve(drawn, vetoes=tuple(evolve(one, grade=one.grade and "乙") for one in drawn.vetoes))
    first, second = sorted(data.draw(st.lists(st.integers(0, 110), min_size=2, max_size=2, unique=True)), reverse=True)
    old, new = (
        evolve(drawn, ladder=Ladder(grade=(grade("甲", f"total {op} {first}"), grade("乙", f"total >= {second}"), grade("丙")))) for op in (">", ">=")
    )
    new = evolve(new, header=evolve(new.header, bonus_cap=data.draw(st.none() | st.integers(1, 20).map(Fraction))))
    try:
        found = compare(old, new)
    except SupervisionRulesError:  # a fact that only the drawn grades have read
        reject()
    mixtures = Mixtures(Slots.of(lower(old), lower(new), found.pairs), found.changes)
    for one in Differ(old, mixtures, milliseconds=200).all():
        variant = mixtures.variant(found.change(one.change), reverted=False)
        assert variant is not None
        for case in data.draw(st.lists(cases(old), min_size=1, max_size=6)):
            known = prepare(old, case)
            counts = [side.count(values, side.standings(values)) for side in (mixtures.before, variant) for values in [side.values(known)]]
            totals = [count.overall.total for count in counts if count.overall is not None]
            if None not in (*totals, *(count.grade for count in counts)):  # what lacks facts may still be anything
                same = totals[0] == totals[1] and counts[0].grade == counts[1].grade
                assert same or one.possible is not Possible.NEVER
