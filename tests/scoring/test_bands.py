"""bands: the band that a value lies in decides, or the first condition that holds."""

from fractions import Fraction

import pytest
from builders import (
    bonus,
    case,
    choice_fact,
    classed_target,
    column,
    condition_fact,
    date_fact,
    expression,
    number_fact,
    point,
    quantity,
    refusals,
    scheme,
    table,
    target,
    under_bonus,
    under_point,
)
from lowering.shown import exact, mistakes, mistakes_of_rule, told

from supervision_rules import SupervisionRulesError, assess
from supervision_rules.assessment import Adjustment, Cause, Outcome, Source, Span
from supervision_rules.lowering import lower
from supervision_rules.scoring import Band, BandCase, Bands

BOUNDS = ("at_least", "above", "at_most", "below")
MEETINGS = [number_fact("meetings", "次", (0, 30))]
SHARE = [number_fact("share", "%", (0, 100), places=1)]


def band(value, **bounds):
    texts = {key: expression(text) for key, text in bounds.items() if key in BOUNDS}
    others = {key: other for key, other in bounds.items() if key not in BOUNDS}
    return Band(value=None if value is None else Fraction(value), **texts, **others)


def bands(*entries, value="meetings", **more):
    return Bands(value=expression(value), bands=entries, **more)


def cases(*entries, **more):
    return Bands(
        cases=tuple(
            BandCase(when=None if when is None else expression(when), otherwise=when is None, value=Fraction(value)) for when, value in entries
        ),
        **more,
    )


MONTHLY = bands(
    band("1.5", at_least="24次"),
    band("1", at_least="12次", below="24次"),
    band("0.5", at_least="4次", below="12次"),
    band("0", below="4次"),
)


@pytest.mark.parametrize(("meetings", "score"), [(0, 0), (3, 0), (4, "0.5"), (11, "0.5"), (12, 1), (23, 1), (24, "1.5"), (30, "1.5")])
def test_the_band_decides(meetings, score):
    given = case(meetings=f"{meetings} 次")
    assert under_point(MONTHLY, MEETINGS, given, worth="1.5").score == Fraction(score)
    assert under_bonus(MONTHLY, MEETINGS, given, cap="1.5").score == Fraction(score)


ENDS = bands(band(3, at_most="30%"), band(5, above="30%", below="60%"), band(8, at_least="60%", at_most="90%"), band(10, above="90%"), value="share")


@pytest.mark.parametrize(
    ("share", "score"),
    [("0", 3), ("29.9", 3), ("30", 3), ("30.1", 5), ("59.9", 5), ("60", 8), ("60.1", 8), ("90", 8), ("90.1", 10), ("100", 10)],
)
def test_at_least_and_at_most_include_their_end(share, score):
    assert under_point(ENDS, SHARE, case(share=f"{share} %")).score == score


def test_a_value_a_hair_past_an_end_is_past_it():
    rule = bands(band(10, at_most="50%"), band(0, above="50%"), value="part / whole")
    facts = [number_fact("part", domain=(0, 10**12)), number_fact("whole", domain=(1, 10**12))]
    assert under_point(rule, facts, case(part=5 * 10**11, whole=10**12)).score == 10
    assert under_point(rule, facts, case(part=5 * 10**11 + 1, whole=10**12)).score == 0


def test_just_one_band_is_a_finding_and_full_marks_are_one_too():
    (finding,) = under_point(MONTHLY, MEETINGS, case(meetings="12 次"), worth="1.5").findings
    assert (finding.clause, finding.amount) == ("point.1.2", Fraction(1, 2))
    (finding,) = under_point(MONTHLY, MEETINGS, case(meetings="24 次"), worth="1.5").findings
    assert (finding.clause, finding.amount) == ("point.1.1", 0)


def test_bands_of_a_part_of_the_worth():
    rule = bands(band(1, at_least="12次"), band(0, below="12次"), worth=Fraction(1))
    assert under_point(rule, MEETINGS, case(meetings="11 次"), worth=3).score == 2


