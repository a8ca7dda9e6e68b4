"""Rows by name: those that were counted and with how much, those that were left out, and the cells that a missing value lacks."""

from __future__ import annotations

from datetime import date

import pytest
from builders import bonus, case, column, number_fact, point, quantity, scheme, table
from engines.exact.rules import needs, tally

from supervision_rules import Case, assess, assessment_document, explain, score_sheet
from supervision_rules.messages import catalogue
from supervision_rules.reporting import Sheet, explanation_lines
from supervision_rules.scheme import Scheme

AWARD = table("award", column("level", kind="choice", values=("市级", "省级")), column("name", kind="text"), column("count", "项"))
ROWS = [
    {"id": "gym", "level": "省级", "name": "特色幼儿园", "count": "3 项"},
    {"id": "band", "level": "市级", "name": "鼓号队", "count": "2 项"},
]


def honours(value: str) -> Scheme:
    made = quantity("honours", value, domain=(0, 100), better="more", unit="项")
    return scheme(bonuses=[bonus(tally(("honours", 1)))], tables=[AWARD], quantities=[made])


SUMMED = honours('sum(award.count where award.level == "省级")')


def sheet(one: Scheme, given: Case, language: str = "zh") -> list[str]:
    return [line.strip() for line in score_sheet(assess(one, given), language).splitlines()]


def explained(one: Scheme, given: Case, item: str = "bonus") -> list[str]:
    return [line.strip() for line in explanation_lines(Sheet(catalogue("zh")), explain(one, given, item), 1)]


def test_a_row_is_named_by_its_key_its_text_and_what_it_adds() -> None:
    assert "计入的明细：gym 特色幼儿园（3项）" in sheet(SUMMED, case({}, {"award": ROWS}))
    assert "Rows counted: gym 特色幼儿园 (3项)" in sheet(SUMMED, case({}, {"award": ROWS}), "en")


def test_a_row_that_is_only_counted_has_no_value() -> None:
    one = honours('count(award where award.level == "省级")')
    assert "计入的明细：gym 特色幼儿园" in sheet(one, case({}, {"award": ROWS}))


def test_a_row_without_a_text_is_its_key() -> None:
    assert "计入的明细：gym（3项）" in sheet(SUMMED, case({}, {"award": [{"id": "gym", "level": "省级", "count": "3 项"}]}))


def test_an_explanation_names_the_rows_left_out_too() -> None:
    said = explained(SUMMED, case({}, {"award": ROWS}))
    assert "计入的明细：gym 特色幼儿园（3项）" in said
    assert "不符合条件，未计入：band 鼓号队（2项）" in said


def test_json_keeps_the_keys() -> None:
    findings = assessment_document(assess(SUMMED, case({}, {"award": ROWS})))["bonuses"][0]["findings"]
    assert findings[0]["rows"] == ["gym"]


SCHOOL = table("school", column("classes", "班"), column("rural", kind="condition"), column("big", kind="condition", value="school.classes > 36班"))
BIG = scheme(
    [point(needs("big == 0"))],
    tables=[SCHOOL],
    quantities=[quantity("big", "count(school where school.rural and school.big)", domain=(0, 100), better="less")],
)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"rural": True}, "缺：big（school：东小 的 classes）"),
        ({"classes": "40 班"}, "缺：big（school：东小 的 rural）"),
        ({}, "缺：big（school：东小 的 rural；school：东小 的 classes）"),
    ],
)
def test_what_an_aggregate_lacks_is_said_by_row_and_column(cells: dict[str, str | bool], said: str) -> None:
    given = case({}, {"school": [{"id": "东小", **cells}, {"id": "西小", "rural": False}]})
    assert said in sheet(BIG, given)
    assert said in explained(BIG, given, "point")


def test_a_table_that_is_not_there_lacks_no_cell() -> None:
    assert "缺：big（big）" in sheet(BIG, case())


def test_many_cells_are_counted_not_all_named() -> None:
    rows = [{"id": f"校{number}", "rural": True} for number in range(9)]
    said = next(line for line in sheet(BIG, case({}, {"school": rows})) if line.startswith("缺：big"))
    assert said.endswith("共9处）")
    assert "校8" not in said


def test_a_fact_that_is_lacking_is_said_as_before() -> None:
    one = scheme([point(needs("big == 0"))], [number_fact("big")])
    assert "缺：big（big）" in sheet(one, case())


def test_rows_left_out_for_a_higher_one_are_named_too() -> None:
    prize = table("prize", column("name", kind="text"), column("level", kind="choice", values=("市级", "省级")), column("count", "项"))
    made = quantity("prizes", "sum(prize.count once by name highest level)", domain=(0, 100), better="more", unit="项")
    one = scheme(bonuses=[bonus(tally(("prizes", 1)))], tables=[prize], quantities=[made])
    rows = [{"id": "b", "name": "合唱", "level": "市级", "count": "1 项"}, {"id": "a", "name": "合唱", "level": "省级", "count": "1 项"}]
    said = explained(one, case({}, {"prize": rows}))
    assert "同一项只按最高计，未计入：b 合唱（1项）" in said
    assert not any("不符合条件" in line for line in said)


def test_a_cell_of_a_row_below_is_found_through_the_column_that_counts_it() -> None:
    school = table("school", column("pupils", "人", value="sum(form.pupils)"))
    form = table("form", column("school", kind="text"), column("pupils", "人"), parent="school")
    made = quantity("big", "count(school where school.pupils > 40人)", domain=(0, 100), better="less")
    one = scheme([point(needs("big == 0"))], tables=[school, form], quantities=[made])
    forms = [{"id": "一班", "school": "东小", "pupils": "41 人"}, {"id": "二班", "school": "东小"}]
    assert "缺：big（form：二班 的 pupils）" in sheet(one, case({}, {"school": [{"id": "东小"}], "form": forms}))


def test_a_key_that_is_a_day_is_said_as_one() -> None:
    drill = table("drill", column("day", kind="date"), column("count", "次"), key=("day",))
    made = quantity("drills", "sum(drill.count)", domain=(0, 100), better="more", unit="次")
    one = scheme(bonuses=[bonus(tally(("drills", 1)))], tables=[drill], quantities=[made])
    findings = assessment_document(assess(one, case({}, {"drill": [{"day": date(2020, 5, 12), "count": "1 次"}]})))["bonuses"][0]["findings"]
    assert findings[0]["rows"] == ["2020-05-12"]
