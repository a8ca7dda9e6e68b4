"""Resolving: names, kinds and units settled, or one mistake with its place."""

from fractions import Fraction

import pytest
from builders import expression

from supervision_rules.expression import CONDITION, DATE, TEXT, ExpressionError, Kind, Poisoned, Scope, TableScope, Type, parse_unit, resolve

DECLARED = {"万元": ("元", Fraction(10_000))}


def number(unit=""):
    return Type(Kind.NUMBER, parse_unit(unit, DECLARED))


LEVEL = Type(Kind.CHOICE, values=("city", "province", "nation"))
SCHOOL = TableScope({"pupils": number("生"), "books": number("册"), "rural": CONDITION, "name": TEXT, "size": number("人"), "failed": None})
CLASS = TableScope({"school": TEXT, "size": number("人"), "meets": CONDITION}, parent="school")
AWARD = TableScope({"name": TEXT, "level": LEVEL, "count": number("项")})
BUDGET = TableScope({"year": number(), "spend": number("万元")})
NAMES = {
    "spend": number("万元"),
    "line": number("元"),
    "pupils": number("生"),
    "schools": number("所"),
    "machines": number("台"),
    "coverage": number("%"),
    "ratio_own": number(),
    "marks": number("分"),
    "plan": CONDITION,
    "drill": CONDITION,
    "kind": LEVEL,
    "issued": Type(Kind.DATE, DATE),
    "broken": None,
}
TABLES = {"school": SCHOOL, "class": CLASS, "award": AWARD, "budget": BUDGET, "lost": None}
RULE = Scope(names=NAMES, tables=TABLES, units=DECLARED)
QUANTITY = Scope(names=NAMES, tables=TABLES, units=DECLARED, rows=True)
COLUMN = Scope(names=NAMES, tables=TABLES, units=DECLARED, rows=True, table="school")
LADDER = Scope(names=NAMES, units=DECLARED, items=frozenset({"funding", "safety"}), levels=("A", "B"))


def type_of(text, scope=RULE):
    return resolve(expression(text), scope)[1]


def refused(text, scope=RULE):
    with pytest.raises(ExpressionError) as caught:
        resolve(expression(text), scope)
    return caught.value


def mistake(text, scope=RULE):
    error = refused(text, scope)
    return error.code, text[slice(*error.span)]


def suggested(text):
    alike = refused(text).arguments["alike"]
    return alike.arguments["name"] if alike else ""


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("spend + line", "元"),
        ("spend / pupils", "元/生"),
        ("spend / pupils * 1生", "元"),
        ("schools * 1台/所", "台"),
        ("pupils / pupils", ""),
        ("coverage * pupils", "生"),
        ("coverage + 1", ""),
        ("issued - 2020-01-01", "天"),
        ("min(spend, line)", "元"),
        ("round(spend / pupils, 2)", "元/生"),
        ("ratio(spend, pupils)", "元/生"),
        ("-spend", "元"),
    ],
)
def test_the_unit_of_a_number_is_worked_out(text, unit):
    assert type_of(text).unit.same_kind(parse_unit(unit, DECLARED))


@pytest.mark.parametrize(
    "text",
    [
        "spend >= 100元",
        "coverage >= 0.5",
        "machines >= schools * 1台/所",
        "issued >= 2020-12-31",
        "issued + 30天 < 2021-03-01",
        'kind == "nation"',
        'kind != "city"',
        "plan and not drill or coverage > 5%",
        "at_least(2, plan, drill, coverage > 5%)",
    ],
)
def test_what_is_a_condition(text):
    assert type_of(text) == CONDITION


def test_numbers_are_brought_to_base_units():
    node, _ = resolve(expression("spend >= 3万元"), RULE)
    assert node.right.value == 30_000


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("spend + pupils", "spend + pupils"),
        ("spend >= 5", "spend >= 5"),
        ("schools == machines", "schools == machines"),
        ("pupils / schools > 5生", "pupils / schools > 5生"),
        ("min(spend, pupils)", "pupils"),
        ("plan and line > 5%", "line > 5%"),
        ("marks >= 60", "marks >= 60"),
    ],
)
def test_units_must_agree(text, at):
    assert mistake(text) == ("units-differ", at)


