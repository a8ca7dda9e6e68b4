"""Small random schemes of every form, and cases of them with facts missing.

`schemes` are sound, in `wild_schemes` something may be wrong; `cases` lack facts unless they are to be complete, `completions` fill them in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

from attrs import evolve, frozen
from hypothesis import strategies as st

from supervision_rules.expression import Expression, Kind
from supervision_rules.messages import exact
from supervision_rules.scheme import (
    CITY,
    Basis,
    Better,
    Bonus,
    Case,
    Effect,
    Fact,
    Form,
    Given,
    Grade,
    Header,
    Ladder,
    Measure,
    NotApplicable,
    Period,
    Point,
    Quantity,
    Rounding,
    Scheme,
    Veto,
    WhenEmpty,
    Written,
)
from supervision_rules.scoring import AllOrNothing, Band, BandCase, Bands, Failing, Failings, Formula, PerStep, Share, Tally, TallyItem

YEAR = 2020
OURS: dict[str, Any] = {"basis": Basis.RECONSTRUCTED}
GRADES = ("优秀", "良好", "合格", "不合格")
LEVELS = ("A", "B", "C")
NAMES = re.compile(r"\b(?:num|cond)\d\b")
HALVES = [Fraction(n, 2) for n in range(1, 9)]
T = TypeVar("T")

expression = cache(Expression.parse)


@frozen
class Piece:
    """A piece of an expression; `empty` where it divides by what may be 0."""

    text: str
    empty: bool = False


@frozen
class Settings:
    """What the rules of a scheme may do: amounts without end need rounding."""

    rounded: bool
    measure: Measure


class Author:
    """Writes pieces of a scheme about some facts, as `draw` has it."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], facts: Sequence[Fact]) -> None:
        self.draw = draw
        self.numbers = [fact for fact in facts if fact.kind is Kind.NUMBER]
        self.conditions = [fact for fact in facts if fact.kind is Kind.CONDITION]

    def one(self, *options: T) -> T:
        """Any of the options."""
        picked: T = self.draw(st.sampled_from(options))
        return picked

    def amount(self, most: Fraction | None = None) -> Fraction:
        """An amount of marks, in halves."""
        return self.one(*(half for half in HALVES if most is None or half <= most))

    def number(self) -> Fact:
        """Any number."""
        return self.one(*self.numbers)

    def beside(self, fact: Fact) -> Fact:
        """A number in the same unit."""
        return self.one(*(other for other in self.numbers if other.unit == fact.unit))

    def line(self, fact: Fact) -> str:
        """A value that the number may have."""
        return literal(self.draw(values(fact)), fact.unit)

    def sum(self, fact: Fact) -> str:
        """A number made of one or two of the same unit."""
        other = self.beside(fact)
        return self.one(
            fact.id, f"{fact.id} + {other.id}", f"{fact.id} - {other.id}", f"min({fact.id}, {other.id})", f"max({fact.id}, {self.line(fact)})"
        )

    def condition(self, depth: int = 2, *, divides: bool = True) -> Piece:
        """A condition over the facts."""
        kind = self.one("fact", "compare", "compare", *(["ratio"] if divides else []), *(["all", "any", "not", "at-least"] if depth else []))
        if kind == "fact":
            return Piece(self.one("", "not ") + self.one(*self.conditions).id)
        if kind == "compare":
            fact = self.number()
            right = self.one(self.line(fact), self.beside(fact).id)
            return Piece(f"{self.sum(fact)} {self.one('>=', '>', '<=', '<', '==', '!=')} {right}")
        if kind == "ratio":
            part = self.number()
            whole = self.beside(part)
            return Piece(f"{part.id} / {whole.id} {self.one('>=', '<')} {self.one('0.5', '1', '30%')}", may_be_nought(whole))
        parts = [self.condition(depth - 1, divides=divides) for _ in range(1 if kind == "not" else self.one(2, 3))]
        empty = any(part.empty for part in parts)
        inside = [f"({part.text})" for part in parts]
        if kind == "not":
            return Piece(f"not {inside[0]}", empty)
        if kind == "at-least":
            return Piece(f"at_least({self.one(*range(1, len(parts) + 1))}, {', '.join(inside)})", empty)
        return Piece((" and " if kind == "all" else " or ").join(inside), empty)

    def bare(self) -> str:
        """A number without unit."""
        fact = self.number()
        return f"({self.sum(fact)}) / {literal(Fraction(self.one(1, 2, 10)), fact.unit)}"

    def when_empty(self, empty: bool, always: bool) -> WhenEmpty | None:
        """What a rule does where it would divide by 0; a point that always applies never says that it does not."""
        return self.one(*(kind for kind in WhenEmpty if kind is not WhenEmpty.NOT_APPLICABLE or not always)) if empty else None

    def limit(self) -> Fraction | None:
        """The most that a rule deducts or awards."""
        return self.one(None, None, *HALVES[:4])

    def rule(self, settings: Settings, worth: Fraction, *, award: bool, always: bool) -> Form:
        """A rule of any form that fits."""
        if settings.measure is Measure.LEVELS:
            return self.bands(worth, always, levels=LEVELS)
        if settings.measure is Measure.CRITERIA:
            return self.all_or_nothing(None, always)
        makers: list[Callable[[], Form]] = [
            lambda: self.all_or_nothing(worth, always),
            lambda: self.failings(award, always),
            lambda: self.per_step(award),
            lambda: self.bands(worth, always),
            lambda: self.tally(),
            lambda: self.formula(award),
        ]
        if settings.rounded:
            makers += [lambda: self.share(worth, always)]
        return self.one(*makers)()

    def all_or_nothing(self, worth: Fraction | None, always: bool) -> Form:
        condition = self.condition()
        at_stake = None if worth is None else self.one(None, self.amount(worth))
        return AllOrNothing(requires=expression(condition.text), worth=at_stake, when_empty=self.when_empty(condition.empty, always))

    def failings(self, award: bool, always: bool) -> Form:
        made, empty = [], False
        for _ in range(self.one(1, 2, 3)):
            condition = self.condition()
            empty |= condition.empty
            made.append(
                Failing(
                    **{self.one("unless", "when"): expression(condition.text), "award" if award else "deduct": self.amount()},
                    times=self.one(None, None, expression(self.sum(self.number()))),
                )
            )
        return Failings(failings=tuple(made), at_most=self.limit(), when_empty=self.when_empty(empty, always))

    def per_step(self, award: bool) -> Form:
        fact = self.number()
        return PerStep(
            value=expression(self.sum(fact)),
            step=expression(literal(Fraction(self.one("1", "2", "0.5")), fact.unit)),
            count=self.one("whole", "started", "continuous"),
            **{self.one("below", "above"): expression(self.line(fact)), "award" if award else "deduct": self.amount()},
            at_most=self.limit(),
        )

    def bands(self, worth: Fraction, always: bool, levels: tuple[str, ...] = ()) -> Form:
        fact = self.number()
        low, high = fact.domain or (Fraction(0), Fraction(0))
        cuts = sorted({cut for cut in self.draw(st.lists(values(fact), max_size=3)) if low < cut < high})
        if not cuts:
            return self._cases(worth, always, levels)
        made, floor = [], None
        for cut in cuts:
            made.append(Band(at_least=floor, below=expression(literal(cut, fact.unit)), **self._earned(worth, levels)))
            floor = expression(literal(cut, fact.unit))
        made.append(Band(at_least=floor, **self._earned(worth, levels)))
        return Bands(value=expression(fact.id), bands=tuple(made), at_most=None if levels else self.limit())

    def _cases(self, worth: Fraction, always: bool, levels: tuple[str, ...]) -> Form:
        conditions = [self.condition() for _ in range(self.one(1, 2, 3))]
        made = [BandCase(when=expression(condition.text), **self._earned(worth, levels)) for condition in conditions]
        made.append(BandCase(otherwise=True, **self._earned(worth, levels)))
        return Bands(cases=tuple(made), when_empty=self.when_empty(any(one.empty for one in conditions), always))

    def _earned(self, worth: Fraction, levels: tuple[str, ...]) -> dict[str, Any]:
        return {"level": self.one(*levels)} if levels else {"value": self.one(Fraction(0), worth, self.amount(worth))}

    def share(self, worth: Fraction, always: bool) -> Form:
        part = self.number()
        whole = self.beside(part)
        plain = part.unit in ("", "%") and self.draw(st.booleans())
        empty = not plain and may_be_nought(whole)
        return Share(
            part=expression(part.id),
            whole=None if plain else expression(whole.id),
            worth=self.one(None, self.amount(worth)),
            when_empty=self.when_empty(empty, always),
        )

    def tally(self) -> Form:
        items = [TallyItem(count=expression(self.sum(self.number())), each=self.amount() / 5) for _ in range(self.one(1, 2))]
        return Tally(items=tuple(items), at_most=self.limit())

    def formula(self, award: bool) -> Form:
        return Formula(**{"award" if award else self.one("score", "deduct"): expression(self.bare())}, at_most=self.limit())

    def result(self, measure: Measure, base: Fraction, points: Sequence[Point]) -> Piece:
        """A condition on results, for ladder and vetoes."""
        if measure is not Measure.POINTS:
            level = self.one(*(LEVELS if measure is Measure.LEVELS else ("met", "unmet")))
            return Piece(f'count(items at "{level}") {self.one(">=", "<=", "==")} {self.one(0, 1, 2)}')
        point = self.one(*points)
        line = exact(base * self.one(*(Fraction(n, 10) for n in range(12))))
        return Piece(
            self.one(
                f"total {self.one('>=', '>', '<', '!=')} {line}",
                f"base_score >= {line}",
                f'met("{point.id}")',
                f'score("{point.id}") {self.one(">=", "<")} {exact(self.amount())}',
            )
        )

    def verdict(self, measure: Measure, base: Fraction, points: Sequence[Point]) -> Expression:
        """A condition of ladder or veto: on results, facts or both."""
        result, condition = self.result(measure, base, points).text, self.condition(1, divides=False).text
        return expression(self.one(result, result, f"({result}) and ({condition})", f"({result}) or ({condition})", condition))


