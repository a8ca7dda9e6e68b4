"""The names in an author's text: what stands after what, and which targets a scheme speaks of at all."""

from __future__ import annotations

from typing import Any

import pytest
from builders import ALWAYS, bonus, column, condition_fact, expression, grade, number_fact, point, quantity, refusals, scheme, table, target, veto
from engines.exact.rules import awarding, awards, below, deducting, first_of, needs, tally

from supervision_rules.lowering import lower
from supervision_rules.scheme import Alternative, Constraint, ItemRules, QuantityValue, Reading, Scheme

LINE = target("line", 3)
SCHOOLS = table(
    "school",
    column("pupils"),
    column("year"),
    column("kind", kind="text"),
    column("level", kind="choice", values=("low", "high")),
)


def order(*quantities: Any, **more: Any) -> list[str]:
    """The order of what is worked out; nothing of it needs to be read."""
    return list(lower(scheme(quantities=quantities, **more)).order)


class TestReads:
    """A quantity stands after those that it reads, wherever in its text they are."""

    @pytest.mark.parametrize(
        "text",
        [
            "r",
            "r + 1",
            "1 - r",
            "-r",
            "(1 + r) * 2",
            "max(1, r)",
            "round(r, 1)",
            "ratio(1, r + 1)",
            "r > 1",
            "1 > r",
            "not (r > 1)",
            "1 > 2 or r > 1",
            "at_least(1, 2 > 1, r > 1)",
        ],
    )
    def test_of_a_case(self, text: str) -> None:
        assert order(quantity("q", text), quantity("r", "1 + 1")) == ["r", "q"]

    @pytest.mark.parametrize(
        "text",
        [
            "count(school where pupils > r)",
            "sum(school.pupils * r)",
            "sum(school.pupils where pupils > 1 and year > r)",
            "max(school.pupils + r)",
            "rank(r among school.pupils)",
            "rank(1 among school.pupils * r)",
            "count(school once by kind highest level where pupils > r)",
            "falls(school.pupils * r over year from 2018 to 2020)",
        ],
    )
    def test_of_rows(self, text: str) -> None:
        about: dict[str, Any] = {"when_empty": "0"} if text.startswith("max") else {}
        counted = quantity("q", text, (0, 99), better="more", **about)
        assert order(counted, quantity("r", "1 + 1"), tables=[SCHOOLS]) == ["r", "q"]

    @pytest.mark.parametrize("weight", ["pupils * r", "r"])
    def test_of_a_dispersion(self, weight: str) -> None:
        even = quantity("q", f"cv(school.pupils by {weight}) <= 0.5")
        assert order(even, quantity("r", "1 + 1"), tables=[SCHOOLS]) == ["r", "q"]


def test_a_rank_among_nothing_is_refused() -> None:
    assert refusals(scheme(quantities=[quantity("q", "rank(1)", (0, 9), better="more")], tables=[SCHOOLS])) == ("modifier-missing",)


class TestColumns:
    """In the rows of a table its columns come before names of the case, and a quantity stands after the derived ones that it reads."""

    ONCE = column("single", value="pupils * 1")
    TWICE = column("twice", value="single * 2")

    @pytest.mark.parametrize(
        "text",
        [
            "sum(school.twice)",
            "count(school where twice > 3)",
            "sum(school.pupils where twice > 3)",
            "rank(1 among school.twice)",
            "rank(1 among school.pupils + twice)",
            "sum(school.pupils * school.twice)",
            "sum(school.pupils * twice)",
            "count(school once by kind highest level where twice > 1)",
            "falls(school.pupils over twice from 2018 to 2020)",
        ],
    )
    def test_a_derived_one_stands_before_what_reads_it(self, text: str) -> None:
        rows = table("school", *SCHOOLS.column[1:], self.TWICE, self.ONCE)
        assert order(quantity("q", text, (0, 99), better="more"), tables=[rows]) == ["school.single", "school.twice", "q"]

    def test_one_named_like_a_quantity_is_meant_in_its_rows(self) -> None:
        rows = table("school", column("pupils"), column("r", value="pupils * 2"))
        entries = [quantity("q", "count(school where r > 3)", (0, 9), better="more"), quantity("r", "q + 1")]
        assert order(*entries, tables=[rows]) == ["school.r", "q", "r"]

    def test_but_not_outside_them(self) -> None:
        rows = table("school", column("pupils"), column("r", value="pupils * 2"))
        chain = [quantity("r", "s + 1"), quantity("s", "t + 1"), quantity("t", "1 + 1")]
        entries = [quantity("q", "rank(r among school.pupils)", (0, 9), better="more"), *chain]
        assert [name for name in order(*entries, tables=[rows]) if name != "school.r"] == ["t", "s", "r", "q"]

    def test_those_of_the_lowest_table_are_meant_where_several_are_named(self) -> None:
        schools = table("school", column("size"))
        classes = table("class", column("school", kind="text"), column("pupils"), column("share", value="pupils * 2"), parent="school")
        entries = [quantity("q", "sum(class.pupils * school.size where share > 1)", (0, 9), better="more"), quantity("share", "q + 1")]
        assert order(*entries, tables=[schools, classes]) == ["class.share", "q", "share"]

    def test_a_column_stands_after_the_columns_and_quantities_that_it_reads(self) -> None:
        rows = table("school", column("last", value="middle + r"), column("middle", value="pupils * 2"), column("pupils"))
        assert set(order(quantity("r", "1 + 1"), tables=[rows])[:2]) == {"school.middle", "r"}

    def test_one_that_sums_up_rows_below_stands_after_theirs(self) -> None:
        schools = table("school", column("size", value="sum(class.twice)"))
        classes = table("class", column("school", kind="text"), column("pupils"), self.TWICE, self.ONCE, parent="school")
        assert order(tables=[schools, classes]) == ["class.single", "class.twice", "school.size"]


