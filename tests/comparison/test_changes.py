"""Every kind of change is found and named right, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from attrs import evolve
from builders import amount, bonus, column, condition_fact, grade, number_fact, point, quantity, scheme, table, target, veto
from comparison.pair import FACTS, OLD, POINTS, RULES, changed_point, changes, kinds, with_points
from engines.exact.rules import awards, below, failings, needs
from hypothesis import given, settings
from hypothesis import strategies as st
from records import alert

from supervision_rules import Scheme, load_scheme
from supervision_rules.comparison import compare
from supervision_rules.expression import Expression
from supervision_rules.messages import catalogue
from supervision_rules.scheme import Constraint, Indicator, Ladder, Reading, Rounding
from supervision_rules.testing import schemes, shuffles


def work(*rules: object) -> Scheme:
    return changed_point("work", rule=rules)


def facts(**changes: object) -> Scheme:
    return evolve(OLD, facts=tuple(evolve(fact, **changes) if fact.id == "meetings" else fact for fact in FACTS))


def ladder(*grades: object) -> Scheme:
    return evolve(OLD, ladder=Ladder(grade=grades))  # type: ignore[arg-type]


BONUS = OLD.bonuses[0]
STEPS, FAILINGS = RULES
UNREAD = condition_fact("extra", context=True)
SEEDED: dict[str, tuple[Callable[[], Scheme], list[str]]] = {
    "a point more": (lambda: with_points(*POINTS, point(needs("drill"), id="drill-held", number="3", worth=1)), ["point-added"]),
    "a point less": (lambda: with_points(POINTS[0]), ["point-removed"]),
    "a bonus more": (lambda: evolve(OLD, bonuses=(BONUS, bonus(awards(("drill", 1)), id="drills", cap=1))), ["bonus-added"]),
    "a bonus less": (lambda: evolve(OLD, bonuses=(), facts=tuple(fact for fact in FACTS if fact.id != "level")), ["bonus-removed", "fact-removed"]),
    "another id": (lambda: changed_point("plan-made", id="planning"), ["renamed"]),
    "another number": (lambda: changed_point("work", number="5"), ["renumbered"]),
    "another title": (lambda: changed_point("work", title="工作"), ["retitled"]),
    "other words": (lambda: changed_point("work", standard="经费、演练、规划和例会"), ["reworded"]),
    "another indicator": (lambda: changed_point("work", indicator="care"), ["moved"]),
    "another basis": (lambda: changed_point("work", basis="stated", trust="read", source="文件"), ["basis"]),
    "another worth": (lambda: changed_point("work", worth=Fraction(8)), ["reweighted"]),
    "another worth, all of it at stake": (lambda: changed_point("plan-made", worth=Fraction(5)), ["reweighted"]),
    "another cap": (lambda: evolve(OLD, bonuses=(evolve(BONUS, cap=Fraction(3)),)), ["recapped"]),
    "a condition to apply": (lambda: changed_point("work", applies_when=Expression.parse("drill")), ["applies"]),
    "rounding": (lambda: evolve(OLD, header=evolve(OLD.header, rounding=Rounding(point=Fraction(1, 10)))), ["item-rounding", "item-rounding"]),
    "a rule more": (lambda: work(STEPS, FAILINGS, needs("drill", 1)), ["rule-added"]),
    "a rule less": (lambda: work(FAILINGS), ["rule-removed"]),
    "another limit of a rule": (lambda: work(evolve(STEPS, at_most=Fraction(2)), FAILINGS), ["at-most"]),
    "no limit of a rule": (lambda: work(evolve(STEPS, at_most=None), FAILINGS), ["at-most"]),
    "a clause more": (
        lambda: work(STEPS, evolve(FAILINGS, failings=(*FAILINGS.failings, *failings(("not accident", 1)).failings))),
        ["clause-added"],
    ),
    "a clause less": (lambda: work(STEPS, evolve(FAILINGS, failings=FAILINGS.failings[1:])), ["clause-removed"]),
    "another threshold": (lambda: work(below("10次", "meetings", "1次", "0.5", at_most=3), FAILINGS), ["clause-changed"]),
    "another step": (lambda: work(below("12次", "meetings", "2次", "0.5", at_most=3), FAILINGS), ["clause-changed"]),
    "another amount": (lambda: work(below("12次", "meetings", "1次", "0.2", at_most=3), FAILINGS), ["clause-changed"]),
    "another count": (lambda: work(below("12次", "meetings", "1次", "0.5", count="started", at_most=3), FAILINGS), ["clause-changed"]),
    "a bound excluded": (
        lambda: work(STEPS, evolve(FAILINGS, failings=(*FAILINGS.failings[:2], *failings(("funding > floor", 2)).failings))),
        ["clause-changed"],
    ),
    "a target's value": (lambda: evolve(OLD, targets=(target("floor", 750, "元/人"),)), ["target-changed"]),
    "another target": (
        lambda: evolve(
            work(STEPS, evolve(FAILINGS, failings=(*FAILINGS.failings[:2], *failings(("funding >= level_2", 2)).failings))),
            targets=(target("level_2", 700, "元/人"),),
        ),
        ["clause-changed", "target-added", "target-removed"],
    ),
    "a quantity": (lambda: evolve(OLD, quantities=(quantity("funding", "spend / pupils / 2", better="more"),)), ["quantity-changed"]),
    "a quantity more": (lambda: evolve(OLD, quantities=(*OLD.quantities, quantity("twice", "spend * 2", better="more"))), ["quantity-added"]),
    "a fact more": (lambda: evolve(OLD, facts=(*FACTS, UNREAD)), ["fact-added"]),
    "a fact's domain": (lambda: facts(domain=(Fraction(0), Fraction(60))), ["fact-changed"]),
    "a fact's supplier": (lambda: facts(supplier="city"), ["fact-changed"]),
    "a constraint": (
        lambda: evolve(OLD, constraints=(Constraint(id="few", requires=Expression.parse("meetings <= 28次")),)),
        ["constraint-added"],
    ),
    "a veto more": (lambda: evolve(OLD, vetoes=(*OLD.vetoes, veto("plan", "not plan", "drop"))), ["veto-added"]),
    "a veto less": (
        lambda: evolve(OLD, vetoes=(), facts=tuple(fact for fact in FACTS if fact.id != "accident")),
        ["fact-removed", "veto-removed"],
    ),
    "a veto's effect": (lambda: evolve(OLD, vetoes=(veto("accident", "accident", "drop"),)), ["veto-changed"]),
    "a veto's condition": (lambda: evolve(OLD, vetoes=(veto("accident", "accident and not drill", "fail"),)), ["veto-changed"]),
    "a grade's line": (lambda: ladder(grade("优秀", "total >= 9.5"), *OLD.ladder.grade[1:]), ["grade"]),
    "a grade more": (lambda: ladder(OLD.ladder.grade[0], grade("良好", "total >= 8"), *OLD.ladder.grade[1:]), ["ladder"]),
    "a grade less": (lambda: ladder(*OLD.ladder.grade[1:]), ["ladder"]),
    "the cap of all bonuses": (lambda: evolve(OLD, header=evolve(OLD.header, bonus_cap=amount(4))), ["bonus-cap"]),
    "the rounding of the total": (lambda: evolve(OLD, header=evolve(OLD.header, rounding=Rounding(total=Fraction(1, 10)))), ["total-places"]),
    "the title": (lambda: evolve(OLD, header=evolve(OLD.header, title="新方案")), ["header"]),
    "an indicator more": (
        lambda: evolve(OLD, indicators=(*OLD.indicators, Indicator(id="new", title="新", basis="reconstructed"))),
        ["indicator-added"],
    ),
    "an indicator's title": (
        lambda: evolve(OLD, indicators=(OLD.indicators[0], evolve(OLD.indicators[1], title="条件保障"))),
        ["indicator-changed"],
    ),
    "an indicator's title, over points that stay": (
        lambda: evolve(OLD, indicators=(evolve(OLD.indicators[0], title="组织领导"), OLD.indicators[1])),
        ["indicator-changed"],
    ),
    "an indicator's id, under the same title": (
        lambda: evolve(
            with_points(*(evolve(entry, indicator="lead-2") for entry in POINTS)),
            indicators=(evolve(OLD.indicators[0], id="lead-2"), OLD.indicators[1]),
        ),
        ["indicator-added", "indicator-removed"],
    ),
    "a rule of another form": (
        lambda: work(failings(("meetings >= 12次", 3)), FAILINGS),
        ["rule-replaced"],
    ),
    "a fact's definition": (lambda: facts(definition="只计党委会议"), ["redefined"]),
    "a fact's label": (lambda: facts(label="例会次数"), ["relabelled"]),
    "a target's label": (lambda: evolve(OLD, targets=(evolve(OLD.targets[0], label="下限"),)), ["relabelled"]),
    "a veto's title and words": (
        lambda: evolve(OLD, vetoes=(evolve(OLD.vetoes[0], title="事故", standard="有事故的不合格"),)),
        ["veto-retitled", "veto-reworded"],
    ),
    "a reading's question": (
        lambda: evolve(OLD, readings=(evolve(OLD.readings[0], question="不足一次怎么办？"),)),
        ["reading-reworded"],
    ),
    "a reading less": (lambda: evolve(OLD, readings=()), ["reading-removed"]),
    "a reading's choice": (lambda: evolve(OLD, readings=(evolve(OLD.readings[0], choice="计"),)), ["reading-changed"]),
    "a reading more": (
        lambda: evolve(OLD, readings=(*OLD.readings, Reading(id="two", question="？", choice="是", confirm="督导室"))),
        ["reading-added"],
    ),
    "an alert more": (lambda: evolve(OLD, alerts=(alert("few", when=Expression.parse("meetings < 4次")),)), ["alert-added"]),
}
WORDS_ONLY = {
    "renamed",
    "renumbered",
    "retitled",
    "reworded",
    "moved",
    "basis",
    "header",
    "relabelled",
    "redefined",
    "veto-retitled",
    "veto-reworded",
}


@pytest.mark.parametrize("seeded", SEEDED)
def test_it_is_found_and_named(seeded: str) -> None:
    make, wanted = SEEDED[seeded]
    assert kinds(make()) == wanted


@pytest.mark.parametrize("seeded", SEEDED)
def test_it_scores_where_it_may_change_the_hash_and_only_there(seeded: str) -> None:
    for change in changes(SEEDED[seeded][0]()):
        if change.kind in WORDS_ONLY or change.kind.startswith(("indicator", "reading", "alert")):
            assert (change.scores, change.slots) == (False, ())
        elif change.kind.endswith("-changed") and not change.kind.startswith("constraint"):
            assert change.scores


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("seeded", SEEDED)
def test_it_can_be_said(seeded: str, language: str) -> None:
    for change in changes(SEEDED[seeded][0]()):
        assert all(catalogue(language).say(one) for one in (change.said, *change.details))


def test_there_are_kinds_enough() -> None:
    assert len({kind for _, wanted in SEEDED.values() for kind in wanted}) >= 30


DETAILS = {
    "another threshold": ["界线由12次改为10次"],
    "another step": ["每档由1次改为2次"],
    "another amount": ["分数由0.5分改为0.2分"],
    "another count": ["计档由“不足一档不计”改为“不足一档按一档计”"],
    "a bound excluded": ["“funding低于floor（700元/人）”改为“funding不高于floor（700元/人）”"],
    "a target's value": ["700元/人 → 750元/人"],
    "another target": ["所读由“floor（700元/人）”改为“level_2（700元/人）”"],
}


@pytest.mark.parametrize("seeded", DETAILS)
def test_what_has_moved_is_said(seeded: str) -> None:
    first = changes(SEEDED[seeded][0]())[0]
    assert [str(detail) for detail in first.details] == DETAILS[seeded]


def test_what_reads_otherwise_in_more_than_numbers_is_said_in_whole_sentences() -> None:
    (change,) = changes(work(STEPS, evolve(FAILINGS, failings=(*FAILINGS.failings[:2], *failings(("funding >= floor and drill", 2)).failings))))
    assert (change.kind, change.details) == ("clause-changed", ())
    assert "drill" in str(change.said)


def test_another_word_of_a_choice_is_said() -> None:
    new = evolve(OLD, bonuses=(evolve(BONUS, rule=(awards(('level == "city"', 1), ("meetings >= 20次", 2)),)),))
    (change,) = changes(new)
    assert [str(detail) for detail in change.details] == ["所读由“nation”改为“city”"]


def test_of_a_scheme_and_itself_there_is_none() -> None:
    assert compare(OLD, OLD).changes == ()
    assert compare(load_scheme("changzhou-2021"), load_scheme("changzhou-2021")).changes == ()


@settings(max_examples=40)
@given(st.data())
def test_of_a_scheme_and_itself_turned_about_there_is_none(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    assert compare(scheme, data.draw(shuffles(scheme))).changes == ()


@settings(max_examples=40)
@given(schemes())
def test_of_a_scheme_and_itself_in_other_words_none_scores(scheme: Scheme) -> None:
    points = tuple(evolve(entry, title="其他名称", standard="其他文字", number="9") for entry in scheme.points)
    found = compare(scheme, evolve(scheme, points=points)).changes
    assert {change.kind for change in found} <= {"retitled", "reworded", "renumbered"}
    assert not any(change.scores for change in found)


def test_a_number_of_ones_own_is_a_detail() -> None:
    new = evolve(OLD, facts=(*FACTS[:1], number_fact("spend", "元", (0, 5)), *FACTS[2:]))
    (change,) = changes(new)
    assert [str(detail) for detail in change.details] == ["上限由100000元改为5元"]


def test_a_constraint_that_is_stricter_is_said_in_whole() -> None:
    old, new = (evolve(OLD, constraints=(Constraint(id="few", requires=Expression.parse(f"meetings <= {most}次")),)) for most in (28, 20))
    (change,) = compare(old, new).changes
    assert (change.kind, change.scores) == ("constraint-changed", False)
    assert [str(detail) for detail in change.details] == ["由“meetings不高于28次”改为“meetings不高于20次”", "界线由28次改为20次"]


def test_a_fact_that_nothing_counts_can_change_no_score() -> None:
    old, new = (evolve(OLD, facts=(*FACTS, number_fact("area", unit, context=True))) for unit in ("平方公里", "公顷"))
    (change,) = compare(old, new).changes
    assert (change.kind, change.scores) == ("fact-changed", False)
    assert [str(detail) for detail in change.details] == ["单位由平方公里改为公顷"]


def test_a_column_that_offers_more_is_said_by_its_name() -> None:
    def made(*levels: str) -> Scheme:
        awards_table = table("award", column("level", kind="choice", values=levels), key=("level",))
        cities = quantity("cities", 'count(award where level == "city")', (0, 9), unit="项", better="more")
        return evolve(OLD, tables=(awards_table,), quantities=(*OLD.quantities, cities))

    change = compare(made("city"), made("city", "nation")).changes[0]
    assert change.kind == "table-changed"
    assert [str(detail) for detail in change.details] == ["列 level：选项由city改为city、nation"]


def test_a_quantity_that_is_given_now_says_so() -> None:
    old = evolve(OLD, facts=tuple(fact for fact in FACTS if fact.id != "spend"), tables=(table("school", column("spend", "元")),))
    old = evolve(old, quantities=(*OLD.quantities, quantity("spend", "sum(school.spend)", (0, 100_000), unit="元", better="more")))
    change = next(change for change in compare(old, OLD).changes if change.of == "spend")
    assert str(change.details[0]).startswith("不再按“")
    assert str(change.details[0]).endswith("得出，改为直接填报")


def test_a_condition_where_there_was_none_is_said_so() -> None:
    (change,) = changes(changed_point("work", applies_when=Expression.parse("drill")))
    assert str(change.said) == "适用条件由“无条件适用”改为“drill”"


def test_a_cohort_and_what_fills_it_are_told() -> None:
    plain = column("share", "%", domain=(0, 100))
    ranked = scheme(
        [point(needs("place <= 1名"))],
        [number_fact("share", "%", (0, 100))],
        tables=[table("peer", plain)],
        quantities=[quantity("place", "rank(share among peer.share)", (1, 50), "less", unit="名")],
    )
    filled = evolve(ranked, tables=(table("peer", evolve(plain, fact="share"), cohort=True),))
    (change,) = compare(ranked, filled).changes
    told = " ".join(catalogue().say(one) for one in (change.said, *change.details))
    assert "比较组由否改为是" in told
    assert "列 share：取自指标数据由（无）改为share" in told
