"""The exercise of 2022: the comparison finds what was put in and nothing else, and its parts add up for every drawn district."""

from __future__ import annotations

import filecmp
import io
import os
import re
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from babel.messages.pofile import read_po

from supervision_rules import load_case, load_scheme
from supervision_rules.comparison import CaseEffect, Comparison, Possible, Why, compare
from supervision_rules.engines.exact import prepare
from supervision_rules.messages import add_up
from supervision_rules.scheme import Basis, Scheme, Sourced

ROOT = Path(__file__).parents[2]
EXERCISE = ROOT / "policies" / "changzhou-2022-exercise"
PAGE = (ROOT / "docs" / "policies" / "changzhou-2022-exercise.md").read_text(encoding="utf-8")
CATALOGUE = ROOT / "supervision_rules" / "messages" / "locales" / "zh_CN" / "LC_MESSAGES" / "supervision_rules.po"
DISTRICTS = sorted((EXERCISE / "districts" / "cases").glob("*.toml"))
WORDS = {"no-limit", "unrounded", "places", "defined", "declared"}
"""What the catalogue has under `change.` beside the kinds of change."""
IMPOSSIBLE = {"basis"}
"""A kind that there cannot be: every point of both schemes is reconstructed. The page says so."""


@pytest.fixture(scope="module")
def old() -> Scheme:
    return load_scheme("changzhou-2021")


@pytest.fixture(scope="module")
def new() -> Scheme:
    return load_scheme("changzhou-2022-exercise")


@pytest.fixture(scope="module")
def found(old: Scheme, new: Scheme) -> Comparison:
    return compare(old, new, [load_case("xinbei-2020", old), *(load_case(file, old) for file in DISTRICTS)])


@pytest.fixture(scope="module")
def effects(found: Comparison) -> dict[str, CaseEffect]:
    return {effect.case: effect for effect in found.effects}


def told() -> list[str]:
    """The changes that the table of the page tells, by their ids."""
    table = [line for line in PAGE.splitlines() if line.startswith("| ") and line.count("|") == 5]
    return [id for line in table[1:] for id in re.findall(r"`([^`]+)`", line.rsplit("|", 2)[1])]


def totals(effect: CaseEffect) -> tuple[Fraction | None, Fraction | None]:
    before, after = (None if side is None or side.overall is None else side.overall.total for side in (effect.before, effect.after))
    return before, after


class TestChanges:
    def test_are_those_of_the_page_and_no_others(self, found: Comparison) -> None:
        ids = [change.id for change in found.changes]
        assert Counter(ids) == Counter(told())

    def test_of_every_kind_are_there(self, found: Comparison) -> None:
        keys = [str(entry.id).split(".") for entry in read_po(io.BytesIO(CATALOGUE.read_bytes())) if str(entry.id).startswith("change.")]
        known = {key[1] for key in keys if len(key) == 2 or key[1] == "header"} - WORDS
        assert {change.kind for change in found.changes} == known - IMPOSSIBLE
        assert all(f"`{kind}`" in PAGE for kind in IMPOSSIBLE)

    def test_of_every_sort_within_a_clause_are_there(self, found: Comparison) -> None:
        details = {detail.key for change in found.changes for detail in change.details if detail.key.startswith("change.detail.")}
        assert details == {f"change.detail.{sort}" for sort in ("threshold", "step", "amount", "name", "compared", "count", "value")}

    def test_of_a_number_are_no_other_point(self, found: Comparison) -> None:
        (moved,) = [pair for pair in found.pairs if pair.new == "estate-facilities"]
        assert (moved.old, moved.why) == ("estate-facilities", Why.ID)
        assert [change.kind for change in found.changes if change.of == "estate-facilities"] == ["renumbered", "moved"]

    def test_of_an_id_are_seen_through(self, found: Comparison) -> None:
        (renamed,) = [pair for pair in found.pairs if pair.new == "teacher-exchange"]
        assert (renamed.old, renamed.why) == ("teacher-distribution", Why.ALIKE)

    def test_in_other_words_are_proved_to_mean_the_same(self, old: Scheme, new: Scheme) -> None:
        anew = {point.id: point for point in new.points if point.id in ("government-meetings", "education-foundation")}
        reworded = evolve(old, points=tuple(anew.get(point.id, point) for point in old.points))
        answers = {one.change: one.possible for one in compare(old, reworded, prove=True).differences}
        assert answers == {
            "clause-changed:government-meetings.2.2": Possible.NEVER,
            "clause-changed:education-foundation.1.2": Possible.DIFFERS,
        }


