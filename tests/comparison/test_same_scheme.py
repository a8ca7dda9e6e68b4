"""Two cases under one scheme: which findings differ and by which facts, and what is to be put right, by what it is worth."""

from __future__ import annotations

from attrs import evolve
from builders import case
from comparison.pair import OLD
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import Case, load_case, load_scheme
from supervision_rules.comparison.same_scheme import CaseComparison, compare_cases
from supervision_rules.messages import add_up
from supervision_rules.testing import cases, partial_cases, schemes

GOOD = {"meetings": "12 次", "spend": "70000 元", "pupils": "100 人", "plan": True, "drill": True, "accident": False, "level": "city"}


def good(**facts: object) -> Case:
    return case({**GOOD, **facts})  # type: ignore[dict-item]


def told(found: CaseComparison) -> dict[str, tuple[object, object, list[str]]]:
    """Every clause that counts otherwise: its amount before and after, and the facts that differ."""
    return {
        one.clause: (one.before.amount if one.before else None, one.after.amount if one.after else None, [before.id for before, _ in one.because])
        for item in found.items
        for one in item.findings
    }


def test_a_new_finding_names_the_facts_that_made_it() -> None:
    found = compare_cases(OLD, good(), good(meetings="9 次", spend="60000 元"))
    assert told(found) == {"work.1.1": (None, 1.5, ["meetings"]), "work.2.3": (None, 2, ["funding", "spend"])}
    assert [(item.after.id, item.difference) for item in found.items] == [("work", -3.5)]


def test_one_that_is_gone_or_counts_otherwise_too() -> None:
    found = compare_cases(OLD, good(meetings="9 次", plan=False), good(meetings="10 次"))
    assert told(found) == {"work.1.1": (1.5, 1, ["meetings"]), "work.2.1": (1, None, ["plan"]), "plan-made.1.1": (4, None, ["plan"])}


def test_what_is_not_known_any_more_is_open_and_not_gone() -> None:
    found = compare_cases(OLD, good(plan=False), evolve(good(), facts=tuple(fact for fact in good().facts if fact.id != "plan")))
    changes = [one for item in found.items for one in item.findings]
    assert [(one.clause, one.open) for one in changes] == [("work.2.1", True), ("plan-made.1.1", True)]


def test_what_is_to_be_put_right_is_told_by_what_it_is_worth() -> None:
    poor = good(meetings="4 次", plan=False, drill=False, spend="1 元")  # 3 + 1 + 0.5 + 2 of 6
    found = compare_cases(OLD, good(), poor)
    assert [(one.finding.clause, one.worth) for one in found.faults] == [
        ("plan-made.1.1", 4),
        ("work.1.1", 2.5),  # half a mark of its three is below nought anyway
        ("work.2.3", 1.5),
        ("work.2.1", 0.5),
        ("work.2.2", 0),
    ]


def test_the_one_and_eight_tenths_of_xinbei_are_four_things_to_put_right() -> None:
    changzhou = load_scheme("changzhou-2021")
    xinbei = load_case("xinbei-2020", changzhou)
    found = compare_cases(changzhou, xinbei, xinbei)
    assert found.items == ()
    assert add_up(one.worth for one in found.faults) * 10 == 18
    assert len({one.item.id for one in found.faults}) == 4


@settings(max_examples=40)
@given(st.data())
def test_of_any_two_cases_the_scores_differ_only_where_something_is_told(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    first, second = (data.draw(cases(scheme) | partial_cases(scheme)) for _ in range(2))
    found = compare_cases(scheme, first, second)
    told_of = {item.after.id for item in found.items}
    for one in (*found.before.points, *found.before.bonuses):
        assert one.id in told_of or one.range == found.after.item(one.id).range
    for fault in found.faults:
        assert 0 <= fault.worth <= fault.finding.amount or fault.item.score != fault.item.limit
