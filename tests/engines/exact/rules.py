"""Rules in a few words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from builders import Amount, amount, expression

from supervision_rules.scoring import AllOrNothing, Band, BandCase, Bands, Failing, Failings, Formula, PerStep, Share, Tally, TallyItem


def needs(condition: str, worth: Amount | None = None, **more: Any) -> AllOrNothing:
    """All or nothing."""
    return AllOrNothing(requires=expression(condition), worth=amount(worth), **more)


def failings(*pairs: tuple[str, Amount], at_most: Amount | None = None, **more: Any) -> Failings:
    """Each condition that does not hold deducts its amount."""
    found = tuple(Failing(unless=expression(condition), deduct=Fraction(deduct)) for condition, deduct in pairs)
    return Failings(failings=found, at_most=amount(at_most), **more)


def awards(*pairs: tuple[str, Amount], at_most: Amount | None = None) -> Failings:
    """Each condition that holds awards its amount."""
    found = tuple(Failing(when=expression(condition), award=Fraction(award)) for condition, award in pairs)
    return Failings(failings=found, at_most=amount(at_most))


def below(line: str, value: str, step: str, deduct: Amount, count: Any = "whole", **more: Any) -> PerStep:
    """Deducts for each step below a line."""
    limits = {key: amount(one) if key == "at_most" else one for key, one in more.items()}
    return PerStep(value=expression(value), below=expression(line), step=expression(step), deduct=Fraction(deduct), count=count, **limits)


def bands(value: str, *floors: tuple[str, Amount], rest: Amount = 0) -> Bands:
    """From the highest floor down, what each is worth."""
    made = []
    ceiling = None
    for floor, worth in floors:
        made.append(Band(at_least=expression(floor), below=ceiling, value=Fraction(worth)))
        ceiling = expression(floor)
    return Bands(value=expression(value), bands=(*made, Band(below=ceiling, value=Fraction(rest))))


def first_of(*pairs: tuple[str, Amount], rest: Amount = 0) -> Bands:
    """The first condition that holds says what is earned."""
    return Bands(
        cases=(*(BandCase(when=expression(when), value=Fraction(value)) for when, value in pairs), BandCase(otherwise=True, value=Fraction(rest)))
    )


def tally(*pairs: tuple[str, Amount], at_most: Amount | None = None) -> Tally:
    """So much for each of what is counted."""
    return Tally(items=tuple(TallyItem(count=expression(count), each=Fraction(each)) for count, each in pairs), at_most=amount(at_most))


def share(part: str, whole: str | None = None, **more: Any) -> Share:
    """Marks in proportion."""
    return Share(part=expression(part), whole=None if whole is None else expression(whole), **more)


def deducting(text: str, **more: Any) -> Formula:
    """Deducts what a formula comes to."""
    return Formula(deduct=expression(text), **more)


def awarding(text: str, **more: Any) -> Formula:
    """Awards what a formula comes to."""
    return Formula(award=expression(text), **more)
