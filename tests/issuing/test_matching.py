"""Which point of last year's a row is, why, and where nobody decides."""

from __future__ import annotations

import pytest
from builders import condition_fact, expression, point, scheme
from issuing.grids import HEADER, read

from supervision_rules import Scheme, SupervisionRulesError
from supervision_rules.comparison import Said
from supervision_rules.issuing import Why, match_points
from supervision_rules.scoring import AllOrNothing

PLAN = ("制定教育发展规划", "没有制定教育发展规划的，扣2分。")
MEETING = ("研究教育工作会议", "每年专题研究教育工作会议少于4次的，每少1次扣0.5分。")
BRAND = ("党建品牌", "没有系统党建品牌的，扣1分；没有校级品牌的，扣1分。")


def old(*entries: tuple[str, str]) -> Scheme:
    points = [
        point(AllOrNothing(requires=expression("plan")), id=f"p{number}", number=str(number), title=title, standard=standard, worth=2)
        for number, (title, standard) in enumerate(entries, 1)
    ]
    return scheme(points, [condition_fact("plan")])


def matched(before: Scheme, *entries: tuple[str, str], said: tuple[Said, ...] = ()) -> list[tuple[str | None, Why]]:
    table = read(["序号", *HEADER[2:]], *([str(number), title, "2", standard] for number, (title, standard) in enumerate(entries, 1)))
    return [(None if one.old is None else one.old.id, one.why) for one in match_points(before, table, said)]


def test_the_same_words_are_the_same_point_wherever_they_stand() -> None:
    assert matched(old(PLAN, MEETING), MEETING, PLAN) == [("p2", Why.SAME), ("p1", Why.SAME)]


def test_spaces_and_widths_make_no_other_words() -> None:
    assert matched(old(PLAN), (PLAN[0], " 没有制定教育发展规划的,扣２分。")) == [("p1", Why.SAME)]


def test_the_same_title_is_the_same_point_with_other_words() -> None:
    assert matched(old(PLAN, MEETING), (PLAN[0], "规划未通过论证的不得分。")) == [("p1", Why.TITLE)]


def test_a_title_that_stood_twice_says_nothing() -> None:
    found = matched(old(PLAN, (PLAN[0], MEETING[1])), (PLAN[0], MEETING[1]), (BRAND[0], BRAND[1]))
    assert found == [("p2", Why.SAME), (None, Why.ALONE)]


def test_what_is_alike_is_taken_for_one_with_its_likeness() -> None:
    before = old(PLAN, MEETING)
    new = ("专题研究教育工作会议", MEETING[1].replace("4次", "6次"))
    assert matched(before, new) == [("p2", Why.ALIKE)]
    table = read(HEADER[2:], [new[0], "2", new[1]])
    (one,) = match_points(before, table)
    assert one.likeness is not None
    assert 85 < one.likeness < 100


def test_what_is_like_nothing_is_new() -> None:
    assert matched(old(PLAN), ("社会满意度", "低于85%的每低1个百分点扣0.2分。")) == [(None, Why.ALONE)]


def test_of_two_that_are_as_much_alike_the_number_decides_or_nobody() -> None:
    twins = [("甲校规划", PLAN[1]), ("乙校规划", PLAN[1])]
    assert matched(old(*twins), ("丙校规划", PLAN[1])) == [("p1", Why.ALIKE)]
    assert matched(old(BRAND, *twins), ("丙校规划", PLAN[1])) == [(None, Why.TIED)]


class TestSaid:
    def test_it_goes_before_everything(self) -> None:
        said = (Said(old="p1", new=MEETING[0]), Said(old="p2", new="1"))
        assert matched(old(PLAN, MEETING), PLAN, MEETING, said=said) == [("p2", Why.SAID), ("p1", Why.SAID)]

    def test_one_side_alone_is_new_or_gone(self) -> None:
        assert matched(old(PLAN), PLAN, said=(Said(new="1"),)) == [(None, Why.SAID)]
        assert matched(old(PLAN), PLAN, said=(Said(old="p1"),)) == [(None, Why.ALONE)]

    def test_everything_wrong_with_it_is_said(self) -> None:
        said = (Said(old="p9", new="规划"), Said(old="p1", new="1"), Said(old="p1", new="1"))
        with pytest.raises(SupervisionRulesError) as raised:
            matched(old(PLAN), PLAN, said=said)
        assert raised.value.codes == ("unknown-item", "unknown-row", "paired-twice", "paired-twice")
