"""A target or a fact with another value, as somebody writes it: `800 元/生·年`, `40 班`, `true`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from attrs import evolve

from ..expression import Kind, NotAnAmount, Unit, UnknownUnit, parse_amount, parse_unit
from ..messages import Problem, SupervisionRulesError
from ..scheme import Case, Given, Scheme, Target, Written
from .intake import take_in
from .lower import lower
from .model import LoweredScheme

TRUTHS = {"true": True, "false": False, "是": True, "否": False}


def amount_in(lowered: LoweredScheme, text: str, unit: Unit) -> Fraction:
    """A written amount as a number of a unit; without a unit of its own it is of that one. Raises SupervisionRulesError."""
    try:
        number, _, own = parse_amount(text)
        given = parse_unit(own, lowered.units) if own else unit
    except NotAnAmount:
        raise SupervisionRulesError([Problem("bad-number", {"text": text[:60]})]) from None
    except UnknownUnit as error:
        raise SupervisionRulesError([Problem("unknown-unit", {"unit": str(error)})]) from None
    if not given.same_kind(unit):
        raise SupervisionRulesError([Problem("wrong-unit", {"given": own or "—", "wanted": str(unit) or "—"})])
    return number * given.factor / unit.factor


def target_unit(scheme: Scheme, target: Target) -> Unit:
    """The unit in which the values of a target are."""
    return parse_unit(target.unit, lower(scheme).units)


def with_target(scheme: Scheme, id: str, value: Fraction) -> Scheme:
    """The scheme with another value of a target in force, a number of its unit."""
    target = next(one for one in scheme.targets if one.id == id)
    days = {as_of.target: as_of.date for as_of in scheme.header.as_of}
    now = target.in_force(days.get(id, scheme.header.period.to))
    values = tuple(evolve(one, value=value) if one in now else one for one in target.value)
    return evolve(scheme, targets=tuple(evolve(one, value=values) if one.id == id else one for one in scheme.targets))


def with_target_written(scheme: Scheme, id: str, to: str) -> Scheme:
    """The scheme with another value of a target in force, as it would be written. Raises SupervisionRulesError."""
    target = next(one for one in scheme.targets if one.id == id)
    return with_target(scheme, id, amount_in(lower(scheme), to, target_unit(scheme, target)))


def fact_given(lowered: LoweredScheme, id: str, to: str) -> Given:
    """A fact as a case would give it. Raises SupervisionRulesError where that is not as declared."""
    given = Given(id=id, value=_written(lowered.inputs[id].kind, to))
    take_in(lowered, Case(id=id, scheme=lowered.id, subject=id, year=lowered.year, facts=(given,)))
    return given


def _written(kind: Kind, to: str) -> Written:
    """A value as a case file would have it."""
    if kind is Kind.CONDITION and to in TRUTHS:
        return TRUTHS[to]
    if kind is Kind.DATE:
        try:
            return date.fromisoformat(to)
        except ValueError:
            return to
    if kind is Kind.NUMBER:
        try:
            return Decimal(to)
        except InvalidOperation:
            return to
    return to
