"""Sentences: an expression in the words of its facts, quantities and targets."""

from fractions import Fraction

import pytest
from builders import expression

from supervision_rules.expression import CONDITION, DATE, Kind, Label, Scope, Steps, TableScope, Type, describe, parse_unit, resolve, value_message
from supervision_rules.messages import catalogue

DECLARED = {"万元": ("元", Fraction(10_000))}


def number(unit=""):
    return Type(Kind.NUMBER, parse_unit(unit, DECLARED))


LEVEL = Type(Kind.CHOICE, values=("市级", "省级", "国家级"))
SCOPE = Scope(
    names={
        "spend": number("万元"),
        "income": number("万元"),
        "quota": number("元/生"),
        "pupils": number("生"),
        "share": number("%"),
        "plan": CONDITION,
        "drill": CONDITION,
        "late": CONDITION,
        "level": LEVEL,
        "issued": Type(Kind.DATE, DATE),
    },
    tables={
        "school": TableScope({"pupils": number("生"), "books": number("册"), "rural": CONDITION}),
        "award": TableScope({"name": Type(Kind.TEXT), "level": LEVEL}),
        "budget": TableScope({"year": number(), "spend": number("万元")}),
    },
    units=DECLARED,
    rows=True,
    items=frozenset({"funding"}),
    levels=("A", "B"),
)
LABELS = {
    "spend": Label("教育支出"),
    "income": Label("财政收入"),
    "quota": Label("基准定额", parse_unit("元/生", {}), Fraction(770)),
    "pupils": Label("在校生数"),
    "share": Label("占比"),
    "plan": Label("制定方案", condition=True),
    "drill": Label("开展演练", condition=True),
    "late": Label("迟报", condition=True),
    "level": Label("级别"),
    "issued": Label("印发日期"),
    "#funding": Label("经费投入"),
    "school": Label("学校"),
    "school.pupils": Label("学生数"),
    "school.books": Label("图书数"),
    "school.rural": Label("在农村", condition=True),
    "award": Label("荣誉"),
    "award.name": Label("名称"),
    "award.level": Label("级别"),
    "budget": Label("预算"),
    "budget.spend": Label("支出"),
    "budget.year": Label("年度"),
}


def node(text):
    return resolve(expression(text), SCOPE)[0]


def chinese(text):
    return str(describe(node(text), LABELS))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("share >= 5%", "占比不低于5%"),
        ("share > 5%", "占比高于5%"),
        ("share <= 12.5%", "占比不高于12.5%"),
        ("share < 5%", "占比低于5%"),
        ("share == 5%", "占比等于5%"),
        ("share != 5%", "占比不等于5%"),
        ("share >= -5%", "占比不低于-5%"),
        ("spend >= 3万元", "教育支出不低于3万元"),
        ('level == "省级"', "级别等于省级"),
    ],
)
def test_a_comparison(text, said):
    assert chinese(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("spend + income", "教育支出＋财政收入"),
        ("spend - income - spend", "教育支出－财政收入－教育支出"),
        ("spend - (income - spend)", "教育支出－（财政收入－教育支出）"),
        ("(spend + income) * 2", "（教育支出＋财政收入）×2"),
        ("spend / (income * 2)", "教育支出÷（财政收入×2）"),
        ("spend * 2 / income", "教育支出×2÷财政收入"),
        ("2 * spend + income", "2×教育支出＋财政收入"),
    ],
)
def test_arithmetic_keeps_the_parentheses_that_it_needs(text, said):
    assert chinese(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plan", "制定方案"),
        ("not late", "迟报为否"),
        ("plan and drill", "制定方案，且开展演练"),
        ("plan or drill", "制定方案，或开展演练"),
        ("plan and (drill or late)", "制定方案，且（开展演练，或迟报）"),
        ("plan and drill and late", "制定方案，且开展演练，且迟报"),
        ("not (plan and drill)", "并非（制定方案，且开展演练）"),
        ("at_least(2, plan, drill, late)", "以下3项中至少2项成立：制定方案；开展演练；迟报"),
        ("plan and at_least(1, drill, late)", "制定方案，且（以下2项中至少1项成立：开展演练；迟报）"),
    ],
)
def test_logic(text, said):
    assert chinese(text) == said


def test_a_target_is_said_with_its_value():
    assert chinese("spend / pupils >= quota") == "教育支出÷在校生数不低于基准定额（770元/生）"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("total >= 90", "总分不低于90分"),
        ("90分 > base_score", "90分高于基础分"),
        ('score("funding") >= 1.5', "“经费投入”得分不低于1.5分"),
        ('met("funding")', "“经费投入”完全达标"),
        ('count(items at "A") >= 3', "定为“A”的观测点数不低于3"),
    ],
)
def test_results(text, said):
    assert chinese(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("count(school)", "学校的数量"),
        ("count(school where rural)", "在农村的学校的数量"),
        ("sum(school.pupils where rural)", "在农村的学校的学生数合计"),
        ("max(school.pupils)", "学校的学生数最大值"),
        ("share(school where rural)", "在农村的学校占全部的比例"),
        ("share(school.pupils where rural)", "在农村的学校的学生数占全部学生数的比例"),
        ("cv(school.books by school.pupils) <= 0.5", "学校的图书数差异系数（按学生数加权）不高于0.5"),
        ("count(award once by name highest level)", "荣誉（同一名称只计级别最高的一条）的数量"),
        ("falls(budget.spend over year from 2018 to 2020)", "预算中2018至2020年支出比上一年下降的年数"),
        ("rises(budget.spend over year from 2018 to 2020)", "预算中2018至2020年支出比上一年上升的年数"),
        ("rank(spend among budget.spend)", "教育支出在预算的支出中的位次"),
    ],
)
def test_rows(text, said):
    assert chinese(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("min(spend, income)", "（取最小者：教育支出；财政收入）"),
        ("max(spend, 1万元)", "（取最大者：教育支出；1万元）"),
        ("round(share, 2)", "（占比，四舍五入到2位小数）"),
    ],
)
def test_functions(text, said):
    assert chinese(text) == said


@pytest.mark.parametrize("count", ["whole", "started", "continuous"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_steps_can_be_said(count, language):
    said = catalogue(language).say(describe(Steps(node("share"), node("1%"), count), LABELS))
    assert "占比" in said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, "元", "缺"),
        (True, "", "是"),
        (False, "", "否"),
        ("省级", "", "省级"),
        (Fraction(1, 20), "%", "5%"),
        (30_000, "万元", "3万元"),
        (Fraction(2, 3), "", "≈0.6667"),
    ],
)
def test_a_value_is_said_in_its_unit(value, unit, said):
    assert str(value_message(value, parse_unit(unit, DECLARED))) == said


def test_a_day_is_said_as_a_date():
    assert str(value_message(node("2020-12-31").value, DATE)) == "2020-12-31"


@pytest.mark.parametrize("text", ["plan" + " and plan" * 200, "spend" + " + spend" * 100])
def test_the_longest_sentence_can_be_said(text):
    assert chinese(text)


@pytest.mark.parametrize("day", [10**12, 0, -5])
def test_a_day_outside_the_calendar_is_said_as_its_number(day):
    assert catalogue("zh").say(value_message(Fraction(day), DATE)) == f"{day}日期"
