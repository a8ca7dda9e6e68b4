"""A variant counts what the engine assesses, without a word; and parts of it can be worked out anew."""

from __future__ import annotations

from builders import case, condition_fact, number_fact, point, quantity, scheme, target
from engines.exact.rules import needs
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme, assess, load_scheme
from supervision_rules.engines.exact import Variant, dependants, prepare
from supervision_rules.lowering import lower
from supervision_rules.testing import cases, partial_cases, schemes

CHANGZHOU = load_scheme("changzhou-2021")


def agree(whole: Scheme, given_case: Case) -> None:
    variant, result, known = Variant(lower(whole)), assess(whole, given_case), prepare(whole, given_case)
    values = variant.values({name: known[name] for name in variant.lowered.inputs})
    count = variant.count(values, variant.standings(values))
    assert values == {name: known[name] for name in values}
    for item in (*result.points, *result.bonuses):
        standing = count.standings[item.id]
        assert (standing.range, standing.applies, standing.awaits_city) == (item.range, item.applies, item.awaits_city)
        assert (standing.limit, standing.taken_out) == (item.limit, item.taken_out)
    assert (count.overall, count.grade, count.grades) == (result.overall, result.grade, result.grades)


@settings(max_examples=40)
@given(st.data())
def test_counts_as_the_engine_does_for_any_scheme(data: st.DataObject) -> None:
    whole = data.draw(schemes())
    agree(whole, data.draw(cases(whole) | partial_cases(whole)))


@settings(max_examples=20)
@given(cases(CHANGZHOU) | partial_cases(CHANGZHOU))
def test_counts_as_the_engine_does_for_changzhou(drawn: Case) -> None:
    agree(CHANGZHOU, drawn)


SMALL = scheme(
    [point(needs("share >= floor and (plan or twice > 0元/人) and many", 5))],
    [number_fact("spend", "元"), number_fact("pupils", "人", (1, 100_000)), condition_fact("plan")],
    quantities=[quantity("share", "spend / pupils"), quantity("twice", "share * 2"), quantity("many", "pupils >= 10人")],
    targets=[target("floor", 7, "元/人")],
)


def test_what_reads_a_name_is_found_through_quantities() -> None:
    assert dependants(lower(SMALL), ["spend"]) == ("share", "twice")
    assert dependants(lower(SMALL), ["share"]) == ("share", "twice")


def test_only_what_is_asked_for_is_worked_out_anew() -> None:
    variant = Variant(lower(SMALL))
    before = variant.values({"spend": 70, "pupils": 10, "plan": True})
    after = variant.values({"spend": 60, "pupils": 10, "plan": True}, before, dependants(variant.lowered, ["spend"]))
    assert (before["share"], after["share"], after["twice"], after["many"]) == (7, 6, 12, True)
    assert [variant.standing("point", values).range.lowest for values in (before, after)] == [10, 5]


def test_a_missing_input_is_unknown() -> None:
    variant = Variant(lower(SMALL))
    assert variant.values({"pupils": 10})["share"] is None
    assert assess(SMALL, case(pupils="10 人")).item("point").range == variant.standing("point", variant.values({"pupils": 10})).range