def alternative(**parts: Any) -> list[Reading]:
    return [Reading(id="r", question="?", choice="!", confirm="某市", alternative=(Alternative(id="a", text="-", **parts),))]


X = number_fact("x", context=True)
SPOKEN: dict[str, Scheme] = {
    "a rule": scheme([point(needs("x > line"))], [number_fact("x")], targets=[LINE]),
    "the second rule": scheme([point(needs("x > 1"), deducting("line"))], [number_fact("x")], targets=[LINE]),
    "a line of steps": scheme([point(below("line", "x", "1", 1))], [number_fact("x")], targets=[LINE]),
    "what is tallied": scheme([point(tally(("x", 1), ("x * line", 1)))], [number_fact("x")], targets=[LINE]),
    "a case": scheme([point(first_of(("x > 1", 2), ("x > line", 1)))], [number_fact("x")], targets=[LINE]),
    "where a point applies": scheme([point(needs(ALWAYS), applies_when="line > 1")], targets=[LINE]),
    "a bonus": scheme(bonuses=[bonus(awarding("line"))], targets=[LINE]),
    "where a bonus applies": scheme(bonuses=[bonus(awards((ALWAYS, 1)), applies_when="line > 1")], targets=[LINE]),
    "a veto": scheme(vetoes=[veto("v", "line > 9", "drop")], targets=[LINE]),
    "the ladder": scheme(grades=[grade("好", "total > line * 1分"), grade("差")], targets=[LINE]),
    "a quantity": scheme(quantities=[quantity("q", "line + 1")], targets=[LINE]),
    "a column": scheme(tables=[table("school", column("pupils"), column("big", value="pupils > line"))], targets=[LINE]),
    "a constraint": scheme(facts=[X], constraints=[Constraint(id="c", requires=expression("x > line"))], targets=[LINE]),
    "another point": scheme(readings=alternative(point=(ItemRules(id="met", rule=(needs("line > 1"),)),)), targets=[LINE]),
    "another quantity": scheme(
        quantities=[quantity("q", "1 + 1")], readings=alternative(quantity=(QuantityValue(id="q", value=expression("line")),)), targets=[LINE]
    ),
    "a modifier": scheme(quantities=[quantity("q", "count(school where pupils > line)", (0, 9), better="more")], tables=[SCHOOLS], targets=[LINE]),
    "an argument": scheme(quantities=[quantity("q", "max(1, -line)")], targets=[LINE]),
    "a negation": scheme([point(needs("not (line > 9)"))], targets=[LINE]),
    "a disjunction": scheme([point(needs("1 > 2 or line > 1"))], targets=[LINE]),
}


@pytest.mark.parametrize("place", SPOKEN)
def test_a_target_that_is_spoken_of_has_its_value(place: str) -> None:
    assert list(lower(SPOKEN[place]).constants) == ["line"]


def test_one_that_is_not_has_none() -> None:
    assert lower(scheme([point(needs("plan"))], [condition_fact("plan")], targets=[LINE])).constants == {}
