"""What the pages know of a scheme beside what its files say."""

from __future__ import annotations

from supervision_rules.sphinxext.view import make_site


def test_a_point_reads_the_targets_that_its_rows_are_counted_with() -> None:
    view = make_site([], "zh", proves=False).view("national-balance-2017")
    assert view.readers["national.degree_teachers_per_hundred.primary"] == ["primary-schools"]
    named = {target.id for target in view.targets(view.with_rows(view.lowered.read_by(view.item("primary-schools"))))}
    assert {"national.relief_share", "national.split.junior", "national.teaching_rooms.primary"} <= named
    assert "national.teaching_rooms.junior" not in named


def test_a_reading_may_concern_a_veto() -> None:
    view = make_site([], "zh", proves=False).view("ningxia-2019")
    (drops,) = (reading for reading in view.scheme.readings if reading.id == "several-drops")
    links = [view.ref_item(id) for id in drops.points]
    assert {link["reftype"] for link in links} == {"veto"}
    assert [link.astext() for link in links][:2] == ["涉校灾害、安全、卫生事件", "弄虚作假"]
