"""Put together again, the slots of a scheme are the scheme; a mixture is as much of each as is asked for."""

from __future__ import annotations

import pytest
from attrs import evolve
from builders import case, quantity, veto
from comparison.pair import OLD, changed_point
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision_rules import Case, Scheme, assess
from supervision_rules.comparison.assembling import NoSuchScheme
from supervision_rules.comparison.pairing import Said, pair_items
from supervision_rules.comparison.slot import Kind, Slot
from supervision_rules.comparison.slots import Slots
from supervision_rules.engines.exact import Variant, prepare
from supervision_rules.lowering import LoweredScheme, lower
from supervision_rules.testing import cases, schemes


def slots(old: Scheme, new: Scheme, *said: Said) -> Slots:
    return Slots.of(lower(old), lower(new), pair_items(old, new, said))


def counted(lowered: LoweredScheme, scheme: Scheme, given_case: Case) -> tuple[object, ...]:
    variant = Variant(lowered)
    values = variant.values(prepare(scheme, given_case))
    count = variant.count(values, variant.standings(values))
    return count.overall, count.grade, count.grades


def assessed(scheme: Scheme, given_case: Case) -> tuple[object, ...]:
    result = assess(scheme, given_case)
    return result.overall, result.grade, result.grades


@settings(max_examples=30)
@given(st.data())
def test_with_nothing_of_the_newer_it_counts_as_the_older_and_with_all_as_the_newer(data: st.DataObject) -> None:
    old, new = data.draw(schemes()), data.draw(schemes())
    if (old.header.measure, old.header.levels) != (new.header.measure, new.header.levels):
        new = old
    both = slots(old, new)
    drawn = data.draw(cases(old))
    assert counted(both.mixed(()), old, drawn) == assessed(old, drawn)
    drawn = data.draw(cases(new))
    assert counted(both.mixed(both.differing), new, drawn) == assessed(new, drawn)


def test_all_but_a_slot_is_the_newer_with_that_of_the_older() -> None:
    both = slots(OLD, changed_point("work", number="4", applies_when=OLD.vetoes[0].when, worth=OLD.points[0].worth + 1))  # type: ignore[operator]
    assert {slot.kind for slot in both.differing} == {Kind.LIMIT, Kind.APPLIES}
    (item,) = [item for item in both.all_but([Slot(Kind.LIMIT, "work")]).points if item.id == "work"]
    assert (item.limit, item.applies) == (6, lower(changed_point("work", applies_when=OLD.vetoes[0].when)).points[0].applies)


def test_a_mixture_of_which_quantities_would_read_each_other_is_none() -> None:
    def chained(first: str, second: str) -> Scheme:
        return evolve(OLD, quantities=(quantity("funding", "spend / pupils", better="more"), quantity("a", first), quantity("b", second)))

    both = slots(chained("spend + 1元", "a + 1元"), chained("b + 1元", "spend + 1元"))
    with pytest.raises(NoSuchScheme):
        both.mixed([Slot(Kind.QUANTITY, "a")])
    assert both.mixed(both.differing).order


def test_a_mixture_whose_veto_speaks_of_a_point_that_is_not_there_is_none() -> None:
    watched = evolve(OLD, vetoes=(*OLD.vetoes, veto("watched", 'score("plan-made") < 1', "drop")))
    slim = evolve(OLD, points=OLD.points[:1], header=evolve(OLD.header, base=OLD.points[0].worth))
    both = slots(watched, slim)
    with pytest.raises(NoSuchScheme):
        both.mixed([Slot(Kind.ITEM, "plan-made")])


def test_a_point_of_an_id_that_is_another_point_now_keeps_apart() -> None:
    new = changed_point("plan-made", title="别的")
    both = slots(OLD, new, Said(old="plan-made"), Said(new="plan-made"))
    known = case(meetings="12 次", spend="70000 元", pupils="100 人", plan=True, drill=True, accident=False, level="city")
    assert counted(both.mixed(()), OLD, known) == assessed(OLD, known)
    assert counted(both.mixed(both.differing), new, known) == assessed(new, known)
