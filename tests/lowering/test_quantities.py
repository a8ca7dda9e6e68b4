"""Quantities and derived columns: what stands after what, in which unit, and what an aggregate of rows declares."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from builders import choice_fact, classed_target, column, date_fact, number_fact, point, quantity, refusals, scheme, table, target
from engines.exact.rules import deducting, needs

from supervision_rules.expression import Aggregate, Kind
from supervision_rules.lowering import Derived, Input, LoweredScheme, lower
from supervision_rules.scheme import Fact, Quantity, Scheme, Table, UnitDeclaration

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


class TestClasses:
    def test_a_quantity_does_not_read_a_target_with_classes(self) -> None:
        facts = [A, choice_fact("area", "south", "north")]
        line = classed_target("line", "area", {"south": 1, "north": 2})
        points = [reading("a"), point(needs("area == 'south'"), id="area"), reading("q")]
        assert refusals(scheme(points, facts, quantities=[quantity("q", "a / line")], targets=[line])) == ("classes-in-quantity",)

    def test_it_may_read_any_other(self) -> None:
        lowered = lower(of([quantity("q", "a / line")], [A], targets=[target("line", 5)]))
        assert str(lowered.derived["q"].unit) == ""