def test_the_error_names_both_units():
    assert refused("spend >= 5").arguments == {"left": "万元", "right": "1"}


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("plan + 1", "not-a-number", "plan"),
        ("min(1, plan)", "not-a-number", "plan"),
        ('"nation" + 1', "not-a-number", '"nation"'),
        ("plan and coverage", "not-a-condition", "coverage"),
        ("not coverage", "not-a-condition", "coverage"),
        ("at_least(1, kind)", "not-a-condition", "kind"),
        ("plan == drill", "condition-compared", "plan"),
        ("coverage > plan", "condition-compared", "plan"),
        ("issued > 2020", "kinds-differ", "issued > 2020"),
        ('coverage == "nation"', "kinds-differ", 'coverage == "nation"'),
        ("issued + issued", "date-arithmetic", "issued + issued"),
        ("issued * 2", "date-arithmetic", "issued * 2"),
        ("issued + 30", "date-arithmetic", "issued + 30"),
        ('kind >= "province"', "words-not-ordered", 'kind >= "province"'),
        ('kind == "state"', "unknown-value", '"state"'),
        ('"state" != kind', "unknown-value", '"state"'),
        ("spend / 0", "division-by-zero", "0"),
    ],
)
def test_kinds_must_fit(text, code, at):
    assert mistake(text) == (code, at)


@pytest.mark.parametrize(
    ("text", "at", "alike"), [("spand > 5元", "spand", "spend"), ("plan and dril", "dril", "drill"), ("nothing.like_it", "nothing.like_it", "")]
)
def test_an_unknown_name_comes_with_the_nearest(text, at, alike):
    assert mistake(text) == ("unknown-name", at)
    assert suggested(text) == alike


@pytest.mark.parametrize(
    ("text", "code", "alike"),
    [
        ("maximum(1, 2)", "unknown-function", "max"),
        ("at_last(1, plan)", "unknown-function", "at_least"),
        ('kind == "provinc"', "unknown-value", "province"),
    ],
)
def test_other_unknown_words_come_with_the_nearest_too(text, code, alike):
    assert (refused(text).code, suggested(text)) == (code, alike)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("min(1)", "aggregate-outside-quantity"),
        ("round(coverage)", "wrong-arguments"),
        ("ratio(1, 2, 3)", "wrong-arguments"),
        ("at_least(2)", "wrong-arguments"),
        ("at_least()", "wrong-arguments"),
        ("at_least(0, plan)", "wrong-k"),
        ("at_least(3, plan, drill)", "wrong-k"),
        ("at_least(1.5, plan, drill)", "literal-needed"),
        ("at_least(pupils, plan, drill)", "literal-needed"),
        ("round(coverage, pupils)", "literal-needed"),
        ("round(coverage, 13)", "wrong-places"),
        ("round(coverage, -1)", "wrong-places"),
        ("min(1, 2 where plan)", "wrong-modifier"),
    ],
)
def test_functions_are_particular_about_their_arguments(text, code):
    assert refused(text).code == code


def test_what_reads_a_failed_definition_is_given_up_in_silence():
    for text in ("broken > 1", "plan and broken > 1", "count(lost) > 1", "sum(school.failed)"):
        with pytest.raises(Poisoned):
            resolve(expression(text), QUANTITY)


# Results


@pytest.mark.parametrize(
    "text",
    [
        "total >= 90",
        "total >= 90分",
        "90 <= total",
        "base_score < 60",
        'score("funding") >= 1.5',
        'score("funding") >= score("safety")',
        'met("safety")',
        'count(items at "A") >= 3',
    ],
)
def test_results_may_be_compared(text):
    assert type_of(text, LADDER) == CONDITION


@pytest.mark.parametrize(
    "text",
    [
        "total + 1 >= 90",
        "total / base_score >= 1",
        "-total <= 0",
        "ratio(total, 100) >= 1",
        "round(total, 0) >= 90",
        "max(total, base_score) >= 90",
        'score("funding") * 2 >= 3',
        'count(items at "A") - 1 >= 2',
    ],
)
def test_results_are_only_compared(text):
    assert refused(text, LADDER).code == "result-only-compared"


def test_a_percentage_is_no_number_of_marks():
    assert refused("total >= 90%", LADDER).code == "units-differ"


