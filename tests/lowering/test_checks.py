"""What must hold of a scheme as a whole: names, worths, links, provenance, and that nothing is declared in vain."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import (
    ALWAYS,
    bonus,
    choice_fact,
    column,
    condition_fact,
    date_fact,
    expression,
    grade,
    number_fact,
    point,
    quantity,
    refusals,
    scheme,
    table,
    target,
    veto,
)
from engines.exact.rules import awards, deducting, needs
from lowering.shown import mistakes

from supervision_rules import SupervisionRulesError
from supervision_rules.lowering import lower
from supervision_rules.scheme import (
    Alternative,
    AsOf,
    Basis,
    Constraint,
    ElementEvidence,
    Fact,
    Form,
    Indicator,
    ItemRules,
    NotApplicable,
    Period,
    QuantityValue,
    Reading,
    Rounding,
    Scheme,
    Trust,
)
from supervision_rules.scoring import Band, Bands

MET = needs(ALWAYS)
PLAN = condition_fact("plan")


def with_header(**changes: Any) -> Scheme:
    made = scheme()
    return evolve(made, header=evolve(made.header, **changes))


class TestNames:
    @pytest.mark.parametrize("id", ["x", "primary.funding_per_pupil", "a1", "year.to_date", "a.b.c", "organ"])
    def test_of_facts_are_words_joined_by_dots(self, id: str) -> None:
        assert refusals(scheme(facts=[date_fact(id, context=True)])) == ()

    @pytest.mark.parametrize("id", ["X", "小学", "a-b", "1a", "a.", ".a", "a..b", "a b", "a.1", "_a", "a.b.1"])
    def test_anything_else_is_no_name(self, id: str) -> None:
        assert refusals(scheme(facts=[date_fact(id, context=True)])) == ("bad-name",)

    @pytest.mark.parametrize(
        "id", ["and", "or", "not", "where", "by", "once", "highest", "over", "from", "to", "among", "at", "items", "total", "base_score"]
    )
    def test_nor_is_a_word_of_the_language(self, id: str) -> None:
        assert refusals(scheme(facts=[date_fact(id, context=True)])) == ("bad-name",)
        assert refusals(scheme(tables=[table("school", column(id))])) == ("bad-name",)

    @pytest.mark.parametrize("id", ["a", "funding-per-pupil", "2021-plan"])
    def test_of_points_are_slugs(self, id: str) -> None:
        assert refusals(scheme([point(MET, id=id)])) == ()

    @pytest.mark.parametrize("id", ["A", "a_b", "a--b", "-a", "a-", "a.b", "规划", ""])
    def test_anything_else_is_no_slug(self, id: str) -> None:
        assert refusals(scheme([point(MET, id=id)])) == ("bad-slug",)

    @pytest.mark.parametrize("id", ["clause", "assumed", "note", "where", "a.b", "A", "1a", "_a", ""])
    def test_of_columns_are_words_that_no_row_uses_of_itself(self, id: str) -> None:
        assert refusals(scheme(tables=[table("school", column(id))])) == ("bad-name",)

    def test_do_not_begin_with_the_name_of_a_table(self) -> None:
        rows = [table("school", column("pupils"))]
        assert refusals(scheme(facts=[date_fact("school.founded", context=True)], tables=rows)) == ("name-like-table",)
        assert refusals(scheme(facts=[date_fact("school.year.founded", context=True)], tables=rows)) == ("name-like-table",)
        assert refusals(scheme(facts=[date_fact("schools.founded", context=True)], tables=rows)) == ()

    @pytest.mark.parametrize(
        "entries",
        [
            {"facts": [date_fact("x", context=True)] * 2},
            {"facts": [date_fact("x", context=True)], "quantities": [quantity("x", "1 + 1")]},
            {"facts": [date_fact("x", context=True)], "targets": [target("x", 1)]},
            {"quantities": [quantity("x", "1 + 1")], "targets": [target("x", 1)]},
        ],
        ids=lambda entries: " and ".join(entries),
    )
    def test_facts_quantities_and_targets_share_theirs(self, entries: dict[str, Any]) -> None:
        assert refusals(scheme(**entries)) == ("duplicate-id",)

    @pytest.mark.parametrize(
        "entries",
        [
            {"points": [point(MET, id="a"), point(MET, id="a")]},
            {"points": [point(MET, id="a")], "bonuses": [bonus(MET, id="a")]},
            {"vetoes": [veto("a", ALWAYS, "drop")] * 2},
            {"constraints": [Constraint(id="a", requires=expression(ALWAYS))] * 2},
            {"grades": [grade("好", ALWAYS), grade("好")]},
            {"tables": [table("school", column("a"))] * 2},
            {"tables": [table("school", column("a"), column("a"))]},
            {"facts": [choice_fact("x", "a", "a", context=True)]},
        ],
        ids=lambda entries: " and ".join(entries),
    )
    def test_each_kind_has_an_id_once(self, entries: dict[str, Any]) -> None:
        assert refusals(scheme(**entries)) == ("duplicate-id",)

    def test_a_point_and_a_veto_may_share_one(self) -> None:
        assert refusals(scheme([point(MET, id="safety")], vetoes=[veto("safety", ALWAYS, "drop")])) == ()

    def test_what_reads_one_that_stands_twice_is_silent(self) -> None:
        facts = [number_fact("x", context=True)] * 2
        assert refusals(scheme([point(needs("x > 3 and y > 3"))], facts)) == ("duplicate-id",)
        assert refusals(scheme([point(needs("x > 3")), point(needs("y > 3"), id="b")], facts)) == ("duplicate-id", "unknown-name")

    def test_where_one_is_misspelt_what_is_not_found_is_silent(self) -> None:
        assert refusals(scheme([point(needs("x > 3"))], [number_fact("X", context=True)])) == ("bad-name",)
        assert refusals(scheme([point(needs("x + 1"))], [number_fact("x"), date_fact("X", context=True)])) == ("bad-name", "not-a-condition")


class TestWorths:
    def test_add_up_to_the_base(self) -> None:
        assert refusals(scheme([point(MET, id="a", worth="1.5"), point(MET, id="b", worth="98.5")])) == ()

    def test_less_or_more_is_refused_with_both_sums(self) -> None:
        made = scheme([point(MET, id="a", worth="1.5"), point(MET, id="b", worth="98.4")])
        with pytest.raises(SupervisionRulesError, match=r"99\.9.*100") as refused:
            lower(evolve(made, header=evolve(made.header, base=Fraction(100))))
        assert refused.value.codes == ("worths-do-not-add-up",)

    @pytest.mark.parametrize(("worth", "base"), [("0.5", 2), (1, 2), (2, 1)])
    def test_are_added_up_however_small(self, worth: Any, base: int) -> None:
        made = scheme([point(MET, worth=worth)])
        assert refusals(evolve(made, header=evolve(made.header, base=Fraction(base)))) == ("worths-do-not-add-up",)

    @pytest.mark.parametrize("worth", [0, -1])
    def test_are_not_added_up_while_one_is_wrong(self, worth: int) -> None:
        made = scheme([point(MET, id="a", worth=worth), point(MET, id="b", worth=9)])
        assert refusals(evolve(made, header=evolve(made.header, base=Fraction(10)))) == ("worth-not-positive",)

    def test_are_not_added_up_where_there_are_none(self) -> None:
        assert refusals(evolve(scheme(), points=())) == ()

    def test_of_bonuses_do_not_count(self) -> None:
        assert refusals(scheme([point(MET)], [PLAN], bonuses=[bonus(awards(("plan", 1)))])) == ()

    @pytest.mark.parametrize("worth", [0, -1])
    def test_are_above_nought(self, worth: int) -> None:
        assert refusals(scheme([point(MET, id="a", worth=worth), point(MET, id="b", worth=9)])) == ("worth-not-positive",)

    def test_are_for_schemes_that_count_points(self) -> None:
        assert refusals(scheme([point(MET, worth=None)])) == ("worth-and-measure",)
        assert refusals(scheme([point(MET, worth=3)], measure="criteria")) == ("worth-and-measure",)


class TestHeader:
    def test_a_period_runs_forward(self) -> None:
        assert refusals(with_header(period=Period(from_=date(2020, 12, 31), to=date(2020, 1, 1)))) == ("period-reversed",)
        assert refusals(with_header(period=Period(from_=date(2020, 1, 1), to=date(2020, 1, 1)))) == ()

    @pytest.mark.parametrize("to", ["1", "0.1", "0.000001"])
    def test_scores_are_rounded_to_powers_of_ten(self, to: str) -> None:
        assert refusals(with_header(rounding=Rounding(point=Fraction(to)))) == ()

    @pytest.mark.parametrize("to", ["0.5", "0.02", "10", "0", "-0.1", "1/3", "1/11", "1/101"])
    @pytest.mark.parametrize("key", ["point", "bonus", "total"])
    def test_and_to_nothing_else(self, key: str, to: str) -> None:
        assert "rounding-not-power" in refusals(with_header(rounding=Rounding(**{key: Fraction(to)})))

    def test_rescaling_rounds_the_total(self) -> None:
        assert refusals(with_header(not_applicable=NotApplicable.RESCALE)) == ("rescale-needs-rounding",)
        assert refusals(with_header(not_applicable=NotApplicable.RESCALE, rounding=Rounding(total=Fraction(1, 100)))) == ()

    def test_points_have_a_base(self) -> None:
        assert refusals(with_header(base=None)) == ("key-missing",)

    @pytest.mark.parametrize("key", ["base", "bonus_cap"])
    def test_amounts_are_not_negative(self, key: str) -> None:
        assert "negative-amount" in refusals(with_header(**{key: Fraction(-1)}))

    @pytest.mark.parametrize("changes", [{"base": Fraction(1)}, {"bonus_cap": Fraction(1)}, {"rounding": Rounding(total=Fraction(1))}])
    def test_nothing_is_counted_without_points(self, changes: dict[str, Any]) -> None:
        made = scheme([point(MET, worth=None)], measure="criteria")
        assert refusals(evolve(made, header=evolve(made.header, **changes))) == ("only-for-points",)

    def test_nor_are_there_bonuses(self) -> None:
        made = scheme([point(MET, worth=None)], [PLAN], bonuses=[bonus(awards(("plan", 1)))], measure="criteria")
        assert refusals(made) == ("only-for-points",)

    def test_levels_go_with_their_measure(self) -> None:
        rule = Bands(value=expression("x"), bands=(Band(at_least=expression("1"), level="A"), Band(below=expression("1"), level="B")))
        assert refusals(scheme([point(rule, worth=None)], [number_fact("x")], measure="levels", levels="AB")) == ()
        assert "levels-and-measure" in refusals(scheme([point(rule, worth=None)], [number_fact("x")], measure="levels"))
        assert "levels-and-measure" in refusals(scheme([point(MET)], levels="AB"))
        assert "duplicate-id" in refusals(scheme([point(rule, worth=None)], [number_fact("x")], measure="levels", levels="AA"))


SEEN: dict[str, Any] = {"trust": Trust.READ, "source": "报告一"}


class TestProvenance:
    @pytest.mark.parametrize("basis", [Basis.STATED, Basis.CITED])
    @pytest.mark.parametrize(
        ("said", "codes"), [(SEEN, ()), ({"trust": Trust.READ}, ("source-missing",)), ({"source": "报告一"}, ("source-missing",))]
    )
    def test_what_is_stated_or_cited_names_trust_and_source(self, basis: Basis, said: dict[str, Any], codes: tuple[str, ...]) -> None:
        assert refusals(scheme([point(MET, basis=basis, **said)])) == codes

    @pytest.mark.parametrize("said", [SEEN, {"trust": Trust.MEMORY}, {"source": "报告一"}])
    def test_what_is_ours_has_neither(self, said: dict[str, Any]) -> None:
        assert refusals(scheme([point(MET, **said)])) == ("source-of-reconstruction",)

    def test_every_entry_is_asked(self) -> None:
        bare = {"basis": Basis.STATED}
        made = scheme(
            [point(MET, **bare)],
            [PLAN],
            bonuses=[evolve(bonus(awards(("plan", 1))), **bare)],
            vetoes=[evolve(veto("v", ALWAYS, "drop"), **bare)],
            grades=[evolve(grade("好"), **bare)],
            indicators=[Indicator(id="i", title="i", basis=Basis.STATED)],
            targets=[evolve(target("t", 1), value=(evolve(target("t", 1).value[0], **bare),))],
        )
        assert refusals(evolve(made, header=evolve(made.header, **bare))) == ("source-missing",) * 7

    def test_a_line_is_asked_like_the_entry(self) -> None:
        lines = [
            ElementEvidence(element="worth", basis=Basis.STATED),
            ElementEvidence(element="worth", basis=Basis.RECONSTRUCTED, source="报告一"),
            ElementEvidence(element="worth", basis=Basis.CITED, **SEEN),
        ]
        assert refusals(scheme([point(MET, provenance=tuple(lines))])) == ("source-missing", "source-of-reconstruction")

    def test_a_line_names_an_element(self) -> None:
        lines = (ElementEvidence(element="wroth", basis=Basis.RECONSTRUCTED),)
        assert refusals(scheme([point(MET, provenance=lines)])) == ("unknown-element",)


def reading(*alternatives: Alternative, points: tuple[str, ...] = ()) -> Reading:
    return Reading(id="r", question="?", choice="!", confirm="某市", points=points, alternative=alternatives)


class TestLinks:
    @pytest.mark.parametrize("id", ["point", "bonus", "v", "合格"])
    def test_a_reading_may_touch_points_bonuses_vetoes_and_grades(self, id: str) -> None:
        entries: dict[str, Any] = {"bonuses": [bonus(awards(("plan", 1)))], "vetoes": [veto("v", ALWAYS, "drop")]}
        assert refusals(scheme([point(MET)], [PLAN], readings=[reading(points=(id,))], **entries)) == ()
        assert refusals(scheme([point(MET)], [PLAN], readings=[reading(points=(f"{id}s",))], **entries)) == ("unknown-item",)

    RULES: tuple[Form, ...] = (deducting("x"),)
    AWARDS: tuple[Form, ...] = (awards(("x > 1", 1)),)
    BASE: dict[str, Any] = {
        "points": [point(deducting("x"))],
        "facts": [number_fact("x")],
        "bonuses": [bonus(awards(("x > 3", 1)))],
        "quantities": [quantity("q", "x")],
    }

    @pytest.mark.parametrize(
        "alternative",
        [
            Alternative(id="none", text="-", point=(ItemRules(id="points", rule=RULES),)),
            Alternative(id="bonus", text="-", point=(ItemRules(id="bonus", rule=RULES),)),
            Alternative(id="point", text="-", bonus=(ItemRules(id="point", rule=AWARDS),)),
            Alternative(id="grade", text="-", point=(ItemRules(id="合格", rule=RULES),)),
            Alternative(id="fact", text="-", quantity=(QuantityValue(id="x", value=expression("2")),)),
        ],
        ids=lambda one: one.id,
    )
    def test_an_alternative_that_would_replace_nothing_is_refused(self, alternative: Alternative) -> None:
        assert refusals(scheme(**self.BASE, readings=[reading(alternative)])) == ("unknown-item",)

    @pytest.mark.parametrize(
        "alternative",
        [
            Alternative(id="point", text="-", point=(ItemRules(id="point", rule=RULES),) * 2),
            Alternative(id="bonus", text="-", bonus=(ItemRules(id="bonus", rule=AWARDS),) * 2),
            Alternative(id="quantity", text="-", quantity=(QuantityValue(id="q", value=expression("x + 1")),) * 2),
        ],
        ids=lambda one: one.id,
    )
    def test_one_that_replaces_something_twice_too(self, alternative: Alternative) -> None:
        assert refusals(scheme(**self.BASE, readings=[reading(alternative)])) == ("duplicate-id",)

    def test_the_rules_of_an_alternative_are_checked(self) -> None:
        wrong = Alternative(id="a", text="-", point=(ItemRules(id="point", rule=(deducting("y"),)),), bonus=(ItemRules(id="bonus", rule=self.RULES),))
        assert refusals(scheme(**self.BASE, readings=[reading(wrong)])) == ("unknown-name", "one-of-keys")

    def test_so_is_the_value_of_its_quantity(self) -> None:
        wrong = Alternative(id="a", text="-", quantity=(QuantityValue(id="q", value=expression("x + 1元")),))
        assert refusals(scheme(**self.BASE, readings=[reading(wrong)])) == ("units-differ",)

    def test_alternatives_have_an_id_once(self) -> None:
        assert refusals(scheme(readings=[reading(Alternative(id="a", text="-"), Alternative(id="a", text="-"))])) == ("duplicate-id",)

    def test_indicators_stand_under_indicators(self) -> None:
        def under(**parents: str | None) -> tuple[str, ...]:
            return refusals(
                scheme(indicators=[Indicator(id=id, title=id, parent=parent, basis=Basis.RECONSTRUCTED) for id, parent in parents.items()])
            )

        assert under(a=None, b="a", c="b") == ()
        assert under(a=None, b="d") == ("unknown-indicator",)
        assert under(a="b", b="a", c="a") == ("cycle",)

    def test_points_stand_under_one_that_there_is(self) -> None:
        assert refusals(scheme([point(MET, indicator="i")])) == ("unknown-indicator",)

    def test_a_cap_is_a_grade_of_the_ladder(self) -> None:
        assert refusals(scheme(vetoes=[veto("v", ALWAYS, "cap", grade="合格")])) == ()
        assert refusals(scheme(vetoes=[veto("v", ALWAYS, "cap", grade="良好")])) == ("unknown-grade",)
        assert refusals(scheme(vetoes=[veto("v", ALWAYS, "cap")])) == ("cap-and-grade",)
        assert refusals(scheme(vetoes=[veto("v", ALWAYS, "drop", grade="合格")])) == ("cap-and-grade",)


def reads(*facts: Fact, rules: tuple[Form, ...] = (MET,), **sections: Any) -> tuple[str, ...]:
    return refusals(scheme([point(*rules)], facts, **sections))


class TestReaders:
    """A fact is read by a rule, the ladder or a veto, or it is there as context and read by none."""

    SCHOOLS = table("school", column("pupils"), column("big", value="pupils > x"))

    @pytest.mark.parametrize(
        "reader",
        [
            {"rules": (needs("x > 3"),)},
            {"rules": (deducting("x"),)},
            {"rules": (needs("q > 3"),), "quantities": [quantity("q", "r + 1"), quantity("r", "x")]},
            {"rules": (needs("q > 3"),), "quantities": [quantity("q", "count(school where pupils > x)", (0, 9), "more")], "tables": [SCHOOLS]},
            {"rules": (needs("q > 3"),), "quantities": [quantity("q", "count(school where big)", (0, 9), "more")], "tables": [SCHOOLS]},
            {"rules": (needs("q > 3"),), "quantities": [quantity("q", "rank(x among school.pupils)", (1, 9), "more")], "tables": [SCHOOLS]},
            {"vetoes": [veto("v", "x > 3", "drop")]},
            {"grades": [grade("好", "x > 3"), grade("差")]},
        ],
    )
    def test_rules_ladder_and_vetoes_are_readers_however_far_off(self, reader: dict[str, Any]) -> None:
        assert reads(number_fact("x"), **reader) == ()
        assert reads(number_fact("x", context=True), **reader) == ("context-fact-read",)

    def test_where_a_point_applies_is_one_too(self) -> None:
        assert refusals(scheme([point(MET, applies_when="plan")], [PLAN])) == ()

    @pytest.mark.parametrize(
        "reader",
        [
            {},
            {"constraints": [Constraint(id="c", requires=expression("x < 9"))]},
            {"constraints": [Constraint(id="c", requires=expression("pupils < x"), table="school")], "tables": [SCHOOLS]},
            {"quantities": [quantity("q", "x + 1")]},
            {"tables": [SCHOOLS]},
            {"readings": [reading(Alternative(id="a", text="-", point=(ItemRules(id="point", rule=(deducting("x"),)),)))]},
        ],
        ids=["nobody", "a constraint", "a constraint of rows", "a quantity that nobody reads", "a column that nobody reads", "an alternative"],
    )
    def test_nothing_else_is(self, reader: dict[str, Any]) -> None:
        assert reads(number_fact("x"), **reader) == ("fact-not-read",)
        assert reads(number_fact("x", context=True), **reader) == ()

    def test_under_a_chosen_reading_nobody_asks(self) -> None:
        assert reads(PLAN) == ("fact-not-read",)
        assert refusals(evolve(scheme(facts=[PLAN]), reading="r: a")) == ()
        assert refusals(evolve(scheme([point(needs("plan"))], [evolve(PLAN, context=True)]), reading="r: a")) == ()

    def test_nor_while_a_quantity_is_broken(self) -> None:
        assert reads(number_fact("x"), quantities=[quantity("q", "x + 1元")]) == ("units-differ",)

    def test_while_something_is_wrong_nobody_asks(self) -> None:
        assert reads(number_fact("x"), rules=(needs("y > 3"),)) == ("unknown-name",)


def test_an_alternative_value_of_a_quantity_is_of_its_kind_and_unit() -> None:
    facts = [number_fact("spend", "元"), number_fact("pupils", "人", domain=(1, 9))]
    base = {"facts": facts, "quantities": [quantity("each", "spend / pupils")], "points": [point(needs("each >= 3元/人"))]}
    other = [Alternative(id="a", text="?", quantity=(QuantityValue(id="each", value=expression("spend")),))]
    assert refusals(scheme(**base, readings=[reading(*other)])) == ("unit-not-declared",)


def headed(made: Scheme, **changes: Any) -> Scheme:
    return evolve(made, header=evolve(made.header, **changes))


def criteria(**changes: Any) -> Scheme:
    return headed(scheme([point(MET, worth=None)], measure="criteria"), **changes)


CONTEXT = [date_fact(id, context=True) for id in ("x", "y", "x")]
LEVELS = Bands(value=expression("x"), bands=(Band(at_least=expression("1"), level="A"), Band(below=expression("1"), level="B")))
OTHER = Alternative(id="a", text="-", point=(ItemRules(id="point", rule=(MET,)), ItemRules(id="points", rule=(MET,))))
TWICE: dict[str, Any] = {
    "point": (ItemRules(id="point", rule=(MET,)),) * 2,
    "bonus": (ItemRules(id="bonus", rule=(awards(("plan", 1)),)),) * 2,
    "quantity": (QuantityValue(id="q", value=expression("2")),) * 2,
}
BARE: dict[str, Any] = {"basis": Basis.STATED}
OURS = Basis.RECONSTRUCTED

WRONG: list[tuple[Scheme, list[str]]] = [
    # names
    (scheme(facts=CONTEXT), ["duplicate-id fact/x/id: id = x"]),
    (scheme(facts=CONTEXT[:1], quantities=[quantity("x", "1 + 1")]), ["duplicate-id quantity/x/id: id = x"]),
    (scheme(quantities=[quantity("x", "1 + 1")], targets=[target("x", 1)]), ["duplicate-id target/x/id: id = x"]),
    (
        scheme(facts=[date_fact("X", context=True)], quantities=[quantity("Q", "1")], targets=[target("not", 1)]),
        ["bad-name fact/X/id: id = X", "bad-name quantity/Q/id: id = Q", "bad-name target/not/id: id = not"],
    ),
    (
        scheme(facts=[date_fact("school.founded", context=True)], tables=[table("school", column("pupils"))]),
        ["name-like-table fact/school.founded/id: id = school.founded, table = school"],
    ),
    (
        scheme(facts=[date_fact("school.year.founded", context=True)], tables=[table("school", column("pupils"))]),
        ["name-like-table fact/school.year.founded/id: id = school.year.founded, table = school"],
    ),
    (
        scheme(tables=[table("school", column("a"), column("note"), column("a"))]),
        ["bad-name table/school/column/2/id: id = note", "duplicate-id table/school/column/3/id: id = a"],
    ),
    (
        scheme([point(MET, id="A")], [PLAN], bonuses=[bonus(awards(("plan", 1)), id="B")], vetoes=[veto("V", ALWAYS, "drop")]),
        ["bad-slug point/A/id: id = A", "bad-slug bonus/B/id: id = B", "bad-slug veto/V/id: id = V"],
    ),
    (
        scheme(constraints=[Constraint(id="C", requires=expression(ALWAYS))], readings=[evolve(reading(), id="R")]),
        ["bad-slug constraint/C/id: id = C", "bad-slug reading/R/id: id = R"],
    ),
    (
        scheme(indicators=[Indicator(id="I", title="i", basis=OURS)], tables=[table("a-b", column("a"))]),
        ["bad-slug indicator/I/id: id = I", "bad-slug table/a-b/id: id = a-b"],
    ),
    (scheme([point(MET, id="a")] * 2), ["duplicate-id point/a/id: id = a"]),
    (scheme([point(MET, id="a")], [PLAN], bonuses=[bonus(awards(("plan", 1)), id="a")]), ["duplicate-id bonus/a/id: id = a"]),
    (
        scheme(vetoes=[veto("a", ALWAYS, "drop")] * 2, constraints=[Constraint(id="a", requires=expression(ALWAYS))] * 2),
        ["duplicate-id veto/a/id: id = a", "duplicate-id constraint/a/id: id = a"],
    ),
    (
        scheme(indicators=[Indicator(id="i", title="i", basis=OURS)] * 2, readings=[reading()] * 2),
        ["duplicate-id indicator/i/id: id = i", "duplicate-id reading/r/id: id = r"],
    ),
    (scheme(tables=[table("school", column("a"))] * 2), ["duplicate-id table/school/id: id = school"]),
    (scheme([point(MET)], [PLAN], bonuses=[bonus(awards(("plan", 1)), id="a")] * 2), ["duplicate-id bonus/a/id: id = a"]),
    (scheme([point(MET, id="a")], [PLAN], bonuses=[bonus(awards(("plan", 1)), id="a")] * 2), ["duplicate-id bonus/a/id: id = a"]),
    (
        scheme(quantities=[quantity("c", "b + 1"), quantity("b", "a + 1"), quantity("a", "c + 1")]),
        ["cycle quantity/c/value: names = c → a → b → c"],
    ),
    (scheme(grades=[grade("好", ALWAYS), grade("中", ALWAYS), grade("好")]), ["duplicate-id ladder/grade/2/id: id = 好"]),
    (scheme([point(LEVELS, worth=None)], [number_fact("x")], measure="levels", levels="ABA"), ["duplicate-id scheme/levels/2: id = A"]),
    (
        scheme(readings=[reading(Alternative(id="a", text="-"), Alternative(id="b", text="-"), Alternative(id="a", text="-"))]),
        ["duplicate-id reading/r/alternative/2/id: id = a"],
    ),
    # the header
    (headed(scheme(), period=Period(from_=date(2020, 12, 31), to=date(2020, 1, 1))), ["period-reversed scheme/period"]),
    (headed(scheme(), evaluated_year=2019), ["year-outside-period scheme/evaluated_year: first = 2020-01-01, last = 2020-12-31, year = 2019"]),
    (headed(scheme(), evaluated_year=2021), ["year-outside-period scheme/evaluated_year: first = 2020-01-01, last = 2020-12-31, year = 2021"]),
    (
        headed(scheme(), rounding=Rounding(point=Fraction(1, 2), bonus=Fraction(1, 4), total=Fraction(10))),
        [
            "rounding-not-power scheme/rounding/point: value = 0.5",
            "rounding-not-power scheme/rounding/bonus: value = 0.25",
            "rounding-not-power scheme/rounding/total: value = 10",
        ],
    ),
    (headed(scheme(), bonus_cap=Fraction(-1)), ["negative-amount scheme/bonus_cap: key = bonus_cap, value = -1"]),
    (
        headed(scheme(), base=Fraction(-1)),
        ["negative-amount scheme/base: key = base, value = -1", "worths-do-not-add-up scheme/base: base = -1, count = 1, total = 10"],
    ),
    (headed(scheme(), base=None), ["key-missing scheme: key = base"]),
    (headed(scheme(), not_applicable=NotApplicable.RESCALE), ["rescale-needs-rounding scheme/not_applicable"]),
    (scheme([point(LEVELS, worth=None)], [number_fact("x")], measure="levels"), ["levels-and-measure scheme/measure"]),
    (scheme([point(MET)], levels="AB"), ["levels-and-measure scheme/levels"]),
    (criteria(levels=("A", "B")), ["levels-and-measure scheme/levels"]),
    (
        criteria(base=Fraction(0), bonus_cap=Fraction(0), rounding=Rounding(total=Fraction(1)), not_applicable=NotApplicable.RESCALE),
        [
            "only-for-points scheme/base: key = base",
            "only-for-points scheme/bonus_cap: key = bonus_cap",
            "only-for-points scheme/rounding: key = rounding",
            "only-for-points scheme/not_applicable: key = not_applicable",
        ],
    ),
    (
        scheme([point(MET, worth=None)], [PLAN], bonuses=[bonus(awards(("plan", 1)))], measure="criteria"),
        ["only-for-points bonus/bonus: key = bonus"],
    ),
    # worths
    (scheme([point(MET, worth=None)]), ["worth-and-measure point/point: id = point"]),
    (scheme([point(MET, worth=3)], measure="criteria"), ["worth-and-measure point/point/worth: id = point"]),
    (scheme([point(MET, id="a", worth=0), point(MET, id="b", worth=9)]), ["worth-not-positive point/a/worth: worth = 0"]),
    (scheme([point(MET, id="a", worth=-1), point(MET, id="b", worth=9)]), ["worth-not-positive point/a/worth: worth = -1"]),
    (scheme(facts=[PLAN], bonuses=[bonus(awards(("plan", 1)), cap=0)]), ["worth-not-positive bonus/bonus/cap: worth = 0"]),
    (
        headed(scheme([point(MET, id="a", worth=3), point(MET, id="b", worth=4)]), base=Fraction(8)),
        ["worths-do-not-add-up scheme/base: base = 8, count = 2, total = 7"],
    ),
    # what is linked
    (
        scheme(indicators=[Indicator(id="safety", title="i", parent="safely", basis=OURS)]),
        ["unknown-indicator indicator/safety/parent: alike = （是否想写“safety”？）, name = safely"],
    ),
    (
        scheme(indicators=[Indicator(id=id, title=id, parent=parent, basis=OURS) for id, parent in (("b", "a"), ("a", "b"))]),
        ["cycle indicator/b/parent: names = b → a → b"],
    ),
    (
        scheme([point(MET, indicator="safely")], indicators=[Indicator(id="safety", title="i", basis=OURS)]),
        ["unknown-indicator point/point/indicator: alike = （是否想写“safety”？）, name = safely"],
    ),
    (
        headed(
            scheme(targets=[target("line", 1)]), as_of=(AsOf(target="line", date=date(2020, 1, 1)), AsOf(target="lines", date=date(2020, 12, 31)))
        ),
        ["unknown-name scheme/as_of/1/target: alike = （是否想写“line”？）, name = lines"],
    ),
    (
        headed(scheme(targets=[target("line", 1)]), as_of=(AsOf(target="line", date=date(2019, 12, 31)),)),
        ["as-of-outside-period scheme/as_of/0/date: day = 2019-12-31, first = 2020-01-01, last = 2020-12-31"],
    ),
    (
        headed(scheme(targets=[target("line", 1)]), as_of=(AsOf(target="line", date=date(2021, 1, 1)),)),
        ["as-of-outside-period scheme/as_of/0/date: day = 2021-01-01, first = 2020-01-01, last = 2020-12-31"],
    ),
    (
        headed(scheme(targets=[target("line", 1)]), as_of=(AsOf(target="line", date=date(2020, 1, 1)), AsOf(target="line", date=date(2020, 2, 1)))),
        ["duplicate-id scheme/as_of/1/target: id = line"],
    ),
    (
        scheme(readings=[reading(points=("point", "points"))]),
        ["unknown-item reading/r/points/0: alike = , name = point", "unknown-item reading/r/points/1: alike = , name = points"],
    ),
    (
        scheme([point(MET)], readings=[reading(Alternative(id="b", text="-"), OTHER)]),
        ["unknown-item reading/r/alternative/1/point/1/id: alike = （是否想写“point”？）, name = points"],
    ),
    (
        scheme([point(MET)], readings=[reading(Alternative(id="a", text="-", point=TWICE["point"]))]),
        ["duplicate-id reading/r/alternative/0/point/1/id: id = point"],
    ),
    (
        scheme([point(MET)], [PLAN], bonuses=[bonus(awards(("plan", 1)))], readings=[reading(Alternative(id="a", text="-", bonus=TWICE["bonus"]))]),
        ["duplicate-id reading/r/alternative/0/bonus/1/id: id = bonus"],
    ),
    (
        scheme(quantities=[quantity("q", "1 + 1")], readings=[reading(Alternative(id="a", text="-", quantity=TWICE["quantity"]))]),
        ["duplicate-id reading/r/alternative/0/quantity/1/id: id = q"],
    ),
    (
        scheme(readings=[reading(Alternative(id="a", text="-", quantity=TWICE["quantity"][:1]))]),
        ["unknown-item reading/r/alternative/0/quantity/0/id: alike = , name = q"],
    ),
    # where it is from
    (
        headed(scheme([point(MET, **BARE)], grades=[evolve(grade("好"), **BARE)]), **BARE),
        ["source-missing scheme: basis = stated", "source-missing point/point: basis = stated", "source-missing ladder/grade/0: basis = stated"],
    ),
    (
        scheme(facts=[PLAN], bonuses=[evolve(bonus(awards(("plan", 1))), **BARE)], vetoes=[evolve(veto("v", ALWAYS, "drop"), **BARE)]),
        ["source-missing bonus/bonus: basis = stated", "source-missing veto/v: basis = stated"],
    ),
    (
        scheme(
            indicators=[Indicator(id="i", title="i", basis=Basis.CITED)],
            targets=[evolve(target("t", 1), value=(target("t", 1).value[0], evolve(target("t", 1).value[0], from_=date(2010, 1, 1), **BARE)))],
        ),
        ["source-missing indicator/i: basis = cited", "source-missing target/t/value/1: basis = stated"],
    ),
    (scheme([point(MET, **SEEN)]), ["source-of-reconstruction point/point"]),
    (
        scheme([point(MET, provenance=(ElementEvidence(element="worth", basis=OURS), ElementEvidence(element="wroth", basis=Basis.CITED)))]),
        [
            "source-missing point/point/provenance/1: basis = cited",
            "unknown-element point/point/provenance/1/element: alike = （是否想写“worth”？）, name = wroth",
        ],
    ),
    (
        scheme([point(MET, provenance=(ElementEvidence(element="worth", basis=OURS, source="报告一"),))]),
        ["source-of-reconstruction point/point/provenance/0"],
    ),
    # who reads it
    (scheme(facts=[PLAN]), ["fact-not-read fact/plan: id = plan"]),
    (scheme([point(needs("plan"))], [evolve(PLAN, context=True)]), ["context-fact-read fact/plan/context: id = plan"]),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[said[0] for _, said in WRONG])
def test_what_is_wrong_is_said_where_it_stands(wrong: Scheme, said: list[str]) -> None:
    assert mistakes(wrong) == said
