"""tally: so much for each of what is counted."""

from fractions import Fraction

import pytest
from builders import case, column, expression, number_fact, point, quantity, scheme, table, under_bonus, under_point
from lowering.shown import exact, mistakes_of_rule, told

from supervision_rules import assess
from supervision_rules.assessment import Adjustment, Cause, Outcome, Span
from supervision_rules.scheme import UnitDeclaration
from supervision_rules.scoring import Tally, TallyItem

ACCIDENTS = [number_fact("accidents", "起", (0, 50), better="less"), number_fact("fires", "起", (0, 50), better="less")]


def tally(*items, **more):
    return Tally(items=tuple(TallyItem(count=expression(count), each=Fraction(each)) for count, each in items), **more)


BOTH = tally(("accidents", "0.5"), ("fires", 2))


@pytest.mark.parametrize(("accidents", "fires", "amount"), [(0, 0, 0), (1, 0, "0.5"), (3, 0, "1.5"), (3, 2, "5.5")])
def test_count_times_each(accidents, fires, amount):
    given = case(accidents=f"{accidents} 起", fires=f"{fires} 起")
    assert under_point(BOTH, ACCIDENTS, given).score == 10 - Fraction(amount)
    assert under_bonus(BOTH, ACCIDENTS, given).score == Fraction(amount)


def test_each_thing_counted_is_a_finding_of_its_own():
    result = under_point(BOTH, ACCIDENTS, case(accidents="3 起", fires="2 起"))
    assert [(finding.clause, finding.amount) for finding in result.findings] == [("point.1.1", Fraction(3, 2)), ("point.1.2", 4)]


def test_nothing_counted_is_no_finding():
    assert under_point(BOTH, ACCIDENTS, case(accidents="0 起", fires="0 起")).findings == ()


def test_a_point_stops_at_zero_and_a_bonus_at_its_cap():
    given = case(accidents="0 起", fires="6 起")
    assert under_point(BOTH, ACCIDENTS, given).adjustments == (Adjustment(Cause.ZERO_FLOOR, Fraction(2)),)
    assert under_bonus(BOTH, ACCIDENTS, given).adjustments == (Adjustment(Cause.CAP, Fraction(-2)),)


def test_at_most_limits_all_items_together():
    given = case(accidents="3 起", fires="2 起")
    assert under_point(tally(("accidents", "0.5"), ("fires", 2), at_most=Fraction(3)), ACCIDENTS, given).score == 7


def test_a_missing_count_leaves_what_its_domain_allows():
    few = [number_fact("accidents", "起", (0, 4))]
    result = under_point(tally(("accidents", "0.5")), few, case())
    assert (result.outcome, result.range) == (Outcome.PENDING, Span(8, 10))


def test_a_count_below_zero_gives_nothing_back():
    change = [number_fact("change", domain=(-10, 10))]
    assert under_point(tally(("change", 1)), change, case(change=-3)).score == 10
    assert under_bonus(tally(("change", 1)), change, case(change=-3)).score == 0


@pytest.mark.parametrize(("unit", "given", "score"), [("万元", "3 万元", 3), ("元", "3 元", 3), ("%", "3 %", 3), ("", "3", 3)])
def test_each_is_for_one_of_the_unit_in_which_it_is_counted(unit, given, score):
    units = [UnitDeclaration("万元", "元", Fraction(10_000))]
    assert under_bonus(tally(("x", 1)), [number_fact("x", unit)], case(x=given), units=units).score == score


AWARDS = table("award", column("name", kind="text"), column("level", kind="choice", values=("city", "province", "nation")))


@pytest.mark.parametrize(
    ("levels", "score"),
    [([("甲", "nation"), ("甲", "city"), ("乙", "province")], "1.5"), ([("甲", "city"), ("甲", "province")], "0.5"), ([], 0)],
)
def test_rows_of_one_award_count_once_at_the_highest(levels, score):
    once = "count(award once by name highest level where level == '{}')"
    quantities = [quantity(level, once.format(level), domain=(0, 99), better="more", unit="项") for level in ("nation", "province")]
    one = scheme([point(tally(("nation", 1), ("province", "0.5")))], quantities=quantities, tables=[AWARDS])
    rows = [{"id": str(number), "name": name, "level": level} for number, (name, level) in enumerate(levels)]
    assert assess(one, case(tables={"award": rows})).item("point").score == 10 - Fraction(score)


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (Tally(items=()), ["list-empty items: key = items"]),
        (tally(("accidents", -1)), ["negative-amount items/0/each: key = each, value = -1"]),
        (tally(("accidents > 1起", 1)), ["not-a-number items/0/count: kind = 条件（是或否）"]),
        (tally(("accidents", "1/3")), ["score-may-not-end: id = point"]),
    ],
)
def test_what_it_refuses(rule, mistakes):
    assert mistakes_of_rule(rule, ACCIDENTS[:1]) == mistakes


def test_a_clause_says_what_is_counted_that_there_should_be_none_and_what_varies():
    assert told(BOTH, ACCIDENTS) == [
        ("accidents，每1起扣0.5分", "accidents为零", "accidents"),
        ("fires，每1起扣2分", "fires为零", "fires"),
    ]


def test_of_a_bonus_there_may_be_any_number():
    assert told(BOTH, ACCIDENTS, bonuses=True) == [("accidents，每1起加0.5分", "", "accidents"), ("fires，每1起加2分", "", "fires")]


def test_what_is_wrong_is_said_of_the_item_that_it_is_wrong_with():
    rule = tally(("accidents", 1), ("accidents > 1起", -1))
    assert mistakes_of_rule(rule, ACCIDENTS[:1]) == [
        "negative-amount items/1/each: key = each, value = -1",
        "not-a-number items/1/count: kind = 条件（是或否）",
    ]


def test_a_clause_applies_where_anything_is_counted():
    assert exact(BOTH, ACCIDENTS) == [("accidents高于0起", "0.5×accidents"), ("fires高于0起", "2×fires")]
    assert exact(tally(("rate", 1)), [number_fact("rate", "%")]) == [("rate高于0%", "1×（rate÷1%）")]
