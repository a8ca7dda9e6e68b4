"""A whole cohort: whoever is in it, in whatever order, each stands where the rows written by hand would put it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from attrs import evolve
from builders import case, expression, number_fact, point, quantity, scheme, table
from hypothesis import given
from hypothesis import strategies as st

from supervision_rules import Assessment, SupervisionRulesError, assess, assess_cohort
from supervision_rules.assessment import Outcome
from supervision_rules.scheme import Case, Column
from supervision_rules.scoring import Bands
from supervision_rules.scoring.bands import Band

RULE = Bands(
    value=expression("place"),
    bands=(
        Band(at_most=expression("1名"), value=Fraction(10)),
        Band(above=expression("1名"), at_most=expression("2名"), value=Fraction(8)),
        Band(above=expression("2名"), value=Fraction(6)),
    ),
)
RANKED = scheme(
    [point(RULE)],
    [number_fact("share", "%", (0, 100))],
    tables=[table("peer", Column(id="share", fact="share"), cohort=True)],
    quantities=[quantity("place", "rank(share among peer.share)", (1, 50), "less", unit="名")],
)
cohorts = st.lists(st.integers(0, 100), min_size=1, max_size=6)


def subject(name: str, share: int | None) -> Case:
    made = case() if share is None else case(share=f"{share}%")
    return evolve(made, id=name, subject=name)


def subjects(shares: Sequence[int | None]) -> list[Case]:
    return [subject(f"s{number}", share) for number, share in enumerate(shares)]


def scores(results: Sequence[Assessment]) -> dict[str, Fraction | None]:
    return {result.case.subject: result.item("point").score for result in results}


def test_each_is_assessed_among_the_others_in_their_order() -> None:
    results = assess_cohort(RANKED, subjects([16, 20, 16, 12]))
    assert [(result.case.subject, result.total) for result in results] == [("s0", 8), ("s1", 10), ("s2", 8), ("s3", 6)]


def test_where_one_lacks_the_fact_all_wait() -> None:
    results = assess_cohort(RANKED, subjects([16, None, 20]))
    assert {result.item("point").outcome for result in results} == {Outcome.PENDING}
    assert {result.total for result in results} == {None}


def test_those_of_another_cohort_are_ranked_anew() -> None:
    among_three = [result.case for result in assess_cohort(RANKED, subjects([16, 20, 12]))]
    assert scores(assess_cohort(RANKED, [among_three[0], among_three[2]])) == {"s0": 10, "s2": 8}


def test_none_at_all_is_an_empty_cohort() -> None:
    assert assess_cohort(RANKED, []) == ()


@pytest.mark.parametrize(
    ("code", "cases"),
    [
        ("cohort-given", [evolve(case({"share": "16%"}, {"peer": [{"id": "某区", "share": "16%"}]}))]),
        ("subject-twice", [subject("s0", 1), subject("s0", 2)]),
    ],
)
def test_what_it_refuses(code: str, cases: list[Case]) -> None:
    with pytest.raises(SupervisionRulesError) as error:
        assess_cohort(RANKED, cases)
    assert error.value.codes == (code,)


def test_a_scheme_without_a_cohort_is_refused() -> None:
    with pytest.raises(SupervisionRulesError) as error:
        assess_cohort(scheme(), [subject("s0", None)])
    assert error.value.codes == ("peers-without-cohort",)


@given(cohorts, st.randoms(use_true_random=False))
def test_the_order_of_the_cases_does_not_matter(shares: list[int], random: object) -> None:
    cases = subjects(shares)
    mixed = list(cases)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert scores(assess_cohort(RANKED, mixed)) == scores(assess_cohort(RANKED, cases))


@given(cohorts)
def test_rows_written_by_hand_come_to_the_same(shares: list[int]) -> None:
    rows = [{"id": f"s{number}", "share": f"{share}%"} for number, share in enumerate(shares)]
    by_hand = [evolve(case({"share": f"{share}%"}, {"peer": rows}), subject=f"s{number}") for number, share in enumerate(shares)]
    assert scores([assess(RANKED, one) for one in by_hand]) == scores(assess_cohort(RANKED, subjects(shares)))


@given(cohorts, st.data())
def test_who_rises_gains_and_nobody_else_does(shares: list[int], data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(shares) - 1))
    higher = data.draw(st.integers(shares[who], 100))
    before = scores(assess_cohort(RANKED, subjects(shares)))
    after = scores(assess_cohort(RANKED, subjects([*shares[:who], higher, *shares[who + 1 :]])))
    for name, score in after.items():
        old = before[name]
        assert score is not None
        assert old is not None
        assert score >= old if name == f"s{who}" else score <= old
