"""Points are paired by id, else as somebody says, else by likeness; a renumbered or renamed point is not gone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from attrs import evolve
from builders import bonus, point
from comparison.pair import OLD, POINTS, changed_point, with_points
from engines.exact.rules import awards, needs

from supervision_rules import Scheme, SupervisionRulesError
from supervision_rules.comparison import Said, Why, compare, pair_items, read_pairs

RENAMED = changed_point("plan-made", id="planning", number="7")


def pairs(new: Scheme, *said: Said) -> list[tuple[str | None, str | None, str]]:
    return [(pair.old, pair.new, pair.why.value) for pair in pair_items(OLD, new, said)]


def test_by_id_whatever_else_changes() -> None:
    other = with_points(POINTS[1], evolve(POINTS[0], number="9", title="别的", standard="别的"))
    assert pairs(other) == [("plan-made", "plan-made", "id"), ("work", "work", "id"), ("honours", "honours", "id")]


def test_by_likeness_where_the_id_is_another() -> None:
    assert pairs(RENAMED)[1] == ("plan-made", "planning", "alike")
    assert pair_items(OLD, RENAMED)[1].likeness == 100


def test_likeness_is_that_of_words_and_of_clauses() -> None:
    said = pair_items(OLD, changed_point("plan-made", id="planning", rule=(needs("drill"),)))[1]
    assert (said.why, said.likeness) == (Why.ALIKE, 66)


def test_the_most_alike_is_taken_and_each_only_once() -> None:
    near = point(needs("drill"), id="first", number="3", worth=1, title="规划", standard="制定规划")
    nearer = evolve(POINTS[1], id="second", number="4")
    found = pair_items(OLD, with_points(POINTS[0], near, nearer))
    assert [(pair.old, pair.new) for pair in found if not pair.bonus] == [("work", "work"), (None, "first"), ("plan-made", "second")]


def test_points_and_bonuses_are_never_one() -> None:
    as_bonus = with_points(POINTS[0], bonuses=(*OLD.bonuses, bonus(awards(("plan", 4)), id="planning", cap=4, title="规划", standard="制定规划")))
    assert [(pair.old, pair.new) for pair in pair_items(OLD, as_bonus) if pair.why is Why.ALONE] == [("plan-made", None), (None, "planning")]


def test_what_is_said_goes_before_all() -> None:
    assert pairs(RENAMED, Said(old="plan-made"), Said(new="planning"))[1:] == [
        (None, "planning", "said"),
        ("plan-made", None, "said"),
        ("honours", "honours", "id"),
    ]


def test_what_is_unlike_stands_alone_till_somebody_says_otherwise() -> None:
    unlike = changed_point("plan-made", id="x", title="一", standard="二", rule=(needs("drill"),))
    assert pairs(unlike)[1:] == [(None, "x", "alone"), ("plan-made", None, "alone"), ("honours", "honours", "id")]
    assert pairs(unlike, Said(old="plan-made", new="x"))[1] == ("plan-made", "x", "said")


def test_what_cannot_be_said_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(SupervisionRulesError) as caught:
        pair_items(OLD, OLD, [Said(old="wrok", new="work"), Said(old="work", new="work")])
    assert caught.value.codes == ("unknown-item", "paired-twice")
    assert "work" in str(caught.value)


def test_a_file_says_it_with_the_place_of_every_mistake(tmp_path: Path) -> None:
    file = tmp_path / "pairs.toml"
    file.write_text('[[pair]]\nold = "plan-made"\nnew = "planning"\n\n[[pair]]\nold = "gone"\n', encoding="utf-8")
    assert [(one.old, one.new) for one in read_pairs(file)] == [("plan-made", "planning"), ("gone", None)]
    with pytest.raises(SupervisionRulesError) as caught:
        compare(OLD, RENAMED, said=read_pairs(file))
    assert str(caught.value.problems[0].place).endswith("pairs.toml:5:3")
    file.write_text('[[pair]]\nfrom = "plan-made"\n', encoding="utf-8")
    with pytest.raises(SupervisionRulesError) as caught:
        read_pairs(file)
    assert caught.value.codes == ("unknown-key",)


def test_without_the_library_that_likens_texts_only_unlike_ids_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    assert len(pair_items(OLD, OLD)) == 3
    with pytest.raises(SupervisionRulesError) as caught:
        pair_items(OLD, RENAMED)
    assert caught.value.codes == ("extra-missing",)