def test_a_missing_value_leaves_every_band_open():
    result = under_point(MONTHLY, MEETINGS, case(), worth=2)
    assert (result.outcome, result.range) == (Outcome.PENDING, Span(0, Fraction(3, 2)))


def test_a_band_is_always_lost_where_none_is_worth_everything():
    rule = bands(band(8, at_least="12次"), band(6, below="12次"))
    assert under_point(rule, MEETINGS, case()).range == Span(6, 8)
    assert under_bonus(rule, MEETINGS, case()).range == Span(6, 8)


def test_open_bands_of_one_value_do_not_wait():
    rule = cases(("plan", 5), ("drill", 5), (None, 5))
    result = under_point(rule, [condition_fact("plan"), condition_fact("drill")], case())
    assert (result.outcome, result.score) == (Outcome.SCORED, 5)
    assert result.adjustments == (Adjustment(Cause.AT_LEAST, Fraction(-5)),)


# Do the bands cover the domain, each place once?


@pytest.mark.parametrize(
    ("entries", "mistakes"),
    [
        ([band(1, at_least="4次"), band(0, below="4次")], []),
        ([band(1, at_least="4次"), band(0, at_most="3次")], []),
        ([band(1, above="3次"), band(0, at_most="3次")], []),
        ([band(1, above="3.5次"), band(0, below="3.5次")], []),
        ([band(2, at_least="3次", at_most="3次"), band(1, above="3次"), band(0, below="3次")], []),
        ([band(1, above="3次"), band(2, at_least="3次", at_most="3次"), band(0, below="3次")], []),
        ([band(1, at_least="4次", at_most="30次"), band(0, at_least="0次", below="4次")], []),
        ([band(1, at_least="5次"), band(0, at_most="3次")], ["band-gap bands: at = 4次"]),
        ([band(1, above="4次"), band(0, below="4次")], ["band-gap bands: at = 4次"]),
        ([band(1, at_least="1次")], ["band-gap bands: at = 0次"]),
        ([band(1, below="30次")], ["band-gap bands: at = 30次"]),
        ([band(1, above="0次")], ["band-gap bands: at = 0次"]),
        ([band(1, at_least="4次"), band(0, at_most="4次")], ["band-overlap bands: at = 4次"]),
        ([band(1, at_least="3次"), band(0, below="5次")], ["band-overlap bands: at = 3次"]),
        ([band(1), band(0, below="3次")], ["band-overlap bands: at = 0次"]),
        ([band(1, below="5次"), band(0, below="3次"), band(0, at_least="5次")], ["band-overlap bands: at = 5次"]),
        ([band(1, at_least="4次"), band(0, at_least="6次"), band(0, below="4次")], ["band-overlap bands: at = 6次"]),
        ([band(1, at_least="5次", at_most="4次"), band(0)], ["band-empty bands: at = 5次"]),
        ([band(1, above="5次", at_most="5次"), band(0)], ["band-empty bands: at = 5次"]),
    ],
)
def test_gaps_and_overlaps_are_found(entries, mistakes):
    assert mistakes_of_rule(bands(*entries), MEETINGS) == mistakes


def test_what_is_no_gap_among_whole_numbers_is_one_where_there_are_decimals():
    entries = [band(1, at_least="4%"), band(0, at_most="3%")]
    assert refusals(scheme([point(bands(*entries, value="share"))], SHARE)) == ("band-gap",)


def test_a_count_of_rows_is_a_whole_number():
    rule = bands(band(1, at_least="4项"), band(0, at_most="3项"), value="awards")
    counted = [quantity("awards", "count(award where national)", domain=(0, 100), better="more", unit="项")]
    assert refusals(scheme([point(rule)], quantities=counted, tables=[table("award", column("national", kind="condition"))])) == ()


def test_the_gap_is_named_in_the_unit_of_the_value():
    entries = [band(1, at_least="50%"), band(0, below="40%")]
    with pytest.raises(SupervisionRulesError) as caught:
        assess(scheme([point(bands(*entries, value="share"))], SHARE), case())
    assert caught.value.problems[0].arguments["at"].arguments == {"number": 40, "unit": "%"}


