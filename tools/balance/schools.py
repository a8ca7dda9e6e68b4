"""The schools of the county, their resources and classes; what is set by hand in five of them is what makes it fail."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import field, frozen

from tools.districts.drawing import Drawing, up

SEED = 2017
SCHOOL = (
    "id",
    "name",
    "kind",
    "rural",
    "primary_pupils",
    "junior_pupils",
    "senior_pupils",
    "funded_pupils",
    "college_teachers",
    "bachelor_teachers",
    "backbone_teachers",
    "arts_teachers",
    "rooms",
    "sports",
    "equipment",
    "multimedia",
    "music_rooms",
    "art_rooms",
)
CLASS = ("school", "id", "level", "size")
KINDS = (("小学", 68), ("初中", 26), ("九年一贯制学校", 15), ("完全中学", 4), ("十二年一贯制学校", 1), ("教学点", 4), ("特殊教育学校", 2))
SPLIT, FLOOR, LARGE, LARGE_JUNIOR, ROOMS = 97, 12, 31, 75, 40
"""The numbers of the schools that fail, each for one reason."""
STANDARDS: dict[str, tuple[Fraction, Fraction, int]] = {
    "college_teachers": (Fraction(42, 1000), Fraction(0), 0),
    "bachelor_teachers": (Fraction(0), Fraction(53, 1000), 0),
    "backbone_teachers": (Fraction(10, 1000), Fraction(10, 1000), 0),
    "arts_teachers": (Fraction(9, 1000), Fraction(9, 1000), 0),
    "rooms": (Fraction(45, 10), Fraction(58, 10), 0),
    "sports": (Fraction(75, 10), Fraction(102, 10), 0),
    "equipment": (Fraction(2, 10), Fraction(25, 100), 2),
    "multimedia": (Fraction(23, 1000), Fraction(24, 1000), 0),
}
"""What is asked for per primary and per junior pupil, equipment in 万元, and to how many places it is counted."""


@frozen(kw_only=True)
class School:
    """A row of schools and the rows of its classes."""

    row: dict[str, Any]
    classes: list[dict[str, Any]] = field(factory=list)


def schools() -> list[School]:
    """All schools in the order of their numbers."""
    kinds = [kind for kind, count in KINDS for _ in range(count)]
    return [_school(number, kind) for number, kind in enumerate(kinds, 1)]


def _school(number: int, kind: str) -> School:
    draw = Drawing(f"school {number} of {SEED}")
    row: dict[str, Any] = {"id": f"{number:03}", "name": f"演练{number:03}号{kind}", "kind": kind, "rural": "是" if draw.chance(35) else "否"}
    if kind == "特殊教育学校":
        return School(row=row | {"primary_pupils": draw.between(40, 80), "junior_pupils": draw.between(20, 50), "senior_pupils": 0})
    sizes = {"小学": _sizes(draw, number, "小学", kind), "初中": _sizes(draw, number, "初中", kind)}
    classes = [
        {"school": row["id"], "id": f"{level}{place:02}班", "level": level, "size": size}
        for level, of in sizes.items()
        for place, size in enumerate(of, 1)
    ]
    primary, junior = (sum(of) for of in sizes.values())
    senior = draw.between(900, 1500) if kind in {"完全中学", "十二年一贯制学校"} else 0
    row |= {"primary_pupils": primary, "junior_pupils": junior, "senior_pupils": senior, "funded_pupils": max(100, primary + junior)}
    row |= {"rural": "是"} if kind == "教学点" else {}
    row |= _resources(draw, primary, junior, senior)
    row |= {name: up(len(classes), 12) + draw.between(0, 1) for name in ("music_rooms", "art_rooms")}
    return School(row=row | _by_hand(number, row, len(classes)), classes=classes)


def _sizes(draw: Drawing, number: int, level: str, kind: str) -> list[int]:
    """The classes of a section, each within its standard size but where one is set by hand."""
    if kind == "教学点":
        return [] if level == "初中" else [[16, 17, 16], [9, 8, 11], [20, 21, 24], [12, 10, 9, 11]][number % 4]
    if number == SPLIT:
        return [40] * 20
    both = kind in {"九年一贯制学校", "十二年一贯制学校"}
    if level == "小学":
        count = draw.between(15, 27) if both else draw.between(18, 44) if kind == "小学" else 0
    else:
        count = draw.between(12, 19) if both else 0 if kind == "小学" else draw.between(18, 38)
    sizes = [draw.between(36, 45) if level == "小学" else draw.between(40, 50) for _ in range(count)]
    if (number, level) in {(LARGE, "小学"), (LARGE_JUNIOR, "初中")}:
        sizes[0], sizes[3] = (46, 46) if level == "小学" else (51, 52)
    return sizes


def _resources(draw: Drawing, primary: int, junior: int, senior: int) -> dict[str, Any]:
    """Resources of the whole school with which every section that it has is a little or much above the standard."""
    weight = primary + Fraction(11, 10) * junior + Fraction(132, 100) * senior
    found: dict[str, Any] = {}
    for name, (of_primary, of_junior, places) in STANDARDS.items():
        wanted = max(of_primary if primary else Fraction(0), of_junior / Fraction(11, 10) if junior else Fraction(0))
        found[name] = _written(wanted * weight * draw.between(102, 165) / 100, places)
    found["bachelor_teachers"] = max(found["bachelor_teachers"], found["college_teachers"] // 2)
    found["college_teachers"] = max(found["college_teachers"], found["bachelor_teachers"])
    return found


def _written(value: Fraction, places: int) -> Any:
    """A number rounded up, as it stands in a table."""
    whole = up(value.numerator * 10**places, value.denominator)
    return whole if not places else f"{whole // 10**places}.{whole % 10**places:0{places}}"


def _by_hand(number: int, row: dict[str, Any], classes: int) -> dict[str, Any]:
    """What is set by hand, so that a school fails for one reason alone."""
    pupils = row["primary_pupils"] + row["junior_pupils"]
    if number == SPLIT:  # 按全校学生数，两项恰够小学的标准；折算以后小学部两项都不够
        return {"backbone_teachers": up(pupils, 100), "multimedia": up(23 * pupils, 1000) + 1}
    if number == FLOOR:  # 六项达标，设备值是标准的84%
        return {"equipment": _written(Fraction(84, 100) * Fraction(2, 10) * pupils, 2)}
    return {"music_rooms": up(classes, 12) - 1} if number == ROOMS else {}
