"""Points and bonuses → items: rules drafted by their forms, guarded, spread over classes, bounded."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import evolve

from ..expression import TRUE, ZERO, Extreme, Node, Number, both, bounds, describe, ends
from ..messages import Message, message
from ..scheme import Bonus, Form, Measure, Point, WhenEmpty
from .build import Build
from .classes import spread_condition, spread_draft
from .desk import Desk, Draft, Drafts, Say
from .division import divisors, empty, positive, sign
from .model import Clause, Direction, Item, Part

ONLY_FORM = {Measure.CRITERIA: "all-or-nothing", Measure.LEVELS: "bands"}


def lower_point(build: Build, point: Point) -> Item | None:
    """The item of a point, or None after noting what is wrong with it."""
    scheme = build.scheme
    rounding = scheme.header.rounding.point
    if scheme.header.measure is Measure.LEVELS and not scheme.levels:
        return None
    wanted = ONLY_FORM.get(scheme.header.measure)
    strange = [index for index, rule in enumerate(point.rule) if wanted and (rule.form != wanted or (index and wanted == "bands"))]
    for index in strange:
        build.problems.add("form-and-measure", "rule", index, "form", form=point.rule[index].form, measure=scheme.header.measure.value)
    if strange:
        return None
    if scheme.header.measure is not Measure.POINTS:
        _refuse_amounts(build, point)
        return _lower(build, point, Fraction(max(len(scheme.levels) - 1, 1)), "deduct", rounding)
    if point.worth is None:
        return None
    _refuse_finer(build, "worth", point.worth, rounding)
    return _lower(build, point, point.worth, "deduct", rounding)


def lower_bonus(build: Build, bonus: Bonus) -> Item | None:
    """The item of a bonus, or None after noting what is wrong with it."""
    if bonus.cap < 0:
        build.problems.add("negative-amount", "cap", key="cap", value=bonus.cap)
        return None
    rounding = build.scheme.header.rounding.bonus
    _refuse_finer(build, "cap", bonus.cap, rounding)
    return _lower(build, bonus, bonus.cap, "award", rounding)


def _refuse_amounts(build: Build, point: Point) -> None:
    """Where nothing is counted in points, no rule has a worth or limit of its own."""
    for index, rule in enumerate(point.rule):
        for key in ("worth", "at_most"):
            if getattr(rule, key, None) is not None:
                build.problems.add("only-for-points", "rule", index, key, key=key)


def _refuse_finer(build: Build, key: str, limit: Fraction, rounding: Fraction | None) -> None:
    """A score that is rounded must not come out above its limit."""
    if rounding and rounding.numerator == 1 and (limit / rounding).denominator != 1:
        build.problems.add("finer-than-rounding", key, key=key, value=limit, rounding=rounding)


def _lower(build: Build, entry: Point | Bonus, limit: Fraction, direction: Direction, rounding: Fraction | None) -> Item | None:
    places = places_of(rounding)
    applies = _applies(build, entry)
    parts: list[Part] = []
    if not entry.rule:
        build.problems.add("rules-missing", title=entry.title)
    for index, rule in enumerate(entry.rule):
        with build.problems.under("rule", index):
            lowered = _lower_rule(build, entry.id, index, rule, limit, direction, places)
        if lowered is None:
            continue
        part, guard = lowered
        parts.append(part)
        applies = applies and both(applies, spread_condition(build, guard))
    if applies is None or len(parts) < len(entry.rule):
        return None
    return Item(id=entry.id, limit=limit, parts=tuple(parts), applies=applies, places=places)


def places_of(rounding: Fraction | None) -> int | None:
    """The decimals to which 0.01 rounds: 2."""
    return None if rounding is None else len(str(rounding.denominator)) - 1


def _applies(build: Build, entry: Point | Bonus) -> Node | None:
    if entry.applies_when is None:
        return TRUE
    condition = build.condition(entry.applies_when, build.scope(), "applies_when")
    if condition is None:
        return None
    if any(sign(build, divisor) != "positive" for divisor in divisors(build, condition)):
        build.problems.add("division-in-condition", "applies_when")
        return None
    return spread_condition(build, condition)


def _lower_rule(build: Build, id: str, index: int, rule: Form, limit: Fraction, direction: Direction, places: int | None) -> tuple[Part, Node] | None:
    desk = Desk(build, rule, limit, direction, build.scheme.levels)
    if rule.at_most is not None and rule.at_most < 0:
        desk.refuse("negative-amount", "at_most", key="at_most", value=rule.at_most)
    drafts: Drafts = rule.draft(desk)
    if desk.failed:
        return None
    guarded = _guard(build, desk, drafts)
    if guarded is None:
        return None
    clauses, exhaustive, applies = guarded
    spread = [one for position, draft in enumerate(clauses) for one in spread_draft(build, draft, f"class-{position}")]
    most = limit if rule.at_most is None else min(limit, rule.at_most)
    finished = tuple(_clause(build, f"{id}.{index + 1}.{position + 1}", draft, most) for position, draft in enumerate(spread))
    counted = [clause.amount for clause in finished] + [Number(most)]
    if places is None and not all(ends(amount, build.ranges) for amount in counted):
        build.problems.add("score-may-not-end", id=id)
        return None
    part = Part(id=f"{id}.{index + 1}", form=rule.form, clauses=finished, at_most=rule.at_most, exhaustive=exhaustive)
    return part, applies


def _clause(build: Build, id: str, draft: Draft, most: Fraction) -> Clause:
    low, high = bounds(draft.amount, build.ranges)
    amount = draft.amount if low is not None and low >= 0 else Extreme("max", (ZERO, draft.amount))
    least = most if high is None else min(most, max(high, Fraction(0)))
    return Clause(
        id=id,
        when=draft.when,
        amount=amount,
        most=least,
        wording=draft.wording(lambda node: describe(node, build.labels)),
        requirement=draft.requirement,
        one_of=draft.one_of,
        axis=draft.axis,
    )


def _guard(build: Build, desk: Desk, drafts: Drafts) -> tuple[list[Draft], frozenset[str], Node] | None:
    """The drafts with every divisor that may be 0 guarded as the author says, and the condition under which the rule applies at all."""
    clauses = list(drafts.clauses)
    signs = {divisor: sign(build, divisor) for draft in clauses for divisor in divisors(build, draft.when, draft.amount)}
    for divisor, found in signs.items():
        if found == "negative":
            desk.refuse("divisor-may-be-negative", divisor=desk.say(divisor))
            return None
    zero = [divisor for divisor, found in signs.items() if found == "zero"]
    if not zero:
        if desk.when_empty is not None:
            desk.refuse("when-empty-needless", "when_empty", id="")
            return None
        return clauses, drafts.exhaustive, TRUE
    if desk.when_empty is None:
        desk.refuse("divisor-may-be-zero", divisor=desk.say(zero[0]))
        return None
    guarded = [evolve(draft, when=both(positive(zero), draft.when)) for draft in clauses]
    if desk.when_empty is WhenEmpty.NOT_APPLICABLE:
        return guarded, frozenset(), positive(zero)
    if (desk.when_empty is WhenEmpty.FULL) == (desk.direction == "award"):
        guarded.append(Draft(when=empty(zero), amount=Number(drafts.stake), wording=_empty_wording(desk, drafts, zero)))
    return guarded, frozenset(), TRUE


def _empty_wording(desk: Desk, drafts: Drafts, zero: list[Node]) -> Callable[[Say], Message]:
    return lambda say: message(f"clause.empty.{desk.direction}", condition=say(empty(zero)), amount=drafts.stake)
