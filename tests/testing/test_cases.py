from __future__ import annotations

import re
from datetime import datetime
from fractions import Fraction
from pathlib import Path

import pytest
from builders import case as built_case
from builders import choice_fact, column, condition_fact, date_fact, number_fact, point, quantity, table
from builders import scheme as built_scheme
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from testing.looking import CHANGZHOU, FIRST, NAMES, SCHEMES, changed, everything, number, smallest, some
from testing.looking import given as given_in

from supervision_rules import Case, assess, load_case
from supervision_rules.expression import Expression
from supervision_rules.scheme import Constraint
from supervision_rules.scoring import AllOrNothing
from supervision_rules.testing import cases, partial_cases, schemes, thinned

XINBEI = load_case("xinbei-2020", CHANGZHOU)


def constraint(requires: str, **more: str) -> Constraint:
    return Constraint(id="bound", requires=Expression.parse(requires), **more)


class TestAnyScheme:
    @pytest.mark.parametrize("name", NAMES)
    def test_accepts_every_case(self, name: str) -> None:
        @settings(max_examples=20)
        @given(cases(SCHEMES[name]))
        def accepts(case: Case) -> None:
            assert assess(SCHEMES[name], case).case is case

        accepts()

    @pytest.mark.parametrize("name", NAMES)
    def test_decides_every_complete_case(self, name: str) -> None:
        @given(cases(SCHEMES[name], complete=True))
        def decides(case: Case) -> None:
            found = assess(SCHEMES[name], case)
            assert (found.awaiting.facts, found.awaiting.city) == ((), ())
            assert found.grade is not None
            assert everything(SCHEMES[name]) <= given_in(case).keys()

        decides()

    @pytest.mark.parametrize("name", NAMES)
    def test_finds_something_missing_in_every_partial_case(self, name: str) -> None:
        whole = smallest(cases(SCHEMES[name], complete=True), lambda _: True)

        @settings(max_examples=20)
        @given(partial_cases(SCHEMES[name]))
        def misses(case: Case) -> None:
            assess(SCHEMES[name], case)
            cells = sum(len(row.cells) for table in case.tables for row in table.rows)
            assert (
                len(case.facts) < len(whole.facts)
                or cells < sum(len(row.cells) for table in whole.tables for row in table.rows)
                or case.tables != whole.tables
            )

        misses()

    @given(st.data())
    def test_of_any_make_accepts_them(self, data: st.DataObject) -> None:
        scheme = data.draw(schemes())
        found = assess(scheme, data.draw(cases(scheme, complete=True)))
        assert found.awaiting.facts == ()
        assess(scheme, data.draw(cases(scheme)))


