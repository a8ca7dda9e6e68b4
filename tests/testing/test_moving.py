from __future__ import annotations

from fractions import Fraction

import pytest
from builders import case, choice_fact, column, expression, number_fact, quantity, scheme, table
from testing.looking import SCHEMES

from supervision_rules import Case, load_case
from supervision_rules.scheme import Constraint, Scheme, Written
from supervision_rules.testing.ground import Ground
from supervision_rules.testing.moving import Mover
from supervision_rules.testing.situations import Situation, Spot


def constrained(*texts: str, places: int = 0, highs: dict[str, int] | None = None) -> Scheme:
    """A scheme with the facts that the constraints name, each from 0 to 100."""
    names = sorted({name for text in texts for name in "abcdef" if name in text.replace("and", "").replace("round", "")})
    facts = [number_fact(name, domain=(0, (highs or {}).get(name, 100)), places=places, context=True) for name in names]
    made = [Constraint(id=f"bound-{index}", requires=expression(text)) for index, text in enumerate(texts)]
    return scheme(facts=facts, constraints=made)


def moved(of: Scheme, given: Case, name: str, n: int, *, fixed: tuple[str, ...] = (), turn: int = 0) -> dict[str, object]:
    """The facts after a move."""
    ground = Ground.of(of)
    mover = Mover(ground, lambda spot: spot.name not in fixed)
    situation = mover.move(ground.enter(given), Spot(name), n, turn)
    assert ground.stands(situation)
    return dict(situation.values)


class TestBounds:
    def test_stop_a_move(self) -> None:
        assert moved(constrained("a <= b"), case(a="3", b="7"), "a", 50) == {"a": 7, "b": 7}

    def test_several_stop_it_at_the_nearest(self) -> None:
        given = case(a="3", b="7", c="5")
        assert moved(constrained("a <= b", "a <= c"), given, "a", 50)["a"] == 5

    def test_with_a_hole_are_crossed_to_the_nearer_side(self) -> None:
        assert moved(constrained("a < 10 or a > 20"), case(a="3"), "a", 17)["a"] == 21

    def test_on_words_are_kept_too(self) -> None:
        facts = [choice_fact("kind", "丙", "乙", "甲", context=True), number_fact("a", context=True)]
        bound = Constraint(id="bound", requires=expression('kind != "甲" or a >= 5'))
        assert moved(scheme(facts=facts, constraints=[bound]), case(kind="丙", a="3"), "kind", 2)["kind"] == "乙"


class TestEquations:
    def test_are_mended_by_what_can_take_it_up(self) -> None:
        assert moved(constrained("a + b == c"), case(a="3", b="7", c="10"), "c", 15) == {"a": 8, "b": 7, "c": 15}

    @pytest.mark.parametrize(("turn", "expected"), [(0, {"a": 8, "b": 7}), (1, {"a": 3, "b": 12})])
    def test_are_mended_by_one_or_the_other(self, turn: int, expected: dict[str, int]) -> None:
        found = moved(constrained("a + b == c"), case(a="3", b="7", c="10"), "c", 15, turn=turn)
        assert found == {**expected, "c": 15}

    def test_are_mended_by_nothing_that_is_fixed(self) -> None:
        assert moved(constrained("a + b == c"), case(a="3", b="7", c="10"), "c", 15, fixed=("a",)) == {"a": 3, "b": 12, "c": 15}

    def test_one_behind_the_other_are_all_mended(self) -> None:
        found = moved(constrained("a == b", "b == c", "c == d"), case(a="1", b="1", c="1", d="1"), "a", 9)
        assert found == {"a": 9, "b": 9, "c": 9, "d": 9}

    def test_of_printed_shares_are_rounded(self) -> None:
        facts = [number_fact("part", context=True), number_fact("whole", context=True)]
        facts += [number_fact("printed", "%", (0, 100), places=1, context=True)]
        tie = Constraint(id="tie", requires=expression("round(part / whole, 3) == printed"))
        found = moved(scheme(facts=facts, constraints=[tie]), case(part="1", whole="2", printed="50%"), "whole", 3)
        assert found == {"part": 1, "whole": 3, "printed": Fraction("0.333")}

    def test_push_against_bounds_which_then_give_way(self) -> None:
        found = moved(constrained("a == b", "c <= b"), case(a="5", b="5", c="5"), "a", 2)
        assert found == {"a": 2, "b": 2, "c": 2}

    def test_that_cannot_be_mended_leave_everything_as_it_was(self) -> None:
        given = case(a="3", b="3")
        assert moved(constrained("a == b"), given, "a", 50, fixed=("b",)) == {"a": 3, "b": 3}

    def test_that_cannot_go_so_far_go_part_of_the_way(self) -> None:
        found = moved(constrained("a == b", highs={"b": 10}), case(a="3", b="3"), "a", 51)
        assert found == {"a": 9, "b": 9}


class TestRows:
    SCHOOLS = SCHEMES["school-standard"]

    def situation(self) -> tuple[Ground, Situation]:
        ground = Ground.of(self.SCHOOLS)
        return ground, ground.enter(load_case("linshan-2020", self.SCHOOLS)).giving({"boarding.carers": 1})

    def test_are_mended_in_the_row_above(self) -> None:
        ground, situation = self.situation()
        found = Mover(ground).move(situation, Spot("class.size", 0), 30)
        assert (situation.rows["class"][0]["size"], found.rows["class"][0]["size"]) == (45, 30)
        assert found.rows["school"][0]["pupils"] == 85
        assert ground.stands(found)

    def test_hold_a_move_back_in_their_own_row_only(self) -> None:
        ground, situation = self.situation()
        found = Mover(ground).move(situation, Spot("school.backbone_teachers", 0), 40)
        assert [row["backbone_teachers"] for row in found.rows["school"]] == [5, 2]

    def test_keep_their_totals_within_bounds(self) -> None:
        rows = table("row", column("size", domain=(0, 10)))
        of = scheme(tables=[rows], quantities=[quantity("rows.size", "sum(row.size)", domain=(0, 12), better="more")])
        ground = Ground.of(of)
        situation = ground.enter(case(tables={"row": [{"id": "a", "size": "5"}, {"id": "b", "size": "5"}]}))
        found = Mover(ground).move(situation, Spot("row.size", 0), 9)
        assert found.rows["row"][0]["size"] == 5
        assert Mover(ground).move(situation, Spot("row.size", 0), 7).rows["row"][0]["size"] == 7

    def test_that_no_longer_tell_a_total_leave_it_to_be_given(self) -> None:
        rows = table("row", column("size", domain=(0, 10)), column("weight", domain=(0, 10)))
        even = quantity("rows.even", "cv(row.size by row.weight) <= 0.5")
        ground = Ground.of(scheme(tables=[rows], quantities=[even]))
        situation = ground.enter(case(tables={"row": [{"id": "a", "size": "5", "weight": "1"}]}))
        found = Mover(ground).move(situation, Spot("row.weight", 0), 0)
        assert "rows.even" not in situation.values
        assert "rows.even" in found.values
        assert Mover(ground).move(found, Spot("row.weight", 0), 1).values == {}


def test_what_nothing_reads_is_moved_at_once() -> None:
    given: dict[str, Written] = {"a": "3"}
    assert moved(scheme(facts=[number_fact("a", context=True)]), case(given), "a", 99_999) == {"a": 99_999}