def literal(value: Fraction, unit: str) -> str:
    """A number as an expression has it."""
    return f"{exact(value)}{unit}"


def may_be_nought(fact: Fact) -> bool:
    """Whether a number can be 0."""
    return fact.domain is not None and fact.domain[0] <= 0


def values(fact: Fact) -> st.SearchStrategy[Fraction]:
    """The values that a number may have."""
    low, high = fact.domain or (Fraction(0), Fraction(0))
    grain = Fraction(1, 10**fact.places)
    return st.integers(min_value=int(low / grain), max_value=int(high / grain)).map(lambda n: n * grain)


@st.composite
def facts(draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[Fact]:
    """Four numbers, of which each may be the city's, and four conditions."""
    supplier = st.sampled_from(["", "", "财政局", CITY])
    better = st.sampled_from(list(Better))
    made = []
    for n in range(4):
        unit = "人" if n == 0 else draw(st.sampled_from(["", "%", "人"]))
        domain = draw(st.sampled_from([(0, 6), (1, 8), (0, 1), (3, 3)]))
        low_high = (Fraction(domain[0]), Fraction(domain[1]))
        places = draw(st.sampled_from([0, 0, 1]))
        about = {"domain": low_high, "places": places, "unit": unit, "better": draw(better), "supplier": draw(supplier)}
        made.append(Fact(id=f"num{n}", label=f"数{n}", **about))
    for n in range(4):
        made.append(Fact(id=f"cond{n}", label=f"况{n}", kind=Kind.CONDITION, better=draw(better), supplier=draw(supplier)))
    return made


@st.composite
def schemes(draw: Callable[[st.SearchStrategy[Any]], Any], measure: Measure | None = None) -> Scheme:
    """A sound scheme whose first point always applies, so that there is always a total."""
    all_facts = draw(facts())
    author = Author(draw, all_facts)
    of = measure or draw(st.sampled_from([Measure.POINTS] * 4 + [Measure.CRITERIA, Measure.LEVELS]))
    settings = Settings(rounded=of is Measure.POINTS and draw(st.booleans()), measure=of)
    points = [_point(author, settings, number) for number in range(draw(st.integers(1, 4)))]
    bonuses = [_bonus(author, settings, number) for number in range(draw(st.integers(0, 2)))] if of is Measure.POINTS else []
    base = sum((point.worth or Fraction(0) for point in points), Fraction(0))
    grades = [Grade(id=id, when=author.verdict(of, base, points), **OURS) for id in GRADES[: draw(st.integers(0, 3))]]
    vetoes = [_veto(author, of, base, points, number, len(grades)) for number in range(draw(st.integers(0, 3)))]
    ladder = Ladder(grade=(*grades, Grade(id=GRADES[-1], otherwise=True, **OURS)))
    quantities = [Quantity(id="doubled", label="两倍", value=expression("num0 * 2"))] if draw(st.booleans()) else []
    read = set(NAMES.findall(repr((points, bonuses, vetoes, ladder))))
    return Scheme(
        id="random",
        header=_header(author, settings, base),
        ladder=ladder,
        points=tuple(points),
        bonuses=tuple(bonuses),
        vetoes=tuple(vetoes),
        quantities=tuple(quantities),
        facts=tuple(fact if fact.id in read else evolve(fact, context=True) for fact in all_facts),
    )


def _header(author: Author, settings: Settings, base: Fraction) -> Header:
    points = settings.measure is Measure.POINTS
    to = author.one(Fraction(1, 10), Fraction(1, 100)) if settings.rounded else None
    rescale = settings.rounded or not points
    return Header(
        title="随机方案",
        issuer="测试",
        year=YEAR + 1,
        evaluated_year=YEAR,
        period=Period(from_=date(YEAR, 1, 1), to=date(YEAR, 12, 31)),
        measure=settings.measure,
        base=base if points else None,
        bonus_cap=author.one(None, *HALVES) if points else None,
        not_applicable=author.one(*NotApplicable) if rescale and points else NotApplicable.FULL,
        rounding=Rounding(point=to, bonus=to, total=to),
        levels=LEVELS if settings.measure is Measure.LEVELS else (),
        **OURS,
    )


def _point(author: Author, settings: Settings, number: int) -> Point:
    points = settings.measure is Measure.POINTS
    worth = author.amount() if points else Fraction(len(LEVELS) - 1)
    always = number == 0
    rules = [
        author.rule(settings, worth, award=False, always=always) for _ in range(1 if settings.measure is Measure.LEVELS else author.one(1, 1, 2))
    ]
    applies = None if always else author.one(None, expression(author.condition(1, divides=False).text))
    return Point(
        id=f"point-{number}",
        number=str(number + 1),
        title=f"观测点{number}",
        standard="评分标准",
        worth=worth if points else None,
        rule=tuple(rules),
        applies_when=applies,
        **OURS,
    )


def _bonus(author: Author, settings: Settings, number: int) -> Bonus:
    cap = author.amount()
    rules = [author.rule(settings, cap, award=True, always=False) for _ in range(author.one(1, 1, 2))]
    applies = author.one(None, None, expression(author.condition(1, divides=False).text))
    return Bonus(id=f"bonus-{number}", title=f"加分项{number}", standard="评分标准", cap=cap, rule=tuple(rules), applies_when=applies, **OURS)


def _veto(author: Author, measure: Measure, base: Fraction, points: Sequence[Point], number: int, grades: int) -> Veto:
    effect = author.one(*Effect)
    cap = author.one(*GRADES[:grades], GRADES[-1]) if effect is Effect.CAP else None
    when = author.verdict(measure, base, points)
    return Veto(id=f"veto-{number}", title=f"否决{number}", standard="否决标准", when=when, effect=effect, grade=cap, **OURS)


TEXTS = (
    "num0",
    "cond0",
    "cond9",
    "num0 / num1",
    "num0 + cond1",
    "num1 >= 3人",
    "num1 >= 3",
    "1",
    "total >= 3",
    "count(row)",
    "not num0",
    "num0 / 0",
    '"词"',
)


@st.composite
def wild_schemes(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Scheme:
    """A scheme in which something may be wrong: a name, a unit, a divisor, an amount, a link, an order."""
    scheme = draw(schemes())
    texts = st.sampled_from(TEXTS).map(expression)
    amounts = st.sampled_from([Fraction(-1), Fraction(0), Fraction("0.333"), Fraction(7), None])
    header = scheme.header
    changes: dict[str, st.SearchStrategy[Any]] = {
        "points": st.sampled_from([(), scheme.points * 2, tuple(evolve(one, worth=draw(amounts)) for one in scheme.points)]),
        "facts": st.sampled_from([(), scheme.facts[::2], scheme.facts * 2, tuple(evolve(one, domain=None) for one in scheme.facts)]),
        "bonuses": st.sampled_from([tuple(evolve(one, cap=draw(amounts) or Fraction(0)) for one in scheme.bonuses)]),
        "ladder": st.sampled_from([Ladder(grade=()), Ladder(grade=scheme.ladder.grade[::-1]), Ladder(grade=scheme.ladder.grade * 2)]),
        "quantities": st.just((Quantity(id="num0", label="又", value=draw(texts)), Quantity(id="q", label="环", value=expression("q + 1")))),
        "vetoes": st.just(
            (Veto(id="v", title="否", standard="否", when=draw(texts), effect=Effect.CAP, grade=draw(st.sampled_from([None, "无"])), **OURS),)
        ),
        "header": st.sampled_from(
            [
                evolve(header, measure=Measure.LEVELS),
                evolve(header, measure=Measure.CRITERIA, levels=("A", "A")),
                evolve(header, rounding=Rounding(point=Fraction(3)), base=Fraction(1)),
                evolve(header, base=None, bonus_cap=Fraction(-1)),
                evolve(header, period=Period(from_=date(2020, 12, 31), to=date(2020, 1, 1))),
            ]
        ),
    }
    changed = {name: draw(changes[name]) for name in draw(st.sets(st.sampled_from(sorted(changes)), min_size=1, max_size=3))}
    rules = [
        AllOrNothing(requires=draw(texts), worth=draw(amounts)),
        Failings(failings=draw(st.sampled_from([(), (Failing(deduct=Fraction(1)),), (Failing(when=draw(texts), award=draw(amounts)),)]))),
        PerStep(value=draw(texts), step=draw(texts), count="whole", below=draw(texts), deduct=draw(amounts)),
        Bands(value=draw(texts), bands=(Band(below=draw(texts), value=draw(amounts)), Band(above=draw(texts), level="A"))),
        Bands(cases=(BandCase(otherwise=True), BandCase(when=draw(texts), value=draw(amounts)))),
        Share(part=draw(texts), whole=draw(texts), when_empty=draw(st.sampled_from([None, *WhenEmpty]))),
        Tally(items=draw(st.sampled_from([(), (TallyItem(count=draw(texts), each=Fraction(-1)),)])), at_most=draw(amounts)),
        Formula(score=draw(texts), award=draw(st.sampled_from([None, draw(texts)]))),
    ]
    odd = draw(st.sampled_from(rules))
    whole = evolve(scheme, **changed)
    if whole.points and draw(st.booleans()):
        whole = evolve(whole, points=(evolve(whole.points[0], rule=(odd,), applies_when=draw(texts)), *whole.points[1:]))
    return whole


def written(fact: Fact, value: Any) -> Written:
    """A value as a case has it."""
    if not isinstance(value, Fraction):
        return bool(value)
    return f"{exact(value)} {fact.unit}".strip()


def _any_value(fact: Fact) -> st.SearchStrategy[Any]:
    return st.booleans() if fact.kind is Kind.CONDITION else values(fact)


@st.composite
def cases(draw: Callable[[st.SearchStrategy[Any]], Any], scheme: Scheme, *, complete: bool = False) -> Case:
    """A case of a scheme (of numbers and conditions only), some facts missing unless it is to be complete."""
    read = [fact.id for fact in scheme.facts if not fact.context]
    missing = set() if complete or not read else draw(st.sets(st.sampled_from(read)))
    given = [Given(id=fact.id, value=written(fact, draw(_any_value(fact)))) for fact in scheme.facts if fact.id not in missing]
    return Case(id="case", scheme=scheme.id, subject="某区", year=YEAR, facts=tuple(given))


@st.composite
def completions(draw: Callable[[st.SearchStrategy[Any]], Any], scheme: Scheme, case: Case, only: Sequence[str] | None = None) -> Case:
    """The case with everything that it lacks (or only what is named) filled in."""
    lacking = [fact for fact in scheme.facts if case.fact(fact.id) is None and (only is None or fact.id in only)]
    more = [Given(id=fact.id, value=written(fact, draw(_any_value(fact)))) for fact in lacking]
    return evolve(case, facts=(*case.facts, *more))


@st.composite
def thinned(draw: Callable[[st.SearchStrategy[Any]], Any], case: Case) -> Case:
    """The case with some of its facts taken away."""
    return evolve(case, facts=tuple(fact for fact in case.facts if draw(st.booleans())))


@st.composite
def shuffles(draw: Callable[[st.SearchStrategy[Any]], Any], scheme: Scheme) -> Scheme:
    """The scheme with its entries, rules and clauses in another order; the ladder and ordered cases keep theirs."""

    def mixed(items: Sequence[T]) -> tuple[T, ...]:
        return tuple(draw(st.permutations(list(items))))

    def rule(of: Any) -> Any:
        names = [name for name in ("failings", "items", "bands") if getattr(of, name, ())]
        return evolve(of, **{name: mixed(getattr(of, name)) for name in names})

    points = tuple(evolve(one, rule=mixed([rule(of) for of in one.rule])) for one in scheme.points)
    bonuses = tuple(evolve(one, rule=mixed([rule(of) for of in one.rule])) for one in scheme.bonuses)
    return evolve(scheme, points=mixed(points), bonuses=mixed(bonuses), vetoes=mixed(scheme.vetoes), facts=mixed(scheme.facts))


__all__ = ["cases", "completions", "schemes", "shuffles", "thinned", "wild_schemes"]
