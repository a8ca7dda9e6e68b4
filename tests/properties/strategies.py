"""Schemes in which something may be wrong; the strategies that are sound belong to `supervision_rules.testing`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from supervision_rules.expression import Expression
from supervision_rules.scheme import Basis, Effect, Ladder, Measure, Period, Quantity, Rounding, Scheme, Veto, WhenEmpty
from supervision_rules.scoring import AllOrNothing, Band, BandCase, Bands, Failing, Failings, Formula, PerStep, Share, Tally, TallyItem
from supervision_rules.testing import schemes

OURS: dict[str, Any] = {"basis": Basis.RECONSTRUCTED}
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
    texts = st.sampled_from(TEXTS).map(Expression.parse)
    amounts = st.sampled_from([Fraction(-1), Fraction(0), Fraction("0.333"), Fraction(7), None])
    header = scheme.header
    changes: dict[str, st.SearchStrategy[Any]] = {
        "points": st.sampled_from([(), scheme.points * 2, tuple(evolve(one, worth=draw(amounts)) for one in scheme.points)]),
        "facts": st.sampled_from([(), scheme.facts[::2], scheme.facts * 2, tuple(evolve(one, domain=None) for one in scheme.facts)]),
        "bonuses": st.sampled_from([tuple(evolve(one, cap=draw(amounts) or Fraction(0)) for one in scheme.bonuses)]),
        "ladder": st.sampled_from([Ladder(grade=()), Ladder(grade=scheme.ladder.grade[::-1]), Ladder(grade=scheme.ladder.grade * 2)]),
        "quantities": st.just((Quantity(id="num0", label="又", value=draw(texts)), Quantity(id="q", label="环", value=Expression.parse("q + 1")))),
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
