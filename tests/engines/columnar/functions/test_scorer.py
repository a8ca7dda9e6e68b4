"""A scheme as one Python function: it comes to the same as the exact engine, and refuses what is not as declared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from builders import choice_fact, condition_fact, date_fact, expression, number_fact, point
from builders import scheme as scheme_of
from engines.columnar.evaluating import Row, expected, values_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme, SupervisionRulesError, load_case, load_scheme
from supervision_rules.engines.columnar import Scorer, scorer
from supervision_rules.expression import Kind
from supervision_rules.loading import case_files, scheme_directories
from supervision_rules.lowering import lower
from supervision_rules.scoring import AllOrNothing, Share
from supervision_rules.testing import cases, schemes

UNSHRUNK = [Phase.explicit, Phase.reuse, Phase.generate]
SCHEMES = sorted(scheme_directories(()))


def stated(scheme: Scheme, row: Row) -> dict[str, Any]:
    """The facts of a row in their own units, as a caller has them."""
    facts = {}
    for id, made in lower(scheme).inputs.items():
        whole = row[id]
        if whole is not None:
            facts[id] = Fraction(whole, 10**made.places) if made.kind is Kind.NUMBER else date.fromordinal(whole) if made.kind is Kind.DATE else whole
    return facts


def agree(scheme: Scheme, case: Case) -> None:
    """The scores of a case are those of the exact engine."""
    try:
        row = values_of(scheme, case)
    except AssertionError:  # what is counted from rows may have more places than a fact is given with
        return
    wanted, found = expected(scheme, case), scorer(scheme)(stated(scheme, row))
    assert found.scores == {item.id: wanted[f"score_{item.id}"] for item in lower(scheme).items}
    assert (found.grade, found.grades) == (wanted["grade"], wanted["grades"])
    assert found.vetoes == tuple(veto.id for veto in scheme.vetoes if wanted[f"veto_{veto.id}"])
    assert found.levels == {point.id: wanted[f"level_{point.id}"] for point in scheme.points if f"level_{point.id}" in wanted}
    assert (found.base_score, found.bonus, found.total) == tuple(wanted.get(name) for name in ("base_score", "bonus", "total"))
    for id, span in found.ranges.items():
        assert (span.lowest, span.highest) == (wanted[f"least_{id}"], wanted[f"most_{id}"])
    if found.range is not None:
        assert (found.range.lowest, found.range.highest) == (wanted["total_least"], wanted["total_most"])


@pytest.mark.parametrize("id", SCHEMES)
def test_scores_every_case_of_every_scheme_and_cases_drawn_around_them(id: str) -> None:
    scheme = load_scheme(id)
    for file in case_files(scheme).values():
        agree(scheme, load_case(file, scheme))

    @settings(max_examples=4, phases=UNSHRUNK)
    @given(cases(scheme), cases(scheme, complete=True))
    def law(one: Case, other: Case) -> None:
        agree(scheme, one)
        agree(scheme, other)

    law()


@settings(phases=UNSHRUNK)
@given(st.data())
def test_scores_any_scheme(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    for complete in (False, True):
        agree(scheme, data.draw(cases(scheme, complete=complete)))


def drill() -> Scheme:
    """A share of a hundred parts, a plan that is there, and a word and a day that are right."""
    rules = {"share": Share(part=expression("part"), whole=expression("100%")), "plan": AllOrNothing(requires=expression("plan"))}
    rules["said"] = AllOrNothing(requires=expression('area == "town" and day >= 2020-03-01'))
    facts = [
        number_fact("part", "%", domain=(0, 100), places=2),
        condition_fact("plan"),
        choice_fact("area", "town", "county"),
        date_fact("day"),
    ]
    return scheme_of(points=[point(rule, id=id, worth=10) for id, rule in rules.items()], facts=facts)


FACTS: dict[str, Any] = {"part": Decimal("72.15"), "plan": True, "area": "town", "day": date(2020, 3, 1)}


def refused(**facts: Any) -> tuple[str, ...]:
    """The codes of what is wrong with facts that are otherwise right."""
    with pytest.raises(SupervisionRulesError) as caught:
        scorer_of_drill()(FACTS | facts)
    return caught.value.codes


def scorer_of_drill() -> Scorer:
    return Scorer(drill())


class TestFacts:
    def test_are_numbers_in_their_own_unit_or_text_with_it_conditions_words_and_days(self) -> None:
        score = scorer_of_drill()
        wanted = {"share": Fraction("7.215"), "plan": 10, "said": 10}
        assert score(FACTS).scores == wanted
        assert score(FACTS | {"part": "72.15%"}).scores == score(FACTS | {"part": Fraction(1443, 20)}).scores == wanted
        assert score(FACTS | {"part": 72}).total == Fraction("27.2")

    def test_that_are_missing_leave_a_range(self) -> None:
        found = scorer_of_drill()(FACTS | {"plan": None})
        assert (found.scores["plan"], found.total) == (None, None)
        assert (found.ranges["plan"].lowest, found.ranges["plan"].highest) == (0, 10)
        assert found.range is not None
        assert (found.range.lowest, found.range.highest) == (Fraction("17.215"), Fraction("27.215"))
        assert scorer_of_drill()({key: value for key, value in FACTS.items() if key != "plan"}) == found

    def test_that_are_not_declared_are_refused(self) -> None:
        assert refused(parts=3) == ("fact-not-declared",)

    @pytest.mark.parametrize("value", [0.5, float("nan"), True, date(2020, 1, 1)])
    def test_of_another_type_are_refused(self, value: object) -> None:
        assert refused(part=value) == ("wrong-kind",)

    @pytest.mark.parametrize("value", ["72.15", Decimal("100.01"), -1, Decimal("1e9999999"), Decimal("72.151"), Fraction(1, 3), Decimal("nan")])
    def test_beyond_their_declaration_are_refused(self, value: object) -> None:
        (code,) = refused(part=value)
        assert code in {"wrong-unit", "outside-domain", "too-many-places", "bad-number"}

    def test_all_that_is_wrong_with_them_is_said_at_once(self) -> None:
        assert set(refused(part=101, area="city", parts=3)) == {"outside-domain", "unknown-value", "fact-not-declared"}


class TestFunction:
    def test_takes_and_answers_whole_numbers(self) -> None:
        score = scorer_of_drill()
        found = score.function({"part": 7215, "plan": True, "area": "town", "day": date(2020, 3, 1).toordinal()})
        assert {name: found[name] * score.units[name] for name in ("score_share", "total")} == {
            "score_share": Fraction("7.215"),
            "total": Fraction("27.215"),
        }
        assert found == score.function(score.row(FACTS))

    def test_says_the_facts_that_it_takes(self) -> None:
        assert set(scorer_of_drill().facts) == set(FACTS)

    def test_is_made_once_for_a_scheme(self) -> None:
        scheme = drill()
        assert scorer(scheme) is scorer(scheme)
