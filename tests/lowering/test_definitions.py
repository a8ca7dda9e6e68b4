"""Facts, units and targets as engines see them: in base units, and only what is in force and confirmed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import (
    OURS,
    case,
    choice_fact,
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
    veto,
)
from engines.exact.rules import needs
from lowering.shown import mistakes

from supervision_rules import assess, under_reading
from supervision_rules.expression import Kind
from supervision_rules.lowering import Input, lower
from supervision_rules.scheme import Alternative, AsOf, Constraint, Fact, ItemRules, Reading, Scheme, Target, TargetValue, UnitDeclaration
from supervision_rules.scoring import Band, Bands

WAN = UnitDeclaration("万元", "元", Fraction(10_000))
YI = UnitDeclaration("亿元", "万元", Fraction(10_000))
CIRCLE = [UnitDeclaration("角", "元", Fraction(1, 10)), UnitDeclaration("元", "角", Fraction(10))]


def reading(fact: Fact) -> Any:
    return point(needs(f"{fact.id} == {fact.id}"), id=fact.id)


def given(fact: Fact, *units: UnitDeclaration) -> Input:
    """The input of a fact."""
    return lower(scheme([reading(fact)], [fact], units=units)).inputs[fact.id]


class TestFacts:
    def test_a_number_has_its_domain_in_base_units_and_its_places_in_its_own(self) -> None:
        made = given(number_fact("spend", "万元", ("0.5", 300), places=2), WAN)
        assert (made.low, made.high, made.places, str(made.unit)) == (5000, 3_000_000, 2, "万元")

    def test_a_percentage_is_a_hundredth(self) -> None:
        made = given(number_fact("share", "%", (0, 150)))
        assert (made.low, made.high) == (0, Fraction(3, 2))

    @pytest.mark.parametrize(
        ("fact", "kind"),
        [(condition_fact("x"), Kind.CONDITION), (choice_fact("x", "a", "b"), Kind.CHOICE), (date_fact("x"), Kind.DATE)],
        ids=lambda one: one.kind.value if isinstance(one, Fact) else "",
    )
    def test_what_is_no_number_has_no_domain(self, fact: Fact, kind: Kind) -> None:
        made = lower(scheme(facts=[evolve(fact, context=True)])).inputs["x"]
        assert (made.kind, made.low, made.high, str(made.unit)) == (kind, None, None, "日期" if kind is Kind.DATE else "")

    @pytest.mark.parametrize("kind", [Kind.TEXT, Kind.MOMENT])
    def test_a_text_and_a_moment_stand_in_tables_only(self, kind: Kind) -> None:
        assert refusals(scheme(facts=[evolve(date_fact("x"), kind=kind, context=True)])) == ("unknown-value",)

    def test_a_choice_keeps_the_order_of_its_values(self) -> None:
        assert lower(scheme(facts=[choice_fact("x", "worst", "best", context=True)])).inputs["x"].values == ("worst", "best")

    @pytest.mark.parametrize("about", [{"unit": "元"}, {"domain": (Fraction(0), Fraction(1))}, {"places": 1}])
    @pytest.mark.parametrize("fact", [condition_fact("x"), choice_fact("x", "a", "b"), date_fact("x")], ids=lambda fact: fact.kind.value)
    def test_unit_domain_and_places_are_for_numbers(self, fact: Fact, about: dict[str, Any]) -> None:
        assert refusals(scheme(facts=[evolve(fact, context=True, **about)])) == ("only-for-numbers",)

    @pytest.mark.parametrize("fact", [number_fact("x"), condition_fact("x")], ids=lambda fact: fact.kind.value)
    def test_numbers_and_conditions_have_a_good_direction(self, fact: Fact) -> None:
        assert refusals(scheme(facts=[evolve(fact, context=True, better=None)])) == ("better-missing",)

    @pytest.mark.parametrize(("places", "codes"), [(0, ()), (12, ()), (13, ("wrong-places",)), (-1, ("wrong-places",))])
    def test_decimal_places_are_a_number_of_them(self, places: int, codes: tuple[str, ...]) -> None:
        assert refusals(scheme(facts=[number_fact("x", places=places, context=True)])) == codes

    def test_what_reads_a_fact_with_wrong_places_is_silent(self) -> None:
        assert refusals(scheme([point(needs("x >= 3元"))], [number_fact("x", places=13)])) == ("wrong-places",)

    def test_what_is_wrong_with_a_fact_is_said_once_however_often_it_is_read(self) -> None:
        broken = number_fact("x", "yuan")
        assert refusals(scheme([reading(broken), point(needs("x >= 3元"), id="again")], [broken])) == ("unknown-unit",)


class TestUnits:
    def test_a_chain_of_units_goes_down_to_the_last(self) -> None:
        for units in ((WAN, YI), (YI, WAN)):
            assert given(number_fact("x", "亿元", (0, 2)), *units).high == 200_000_000

    def test_units_below_the_line_divide(self) -> None:
        hundred = UnitDeclaration("百生", "人", Fraction(100))
        assert given(number_fact("x", "台/百生", (0, 50)), hundred).high == Fraction(1, 2)

    def test_a_unit_may_be_another_name(self) -> None:
        same = UnitDeclaration("生", "人", Fraction(1))
        facts = [number_fact("pupils", "生"), number_fact("teachers", "人")]
        assert refusals(scheme([point(needs("pupils >= teachers"))], facts, units=[same])) == ()
        assert refusals(scheme([point(needs("pupils >= teachers"))], facts)) == ("units-differ",)

    @pytest.mark.parametrize("factor", [0, -1])
    def test_a_factor_is_positive(self, factor: int) -> None:
        assert refusals(scheme(units=[UnitDeclaration("万元", "元", Fraction(factor))])) == ("factor-not-positive",)

    @pytest.mark.parametrize(("id", "of"), [("%", "元"), ("元/生", "元"), ("wan", "元"), ("万元", "元/生"), ("万元", "yuan")])
    def test_a_unit_is_made_of_one_symbol(self, id: str, of: str) -> None:
        assert refusals(scheme(units=[UnitDeclaration(id, of, Fraction(2))])) == ("unknown-unit",)

    def test_what_is_given_in_a_unit_without_factor_is_not_refused_again(self) -> None:
        assert refusals(scheme(facts=[number_fact("x", "万元", context=True)], units=[UnitDeclaration("万元", "元", Fraction(0))])) == (
            "factor-not-positive",
        )

    def test_a_unit_is_declared_once(self) -> None:
        assert refusals(scheme(units=[WAN, WAN])) == ("duplicate-id",)
        other = UnitDeclaration("万元", "角", Fraction(100_000))
        assert refusals(scheme([point(needs("x >= 3元"))], [number_fact("x", "万元")], units=[WAN, other])) == ("duplicate-id",)

    def test_units_in_a_circle_are_one_error(self) -> None:
        circle = [UnitDeclaration("元", "角", Fraction(10)), UnitDeclaration("角", "分", Fraction(10)), UnitDeclaration("分", "元", Fraction(1, 100))]
        assert refusals(scheme(units=circle)) == ("cycle",)

    def test_a_circle_is_told_from_the_first_that_is_written(self) -> None:
        assert mistakes(scheme(units=CIRCLE)) == ["cycle unit/角/of: names = 角 → 元 → 角"]

    @pytest.mark.parametrize(
        "facts",
        [
            [number_fact("x", "角"), number_fact("y", "万元")],
            [number_fact("x", "元"), number_fact("y", "角")],
            [number_fact("x", "亿元/生"), number_fact("y", "万元/生")],
            [number_fact("x", "万元"), number_fact("y", "亿元")],
        ],
    )
    def test_nothing_more_is_said_of_what_counts_in_a_circle_of_units(self, facts: list[Fact]) -> None:
        circle = [*CIRCLE, UnitDeclaration("万元", "元", Fraction(10_000)), UnitDeclaration("亿元", "人", Fraction(1))]
        assert refusals(scheme([point(needs("x >= y"))], facts, units=circle)) == ("cycle",)

    @pytest.mark.parametrize("amount", ["3角", "3元", "3元/生"])
    def test_nor_of_an_amount_in_one(self, amount: str) -> None:
        assert refusals(scheme([point(needs(f"x >= {amount}"))], [number_fact("x", "生")], units=CIRCLE)) == ("cycle",)

    def test_nor_of_targets_quantities_and_columns_in_one(self) -> None:
        sums = {"domain": (0, 10), "better": "more"}
        entries = [
            quantity("named", "x", unit="角"),
            quantity("whole", "sum(school.spent)", unit="分", **sums),
            quantity("most", "max(school.given)", unit="分", when_empty="3角", **sums),
            quantity("again", "sum(school.same)", unit="分", **sums),
        ]
        rows = table("school", column("spent", "元"), column("given", "分"), column("same", "角", value="given"))
        rules = [point(needs(f"{name} >= 3分"), id=name) for name in ("named", "whole", "most", "again")]
        line = Target(id="line", label="标准", unit="角", value=(value("2020-01-01", 3),), confirmed_for=(2020,))
        fines = point(needs("x >= line"), id="fine")
        made = scheme([*rules, fines], [number_fact("x", "分")], quantities=entries, tables=[rows], targets=[line], units=CIRCLE)
        assert refusals(made) == ("cycle",)

    def test_what_has_nothing_to_do_with_the_circle_is_still_looked_at(self) -> None:
        assert refusals(scheme([point(needs("x >= 3台"))], [number_fact("x", "生")], units=CIRCLE)) == ("cycle", "units-differ")

    def test_nothing_more_is_said_of_what_counts_in_a_unit_that_is_made_of_nothing(self) -> None:
        wrong = [UnitDeclaration("万元", "yuan", Fraction(10_000)), UnitDeclaration("亿元", "万元", Fraction(10_000))]
        assert refusals(scheme([point(needs("x >= 3元"))], [number_fact("x", "亿元")], units=wrong)) == ("unknown-unit",)

    def test_a_unit_over_one_without_factor_is_given_up(self) -> None:
        wrong = [UnitDeclaration("万元", "元", Fraction(0)), UnitDeclaration("亿元", "万元", Fraction(10_000))]
        assert refusals(scheme(facts=[number_fact("x", "人/亿元", context=True)], units=wrong)) == ("factor-not-positive",)

    def test_a_circle_is_seen_though_a_factor_in_it_is_wrong(self) -> None:
        wrong = [UnitDeclaration("角", "元", Fraction(0)), UnitDeclaration("元", "角", Fraction(10))]
        assert refusals(scheme(units=wrong)) == ("factor-not-positive", "cycle")

    def test_the_percentage_is_no_unit_to_declare_and_means_what_it_means(self) -> None:
        wrong = [UnitDeclaration("%", "元", Fraction(2))]
        assert refusals(scheme([point(needs("x >= 3生"))], [number_fact("x", "%")], units=wrong)) == ("unknown-unit", "units-differ")


def value(from_: str, number: int, **where: str) -> TargetValue:
    return TargetValue(from_=date.fromisoformat(from_), value=Fraction(number), where=where, **OURS)


def series(*values: TargetValue, confirmed_for: tuple[int, ...] = (2020,)) -> Target:
    return Target(id="line", label="标准", unit="元", value=values, confirmed_for=confirmed_for)


SPEND = number_fact("spend", "元")
METS = point(needs("spend >= line"))


def reads(line: Target, as_of: str | None = None, points: Any = (METS,), **more: Any) -> Scheme:
    """A scheme that reads the target `line`."""
    made = scheme(points, [SPEND], targets=[line], **more)
    dates = (AsOf(target="line", date=date.fromisoformat(as_of)),) if as_of else ()
    return evolve(made, header=evolve(made.header, as_of=dates))


class TestTargets:
    OLD = value("2016-01-01", 600)

    @pytest.mark.parametrize(
        ("values", "in_force"),
        [
            ((OLD,), 600),
            ((OLD, value("2019-12-31", 700)), 700),
            ((OLD, value("2020-01-01", 700)), 700),
            ((OLD, value("2021-01-01", 700)), 600),
        ],
    )
    def test_the_value_on_the_last_day_of_the_period_counts(self, values: tuple[TargetValue, ...], in_force: int) -> None:
        assert lower(reads(series(*values))).constants["line"].value == in_force

    @pytest.mark.parametrize("day", ["2020-01-02", "2020-12-31"])
    def test_a_change_within_the_period_is_refused(self, day: str) -> None:
        assert refusals(reads(series(self.OLD, value(day, 700)))) == ("target-changed-within",)

    @pytest.mark.parametrize(("as_of", "in_force"), [("2020-01-01", 600), ("2020-06-30", 600), ("2020-07-01", 700), ("2020-12-31", 700)])
    def test_unless_the_scheme_says_as_of_which_day(self, as_of: str, in_force: int) -> None:
        assert lower(reads(series(self.OLD, value("2020-07-01", 700)), as_of)).constants["line"].value == in_force

    def test_one_that_begins_after_the_period_is_not_in_force(self) -> None:
        assert refusals(reads(series(value("2021-01-01", 600)))) == ("target-not-in-force",)

    def test_nor_is_one_that_begins_after_the_day_as_of_which_it_counts(self) -> None:
        assert refusals(reads(series(value("2020-07-01", 600)), "2020-06-30")) == ("target-not-in-force",)

    @pytest.mark.parametrize(("years", "confirmed"), [((2020,), True), ((2019, 2020), True), ((2019, 2021), False), ((), False)])
    def test_one_must_be_confirmed_for_the_evaluated_year(self, years: tuple[int, ...], confirmed: bool) -> None:
        assert refusals(reads(series(self.OLD, confirmed_for=years))) == (() if confirmed else ("target-not-confirmed",))

    @pytest.mark.parametrize(
        "reader",
        [
            {"points": [point(needs("spend >= half"))], "quantities": [quantity("half", "line / 2")]},
            {"points": [point(needs("spend >= 3元"), applies_when="spend >= line")]},
            {"points": [point(needs("spend >= 3元"))], "vetoes": [veto("v", "spend < line", "fail")]},
        ],
        ids=["through a quantity", "where a point applies", "in a veto"],
    )
    def test_whoever_reads_it(self, reader: dict[str, Any]) -> None:
        assert refusals(reads(series(self.OLD, confirmed_for=()), **reader)) == ("target-not-confirmed",)

    def test_of_one_that_no_rule_reads_nothing_is_asked(self) -> None:
        unread = reads(series(self.OLD, confirmed_for=()), points=[point(needs("spend >= 3元"))])
        assert refusals(unread) == ()
        assert lower(unread).constants == {}
        checked = evolve(unread, constraints=(Constraint(id="c", requires=expression("spend <= line * 100")),))
        assert refusals(checked) == ()
        assert lower(checked).constants["line"].value == 600

    def test_under_another_reading_it_is_asked_too(self) -> None:
        other = Alternative(id="other", text="按标准", point=(ItemRules(id="point", rule=(needs("spend >= line"),)),))
        readings = [Reading(id="line", question="?", choice="3元", confirm="某市", alternative=(other,))]
        chosen = reads(series(self.OLD, confirmed_for=()), points=[point(needs("spend >= 3元"))], readings=readings)
        assert refusals(chosen) == ()
        assert refusals(under_reading(chosen, "line", "other")) == ("target-not-confirmed",)

    def test_one_that_nothing_speaks_of_does_not_hide_the_next(self) -> None:
        made = lower(evolve(reads(series(self.OLD)), targets=(evolve(series(self.OLD), id="other"), series(self.OLD))))
        assert list(made.constants) == ["line"]

    def test_whole_numbers_times_a_whole_target_are_whole(self) -> None:
        fitting = Bands(
            value=expression("x * line"),
            bands=(Band(at_least=expression("4元"), value=Fraction(1)), Band(at_most=expression("3元"), value=Fraction(0))),
        )
        assert refusals(scheme([point(fitting)], [number_fact("x")], targets=[series(self.OLD)])) == ()

    def test_one_is_in_base_units_and_keeps_its_source(self) -> None:
        stated = evolve(self.OLD, basis="stated", trust="read", source="文件一")
        made = lower(reads(evolve(series(stated), unit="万元"), units=[WAN])).constants["line"]
        assert (made.value, str(made.unit), made.source) == (6_000_000, "万元", "文件一")

    def test_one_is_not_swallowed_by_what_reads_it(self) -> None:
        lowered = lower(reads(series(self.OLD)))
        clause = lowered.points[0].parts[0].clauses[0]
        assert repr(clause.when).count("line") == 1
        assert assess(reads(series(self.OLD)), case(spend="599 元")).item("point").findings[0].reads[1].value == 600


class TestAsOf:
    def test_it_names_a_target(self) -> None:
        made = scheme()
        named = evolve(made, header=evolve(made.header, as_of=(AsOf(target="line", date=date(2020, 6, 1)),)))
        assert refusals(named) == ("unknown-name",)

    def test_it_names_a_target_once(self) -> None:
        twice = reads(series(TestTargets.OLD, value("2020-07-01", 700)), "2020-06-30")
        assert refusals(evolve(twice, header=evolve(twice.header, as_of=twice.header.as_of * 2))) == ("duplicate-id",)


class TestClasses:
    """The classes of a target cover every value of the choices that they name, each once."""

    AREA, SIZE = choice_fact("area", "south", "north"), choice_fact("size", "small", "large")

    def codes(self, *values: TargetValue) -> tuple[str, ...]:
        others = [evolve(self.AREA, context=False), evolve(self.SIZE, context=False)]
        points = [METS, point(needs("area == 'south' or size == 'small'"), id="classes")]
        return refusals(scheme(points, [SPEND, *others], targets=[series(*values)]))

    def test_one_a_value(self) -> None:
        assert self.codes(value("2016-01-01", 1, area="south"), value("2016-01-01", 2, area="north")) == ()

    def test_one_a_combination(self) -> None:
        made = [value("2016-01-01", 1, area=area, size=size) for area in self.AREA.values for size in self.SIZE.values]
        assert self.codes(*made) == ()
        assert self.codes(*made[:3]) == ("class-gap",)

    def test_a_class_may_be_divided_further(self) -> None:
        south = [value("2016-01-01", 1, area="south", size=size) for size in self.SIZE.values]
        assert self.codes(*south, value("2016-01-01", 2, area="north")) == ()

    def test_a_value_left_out_is_a_gap(self) -> None:
        assert self.codes(value("2016-01-01", 1, area="south")) == ("class-gap",)

    def test_one_that_begins_after_the_period_is_left_out_too(self) -> None:
        assert self.codes(value("2016-01-01", 1, area="south"), value("2021-01-01", 2, area="north")) == ("class-gap",)

    def test_a_value_without_class_beside_one_with_is_an_overlap(self) -> None:
        assert self.codes(value("2016-01-01", 1, area="south"), value("2016-01-01", 2)) == ("class-overlap",)

    def test_classes_by_different_facts_overlap(self) -> None:
        made = [value("2016-01-01", 1, area="south"), value("2016-01-01", 2, area="north"), value("2016-01-01", 3, size="small")]
        assert self.codes(*made) == ("class-overlap",)

    def test_a_target_with_classes_is_confirmed_too(self) -> None:
        line = series(value("2016-01-01", 1, area="south"), value("2016-01-01", 2, area="north"), confirmed_for=(2019,))
        points = [METS, point(needs("area == 'south'"), id="classes")]
        assert refusals(scheme(points, [SPEND, self.AREA], targets=[line])) == ("target-not-confirmed",)

    def test_a_choice_may_have_one_value_only(self) -> None:
        facts = [SPEND, choice_fact("area", "south")]
        points = [METS, point(needs("area == 'south'"), id="classes")]
        assert refusals(scheme(points, facts, targets=[series(value("2016-01-01", 1, area="south"))])) == ()
        both = series(value("2016-01-01", 1, area="south"), value("2016-01-01", 2))
        assert refusals(scheme(points, facts, targets=[both])) == ("class-overlap",)

    def test_what_is_wrong_with_the_choice_is_said_once(self) -> None:
        line = series(value("2016-01-01", 1, area="south"), value("2016-01-01", 2, area="north"))
        assert refusals(scheme([METS], [SPEND, choice_fact("area")], targets=[line])) == ("values-and-choice",)

    def test_a_class_is_a_value_of_a_choice(self) -> None:
        assert self.codes(value("2016-01-01", 1, area="west"), value("2016-01-01", 2, area="north")) == ("unknown-value",)
        assert self.codes(value("2016-01-01", 1, spend="1"), value("2016-01-01", 2, spend="2")) == ("class-needs-choice",)
        assert self.codes(value("2016-01-01", 1, county="south"), value("2016-01-01", 2, county="north")) == ("class-needs-choice",)


AREA, SIZE = choice_fact("area", "south", "north"), choice_fact("size", "small", "large")
SOUTH = value("2016-01-01", 1, area="south")


def by_class(*values: TargetValue, facts: Any = (AREA, SIZE)) -> Scheme:
    """A scheme that reads the target `line`, by area and size."""
    read = point(needs("area == 'south' or size == 'small'"), id="classes")
    return scheme([METS, read] if facts else [METS], [SPEND, *facts], targets=[series(*values)])


WRONG: list[tuple[Scheme, list[str]]] = [
    # units
    (scheme(units=[WAN, YI, WAN]), ["duplicate-id unit/万元/id: id = 万元"]),
    (
        scheme(units=[UnitDeclaration("元/生", "%", Fraction(2))]),
        ["unknown-unit unit/元/生/id: unit = 元/生", "unknown-unit unit/元/生/of: unit = %"],
    ),
    (
        scheme(units=[UnitDeclaration("万元", "yuan", Fraction(0)), UnitDeclaration("wan", "元", Fraction(1))]),
        ["unknown-unit unit/万元/of: unit = yuan", "factor-not-positive unit/万元/factor", "unknown-unit unit/wan/id: unit = wan"],
    ),
    (
        scheme(units=[UnitDeclaration("元", "角", Fraction(10)), UnitDeclaration("角", "元", Fraction(1, 10))]),
        ["cycle unit/元/of: names = 元 → 角 → 元"],
    ),
    (scheme(units=[UnitDeclaration("元", "元", Fraction(1))]), ["cycle unit/元/of: names = 元 → 元"]),
    # facts
    (
        scheme(facts=[Fact(id="x", label="x", kind=Kind.TEXT, context=True)]),
        ["unknown-value fact/x/kind: alike = , value = text, values = number；condition；choice；date"],
    ),
    (scheme(facts=[evolve(number_fact("x", context=True), better=None)]), ["better-missing fact/x: id = x"]),
    (scheme(facts=[evolve(condition_fact("x", context=True), unit="元")]), ["only-for-numbers fact/x/unit: key = unit, kind = condition"]),
    (
        scheme(facts=[evolve(date_fact("x", context=True), domain=(Fraction(0), Fraction(1)))]),
        ["only-for-numbers fact/x/domain: key = domain, kind = date"],
    ),
    (scheme(facts=[evolve(choice_fact("x", "a", context=True), places=1)]), ["only-for-numbers fact/x/places: key = places, kind = choice"]),
    (scheme(facts=[choice_fact("x", context=True)]), ["values-and-choice fact/x/kind: id = x"]),
    (scheme(facts=[evolve(condition_fact("x", context=True), values=("a",))]), ["values-and-choice fact/x/values: id = x"]),
    (scheme(facts=[choice_fact("x", "a", "a", context=True)]), ["duplicate-id fact/x/values: id = a"]),
    (scheme(facts=[number_fact("x", "yuan", context=True)]), ["unknown-unit fact/x/unit: unit = yuan"]),
    (scheme(facts=[evolve(number_fact("x", context=True), domain=None)]), ["domain-missing fact/x: id = x"]),
    (scheme(facts=[number_fact("x", domain=(3, 1), context=True)]), ["domain-reversed fact/x/domain: high = 1, low = 3"]),
    (scheme(facts=[number_fact("x", places=-1, context=True)]), ["wrong-places fact/x/places: most = 12"]),
    (scheme(facts=[number_fact("x", places=100, context=True)]), ["wrong-places fact/x/places: most = 12"]),
    # targets
    (reads(evolve(series(value("2016-01-01", 600)), unit="yuan")), ["unknown-unit target/line/unit: unit = yuan"]),
    (reads(series(value("2021-01-01", 600))), ["target-not-in-force target/line/value: day = 2020-12-31, id = line"]),
    (reads(series(value("2020-07-01", 600)), "2020-06-30"), ["target-not-in-force target/line/value: day = 2020-06-30, id = line"]),
    (
        reads(series(value("2016-01-01", 600), value("2018-01-01", 700), value("2018-01-01", 800))),
        ["duplicate-id target/line/value/2/from: id = 2018-01-01"],
    ),
    (
        by_class(SOUTH, value("2016-01-01", 2, area="north"), value("2016-01-01", 3, area="south"), facts=[AREA, SIZE]),
        ["duplicate-id target/line/value/2/from: id = 2016-01-01 area=south"],
    ),
    (
        by_class(*(value("2016-01-01", 1, size="small", area=area) for area in ("north", "south", "north"))),
        ["duplicate-id target/line/value/2/from: id = 2016-01-01 area=north size=small", "class-gap target/line/value: classes = south、large"],
    ),
    (reads(series(value("2016-01-01", 600), confirmed_for=(2019, 2021))), ["target-not-confirmed target/line/confirmed_for: id = line, year = 2020"]),
    (
        reads(series(value("2016-01-01", 600), value("2020-12-31", 800), value("2020-01-02", 700))),
        ["target-changed-within target/line/value/2/from: day = 2020-01-02, id = line"],
    ),
    # classes
    (by_class(SOUTH), ["class-gap target/line/value: classes = north"]),
    (by_class(SOUTH, value("2016-01-01", 2)), ["class-overlap target/line/value: classes = south"]),
    (
        by_class(*(value("2016-01-01", 1, area=area, size=size) for area, size in (("south", "small"), ("north", "small"), ("north", "large")))),
        ["class-gap target/line/value: classes = south、large"],
    ),
    (
        by_class(value("2016-01-01", 1, area="north"), value("2016-01-01", 1, area="sout")),
        ["unknown-value target/line/value/1/where/area: alike = （是否想写“south”？）, value = sout, values = south；north"],
    ),
    (
        by_class(value("2015-01-01", 1, area="south"), SOUTH, value("2016-01-01", 2, area="north"), value("2016-01-01", 2, area="n")),
        ["unknown-value target/line/value/3/where/area: alike = , value = n, values = south；north"],
    ),
    (by_class(value("2016-01-01", 1, spend="1"), value("2016-01-01", 2, spend="2"), facts=()), ["class-needs-choice target/line/value: id = spend"]),
    (
        by_class(value("2016-01-01", 1, county="1"), value("2016-01-01", 2, county="2"), facts=()),
        ["class-needs-choice target/line/value: id = county"],
    ),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[said[0] for _, said in WRONG])
def test_what_is_wrong_is_said_where_it_stands(wrong: Scheme, said: list[str]) -> None:
    assert mistakes(wrong) == said
