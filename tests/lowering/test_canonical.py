"""The hash: the same for what scores alike, another wherever a score could differ."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import (
    bonus,
    choice_fact,
    classed_target,
    column,
    condition_fact,
    expression,
    grade,
    number_fact,
    point,
    quantity,
    scheme,
    table,
    target,
    veto,
)
from engines.exact.rules import bands, failings, first_of, needs, share, tally

from supervision_rules.lowering import lower
from supervision_rules.lowering.canonical import canonical
from supervision_rules.scheme import (
    Basis,
    Better,
    Column,
    Constraint,
    Effect,
    ElementEvidence,
    Ladder,
    NotApplicable,
    Period,
    Rounding,
    Scheme,
    TargetValue,
    Trust,
    UnitDeclaration,
    WhenEmpty,
)
from supervision_rules.scoring import Band, Bands

Change = Callable[[Scheme], Scheme]

SIZED = bands("size", ("24班", 3), ("12班", 1))
PUPILS = column("pupils", "人")
OF = scheme(
    [
        point(failings(("plan", 1), ("spend >= floor", 2), at_most=2), needs("open", 3), id="plans", worth=6),
        point(SIZED, id="sizes", worth=3),
        point(share("part", "whole", when_empty=WhenEmpty.FULL), id="shares", worth=4),
        point(first_of(("area == 'south'", 2), ("spend >= line", 1)), id="lines", worth=2),
    ],
    [
        condition_fact("plan"),
        condition_fact("open", supplier="city"),
        number_fact("spend", "元", places=2),
        number_fact("size", "班", (0, 60)),
        number_fact("part", "人"),
        number_fact("whole", "人"),
        choice_fact("area", "south", "north"),
        choice_fact("kind", "old", "new"),
    ],
    bonuses=[bonus(tally(("schools", 1), ("large", "0.5")), id="schools", applies_when="doubled > 2所")],
    quantities=[
        quantity("schools", "count(school)", (0, 90), better="more", unit="所"),
        quantity("large", "count(school where big)", (0, 90), better="more", unit="所"),
        quantity("doubled", "schools * 2"),
    ],
    tables=[table("school", PUPILS, column("level", kind="choice", values=("city", "nation")), column("big", value="pupils > 500人"))],
    constraints=[
        Constraint(id="parts", requires=expression("part <= whole")),
        Constraint(id="rows", requires=expression("pupils > 0人"), table="school"),
    ],
    targets=[
        target("floor", 770, "元"),
        classed_target("line", "area", {"south": 5, "north": 10}, "元"),
        classed_target("mark", "kind", {"old": 7, "new": 8}, "元"),
    ],
    units=[UnitDeclaration("万元", "元", Fraction(10000)), UnitDeclaration("百人", "人", Fraction(100))],
    vetoes=[veto("missing", "not plan", "drop"), veto("poor", "spend < max(line, mark) or spend < line", "fail")],
    grades=[grade("优秀", "total >= 12"), grade("良好", "base_score >= 9 and spend >= line"), grade("合格")],
    round_to="0.01",
    bonus_cap=5,
)


def hash_of(one: Scheme) -> str:
    return lower(one).hash


def first(section: str, **changes: Any) -> Change:
    """The first entry of a section changed."""
    return lambda of: evolve(of, **{section: (evolve(getattr(of, section)[0], **changes), *getattr(of, section)[1:])})


def every(section: str, **changes: Any) -> Change:
    """Every entry of a section changed."""
    return lambda of: evolve(of, **{section: tuple(evolve(one, **changes) for one in getattr(of, section))})


def put(section: str, *entries: Any) -> Change:
    """Entries in place of those of their ids."""
    by_id = {entry.id: entry for entry in entries}
    return lambda of: evolve(of, **{section: tuple(by_id.get(one.id, one) for one in getattr(of, section))})


def columns(*others: Column) -> Change:
    """Columns in place of those of their ids."""
    by_id = {one.id: one for one in others}
    return first("tables", column=tuple(by_id.get(one.id, one) for one in OF.tables[0].column))


def values(change: Callable[[TargetValue], TargetValue]) -> Change:
    """Every value of every target changed."""
    return lambda of: put("targets", *(evolve(one, value=tuple(map(change, one.value))) for one in of.targets))(of)


def header(**changes: Any) -> Change:
    return lambda of: evolve(of, header=evolve(of.header, **changes))


def turned(section: str) -> Change:
    """The entries of a section in the opposite order."""
    return lambda of: evolve(of, **{section: getattr(of, section)[::-1]})


def rules(index: int, *made: Any) -> Change:
    """Other rules for a point."""
    return lambda of: evolve(of, points=tuple(evolve(one, rule=made) if at == index else one for at, one in enumerate(of.points)))


def both(*changes: Change) -> Change:
    def change(of: Scheme) -> Scheme:
        for one in changes:
            of = one(of)
        return of

    return change


def condition(text: str) -> Change:
    return first("vetoes", when=expression(text))


LABELLED = "另一个名字"
STATED: dict[str, Any] = {"basis": Basis.STATED, "trust": Trust.READ, "source": "报告一"}
LINES = (ElementEvidence(element="worth", basis=Basis.RECONSTRUCTED, note="按报告推算"),)
SECTIONS = ("points", "facts", "bonuses", "quantities", "tables", "constraints", "targets", "units", "vetoes")

SAME: dict[str, Change] = {
    **{f"order of {section}": turned(section) for section in SECTIONS},
    "order of rules": rules(0, *OF.points[0].rule[::-1]),
    "order of failings": rules(0, failings(("spend >= floor", 2), ("plan", 1), at_most=2), OF.points[0].rule[1]),
    "order of bands": rules(1, evolve(SIZED, bands=SIZED.bands[::-1])),
    "order of what is tallied": first("bonuses", rule=(tally(("large", "0.5"), ("schools", 1)),)),
    "order of a target's values": lambda of: put("targets", *(evolve(one, value=one.value[::-1]) for one in of.targets))(of),
    "order of columns": first("tables", column=OF.tables[0].column[::-1]),
    **{f"labels of {section}": every(section, label=LABELLED) for section in ("facts", "quantities", "tables", "constraints", "targets")},
    "definitions": every("facts", definition="指标定义"),
    "titles and standards": both(every("points", title=LABELLED, standard=LABELLED), every("vetoes", title=LABELLED, standard=LABELLED)),
    "the header's words": header(title=LABELLED, issuer=LABELLED, document=LABELLED, note=LABELLED),
    "the scheme's year": header(year=2030),
    "printed numbers": every("points", number="9"),
    "notes of rules": rules(3, evolve(OF.points[3].rule[0], note="按评分标准")),
    "provenance": both(every("points", **STATED, provenance=LINES), header(**STATED)),
    "sources of targets": values(lambda value: evolve(value, **STATED)),
    "years for which a target was confirmed": every("targets", confirmed_for=(2020, 2021)),
    "spaces": condition("  not   plan "),
}

ABOVE = evolve(SIZED.bands[0], at_least=None, above=expression("24班"))
UP_TO = evolve(SIZED.bands[1], below=None, at_most=expression("24班"))
CENTS = Rounding(point=Fraction(1, 100), bonus=Fraction(1, 100), total=Fraction(1, 100))
LONG = Period(from_=date(2020, 1, 1), to=date(2021, 12, 31))

OTHER: dict[str, Change] = {
    "a threshold": rules(1, bands("size", ("25班", 3), ("12班", 1))),
    "an end that is included": rules(1, evolve(SIZED, bands=(ABOVE, UP_TO, SIZED.bands[2]))),
    "what a band is worth": rules(1, bands("size", ("24班", 3), ("12班", 2))),
    "a deduction": rules(0, failings(("plan", "1.5"), ("spend >= floor", 2), at_most=2), needs("open", 3)),
    "which failing costs what": rules(0, failings(("plan", 2), ("spend >= floor", 1), at_most=2), needs("open", 3)),
    "at most": rules(0, failings(("plan", 1), ("spend >= floor", 2)), needs("open", 3)),
    "when empty": rules(2, share("part", "whole", when_empty=WhenEmpty.ZERO)),
    "order of cases": rules(3, first_of(("spend >= line", 1), ("area == 'south'", 2))),
    "a worth": both(first("points", worth=Fraction(7)), header(base=Fraction(16))),
    "a cap": first("bonuses", cap=Fraction(9)),
    "when a bonus applies": first("bonuses", applies_when=None),
    "the cap of all bonuses": header(bonus_cap=Fraction(6)),
    "rounding of points": header(rounding=evolve(CENTS, point=Fraction(1, 10))),
    "rounding of bonuses": header(rounding=evolve(CENTS, bonus=Fraction(1, 10))),
    "rounding of the total": header(rounding=evolve(CENTS, total=Fraction(1, 10))),
    "what does not apply": header(not_applicable=NotApplicable.RESCALE),
    "the evaluated year": both(header(evaluated_year=2021, period=LONG), every("targets", confirmed_for=(2021,))),
    "a target": first("targets", value=(evolve(OF.targets[0].value[0], value=Fraction(771)),)),
    "a target of one class": put("targets", classed_target("line", "area", {"south": 5, "north": 11}, "元")),
    "which class a target has": put("targets", classed_target("line", "area", {"south": 10, "north": 5}, "元")),
    "a domain": put("facts", number_fact("size", "班", (0, 61))),
    "places": put("facts", number_fact("spend", "元", places=1)),
    "a good direction": first("facts", better=Better.LESS),
    "who supplies a fact": first("facts", supplier="city"),
    "order of a choice": put("facts", choice_fact("area", "north", "south")),
    "order of a column's choice": columns(column("level", kind="choice", values=("nation", "city"))),
    "a quantity": put("quantities", quantity("doubled", "schools * 3")),
    "a derived column": columns(column("big", value="pupils > 501人")),
    "a constraint": first("constraints", requires=expression("part < whole")),
    "a declared unit": first("units", factor=Fraction(1000)),
    "the condition of a veto": condition("not open"),
    "the effect of a veto": first("vetoes", effect=Effect.FAIL),
    "a line of the ladder": lambda of: evolve(of, ladder=Ladder(grade=(grade("优秀", "total >= 13"), *of.ladder.grade[1:]))),
    "order of the ladder": lambda of: evolve(of, ladder=Ladder(grade=(of.ladder.grade[1], of.ladder.grade[0], of.ladder.grade[2]))),
}


def test_it_is_sha_256() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", hash_of(OF))


@pytest.mark.parametrize("change", SAME)
def test_it_stays_whatever(change: str) -> None:
    assert hash_of(SAME[change](OF)) == hash_of(OF)


@pytest.mark.parametrize("change", OTHER)
def test_it_changes_with(change: str) -> None:
    assert hash_of(OTHER[change](OF)) != hash_of(OF)


def test_all_of_these_differ_from_each_other() -> None:
    hashes = [hash_of(change(OF)) for change in OTHER.values()]
    assert len(set(hashes)) == len(OTHER)


def test_it_stays_in_whatever_unit_a_line_is_written() -> None:
    assert hash_of(condition("spend < 3万元")(OF)) == hash_of(condition("spend < 30000元")(OF))


def test_it_changes_with_the_order_of_levels() -> None:
    rule = Bands(value=expression("size"), bands=(Band(at_least=expression("12班"), level="A"), Band(below=expression("12班"), level="B")))
    made = [scheme([point(rule, worth=None)], [number_fact("size", "班", (0, 60))], measure="levels", levels=levels) for levels in ("AB", "BA")]
    assert hash_of(made[0]) != hash_of(made[1])


def test_it_stays_whatever_the_order_of_what_is_divided_by() -> None:
    first_way, second = ("part / whole >= 1", 1), ("whole / part >= 1", 1)
    for when_empty in WhenEmpty:
        rule = failings(first_way, second, when_empty=when_empty)
        turned_rule = failings(second, first_way, when_empty=when_empty)
        others = [failings(one, when_empty=when_empty) for one in (first_way, second)]
        facts = [number_fact("part"), number_fact("whole")]
        made = [hash_of(scheme([point(*of)], facts)) for of in ([rule], [turned_rule], others, others[::-1])]
        assert made[0] == made[1] != made[2] == made[3]


def test_a_value_that_is_not_in_force_in_the_period_does_not_matter() -> None:
    future = TargetValue(from_=date(2021, 1, 1), value=Fraction(900), basis=Basis.RECONSTRUCTED)
    assert hash_of(first("targets", value=(*OF.targets[0].value, future))(OF)) == hash_of(OF)


def test_a_target_that_nothing_mentions_does_not_matter() -> None:
    # targets/ 由各方案共用：别的方案添一个目标，这个方案的得分不会变。
    assert hash_of(evolve(OF, targets=(*OF.targets, target("other", 1)))) == hash_of(OF)


def test_it_stays_whatever_the_order_of_what_must_hold_together() -> None:
    facts = [condition_fact("plan"), condition_fact("open")]
    made = [hash_of(scheme([point(needs(text))], facts)) for text in ("plan and open", "open and plan")]
    assert made[0] == made[1]


def test_it_changes_with_the_unit_of_what_is_compared() -> None:
    made = [hash_of(scheme([point(needs("x >= line"))], [number_fact("x", unit)], targets=[target("line", 5, unit)])) for unit in ("元", "人", "")]
    assert len(set(made)) == 3


def test_it_stays_whatever_the_order_of_failings_that_differ_by_class() -> None:
    pairs = [("spend >= line", 1), ("spend >= 2 * line", 2)]
    made = [hash_of(rules(0, failings(*order), needs("open and plan and spend >= floor", 3))(OF)) for order in (pairs, pairs[::-1])]
    assert made[0] == made[1]


class TestText:
    """What is hashed is plain JSON data: the class and attributes of an entry, numbers and units as text."""

    def test_it_is_hashed_as_the_shortest_text_with_its_keys_sorted(self) -> None:
        lowered = lower(scheme(levels=()))
        text = json.dumps(canonical(lowered), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode("utf-8")).hexdigest() == lowered.hash
        assert "合格" in text

    def test_of_an_entry(self) -> None:
        wan = UnitDeclaration("万元", "元", Fraction(10000))
        line = lower(scheme([point(needs("x >= line"))], [number_fact("x", "元")], targets=[target("line", "0.5", "万元")], units=[wan])).constants[
            "line"
        ]
        assert canonical(line) == {"": "Constant", "id": "line", "target": "line", "value": "5000", "unit": [["元", 1], "10000"]}

    @pytest.mark.parametrize(
        ("rule", "form", "at_most", "groups"),
        [
            (failings(("plan", 1), ("open", 2), at_most=2), "failings", "2", [False, False]),
            (first_of(("plan", 1), ("open", "0.5")), "bands", None, [True]),
            (failings(("spend >= line", 1), ("plan", 2)), "failings", None, [False, False]),
        ],
        ids=["failings", "bands", "by class"],
    )
    def test_of_a_rule(self, rule: Any, form: str, at_most: str | None, groups: list[bool]) -> None:
        """Its clauses are in groups of which at most one applies, each marked where always one does."""
        facts = [condition_fact("plan"), condition_fact("open"), number_fact("spend", "元"), choice_fact("area", "south", "north")]
        reads = needs("plan and open and spend >= line")
        line = classed_target("line", "area", {"south": 5, "north": 10}, "元")
        item = lower(scheme([point(rule), point(reads, id="reads")], facts, targets=[line])).points[0]
        text = canonical(item.parts[0])
        assert sorted(text) == ["at_most", "form", "groups"]
        assert (text["form"], text["at_most"], [exhaustive for exhaustive, _ in text["groups"]]) == (form, at_most, groups)
