"""Whole assessments: order means nothing, threads may share a scheme, Changzhou without facts is wide open."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from shutil import copytree
from threading import Barrier

import pytest
from attrs import evolve
from builders import case, condition_fact, grade, number_fact, point, quantity, scheme, target, veto
from engines.exact.rules import failings, needs

from supervision_rules import Assessment, ExactEngine, assess, load_case, load_scheme
from supervision_rules.assessment import Outcome, Span
from supervision_rules.lowering import lower
from supervision_rules.scheme import Case, Effect, Scheme

ROOT = Path(__file__).parents[3]
POLICIES = Path(__file__).parents[2] / "policies"


def outline(of: Assessment) -> object:
    """What an assessment says, clause ids aside: these number the entries of a file."""
    items = {
        one.id: (one.outcome, one.score, one.range, one.level, sorted(finding.amount for finding in one.findings), sorted(one.missing))
        for one in (*of.points, *of.bonuses)
    }
    return items, of.total, of.grade, of.grades, {one.id: one.applies for one in of.vetoes}, sorted(of.awaiting.city), sorted(of.awaiting.facts)


def shuffled(of: Scheme, order: random.Random) -> Scheme:
    """The scheme with its entries in another order; the ladder keeps its own."""
    names = ("points", "facts", "quantities", "tables", "constraints", "targets", "units", "indicators", "bonuses", "vetoes")
    return evolve(of, **{name: order.sample(getattr(of, name), len(getattr(of, name))) for name in names})


class TestOrder:
    @pytest.mark.parametrize(
        "where", [ROOT / "policies" / "changzhou-2021", *(POLICIES / id for id in ("school-standard", "grade-counting", "ranked-cohort"))]
    )
    def test_of_entries_means_nothing(self, where: Path) -> None:
        loaded = load_scheme(where)
        for seed in range(3):
            other = shuffled(loaded, random.Random(seed))
            assert lower(other).hash == lower(loaded).hash
            for file in sorted((where / "cases").iterdir()):
                given = load_case(file, loaded)
                turned = evolve(given, facts=given.facts[::-1], tables=[evolve(table, rows=table.rows[::-1]) for table in given.tables])
                assert outline(assess(other, turned)) == outline(assess(loaded, given))

    @pytest.mark.parametrize("id", ["school-standard", "grade-counting", "ranked-cohort"])
    def test_of_files_means_nothing(self, id: str, tmp_path: Path) -> None:
        here, other = POLICIES / id, tmp_path / id
        copytree(here / "cases", other / "cases")
        (other / "deep" / "er").mkdir(parents=True)
        files = sorted(here.glob("*.toml"), reverse=True)
        (other / "scheme.toml").write_text("", encoding="utf-8")
        (other / "deep" / "er" / "all.toml").write_text("\n".join(file.read_text(encoding="utf-8") for file in files), encoding="utf-8")
        assert lower(load_scheme(other)).hash == lower(load_scheme(here)).hash

    def test_of_rules_and_clauses_means_nothing(self) -> None:
        facts = [condition_fact(id) for id in "abc"]
        one = scheme([point(failings(("a", 1), ("b", 2), ("c", 4), at_most=5), needs("a", 3))], facts)
        other = scheme([point(needs("a", 3), failings(("c", 4), ("b", 2), ("a", 1), at_most=5))], facts)
        assert lower(one).hash == lower(other).hash
        for given in (case(), case(a=False), case(a=False, b=True, c=False), case(a=True, b=False, c=False)):
            assert outline(assess(one, given)) == outline(assess(other, given))

    def test_of_clauses_that_read_targets_by_class_means_nothing(self) -> None:
        loaded = load_scheme(POLICIES / "grade-counting")
        clauses = (("junior.dropouts <= 1%", 1), ("preschool.enrolment >= province.preschool_enrolment", 2))
        points = [(evolve(loaded.points[0], rule=[failings(*order)], worth=Fraction(10)),) for order in (clauses, clauses[::-1])]
        header = evolve(loaded.header, measure="points", base=Fraction(10), levels=())
        hashes = {lower(_only(loaded, header, of)).hash for of in points}
        assert len(hashes) == 1

    def test_points_stand_in_the_order_of_their_numbers(self) -> None:
        numbers = ["10", "2", "1.10", "1.2", "①", "★3", "一"]
        of = scheme([point(needs("a"), id=f"p{n}", number=number, worth=1) for n, number in enumerate(numbers)], [condition_fact("a")])
        shown = [one.number for one in assess(of, case()).points]
        assert [number for number in shown if number[0].isascii()] == ["1.2", "1.10", "2", "10"]


def _only(of: Scheme, header: object, points: object) -> Scheme:
    """The scheme with these points, and only what they read."""
    from supervision_rules.scheme import Ladder, Measure

    read = {"area", "junior.dropouts", "preschool.enrolment"}
    return evolve(
        of,
        header=evolve(header, measure=Measure.POINTS),  # type: ignore[type-var]
        points=points,
        facts=[fact for fact in of.facts if fact.id in read],
        targets=[one for one in of.targets if one.id == "province.preschool_enrolment"],
        ladder=Ladder(grade=[grade("all")]),
        vetoes=(),
    )


class TestThreads:
    def test_eight_threads_assess_the_same(self) -> None:
        loaded = load_scheme("changzhou-2021")
        given = load_case("xinbei-2020", loaded)
        expected = outline(assess(evolve(loaded), evolve(given)))
        fresh, start = evolve(loaded), Barrier(8)

        def work(_: int) -> list[object]:
            start.wait()
            return [outline(assess(fresh, given if n % 2 else evolve(given))) for n in range(4)]

        with ThreadPoolExecutor(8) as pool:
            found = [one for several in pool.map(work, range(8)) for one in several]
        assert all(one == expected for one in found)

    def test_different_cases_at_once_do_not_mix(self) -> None:
        loaded = load_scheme(POLICIES / "ranked-cohort")
        cases = {file.stem: load_case(file, loaded) for file in sorted((POLICIES / "ranked-cohort" / "cases").iterdir())}
        expected = {id: outline(assess(loaded, given)) for id, given in cases.items()}
        engine, start = ExactEngine(loaded), Barrier(8)

        def work(number: int) -> bool:
            start.wait()
            ids = [*cases][number % 4 :] + [*cases][: number % 4]
            return all(outline(engine.assess(cases[id])) == expected[id] for id in ids * 5)

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(work, range(8)))


class TestChangzhou:
    SCHEME = load_scheme("changzhou-2021")

    def empty(self) -> Case:
        return Case(id="empty", scheme="changzhou-2021", subject="某区", year=2020)

    def test_without_facts_has_no_total_and_ranges_over_everything(self) -> None:
        found = assess(self.SCHEME, self.empty())
        assert found.total is None
        assert found.overall is not None
        assert found.overall.base_score is None
        assert found.overall.range == Span(0, 110)
        assert found.grade is None
        assert found.grades == tuple(one.id for one in self.SCHEME.ladder.grade)
        assert all(one.outcome is Outcome.PENDING for one in (*found.points, *found.bonuses))
        assert len(found.awaiting.city) == 4

    def test_with_its_facts_awaits_only_the_city(self) -> None:
        found = assess(self.SCHEME, load_case("xinbei-2020", self.SCHEME))
        assert found.overall is not None
        assert (found.total, found.grade) == (Fraction("104.2"), "优秀")
        assert found.overall.range == Span(Fraction("94.2"), Fraction("104.2"))
        assert found.grades == ("优秀",)
        assert len(found.awaiting.city) == 4

    def test_every_ledger_adds_up(self) -> None:
        found = assess(self.SCHEME, load_case("xinbei-2020", self.SCHEME))
        for one in (*found.points, *found.bonuses):
            if one.ledger is not None:
                counted = sum(finding.amount for finding in one.findings) * one.ledger.sign + sum(adjustment.amount for adjustment in one.adjustments)
                assert one.score == one.ledger.start + counted
        assert found.overall is not None
        scored = sum(one.score if one.score is not None else one.limit for one in found.points)
        assert scored == found.overall.base_score


class TestFindings:
    def test_name_the_target_and_what_was_read(self) -> None:
        of = scheme([point(needs("a >= goal"))], [number_fact("a")], targets=[target("goal", 5)])
        (finding,) = assess(of, case(a=4)).item("point").findings
        assert {one.id: (one.value, one.source.value) for one in finding.reads} == {"a": (4, "fact"), "goal": (5, "target")}
        assert finding.requirement is not None

    def test_reach_through_quantities_to_the_facts(self) -> None:
        of = scheme([point(needs("both >= 3"))], [number_fact("a"), number_fact("b")], quantities=[quantity("both", "a + b")])
        (finding,) = assess(of, case(a=1, b=1)).item("point").findings
        assert [one.id for one in finding.reads] == ["both", "a", "b"]
        item = assess(of, case(a=1)).item("point")
        assert item.missing == ("b",)

    def test_of_a_veto_name_what_it_read(self) -> None:
        of = scheme(facts=[number_fact("a", better="less")], vetoes=[veto("v", "a > 0", Effect.FAIL)], grades=[grade("A", "total >= 0"), grade("B")])
        (found,) = assess(of, case(a=2)).vetoes
        assert [(one.id, one.value) for one in found.reads] == [("a", 2)]

    def test_an_item_is_found_by_its_id(self) -> None:
        of = scheme([point(needs("a"))], [condition_fact("a")])
        assert assess(of, case()).item("point").id == "point"
        with pytest.raises(KeyError):
            assess(of, case()).item("other")
