"""What becomes of a case is told exactly: by point, by change, by what changes make together, by caps and rescaling; the parts are the whole."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve
from builders import amount, bonus, case, column, condition_fact, grade, number_fact, point, quantity, scheme, table, target, veto
from comparison.pair import FACTS, OLD, RULES, changed_point, with_points
from engines.exact.rules import awards, below, failings, needs
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme, assess, load_case, load_scheme
from supervision_rules.comparison import CaseEffect, Cause, compare
from supervision_rules.messages import add_up
from supervision_rules.scheme import Constraint, Ladder, Measure, NotApplicable
from supervision_rules.testing import cases, partial_cases, schemes

GOOD = {"meetings": "12 次", "spend": "70000 元", "pupils": "100 人", "plan": True, "drill": True, "accident": False, "level": "city"}
STEPS, FAILINGS = RULES


def effect(new: Scheme, given_case: Case, old: Scheme = OLD) -> CaseEffect:
    (found,) = compare(old, new, [given_case]).effects
    return found


def good(**facts: object) -> Case:
    return case({**GOOD, **facts})  # type: ignore[dict-item]


def alone(found: CaseEffect) -> dict[str, Fraction]:
    return {id: amount for item in found.items for id, amount in item.alone.items()}


def whole(found: CaseEffect) -> Fraction:
    parts = [add_up(item.alone.values()) + item.interaction for item in found.items]
    return add_up([*parts, *found.adjustments.values()])


@settings(max_examples=40)
@given(st.data())
def test_the_parts_are_the_whole_for_any_two_schemes(data: st.DataObject) -> None:
    old, new = data.draw(schemes(Measure.POINTS)), data.draw(schemes(Measure.POINTS))
    for found in compare(old, new, data.draw(st.lists(cases(old) | partial_cases(old), min_size=1, max_size=8))).effects:
        for item in found.items:
            if item.difference is not None:
                assert add_up(item.alone.values()) + item.interaction == item.difference
        if found.difference is not None:
            assert whole(found) == found.difference


@settings(max_examples=25)
@given(st.data())
def test_before_and_after_are_what_each_scheme_assesses(data: st.DataObject) -> None:
    old, new = data.draw(schemes(Measure.POINTS)), data.draw(schemes(Measure.POINTS))
    drawn = data.draw(cases(old) | partial_cases(old))
    found = effect(new, drawn, old)
    if found.before is None or found.before.overall is None:
        return
    result = assess(old, drawn)
    assert (found.before.overall.total, found.before.grade, found.before.grades) == (result.total, result.grade, result.grades)
    if not found.left_out and not found.lacking:
        after = assess(new, evolve(drawn, scheme=new.id))
        assert found.after is not None
        assert found.after.overall is not None
        assert (found.after.overall.total, found.after.grade, found.after.grades) == (after.total, after.grade, after.grades)


@settings(max_examples=25)
@given(st.data())
def test_between_a_scheme_and_itself_nothing_becomes_of_any_case(data: st.DataObject) -> None:
    any_scheme = data.draw(schemes())
    found = effect(any_scheme, data.draw(cases(any_scheme)), any_scheme)
    assert (found.items, found.adjustments, found.decisive, found.grades[0]) == ((), {}, (), found.grades[1])


def test_a_change_that_touches_no_fact_of_a_case_does_nothing_to_it() -> None:
    new = changed_point("work", rule=(below("11次", "meetings", "1次", "0.5", at_most=3), FAILINGS))
    found = effect(new, good())
    assert (found.items, found.difference) == ((), 0)


def test_one_change_is_the_whole_difference() -> None:
    new = changed_point("work", rule=(below("14次", "meetings", "1次", "0.5", at_most=3), FAILINGS))
    found = effect(new, good())
    assert alone(found) == {"clause-changed:work.1.1": -1}
    assert found.difference == -1


def test_two_changes_that_meet_make_something_together() -> None:
    new = changed_point("work", rule=(below("14次", "meetings", "1次", "1", at_most=3), FAILINGS))
    (item,) = effect(evolve(new, targets=(target("floor", 750, "元/人"),)), good(meetings="8 次")).items
    assert item.alone == {"clause-changed:work.1.1": -1, "target-changed:floor": -2}
    assert (item.before, item.after, item.interaction) == (4, 1, 0)


def test_what_the_floor_of_a_point_swallows_is_told_as_made_together() -> None:
    poor = good(meetings="0 次", plan=False, drill=False)
    new = changed_point("work", rule=(evolve(STEPS, at_most=Fraction(4)), failings(("plan", 2), ("drill", "0.5"), ("funding >= floor", 2))))
    (item,) = [item for item in effect(new, poor).items if item.item == "work"]
    assert item.before == Fraction("1.5")
    assert item.after == 0
    assert item.alone == {"at-most:work.1": -1, "clause-changed:work.2.1": -1}
    assert item.interaction == Fraction("0.5")


def test_a_target_is_told_wherever_a_quantity_or_clause_reads_it() -> None:
    found = effect(evolve(OLD, targets=(target("floor", 701, "元/人"),)), good())
    assert alone(found) == {"target-changed:floor": -2}


def test_a_quantity_that_is_worked_out_otherwise() -> None:
    found = effect(evolve(OLD, quantities=(quantity("funding", "spend / pupils / 2", better="more"),)), good())
    assert alone(found) == {"quantity-changed:funding": -2}


def test_a_new_point_and_one_that_is_gone() -> None:
    more = with_points(*OLD.points, point(needs("drill"), id="drill-held", number="3", worth=1))
    assert alone(effect(more, good())) == {"point-added:drill-held": 1}
    found = effect(OLD, good(), more)
    assert alone(found) == {"point-removed:drill-held": -1}
    assert found.difference == -1


def test_a_point_of_which_nothing_is_known_leaves_the_total_open() -> None:
    more = with_points(*OLD.points, point(needs("extra"), id="extra-done", number="3", worth=1), facts=(*FACTS, condition_fact("extra")))
    found = effect(more, good())
    assert (found.difference, found.lacking) == (None, ("extra",))
    (item,) = found.items
    assert (item.before, item.after, item.difference) == (0, None, None)


def test_the_caps_come_after_the_points() -> None:
    lavish = evolve(OLD, bonuses=(bonus(awards(('level == "nation"', 1), ("meetings >= 20次", 2)), id="honours", cap=9),))
    tight = evolve(lavish, header=evolve(OLD.header, bonus_cap=amount(2)))
    found = effect(tight, good(meetings="20 次", level="nation"), lavish)
    assert (found.items, found.adjustments, found.difference) == ((), {Cause.CAP: -1}, -1)


def test_rescaling_comes_after_the_points() -> None:
    def out(worth: int) -> Scheme:
        points = [point(needs("plan"), id="plan-made", worth=8), point(needs("drill"), id="drill-held", worth=worth, applies_when="large")]
        rules = scheme(points, [condition_fact("plan"), condition_fact("drill"), condition_fact("large", better="neither")], round_to="0.01")
        return evolve(rules, header=evolve(rules.header, not_applicable=NotApplicable.RESCALE))

    found = effect(out(4), case(plan=True, drill=True, large=False), out(2))
    assert found.items == ()
    assert found.adjustments == {Cause.RESCALE: 2}
    assert found.difference == 2


def test_a_grade_that_falls_names_what_it_needed() -> None:
    new = changed_point("work", rule=(below("14次", "meetings", "1次", "0.5", at_most=3), FAILINGS))
    new = evolve(new, ladder=Ladder(grade=(grade("优秀", "total >= 9.5"), *OLD.ladder.grade[1:])))
    found = effect(new, good())
    assert found.grades == ("优秀", "合格")
    assert found.decisive == ("clause-changed:work.1.1", "grade:优秀")


def test_a_grade_that_would_fall_without_any_one_of_them_names_none() -> None:
    new = changed_point("work", rule=(below("14次", "meetings", "1次", "0.5", at_most=3), FAILINGS))
    found = effect(evolve(new, targets=(target("floor", 750, "元/人"),)), good(plan=False, drill=True, meetings="12 次"), OLD)
    assert found.grades == ("不合格", "不合格")
    new = evolve(new, targets=(target("floor", 750, "元/人"),))
    found = effect(new, good())
    assert (found.difference, found.grades, found.decisive) == (-3, ("优秀", "合格"), ("target-changed:floor",))
    low = evolve(OLD, ladder=Ladder(grade=(grade("优秀", "total >= 9.5"), *OLD.ladder.grade[1:])))
    found = effect(evolve(new, ladder=low.ladder), good(), low)
    assert (found.grades, found.decisive) == (("优秀", "合格"), ())


def test_a_veto_that_falls_away_decides_alone() -> None:
    kept = tuple(fact for fact in FACTS if fact.id != "accident")
    found = effect(evolve(OLD, vetoes=(), facts=kept), good(accident=True))
    assert (found.grades, found.decisive, found.left_out) == (("不合格", "优秀"), ("veto-removed:accident",), ("accident",))


def test_a_renamed_point_is_one_point() -> None:
    renamed = with_points(
        OLD.points[0],
        evolve(OLD.points[1], id="planning"),
        vetoes=(veto("accident", 'score("planning") < 4', "fail"),),
        facts=tuple(fact for fact in FACTS if fact.id != "accident"),
    )
    named = evolve(OLD, vetoes=(veto("accident", 'score("plan-made") < 4', "fail"),), facts=renamed.facts)
    known = evolve(good(), facts=tuple(fact for fact in good().facts if fact.id != "accident"))
    found = compare(named, renamed, [known])
    assert [change.kind for change in found.changes] == ["renamed"]
    assert found.effects[0].items == ()


def test_the_citys_points_count_in_full_on_both_sides() -> None:
    facts = tuple(evolve(fact, supplier="city") if fact.id == "plan" else fact for fact in FACTS)
    old = evolve(OLD, facts=facts)
    waiting = evolve(good(), facts=tuple(fact for fact in good().facts if fact.id != "plan"))
    points = (evolve(OLD.points[0], rule=(STEPS,), worth=Fraction(3)), OLD.points[1])
    slim = evolve(
        old,
        points=points,
        header=evolve(OLD.header, base=Fraction(7)),
        targets=(),
        quantities=(),
        facts=tuple(fact for fact in facts if fact.id not in ("spend", "pupils", "drill")),
    )
    found = effect(
        evolve(slim, points=(points[0], evolve(points[1], worth=Fraction(5))), header=evolve(OLD.header, base=Fraction(8))),
        evolve(waiting, facts=tuple(fact for fact in waiting.facts if fact.id not in ("spend", "pupils", "drill"))),
        slim,
    )
    assert found.difference == 1
    assert alone(found) == {"reweighted:plan-made": 1}


def test_a_case_that_one_of_the_schemes_refuses_is_told_with_its_problems() -> None:
    strict = evolve(OLD, constraints=(Constraint(id="few", requires=OLD.vetoes[0].when),))
    found = effect(strict, good())
    assert [problem.code for problem in found.problems] == ["constraint-broken"]
    assert (found.before, found.after, found.difference) == (None, None, None)


def test_changes_behind_rows_are_told_by_the_table_or_the_quantity() -> None:

    def rows(line: str, derived: str) -> Scheme:
        schools = table("school", column("pupils", "人"), column("large", kind="condition", value=derived))
        return scheme(
            [point(failings(("many == 0所", 3)), id="sizes")],
            tables=[schools],
            quantities=[quantity("many", f"count(school where {line})", (0, 100), better="less", unit="所")],
        )

    given_case = case(tables={"school": [{"id": "a", "pupils": "100 人"}]})
    found = effect(rows("large", "pupils > 99人"), given_case, rows("large", "pupils > 100人"))
    assert alone(found) == {"table-changed:school": -3}
    found = effect(rows("large and pupils > 0人", "pupils > 100人"), given_case, rows("not large", "pupils > 100人"))
    assert alone(found) == {"quantity-changed:many": 3}


def test_a_name_of_another_kind_is_told_whole() -> None:
    old = scheme([point(needs("meetings >= 4次"), id="held")], [number_fact("meetings", "次", (0, 30))])
    new = scheme([point(needs("meetings"), id="held")], [condition_fact("meetings")])
    found = effect(new, case(meetings="3 次"), old)
    assert found.left_out == ("meetings",)
    assert found.difference is None


def test_xinbei_under_its_own_scheme_stays() -> None:
    changzhou = load_scheme("changzhou-2021")
    found = effect(changzhou, load_case("xinbei-2020", changzhou), changzhou)
    assert (found.difference, found.items, found.grades) == (0, (), ("优秀", "优秀"))


def test_what_kept_a_grade_from_falling_further_is_not_decisive() -> None:
    """A point more gives marks that everybody has: without it the grade would have fallen all the same."""
    more = point(needs("plan"), id="extra", number="3", worth=1)
    new = with_points(*OLD.points, more, ladder=Ladder(grade=(grade("优秀", "total >= 12"), *OLD.ladder.grade[1:])))
    found = effect(new, good())
    assert found.grades == ("优秀", "合格")
    assert found.decisive == ("grade:优秀",)


def test_a_veto_that_went_into_a_harder_one_leaves_the_harder_one_decisive() -> None:
    old = evolve(OLD, vetoes=(veto("accident", "accident", "drop"), veto("unplanned", "not drill", "fail")))
    new = evolve(old, vetoes=(veto("unplanned", "not drill or accident", "fail"),))
    found = effect(new, good(accident=True), old)
    assert found.grades == ("合格", "不合格")
    assert found.decisive == ("veto-changed:unplanned",)


def test_a_grade_that_is_sure_to_be_another_is_told_as_one() -> None:
    grades = (grade("优秀", "total >= 11"), grade("良好", "total >= 9.8"), *OLD.ladder.grade[1:])
    open_case = evolve(good(), facts=tuple(fact for fact in good().facts if fact.id != "drill"))
    found = effect(evolve(OLD, ladder=Ladder(grade=grades)), open_case)
    assert found.grades == ("优秀", None)
    assert found.changes_grade
    assert not effect(OLD, open_case).changes_grade
