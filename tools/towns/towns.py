"""The ten cases: a quality is drawn for each, and every figure about that quality; a few are then set by hand so that every line is met."""

from __future__ import annotations

from collections.abc import Iterator

from supervision_rules.scheme import Case, Given
from supervision_rules.scheme.cases import Written

from ..districts.drawing import Drawing, part

SCHEME, YEAR, SEED = "xinbei-towns-2020", 2020, "xinbei-towns-2020/1"
NAMES = (*(f"{name}镇" for name in "甲乙丙丁戊"), *(f"{name}街道" for name in "己庚辛壬癸"))
WITHOUT_FUND = (4, 7, 9)
"""By the report 7 towns and streets of 10 have an education fund; which, it does not say."""
BY_HAND: dict[int, dict[str, Written | None]] = {
    1: {"leadership.meetings": "2 次", "leadership.visits": "4 次", "satisfaction.rate": "91.5%"},
    3: {"kindergartens.children": "1000 人", "kindergartens.inclusive": "800 人", "input.share": "17.3%"},
    4: {"kindergartens.children": "1000 人", "kindergartens.inclusive": "790 人", "input.share": "17.3%"},
    5: {"migrants.eligible": "400 人", "migrants.placed": "380 人", "safety.accident": True},
    6: {"migrants.eligible": "400 人", "migrants.placed": "379 人"},
    7: {"preschool.due": "0 万元", "preschool.paid": "0 万元"},
    8: {"estates.due": "4 所", "estates.handed_over": "3 所", "leadership.planned": None},
    10: {"estates.due": "0 所", "estates.handed_over": "0 所"},
}
"""What is not drawn; None is left out, so that one of the ten waits for a figure by which nobody is ranked."""
WHY = "生成的数，不是真实的"


def towns() -> Iterator[Case]:
    """The cases in the order of their names."""
    for number, name in enumerate(NAMES, 1):
        facts = {**_facts(number), **BY_HAND.get(number, {})}
        yield Case(
            id=f"town-{number:02}",
            scheme=SCHEME,
            subject=f"{name}（设想，生成）",
            year=YEAR,
            note=f"生成的材料，不是新北区任何真实的镇、街道；由 tools/towns 按种子{SEED}生成，个别数为核对界线另设。",
            facts=tuple(Given(id=id, value=value, assumed=WHY) for id, value in facts.items() if value is not None),
        )


def _facts(number: int) -> dict[str, Written | None]:
    draw = Drawing(f"{SEED}/{number}")
    quality = draw.between(55, 100)
    due, estates, eligible, children = draw.between(1500, 9000), draw.between(1, 5), draw.between(200, 1500), draw.between(800, 4000)
    return {
        "leadership.meetings": f"{draw.by(quality, 0, 4)} 次",
        "leadership.named": True,
        "leadership.planned": draw.chance(quality),
        "leadership.visits": f"{draw.by(quality, 1, 8)} 次",
        "preschool.due": f"{due // 10}.{due % 10} 万元",
        "preschool.paid": _tenths(min(due, part(due, draw.by(quality, 80, 104))), "万元"),
        "fund.set_up": number not in WITHOUT_FUND,
        "input.share": _hundredths(draw.by(quality, 1400, 2000) + draw.between(0, 99), "%"),
        "estates.due": f"{estates} 所",
        "estates.handed_over": f"{estates - (0 if draw.chance(quality) else 1)} 所",
        "projects.late": f"{0 if draw.chance(quality) else draw.between(1, 2)} 个",
        "migrants.eligible": f"{eligible} 人",
        "migrants.placed": f"{eligible if draw.chance(quality) else part(eligible, draw.between(93, 99))} 人",
        "kindergartens.children": f"{children} 人",
        "kindergartens.inclusive": f"{part(children, min(100, draw.by(quality, 70, 95)))} 人",
        "safety.unmended": f"{0 if draw.chance(quality) else draw.between(1, 3)} 处",
        "safety.accident": False,
        "satisfaction.rate": _tenths(draw.by(quality, 820, 960), "%"),
    }


def _tenths(number: int, unit: str) -> str:
    return f"{number // 10}.{number % 10} {unit}"


def _hundredths(number: int, unit: str) -> str:
    return f"{number // 100}.{number % 100:02} {unit}"