class TestConstraints:
    PARTS = ("preschool", "primary", "junior", "nine_year", "complete_secondary", "senior", "fifteen_year")

    @given(cases(CHANGZHOU, complete=True))
    @settings(max_examples=20)
    def test_hold_where_a_total_is_the_sum_of_its_parts(self, case: Case) -> None:
        assert number(case, "schools.total") == sum(number(case, f"{part}.schools") for part in self.PARTS)

    @pytest.mark.parametrize("moved", ["a", "b", "whole", "rate"])
    def test_do_not_keep_what_they_tie_where_it_is(self, moved: str) -> None:
        facts = [number_fact(name, domain=(0, 20), context=True) for name in ("a", "b")]
        facts += [number_fact("whole", domain=(0, 40), context=True), number_fact("rate", "%", (0, 100), places=1, context=True)]
        ties = [("whole == a + b", "sum"), ("round(a / whole, 3) == rate", "printed")]
        scheme = built_scheme(facts=facts, constraints=[Constraint(id=id, requires=Expression.parse(text)) for text, id in ties])
        begun = built_case(a="10", b="10", whole="20", rate="50%")
        found = some(cases(scheme, near=begun, complete=True), lambda case: number(case, moved) != number(begun, moved))
        assert number(found, "a") + number(found, "b") == number(found, "whole")

    def test_let_a_bound_be_reached_and_never_passed(self) -> None:
        scheme = built_scheme(
            facts=[number_fact("part", context=True), number_fact("whole", context=True)], constraints=[constraint("part <= whole")]
        )
        assert some(cases(scheme, complete=True), lambda case: 0 < number(case, "part") == number(case, "whole") < 100_000)
        assert some(cases(scheme, complete=True), lambda case: number(case, "part") < number(case, "whole"))

    def test_may_be_about_words_and_conditions(self) -> None:
        facts = [choice_fact("kind", "乡", "镇", context=True), condition_fact("plan", context=True)]
        scheme = built_scheme(facts=facts, constraints=[constraint('plan or kind == "乡"')])

        @given(cases(scheme, complete=True))
        def hold(case: Case) -> None:
            assert given_in(case)["plan"] or given_in(case)["kind"] == "乡"

        hold()
        assert some(cases(scheme, complete=True), lambda case: not given_in(case)["plan"])

    def test_a_fact_without_any_value_leaves_nothing(self) -> None:
        with pytest.raises(InvalidArgument, match="found no complete case of test"):
            cases(built_scheme(facts=[number_fact("none", domain=("0.2", "0.8"), context=True)]))

    def test_that_leave_nothing_are_told(self) -> None:
        scheme = built_scheme(facts=[number_fact("part", domain=(0, 3), context=True)], constraints=[constraint("part > 4")])
        with pytest.raises(InvalidArgument, match="found no complete case of test that obeys its constraints"):
            cases(scheme)


class TestRows:
    SCHOOLS = SCHEMES["school-standard"]

    @given(cases(SCHOOLS))
    def test_have_keys_of_their_own_and_parents(self, case: Case) -> None:
        tables = {table.id: [row.cells for row in table.rows] for table in case.tables}
        for name, key in (("school", ("id",)), ("class", ("school", "id")), ("budget", ("year",))):
            keys = [tuple(row[part] for part in key) for row in tables.get(name, [])]
            assert len(set(keys)) == len(keys)
        if "school" in tables:
            assert {row["school"] for row in tables.get("class", [])} <= {row["id"] for row in tables["school"]}

    @pytest.mark.parametrize("rows", [0, 1, 3])
    def test_may_be_more_or_fewer(self, rows: int) -> None:
        assert some(cases(self.SCHOOLS), lambda case: any(table.id == "school" and len(table.rows) == rows for table in case.tables))

    def test_may_not_be_there_at_all(self) -> None:
        found = some(cases(self.SCHOOLS, complete=True), lambda case: all(table.id != "school" for table in case.tables))
        assert {"schools.total", "schools.below"} <= given_in(found).keys()

    def test_begin_where_a_scheme_has_no_case(self) -> None:
        found = some(cases(SCHEMES["ranked-cohort"], complete=True), lambda case: any(len(table.rows) == 2 for table in case.tables))
        assert "cohort.size" not in given_in(found)

    def test_of_a_series_are_there_for_each_year(self) -> None:
        found = smallest(cases(CHANGZHOU), lambda case: any(table.id == "budget" and table.rows for table in case.tables))
        (budget,) = [table for table in found.tables if table.id == "budget"]
        assert [row.cells["year"] for row in budget.rows] == ["2018", "2019", "2020"]

    def test_may_lack_cells(self) -> None:
        assert some(
            partial_cases(self.SCHOOLS),
            lambda case: any("pupils" not in row.cells for table in case.tables for row in table.rows if table.id == "school"),
        )

    def test_never_come_to_more_than_their_total_may_be(self) -> None:
        rows = table("row", column("size", domain=(0, 10)))
        scheme = built_scheme(tables=[rows], quantities=[quantity("rows.size", "sum(row.size)", domain=(0, 12), better="more")])

        @given(cases(scheme))
        def fits(case: Case) -> None:
            assess(scheme, case)

        fits()
        assert some(cases(scheme, complete=True), lambda case: sum(int(row.cells["size"]) for table in case.tables for row in table.rows) > 5)