# A bound is the same in every case


def test_a_bound_can_be_a_target_and_the_finding_names_it():
    rule = bands(band(10, at_least="line"), band(6, at_least="90% * line", below="line"), band(0, below="90% * line"))
    one = scheme([point(rule)], MEETINGS, targets=[target("line", 20, "次")])
    result = assess(one, case(meetings="18 次")).item("point")
    assert result.score == 6
    assert [(read.id, read.source) for read in result.findings[0].reads] == [("meetings", Source.FACT), ("line", Source.TARGET)]


def test_a_target_in_a_bound_must_be_confirmed_for_the_year():
    rule = bands(band(10, at_least="line"), band(0, below="line"))
    assert refusals(scheme([point(rule)], MEETINGS, targets=[target("line", 20, "次", confirmed_for=[2019])])) == ("target-not-confirmed",)


def test_a_bound_does_not_differ_between_districts():
    line = classed_target("line", "area", {"south": 10, "north": 8}, "次")
    rule = bands(band(10, at_least="line"), band(0, below="line"))
    assert refusals(scheme([point(rule)], [*MEETINGS, choice_fact("area", "south", "north")], targets=[line])) == ("classes-in-bands",)


@pytest.mark.parametrize("bound", ["planned", "planned * 0 + 5次"])
def test_a_bound_does_not_differ_between_cases(bound):
    rule = bands(band(1, at_least=bound), band(0, below="4次"))
    assert refusals(scheme([point(rule)], [*MEETINGS, number_fact("planned", "次")])) == ("not-constant",)


# Ordered conditions

ORDERED = cases(("backbone >= 100", 10), ("backbone >= 85 and plan", 8), (None, 2))
BACKBONE = [number_fact("backbone", domain=(0, 200)), condition_fact("plan")]


@pytest.mark.parametrize(("backbone", "plan", "score"), [(100, False, 10), (99, True, 8), (85, True, 8), (85, False, 2), (84, True, 2)])
def test_the_first_condition_that_holds_decides(backbone, plan, score):
    given = case(backbone=backbone, plan=plan)
    assert under_point(ORDERED, BACKBONE, given).score == score
    assert under_bonus(ORDERED, BACKBONE, given).score == score


@pytest.mark.parametrize(
    ("given", "range"),
    [(case(backbone=100), Span(10, 10)), (case(backbone=90), Span(2, 8)), (case(plan=False), Span(2, 10)), (case(), Span(2, 10))],
)
def test_what_cannot_hold_any_more_is_out_of_the_range(given, range):
    assert under_point(ORDERED, BACKBONE, given).range == range


@pytest.mark.parametrize(
    ("rule", "mistakes"),
    [
        (Bands(), ["one-of-keys: keys = value + bands / cases"]),
        (Bands(value=expression("meetings")), ["one-of-keys: keys = value + bands / cases"]),
        (Bands(bands=(band(1),)), ["one-of-keys: keys = value + bands / cases"]),
        (
            Bands(value=expression("meetings"), bands=(band(1),), cases=(BandCase(otherwise=True, value=Fraction(1)),)),
            ["one-of-keys: keys = value + bands / cases"],
        ),
        (bands(band(1, at_least="4次", above="5次"), band(0, below="4次")), ["one-of-keys bands/0: keys = at_least / above; at_most / below"]),
        (bands(band(1), value="meeting"), ["unknown-name value: alike = （是否想写“meetings”？）, name = meeting"]),
        (bands(band(11)), ["band-above-worth bands/0/value: value = 11, worth = 10"]),
        (bands(band(2), worth=Fraction(1)), ["band-above-worth bands/0/value: value = 2, worth = 1"]),
        (bands(band(-1)), ["negative-amount bands/0/value: key = value, value = -1"]),
        (bands(band(None)), ["value-or-level bands/0"]),
        (bands(band(1, level="A")), ["value-or-level bands/0"]),
        (bands(band(1, at_least="4所"), band(0, below="4次")), ["units-differ bands/0/at_least: left = 次, right = 所"]),
        (bands(band("1/3")), ["score-may-not-end: id = point"]),
    ],
)
def test_what_it_refuses(rule, mistakes):
    assert mistakes_of_rule(rule, MEETINGS) == mistakes


