"""A case whose evidence still arrives: at every step the numbers of `assess`, and only as much worked out anew as a change reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from builders import case, condition_fact, expression, number_fact, point, quantity, scheme, table
from builders import column as column_of
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import Case, SupervisionRulesError, assess
from supervision_rules.engines.exact import Follower, Ongoing, Variant, prepare
from supervision_rules.lowering import lower, take_in
from supervision_rules.scheme import Constraint, Given, Scheme
from supervision_rules.scoring import AllOrNothing
from supervision_rules.testing import cases, schemes

SCHEME = scheme(
    [
        point(AllOrNothing(requires=expression("plan")), id="planned"),
        point(AllOrNothing(requires=expression("places >= pupils")), id="room"),
    ],
    [condition_fact("plan"), number_fact("classes"), number_fact("size")],
    quantities=[quantity("places", "classes * size", better="more"), quantity("pupils", "sum(school.pupils)", (0, 10_000), "less")],
    tables=[table("school", column_of("pupils")), table("visit", column_of("length"))],
    constraints=[Constraint(id="few", requires=expression("classes <= 30"))],
)


def ongoing(of: Scheme = SCHEME) -> Ongoing:
    return Ongoing(Follower(lower(of)))


def told(to: Ongoing, **facts: Any) -> frozenset[str]:
    """Let facts be given; None takes one away."""
    return to.put({name: None if value is None else (Given(id=name, value=value), value) for name, value in facts.items()}, {})


class TestPut:
    def test_says_which_values_are_others_now(self) -> None:
        of = ongoing()
        assert told(of, classes=3) == {"classes"}
        assert told(of, size=40) == {"size", "places"}
        assert told(of, size=40) == set()
        assert told(of, size=None) == {"size", "places"}

    def test_an_item_that_reads_none_of_them_stands_as_it_stood(self) -> None:
        of = ongoing()
        before = of.standings
        told(of, plan=True)
        assert of.standings["room"] is before["room"]
        assert of.standings["planned"].range.lowest == 10

    def test_what_is_counted_together_stays_where_no_item_moved(self) -> None:
        of = ongoing()
        before = of.count
        told(of, classes=3)
        assert of.count is before
        told(of, plan=True)
        assert of.count is not before

    def test_no_table_is_not_an_empty_one(self) -> None:
        of = ongoing()
        assert of.values["pupils"] is None
        of.put({}, {"school": []})
        assert of.values["pupils"] == 0
        of.put({}, {"school": None})
        assert of.values["pupils"] is None

    def test_rows_that_no_quantity_reads_change_nothing(self) -> None:
        assert ongoing().put({}, {"visit": [{"id": "1", "length": 3}]}) == set()


class TestProblems:
    def test_a_constraint_is_broken_and_mended(self) -> None:
        of = ongoing()
        told(of, classes=31)
        assert [(one.code, one.arguments["id"]) for one in of.problems] == [("constraint-broken", "few")]
        told(of, classes=30)
        assert of.problems == ()

    def test_rows_contradict_a_total_until_it_is_taken_away(self) -> None:
        of = ongoing()
        told(of, pupils=5)
        of.put({}, {"school": [{"id": "1", "pupils": 6}]})
        assert [one.code for one in of.problems] == ["given-contradicts-rows"]
        told(of, pupils=None)
        assert of.problems == ()


def put(to: Ongoing, of: Scheme, given: Case, facts: Mapping[str, bool], tables: Mapping[str, bool]) -> None:
    """Let those facts and tables that are chosen be as in a case, gone where it lacks them."""
    taken = take_in(lower(of), given)
    named = {fact.id: fact for fact in given.facts}
    to.put(
        {name: (named[name], taken.values[name]) if name in named else None for name, chosen in facts.items() if chosen},
        {name: taken.rows.get(name) for name, chosen in tables.items() if chosen},
    )


def mixed(one: Case, other: Case, facts: Mapping[str, bool], tables: Mapping[str, bool]) -> Case:
    """A case with the chosen facts and tables of another."""
    return case(
        {fact.id: fact.value for given, side in ((one, False), (other, True)) for fact in given.facts if facts[fact.id] is side},
        {
            table.id: [row.cells for row in table.rows]
            for given, side in ((one, False), (other, True))
            for table in given.tables
            if tables[table.id] is side
        },
    )


@given(st.data())
def test_whatever_changes_its_numbers_are_those_of_the_case(data: st.DataObject) -> None:
    of = data.draw(schemes())
    lowered = lower(of)
    one, other = data.draw(cases(of)), data.draw(cases(of))
    facts = {name: data.draw(st.booleans()) for name in lowered.inputs}
    tables = dict.fromkeys(lowered.tables, data.draw(st.booleans()))
    followed = ongoing(of)
    put(followed, of, one, dict.fromkeys(facts, True), dict.fromkeys(tables, True))
    put(followed, of, other, facts, tables)
    now = mixed(one, other, facts, tables)
    now = Case(id="x", scheme=of.id, subject="某区", year=of.header.evaluated_year, facts=now.facts, tables=now.tables)
    if followed.problems:
        with pytest.raises(SupervisionRulesError) as error:
            assess(of, now)
        assert set(error.value.codes) == {problem.code for problem in followed.problems}
        return
    values = {name: value for name, value in prepare(of, now).items() if not name.startswith("#")}
    assert {name: value for name, value in followed.values.items() if not name.startswith("#")} == values
    assert followed.standings == Variant(lowered).standings(dict(prepare(of, now)))
    exact = assess(of, now)
    assert (followed.count.overall, followed.count.grade, followed.count.grades) == (exact.overall, exact.grade, exact.grades)
    assert list(followed.count.vetoes) == [veto.id for veto in exact.vetoes if veto.applies]
