"""Ladder, vetoes and constraints lowered: which of their conditions and effects there can be."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from builders import (
    ALWAYS,
    OURS,
    bonus,
    choice_fact,
    classed_target,
    column,
    condition_fact,
    expression,
    grade,
    number_fact,
    point,
    scheme,
    table,
    veto,
)
from engines.exact.rules import awards, needs
from lowering.shown import mistakes
from lowering.shown import said as words

from supervision_rules import SupervisionRulesError
from supervision_rules.lowering import lower
from supervision_rules.scheme import Constraint, Effect, Grade, Ladder, Scheme
from supervision_rules.scoring import Band, Bands

PLAN = condition_fact("plan")
SCHOOLS = table("school", column("pupils", "人"))
LEVELS = Bands(value=expression("x"), bands=(Band(at_least=expression("1"), level="A"), Band(below=expression("1"), level="B")))


def ladder(*grades: Grade, **more: Any) -> Scheme:
    made = scheme(**more)
    return evolve(made, ladder=Ladder(grade=grades))


def constraint(text: str, **about: Any) -> Constraint:
    return Constraint(id="c", requires=expression(text), **about)


def criteria(**more: Any) -> Scheme:
    return scheme([point(needs("plan"), worth=None)], [PLAN], measure="criteria", **more)


WRONG: list[tuple[Scheme, list[str]]] = [
    # the ladder
    (ladder(), ["ladder-open ladder/grade"]),
    (ladder(Grade(id="好", when=expression(ALWAYS), **OURS), Grade(id="差", when=expression(ALWAYS), **OURS)), ["ladder-open ladder/grade/1"]),
    (ladder(Grade(id="好", when=expression(ALWAYS), **OURS), Grade(id="差", **OURS)), ["grade-condition ladder/grade/1: id = 差"]),
    (ladder(Grade(id="好", when=expression(ALWAYS), **OURS)), ["ladder-open ladder/grade/0"]),
    (
        ladder(grade("好", ALWAYS), grade("中", ALWAYS), Grade(id="差", when=expression(ALWAYS), otherwise=True, **OURS)),
        ["grade-condition ladder/grade/2: id = 差"],
    ),
    (
        ladder(Grade(id="好", **OURS), grade("中", "totals"), grade("差")),
        ["grade-condition ladder/grade/0: id = 好", "unknown-name ladder/grade/1/when: alike = , name = totals"],
    ),
    (ladder(Grade(id="好", **OURS), grade("差")), ["grade-condition ladder/grade/0: id = 好"]),
    (ladder(grade("好", ALWAYS), Grade(id="差", when=expression(ALWAYS), otherwise=True, **OURS)), ["grade-condition ladder/grade/1: id = 差"]),
    (ladder(grade("好"), grade("中", "total >= 5"), grade("差")), ["grade-condition ladder/grade/0: id = 好"]),
    (ladder(grade("好", "totals >= 9"), grade("差")), ["unknown-name ladder/grade/0/when: alike = , name = totals"]),
    (ladder(grade("好", ALWAYS), grade("中", "total"), grade("差")), ["not-a-condition ladder/grade/1/when: kind = 数值"]),
    (
        scheme(facts=[number_fact("x"), number_fact("y")], grades=[grade("好", "x / y > 1"), grade("差")]),
        ["division-in-condition ladder/grade/0/when"],
    ),
    (
        criteria(grades=[grade("好", "plan"), grade("中", "total > 1 and base_score > 1"), grade("差")]),
        ["only-for-points ladder/grade/1/when: key = total", "only-for-points ladder/grade/1/when: key = base_score"],
    ),
    (criteria(grades=[grade("好", "score('point') > 1"), grade("差")]), ["only-for-points ladder/grade/0/when: key = score"]),
    # vetoes
    (scheme(vetoes=[veto("v", ALWAYS, "cap")]), ["cap-and-grade veto/v/effect: id = v"]),
    (scheme(vetoes=[veto("v", ALWAYS, "drop", grade="合格")]), ["cap-and-grade veto/v/grade: id = v"]),
    (scheme(vetoes=[veto("v", ALWAYS, "cap", grade="良好")]), ["unknown-grade veto/v/grade: grades = 合格, name = 良好"]),
    (
        scheme(vetoes=[veto("v", ALWAYS, "drop"), veto("w", "total", "fail"), veto("x", "y > 1", "fail")]),
        ["not-a-condition veto/w/when: kind = 数值", "unknown-name veto/x/when: alike = , name = y"],
    ),
    (scheme(facts=[number_fact("x"), number_fact("y")], vetoes=[veto("v", "x / y > 1", "fail")]), ["division-in-condition veto/v/when"]),
    # constraints
    (
        scheme(constraints=[constraint("pupils > 1人", table="shool")], tables=[SCHOOLS]),
        ["unknown-table constraint/c/table: alike = （是否想写“school”？）, name = shool"],
    ),
    (scheme(constraints=[constraint("pupils > 1", table="school")], tables=[SCHOOLS]), ["units-differ constraint/c/requires: left = 人, right = 1"]),
    (scheme(constraints=[constraint("pupils", table="school")], tables=[SCHOOLS]), ["not-a-condition constraint/c/requires: kind = 数值"]),
    (scheme(constraints=[constraint("pupils > 1人")], tables=[SCHOOLS]), ["unknown-name constraint/c/requires: alike = , name = pupils"]),
    (scheme(constraints=[constraint("total > 1")]), ["result-outside-ladder constraint/c/requires: name = total"]),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[said[0] for _, said in WRONG])
def test_what_is_wrong_is_said_where_it_stands(wrong: Scheme, said: list[str]) -> None:
    assert mistakes(wrong) == said


def test_where_what_is_wrong_stands_in_a_condition() -> None:
    with pytest.raises(SupervisionRulesError) as refused:
        lower(criteria(grades=[grade("好", "plan and total > 1"), grade("差")]))
    assert [problem.span for problem in refused.value.problems] == [(9, 14)]


class TestLadder:
    def test_it_is_its_grades_with_their_conditions_the_last_of_which_always_holds(self) -> None:
        steps = lower(scheme(grades=[grade("好", "total >= 9"), grade("中", "base_score >= 5"), grade("差")])).ladder
        assert [(step.id, words(step.when)) for step in steps] == [("好", "总分不低于9分"), ("中", "基础分不低于5分"), ("差", "是")]

    def test_it_reads_what_items_come_to(self) -> None:
        grades = [grade("好", "score('point') >= 9 and score('bonus') >= 1"), grade("差")]
        assert mistakes(scheme([point(needs(ALWAYS))], [PLAN], bonuses=[bonus(awards(("plan", 1)))], grades=grades)) == []

    def test_of_levels_it_counts_them(self) -> None:
        made = {"points": [point(LEVELS, worth=None)], "facts": [number_fact("x")], "measure": "levels"}
        grades = [grade("好", 'count(items at "A") >= 1'), grade("差")]
        assert mistakes(scheme(**made, levels="AB", grades=grades)) == []

    def test_without_levels_it_is_given_up_in_silence(self) -> None:
        made = {"points": [point(LEVELS, worth=None)], "facts": [number_fact("x")], "measure": "levels"}
        grades = [grade("好", 'count(items at "A") >= 1'), grade("差")]
        assert mistakes(scheme(**made, grades=grades)) == ["levels-and-measure scheme/measure"]

    def test_it_may_divide_by_what_is_never_nought(self) -> None:
        facts = [number_fact("x"), number_fact("y", domain=(1, 9))]
        assert mistakes(scheme(facts=facts, grades=[grade("好", "x / y > 1"), grade("差")])) == []


def test_a_veto_keeps_its_condition_effect_and_grade() -> None:
    entries = [veto("v", "plan", "cap", grade="中"), veto("w", "not plan", "fail")]
    made = lower(scheme(facts=[PLAN], vetoes=entries, grades=[grade("好", "total >= 9"), grade("中", "total >= 5"), grade("差")]))
    assert [(one.id, words(one.when), one.effect, one.grade) for one in made.vetoes] == [
        ("v", "plan", Effect.CAP, "中"),
        ("w", "plan为否", Effect.FAIL, None),
    ]


class TestConstraints:
    def test_one_is_read_on_the_case_or_on_every_row_of_its_table(self) -> None:
        facts = [number_fact("x", "人", context=True)]
        entries = [constraint("x > 1人"), evolve(constraint("pupils <= x", table="school"), id="rows")]
        made = lower(scheme(facts=facts, constraints=entries, tables=[SCHOOLS])).constraints
        assert [(one.id, words(one.node), one.table) for one in made] == [("c", "x高于1人", None), ("rows", "school.pupils不高于x", "school")]

    def test_one_of_a_target_with_classes_is_written_out_for_each(self) -> None:
        facts = [number_fact("x", context=True), choice_fact("area", "south", "north", context=True)]
        line = classed_target("line", "area", {"south": 5, "north": 10})
        (made,) = lower(scheme(facts=facts, targets=[line], constraints=[constraint("x <= line")])).constraints
        assert words(made.node) == "（area等于south，且x不高于line@south），或（area等于north，且x不高于line@north）"

    def test_one_that_is_wrong_does_not_hide_the_next(self) -> None:
        entries = [constraint("x > 1", table="none"), evolve(constraint("y > 1"), id="d"), evolve(constraint("z > 1"), id="e")]
        assert mistakes(scheme(constraints=entries)) == [
            "unknown-table constraint/c/table: alike = , name = none",
            "unknown-name constraint/d/requires: alike = , name = y",
            "unknown-name constraint/e/requires: alike = , name = z",
        ]
