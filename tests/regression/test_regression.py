"""What was accepted is held to: scores by case, rules by the report of what they became."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from builders import case, condition_fact, expression, grade, number_fact, point, scheme, target, veto
from engines.exact.rules import below

from supervision_rules import Case, Scheme, SupervisionRulesError, assess, load_scheme, write_scheme
from supervision_rules.regression import Refused, Run, accept, recorded, run
from supervision_rules.scheme import Expectation, Given
from supervision_rules.scoring import AllOrNothing

FACTS = [condition_fact("plan"), condition_fact("accident", better="less"), number_fact("hearings", "次", (0, 30))]
GRADES = [grade("好", "total >= 9"), grade("差")]


def made(deduct: str = "1") -> Scheme:
    points = [
        point(AllOrNothing(requires=expression("plan")), id="plan-made", worth=4),
        point(below("5次", "hearings", "1次", deduct, at_most=3), id="hearing", worth=6),
    ]
    return scheme(points, FACTS, grades=GRADES, vetoes=[veto("accident", "accident", "fail")])


EAST = evolve(case({"plan": True, "accident": False, "hearings": "3 次"}), id="east")
WEST = evolve(case({"plan": True, "accident": False}), id="west")


def kept(place: Path, deduct: str = "1") -> Scheme:
    """The scheme in a directory."""
    return load_scheme(write_scheme(made(deduct), place))


def test_the_sheet_has_the_final_scores_first_and_ids_only() -> None:
    assert recorded(assess(made(), EAST)).splitlines() == [
        "total: 8",
        "grade: 差",
        "base_score: 8",
        "bonus: 0",
        "points:",
        "  plan-made: 4",
        "  hearing: 4",
        "findings of points:",
        "  hearing.1.1: -2",
        "vetoes:",
        "  accident: no",
    ]


def test_what_is_not_decided_is_said_with_its_range() -> None:
    text = recorded(assess(made(), WEST)).splitlines()
    assert text[:4] == ["total: pending", "grade: pending", "base_score: pending", "bonus: 0"]
    assert "range: 7 to 10" in text
    assert "grades: 好 差" in text
    assert "  hearing: pending 3 to 6" in text


def test_words_have_no_part_in_it() -> None:
    other = evolve(made(), points=tuple(evolve(one, title="另一个名称", standard="另一种说法") for one in made().points))
    assert recorded(assess(other, EAST)) == recorded(assess(made(), EAST))


class TestRun:
    def run(self, scheme: Scheme, *cases: Case) -> Run:
        return run(scheme, cases or (EAST, WEST))

    def test_nothing_passes_that_nobody_has_accepted(self, tmp_path: Path) -> None:
        found = self.run(kept(tmp_path))
        assert not found.passed
        assert [one.accepted for one in found.cases] == [None, None]

    def test_what_was_accepted_passes(self, tmp_path: Path) -> None:
        accept(self.run(kept(tmp_path)))
        assert self.run(kept(tmp_path)).passed

    def test_a_score_that_moves_is_a_difference_by_line(self, tmp_path: Path) -> None:
        accept(self.run(kept(tmp_path)))
        moved = evolve(EAST, facts=case({"plan": False, "accident": False, "hearings": "3 次"}).facts)
        found = self.run(kept(tmp_path), moved, WEST)
        assert not found.passed
        assert found.comparison is None
        assert "-total: 8" in found.cases[0].difference
        assert "+  plan-made: 0" in found.cases[0].difference
        assert found.cases[1].passed

    def test_a_rule_that_changes_fails_even_where_no_score_does(self, tmp_path: Path) -> None:
        full = evolve(EAST, facts=case({"plan": True, "accident": False, "hearings": "9 次"}).facts)
        accept(run(kept(tmp_path), [full]))
        found = run(kept(tmp_path, "2"), [full])
        assert [one.passed for one in found.cases] == [True]
        assert not found.passed
        assert found.comparison is not None
        assert [change.kind for change in found.comparison.changes] == ["clause-changed"]

    def test_accepting_a_rule_writes_its_report(self, tmp_path: Path) -> None:
        accept(self.run(kept(tmp_path)))
        place = accept(self.run(kept(tmp_path, "2")))
        report = (place / "comparison.md").read_text(encoding="utf-8")
        assert "分数由1分改为2分" in report
        assert "（east）" in report
        assert self.run(kept(tmp_path, "2")).passed

    def test_the_report_stays_until_the_next_change_of_rules(self, tmp_path: Path) -> None:
        accept(self.run(kept(tmp_path)))
        place = accept(self.run(kept(tmp_path, "2")))
        before = (place / "comparison.md").read_bytes()
        accept(self.run(kept(tmp_path, "2"), EAST))
        assert (place / "comparison.md").read_bytes() == before

    def test_rules_put_there_without_their_report_fail(self, tmp_path: Path) -> None:
        accept(self.run(kept(tmp_path)))
        place = accept(self.run(kept(tmp_path, "2")))
        report = place / "comparison.md"
        report.write_text("<!-- of another change -->\n", encoding="utf-8")
        found = self.run(kept(tmp_path, "2"))
        assert found.unreported
        assert not found.passed

    def test_a_case_that_is_gone_is_missed(self, tmp_path: Path) -> None:
        accept(self.run(kept(tmp_path)))
        found = self.run(kept(tmp_path), EAST)
        assert found.gone == ("west",)
        assert not found.passed

    def test_what_contradicts_its_own_case_is_not_accepted(self, tmp_path: Path) -> None:
        contradicted = evolve(EAST, expect=Expectation(grade="好"))
        with pytest.raises(Refused) as caught:
            accept(self.run(kept(tmp_path), contradicted, WEST))
        assert caught.value.cases == ("east",)
        assert not (tmp_path / "test" / "accepted").exists()

    def test_targets_that_no_rule_reads_are_not_kept_and_may_change(self, tmp_path: Path) -> None:
        written = kept(tmp_path)
        with_target = evolve(written, targets=(target("spare", 5),))
        accept(self.run(with_target, EAST))
        assert "spare" not in (tmp_path / "test" / "accepted" / "test" / "scheme.toml").read_text(encoding="utf-8")
        assert self.run(evolve(written, targets=(target("spare", 6),)), EAST).passed

    def test_accepting_twice_writes_the_same(self, tmp_path: Path) -> None:
        place = accept(self.run(kept(tmp_path)))
        first = {file.name: file.read_bytes() for file in place.rglob("*") if file.is_file()}
        accept(self.run(kept(tmp_path)))
        assert {file.name: file.read_bytes() for file in place.rglob("*") if file.is_file()} == first

    def test_what_fails_on_the_way_leaves_what_was_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = accept(self.run(kept(tmp_path)))
        before = {file.name: file.read_bytes() for file in place.rglob("*") if file.is_file()}
        replace, calls = os.replace, []

        def interrupted(source: Path, target: Path) -> None:
            calls.append(target)
            if target == place and len([one for one in calls if one == place]) == 1:
                raise KeyboardInterrupt
            replace(source, target)

        monkeypatch.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            accept(self.run(kept(tmp_path, "2")))
        monkeypatch.undo()
        assert {file.name: file.read_bytes() for file in place.rglob("*") if file.is_file()} == before
        assert sorted(file.name for file in place.parent.iterdir()) == ["accepted", "scheme.toml"]

    def test_the_accepted_scheme_is_no_part_of_the_scheme(self, tmp_path: Path) -> None:
        accept(self.run(kept(tmp_path)))
        assert load_scheme(tmp_path / "test") == made()

    def test_a_scheme_without_a_directory_has_nothing_accepted(self) -> None:
        with pytest.raises(ValueError, match="not loaded from a directory"):
            self.run(made())

    def test_a_case_with_a_fact_that_is_new_is_compared_all_the_same(self, tmp_path: Path) -> None:
        accept(run(kept(tmp_path), [EAST]))
        more = point(AllOrNothing(requires=expression("published")), id="published", worth=1, number="3")
        new = evolve(made(), points=(*made().points, more), facts=(*made().facts, condition_fact("published")))
        new = evolve(new, header=evolve(new.header, base=Fraction(11)))
        given = evolve(EAST, facts=(*EAST.facts, Given(id="published", value=True)))
        found = run(load_scheme(write_scheme(new, tmp_path)), [given])
        assert found.comparison is not None
        (effect,) = found.comparison.effects
        assert (effect.problems, effect.difference) == ((), 1)

    def test_what_somebody_else_has_put_there_stays(self, tmp_path: Path) -> None:
        place = accept(self.run(kept(tmp_path)))
        (place / "README.md").write_text("why", encoding="utf-8")
        accept(self.run(kept(tmp_path), EAST))
        assert (place / "README.md").read_text(encoding="utf-8") == "why"
        assert not (place / "west.txt").exists()

    def test_a_sheet_that_is_no_text_is_said_by_its_name(self, tmp_path: Path) -> None:
        place = accept(self.run(kept(tmp_path)))
        (place / "east.txt").write_bytes(b"\xff\xfe")
        with pytest.raises(SupervisionRulesError) as caught:
            self.run(kept(tmp_path))
        assert str(place / "east.txt") in str(caught.value)
