"""A case made ready: what is given, what is counted, that both agree, and that what must hold holds."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from builders import case, column, condition_fact, expression, number_fact, point, quantity, scheme, table
from engines.exact.looking import aggregate, q, read, reading

from supervision_rules import SupervisionRulesError, assess
from supervision_rules.assessment import Outcome, Source
from supervision_rules.scheme import Case, Constraint, Given, Scheme, WhenEmpty
from supervision_rules.scoring import AllOrNothing

SCHOOLS = table("school", column("pupils"), column("teachers"))


def codes(of: Scheme, given: Case) -> tuple[str, ...]:
    """The codes of what is wrong with a case; none where it can be scored."""
    try:
        assess(of, given)
    except SupervisionRulesError as error:
        return error.codes
    return ()


class TestQuantities:
    def test_are_worked_out_one_from_another_in_any_order(self) -> None:
        of = scheme([point(reading("c"))], [number_fact("a")], quantities=[quantity("c", "b * 2"), quantity("b", "a + 1")])
        assert read(of, "c", case(a=3)).value == 8
        assert read(of, "c", case()).value is None

    def test_are_said_to_be_quantities_and_what_is_given_to_be_facts(self) -> None:
        of = scheme([point(reading("b"))], [number_fact("a")], quantities=[quantity("b", "a + 1")])
        assert read(of, "b", case(a=3)).source is Source.QUANTITY
        assert read(of, "a", case(a=3)).source is Source.FACT

    def test_one_that_divides_by_nought_is_unknown_and_the_point_asks_what_then(self) -> None:
        # 数量本身不必说明；用它的规则说明，这里是当作满分。
        rule = AllOrNothing(requires=expression("per >= 2"), when_empty=WhenEmpty.FULL)
        of = scheme([point(rule)], [number_fact("a"), number_fact("b")], quantities=[quantity("per", "a / b")])
        assert assess(of, case(a=4, b=2)).total == 10
        assert assess(of, case(a=3, b=2)).total == 0
        assert assess(of, case(a=3, b=0)).total == 10
        assert assess(of, case(b=0)).total == 10
        assert assess(of, case(a=3)).total is None


class TestGivenBothWays:
    COUNT = aggregate("count(school)", SCHOOLS)
    ONE = {"school": [{"id": "1", "pupils": 3}]}

    def test_an_aggregate_may_be_given_without_its_rows(self) -> None:
        assert q(self.COUNT, q=7) == 7
        assert read(self.COUNT, "q", case(q=7)).source is Source.FACT
        assert read(self.COUNT, "q", case(None, self.ONE)).source is Source.QUANTITY

    def test_given_and_counted_must_agree(self) -> None:
        assert codes(self.COUNT, case({"q": 1}, self.ONE)) == ()
        assert codes(self.COUNT, case({"q": 2}, self.ONE)) == ("given-contradicts-rows",)
        assert codes(self.COUNT, case({"q": 1}, {"school": []})) == ("given-contradicts-rows",)

    def test_a_condition_on_dispersion_may_be_given_and_must_agree(self) -> None:
        of = aggregate("cv(school.pupils by school.teachers) <= 0.5", SCHOOLS, condition=True)
        rows = {"school": [{"id": "1", "pupils": 1, "teachers": 1}, {"id": "2", "pupils": 3, "teachers": 1}]}
        assert q(of, q=True) is True
        assert codes(of, case({"q": True}, rows)) == ()
        assert codes(of, case({"q": False}, rows)) == ("given-contradicts-rows",)

    def test_what_is_given_stands_where_the_rows_do_not_decide(self) -> None:
        of = aggregate("sum(school.pupils)", SCHOOLS)
        assert q(of, {"school": [{"id": "1"}]}, q=3) == 3
        assert q(of, {"school": [{"id": "1"}]}) is None

    def test_a_share_that_has_no_end_agrees_with_what_is_printed_of_it(self) -> None:
        rows = {"school": [{"id": str(n), "pupils": n} for n in range(3)]}
        of = aggregate("share(school where pupils > 0)", SCHOOLS, unit="%", domain=(0, 100), places=2, when_empty="0%")
        assert codes(of, case({"q": "66.67%"}, rows)) == ()
        assert codes(of, case({"q": "66.66%"}, rows)) == ("given-contradicts-rows",)

    def test_what_is_counted_must_lie_in_its_domain(self) -> None:
        of = aggregate("sum(school.pupils)", SCHOOLS, domain=(0, 10))
        assert codes(of, case(None, {"school": [{"id": "1", "pupils": 10}]})) == ()
        assert codes(of, case(None, {"school": [{"id": "1", "pupils": 11}]})) == ("outside-domain",)

    def test_a_count_takes_the_unit_of_its_quantity(self) -> None:
        of = scheme([point(reading("q"))], tables=[SCHOOLS], quantities=[quantity("q", "count(school)", domain=(0, 9), better="more", unit="所")])
        assert read(of, "q", case(None, self.ONE)).value == 1
        assert codes(of, case({"q": "1 所"}, self.ONE)) == ()
        assert codes(of, case({"q": "1"}, self.ONE)) == ("wrong-unit",)


class TestConstraints:
    @staticmethod
    def under(requires: str, given: Case, over: str | None = None) -> tuple[str, ...]:
        of = scheme(
            [point(reading("a")), point(reading("b"), id="other")],
            [number_fact("a"), number_fact("b")],
            tables=[SCHOOLS],
            constraints=[Constraint(id="held", requires=expression(requires), table=over)],
        )
        return codes(of, given)

    def test_one_that_fails_is_an_error_of_the_case(self) -> None:
        assert self.under("a <= b", case(a=2, b=2)) == ()
        assert self.under("a <= b", case(a=3, b=2)) == ("constraint-broken",)

    def test_one_that_lacks_a_fact_is_passed_over(self) -> None:
        assert self.under("a <= b", case(a=3)) == ()
        assert self.under("a <= b", case()) == ()

    def test_one_that_is_false_in_spite_of_a_missing_fact_is_broken(self) -> None:
        assert self.under("a <= 2 and b <= 2", case(a=3)) == ("constraint-broken",)

    def test_one_over_rows_is_checked_on_every_row(self) -> None:
        def rows(*pairs: tuple[Any, Any]) -> Case:
            cells = [{"pupils": pupils, "teachers": teachers} for pupils, teachers in pairs]
            return case(None, {"school": [{"id": str(n)} | {k: v for k, v in row.items() if v is not None} for n, row in enumerate(cells)]})

        check = "school.teachers <= school.pupils"
        assert self.under(check, rows((3, 2), (2, 2)), "school") == ()
        assert self.under(check, rows((3, 2), (2, 3)), "school") == ("constraint-broken",)
        assert self.under(check, rows((3, 2), (None, 3)), "school") == ()
        assert self.under(check, case(), "school") == ()

    def test_a_row_constraint_may_read_the_facts_of_the_case(self) -> None:
        row = {"school": [{"id": "1", "pupils": 5}]}
        assert self.under("pupils <= a", case({"a": 5}, row), "school") == ()
        assert self.under("pupils <= a", case({"a": 4}, row), "school") == ("constraint-broken",)


class TestReads:
    def test_a_read_says_where_the_source_has_it_or_why_it_is_assumed(self) -> None:
        of = scheme([point(reading("a"))], [number_fact("a")])
        said = evolve(case(), facts=[Given(id="a", value=3, clause="二（三）4")])
        assumed = evolve(case(), facts=[Given(id="a", value=3, assumed="未印出")])
        assert (read(of, "a", said).clause, read(of, "a", said).assumed) == ("二（三）4", "")
        assert (read(of, "a", assumed).clause, read(of, "a", assumed).assumed) == ("", "未印出")

    def test_a_missing_fact_is_never_nought(self) -> None:
        of = scheme([point(reading("a"))], [number_fact("a")])
        assert read(of, "a", case()).value is None
        assert assess(of, case()).item("point").outcome is Outcome.PENDING
        assert assess(of, case(a=0)).item("point").outcome is Outcome.SCORED


class TestCases:
    OF = scheme([point(reading("a")), point(reading("yes", condition=True), id="other")], [number_fact("a", domain=(0, 10)), condition_fact("yes")])

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"b": 1}, "fact-not-declared"),
            ({"a": 11}, "outside-domain"),
            ({"a": "1 人"}, "wrong-unit"),
            ({"a": "0.5"}, "too-many-places"),
            ({"a": True}, "wrong-kind"),
            ({"yes": 1}, "wrong-kind"),
            ({"a": "many"}, "bad-number"),
        ],
    )
    def test_a_fact_that_is_not_as_declared_is_an_error(self, facts: dict[str, Any], code: str) -> None:
        assert codes(self.OF, case(facts)) == (code,)

    def test_of_another_scheme_or_year_is_an_error(self) -> None:
        assert codes(self.OF, evolve(case(), scheme="other")) == ("case-of-other-scheme",)
        assert codes(self.OF, evolve(case(), year=2019)) == ("case-of-other-year",)

    def test_everything_wrong_is_said_at_once(self) -> None:
        assert set(codes(self.OF, case({"b": 1, "a": 11, "yes": 1}))) == {"fact-not-declared", "outside-domain", "wrong-kind"}
