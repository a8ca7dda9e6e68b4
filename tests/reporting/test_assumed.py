"""What rests on assumed facts says so, in the table and in the document; and a reconstructed scheme says that it is one."""

from __future__ import annotations

import pytest
from attrs import evolve
from builders import OURS, case, column, condition_fact, number_fact, point, quantity, scheme, table
from engines.exact.rules import needs
from jsonschema import Draft202012Validator

from supervision_rules import Case, assess, assessment_document, score_sheet
from supervision_rules.reporting import schema
from supervision_rules.scheme import Basis, CaseTable, Given, Row, Trust

ONE = scheme(
    [point(needs("double >= 2"), id="full"), point(needs("plan"), id="known", number="2"), point(needs("double >= 9"), id="less", number="3")],
    [number_fact("meetings"), condition_fact("plan")],
    quantities=[quantity("double", "2 * meetings")],
)


def assumed() -> Case:
    return evolve(case(), facts=(Given(id="meetings", value="2", assumed="没有写到"), Given(id="plan", value=True)))


@pytest.mark.parametrize(
    ("language", "outcomes"),
    [("zh", ["满分（假定）", "满分", "扣分（假定）"]), ("en", ["full (assumed)", "full", "deducted (assumed)"])],
)
def test_the_table_marks_what_rests_on_assumed_facts(language: str, outcomes: list[str]) -> None:
    lines = score_sheet(assess(ONE, assumed()), language).splitlines()
    rows = [line for line in lines if line.startswith(("1  ", "2  ", "3  "))]
    for row, outcome in zip(rows, outcomes, strict=True):
        assert f"  {outcome}  " in row


def test_the_document_names_the_assumed_facts_of_each_point() -> None:
    document = assessment_document(assess(ONE, assumed()))
    Draft202012Validator(schema()).validate(document)
    assert [one["assumed"] for one in document["points"]] == [["meetings"], [], ["meetings"]]


def test_a_point_whose_applicability_is_assumed_rests_on_it_too() -> None:
    one = scheme([point(needs("plan"), applies_when="open")], [condition_fact("plan"), condition_fact("open", better="neither")])
    given = evolve(case(), facts=(Given(id="open", value=False, assumed="没有写到"), Given(id="plan", value=True)))
    assert assess(one, given).item("point").assumed == ("open",)


def test_a_quantity_of_assumed_rows_is_assumed() -> None:
    rooms = table("room", column("area"))
    made = quantity("area", "sum(room.area)", domain=(0, 1000), better="more")
    one = scheme([point(needs("area >= 5"))], tables=[rooms], quantities=[made])
    for why, names in (("按图纸估计", ("area",)), ("", ())):
        rows = CaseTable(id="room", rows=(Row(cells={"id": "a", "area": "7"}, assumed=why),))
        assert assess(one, evolve(case(), tables=(rows,))).item("point").assumed == names


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "本方案由本库重构，不是正式印发的评分表。没有原件。"),
        ("en", "This scheme is a reconstruction of this library, not an official scoring sheet. 没有原件。"),
    ],
)
def test_a_reconstructed_scheme_says_so_under_its_title(language: str, said: str) -> None:
    one = scheme()
    ours = evolve(one, header=evolve(one.header, note="没有原件。"))
    assert score_sheet(assess(ours, case()), language).splitlines()[1] == said


def test_a_printed_scheme_says_nothing_of_the_kind() -> None:
    one = scheme()
    printed = evolve(one, header=evolve(one.header, **{**OURS, "basis": Basis.STATED}, trust=Trust.READ, source="文件"))
    assert "重构" not in score_sheet(assess(printed, case())).splitlines()[1]
