"""Cohorts as they are declared: what their columns take from facts, and what has no place there."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import choice_fact, column, condition_fact, expression, number_fact, point, quantity, refusals, scheme, table

from supervision_rules import Scheme
from supervision_rules.expression import Kind
from supervision_rules.lowering import lower
from supervision_rules.scheme import Column, Fact, Table
from supervision_rules.scoring import AllOrNothing, Bands
from supervision_rules.scoring.bands import BandCase

SHARE = number_fact("share", "%", (0, 50), places=1)
RANK = quantity("place", "rank(share among peer.share)", (1, 50), "less", unit="名")


def bands(*when: str) -> Bands:
    cases = tuple(BandCase(when=expression(one), value=Fraction(10 - 2 * n)) for n, one in enumerate(when))
    return Bands(cases=(*cases, BandCase(otherwise=True, value=Fraction(0))))


def ranked(*columns: Column, facts: tuple[Fact, ...] = (SHARE,), **more: Any) -> Scheme:
    """A scheme that ranks by a share, its cohort with these columns."""
    cohort: Table = table("peer", *(columns or (Column(id="share", fact="share"),)), **{"cohort": True, **more})
    return scheme([point(bands("place <= 1名"))], facts, tables=[cohort], quantities=[RANK])


class TestColumn:
    def test_takes_everything_from_its_fact(self) -> None:
        plan = lower(ranked()).tables["peer"].columns[1]
        assert (plan.kind, str(plan.unit), plan.places) == (Kind.NUMBER, "%", 1)
        assert (plan.low, plan.high) == (0, Fraction(1, 2))
        assert lower(ranked()).labels["peer.share"].text == "share"

    def test_keeps_what_it_says_itself(self) -> None:
        wider = Column(id="share", fact="share", label="比例", domain=(Fraction(0), Fraction(100)), places=2)
        lowered = lower(ranked(wider))
        assert lowered.labels["peer.share"].text == "比例"
        assert (lowered.tables["peer"].columns[1].high, lowered.tables["peer"].columns[1].places) == (1, 2)

    def test_may_be_a_condition_or_a_choice(self) -> None:
        facts = (SHARE, condition_fact("grown"), choice_fact("area", "农村", "城市"))
        own = (point(AllOrNothing(requires=expression('grown and area == "城市"')), id="own"), point(bands("place <= 1名"), id="ranked"))
        cohort = table("peer", *(Column(id=one, fact=one) for one in ("share", "grown", "area")), cohort=True)
        plans = lower(scheme(own, facts, tables=[cohort], quantities=[RANK])).tables["peer"].columns
        assert [plan.kind for plan in plans[1:]] == [Kind.NUMBER, Kind.CONDITION, Kind.CHOICE]
        assert plans[3].values == ("农村", "城市")

    def test_need_not_name_a_fact(self) -> None:
        assert refusals(ranked(Column(id="share", fact="share"), column("extra"))) == ()

    def test_is_a_reader_of_its_fact(self) -> None:
        mean = quantity("most", "max(peer.share)", (0, 50), "neither", unit="%", places=1, when_empty="0%")
        cohort = table("peer", Column(id="share", fact="share"), cohort=True)
        read = scheme([point(bands("most >= 10%"))], [SHARE], tables=[cohort], quantities=[mean])
        assert refusals(read) == ()

    @pytest.mark.parametrize("more", [{"label": ""}, {}], ids=["an empty label", "no label"])
    def test_without_a_fact_has_a_label_of_its_own(self, more: dict[str, Any]) -> None:
        assert refusals(ranked(Column(id="share", domain=(Fraction(0), Fraction(50)), unit="%", **more))) == ("key-missing",)


class TestRefusals:
    def test_a_fact_stands_in_a_cohort_only(self) -> None:
        assert refusals(ranked(cohort=False)) == ("fact-outside-cohort",)

    def test_a_column_that_is_worked_out_takes_no_fact(self) -> None:
        both = Column(id="twice", fact="share", value=expression("share * 2"))
        assert "fact-outside-cohort" in refusals(ranked(Column(id="share", fact="share"), both))

    def test_there_is_such_a_fact(self) -> None:
        assert refusals(ranked(Column(id="share", fact="shares"))) == ("unknown-name",)

    def test_a_quantity_is_no_fact(self) -> None:
        assert refusals(ranked(Column(id="share", fact="place"))) == ("cohort-needs-fact",)

    @pytest.mark.parametrize(
        "said",
        [
            {"unit": "元"},
            {"unit": "%", "domain": (Fraction(0), Fraction(49))},
            {"domain": (Fraction(1), Fraction(50))},
            {"kind": Kind.TEXT},
        ],
        ids=["another unit", "too little", "too much at least", "another kind"],
    )
    def test_whatever_the_fact_may_be_has_room(self, said: dict[str, Any]) -> None:
        assert refusals(ranked(Column(id="share", fact="share", **said))) == ("column-unlike-fact",)

    def test_as_many_places_have_room(self) -> None:
        fine = evolve(SHARE, places=3)
        assert refusals(ranked(Column(id="share", fact="share", places=2), facts=(fine,))) == ("column-unlike-fact",)

    @pytest.mark.parametrize(
        "cohort",
        [
            table("peer", column("id", kind="text"), column("year"), Column(id="share", fact="share"), key=["id", "year"], cohort=True),
            Table(id="peer", label="peer", key=("id",), column=(column("id"), Column(id="share", fact="share")), cohort=True),
            Table(id="peer", label="peer", key=("id",), column=(Column(id="id", fact="share"), Column(id="share", fact="share")), cohort=True),
        ],
        ids=["two keys", "a number", "a fact"],
    )
    def test_its_key_is_the_name_of_the_subject(self, cohort: Table) -> None:
        assert refusals(scheme([point(bands("place <= 1名"))], [SHARE], tables=[cohort], quantities=[RANK])) == ("cohort-shape",)


def test_a_scheme_without_cohorts_has_the_hash_that_it_had() -> None:
    plain = ranked(column("share", "%", domain=(0, 50), places=1), cohort=False)
    assert lower(plain).hash != lower(ranked(column("share", "%", domain=(0, 50), places=1))).hash
    assert lower(plain).hash != lower(ranked()).hash