def test_a_bonus_has_bands_up_to_its_cap():
    assert refusals(scheme(facts=MEETINGS, bonuses=[bonus(bands(band(11)))])) == ("band-above-worth",)


# Levels

LEVELS = bands(band(None, level="A", at_least="24次"), band(None, level="B", at_least="12次", below="24次"), band(None, level="C", below="12次"))


@pytest.mark.parametrize(("meetings", "level"), [(24, "A"), (23, "B"), (11, "C")])
def test_a_band_may_be_a_level(meetings, level):
    one = scheme([point(LEVELS, worth=None)], MEETINGS, measure="levels", levels=["A", "B", "C"])
    assert assess(one, case(meetings=f"{meetings} 次")).item("point").level == level


@pytest.mark.parametrize(
    ("entry", "mistake"),
    [
        (band(None, level="D"), "unknown-value bands/0/level: alike = , value = D, values = A；B；C"),
        (band(1), "value-or-level bands/0"),
        (band(1, level="A"), "value-or-level bands/0"),
    ],
)
def test_what_is_wrong_with_a_level_is_said_where_it_stands(entry, mistake):
    one = scheme([point(bands(entry), worth=None)], MEETINGS, measure="levels", levels=["A", "B", "C"])
    assert mistakes(one, below=4) == [mistake]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (cases(("plan", 1)), ["cases-open cases/0"]),
        (cases((None, 0), ("plan", 1)), ["cases-open cases/0", "cases-open cases/1"]),
        (cases(("plan", 1), (None, 0), (None, 0)), ["cases-open cases/1"]),
        (cases((None, 1), ("meetings", 0), (None, 0)), ["cases-open cases/0", "not-a-condition cases/1/when: kind = 数值"]),
        (
            cases(("plan", 1), ("plan", 11), (None, -1)),
            ["band-above-worth cases/1/value: value = 11, worth = 10", "negative-amount cases/2/value: key = value, value = -1"],
        ),
    ],
)
def test_what_is_wrong_with_a_case_is_said_where_it_stands(rule, found):
    assert mistakes_of_rule(rule, [condition_fact("plan"), *MEETINGS]) == found


@pytest.mark.parametrize(
    ("bound", "mistake"),
    [("planned", "not-constant bands/1/at_least: text = planned"), ("planned + 5元", "units-differ bands/1/at_least: left = 次, right = 元")],
)
def test_what_is_wrong_with_a_bound_is_said_where_it_stands(bound, mistake):
    rule = bands(band(0, below="4次"), band(1, at_least=bound))
    assert mistake in mistakes_of_rule(rule, [*MEETINGS, number_fact("planned", "次" if bound == "planned" else "元")])


@pytest.mark.parametrize(
    ("bound", "mistake"),
    [
        ("4所", "units-differ bands/0/at_least: left = 次, right = 所"),
        ("line", "unknown-name bands/0/at_least: alike = , name = line"),
        ("meetings", "not-constant bands/0/at_least: text = meetings"),
        ("meetings >= 4次", "not-a-number bands/0/at_least: kind = 条件（是或否）"),
    ],
)
def test_what_is_wrong_with_a_bound_that_two_bands_share_is_said_once(bound, mistake):
    assert mistakes_of_rule(bands(band(1, at_least=bound), band(0, below=bound)), MEETINGS) == [mistake]


def test_a_percentage_that_two_bands_lack_is_said_once():
    rule = bands(band(1, at_least="50"), band(0, below="50"), value="share")
    assert mistakes_of_rule(rule, SHARE) == ["percent-missing bands/0/at_least: number = 50"]


