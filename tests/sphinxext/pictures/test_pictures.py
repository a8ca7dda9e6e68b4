"""Pictures are well-formed, say in words what they show, and put dots where the rules put ends."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from supervision_rules import load_case, load_scheme
from supervision_rules.expression import parse_unit
from supervision_rules.lowering import lower
from supervision_rules.messages import catalogue
from supervision_rules.sphinxext.pictures import bonus_picture, curve_picture, history_picture, ladder_picture, weight_picture
from supervision_rules.verification.profiles import axes_of, profile
from supervision_rules.verification.realising import Realiser

SVG = "{http://www.w3.org/2000/svg}"
SCHEME = load_scheme("changzhou-2021")
LOWERED = lower(SCHEME)
XINBEI = load_case("xinbei-2020", SCHEME)
USUAL = Realiser(SCHEME).usual
WORDS = catalogue()
CURVES = [(item, axis) for item in LOWERED.items for axis in axes_of(LOWERED, item)]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def told(svg: str) -> str:
    return parsed(svg).findtext(f"{SVG}desc") or ""


def curve(item: str, axis: str) -> str:
    (one,) = [one for one in LOWERED.items if one.id == item]
    found = profile(SCHEME, XINBEI, one, axis, USUAL)
    assert found is not None
    return curve_picture(found, LOWERED, one.limit, WORDS)


@pytest.mark.parametrize(("item", "axis"), CURVES, ids=lambda one: getattr(one, "id", one))
def test_every_curve_is_well_formed_and_within_its_sheet(item, axis) -> None:  # type: ignore[no-untyped-def]
    found = profile(SCHEME, XINBEI, item, axis, USUAL)
    if found is None:
        return
    drawing = parsed(curve_picture(found, LOWERED, item.limit, WORDS))
    width, height = (Fraction(end) for end in drawing.attrib["viewBox"].split()[2:])
    assert drawing.findtext(f"{SVG}title")
    for circle in drawing.iter(f"{SVG}circle"):
        assert 0 <= Fraction(circle.attrib["cx"]) <= width
        assert 0 <= Fraction(circle.attrib["cy"]) <= height


def test_the_floor_itself_has_the_full_dot_and_what_lies_below_the_hollow_one() -> None:
    drawing = parsed(curve("funding-per-pupil", "primary.funding_per_pupil"))
    dots = [(one.attrib["class"], Fraction(one.attrib["cy"])) for one in drawing.iter(f"{SVG}circle") if "sr-dot" in one.attrib["class"]]
    (hollow,) = [height for kind, height in dots if "sr-hollow" in kind]
    (full,) = [height for kind, height in dots if "sr-hollow" not in kind]
    assert full < hollow  # higher up


def test_it_says_in_words_what_it_shows() -> None:
    assert told(curve("funding-per-pupil", "primary.funding_per_pupil")) == "770元/生·年时2分；算例为770元/生·年，得2分"


def test_a_history_tells_every_value_with_its_day() -> None:
    target = next(target for target in SCHEME.targets if target.id == "national.funding.primary")
    svg = history_picture(target, parse_unit(target.unit, LOWERED.units), date(2020, 12, 31), WORDS)
    assert svg is not None
    assert [one.from_.isoformat() in told(svg) for one in target.value] == [True] * len(target.value)


def test_a_target_that_never_changed_has_none() -> None:
    target = next(target for target in SCHEME.targets if target.id == "changzhou.funding.primary")
    assert history_picture(target, parse_unit(target.unit, LOWERED.units), date(2020, 12, 31), WORDS) is None


def test_words_of_any_kind_do_not_break_the_drawing() -> None:
    name = 'a < b & "c"'
    svg = weight_picture([(name, [(name, Fraction(2))]), ("乙", [("丙", Fraction(1, 2))])], WORDS)
    assert "2.5" not in told(svg)
    assert name in told(svg)
    parsed(ladder_picture([(name, name)], [(name, name, 0)], WORDS))
    parsed(bonus_picture([(name, Fraction(2), None)], None, WORDS))


def test_the_overall_cap_stands_across_the_bonuses() -> None:
    drawing = parsed(bonus_picture([("甲", Fraction(5), Fraction(2)), ("乙", Fraction(4), Fraction(4))], Fraction(7), WORDS))
    assert [one.text for one in drawing.iter(f"{SVG}text") if one.attrib["class"] == "sr-threshold"] == ["合计上限7分"]
