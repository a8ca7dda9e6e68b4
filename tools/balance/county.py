"""What the county as a whole reports: all as it should be, so that schools alone decide."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from supervision_rules.scheme import Case, CaseTable, Expectation, Given, Row
from supervision_rules.scheme.cases import Written

from .schools import FLOOR, LARGE, LARGE_JUNIOR, ROOMS, SEED, SPLIT

SCHEME, YEAR = "national-balance-2017", 2020
FACTS: dict[str, Written] = {
    "basic.since": date(2015, 11, 30),
    "basic.monitoring_good": True,
    "layout.planned": True,
    "unified.construction": True,
    "unified.staffing": True,
    "unified.quota": True,
    "unified.equipment": True,
    "special.funding_per_pupil": "6500 元/生·年",
    "pay.teachers": "118200 元/人",
    "pay.civil_servants": "117900 元/人",
    "teachers.trained": "8420 人",
    "teachers.due": "8420 人",
    "posts.allotted": True,
    "rotation.eligible": "3100 人",
    "rotation.moved": "342 人",
    "rotation.moved_backbone": "77 人",
    "teachers.certified": "8630 人",
    "teachers.total": "8630 人",
    "nearby.primary_entered": "13120 人",
    "nearby.primary_all": "13120 人",
    "nearby.junior_entered": "10870 人",
    "nearby.junior_all": "11200 人",
    "allotment.places": "2210 个",
    "allotment.all": "3900 个",
    "allotment.leans_rural": True,
    "care.left_behind": True,
    "migrants.placed": "20150 人",
    "migrants.all": "22300 人",
    "retention.graduates": "12010 人",
    "retention.moved_in": "233 人",
    "retention.moved_out": "310 人",
    "retention.entered": "12190 人",
    "retention.died": "2 人",
    "disabled.special": "170 人",
    "disabled.regular": "402 人",
    "disabled.home": "61 人",
    "disabled.all": "648 人",
    "charters.all": True,
    "management.informatised": True,
    "funds.training": "772 万元",
    "funds.public": "14120 万元",
    "it.used": True,
    "it.rooms_used": True,
    "moral.level": "良好",
    "curriculum.full": True,
    "load.heavy": False,
    "recognition.rate": "88.4%",
    "veto.entrance_exams": False,
    "veto.school_choice": False,
    "veto.key_schools": False,
    "veto.off_staff": False,
    "veto.accidents": False,
    "veto.falsified": False,
}
MONITORING = (("数学", "Ⅲ级", "0.121"), ("体育", "Ⅲ级", "0.094"))


def county() -> Case:
    """The case without its schools and classes, which stand in tables beside it."""
    set_by_hand = (
        f"{SPLIT:03}号拆分后小学部差两项，{FLOOR:03}号设备值只有标准的84%，{LARGE:03}、{LARGE_JUNIOR:03}号有大班，{ROOMS:03}号少一间音乐教室"
    )
    unmet = ("primary-schools", "special-rooms", "class-size")
    met = (
        "junior-schools",
        "school-size",
        "small-schools",
        *(f"{level}-even-{of}" for level in ("primary", "junior") for of in ("degree", "equipment")),
    )
    return Case(
        id="generated-district",
        scheme=SCHEME,
        subject="演练县（设想，生成）",
        year=YEAR,
        note=f"生成的演练材料，不是任何真实的县；由 tools/balance 按种子{SEED}生成。设定：{set_by_hand}。",
        facts=tuple(Given(id=id, value=value) for id, value in FACTS.items()),
        tables=(
            CaseTable(
                id="subject",
                rows=tuple(Row(cells={"name": subject, "level": level, "difference": gap}) for subject, level, gap in MONITORING),
            ),
        ),
        expect=Expectation(grade="不通过", scores=dict[str, "Fraction | str"](dict.fromkeys(unmet, "unmet") | dict.fromkeys(met, "met"))),
    )
