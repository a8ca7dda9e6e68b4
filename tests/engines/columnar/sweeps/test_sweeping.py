"""A sweep comes to the same, at every value and for every case, as the exact engine with that value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from builders import (
    case,
    choice_fact,
    classed_target,
    column,
    condition_fact,
    date_fact,
    expression,
    grade,
    moved,
    number_fact,
    point,
    quantity,
    scheme,
    table,
    target,
)

from supervision_rules import Case, Scheme, SupervisionRulesError, assess, load_case, load_scheme
from supervision_rules.engines.columnar import Moved, Wanted, sweep, table_of_cases
from supervision_rules.loading import cases_in
from supervision_rules.lowering import with_target
from supervision_rules.messages import exact
from supervision_rules.scoring import AllOrNothing, Failing, Failings, PerStep

DISTRICTS = Path(__file__).parents[4] / "policies" / "changzhou-2022-exercise" / "districts" / "cases"
FLOOR = point(
    PerStep(value=expression("funding"), below=expression("floor"), step=expression("10元"), count="started", deduct=Fraction(1, 2)),
    id="funding",
    worth=10,
    applies_when="not small",
)
PLAN = point(
    Failings(failings=(Failing(unless=expression("plan"), deduct=Fraction(1)), Failing(unless=expression('area == "城区"'), deduct=Fraction(2)))),
    id="plan",
    worth=4,
)
FACTS = [
    number_fact("funding", unit="元", domain=(0, 2000), places=2),
    condition_fact("plan"),
    condition_fact("small"),
    choice_fact("area", "乡村", "城区"),
    date_fact("opened", context=True),
]


def scheme_with(**more: Any) -> Scheme:
    grades = [grade("好", "total >= 9分"), grade("差")]
    return scheme([FLOOR, PLAN], FACTS, grades=grades, targets=[target("floor", 770, "元", **more)], not_applicable="rescale", round_to="0.01")


CASES = [
    case(funding="769.50元", plan=True, small=False, area="城区"),
    case(funding="800元", plan=False, small=False, area="乡村"),
    case(plan=True, small=False, area="城区"),
    case(funding="800元", plan=True, small=True, area="乡村"),
    case(funding="1元", small=True),
]


def of_exact(made: Scheme, given: Case) -> tuple[Any, ...]:
    found = assess(made, given)
    return found.total, found.grade, *(one.range.lowest if one.range.decided else None for one in found.points)


def of_row(row: Mapping[str, Any], units: Mapping[str, Fraction], items: list[str]) -> tuple[Any, ...]:
    total = row.get("total")
    total = None if total is None else Fraction(total, row.get("total_of", 1)) * units["total"]
    scores = [row[f"score_{id}"] for id in items]
    return total, row["grade"], *(None if score is None else score * units[f"score_{id}"] for id, score in zip(items, scores, strict=True))


def agree(made: Scheme, cases: list[Case], swept: Mapping[str, Any], at: Any, lazily: bool = False) -> None:
    """A sweep beside the exact engine: `at(values of a step, case)` gives the scheme and the case that it should be like."""
    held = table_of_cases(made, cases)
    found = sweep(made, held.frame.lazy() if lazily else held.frame, swept, **held.how)
    rows = found.table
    assert isinstance(rows, pl.LazyFrame if lazily else pl.DataFrame)
    rows = rows.lazy().collect()
    items = [one.id for one in made.points]
    assert rows.height == len(cases) * (len(found.steps) + 1)
    for step in (None, *found.steps):
        answers = rows.filter(pl.col("step") == (step.number if step else 0)).to_dicts()
        for given, row in zip(cases, answers, strict=True):
            expected = of_exact(*(at(step.values, given) if step else (made, given)))
            assert of_row(row, found.units, items) == expected, (step, given)


def at_floor(values: Mapping[str, Any], given: Case) -> tuple[Scheme, Case]:
    return with_target(scheme_with(), "floor", Fraction(values["floor"])), given


class TestAgreement:
    @pytest.mark.parametrize("lazily", [False, True])
    def test_of_a_target_that_moves_what_a_clause_can_come_to(self, lazily: bool) -> None:
        agree(scheme_with(), CASES, {"floor": "0,30..800:385"}, at_floor, lazily)

    def test_of_a_fact_that_is_the_same_for_all(self) -> None:
        agree(scheme_with(), CASES, {"funding": ["700 元", 769, "769.99"]}, lambda values, given: (scheme_with(), set_to(given, values)))

    def test_of_a_fact_that_moves_but_not_beyond_its_domain(self) -> None:
        def at(values: Mapping[str, Any], given: Case) -> tuple[Scheme, Case]:
            own = next((Fraction(str(fact.value)[:-1]) for fact in given.facts if fact.id == "funding"), None)
            return scheme_with(), given if own is None else moved(given, funding=f"{exact(max(own + values['funding'], Fraction(0)))}元")

        agree(scheme_with(), CASES, {"funding": Moved("-20..10.5:30.5")}, at)

    def test_of_conditions_and_choices_together_with_a_target(self) -> None:
        def at(values: Mapping[str, Any], given: Case) -> tuple[Scheme, Case]:
            return with_target(scheme_with(), "floor", Fraction(values["floor"])), moved(given, small=values["small"], area=values["area"])

        agree(scheme_with(), CASES, {"small": "true,否", "area": ["乡村", "城区"], "floor": "770,790"}, at)

    def test_of_a_target_with_classes(self) -> None:
        rule = AllOrNothing(requires=expression("funding >= floor"))
        made = scheme(
            [point(rule, id="funding")], FACTS[:1] + FACTS[3:4], targets=[classed_target("floor", "area", {"乡村": 700, "城区": 800}, "元")]
        )
        cases = [case(funding="750元", area=area) for area in ("乡村", "城区")]
        agree(made, cases, {"floor": "740,760"}, lambda values, given: (with_target(made, "floor", Fraction(values["floor"])), given))

    def test_of_drawn_districts(self) -> None:
        made = load_scheme("changzhou-2021")
        cases = [load_case(file, made) for file in list(cases_in(DISTRICTS).values())[::9]]
        name = "changzhou.funding.primary"
        agree(made, cases, {name: "800,850"}, lambda values, given: (with_target(made, name, Fraction(values[name])), given))

    def test_of_what_is_counted_from_rows_in_finer_parts(self) -> None:
        schools = table("school", column("pupils", domain=(0, 100)))
        share = quantity("large", "share(school where school.pupils >= 5)", (0, 1), "less", places=2, when_empty="0%")
        made = scheme(
            [point(AllOrNothing(requires=expression("large <= limit")), id="large")],
            tables=[schools],
            quantities=[share],
            targets=[target("limit", "0.33")],
        )
        cases = [case({}, {"school": [{"id": str(n), "pupils": pupils} for n, pupils in enumerate(many)]}) for many in ((1, 5, 1), (1, 5, 1, 1))]
        agree(made, cases, {"limit": "0.25,0.34"}, lambda values, given: (with_target(made, "limit", Fraction(values["limit"])), given))


def set_to(given: Case, values: Mapping[str, Any]) -> Case:
    return moved(given, funding=f"{exact(values['funding'])}元")


class TestSummary:
    def test_says_who_loses_what_at_which_point(self) -> None:
        held = table_of_cases(scheme_with(), CASES)
        found = sweep(scheme_with(), held.frame, {"floor": "790"}, **held.how)
        before, after = found.summary("subject", most=1)
        assert (before.cases, before.losing, before.items) == (5, 0, ())
        (moves,) = after.items
        assert (moves.item, moves.losing, moves.lost, moves.gaining) == ("funding", 1, Fraction(1), 0)
        (hit,) = after.hardest
        assert (hit.case, hit.changed, hit.before is not None and hit.before - hit.loss) == ("某区", ("funding",), hit.after)

    def test_has_the_exact_mean_of_the_totals_and_the_grades(self) -> None:
        held = table_of_cases(scheme_with(), CASES)
        found = sweep(scheme_with(), held.frame, {"floor": "1000"}, **held.how)
        totals = [assess(with_target(scheme_with(), "floor", Fraction(1000)), given).total for given in CASES]
        known = [total for total in totals if total is not None]
        step = found.summary()[1]
        assert (step.totals, step.mean) == (len(known), sum(known, Fraction(0)) / len(known))
        assert sum(step.grades.values()) == len(CASES)

    def test_is_the_same_of_a_lazy_table(self) -> None:
        held = table_of_cases(scheme_with(), CASES)
        eager, lazy = (sweep(scheme_with(), frame, {"floor": "700..800:50"}, **held.how).summary() for frame in (held.frame, held.frame.lazy()))
        assert lazy == eager


def codes(swept: Mapping[str, Any], made: Scheme | None = None) -> tuple[str, ...]:
    held = table_of_cases(made or scheme_with(), CASES if made is None else [])
    with pytest.raises(SupervisionRulesError) as raised:
        sweep(made or scheme_with(), held.frame, swept, **held.how)
    return raised.value.codes


class TestRefusals:
    @pytest.mark.parametrize(
        ("swept", "code"),
        [
            ({"flor": "1"}, "unknown-name"),
            ({"floor": "800分"}, "wrong-unit"),
            ({"floor": "x"}, "bad-number"),
            ({"floor": "800..700"}, "range-empty"),
            ({"floor": "700..800:0"}, "step-not-positive"),
            ({"floor": "0..2000:1"}, "sweep-too-long"),
            ({"floor": "0..999:1", "plan": "true,false"}, "sweep-too-long"),
            ({"floor": []}, "sweep-without-values"),
            ({}, "sweep-without-values"),
            ({"floor": Moved("1")}, "sweep-moves-target"),
            ({"funding": "3000"}, "outside-domain"),
            ({"funding": "0.001"}, "too-many-places"),
            ({"funding": Moved("0.001")}, "too-many-places"),
            ({"plan": "perhaps"}, "wrong-kind"),
            ({"plan": Moved("1")}, "wrong-kind"),
            ({"area": "郊区"}, "unknown-value"),
        ],
    )
    def test_of_names_and_values(self, swept: Mapping[str, Any], code: str) -> None:
        assert codes(swept) == (code,)

    def test_of_all_that_is_wrong_at_once(self) -> None:
        assert codes({"flor": "1", "area": "郊区"}) == ("unknown-name", "unknown-value")

    def test_of_a_target_with_which_rows_are_counted(self) -> None:
        schools = table("school", column("pupils", domain=(0, 100)))
        small = quantity("small", "count(school where school.pupils < limit)", (0, 100), "less")
        made = scheme([point(AllOrNothing(requires=expression("small <= 2")))], tables=[schools], quantities=[small], targets=[target("limit", 3)])
        assert codes({"limit": "3,4"}, made) == ("sweep-behind-rows",)

    def test_of_a_quantity_that_is_worked_out(self) -> None:
        made = scheme([point(AllOrNothing(requires=expression("half <= 2元")))], FACTS[:1], quantities=[quantity("half", "funding / 2")])
        assert codes({"half": "1"}, made) == ("fact-is-derived",)

    def test_of_a_table_with_a_column_that_is_answered(self) -> None:
        held = table_of_cases(scheme_with(), CASES)
        with pytest.raises(SupervisionRulesError) as raised:
            sweep(scheme_with(), held.frame.with_columns(step=1), {"floor": "1"}, **held.how)
        assert raised.value.codes == ("column-taken",)


def test_totals_only() -> None:
    held = table_of_cases(scheme_with(), CASES)
    found = sweep(scheme_with(), held.frame, {"floor": "790"}, Wanted(points=False), **held.how)
    assert "score_funding" not in found.table.columns
    assert found.summary()[1].losing == 1


def test_a_narrow_table_has_what_can_be_otherwise() -> None:
    held = table_of_cases(scheme_with(), CASES)
    wide, narrow = (sweep(scheme_with(), held.frame, {"floor": "790"}, moved_only=only, **held.how) for only in (False, True))
    assert [name for name in narrow.table.columns if name.startswith("score_")] == ["score_funding"]
    assert narrow.summary() == wide.summary()


def test_what_is_said_of_a_step() -> None:
    held = table_of_cases(scheme_with(), CASES)
    rows = sweep(scheme_with(), held.frame, {"floor": "790.5", "plan": "true"}, **held.how).table.filter(pl.col("step") == 1)
    assert set(rows["at_floor"]) == {"790.5"}
    assert set(rows["at_plan"]) == {"true"}
    assert rows["changed"].to_list() == ["funding", "plan", "", "", ""]


def test_a_cell_that_is_not_as_declared_is_refused_in_a_lazy_table_by_row() -> None:
    held = table_of_cases(scheme_with(), CASES)
    broken = held.frame.with_columns(funding=pl.lit(-1)).lazy()
    rows = sweep(scheme_with(), broken, {"floor": "790"}, **held.how).table.collect()
    assert rows["refused"].to_list() == ["funding"] * 10
    assert rows["grade"].null_count() == 10
