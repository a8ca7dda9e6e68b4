from __future__ import annotations

import pytest
from attrs import evolve
from builders import case as built_case
from builders import column, number_fact, quantity, table
from builders import scheme as built_scheme
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable
from records import RECORDS
from testing.looking import CHANGZHOU, NAMES, SCHEMES, SEARCH, smallest
from testing.looking import given as given_in

from supervision_rules import Case, assess
from supervision_rules.expression import Expression
from supervision_rules.scheme import CaseTable, Constraint, Row
from supervision_rules.testing import completions, partial_cases, schemes, thinned

TWO = built_scheme(
    facts=[number_fact(name, domain=(0, 9), context=True) for name in ("one", "two", "three")],
    constraints=[Constraint(id="sum", requires=Expression.parse("one + two == three"))],
)


@pytest.mark.parametrize("name", NAMES)
def test_every_case_of_a_scheme_can_be_completed(name: str) -> None:
    @settings(max_examples=15)
    @given(st.data())
    def completes(data: st.DataObject) -> None:
        case = data.draw(partial_cases(SCHEMES[name]))
        whole = data.draw(completions(SCHEMES[name], case))
        assert set(case.facts) <= set(whole.facts)
        assert {table.id for table in case.tables} <= {table.id for table in whole.tables}
        assert assess(SCHEMES[name], whole).awaiting.facts == ()

    completes()


@given(st.data())
def test_so_can_those_of_any_scheme_however_often_they_are_thinned(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    case = data.draw(thinned(data.draw(partial_cases(scheme))))
    assert assess(scheme, data.draw(completions(scheme, case))).awaiting.facts == ()


def test_what_is_given_stays_word_for_word() -> None:
    whole = smallest(completions(TWO, built_case(one="4.0")), lambda _: True)
    assert given_in(whole)["one"] == "4.0"


def test_what_is_lacking_may_be_anything_that_the_constraints_allow() -> None:
    for two in range(6):
        found = smallest(completions(TWO, built_case(one="4")), lambda case, two=two: given_in(case)["two"] == str(two))
        assert given_in(found)["three"] == str(4 + two)


def test_only_what_is_named_is_filled_in() -> None:
    whole = smallest(completions(TWO, built_case(one="4"), only=["two"]), lambda _: True)
    assert given_in(whole).keys() == {"one", "two"}


def test_a_case_of_which_there_is_no_completion_is_rejected() -> None:
    with pytest.raises(Unsatisfiable):
        smallest(completions(TWO, built_case(one="9", two="9")), lambda _: True)


class TestRows:
    SCHEME = built_scheme(
        tables=[table("row", column("size", domain=(0, 10)))],
        quantities=[quantity("rows.size", "sum(row.size)", domain=(0, 12), better="more")],
    )

    def test_that_lack_cells_get_them(self) -> None:
        case = built_case(tables={"row": [{"id": "a"}, {"id": "b", "size": "3"}]})
        found = smallest(completions(self.SCHEME, case), lambda whole: whole.tables[0].rows[0].cells["size"] == "9")
        assert [row.cells["id"] for row in found.tables[0].rows] == ["a", "b"]
        assert "rows.size" not in given_in(found)

    def test_that_are_not_there_leave_the_total_to_be_given(self) -> None:
        assert given_in(smallest(completions(self.SCHEME, built_case()), lambda _: True)) == {"rows.size": "12"}

    def test_keep_their_gaps_where_no_total_is_named(self) -> None:
        case = built_case(tables={"row": [{"id": "a"}]})
        assert smallest(completions(self.SCHEME, case, only=[]), lambda _: True) == case

    def test_are_never_added_to_those_that_are_there(self) -> None:
        case = built_case(tables={"row": [{"id": "a"}]})

        @given(completions(self.SCHEME, case))
        def keeps(whole: Case) -> None:
            assert len(whole.tables[0].rows) == 1

        keeps()


class TestArguments:
    def test_the_case_must_be_one_of_the_scheme(self) -> None:
        with pytest.raises(InvalidArgument, match="case is no case of changzhou-2021"):
            completions(CHANGZHOU, built_case())

    def test_the_case_must_obey_the_constraints(self) -> None:
        with pytest.raises(InvalidArgument, match="it breaks sum"):
            completions(TWO, built_case(one="1", two="1", three="1"))

    def test_what_is_named_must_be_there(self) -> None:
        with pytest.raises(InvalidArgument, match="test has no fact 'thre'; did you mean 'three'"):
            completions(TWO, built_case(), only=["thre"])


def test_rows_that_are_given_stay_whatever_comes_above_them() -> None:
    """The case has incidents, but no list of the schools in which they happened."""
    scheme = built_scheme(tables=RECORDS, quantities=[quantity("incidents", 'count(incident where level == "重大")', domain=(0, 99), better="less")])
    rows = [{"school": "s1", "id": str(number), "level": "重大"} for number in range(2)]
    case = evolve(built_case(), tables=(CaseTable(id="incident", rows=tuple(Row(cells=cells) for cells in rows)),))

    @settings(SEARCH, max_examples=60, phases=[Phase.generate])
    @given(completions(scheme, case))
    def stay(whole: Case) -> None:
        (incidents,) = (table for table in whole.tables if table.id == "incident")
        assert [row.cells["id"] for row in incidents.rows] == ["0", "1"]

    stay()