@pytest.mark.parametrize("text", ["total >= 90", "base_score > 1", 'met("funding")', 'score("funding") > 1', 'count(items at "A") > 1'])
def test_results_stand_in_ladder_and_vetoes_only(text):
    assert refused(text).code == "result-outside-ladder"


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ('met("fundin")', "unknown-item", '"fundin"'),
        ("met(funding)", "literal-needed", "funding"),
        ('count(items at "C") > 1', "unknown-value", "count"),
    ],
)
def test_results_are_of_items_and_levels_that_exist(text, code, at):
    assert mistake(text, LADDER) == (code, at)


# Rows


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("count(class where size >= 56人)", ""),
        ("count(class where class.size >= 56人 and school.rural)", ""),
        ("sum(school.pupils where rural)", "生"),
        ("sum(school.books / school.pupils)", "册/生"),
        ("max(budget.spend)", "元"),
        ("share(school where rural)", ""),
        ("share(school.pupils where rural)", ""),
        ('count(award once by name highest level where level != "city")', ""),
        ("sum(award.count once by name highest level)", "项"),
        ("falls(budget.spend over year from 2018 to 2020)", ""),
        ("rises(budget.spend over year from 2018 to 2020)", ""),
        ("rank(spend among budget.spend)", ""),
    ],
)
def test_rows_come_to_a_number(text, unit):
    assert type_of(text, QUANTITY).unit.same_kind(parse_unit(unit, DECLARED))


def test_a_derived_column_reads_its_own_row_and_the_rows_below():
    assert type_of("pupils / books >= 1生/册 and count(class where not meets) == 0", COLUMN) == CONDITION


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sum(school)", "no-column"),
        ("count(school.pupils)", "no-table"),
        ("sum(pupils)", "no-table"),
        ("sum(school.pupil)", "unknown-column"),
        ("count(school where budget.spend > 1元)", "column-outside-rows"),
        ("school.pupils", "column-outside-rows"),
        ("count(school where count(class) > 1)", "aggregate-outside-quantity"),
        ("sum(school.rural)", "not-a-number"),
        ("count(school where pupils)", "not-a-condition"),
        ("count(school where pupils > 1册)", "units-differ"),
        ("count(school where rural where not rural)", "wrong-modifier"),
        ("count(school by pupils)", "wrong-modifier"),
        ("max(school.pupils once by name highest name)", "wrong-modifier"),
        ("cv(school.books)", "modifier-missing"),
        ("falls(budget.spend)", "modifier-missing"),
        ("rises(budget.spend)", "modifier-missing"),
        ("rank(spend)", "modifier-missing"),
        ("falls(budget.spend over year from 2020 to 2018)", "wrong-years"),
        ("falls(budget.spend over year from 2018年 to 2020年)", "wrong-years"),
        ("count(award once by name highest name)", "highest-needs-choice"),
        ("rank(pupils among budget.spend)", "units-differ"),
        ("sum(class.size + budget.spend)", "no-table"),
    ],
)
def test_what_rows_cannot_say(text, code):
    assert refused(text, QUANTITY).code == code


@pytest.mark.parametrize("text", ["count(school)", "sum(school.pupils)", "min(school.pupils)", "cv(school.books by school.pupils) <= 0.5"])
def test_a_rule_does_not_aggregate(text):
    assert refused(text).code == "aggregate-outside-quantity"


def test_a_derived_column_does_not_aggregate_beside_its_table():
    assert refused("count(award) > 1", COLUMN).code == "rows-not-below"


# Coefficients of variation

CV = "cv(school.books by school.pupils)"


@pytest.mark.parametrize("text", [f"{CV} <= 0.50", f"({CV} + {CV}) / 2 <= 0.65", f"0.5 * {CV} < {CV} - 0.1"])
def test_a_coefficient_may_be_compared(text):
    assert type_of(text, QUANTITY) == CONDITION


@pytest.mark.parametrize("text", [f"{CV} * {CV} < 1", f"1 / {CV} > 2", f"{CV} * coverage < 1", f"round({CV}, 2) <= 0.5", f"max({CV}, {CV}) <= 0.5"])
def test_a_coefficient_is_only_compared(text):
    assert refused(text, QUANTITY).code == "coefficient-only-compared"
