"""What holds of every scheme and every case."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve
from hypothesis import event, given, settings
from hypothesis import strategies as st
from properties.strategies import wild_schemes

from supervision_rules import Assessment, SupervisionRulesError, assess, load_case, load_scheme, write_case, write_scheme
from supervision_rules.assessment import Cause, Outcome, Span
from supervision_rules.lowering import lower
from supervision_rules.scheme import Case, NotApplicable, Scheme
from supervision_rules.testing import cases, completions, schemes, shuffles, thinned

DATA = st.data()


def draw_pair(data: st.DataObject, *, complete: bool = False) -> tuple[Scheme, Case, Assessment]:
    """A scheme, a case of it and what the one makes of the other."""
    scheme = data.draw(schemes(), "scheme")
    case = data.draw(cases(scheme, complete=complete), "case")
    return scheme, case, assess(scheme, case)


def within(inner: Span | Fraction | None, outer: Span | None) -> bool:
    """Whether a number or a range lies in a range; no number lies anywhere."""
    if inner is None or outer is None:
        return inner is None
    low, high = (inner.lowest, inner.highest) if isinstance(inner, Span) else (inner, inner)
    return outer.lowest <= low <= high <= outer.highest


def total_range(of: Assessment) -> Span | None:
    return of.overall.range if of.overall else None


def refusal(scheme: Scheme) -> str:
    """What is said of a scheme that does not load; nothing where it does."""
    try:
        lower(scheme)
    except SupervisionRulesError as error:
        return str(error)
    return ""


class TestScores:
    @given(DATA)
    def test_lie_between_nought_and_what_the_item_is_worth(self, data: st.DataObject) -> None:
        _, _, found = draw_pair(data)
        for item in (*found.points, *found.bonuses):
            assert within(item.range, Span(0, item.limit))
            if item.score is not None:
                assert within(item.score, item.range)

    @given(DATA)
    def test_of_bonuses_stay_below_the_overall_cap(self, data: st.DataObject) -> None:
        scheme, _, found = draw_pair(data)
        cap = scheme.header.bonus_cap
        if found.overall and found.overall.bonus is not None and cap is not None:
            assert found.overall.bonus <= cap

    @given(DATA)
    def test_are_rounded_as_declared(self, data: st.DataObject) -> None:
        scheme, _, found = draw_pair(data)
        rounding = scheme.header.rounding
        for items, to in ((found.points, rounding.point), (found.bonuses, rounding.bonus)):
            for item in items:
                for end in (item.range.lowest, item.range.highest):
                    assert to is None or (end / to).denominator == 1
        if found.total is not None and rounding.total is not None:
            assert (found.total / rounding.total).denominator == 1


class TestLedger:
    @given(DATA)
    def test_of_an_item_adds_up_to_its_score(self, data: st.DataObject) -> None:
        _, _, found = draw_pair(data)
        for item, sign in [(one, -1) for one in found.points] + [(one, 1) for one in found.bonuses]:
            if item.ledger is None:
                assert item.score is None
                continue
            start = item.limit if sign < 0 else Fraction(0)
            amounts = sum(one.amount for one in item.findings)
            assert all(one.amount >= 0 for one in item.findings)
            assert item.score == start + sign * amounts + sum(one.amount for one in item.adjustments)
            assert item.range == Span(item.score, item.score)

    @given(DATA)
    def test_of_the_whole_adds_up_to_the_total(self, data: st.DataObject) -> None:
        _, _, found = draw_pair(data)
        overall = found.overall
        if overall is None or overall.total is None or overall.base_score is None or overall.bonus is None:
            return
        event("total decided")
        by_cause = {one.cause: one.amount for one in overall.adjustments}
        assert overall.deductions is not None
        assert overall.deductions <= 0
        out = by_cause.get(Cause.NOT_APPLICABLE, 0) + by_cause.get(Cause.RESCALE, 0)
        assert overall.base + overall.deductions + out == overall.base_score
        counted = [one for one in found.points if one.score is not None or one.awaits_city]
        if len(counted) + sum(one.outcome is Outcome.NOT_APPLICABLE and one.score is None for one in found.points) == len(found.points):
            lost = sum(one.range.highest - one.limit if one.score is None else one.score - one.limit for one in counted)
            assert overall.deductions == lost
        if all(one.score is not None for one in found.bonuses):
            assert sum(one.score or 0 for one in found.bonuses) + by_cause.get(Cause.OVERALL_CAP, 0) == overall.bonus
        assert overall.base_score + overall.bonus + by_cause.get(Cause.ROUNDING, 0) == overall.total
        assert by_cause.get(Cause.OVERALL_CAP, 0) <= 0
        assert set(by_cause) <= {Cause.NOT_APPLICABLE, Cause.RESCALE, Cause.OVERALL_CAP, Cause.ROUNDING}


class TestMissingFacts:
    @given(DATA)
    def test_a_complete_case_is_decided(self, data: st.DataObject) -> None:
        _, _, found = draw_pair(data, complete=True)
        assert all(item.outcome is not Outcome.PENDING for item in (*found.points, *found.bonuses))
        assert found.grade is not None
        assert found.grades == (found.grade,)
        assert all(veto.applies is not None for veto in found.vetoes)
        assert (found.awaiting.city, found.awaiting.facts) == ((), ())
        if found.overall:
            assert found.total is not None
            assert found.overall.range == Span(found.total, found.total)

    @given(DATA)
    def test_every_completion_lies_in_the_range(self, data: st.DataObject) -> None:
        scheme, case, partial = draw_pair(data)
        whole = assess(scheme, data.draw(completions(scheme, case), "completion"))
        for item in (*partial.points, *partial.bonuses):
            done = whole.item(item.id)
            if done.outcome is Outcome.NOT_APPLICABLE and done.score is None:
                continue
            assert within(done.score, item.range)
            assert item.score in (None, done.score)
            assert item.level in (None, done.level)
        assert within(whole.total, total_range(partial))
        assert whole.grade in partial.grades
        if not partial.awaiting.city:
            event("nobody awaits the city")
            assert partial.total in (None, whole.total)
            assert partial.grade in (None, whole.grade)
            assert partial.before_vetoes in (None, whole.before_vetoes)
        for veto, done_veto in zip(partial.vetoes, whole.vetoes, strict=True):
            assert partial.awaiting.city or veto.applies in (None, done_veto.applies)

    @given(DATA)
    def test_with_the_city_at_full_marks_the_total_is_that_of_the_report(self, data: st.DataObject) -> None:
        _, _, partial = draw_pair(data)
        if partial.total is None or not partial.awaiting.city:
            return
        event("total with the city's points in it")
        assert within(partial.total, total_range(partial))
        assert partial.grade is None or partial.grade in partial.grades

    @given(DATA)
    def test_only_widen_what_is_possible(self, data: st.DataObject) -> None:
        scheme, case, more = draw_pair(data)
        less = assess(scheme, data.draw(thinned(case), "thinned"))
        for item in more.points:
            taken_out = item.outcome is Outcome.NOT_APPLICABLE and item.score is None
            assert taken_out or within(item.range, less.item(item.id).range)
        for item in more.bonuses:
            assert within(item.range, less.item(item.id).range)
        assert within(total_range(more), total_range(less))
        assert set(more.grades) <= set(less.grades)

    @given(DATA)
    def test_who_gets_all_that_is_awaited_is_decided(self, data: st.DataObject) -> None:
        scheme, case, partial = draw_pair(data)
        filled = data.draw(completions(scheme, case, partial.awaiting.facts), "filled")
        done = assess(scheme, filled)
        assert done.awaiting.facts == ()
        assert done.grade is not None
        assert done.overall is None or done.total is not None

    @given(DATA)
    def test_are_awaited_only_where_they_are_missing(self, data: st.DataObject) -> None:
        scheme, case, partial = draw_pair(data)
        given_ids = {one.id for one in case.facts}
        assert not given_ids & set(partial.awaiting.facts)
        cities = {fact.id for fact in scheme.facts if fact.supplier == "city"}
        for item in partial.points:
            assert item.awaits_city == (item.id in partial.awaiting.city)
            assert not item.awaits_city or (set(item.missing) <= cities and item.outcome is Outcome.PENDING)


class TestChangzhou:
    SCHEME = load_scheme("changzhou-2021")
    XINBEI = load_case("xinbei-2020", SCHEME)

    @given(thinned(XINBEI))
    @settings(max_examples=25)
    def test_without_some_of_its_facts_can_still_come_to_what_it_is(self, thin: Case) -> None:
        whole, less = assess(self.SCHEME, self.XINBEI), assess(self.SCHEME, thin)
        for item in (*whole.points, *whole.bonuses):
            assert within(item.range, less.item(item.id).range)
        assert within(total_range(whole), total_range(less))
        assert set(whole.grades) <= set(less.grades)
        assert less.total in (None, whole.total)


class TestOrder:
    @given(DATA)
    @settings(max_examples=40)
    def test_of_entries_rules_clauses_and_facts_changes_nothing(self, data: st.DataObject) -> None:
        scheme, case, found = draw_pair(data)
        other = data.draw(shuffles(scheme), "shuffled")
        turned = assess(other, evolve(case, facts=tuple(data.draw(st.permutations(case.facts), "facts"))))
        assert lower(other).hash == lower(scheme).hash
        assert {one.id: (one.score, one.range, one.outcome) for one in (*turned.points, *turned.bonuses)} == {
            one.id: (one.score, one.range, one.outcome) for one in (*found.points, *found.bonuses)
        }
        assert (turned.total, turned.grade, turned.grades) == (found.total, found.grade, found.grades)
        assert set(turned.awaiting.facts) == set(found.awaiting.facts)


class TestFiles:
    @given(DATA)
    @settings(max_examples=30)
    def test_written_and_read_again_are_the_same(self, data: st.DataObject) -> None:
        scheme, case, found = draw_pair(data)
        with TemporaryDirectory() as directory:
            read = load_scheme(write_scheme(scheme, Path(directory)))
            again = load_case(write_case(case, Path(directory) / "case.toml"), read)
        assert lower(read).hash == lower(scheme).hash
        assert set(read.points) == set(scheme.points)
        result = assess(read, again)
        assert (again.facts, result.points, result.bonuses) == (case.facts, found.points, found.bonuses)
        assert (result.overall, result.grade, result.grades) == (found.overall, found.grade, found.grades)
        assert (result.vetoes, result.awaiting) == (found.vetoes, found.awaiting)


class TestVetoes:
    @given(DATA)
    def test_never_raise_a_grade(self, data: st.DataObject) -> None:
        scheme, _, found = draw_pair(data)
        order = [grade.id for grade in scheme.ladder.grade]
        if found.before_vetoes is not None:
            before = order.index(found.before_vetoes)
            after = [found.grade] if found.grade else []
            assert all(order.index(grade) >= before for grade in after)
        if not any(veto.applies is not False for veto in found.vetoes):
            assert found.grade == found.before_vetoes


class TestLowering:
    @given(wild_schemes())
    @settings(max_examples=80)
    def test_never_crashes(self, scheme: Scheme) -> None:
        problems = refusal(scheme)
        event("refused" if problems else "loads")

    @given(wild_schemes(), DATA)
    def test_what_it_lets_through_can_be_scored(self, scheme: Scheme, data: st.DataObject) -> None:
        if refusal(scheme):
            return
        event("loads")
        found = assess(scheme, data.draw(cases(scheme)))
        for item in (*found.points, *found.bonuses):
            assert within(item.range, Span(0, item.limit))

    @given(schemes())
    def test_every_clause_has_a_bound_within_its_item(self, scheme: Scheme) -> None:
        lowered = lower(scheme)
        for item in (*lowered.points, *lowered.bonuses):
            for part in item.parts:
                limit = item.limit if part.at_most is None else min(item.limit, part.at_most)
                assert all(0 <= clause.most <= limit for clause in part.clauses)

    @given(schemes())
    def test_rescaling_needs_rounding(self, scheme: Scheme) -> None:
        rescale = scheme.header.not_applicable is NotApplicable.RESCALE and scheme.header.base is not None
        assert not rescale or scheme.header.rounding.total is not None
        lower(scheme)
