"""The score sheet as its reader meets it: sums that can be followed down the page, words for names, nothing assumed unseen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from builders import (
    bonus,
    case,
    condition_fact,
    expression,
    number_fact,
    point,
    scheme,
    target,
    veto,
)

from supervision_rules import Case, Scheme, assess, explain, score_sheet
from supervision_rules.lowering import lower
from supervision_rules.messages import catalogue
from supervision_rules.reporting import Sheet, explanation_lines, item_lines
from supervision_rules.reporting.document import basis_counts
from supervision_rules.scheme import AsOf, Basis, Given, TargetValue, Trust
from supervision_rules.scoring import AllOrNothing, Band, Bands, PerStep, Share, Tally, TallyItem


def tally(count: str) -> Tally:
    return Tally(items=(TallyItem(count=expression(count), each=Fraction(1)),))


MEETINGS = evolve(number_fact("meetings", "次"), label="会议次数")


def lines(one: Scheme, given: Case, language: str = "zh") -> list[str]:
    return [line.strip() for line in score_sheet(assess(one, given), language).splitlines()]


def test_the_sum_can_be_followed_down_the_page() -> None:
    points = [
        point(tally("meetings"), id="one", worth=10),
        point(AllOrNothing(requires=expression("plan")), id="two", number="2", worth=2, applies_when="plan"),
    ]
    bonuses = [bonus(tally("prizes"), id="prizes", cap=5)]
    facts = [MEETINGS, condition_fact("plan"), number_fact("prizes", "项")]
    one = scheme(points, facts, bonuses=bonuses, bonus_cap=3, not_applicable="rescale", round_to="0.1")
    sheet = lines(one, case(meetings="3 次", plan=False, prizes="4 项"))
    start = sheet.index("合计")
    words = [line.split("  ")[0] if line[0] not in "+−" else line.split("  ")[1] for line in sheet[start + 1 : start + 9]]
    assert words == [
        "基准分",
        "扣分",
        "不适用的观测点，其分值不计",
        "其余观测点折算为满分基数",
        "基础得分",
        "到加分合计上限，超出部分不加",
        "加分",
        "总分",
    ]


def test_what_is_missing_is_said_in_words() -> None:
    sheet = lines(scheme([point(tally("meetings"))], [MEETINGS]), case())
    assert "缺：会议次数（meetings）" in sheet
    assert "缺1项数据：会议次数（meetings）" in sheet
    assert "missing: 会议次数 (meetings)" in lines(scheme([point(tally("meetings"))], [MEETINGS]), case(), "en")


def test_a_range_says_that_it_is_of_deductions_or_awards() -> None:
    facts = [MEETINGS]
    assert "?  尚不能定：会议次数，每1次扣1分（扣0至10分）" in lines(scheme([point(tally("meetings"))], facts), case())
    assert "?  尚不能定：会议次数，每1次加1分（加0至4分）" in lines(scheme(facts=facts, bonuses=[bonus(tally("meetings"), cap=4)]), case())


def test_a_veto_that_is_only_assumed_not_to_apply_says_so() -> None:
    one = scheme(facts=[condition_fact("arrears", better="less")], vetoes=[veto("pay", "arrears", "fail")])
    assumed = evolve(case(), facts=(Given(id="arrears", value=False, assumed="没有写到"),))
    sheet = lines(one, assumed)
    assert sheet[sheet.index("未触发：pay") + 1] == "arrears：否（数据）【假定：没有写到】"
    known = lines(one, case(arrears=False))
    assert "arrears：否（数据）" not in known


def test_an_explanation_gives_no_figure_for_what_is_undecided() -> None:
    one = scheme([point(AllOrNothing(requires=expression("plan")))], [condition_fact("plan")])
    said = list(explanation_lines(Sheet(catalogue("zh")), explain(one, case(), "point"), -1))
    assert [line for line in said if "[point.1.1]" in line] == ["  ?  须符合“plan”，不符合的扣10分  [point.1.1]"]
    applies = list(explanation_lines(Sheet(catalogue("zh")), explain(one, case(plan=True), "point"), -1))
    assert any(line.startswith("  0  ") for line in applies)


@pytest.mark.parametrize(("language", "title"), [("zh", "1 point（point）"), ("en", "1 point (point)")])
def test_brackets_are_those_of_the_language(language: str, title: str) -> None:
    one = scheme([point(AllOrNothing(requires=expression("plan")))], [condition_fact("plan")])
    item = lower(one).points[0]
    assert next(iter(item_lines(Sheet(catalogue(language)), one, one.points[0], item))) == title


def test_the_value_that_counts_is_the_one_whose_evidence_counts() -> None:
    old = TargetValue(from_=date(2000, 1, 1), value=Fraction(50), basis=Basis.CITED, trust=Trust.READ, source="旧文件")
    new = TargetValue(from_=date(2020, 9, 1), value=Fraction(45), basis=Basis.RECONSTRUCTED)
    limit = evolve(target("limit", 50), value=(old, new))
    one = scheme([point(AllOrNothing(requires=expression("pupils <= limit")))], [number_fact("pupils")], targets=[limit])
    counts = []
    for day in (date(2020, 3, 1), date(2020, 10, 1)):
        under = evolve(one, header=evolve(one.header, as_of=(AsOf(target="limit", date=day),)))
        counts.append(basis_counts(assess(under, case(pupils=40)))["cited"])
    assert counts == [1, 0]


def test_a_poor_console_too_sees_what_is_assumed() -> None:
    one = scheme([point(AllOrNothing(requires=expression("plan")))], [condition_fact("plan")])
    assumed = evolve(case(), facts=(Given(id="plan", value=False, assumed="没有写到"),))
    sheet = list(Sheet(catalogue("en"), by_id=True).of(assess(one, assumed)))
    assert "      plan = no [assumed]" in sheet


def test_a_rule_is_shown_as_it_was_written() -> None:
    bands = Bands(
        value=expression("meetings"),
        bands=(
            Band(at_least=expression("4次"), value=Fraction(10)),
            Band(at_least=expression("2次"), below=expression("4次"), value=Fraction(5)),
            Band(below=expression("2次"), value=Fraction(0)),
        ),
    )
    step = PerStep(value=expression("meetings"), below=expression("4次"), step=expression("1次"), deduct=Fraction(1, 2), count="whole")
    share = Share(part=expression("meetings"), whole=expression("rooms * 1次"), when_empty="full")
    one = scheme([point(bands, step, share)], [MEETINGS, number_fact("rooms")], round_to="0.1")
    said = [line.strip() for line in item_lines(Sheet(catalogue("zh")), one, one.points[0], lower(one).points[0])]
    for line in (
        "bands: at_least = 4次, value = 10",
        "bands: at_least = 2次, below = 4次, value = 5",
        "bands: below = 2次, value = 0",
        "deduct = 0.5",
        "count = whole",
        "when_empty = full",
    ):
        assert line in said
