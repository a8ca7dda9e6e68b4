"""Quantities and derived columns: what stands after what, in which unit, and what an aggregate of rows declares."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from builders import choice_fact, classed_target, column, date_fact, expression, number_fact, point, quantity, refusals, scheme, table, target
from engines.exact.rules import deducting, needs
from lowering.shown import mistakes, said

from supervision_rules.expression import Aggregate, Kind
from supervision_rules.lowering import Derived, Input, LoweredScheme, lower
from supervision_rules.scheme import Fact, Quantity, Scheme, Table, UnitDeclaration
from supervision_rules.scoring import Band, Bands

WAN = [UnitDeclaration("万元", "元", Fraction(10000))]
SCHOOLS = table("school", column("pupils", "人", domain=(1, 5000)), column("spend", "万元", places=2), column("rate", "%", domain=(0, 100), places=1))


def reading(id: str, condition: bool = False) -> Any:
    """A point whose rule reads a name."""
    return point(needs(id if condition else f"{id} == {id}"), id=id.replace(".", "-").replace("_", "-"))


def of(quantities: list[Quantity], facts: Iterable[Fact] = (), tables: Iterable[Table] = (), *, condition: bool = False, **more: Any) -> Scheme:
    """A scheme with these quantities, the first of which is read."""
    read = [reading(fact.id) for fact in facts]
    return scheme([reading(quantities[0].id, condition), *read], facts, quantities=quantities, tables=tables, units=WAN, **more)


def made(value: str, *facts: Fact, tables: Iterable[Table] = (), condition: bool = False, **about: Any) -> Any:
    """The lowered form of one quantity."""
    return lower(of([quantity("q", value, **about)], facts, tables, condition=condition)).name("q")


def refused(value: str, *facts: Fact, tables: Iterable[Table] = (), **about: Any) -> tuple[str, ...]:
    return refusals(of([quantity("q", value, **about)], facts, tables))


A = number_fact("a")
AREA = choice_fact("area", "south", "north")
PUPILS = column("pupils", "人", domain=(1, 5000))
COUNTED = quantity("q", "count(school)", (0, 9), better="more")


class TestOrder:
    @staticmethod
    def order(lowered: LoweredScheme) -> list[str]:
        return list(lowered.order)

    def test_each_stands_after_what_it_reads(self) -> None:
        chain = [quantity("last", "middle + first"), quantity("middle", "first * 2"), quantity("first", "a + 1")]
        for entries in (chain, chain[::-1], [chain[1], chain[0], chain[2]]):
            assert self.order(lower(of(entries, [A]))) == ["first", "middle", "last"]

    def test_columns_and_quantities_stand_among_each_other(self) -> None:
        columns = [column("above", value="size > mean"), column("size", value="sum(class.pupils)")]
        tables = [table("school", *columns), table("class", column("school", kind="text"), column("pupils", "人"), parent="school")]
        mean = quantity("mean", "max(school.size)", (0, 10**6), better="more", unit="人", when_empty="0人")
        count = quantity("count", "count(school where above)", (0, 99), better="more")
        assert self.order(lower(of([count, mean], tables=tables))) == ["school.size", "mean", "school.above", "count"]

    def test_a_quantity_may_be_named_as_a_column_that_it_counts(self) -> None:
        large = table("school", column("pupils", "人"), column("large", value="pupils > 500人"))
        lowered = lower(of([quantity("large", "count(school where large)", (0, 99), better="less")], tables=[large]))
        assert self.order(lowered) == ["school.large", "large"]

    def test_what_is_ranked_is_read_outside_the_rows(self) -> None:
        entries = [quantity("rank", "rank(pupils among school.pupils)", (1, 99), better="less"), quantity("pupils", "a * 1人")]
        assert self.order(lower(of(entries, [A], [SCHOOLS]))) == ["pupils", "rank"]

    @pytest.mark.parametrize(
        "values",
        [{"x": "x + 1"}, {"x": "y", "y": "x"}, {"x": "a + y", "y": "2 * z", "z": "max(x, 1)"}, {"x": "count(school where pupils > x)"}],
        ids=lambda values: " → ".join(values),
    )
    def test_a_cycle_is_one_error(self, values: dict[str, str]) -> None:
        assert refusals(scheme([reading("x")], [A], tables=[SCHOOLS], quantities=[quantity(*entry) for entry in values.items()])) == ("cycle",)

    def test_two_cycles_are_two(self) -> None:
        values = {"x": "y", "y": "x", "z": "z"}
        assert refusals(scheme([reading("x")], [A], quantities=[quantity(*entry) for entry in values.items()])) == ("cycle", "cycle")

    def test_cycles_are_told_in_the_order_in_which_they_are_written(self) -> None:
        names = [*"hgfedcba"]
        entries = [quantity("all", " + ".join(sorted(names))), *(quantity(name, f"{name} + 1") for name in names)]
        assert mistakes(scheme(quantities=entries)) == [f"cycle quantity/{name}/value: names = {name} → {name}" for name in names]

    def test_what_reads_a_cycle_is_silent(self) -> None:
        values = {"x": "x", "y": "x + 1"}
        assert refusals(scheme([reading("y")], [A], quantities=[quantity(*entry) for entry in values.items()])) == ("cycle",)

    def test_a_cycle_through_rows_is_seen(self) -> None:
        above = table("school", column("pupils", "人"), column("big", value="pupils > mean"))
        entries = [quantity("mean", "max(school.pupils where big)", (0, 9), better="more", unit="人", when_empty="0人")]
        assert refusals(of(entries, tables=[above])) == ("cycle",)


class TestUnits:
    MONEY, PEOPLE = number_fact("money", "万元", places=2), number_fact("people", "人", (1, 100))

    @pytest.mark.parametrize(
        ("value", "unit"), [("money / people", "元/人"), ("people * 2", "人"), ("money + 1元", "元"), ("money", "万元"), ("people / people", "")]
    )
    def test_a_unit_is_worked_out(self, value: str, unit: str) -> None:
        assert str(made(value, self.MONEY, self.PEOPLE).unit) == unit

    def test_a_declared_unit_of_the_same_kind_is_how_it_is_shown(self) -> None:
        assert str(made("money / people", self.MONEY, self.PEOPLE, unit="万元/人").unit) == "万元/人"
        assert str(made("people / people", self.PEOPLE, unit="%").unit) == "%"

    @pytest.mark.parametrize("unit", ["元", "人", "%", "元/人·年"])
    def test_a_declared_unit_of_another_kind_is_refused(self, unit: str) -> None:
        assert refused("money / people", self.MONEY, self.PEOPLE, unit=unit) == ("unit-not-declared",)

    def test_a_unit_that_is_none_is_refused_once(self) -> None:
        assert refused("money / people", self.MONEY, self.PEOPLE, unit="yuan") == ("unknown-unit",)

    @pytest.mark.parametrize("value", ["money + people", "money >= people", "max(money, people)", "money - 1"])
    def test_units_must_agree(self, value: str) -> None:
        assert refused(value, self.MONEY, self.PEOPLE) == ("units-differ",)

    def test_a_quantity_may_be_a_condition_or_a_day(self) -> None:
        assert made("a > 1", A, condition=True).kind is Kind.CONDITION
        assert made("opened + 10天", date_fact("opened")).kind is Kind.DATE

    def test_a_count_takes_the_unit_that_is_declared(self) -> None:
        assert str(made("count(school)", tables=[SCHOOLS], domain=(0, 9), better="more", unit="所").unit) == "所"

    def test_a_sum_of_a_column_has_its_unit(self) -> None:
        assert refused("sum(school.spend)", tables=[SCHOOLS], domain=(0, 9), better="more", unit="人") == ("unit-not-declared",)
        assert str(made("sum(school.spend)", tables=[SCHOOLS], domain=(0, 9), better="more", unit="元").unit) == "元"

    def test_a_derived_column_is_checked_likewise(self) -> None:
        def rows(**about: Any) -> Scheme:
            per = table("school", column("pupils", "人", domain=(1, 9)), column("spend", "万元"), column("per", value="spend / pupils", **about))
            return of([quantity("q", "max(school.per)", (0, 10**6), better="more", unit="元/人", when_empty="0元/人")], tables=[per])

        assert refusals(rows()) == ()
        assert refusals(rows(unit="万元/人")) == ()
        assert refusals(rows(unit="元")) == ("unit-not-declared",)


class TestAggregates:
    def test_one_is_an_input_with_the_aggregate_behind_it(self) -> None:
        lowered = lower(of([quantity("q", "sum(school.spend)", (0, 500), better="more", unit="万元", places=1)], tables=[SCHOOLS]))
        found = lowered.inputs["q"]
        assert isinstance(found.aggregate, Aggregate)
        assert lowered.definition("q") is found.aggregate
        assert (found.low, found.high, found.places) == (0, 5_000_000, 1)

    def test_anything_else_is_derived(self) -> None:
        lowered = lower(of([quantity("q", "a + 1")], [A]))
        assert isinstance(lowered.name("q"), Derived)
        assert isinstance(lowered.name("a"), Input)
        with pytest.raises(KeyError):
            lowered.name("b")

    @pytest.mark.parametrize("value", ["count(school) + 1", "2 * sum(school.pupils)", "count(school) > 3", "min(count(school), 3)"])
    def test_one_stands_alone(self, value: str) -> None:
        assert refused(value, tables=[SCHOOLS], domain=(0, 9), better="more") == ("aggregate-not-alone",)

    def test_one_declares_its_domain_and_good_direction(self) -> None:
        assert refused("count(school)", tables=[SCHOOLS], better="more") == ("domain-missing",)
        assert refused("count(school)", tables=[SCHOOLS], domain=(0, 9)) == ("better-missing",)
        assert refused("count(school)", tables=[SCHOOLS], domain=(9, 0), better="more") == ("domain-reversed",)

    @pytest.mark.parametrize("about", [{"domain": (0, 9)}, {"places": 2}])
    def test_nothing_else_declares_what_follows_from_it(self, about: dict[str, Any]) -> None:
        assert refused("a + 1", A, **about) == ("only-for-aggregates",)

    def test_a_derived_column_does_not_either(self) -> None:
        school = table("school", column("pupils", "人"), column("twice", value="pupils * 2", places=2))
        assert refusals(of([COUNTED], tables=[school])) == ("only-for-aggregates",)

    @pytest.mark.parametrize("about", [{"domain": (0, 9)}, {"places": 2}, {"when_empty": "0"}, {"unit": "元"}])
    def test_neither_does_a_condition_on_dispersion(self, about: dict[str, Any]) -> None:
        dispersion = quantity("q", "cv(school.spend by school.pupils) <= 0.5", **about)
        codes = refusals(of([dispersion], tables=[SCHOOLS], condition=True))
        assert len(codes) == 1
        assert codes[0] in ("only-for-aggregates", "when-empty-needless", "unit-not-declared")

    @pytest.mark.parametrize("value", ["min(school.pupils)", "max(school.pupils)", "share(school.pupils where rate > 5%)"])
    def test_what_needs_rows_says_what_it_is_without_them(self, value: str) -> None:
        about: dict[str, Any] = {"tables": [SCHOOLS], "domain": (0, 9000), "better": "more"} | ({} if "share" in value else {"unit": "人"})
        unit = "" if "share" in value else "人"
        assert refused(value, **about) == ("when-empty-needed",)
        assert made(value, **about, when_empty=f"7{unit}").when_empty == 7
        assert refused(value, **about, when_empty="7所") == ("wrong-unit",)
        assert refused(value, **about, when_empty="many") == ("bad-number",)
        assert refused(value, **about, when_empty=f"9001{unit}") == ("outside-domain",)

    def test_what_it_is_without_rows_may_be_an_end_of_its_domain(self) -> None:
        about: dict[str, Any] = {"tables": [SCHOOLS], "domain": (1, 9), "better": "less", "unit": "人"}
        assert [made("max(school.pupils)", **about, when_empty=f"{end}人").when_empty for end in (1, 9)] == [1, 9]

    def test_one_keeps_its_good_direction(self) -> None:
        assert made("count(school)", tables=[SCHOOLS], domain=(0, 9), better="less").better == "less"

    def test_what_it_is_without_rows_is_brought_to_base_units(self) -> None:
        about: dict[str, Any] = {"domain": (0, 100), "better": "more", "unit": "%", "when_empty": "50%"}
        assert made("share(school where rate > 5%)", tables=[SCHOOLS], **about).when_empty == Fraction(1, 2)

    @pytest.mark.parametrize("value", ["count(school)", "sum(school.pupils)"])
    def test_what_needs_no_rows_does_not(self, value: str) -> None:
        assert refused(value, tables=[SCHOOLS], domain=(0, 9), better="more", unit="人", when_empty="0人") == ("when-empty-needless",)
        assert refused("a + 1", A, when_empty="0") == ("when-empty-needless",)


class TestEndings:
    """A formula that deducts a quantity needs rounding just where the quantity may have no end."""

    @staticmethod
    def needs_rounding(value: str, *columns: Any, **about: Any) -> bool:
        rows = table("school", *columns)
        one = quantity("q", value, (0, 5), better="more", **about)
        codes = refusals(scheme([point(deducting("q"))], tables=[rows], quantities=[one], units=WAN))
        assert codes in ((), ("score-may-not-end",))
        return bool(codes)

    SHARE = column("share", "%", domain=(0, 100), places=2)
    COUNT = column("count", domain=(1, 9))

    @pytest.mark.parametrize(
        "value", ["count(school)", "sum(school.count)", "sum(school.count * 0.25)", "sum(school.share)", "sum(school.count / 8)"]
    )
    def test_sums_of_rows_that_end_do(self, value: str) -> None:
        assert not self.needs_rounding(value, self.COUNT, self.SHARE)

    @pytest.mark.parametrize("value", ["min(school.count)", "max(school.share)", "max(school.count * 0.5)"])
    def test_extremes_of_them_too(self, value: str) -> None:
        assert not self.needs_rounding(value, self.COUNT, self.SHARE, when_empty="0")

    @pytest.mark.parametrize("value", ["share(school where count > 3)", "share(school.count where count > 3)"])
    def test_shares_may_not(self, value: str) -> None:
        assert self.needs_rounding(value, self.COUNT, when_empty="0")

    @pytest.mark.parametrize("value", ["sum(school.count / 3)", "sum(1 / school.count)"])
    def test_sums_of_what_may_not_end_do_not_either(self, value: str) -> None:
        assert self.needs_rounding(value, self.COUNT)

    def test_nor_do_sums_of_derived_columns_that_may_not(self) -> None:
        assert self.needs_rounding("sum(school.third)", self.COUNT, column("third", value="count / 3"))
        assert not self.needs_rounding("sum(school.half)", self.COUNT, column("half", value="count / 2"))

    def test_a_rounded_cell_ends(self) -> None:
        assert not self.needs_rounding("sum(round(school.count / 3, 2))", self.COUNT)

    def test_a_quantity_of_quantities_ends_where_they_do(self) -> None:
        for value, ends in (("a / 4", True), ("a / 3", False), ("a * share", True), ("a / share", False)):
            entries = [quantity("q", "r + 1"), quantity("r", value)]
            codes = refusals(scheme([point(deducting("q"))], [A, number_fact("share", domain=(1, 5), places=2)], quantities=entries))
            assert (codes == ()) is ends or "fact-not-read" in codes


class TestTables:
    @pytest.mark.parametrize(
        ("about", "code"),
        [
            ({"key": ("number",)}, "key-not-a-column"),
            ({"key": ("twice",)}, "key-not-a-column"),
            ({"key": ()}, "list-empty"),
            ({"parent": "area"}, "unknown-table"),
            ({"parent": "class"}, "parent-column-missing"),
        ],
    )
    def test_what_names_its_rows_is_a_given_column(self, about: dict[str, Any], code: str) -> None:
        school = table("school", column("pupils", "人"), column("twice", value="pupils * 2"), **about)
        assert refusals(of([COUNTED], tables=[school, table("class", column("size", "人"))])) == (code,)

    def test_given_columns_stand_before_derived_ones(self) -> None:
        school = table("school", column("half", value="twice / 4"), column("twice", value="pupils * 2"), column("pupils", "人"))
        lowered = lower(of([COUNTED], tables=[school]))
        assert [one.id for one in lowered.tables["school"].columns] == ["id", "pupils", "twice", "half"]

    def test_a_dispersion_is_no_cell(self) -> None:
        classes = table("class", column("school", kind="text"), column("size"), parent="school")
        schools = table("school", column("even", value="cv(class.size by class.size)"))
        assert refusals(of([COUNTED], tables=[schools, classes])) == ("coefficient-only-compared",)


class TestColumns:
    """A derived column has the kind and the unit that follow, and what is known of its cells is known of what is made of them."""

    WORTH = column("spend", "万元", domain=(1, 9))
    LEVEL = column("level", kind="choice", values=("worst", "best"))
    GOOD = column("good", kind="condition")
    ROWS = table("school", PUPILS, WORTH, LEVEL, GOOD, column("per", "万元/人", value="spend / pupils"), column("big", value="pupils > 9人"))

    def test_it_has_its_kind_unit_and_label(self) -> None:
        lowered = lower(of([COUNTED], tables=[self.ROWS]))
        plans = {plan.id: plan for plan in lowered.tables["school"].columns}
        assert [(plans[id].kind, str(plans[id].unit)) for id in ("per", "big")] == [(Kind.NUMBER, "万元/人"), (Kind.CONDITION, "")]
        labels = [lowered.labels[f"school.{id}"] for id in ("pupils", "level", "good", "per", "big")]
        assert [(one.text, str(one.unit), one.condition) for one in labels] == [
            ("pupils", "人", False),
            ("level", "", False),
            ("good", "", True),
            ("per", "万元/人", False),
            ("big", "", True),
        ]

    def test_a_given_one_keeps_its_places(self) -> None:
        columns = lower(of([COUNTED], tables=[SCHOOLS])).tables["school"].columns
        assert {plan.id: plan.places for plan in columns} == {"id": 0, "pupils": 0, "spend": 2, "rate": 1}

    def test_a_choice_stays_one(self) -> None:
        rows = table("school", self.LEVEL, column("same", value="level"))
        assert mistakes(of([quantity("q", "count(school where same == 'best')", (0, 9), better="more")], tables=[rows])) == []
        found = mistakes(of([quantity("q", "count(school where same == 'good')", (0, 9), better="more")], tables=[rows]))
        assert [line.partition(":")[0] for line in found] == ["unknown-value quantity/q/value"]

    def test_one_of_whole_numbers_adds_up_to_a_whole_number(self) -> None:
        rows = table("school", column("count"), column("twice", value="count * 2"))
        total = quantity("q", "sum(school.twice)", (0, 9), better="more")
        fitting = Bands(
            value=expression("q"), bands=(Band(at_least=expression("4"), value=Fraction(1)), Band(at_most=expression("3"), value=Fraction(0)))
        )
        assert mistakes(scheme([point(fitting)], quantities=[total], tables=[rows])) == []

    @pytest.mark.parametrize("text", ["rank(a among school.share)", "falls(school.share over year from 2018 to 2020)"])
    def test_ranks_and_falls_are_whole_whatever_is_compared(self, text: str) -> None:
        rows = table("school", column("share", domain=(0, 9), places=2), column("year"))
        counted = quantity("q", text, (0, 9), better="more")
        fitting = Bands(
            value=expression("q"), bands=(Band(at_least=expression("4"), value=Fraction(1)), Band(at_most=expression("3"), value=Fraction(0)))
        )
        facts = [number_fact("a", context=not text.startswith("rank"))]
        assert mistakes(scheme([point(fitting)], facts, quantities=[counted], tables=[rows])) == []

    def test_one_that_is_the_same_in_every_row_may_be_divided_by(self) -> None:
        rows = table("school", column("count"), column("four", value="2 + 2"))
        quarter = quantity("q", "sum(school.count / school.four)", (0, 9), better="more")
        assert mistakes(scheme([point(deducting("q"))], quantities=[quarter], tables=[rows])) == []


class TestDerived:
    """A quantity has the kind and the unit that follow, and is known as well as what it is made of."""

    def test_it_has_its_kind_unit_and_label(self) -> None:
        large = quantity("large", "a > 3")
        lowered = lower(scheme([point(needs("large and twice > 1"))], [A], quantities=[large, quantity("twice", "a * 2")]))
        assert [(one.id, one.kind, str(one.unit)) for one in lowered.derived.values()] == [
            ("large", Kind.CONDITION, ""),
            ("twice", Kind.NUMBER, ""),
        ]
        assert [(lowered.labels[id].text, lowered.labels[id].condition) for id in ("large", "twice")] == [("large", True), ("twice", False)]

    def test_its_label_has_its_unit(self) -> None:
        lowered = lower(of([quantity("q", "money / 2", unit="万元")], [number_fact("money", "元")]))
        assert str(lowered.labels["q"].unit) == "万元"

    def test_a_choice_stays_one(self) -> None:
        one = {"facts": [AREA], "quantities": [quantity("here", "area")]}
        assert refusals(scheme([point(needs("here == 'south'"))], **one)) == ()
        assert refusals(scheme([point(needs("here == 'west'"))], **one)) == ("unknown-value",)

    def test_one_of_a_whole_number_is_whole(self) -> None:
        fitting = Bands(
            value=expression("q"), bands=(Band(at_least=expression("4"), value=Fraction(1)), Band(at_most=expression("3"), value=Fraction(0)))
        )
        assert mistakes(scheme([point(fitting)], [A], quantities=[quantity("q", "a * 2")])) == []

    def test_it_is_no_greater_than_what_it_is_made_of_allows(self) -> None:
        (item,) = lower(scheme([point(deducting("q"))], [number_fact("x", domain=(0, 3))], quantities=[quantity("q", "x * 2")])).points
        assert item.parts[0].clauses[0].most == 6


class TestDispersion:
    """A condition on how far rows differ is prepared from the rows as a whole."""

    EVEN = quantity("q", "cv(school.spend by school.pupils) <= 0.5", better="more")

    def test_it_is_an_input_that_is_a_condition(self) -> None:
        found = lower(of([self.EVEN], tables=[SCHOOLS], condition=True)).inputs["q"]
        assert (found.id, found.kind, str(found.unit), found.better) == ("q", Kind.CONDITION, "", "more")
        assert said(found.aggregate) != ""

    def test_it_is_said_as_a_condition(self) -> None:
        label = lower(of([self.EVEN], tables=[SCHOOLS], condition=True)).labels["q"]
        assert (label.text, label.condition) == ("q", True)


class TestClasses:
    def test_a_quantity_does_not_read_a_target_with_classes(self) -> None:
        facts = [A, choice_fact("area", "south", "north")]
        line = classed_target("line", "area", {"south": 1, "north": 2})
        points = [reading("a"), point(needs("area == 'south'"), id="area"), reading("q")]
        assert refusals(scheme(points, facts, quantities=[quantity("q", "a / line")], targets=[line])) == ("classes-in-quantity",)

    def test_it_may_read_any_other(self) -> None:
        lowered = lower(of([quantity("q", "a / line")], [A], targets=[target("line", 5)]))
        assert str(lowered.derived["q"].unit) == ""


CLASSES = table("class", column("school", kind="text"), column("size"), parent="school")
LINE = classed_target("line", "area", {"south": 1, "north": 2})


def reads_area(*quantities: Quantity, **more: Any) -> Scheme:
    """A scheme in which the target `line` has classes by area."""
    points = [reading("a"), point(needs("area == 'south'"), id="area")]
    return scheme(points, [A, AREA], targets=[LINE], quantities=quantities, **more)


def row(*columns: Any, **about: Any) -> Scheme:
    """A scheme with rows of this shape."""
    return of([COUNTED], tables=[table("school", *columns, **about)])


def rank(value: str, **about: Any) -> Scheme:
    return of([quantity("q", value, **about)], [A], [SCHOOLS])


WRONG: list[tuple[Scheme, list[str]]] = [
    # tables
    (row(PUPILS, key=()), ["list-empty table/school/key: key = key"]),
    (
        row(PUPILS, column("twice", value="pupils * 2"), key=("id", "twice", "number")),
        [
            "key-not-a-column table/school/key: name = id, table = school",
            "key-not-a-column table/school/key: name = twice, table = school",
            "key-not-a-column table/school/key: name = number, table = school",
        ],
    ),
    (
        of([COUNTED], tables=[SCHOOLS, table("class", column("size"), parent="shool")]),
        ["unknown-table table/class/parent: alike = （是否想写“school”？）, name = shool"],
    ),
    (
        of([COUNTED], tables=[SCHOOLS, table("class", column("size"), parent="school")]),
        ["parent-column-missing table/class/parent: parent = school, table = class"],
    ),
    (
        of([COUNTED], tables=[SCHOOLS, table("class", column("school", value="1 + 1"), parent="school")]),
        ["parent-column-missing table/class/parent: parent = school, table = class"],
    ),
    (
        of([COUNTED], tables=[table("school", PUPILS, key=("id", "pupils")), CLASSES]),
        ["key-not-a-column table/school/key: name = id, table = school", "parent-key-not-single table/class/parent: parent = school, table = class"],
    ),
    (
        of([COUNTED], tables=[evolve(SCHOOLS, parent="class"), evolve(CLASSES, parent="school")]),
        ["cycle table/school/parent: names = school → class → school"],
    ),
    (of([COUNTED], tables=[evolve(SCHOOLS, parent="school")]), ["cycle table/school/parent: names = school → school"]),
    (
        row(PUPILS, column("rate", "yuan"), column("share", domain=(3, 1))),
        ["unknown-unit table/school/column/2/unit: unit = yuan", "domain-reversed table/school/column/3/domain: high = 1, low = 3"],
    ),
    # derived columns
    (row(PUPILS, column("per", value="pupil / 2")), ["unknown-name table/school/column/2/value: alike = , name = pupil"]),
    (row(PUPILS, column("per", "yuan", value="pupils / 2")), ["unknown-unit table/school/column/2/unit: unit = yuan"]),
    (row(PUPILS, column("per", "元", value="pupils / 2")), ["unit-not-declared table/school/column/2/unit: declared = 元, found = 人"]),
    (row(PUPILS, column("per", "元", value="pupils / pupils")), ["unit-not-declared table/school/column/2/unit: declared = 元, found = 1"]),
    (row(PUPILS, column("per", value="pupils / 2", places=1)), ["only-for-aggregates table/school/column/2/places: key = places"]),
    (
        row(PUPILS, evolve(column("per", value="pupils / 2"), domain=(Fraction(0), Fraction(1)))),
        ["only-for-aggregates table/school/column/2/domain: key = domain"],
    ),
    (
        of([COUNTED], tables=[table("school", column("even", value="cv(class.size by class.size)")), CLASSES]),
        ["coefficient-only-compared table/school/column/1/value"],
    ),
    (
        reads_area(tables=[table("school", PUPILS, column("big", value="pupils > line * 1人"))]),
        ["classes-in-quantity table/school/column/2/value: id = school.big"],
    ),
    # quantities
    (rank("b + 1"), ["unknown-name quantity/q/value: alike = , name = b"]),
    (rank("a + 1元"), ["units-differ quantity/q/value: left = 1, right = 元"]),
    (rank("a + 1", unit="yuan"), ["unknown-unit quantity/q/unit: unit = yuan"]),
    (rank("a + 1", unit="元"), ["unit-not-declared quantity/q/unit: declared = 元, found = 1"]),
    (rank("a * 1元", unit="人"), ["unit-not-declared quantity/q/unit: declared = 人, found = 元"]),
    (
        rank("a + 1", domain=(0, 9), places=2, when_empty="0"),
        [
            "when-empty-needless quantity/q/when_empty: id = q",
            "only-for-aggregates quantity/q/domain: key = domain",
            "only-for-aggregates quantity/q/places: key = places",
        ],
    ),
    (reads_area(quantity("q", "a / line")), ["classes-in-quantity quantity/q/value: id = q"]),
    # aggregates
    (rank("count(school) + 1", domain=(0, 9), better="more"), ["aggregate-not-alone quantity/q/value: id = q"]),
    (rank("cv(school.spend by school.pupils)", domain=(0, 9), better="more"), ["coefficient-only-compared quantity/q/value"]),
    (
        of([quantity("q", "cv(school.spend by school.pupils) <= 0.5", domain=(0, 9))], tables=[SCHOOLS], condition=True),
        ["only-for-aggregates quantity/q/domain: key = domain"],
    ),
    (rank("count(school)"), ["domain-missing quantity/q: id = q", "better-missing quantity/q: id = q"]),
    (rank("count(school)", domain=(9, 0), better="more", places=13), ["domain-reversed quantity/q/domain: high = 0, low = 9"]),
    (rank("count(school)", domain=(0, 9), better="more", places=13), ["wrong-places quantity/q/places: most = 12"]),
    (rank("count(school)", domain=(0, 9), better="more", when_empty="0"), ["when-empty-needless quantity/q/when_empty: id = q"]),
    (rank("max(school.pupils)", domain=(0, 9), better="more", unit="人"), ["when-empty-needed quantity/q/value: id = q"]),
    (
        rank("max(school.pupils)", domain=(0, 9), better="more", unit="元", when_empty="0元"),
        ["unit-not-declared quantity/q/unit: declared = 元, found = 人"],
    ),
    (rank("max(school.pupils)", domain=(0, 9), better="more", unit="人", when_empty="many"), ["bad-number quantity/q/when_empty: text = many"]),
    (rank("max(school.pupils)", domain=(0, 9), better="more", unit="人", when_empty="3 yuan"), ["bad-number quantity/q/when_empty: text = 3 yuan"]),
    (
        rank("max(school.pupils)", domain=(0, 9), better="more", unit="人", when_empty="3所"),
        ["wrong-unit quantity/q/when_empty: given = 所, wanted = 人"],
    ),
    (
        rank("max(school.pupils)", domain=(0, 9), better="more", unit="人", when_empty="3"),
        ["wrong-unit quantity/q/when_empty: given = —, wanted = 人"],
    ),
    (
        rank("share(school where rate > 5%)", domain=(0, 1), better="more", when_empty="3所"),
        ["wrong-unit quantity/q/when_empty: given = 所, wanted = —"],
    ),
    (
        rank("max(school.pupils)", domain=(1, 9), better="more", unit="人", when_empty="0人"),
        ["outside-domain quantity/q/when_empty: high = 9人, id = q, low = 1人, value = 0人"],
    ),
    (
        rank("max(school.pupils)", domain=(1, 9), better="more", unit="人", when_empty="10人"),
        ["outside-domain quantity/q/when_empty: high = 9人, id = q, low = 1人, value = 10人"],
    ),
    # cycles
    (of([quantity("q", "r"), quantity("r", "a + p"), quantity("p", "q")], [A]), ["cycle quantity/q/value: names = q → p → r → q"]),
    (
        of([COUNTED], tables=[table("school", PUPILS, column("half", value="twice / 4"), column("twice", value="half * 4"))]),
        ["cycle table/school/column/2/value: names = school.half → school.twice → school.half"],
    ),
    (
        of([quantity("q", "r"), quantity("r", "q"), quantity("t", "t")], [A]),
        ["cycle quantity/q/value: names = q → r → q", "cycle quantity/t/value: names = t → t"],
    ),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG, ids=[said[0] for _, said in WRONG])
def test_what_is_wrong_is_said_where_it_stands(wrong: Scheme, said: list[str]) -> None:
    assert mistakes(wrong) == said