class TestDistricts:
    def test_are_more_than_sixty_and_hold_every_constraint(self, old: Scheme) -> None:
        assert len(DISTRICTS) >= 60
        for file in DISTRICTS:
            case = load_case(file, old)
            prepare(old, case)
            assert "（生成）" in case.subject
            assert case.note.startswith("生成的演练材料，不是任何真实的区")
            assert "生成的演练材料，不是任何真实的区" in file.read_text(encoding="utf-8").splitlines()[0]

    def test_parts_add_up(self, effects: dict[str, CaseEffect]) -> None:
        for effect in effects.values():
            assert not effect.problems
            for item in effect.items:
                if item.difference is not None:
                    assert add_up(item.alone.values()) + item.interaction == item.difference
            if effect.difference is not None:
                wholes = [(item.after or Fraction(0)) - (item.before or Fraction(0)) for item in effect.items]
                assert add_up([*wholes, *effect.adjustments.values()]) == effect.difference

    def test_gain_lose_and_change_grades_both_ways(self, effects: dict[str, CaseEffect]) -> None:
        differences = [effect.difference for effect in effects.values() if effect.difference is not None]
        assert sum(difference > 0 for difference in differences) >= 10
        assert sum(difference < 0 for difference in differences) >= 30
        grades = Counter(effect.grades for effect in effects.values())
        changed = {ends for ends in grades if None not in ends and ends[0] != ends[1]}
        assert changed >= {("优秀", "良好"), ("良好", "合格"), ("合格", "基本合格"), ("合格", "不合格"), ("良好", "优秀"), ("合格", "良好")}
        assert sum(grades[ends] for ends in changed) < len(effects) / 2

    def test_come_to_what_the_page_says(self, effects: dict[str, CaseEffect], new: Scheme) -> None:
        drawn = [effect for id, effect in effects.items() if id.startswith("yanlian")]
        before, after = (Counter(effect.grades[side] for effect in drawn) for side in (0, 1))
        ranks = [grade.id for grade in new.ladder.grade]
        for grade in (*ranks, None):
            assert f"| {grade or '待定'} | {before[grade]} | {after[grade]} |" in PAGE
        ways = Counter("open" if one.difference is None else (one.difference > 0) - (one.difference < 0) for one in drawn)
        known = [(ranks.index(ends[0]), ranks.index(ends[1])) for ends in (one.grades for one in drawn) if ends[0] and ends[1]]
        better, worse = sum(one > other for one, other in known), sum(one < other for one, other in known)
        assert f"总分上升{ways[1]}个，下降{ways[-1]}个，不变{ways[0]}个，未定{ways['open']}个；升等{better}个，降等{worse}个。" in PAGE

    @pytest.mark.parametrize(
        ("number", "side", "total", "grade"),
        [
            (51, 0, 90, "优秀"),
            (52, 0, 80, "良好"),
            (53, 0, 60, "合格"),
            (54, 1, 90, "优秀"),
            (55, 1, 80, "良好"),
            (56, 1, 65, "合格"),
            (57, 1, 60, "基本合格"),
        ],
    )
    def test_at_the_limit_of_a_grade_have_it(self, effects: dict[str, CaseEffect], number: int, side: int, total: int, grade: str) -> None:
        effect = effects[f"yanlian-{number}"]
        assert (totals(effect)[side], effect.grades[side]) == (total, grade)

    def test_with_vetoes_fall(self, effects: dict[str, CaseEffect]) -> None:
        grades = [effects[f"yanlian-{number}"].grades for number in range(39, 44)]
        assert grades == [("不合格", "不合格"), ("良好", "不合格"), ("良好", "良好"), ("良好", "良好"), ("优秀", "合格")]

    def test_of_which_something_is_missing_stay_open(self, effects: dict[str, CaseEffect]) -> None:
        assert [totals(effects[f"yanlian-{number}"]) for number in (44, 45, 46)] == [(None, None)] * 3

    def test_with_the_series_that_is_no_longer_asked_for_are_open_afterwards(self, effects: dict[str, CaseEffect]) -> None:
        for number in (49, 50):
            effect = effects[f"yanlian-{number}"]
            before, after = totals(effect)
            assert before is not None
            assert after is None
            assert "budget" in effect.left_out

    def test_where_a_point_does_not_apply_are_rescaled(self, effects: dict[str, CaseEffect]) -> None:
        assert [item.after for item in effects["yanlian-48"].items if item.item == "migrant-children"] == [0]
        assert "rescale" in effects["yanlian-48"].adjustments

    def test_are_written_anew_byte_by_byte(self, tmp_path: Path) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-m", "tools.districts", str(tmp_path)], check=True, cwd=ROOT, env=environment)
        for below in ("districts/cases", "cases"):
            made, kept = (sorted(file.name for file in (place / below).glob("*.toml")) for place in (tmp_path, EXERCISE))
            assert made == kept
            assert filecmp.cmpfiles(tmp_path / below, EXERCISE / below, kept, shallow=False)[0] == kept


class TestExercise:
    def test_says_everywhere_that_it_is_one(self, new: Scheme) -> None:
        assert "演练稿，不是印发的文件" in new.header.title
        assert "演练" in new.header.document
        assert "演练" in new.header.note
        own = [file for file in EXERCISE.rglob("*.toml") if not {"cases", "accepted"}.intersection(file.parts)]
        assert own
        assert all(file.read_text(encoding="utf-8").startswith("# 演练材料，不是印发的文件") for file in own)

    def test_invents_no_source(self, new: Scheme) -> None:
        entries: list[Sourced] = [new.header, *new.points, *new.bonuses, *new.vetoes, *new.indicators, *new.ladder.grade]
        entries += [value for target in new.targets for value in target.value]
        assert {entry.basis for entry in entries} == {Basis.RECONSTRUCTED}
        assert not any(line.basis is Basis.STATED for entry in entries for line in entry.provenance)

    def test_keeps_its_targets_to_itself(self, old: Scheme, new: Scheme) -> None:
        assert all(target.confirmed_for == (2021,) for target in new.targets)
        (shared,) = [target for target in old.targets if target.id == "changzhou.funding.primary"]
        assert [value.value for value in shared.value] == [770]
        assert "changzhou.preschool_budget" not in {target.id for target in old.targets}

    def test_weighs_a_hundred_over_fifty_one_points(self, new: Scheme) -> None:
        assert (len(new.points), sum(point.worth or 0 for point in new.points)) == (51, 100)
        numbers = [int(point.number) for point in new.points]
        assert numbers == list(range(1, 52))
