"""The bank: which districts there are, drawn by number, and what is set by hand in some of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from supervision_rules.scheme import Case, CaseTable, Given, Row

from .drawing import Drawing
from .facts import District, Kind
from .honours import honours, of_the_city

SCHEME, EXERCISE, YEAR, SEED = "changzhou-2021", "changzhou-2022-exercise", 2020, 2020
DROPPED = (
    "environment.schools_relit",
    "environment.exam_sites_cooled",
    "preschool.group_coverage",
    "sports.consolidation_action",
)
REGISTER = ("注销", "注销", "注销", "转为非营利", "转为非营利", "注销", "注销", "继续经营", "转为非营利", "注销")
STRONG, MIDDLING, LOW, WEAK, POOR = (Kind(quality=ends) for ends in ((72, 96), (44, 62), (34, 48), (20, 42), (2, 16)))
ROUND = {
    "preschool.group_coverage": "100%",
    "primary.new_places": "2000 个",
    "preschool.new_places": "300 个",
    "preschool.budget_per_child": "7000 元/生·年",
}


@frozen(kw_only=True)
class Plan:
    """One district: of what kind, whether the city's figures are in, what is set by hand and what is not known, and why.

    `drawn` is the draw that it was found by; without it the number of the district is. `budget` is what its spending rises by each year, in percent.
    """

    kind: Kind
    city: bool = True
    why: str = ""
    sets: Mapping[str, Any] = field(factory=dict)
    lacks: tuple[str, ...] = ()
    budget: tuple[int, ...] = ()
    drawn: str = ""


def plans() -> Iterator[Plan]:
    """All districts in the order of their numbers."""
    for kind, count in ((STRONG, 10), (MIDDLING, 15), (WEAK, 11), (POOR, 2)):
        for place in range(count):
            yield Plan(kind=kind, city=place % 3 != 2)
    yield Plan(kind=STRONG, why="新增拖欠教师工资", sets={"integrity.salary_arrears": True})
    yield Plan(kind=STRONG, why="材料弄虚作假", sets={"integrity.data_falsified": True})
    yield Plan(kind=STRONG, why="近两年有重大校园安全责任事故", sets={"safety.major_accidents_two_years": "1 起", "safety.accidents": "1 起"})
    yield Plan(kind=MIDDLING, why="有师生在D级危房", sets={"safety.people_in_grade_d_buildings": True})
    yield Plan(kind=MIDDLING, why="教育支出连续两年下降", sets={"funding.total_spend_falls": "2 年", "funding.per_pupil_spend_falls": "2 年"})
    yield Plan(kind=STRONG, why="缺用房面积", lacks=("primary.teaching_rooms", "junior.teaching_rooms"))
    yield Plan(kind=MIDDLING, why="缺班级数", lacks=("primary.classes", "junior.classes"))
    yield Plan(kind=MIDDLING, why="缺幼儿园教师数和健康档案", lacks=("preschool.teachers", "teachers.total", "health.sight_records"))
    yield Plan(kind=STRONG, why="没有接收过随迁子女", sets={"migrant.admitted_cumulative": "0 人"})
    yield Plan(kind=WEAK, why="没有接收过随迁子女", sets={"migrant.admitted_cumulative": "0 人"})
    yield Plan(kind=STRONG, why="教育支出报年度序列", budget=(0, 6, 4))
    yield Plan(kind=MIDDLING, why="教育支出报年度序列", budget=(0, -2, 5))
    yield from _at_a_line()
    for kind, drawn in ((MIDDLING, "71.507"), (MIDDLING, "73.160"), (LOW, "72.703"), (MIDDLING, "74.147"), (MIDDLING, "75.12"), (LOW, "76.4")):
        yield Plan(kind=kind, city=False, drawn=drawn)


def _at_a_line() -> Iterator[Plan]:
    """Districts exactly at the limit of a grade: what would make odd hundredths is set round, and visits or class teachers bring the total down."""
    for kind, drawn, missed, teachers, why in (
        (MIDDLING, "64.70", 10, 7, "2020年恰为90分"),
        (MIDDLING, "65.209", 10, None, "2020年恰为80分"),
        (WEAK, "66.126", 10, 11, "2020年恰为60分"),
        (MIDDLING, "67.4", 10, 9, "按2022年演练方案恰为90分"),
        (MIDDLING, "68.92", 2, None, "按2022年演练方案恰为80分"),
        (WEAK, "69.14", 10, 10, "按2022年演练方案恰为65分"),
        (WEAK, "70.12", 9, None, "按2022年演练方案恰为60分"),
    ):
        sets = ROUND | {"supervision.school_months_missed": f"{missed} 校次"}
        sets |= {} if teachers is None else {"growth.city_class_teachers": f"{teachers} 人"}
        yield Plan(kind=kind, city=False, drawn=drawn, why=why, sets=sets)


def bank() -> list[Case]:
    """Every case."""
    return [_case(number, plan) for number, plan in enumerate(plans(), 1)]


def reference() -> Case:
    """A district as the exercise itself asks for it, a year later, with everything that it newly asks for: its reference case."""
    case = _case(0, Plan(kind=STRONG))
    closed = sum(one != "继续经营" for one in REGISTER)
    more = {
        "city.tutoring_institutions": f"{len(REGISTER)} 家",
        "city.tutoring_closed": f"{closed} 家",
        "city.after_class_coverage": "100%",
        "city.five_management_findings": "2 个",
    }
    register = tuple(Row(cells={"id": f"{place:02}", "status": status}) for place, status in enumerate(REGISTER, 1))
    return evolve(
        case,
        id="yanlian-2021",
        scheme=EXERCISE,
        subject="演练区（生成，参照）",
        year=YEAR + 1,
        facts=(*(given for given in case.facts if given.id not in DROPPED), *(Given(id=id, value=value) for id, value in more.items())),
        tables=(*case.tables, CaseTable(id="institution", rows=register)),
    )


def _case(number: int, plan: Plan) -> Case:
    seed, _, draw_number = (plan.drawn or f"{number}.0").partition(".")
    draw = Drawing(f"district {seed} of {SEED}, {draw_number}")
    facts = District(draw, plan.kind).drawn()
    quality = draw.between(*plan.kind.quality)
    tables = {"award": honours(draw, quality)}
    city = of_the_city(draw, quality)
    facts |= city if plan.city else {}
    facts |= plan.sets
    if plan.budget:
        tables["budget"] = _budget(draw, plan.budget, sum(int(str(facts[f"{level}.pupils"]).split(" ")[0]) for level in ("primary", "junior")))
    left = {*plan.lacks, *(("funding.total_spend_falls", "funding.per_pupil_spend_falls") if plan.budget else ())}
    why = f"设定：{plan.why}。" if plan.why else ""
    return Case(
        id=f"yanlian-{number:02}",
        scheme=SCHEME,
        subject=f"演练区{number:02}（生成）",
        year=YEAR,
        note=f"生成的演练材料，不是任何真实的区；由 tools/districts 按种子{SEED}生成。{why}",
        facts=tuple(Given(id=id, value=value) for id, value in facts.items() if id not in left),
        tables=tuple(CaseTable(id=id, rows=tuple(Row(cells=cells) for cells in rows)) for id, rows in tables.items()),
    )


def _budget(draw: Drawing, rises: tuple[int, ...], pupils: int) -> list[dict[str, Any]]:
    """Three years of spending: what it rises by each year, in percent."""
    spend, rows = pupils * draw.between(150, 220) // 100, []
    for year, rise in enumerate(rises, YEAR - 2):
        spend += spend * rise // 100
        per_pupil = spend * 10000 // (pupils + (year - YEAR) * draw.between(200, 900))
        rows.append({"year": str(year), "total_spend": f"{spend} 万元", "per_pupil_spend": f"{per_pupil} 元/生"})
    return rows