class TestSpread:
    FUNDING = built_scheme(
        points=[point(AllOrNothing(requires=Expression.parse("funding >= 770元")))], facts=[number_fact("funding", "元", (0, 100_000), places=2)]
    )

    @pytest.mark.parametrize("value", ["0 元", "0.01 元", "769.99 元", "770 元", "770.01 元", "99999.99 元", "100000 元"])
    def test_reaches_ends_and_thresholds(self, value: str) -> None:
        assert some(cases(self.FUNDING, complete=True), lambda case: given_in(case)["funding"] == value)

    @pytest.mark.parametrize("cut", [20_000, 50_000, 90_000])
    def test_reaches_what_is_between(self, cut: int) -> None:
        assert some(cases(self.FUNDING, complete=True), lambda case: abs(number(case, "funding") - cut) < cut / 4)

    def test_takes_dates_within_reach(self) -> None:
        scheme = built_scheme(facts=[date_fact("since", context=True)])

        @given(cases(scheme, complete=True))
        def within(case: Case) -> None:
            day = given_in(case)["since"]
            assert 1970 < day.year < 2070

        within()

    def test_takes_moments_in_rows_that_keep_what_is_asked_of_them(self) -> None:
        rows = [table("incident", column("happened", kind="moment"), column("reported", kind="moment"))]
        hasty = Constraint(id="order", table="incident", requires=Expression.parse("happened <= reported"))
        many = quantity("many", "count(incident)", (0, 100), "less", unit="起")
        points = [point(AllOrNothing(requires=Expression.parse("many <= 3起")))]
        scheme = built_scheme(points=points, tables=rows, constraints=[hasty], quantities=[many])

        @given(cases(scheme, complete=True))
        def in_order(case: Case) -> None:
            for row in (row for one in case.tables for row in one.rows):
                assert isinstance(row.cells["happened"], datetime)
                assert isinstance(row.cells["reported"], datetime)
                assert row.cells["happened"] <= row.cells["reported"]

        in_order()
        assert smallest(cases(scheme, complete=True), lambda case: any(len(one.rows) > 1 for one in case.tables))


class TestShrinking:
    def test_leads_to_the_reference_case_with_what_it_lacks_filled_in(self) -> None:
        found = smallest(cases(CHANGZHOU), lambda _: True)
        added = set(given_in(found)) - set(given_in(XINBEI))
        assert added == {fact.id for fact in CHANGZHOU.facts if fact.supplier == "city"}
        assert assess(CHANGZHOU, found).total == assess(CHANGZHOU, XINBEI).total

    def test_moves_one_fact_where_one_is_enough(self) -> None:
        base = smallest(cases(CHANGZHOU), lambda _: True)
        found = smallest(cases(CHANGZHOU, complete=True), lambda case: assess(CHANGZHOU, case).item("funding-per-pupil").score == Fraction("1.5"))
        assert len(changed(found, base)) == 1

    def test_moves_it_as_little_as_can_be(self) -> None:
        base = smallest(cases(CHANGZHOU), lambda _: True)
        found = smallest(cases(CHANGZHOU, complete=True), lambda case: number(case, "schools.total") > 120)
        assert number(found, "schools.total") == 121
        assert len(changed(found, base)) <= 3  # a part, and a share printed of it

    def test_takes_one_fact_away_where_one_is_enough(self) -> None:
        base = smallest(cases(CHANGZHOU), lambda _: True)
        found = smallest(cases(CHANGZHOU), lambda case: assess(CHANGZHOU, case).total is None)
        assert len(changed(found, base)) == 1


