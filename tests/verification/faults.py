"""Schemes with one mistake each, such as authors make: what the prover must find in them, and nothing besides.

A fault is a scheme, what must be refuted in it, and how the counterexample must look: the facts that differ between its two cases, with their values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen
from builders import (
    Amount,
    amount,
    bonus,
    choice_fact,
    classed_target,
    column,
    condition_fact,
    date_fact,
    expression,
    grade,
    number_fact,
    point,
    quantity,
    scheme,
    table,
    veto,
)

from supervision_rules.expression import Compare, Logic, Number, Ref
from supervision_rules.lowering import LoweredScheme, Value, lower
from supervision_rules.scheme import Bonus, Constraint, Fact, Form, Scheme
from supervision_rules.scoring import (
    AllOrNothing,
    Band,
    BandCase,
    Bands,
    Failing,
    Failings,
    Formula,
    PerStep,
    Share,
    Tally,
    TallyItem,
)

Broken = tuple[str, str, str, tuple[str, ...]]
"""A law that is refuted: its id, the kind and id of its subject, what it is about."""


@frozen(kw_only=True)
class Fault:
    """A scheme with one mistake. `breaks`: everything that is refuted, the law that names the mistake first; `says`: what its finding names;
    `moved`: what differs between the two cases; `static`: it is seen without a proof too; `mended`: the scheme without the mistake.
    """

    id: str
    scheme: Scheme
    breaks: tuple[Broken, ...]
    says: tuple[str, ...]
    moved: Mapping[str, tuple[Value, Value]] = field(factory=dict)
    static: tuple[str, ...] = ()
    mended: Scheme | None = None


# Rules in a few words


def unless(*conditions: str, deduct: Amount = 1, **more: Any) -> Failings:
    return Failings(failings=tuple(Failing(unless=expression(one), deduct=amount(deduct)) for one in conditions), **more)


def when(*conditions: str, deduct: Amount = 1, **more: Any) -> Failings:
    return Failings(failings=tuple(Failing(when=expression(one), deduct=amount(deduct)) for one in conditions), **more)


def award(*conditions: str, each: Amount = 1, **more: Any) -> Failings:
    return Failings(failings=tuple(Failing(when=expression(one), award=amount(each)) for one in conditions), **more)


def requires(condition: str, worth: Amount | None = None) -> AllOrNothing:
    return AllOrNothing(requires=expression(condition), worth=amount(worth))


def bands(value: str, *entries: tuple[Amount, str]) -> Bands:
    """Bands as (value, "at_least 4次 below 12次")."""
    return Bands(value=expression(value), bands=tuple(_band(Fraction(worth), bounds.split()) for worth, bounds in entries))


def _band(worth: Fraction, bounds: list[str]) -> Band:
    return Band(value=worth, **{key: expression(text) for key, text in zip(bounds[::2], bounds[1::2], strict=True)})


def levels(value: str, *entries: tuple[str, str]) -> Bands:
    """Bands as (level, "at_least 4次")."""
    made = (
        Band(level=level, **{key: expression(text) for key, text in zip(bounds[::2], bounds[1::2], strict=True)})
        for level, bounds in ((level, bounds.split()) for level, bounds in entries)
    )
    return Bands(value=expression(value), bands=tuple(made))


def cases(*entries: tuple[Amount, str | None]) -> Bands:
    """Ordered conditions as (value, condition), None for the last."""
    made = (
        BandCase(value=Fraction(worth), otherwise=condition is None, when=None if condition is None else expression(condition))
        for worth, condition in entries
    )
    return Bands(cases=tuple(made))


def per_step(value: str, *, step: str, deduct: Amount, count: str = "whole", **line: str) -> PerStep:
    return PerStep(
        value=expression(value),
        step=expression(step),
        deduct=amount(deduct),
        count=count,  # type: ignore[arg-type]
        **{key: expression(text) for key, text in line.items()},
    )


def tally(*items: tuple[str, Amount], **more: Any) -> Tally:
    return Tally(items=tuple(TallyItem(count=expression(count), each=Fraction(each)) for count, each in items), **more)


def share(part: str, whole: str | None = None, **more: Any) -> Share:
    return Share(part=expression(part), whole=None if whole is None else expression(whole), **more)


def constraint(id: str, text: str) -> Constraint:
    return Constraint(id=id, label=id, requires=expression(text))


# Facts


def labelled(fact: Fact, label: str) -> Fact:
    return evolve(fact, label=label)


MEETINGS = labelled(number_fact("meetings", "次", (0, 30)), "专题会议次数")
VISITS = labelled(number_fact("visits", "次", (0, 30)), "督导次数")
ACCIDENTS = labelled(number_fact("accidents", "起", (0, 50), better="less"), "安全事故数")
LARGE = labelled(number_fact("large", "%", (0, 100), places=1, better="less"), "大班额占比")
RATE = labelled(number_fact("rate", "%", (0, 100), places=2), "达标率")
SCHOOLS = labelled(number_fact("schools", "所", (1, 200), better="neither"), "学校数")
MET = labelled(number_fact("met", "所", (0, 200)), "达标学校数")
PLAN = labelled(condition_fact("plan"), "有工作方案")
DRILL = labelled(condition_fact("drill"), "开展演练")
REVIEW = labelled(condition_fact("review"), "有自查报告")
ARREARS = labelled(condition_fact("arrears", better="less"), "拖欠工资")
REPORTED = labelled(date_fact("reported", better="less"), "自评报告提交日期")
AREA = labelled(choice_fact("area", "农村", "城区", better="neither"), "地区")
RESULT = labelled(choice_fact("result", "不合格", "合格", "优秀", better="more"), "验收结论")

GRADES = (grade("优秀", "total >= 9"), grade("良好", "total >= 8"), grade("合格", "total >= 6"), grade("不合格"))


# Of points


def of(*broken: tuple[Any, ...]) -> tuple[Broken, ...]:
    """What is refuted, as (law, kind, id, *about)."""
    return tuple((law, kind, id, tuple(about)) for law, kind, id, *about in broken)


def on_point(law: str, *about: str) -> tuple[Broken, ...]:
    """A law refuted of the point `point`."""
    return of((law, "point", "point", *about))


def one_point(rule: Form, *facts: Fact, worth: Amount = 10, **sections: Any) -> Scheme:
    return scheme([point(rule, worth=worth)], facts, **sections)


def with_bonuses(*bonuses: Bonus, facts: Iterable[Fact], **sections: Any) -> Scheme:
    """Bonuses beside a point in which nothing is wrong."""
    return scheme([point(requires("review"))], [REVIEW, *facts], bonuses=bonuses, **sections)


def one_bonus(rule: Form, *facts: Fact, cap: Amount = 10, **sections: Any) -> Scheme:
    return with_bonuses(bonus(rule, cap=cap), facts=facts, **sections)


def wrong_direction() -> Iterable[Fault]:
    """What is better scores less."""
    by_meetings = on_point("monotone", "meetings")
    yield Fault(
        id="bands the wrong way round",
        scheme=one_point(bands("meetings", (0, "at_least 12次"), (10, "below 12次")), MEETINGS),
        breaks=by_meetings,
        says=("专题会议次数", "11次", "12次", "10分", "0分"),
        moved={"meetings": (11, 12)},
        mended=one_point(bands("meetings", (10, "at_least 12次"), (0, "below 12次")), MEETINGS),
    )
    yield Fault(
        id="two of four bands exchanged",
        scheme=one_point(
            bands("meetings", (10, "at_least 24次"), (4, "at_least 12次 below 24次"), (6, "at_least 4次 below 12次"), (0, "below 4次")), MEETINGS
        ),
        breaks=by_meetings,
        says=("专题会议次数", "11次", "12次", "6分", "4分"),
        moved={"meetings": (11, 12)},
    )
    yield Fault(
        id="at most where at least was meant",
        scheme=one_point(unless("meetings <= 12次"), MEETINGS),
        breaks=by_meetings,
        says=("专题会议次数", "12次", "13次"),
        moved={"meetings": (12, 13)},
        mended=one_point(unless("meetings >= 12次"), MEETINGS),
    )
    yield Fault(
        id="at least where at most was meant, of what should be little",
        scheme=one_point(unless("large >= 5%"), LARGE),
        breaks=on_point("monotone", "large"),
        says=("大班额占比", "5%", "4.9%"),
        moved={"large": (Fraction(5, 100), Fraction(49, 1000))},
        mended=one_point(unless("large <= 5%"), LARGE),
    )
    yield Fault(
        id="steps above the line of what should be much",
        scheme=one_point(per_step("rate", above="98%", step="1%", deduct="0.5"), RATE),
        breaks=on_point("monotone", "rate"),
        says=("达标率", "99%"),
        mended=one_point(per_step("rate", below="95%", step="1%", deduct="0.05"), RATE),
    )
    yield Fault(
        id="started steps above the line of what should be much",
        scheme=one_point(per_step("rate", above="95%", step="1%", deduct="0.5", count="started"), RATE),
        breaks=on_point("monotone", "rate"),
        says=("达标率",),
    )
    yield Fault(
        id="a tally that deducts for what is good",
        scheme=one_point(tally(("meetings", "0.5")), MEETINGS),
        breaks=by_meetings,
        says=("专题会议次数", "0次", "1次", "9.5分"),
        moved={"meetings": (0, 1)},
    )
    yield Fault(
        id="a share of which the whole is said to be good too",
        scheme=one_point(share("met", "planned"), MET, labelled(number_fact("planned", "所", (1, 200)), "计划学校数"), round_to="0.01"),
        breaks=on_point("monotone", "planned"),
        says=("计划学校数",),
        mended=one_point(share("met", "schools"), MET, SCHOOLS, round_to="0.01"),
    )
    yield Fault(
        id="a fact counted twice, once for and once against",
        scheme=scheme([point(unless("meetings >= 12次"), tally(("meetings", "0.1")))], [MEETINGS]),
        breaks=(*by_meetings, *on_point("full-marks")),
        says=("专题会议次数",),
    )
    yield Fault(
        id="a step back at one place of three",
        scheme=one_point(cases((10, "meetings >= 20次"), (4, "meetings >= 15次"), (5, "meetings >= 10次"), (0, None)), MEETINGS),
        breaks=by_meetings,
        says=("14次", "15次", "5分", "4分"),
        moved={"meetings": (14, 15)},
    )
    yield Fault(
        id="a condition asked the wrong way round",
        scheme=one_point(requires("not plan"), PLAN),
        breaks=on_point("monotone", "plan"),
        says=("有工作方案", "是为好"),
        moved={"plan": (False, True)},
        mended=one_point(requires("plan"), PLAN),
    )
    yield Fault(
        id="one of three values asked for instead of at least it",
        scheme=one_point(unless('result == "合格"'), RESULT),
        breaks=on_point("monotone", "result"),
        says=("验收结论", "由差到好"),
        moved={"result": ("合格", "优秀")},
        mended=one_point(unless('result != "不合格"'), RESULT),
    )
    yield Fault(
        id="a day that should not be passed and must be",
        scheme=one_point(unless("reported >= 2020-12-31"), REPORTED),
        breaks=on_point("monotone", "reported"),
        says=("自评报告提交日期", "越早越好"),
        moved={"reported": (737790, 737789)},
        mended=one_point(unless("reported <= 2020-12-31"), REPORTED),
    )
    yield Fault(
        id="a harder line for the better class",
        scheme=one_point(
            unless("meetings >= line"),
            MEETINGS,
            labelled(choice_fact("kind", "乡镇", "街道", better="more"), "类别"),
            targets=[classed_target("line", "kind", {"乡镇": 4, "街道": 12}, "次")],
        ),
        breaks=on_point("monotone", "kind"),
        says=("类别", "乡镇", "街道"),
        moved={"kind": ("乡镇", "街道")},
    )
    yield Fault(
        id="a formula that subtracts what is good",
        scheme=one_point(Formula(score=expression("10 - meetings / 4次")), MEETINGS),
        breaks=by_meetings,
        says=("专题会议次数",),
    )
    three = cases((8, "plan and drill and review"), (10, "plan and drill"), (0, None))
    yield Fault(
        id="a fault that takes three facts at once",
        scheme=one_point(three, PLAN, DRILL, REVIEW),
        breaks=on_point("monotone", "review"),
        says=("有自查报告", "10分", "8分"),
        moved={"review": (False, True)},
        mended=one_point(cases((10, "plan and drill and review"), (8, "plan and drill"), (0, None)), PLAN, DRILL, REVIEW),
    )
    yield Fault(
        id="a fault of three numbers at once",
        scheme=one_point(when("met >= 150所 and schools <= 160所 and meetings == 7次"), MET, SCHOOLS, MEETINGS),
        breaks=(*on_point("monotone", "met"), *on_point("monotone", "meetings")),
        says=("达标学校数", "149所", "150所"),
        moved={"met": (149, 150)},
    )
    yield Fault(
        id="a fault that only rounding makes",
        scheme=one_point(unless("round(rate, 2) <= rate"), RATE),
        breaks=on_point("monotone", "rate"),
        says=("达标率",),
        mended=one_point(unless("round(rate, 2) >= 95%"), RATE),
    )
    yield Fault(
        id="a bonus for what is bad",
        scheme=one_bonus(tally(("accidents", "0.2")), ACCIDENTS),
        breaks=of(("monotone", "bonus", "bonus", "accidents")),
        says=("安全事故数", "1起", "0起"),
        moved={"accidents": (1, 0)},
    )
    yield Fault(
        id="a better fact that takes full marks away",
        scheme=scheme([point(unless("drill"), applies_when="meetings >= 12次")], [MEETINGS, DRILL]),
        breaks=by_meetings,
        says=("专题会议次数", "11次", "12次"),
        moved={"meetings": (11, 12)},
        mended=scheme([point(unless("drill"), applies_when="accidents >= 12起")], [ACCIDENTS, DRILL]),
    )
    yield Fault(
        id="a level the wrong way round",
        scheme=scheme(
            [point(levels("meetings", ("B", "at_least 24次"), ("A", "at_least 12次 below 24次"), ("C", "below 12次")), worth=None)],
            [MEETINGS],
            measure="levels",
            levels=["A", "B", "C"],
        ),
        breaks=by_meetings,
        says=("专题会议次数", "「A」", "「B」"),
        moved={"meetings": (23, 24)},
    )
    yield Fault(
        id="a criterion the wrong way round",
        scheme=scheme([point(requires("accidents >= 1起"), worth=None)], [ACCIDENTS], measure="criteria"),
        breaks=on_point("monotone", "accidents"),
        says=("安全事故数", "「符合」", "「不符合」"),
        moved={"accidents": (1, 0)},
    )


def idle() -> Iterable[Fault]:
    """What is written and does nothing."""
    yield Fault(
        id="a clause outside the domain",
        scheme=scheme([point(when("meetings > 1000次"), unless("plan"))], [MEETINGS, PLAN]),
        breaks=(*on_point("applies", "point.1.1"), *on_point("comparisons")),
        says=("专题会议次数", "1000次"),
        static=("comparisons",),
    )
    yield Fault(
        id="a condition that contradicts itself",
        scheme=one_point(when("accidents > 20起 and accidents < 10起"), ACCIDENTS),
        breaks=on_point("applies", "point.1.1"),
        says=("安全事故数", "互相矛盾"),
        mended=one_point(when("accidents > 10起 and accidents < 20起 or accidents >= 20起"), ACCIDENTS),
    )
    yield Fault(
        id="a case in the shadow of an earlier one",
        scheme=one_point(cases((10, "meetings >= 10次"), (8, "meetings >= 12次"), (0, None)), MEETINGS),
        breaks=on_point("applies", "point.1.2"),
        says=("专题会议次数", "12次", "前面的档次"),
        mended=one_point(cases((10, "meetings >= 12次"), (8, "meetings >= 10次"), (0, None)), MEETINGS),
    )
    yield Fault(
        id="a clause that a constraint rules out",
        scheme=scheme([point(when("met > schools"), unless("plan"))], [MET, SCHOOLS, PLAN], constraints=[constraint("within", "met <= schools")]),
        breaks=(*on_point("applies", "point.1.1"),),
        says=("达标学校数", "学校数"),
    )
    yield Fault(
        id="a clause with room only between two whole numbers",
        scheme=scheme([point(when("accidents > 3起 and accidents < 4起"), unless("plan"))], [ACCIDENTS, PLAN]),
        breaks=on_point("applies", "point.1.1"),
        says=("安全事故数",),
    )
    yield Fault(
        id="a clause that rounding leaves no room",
        scheme=scheme([point(when("round(rate, 2) == 100% and rate < 99.5%"), unless("plan"))], [RATE, PLAN]),
        breaks=on_point("applies", "point.1.1"),
        says=("达标率",),
    )
    yield Fault(
        id="a clause that always applies",
        scheme=one_bonus(award("plan or not plan", each=10), PLAN),
        breaks=of(("spares", "bonus", "bonus", "bonus.1.1")),
        says=("有工作方案",),
    )
    yield Fault(
        id="a deduction that hits everybody",
        scheme=scheme([point(when("meetings >= 0次"))], [MEETINGS]),
        breaks=(*on_point("spares", "point.1.1"), *on_point("comparisons"), *on_point("full-marks")),
        says=("专题会议次数", "0次"),
        static=("comparisons",),
    )
    yield Fault(
        id="a deduction of nothing",
        scheme=scheme([point(unless("plan", deduct=0), unless("drill"))], [PLAN, DRILL]),
        breaks=on_point("applies", "point.1.1"),
        says=("适用时计的总是0分",),
        static=("counts",),
    )
    yield Fault(
        id="a limit above the worth",
        scheme=one_point(tally(("accidents", 1), at_most=Fraction(20)), ACCIDENTS),
        breaks=on_point("limits", "point.1"),
        says=("20分", "10分"),
        static=("limits",),
        mended=one_point(tally(("accidents", 1), at_most=Fraction(5)), ACCIDENTS),
    )
    yield Fault(
        id="a limit that all failings together do not reach",
        scheme=one_point(unless("plan", "drill", deduct="0.5", at_most=Fraction(2)), PLAN, DRILL),
        breaks=on_point("reaches", "point.1"),
        says=("2分", "最多只有1分"),
        mended=one_point(unless("plan", "drill", deduct="1.5", at_most=Fraction(2)), PLAN, DRILL),
    )
    yield Fault(
        id="a limit that two failings never reach together",
        scheme=one_point(when("meetings < 5次", "meetings > 5次 and not plan", at_most=Fraction(2)), MEETINGS, PLAN),
        breaks=(*on_point("reaches", "point.1"), *on_point("monotone", "meetings")),
        says=("2分", "最多只有1分"),
    )
    yield Fault(
        id="full marks that no band gives",
        scheme=one_point(bands("meetings", (8, "at_least 12次"), (0, "below 12次")), MEETINGS),
        breaks=on_point("full-marks"),
        says=("10分", "最多得8分"),
        mended=one_point(bands("meetings", (8, "at_least 12次"), (0, "below 12次")), MEETINGS, worth=8),
    )
    yield Fault(
        id="full marks for two things that exclude each other",
        scheme=one_point(unless("accidents <= 5起", "accidents >= 6起"), evolve(ACCIDENTS, better="neither")),
        breaks=on_point("full-marks"),
        says=("10分", "最多得9分"),
    )
    yield Fault(
        id="a cap of a bonus out of reach",
        scheme=one_bonus(tally(("meetings", "0.1")), MEETINGS, cap=5),
        breaks=of(("full-marks", "bonus", "bonus")),
        says=("5分", "加不到上限", "最多加3分"),
        mended=one_bonus(tally(("meetings", "0.2")), MEETINGS, cap=5),
    )
    two = bonus(award("plan", each=2), id="one", cap=2), bonus(award("drill", each=3), id="two", cap=3)
    yield Fault(
        id="an overall cap above all caps together",
        scheme=with_bonuses(*two, facts=[PLAN, DRILL], bonus_cap=8),
        breaks=of(("overall-reaches", "scheme", "test")),
        says=("8分", "最多只能加5分"),
        static=("overall-reaches",),
        mended=with_bonuses(*two, facts=[PLAN, DRILL], bonus_cap=4),
    )
    yield Fault(
        id="an overall cap that bonuses which exclude each other do not reach",
        scheme=with_bonuses(
            bonus(award("meetings >= 12次", each=2), id="many", cap=2),
            bonus(award("meetings < 12次", each=2), id="few", cap=2),
            facts=[evolve(MEETINGS, better="neither")],
            bonus_cap=3,
        ),
        breaks=of(("overall-reaches", "scheme", "test"), ("conflict", "bonus", "many", "meetings", "few")),
        says=("3分", "最多只能加2分"),
    )
    yield Fault(
        id="a constraint that always holds",
        scheme=one_point(tally(("accidents", 1)), ACCIDENTS, constraints=[constraint("some", "accidents <= 50起")]),
        breaks=of(("restricts", "scheme", "test", "some")),
        says=("安全事故数", "0起至50起"),
        mended=one_point(tally(("accidents", 1)), ACCIDENTS, constraints=[constraint("some", "accidents <= 30起")]),
    )
    yield Fault(
        id="two points of one number",
        scheme=scheme(
            [point(unless("plan"), id="one", number="7", title="方案"), point(unless("drill"), id="two", number="7", title="演练")], [PLAN, DRILL]
        ),
        breaks=of(("numbers", "point", "two", "one", "two")),
        says=("7", "方案", "演练"),
        static=("numbers",),
    )
    yield Fault(
        id="rules that nobody has looked at since the words changed",
        scheme=scheme([point(unless("plan"), id="one", review="原文：有方案的得满分。")], [PLAN]),
        breaks=of(("reviewed", "point", "one")),
        says=("原文：有方案的得满分。",),
        static=("reviewed",),
    )
    yield Fault(
        id="a quantity that nobody reads",
        scheme=one_point(unless("meetings >= 12次"), MEETINGS, quantities=[evolve(quantity("half", "meetings / 2"), label="半数会议")]),
        breaks=of(("read", "quantity", "half")),
        says=("半数会议",),
        static=("read",),
    )
    rows = evolve(table("school", column("large", kind="condition"), evolve(column("area", "平方米"), label="占地面积")), label="学校明细")
    counted = evolve(quantity("large_schools", "count(school where large)", (0, 100), "less"), label="大校额学校数")
    yield Fault(
        id="a column that nobody reads",
        scheme=one_point(tally(("large_schools", "0.1")), quantities=[counted], tables=[rows]),
        breaks=of(("read", "quantity", "school.area")),
        says=("占地面积",),
        static=("read",),
    )
    yield Fault(
        id="a table that nobody reads",
        scheme=one_point(unless("plan"), PLAN, tables=[rows]),
        breaks=of(("read", "quantity", "school")),
        says=("学校明细",),
        static=("read",),
    )
    yield Fault(
        id="a comparison beside others that always holds",
        scheme=one_point(when("accidents >= 3起 and accidents <= 50起"), ACCIDENTS),
        breaks=on_point("comparisons"),
        says=("安全事故数", "50起"),
        static=("comparisons",),
    )
    yield Fault(
        id="a comparison in a case that always holds",
        scheme=one_point(cases((0, "accidents >= 3起 and accidents <= 50起"), (10, None)), ACCIDENTS),
        breaks=on_point("comparisons"),
        says=("安全事故数", "50起"),
        static=("comparisons",),
    )
    yield Fault(
        id="a comparison in a grade that always holds",
        scheme=one_point(unless("plan"), PLAN, ACCIDENTS, grades=[grade("优秀", "total >= 10 and accidents <= 50起"), grade("合格")]),
        breaks=of(("comparisons", "grade", "优秀")),
        says=("安全事故数", "50起"),
        static=("comparisons",),
    )


def between() -> Iterable[Fault]:
    """What parts of a scheme do to each other."""
    yield Fault(
        id="two points of which one rises as the other falls",
        scheme=scheme(
            [
                point(unless("meetings >= 10次"), id="enough", number="1", title="会议够多"),
                point(unless("meetings <= 14次"), id="few", number="2", title="精简会议"),
            ],
            [evolve(MEETINGS, better="neither")],
        ),
        breaks=of(("conflict", "point", "enough", "meetings", "few")),
        says=("专题会议次数", "会议够多", "精简会议"),
        moved={"meetings": (9, 15)},
    )
    yield Fault(
        id="a quantity that is said to be better the less, and grows with a better fact",
        scheme=one_point(
            unless("met_share <= 50%"),
            MET,
            SCHOOLS,
            quantities=[evolve(quantity("met_share", "met / schools", better="less", unit="%"), label="达标学校占比")],
        ),
        breaks=(*of(("follows", "quantity", "met_share", "met")), *on_point("monotone", "met")),
        says=("达标学校数", "达标学校占比"),
    )
    yield Fault(
        id="a quantity that rises and costs marks",
        scheme=one_point(
            unless("met_share <= 50%"),
            evolve(MET, better="neither"),
            SCHOOLS,
            quantities=[evolve(quantity("met_share", "met / schools", better="more", unit="%"), label="达标学校占比")],
        ),
        breaks=on_point("monotone", "met_share"),
        says=("达标学校占比",),
    )
    yield Fault(
        id="a better fact by which a lost point counts and the total falls",
        scheme=scheme(
            [point(requires("plan"), id="plan", number="1"), point(requires("drill"), id="drill", number="2", applies_when="meetings >= 12次")],
            [PLAN, DRILL, MEETINGS],
            not_applicable="rescale",
            round_to="0.01",
        ),
        breaks=of(("total", "scheme", "test", "meetings")),
        says=("专题会议次数", "11次", "12次"),
        moved={"meetings": (11, 12)},
        mended=scheme(
            [point(requires("plan"), id="plan", number="1"), point(requires("drill"), id="drill", number="2", applies_when="schools >= 12所")],
            [PLAN, DRILL, SCHOOLS],
            not_applicable="rescale",
            round_to="0.01",
        ),
    )


def graded(*grades: Any, facts: Iterable[Fact] = (), **sections: Any) -> Scheme:
    """A point that loses a mark an accident, with these grades."""
    return scheme([point(tally(("accidents", 1)))], [ACCIDENTS, *facts], grades=grades, **sections)


def of_grades() -> Iterable[Fault]:
    """Grades."""
    yield Fault(
        id="grades in the wrong order",
        scheme=graded(grade("合格", "total >= 6"), grade("优秀", "total >= 9"), grade("不合格")),
        breaks=of(("given", "grade", "优秀")),
        says=("优秀", "合格", "已经先成立"),
        static=("graded",),
        mended=graded(grade("优秀", "total >= 9"), grade("合格", "total >= 6"), grade("不合格")),
    )
    yield Fault(
        id="a grade above every total",
        scheme=graded(grade("优秀", "total > 10"), grade("合格", "total >= 6"), grade("不合格")),
        breaks=of(("given", "grade", "优秀")),
        says=("优秀", "条件不可能成立", "总分只能在0分至10分之间"),
        static=("graded",),
    )
    yield Fault(
        id="a last grade that nobody gets",
        scheme=graded(grade("优秀", "total >= 9"), grade("合格", "total >= 0"), grade("不合格")),
        breaks=of(("given", "grade", "不合格")),
        says=("不合格", "其余情况", "优秀；合格"),
        static=("graded",),
    )
    yield Fault(
        id="a grade in the shadow of an earlier one by a fact",
        scheme=graded(grade("优秀", "total >= 9"), grade("良好", "accidents <= 2起"), grade("合格", "total >= 8"), grade("不合格")),
        breaks=of(("given", "grade", "合格")),
        says=("合格", "良好", "已经先成立"),
    )
    yield Fault(
        id="a grade that asks for more than the scores allow together",
        scheme=graded(grade("优秀", "total >= 9 and accidents >= 3起"), grade("合格", "total >= 6"), grade("不合格"), facts=()),
        breaks=of(("given", "grade", "优秀")),
        says=("优秀", "几个条件不能同时成立"),
    )
    yield Fault(
        id="grades that fall as the total rises",
        scheme=graded(grade("优秀", "total < 6"), grade("合格", "total < 9"), grade("不合格")),
        breaks=of(("ordered", "grade", "合格"), ("ordered", "grade", "不合格")),
        says=("优秀", "合格"),
        moved={"accidents": (5, 4)},
        static=("graded", "graded"),
    )
    yield Fault(
        id="a grade for those to whom more happens",
        scheme=graded(grade("优秀", "total >= 9 and arrears"), grade("合格"), facts=[ARREARS]),
        breaks=of(("ordered", "grade", "合格", "arrears")),
        says=("拖欠工资", "优秀", "合格"),
        moved={"arrears": (True, False)},
        mended=graded(grade("优秀", "total >= 9 and not arrears"), grade("合格"), facts=[ARREARS]),
    )
    two = [
        point(levels("meetings", ("A", "at_least 24次"), ("B", "at_least 12次 below 24次"), ("C", "below 12次")), id="one", number="1", worth=None),
        point(levels("visits", ("A", "at_least 24次"), ("B", "at_least 12次 below 24次"), ("C", "below 12次")), id="two", number="2", worth=None),
    ]
    by_level: dict[str, Any] = {"measure": "levels", "levels": ["A", "B", "C"]}
    yield Fault(
        id="a grade that asks for more items than there are",
        scheme=scheme(two, [MEETINGS, VISITS], grades=[grade("优秀", 'count(items at "A") >= 3'), grade("合格")], **by_level),
        breaks=of(("given", "grade", "优秀")),
        says=("优秀", "共有2个观测点"),
        mended=scheme(two, [MEETINGS, VISITS], grades=[grade("优秀", 'count(items at "A") >= 2'), grade("合格")], **by_level),
    )
    yield Fault(
        id="a grade for items at the worst level",
        scheme=scheme(two, [MEETINGS, VISITS], grades=[grade("优秀", 'count(items at "C") >= 1'), grade("合格")], **by_level),
        breaks=of(("ordered", "grade", "合格")),
        says=("优秀", "合格"),
    )
    met = [point(requires("plan"), id="one", number="1", worth=None), point(requires("drill"), id="two", number="2", worth=None)]
    yield Fault(
        id="a grade for a criterion that is not met",
        scheme=scheme(met, [PLAN, DRILL], measure="criteria", grades=[grade("合格", 'met("one") and not met("two")'), grade("不合格")]),
        breaks=of(("ordered", "grade", "不合格")),
        says=("不合格",),
        moved={"drill": (False, True)},
        mended=scheme(met, [PLAN, DRILL], measure="criteria", grades=[grade("合格", 'met("one") and met("two")'), grade("不合格")]),
    )


def vetoed(when: str, effect: str = "fail", *facts: Fact, **more: Any) -> Scheme:
    """A point that loses a mark an accident, four grades and a veto."""
    return scheme(
        [point(tally(("accidents", 1)))], [ACCIDENTS, *facts], grades=GRADES, vetoes=[evolve(veto("fraud", when, effect, **more), title="弄虚作假")]
    )


def of_vetoes() -> Iterable[Fault]:
    """Vetoes."""
    sound = vetoed("arrears", "fail", ARREARS)
    yield Fault(
        id="a veto that never applies",
        scheme=vetoed("arrears and accidents > 60起", "fail", ARREARS),
        breaks=of(("veto-applies", "veto", "fraud"), ("veto-lowers", "veto", "fraud"), ("comparisons", "veto", "fraud")),
        says=("弄虚作假",),
        static=("comparisons",),
        mended=sound,
    )
    yield Fault(
        id="a veto that always applies",
        scheme=vetoed("arrears or not arrears", "drop", ARREARS),
        breaks=of(("veto-spares", "veto", "fraud")),
        says=("弄虚作假",),
    )
    yield Fault(
        id="a veto that caps at the best grade",
        scheme=vetoed("arrears", "cap", ARREARS, grade="优秀"),
        breaks=of(("veto-lowers", "veto", "fraud")),
        says=("弄虚作假", "不得高于优秀"),
        static=("veto-lowers",),
        mended=vetoed("arrears", "cap", ARREARS, grade="良好"),
    )
    yield Fault(
        id="a veto of what a bad total has lowered already",
        scheme=vetoed("accidents >= 3起", "cap", grade="良好"),
        breaks=of(("veto-lowers", "veto", "fraud")),
        says=("弄虚作假", "合格；不合格", "不得高于良好"),
        mended=vetoed("accidents >= 2起", "cap", grade="合格"),
    )
    yield Fault(
        id="a veto of what a bad score has lowered already",
        scheme=vetoed("arrears and total < 6", "cap", ARREARS, grade="合格"),
        breaks=of(("veto-lowers", "veto", "fraud")),
        says=("弄虚作假", "只会是：不合格", "不得高于合格"),
    )
    yield Fault(
        id="a veto that something good triggers",
        scheme=vetoed("plan", "fail", PLAN),
        breaks=of(("veto-direction", "veto", "fraud", "plan")),
        says=("弄虚作假", "有工作方案"),
        moved={"plan": (False, True)},
        mended=vetoed("not plan", "fail", PLAN),
    )
    yield Fault(
        id="a veto that one accident more lifts",
        scheme=vetoed("arrears and accidents <= 1起", "fail", ARREARS),
        breaks=of(("veto-direction", "veto", "fraud", "accidents")),
        says=("弄虚作假", "安全事故数", "2起", "1起"),
        moved={"accidents": (2, 1)},
    )
    yield Fault(
        id="a veto that a better total triggers",
        scheme=vetoed("arrears and total >= 8", "fail", ARREARS),
        breaks=of(("veto-direction", "veto", "fraud")),
        says=("弄虚作假",),
    )


# Below the loader


def lowered_with(made: Scheme, change: Any) -> Scheme:
    """The scheme with what it comes to changed by hand, as no file could have it."""
    bad: LoweredScheme = change(lower(made))
    fresh = evolve(made)
    fresh.once("lowered", lambda: bad)
    return fresh


def with_clause(made: Scheme, position: int, **changes: Any) -> Scheme:
    """The scheme with one clause of its point changed by hand."""

    def change(lowered: LoweredScheme) -> LoweredScheme:
        (item,) = lowered.points
        (part,) = item.parts
        clauses = tuple(evolve(one, **changes) if index == position else one for index, one in enumerate(part.clauses))
        return evolve(lowered, points=(evolve(item, parts=(evolve(part, clauses=clauses),)),))

    return lowered_with(made, change)


def compare(op: str, name: str, value: Amount) -> Compare:
    return Compare(op, Ref(name), Number(Fraction(value)))  # type: ignore[arg-type]


def below_the_loader() -> Iterable[Fault]:
    """What the loader does not let pass, seeded below it: the prover sees it too."""
    three = one_point(bands("rate", (10, "at_least 90%"), (5, "at_least 60% below 90%"), (0, "below 60%")), RATE)
    middle = Logic("and", (compare(">=", "rate", "0.6"), compare("<", "rate", "0.8999")))
    yield Fault(
        id="a gap of a hundredth between two bands",
        scheme=with_clause(three, 1, when=middle),
        breaks=on_point("bands", "point.1"),
        says=("不在任何一档",),
        moved={},
    )
    overlap = Logic("and", (compare(">=", "rate", "0.6"), compare("<=", "rate", "0.9")))
    yield Fault(
        id="a place that two bands hold",
        scheme=with_clause(three, 1, when=overlap),
        breaks=on_point("bands", "point.1"),
        says=("2档",),
    )
    one = one_point(unless("plan"), PLAN)
    yield Fault(
        id="an amount below nothing",
        scheme=with_clause(one, 0, amount=Number(Fraction(-1))),
        breaks=(*on_point("amounts", "point.1.1"), *on_point("bounds"), *on_point("applies", "point.1.1"), *on_point("monotone", "plan")),
        says=("不符合", "不能小于0"),
    )
    yield Fault(
        id="an amount above what it can be at most",
        scheme=with_clause(one, 0, most=Fraction(1, 2)),
        breaks=on_point("amounts", "point.1.1"),
        says=("有工作方案", "0.5分"),
    )
    yield Fault(
        id="a ladder that gives no grade",
        scheme=lowered_with(graded(*GRADES), lambda one: evolve(one, ladder=one.ladder[:-1])),
        breaks=of(("exhaustive", "grade", "合格")),
        says=("没有等次",),
    )


GROUPS = (wrong_direction, idle, between, of_grades, of_vetoes, below_the_loader)
FAULTS = tuple(fault for group in GROUPS for fault in group())
