"""What hangs on a target, a fact, a quantity or a point, and what another value of it does to cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from ..assessment import Span
from ..engines.exact import Count, Variant, item_named, prepare
from ..expression import NotAnAmount, near, parse_amount
from ..lowering import LoweredScheme, Value, fact_given, lower, with_target_written
from ..messages import Problem, SupervisionRulesError
from ..scheme import Case, Given, Scheme, with_own_rows
from .compare import Comparison, compare
from .dependence import Dependence, dependence_of_item, dependence_of_name
from .effect import CaseEffect, ItemEffect, rise
from .pairing import pair_items
from .working import adjustments_between, scored

ZERO = Fraction(0)
MET = {"符合": "met", "不符合": "unmet"}


@frozen(kw_only=True)
class Impact:
    """What hangs on something, the value that it has in each case (of a point its score), and, where another value was asked for, what that does."""

    scheme: Scheme
    dependence: Dependence
    values: Mapping[str, Value]
    comparison: Comparison | None = None


def impact(scheme: Scheme, name: str, cases: Iterable[Case] = (), to: str | None = None) -> Impact:
    """The impact of a target, fact or quantity by id, or of a point or bonus by id or printed number.

    `to` is another value, as it would be written: of a target the value in force (`800 元/生·年`), of a fact that of every case (`40 班`, `true`), of
    a point or bonus its score in every case.

    Raises SupervisionRulesError where there is nothing of that name (`unknown-name`) or the value does not fit the declaration; a case that it
    contradicts has its problems among the effects.
    """
    given = list(cases)
    lowered = lower(scheme)
    variant = Variant(lowered)
    item = _item(scheme, name)
    if item is not None:
        scores = {case.id: scored(variant.standing(item, dict(prepare(scheme, case)))) for case in given}
        marks = None if to is None else _marks(lowered, item, to)
        compared = None if marks is None else _compared(scheme, given, lambda case: _rescored(scheme, variant, case, item, marks))
        return Impact(scheme=scheme, dependence=dependence_of_item(lowered, item), values=scores, comparison=compared)
    constants = {one.id for one in lowered.constants.values() if one.target == name}
    if constants:
        changed = None if to is None else with_target_written(scheme, name, to)
        compared = None if changed is None else compare(scheme, changed, given)
        return Impact(scheme=scheme, dependence=dependence_of_name(scheme, name, constants), values={}, comparison=compared)
    if name not in lowered.inputs and name not in lowered.derived:
        known = [*lowered.inputs, *lowered.derived, *(one.target for one in lowered.constants.values()), *(one.id for one in lowered.items)]
        raise SupervisionRulesError([Problem("unknown-name", {"name": name, "alike": near(name, known)})])
    if to is not None and name in lowered.derived:
        raise SupervisionRulesError([Problem("fact-is-derived", {"id": name})])
    values = {case.id: prepare(scheme, case)[name] for case in given}
    fact = None if to is None else fact_given(lowered, name, to)
    compared = None if fact is None else _compared(scheme, given, lambda case: _refactored(scheme, variant, case, fact))
    return Impact(scheme=scheme, dependence=dependence_of_name(scheme, name, {name}), values=values, comparison=compared)


def _item(scheme: Scheme, name: str) -> str | None:
    try:
        return item_named(scheme, name)
    except KeyError:
        return None


def _compared(scheme: Scheme, cases: Sequence[Case], effect: Callable[[Case], CaseEffect]) -> Comparison:
    """The scheme beside itself, with what becomes of each case; one that cannot be assessed has its problems instead."""

    def tried(case: Case) -> CaseEffect:
        try:
            return effect(case)
        except SupervisionRulesError as error:
            return CaseEffect(case=case.id, subject=case.subject, problems=error.problems)

    return Comparison(old=scheme, new=scheme, pairs=pair_items(scheme, scheme), changes=(), effects=tuple(tried(case) for case in cases))


def _refactored(scheme: Scheme, variant: Variant, case: Case, fact: Given) -> CaseEffect:
    """What becomes of a case with another value of a fact."""
    others = tuple(given for given in case.facts if given.id != fact.id)
    changed = with_own_rows(scheme, evolve(case, facts=(*others, fact), expect=None, locate=None))
    before, after = (dict(prepare(scheme, one)) for one in (case, changed))
    return _effect(variant, case, *(variant.count(values, variant.standings(values)) for values in (before, after)))


def _rescored(scheme: Scheme, variant: Variant, case: Case, item: str, to: Fraction) -> CaseEffect:
    """What becomes of a case with another score of a point or bonus."""
    values = dict(prepare(scheme, case))
    standings = variant.standings(values)
    changed = {**standings, item: evolve(standings[item], range=Span(to, to), applies=True, awaits_city=False, taken_out=False)}
    return _effect(variant, case, variant.count(values, standings), variant.count(values, changed))


def _effect(variant: Variant, case: Case, before: Count, after: Count) -> CaseEffect:
    items = []
    for item in variant.lowered.items:
        ends = [scored(count.standings[item.id]) for count in (before, after)]
        if ends[0] != ends[1]:
            items.append(ItemEffect(item=item.id, before=ends[0], after=ends[1], alone={}, interaction=rise(*ends) or ZERO))
    adjustments = adjustments_between((variant.lowered, before), (variant.lowered, after))
    return CaseEffect(case=case.id, subject=case.subject, before=before, after=after, items=tuple(items), adjustments=adjustments)


def _marks(lowered: LoweredScheme, id: str, to: str) -> Fraction:
    """A score that a point or bonus can have; where nothing counts in points the score of a level by its name. Raises SupervisionRulesError."""
    limit = next(item.limit for item in lowered.items if item.id == id)
    if lowered.levels:
        level = MET.get(to, to)
        if level not in lowered.levels:
            known = list(lowered.levels)
            raise SupervisionRulesError([Problem("unknown-value", {"value": to, "values": known, "alike": near(to, known)})])
        return limit - lowered.levels.index(level)
    try:
        number, _, unit = parse_amount(to)
    except NotAnAmount:
        raise SupervisionRulesError([Problem("bad-number", {"text": to[:60]})]) from None
    if unit not in ("", "分"):
        raise SupervisionRulesError([Problem("wrong-unit", {"given": unit, "wanted": "分"})])
    if not 0 <= number <= limit:
        raise SupervisionRulesError([Problem("outside-domain", {"id": id, "value": number, "low": ZERO, "high": limit})])
    return number