class TestStart:
    def test_without_a_reference_case_is_everything_at_its_best(self) -> None:
        facts = [
            number_fact("more", "人", (0, 9), context=True),
            number_fact("less", "人", (2, 9), better="less", context=True),
            condition_fact("good", context=True),
            condition_fact("bad", better="less", context=True),
            choice_fact("kind", "丙", "乙", "甲", context=True),
        ]
        found = smallest(cases(built_scheme(facts=facts)), lambda _: True)
        assert given_in(found) == {"more": "9 人", "less": "2 人", "good": True, "bad": False, "kind": "甲"}

    def test_can_be_any_case_of_the_scheme(self) -> None:
        scheme = SCHEMES["ranked-cohort"]
        ding = load_case("ding-2020", scheme)
        found = smallest(cases(scheme, near=ding), lambda _: True)
        assert (found.id, found.subject) == (ding.id, ding.subject)
        assert given_in(found)["senior.enrolment"] == "96 %"
        assert [len(table.rows) for table in found.tables] == [4]

    def test_fills_in_what_a_near_case_lacks_and_nothing_else(self) -> None:
        scheme = built_scheme(facts=[number_fact("one", context=True), number_fact("two", context=True)], constraints=[constraint("one <= two")])
        found = smallest(cases(scheme, near=built_case(two="5")), lambda _: True)
        assert given_in(found) == {"one": "5", "two": "5"}

    @pytest.mark.parametrize(
        ("near", "said"),
        [
            ("xinbei-2020", "is not a Case; load it first"),
            (XINBEI, "xinbei-2020 is no case of test"),
            (built_case(one="9", two="5"), "it breaks bound"),
            (built_case(one="-1"), "case is no case of test"),
        ],
    )
    def test_refuses_what_is_no_case_of_the_scheme(self, near: object, said: str) -> None:
        scheme = built_scheme(facts=[number_fact("one", context=True), number_fact("two", context=True)], constraints=[constraint("one <= two")])
        with pytest.raises(InvalidArgument, match=said):
            cases(scheme, near=near)  # type: ignore[arg-type]


class TestArguments:
    @pytest.mark.parametrize("scheme", ["changzhou-2021", Path("policies/changzhou-2021"), None])
    def test_a_scheme_must_be_loaded(self, scheme: object) -> None:
        with pytest.raises(InvalidArgument, match="is not a Scheme; load it first"):
            cases(scheme)  # type: ignore[arg-type]

    def test_a_scheme_must_be_sound(self) -> None:
        with pytest.raises(InvalidArgument, match="the scheme test does not load"):
            partial_cases(built_scheme(facts=[number_fact("unread")]))

    def test_complete_is_yes_or_no(self) -> None:
        with pytest.raises(InvalidArgument, match="complete=1 is neither True nor False"):
            cases(CHANGZHOU, complete=1)  # type: ignore[arg-type]

    def test_only_a_case_is_thinned(self) -> None:
        with pytest.raises(InvalidArgument, match="is not a Case"):
            thinned("xinbei-2020")  # type: ignore[arg-type]


class TestThinned:
    @given(thinned(XINBEI))
    @settings(max_examples=20)
    def test_gives_nothing_that_the_case_does_not(self, thin: Case) -> None:
        assert set(thin.facts) <= set(XINBEI.facts)
        assert set(map(id, thin.tables)) <= set(map(id, XINBEI.tables))
        assess(CHANGZHOU, thin)

    def test_shrinks_to_the_case(self) -> None:
        ding = load_case("ding-2020", SCHEMES["ranked-cohort"])
        assert smallest(thinned(ding), lambda _: True) == ding


def test_a_failing_example_is_told_by_what_was_moved() -> None:
    @settings(FIRST)
    @given(cases(CHANGZHOU))
    def fails(case: Case) -> None:
        assert number(case, "schools.total") <= 120 if "schools.total" in given_in(case) else True

    with pytest.raises(AssertionError) as caught:
        fails()
    (told,) = (note for note in caught.value.__notes__ if note.startswith("It is the case xinbei-2020 with "))
    (total,) = re.findall(r"schools\.total = (\d+) 所", told)
    assert int(total) > 120