def test_what_is_wrong_with_two_bounds_is_said_of_both():
    found = mistakes_of_rule(bands(band(1, at_least="4所"), band(0, below="4人")), MEETINGS)
    assert found == ["units-differ bands/0/at_least: left = 次, right = 所", "units-differ bands/1/below: left = 次, right = 人"]


# What the clauses say and along which name they change


@pytest.mark.parametrize(
    ("entries", "wordings"),
    [
        ([band(1, at_least="3次"), band(0, below="3次")], ["meetings不低于3次的，得1分", "meetings低于3次的，得0分"]),
        ([band(1, above="3次"), band(0, at_most="3次")], ["meetings高于3次的，得1分", "meetings不高于3次的，得0分"]),
        (
            [band(2, below="3次"), band(1, at_least="3次", at_most="4次"), band(0, above="4次")],
            ["meetings低于3次的，得2分", "meetings不低于3次、不高于4次的，得1分", "meetings高于4次的，得0分"],
        ),
        (
            [band(3, at_most="3次"), band(2, above="3次", at_most="4次"), band(1, above="4次", below="5次"), band(0, at_least="5次")],
            ["meetings不高于3次的，得3分", "meetings高于3次、不高于4次的，得2分", "meetings高于4次、低于5次的，得1分", "meetings不低于5次的，得0分"],
        ),
    ],
)
def test_a_band_says_where_it_lies(entries, wordings):
    assert told(bands(*entries), MEETINGS) == [(wording, "", "meetings") for wording in wordings]


def test_a_band_of_a_bonus_says_what_it_awards():
    rule = bands(band(1, at_least="3次"), band(0, below="3次"))
    assert told(rule, MEETINGS, bonuses=True) == [("meetings不低于3次的，加1分", "", "meetings"), ("meetings低于3次的，加0分", "", "meetings")]


def test_a_band_of_levels_says_its_level():
    (item,) = lower(scheme([point(LEVELS, worth=None)], MEETINGS, measure="levels", levels=["A", "B", "C"])).points
    assert [str(clause.wording) for clause in item.parts[0].clauses] == [
        "meetings不低于24次的，定为“A”",
        "meetings不低于12次、低于24次的，定为“B”",
        "meetings低于12次的，定为“C”",
    ]


def test_a_case_says_its_own_condition_and_the_last_that_it_is_the_rest():
    assert told(ORDERED, BACKBONE) == [
        ("backbone不低于100的，得10分", "", "backbone"),
        ("backbone不低于85，且plan的，得8分", "", "backbone"),
        ("其余情形的，得2分", "", None),
    ]


def test_a_case_applies_where_none_before_it_did():
    assert exact(ORDERED, BACKBONE) == [
        ("backbone不低于100", "0"),
        ("backbone低于100，且backbone不低于85，且plan", "2"),
        ("backbone低于100，且并非（backbone不低于85，且plan）", "8"),
    ]


def test_a_band_without_bounds_always_applies():
    seen = [number_fact("meetings", "次", context=True)]
    assert told(bands(band(7)), seen) == [("其余情形的，得7分", "", "meetings")]
    assert exact(bands(band(7)), seen) == [("是", "3")]


def test_days_are_whole():
    rule = bands(band(1, at_least="3天"), band(0, at_most="2天"), value="reported - 2020-12-31")
    assert mistakes_of_rule(rule, [date_fact("reported")]) == []


def test_a_day_left_out_is_a_gap():
    rule = bands(band(1, at_least="4天"), band(0, at_most="2天"), value="reported - 2020-12-31")
    assert mistakes_of_rule(rule, [date_fact("reported")]) == ["band-gap bands: at = 3天"]


def test_a_level_may_be_wrong_and_the_worth_too():
    rule = bands(band(None, level="C"), worth=Fraction(2))
    assert mistakes(scheme([point(rule, worth=None)], MEETINGS, measure="levels", levels=["A", "B"]), below=4) == [
        "only-for-points worth: key = worth",
        "worth-above-limit worth: limit = 1, worth = 2",
        "unknown-value bands/0/level: alike = , value = C, values = A；B",
    ]
