"""Random schemes, and schemes turned about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..lowering.mentions import mentioned
from ..scheme import Bonus, Effect, Grade, Header, Ladder, Measure, NotApplicable, Period, Point, Rounding, Scheme, Veto
from .authoring import HALVES, LEVELS, Author
from .declarations import OURS, YEAR, Declared, Draw, declarations, expression
from .rules import Place, rule

GRADES = ("优秀", "良好", "合格", "不合格")
T = TypeVar("T")


def schemes(measure: Measure | None = None) -> st.SearchStrategy[Scheme]:
    """Small sound schemes with rules of every form, for laws that must hold whatever a scheme says.

    With them go four numbers and four conditions, and sometimes a choice, a date, targets, a ratio, a constraint, or a table of which totals are
    taken. Each loads, and its first point always applies, so that there is always a total. `measure` fixes what it counts; by default any.

        @given(st.data())
        def test_a_score_is_never_below_nought(data):
            scheme = data.draw(schemes())
            result = assess(scheme, data.draw(cases(scheme)))

    Raises InvalidArgument where `measure` is none.
    """
    if measure is not None and not isinstance(measure, Measure):
        raise InvalidArgument(f"measure={measure!r} is not a Measure")
    return _schemes(measure)


def shuffles(scheme: Scheme) -> st.SearchStrategy[Scheme]:
    """The scheme with its entries, rules and clauses in another order, which must never change a result or the hash.

    The ladder and the ordered cases of bands keep theirs: there the order has a meaning.

    Raises InvalidArgument where `scheme` is not a Scheme.
    """
    if not isinstance(scheme, Scheme):
        raise InvalidArgument(f"scheme={scheme!r} is not a Scheme")
    return _shuffles(scheme)


@st.composite
def _schemes(draw: Draw, measure: Measure | None) -> Scheme:
    author = Author(draw, draw(declarations()))
    counts = measure or draw(st.sampled_from([Measure.POINTS] * 4 + [Measure.CRITERIA, Measure.LEVELS]))
    rounded = counts is Measure.POINTS and draw(st.booleans())
    points = tuple(_point(author, counts, rounded, number) for number in range(draw(st.integers(1, 4))))
    bonuses = tuple(_bonus(author, rounded, number) for number in range(draw(st.integers(0, 2)))) if counts is Measure.POINTS else ()
    base = sum((point.worth or Fraction(0) for point in points), Fraction(0))
    grades = [Grade(id=id, when=expression(author.verdict(counts, base, points)), **OURS) for id in GRADES[: draw(st.integers(0, 3))]]
    vetoes = tuple(_veto(author, counts, base, points, number, len(grades)) for number in range(draw(st.integers(0, 3))))
    scheme = Scheme(
        id="random",
        header=_header(author, counts, rounded, base),
        ladder=Ladder(grade=(*grades, Grade(id=GRADES[-1], otherwise=True, **OURS))),
        points=points,
        bonuses=bonuses,
        vetoes=vetoes,
    )
    return _declaring(scheme, author.declared)


def _declaring(scheme: Scheme, declared: Declared) -> Scheme:
    """The scheme with what it names; facts that nothing reads are there for the reader only."""
    named = mentioned(scheme)
    behind = tuple(one for one in declared.quantities if one.id in named)
    read = named | mentioned(evolve(scheme, quantities=behind))
    read |= {key for target in declared.classed if target.id in named for value in target.value for key in value.where}
    return evolve(
        scheme,
        facts=tuple(fact if fact.id in read else evolve(fact, context=True) for fact in declared.facts),
        quantities=declared.quantities,
        tables=declared.tables,
        constraints=declared.constraints,
        targets=declared.targets + declared.classed,
    )


def _header(author: Author, measure: Measure, rounded: bool, base: Fraction) -> Header:
    points = measure is Measure.POINTS
    to = author.one(Fraction(1, 10), Fraction(1, 100)) if rounded else None
    return Header(
        title="随机方案",
        issuer="测试",
        year=YEAR + 1,
        evaluated_year=YEAR,
        period=Period(from_=date(YEAR, 1, 1), to=date(YEAR, 12, 31)),
        measure=measure,
        base=base if points else None,
        bonus_cap=author.one(None, *HALVES) if points else None,
        not_applicable=author.one(*NotApplicable) if rounded else NotApplicable.FULL,
        rounding=Rounding(point=to, bonus=to, total=to),
        levels=LEVELS if measure is Measure.LEVELS else (),
        **OURS,
    )


def _point(author: Author, measure: Measure, rounded: bool, number: int) -> Point:
    worth = author.amount() if measure is Measure.POINTS else None
    place = Place(measure=measure, rounded=rounded, worth=worth or Fraction(len(LEVELS) - 1), always=number == 0)
    count = 1 if measure is Measure.LEVELS else author.one(1, 1, 2)
    return Point(
        id=f"point-{number}",
        number=str(number + 1),
        title=f"观测点{number}",
        standard="评分标准",
        worth=worth,
        rule=tuple(rule(author, place) for _ in range(count)),
        applies_when=None if place.always else author.one(None, expression(author.condition(1, divides=False).text)),
        **OURS,
    )


def _bonus(author: Author, rounded: bool, number: int) -> Bonus:
    place = Place(measure=Measure.POINTS, rounded=rounded, worth=author.amount(), award=True)
    return Bonus(
        id=f"bonus-{number}",
        title=f"加分项{number}",
        standard="评分标准",
        cap=place.worth,
        rule=tuple(rule(author, place) for _ in range(author.one(1, 1, 2))),
        applies_when=author.one(None, None, expression(author.condition(1, divides=False).text)),
        **OURS,
    )


def _veto(author: Author, measure: Measure, base: Fraction, points: tuple[Point, ...], number: int, grades: int) -> Veto:
    effect = author.one(*Effect)
    cap = author.one(*GRADES[:grades], GRADES[-1]) if effect is Effect.CAP else None
    when = expression(author.verdict(measure, base, points))
    return Veto(id=f"veto-{number}", title=f"否决{number}", standard="否决标准", when=when, effect=effect, grade=cap, **OURS)


@st.composite
def _shuffles(draw: Draw, scheme: Scheme) -> Scheme:
    def mixed(items: Sequence[T]) -> tuple[T, ...]:
        return tuple(draw(st.permutations(list(items))))

    def turned(form: Any) -> Any:
        names = [name for name in ("failings", "items", "bands") if getattr(form, name, ())]
        return evolve(form, **{name: mixed(getattr(form, name)) for name in names})

    points = tuple(evolve(one, rule=mixed([turned(form) for form in one.rule])) for one in scheme.points)
    bonuses = tuple(evolve(one, rule=mixed([turned(form) for form in one.rule])) for one in scheme.bonuses)
    return evolve(
        scheme,
        points=mixed(points),
        bonuses=mixed(bonuses),
        vetoes=mixed(scheme.vetoes),
        facts=mixed(scheme.facts),
        quantities=mixed(scheme.quantities),
        tables=mixed(scheme.tables),
        constraints=mixed(scheme.constraints),
        targets=mixed(scheme.targets),
    )
