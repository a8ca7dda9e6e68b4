"""What a gate lets through: changes that somebody has accepted, by id, with a reason and a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from builders import case, grade
from comparison.pair import OLD, changed_point
from comparison.test_effects import GOOD

from supervision_rules import Scheme, SupervisionRulesError
from supervision_rules.comparison import AcceptedChange, Comparison, Gate, compare, read_accepted, tripped
from supervision_rules.scheme import Ladder

STRICTER = Ladder(grade=(grade("优秀", "total >= 10"), grade("合格", "total >= 6"), grade("不合格")))


def compared(new: Scheme, **facts: object) -> Comparison:
    return compare(OLD, new, [evolve(case({**GOOD, **facts}), id="east")])  # type: ignore[dict-item]


def accepted(*ids: str) -> list[AcceptedChange]:
    return [AcceptedChange(change=id, reason="会议纪要", on=date(2025, 3, 1)) for id in ids]


def test_a_change_of_words_opens_every_gate() -> None:
    found = compared(changed_point("plan-made", title="发展规划"))
    assert [tripped(found, gate) for gate in Gate] == [(), (), ()]


def test_the_rules_gate_names_what_nobody_has_accepted() -> None:
    found = compared(changed_point("plan-made", worth=5))
    (one,) = tripped(found, Gate.RULES)
    assert (one.effect, one.changes) == (None, tuple(change.id for change in found.changes if change.scores))
    assert tripped(found, Gate.RULES, accepted(*one.changes)) == ()


def test_the_score_gate_names_the_case_and_what_may_have_moved_it() -> None:
    found = compared(changed_point("plan-made", worth=5))
    (one,) = tripped(found, Gate.SCORE)
    assert one.effect is not None
    assert one.effect.case == "east"
    assert one.changes == found.effects[0].items[0].touching
    assert tripped(found, Gate.SCORE, accepted(*one.changes)) == ()


def test_a_score_that_stays_passes_whatever_the_rules() -> None:
    found = compared(changed_point("plan-made", worth=5), plan=False)
    assert [effect.difference for effect in found.effects] == [0]
    assert tripped(found, Gate.SCORE) == ()
    assert tripped(found, Gate.RULES) != ()


def test_a_total_that_is_open_for_other_reasons_passes() -> None:
    facts = {**GOOD, "plan": None, "drill": None}
    found = compare(OLD, evolve(OLD, ladder=STRICTER), [case({k: v for k, v in facts.items() if v is not None})])  # type: ignore[misc]
    assert found.effects[0].difference is None
    assert tripped(found, Gate.SCORE) == ()


def test_the_grade_gate_wants_the_changes_that_decide_it() -> None:
    found = compared(evolve(OLD, ladder=STRICTER), drill=False)
    assert found.effects[0].grades == ("优秀", "合格")
    (one,) = tripped(found, Gate.GRADE)
    assert one.changes == ("grade:优秀",)
    assert tripped(found, Gate.GRADE, accepted("grade:优秀")) == ()
    assert tripped(found, Gate.SCORE) == ()


def test_a_case_that_cannot_be_scored_never_passes() -> None:
    wrong = compare(OLD, OLD, [evolve(case(GOOD), facts=(evolve(case(GOOD).facts[0], id="nobody-knows"),))])  # type: ignore[arg-type]
    assert wrong.effects[0].problems
    assert [one.changes for one in tripped(wrong, Gate.GRADE)] == [()]


def test_what_is_accepted_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "accepted.toml"
    file.write_text('[[accepted]]\nchange = "reweighted:plan-mad"\nreason = "会议纪要"\non = 2025-03-01\n', encoding="utf-8")
    with pytest.raises(SupervisionRulesError) as caught:
        tripped(compared(changed_point("plan-made", worth=5)), Gate.RULES, read_accepted(file))
    assert caught.value.codes == ("unknown-change",)
    assert f"{file}:2:1" in str(caught.value)


def test_an_acceptance_needs_a_reason_and_a_day(tmp_path: Path) -> None:
    file = tmp_path / "accepted.toml"
    file.write_text('[[accepted]]\nchange = "x"\n', encoding="utf-8")
    with pytest.raises(SupervisionRulesError) as caught:
        read_accepted(file)
    assert caught.value.codes == ("key-missing", "key-missing")
