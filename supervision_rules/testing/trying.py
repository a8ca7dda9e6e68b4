"""What a law is tried on: the draws that it needs, and what is then to be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from ..assessment import Assessment, Explanation
from ..engines.exact import assess, compile_node, explain, prepare
from ..expression import Compare, Logic, Node
from ..lowering import Item, LoweredScheme, lower
from ..messages import SupervisionRulesError, require
from ..scheme import Better, Case, NotApplicable, Scheme
from ..verification.observing import Observed, score_of, seen_of_bands, seen_of_clause, seen_of_item, seen_of_rule
from .cases import cases, completions, partial_cases, thinned
from .neighbours import neighbours
from .pairs import Pair, pairs
from .schemes import shuffles


@frozen
class Seen:
    """What was seen, and of what by ids: the item, veto or grade, then what more closely, then what moved; in these cases."""

    of: tuple[str, ...]
    values: Observed
    cases: tuple[Case, ...] = ()


Trial = Callable[[Scheme, st.DataObject], Iterator[Seen]]


def _each_item(see: Callable[[Explanation, LoweredScheme, Item], Iterator[Seen]]) -> Trial:
    """A law of items, rules or clauses, tried on a case that may lack facts."""

    def trial(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
        case = data.draw(cases(scheme), "case")
        lowered = lower(scheme)
        for item in lowered.items:
            yield from (evolve(seen, cases=(case,)) for seen in see(explain(scheme, case, item.id), lowered, item))

    return trial


def _item(of: Explanation, lowered: LoweredScheme, item: Item) -> Iterator[Seen]:
    seen = seen_of_item(of, lowered, item)
    yield Seen((item.id,), seen)
    yield from (Seen((item.id,), {**seen, "score": seen[end]}) for end in ("least", "most"))


def _scored(of: Explanation, lowered: LoweredScheme, item: Item) -> Iterator[Seen]:
    seen = seen_of_item(of, lowered, item)
    if of.item.ledger is not None:
        yield Seen((item.id,), {**seen, "score": of.item.score})


def _exactly(of: Explanation, lowered: LoweredScheme, item: Item) -> Iterator[Seen]:
    yield Seen((item.id,), seen_of_item(of, lowered, item))


def _clauses(of: Explanation, lowered: LoweredScheme, item: Item) -> Iterator[Seen]:  # noqa: ARG001
    for part in item.parts:
        yield from (Seen((item.id, clause.id), seen_of_clause(of, item, clause.id)) for clause in part.clauses)


def _rules(of: Explanation, lowered: LoweredScheme, item: Item) -> Iterator[Seen]:  # noqa: ARG001
    yield from (Seen((item.id, part.id), seen_of_rule(of, item, part.id)) for part in item.parts)


def _groups(of: Explanation, lowered: LoweredScheme, item: Item) -> Iterator[Seen]:  # noqa: ARG001
    for part in item.parts:
        for group in {clause.one_of for clause in part.clauses if clause.one_of is not None}:
            yield Seen((item.id, part.id), seen_of_bands(of, item, part.id, group))


def _overall(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    cap = lower(scheme).bonus_cap
    case = data.draw(cases(scheme), "case")
    found = assess(scheme, case)
    if cap is not None and found.overall is not None:
        yield Seen((scheme.id,), {"bonus": found.overall.bonus, "cap": cap}, (case,))


def _drawn_pair(scheme: Scheme, data: st.DataObject) -> Pair | None:
    """Two cases between which one thing moves; None where nothing can."""
    try:
        strategy = pairs(scheme)
    except InvalidArgument:
        return None
    return data.draw(strategy, "pair")


@frozen
class Sides:
    """Both cases of a pair with what they are assessed at; `after` is the better one."""

    scheme: Scheme
    pair: Pair
    before: Assessment
    after: Assessment

    def scores(self, item: Item) -> tuple[Fraction | None, Fraction | None]:
        """What an item has in each; nothing where a point is taken out of one of them."""
        lowered = lower(self.scheme)
        found = [explain(self.scheme, case, item.id) for case in (self.pair.worse, self.pair.better)]
        deducts = item in lowered.points
        if lowered.not_applicable is NotApplicable.RESCALE and deducts and any(one.item.applies is not True for one in found):
            return None, None
        return score_of(found[0], deducts), score_of(found[1], deducts)

    @property
    def rises(self) -> bool:
        """Whether no score is lower in the second, and the same items apply."""
        items = zip((*self.before.points, *self.before.bonuses), (*self.after.points, *self.after.bonuses), strict=True)
        return all(one.applies is other.applies and _level(one) <= _level(other) for one, other in items)


def _level(one: Any) -> Fraction:
    return Fraction(one.score if one.score is not None else one.limit)


def _moving(see: Callable[[Sides], Iterator[Seen]], ordered: bool = True) -> Trial:
    """A law of two cases between which one thing moves; `ordered`: for the better."""

    def trial(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
        pair = _drawn_pair(scheme, data)
        if pair is not None and (pair.ordered or not ordered):
            sides = (pair.worse, pair.better)
            yield from (evolve(seen, cases=sides) for seen in see(Sides(scheme, pair, assess(scheme, pair.worse), assess(scheme, pair.better))))

    return trial


def _monotone(sides: Sides) -> Iterator[Seen]:
    for item in lower(sides.scheme).items:
        before, after = sides.scores(item)
        yield Seen((item.id, sides.pair.name), {"before.score": before, "after.score": after})


def _conflict(sides: Sides) -> Iterator[Seen]:
    scores = {item.id: sides.scores(item) for item in lower(sides.scheme).items}
    for one, (first, second) in scores.items():
        for other, (third, fourth) in scores.items():
            if one < other:
                values = {"before.one": first, "after.one": second, "before.other": third, "after.other": fourth}
                yield Seen((one, other, sides.pair.name), values)


def _follows(sides: Sides) -> Iterator[Seen]:
    lowered = lower(sides.scheme)
    if sides.pair.name not in lowered.inputs:
        return
    before, after = prepare(sides.scheme, sides.pair.worse), prepare(sides.scheme, sides.pair.better)
    for quantity in lowered.derived:
        better = lowered.better(quantity)
        if better is not None and sides.pair.name in lowered.behind(lowered.derived[quantity].node):
            values: list[Any] = [_number(side[quantity]) for side in (before, after)]
            if None not in values:
                signed = [-value if better is Better.LESS else value for value in values]
                yield Seen((quantity, sides.pair.name), {"before.value": signed[0], "after.value": signed[1]})


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _total(sides: Sides) -> Iterator[Seen]:
    if sides.rises and sides.before.total is not None and sides.after.total is not None:
        yield Seen((sides.scheme.id, sides.pair.name), {"before.whole": sides.before.total, "after.whole": sides.after.total})


def _exhaustive(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    case = data.draw(cases(scheme, complete=True), "case")
    yield Seen((scheme.id,), {"holding": int(assess(scheme, case).before_vetoes is not None)}, (case,))


def _ordered(sides: Sides) -> Iterator[Seen]:
    order = [grade.id for grade in sides.scheme.ladder.grade]
    grades = sides.before.before_vetoes, sides.after.before_vetoes
    if sides.rises and None not in grades:
        yield Seen((str(grades[1]), sides.pair.name), {"before.rank": order.index(str(grades[0])), "after.rank": order.index(str(grades[1]))})


def _veto_raises(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    order = [grade.id for grade in scheme.ladder.grade]
    case = data.draw(cases(scheme, complete=True), "case")
    found = assess(scheme, case)
    if found.grade is not None and found.before_vetoes is not None:
        applied = tuple(veto.id for veto in found.vetoes if veto.applies)
        yield Seen(applied or (scheme.id,), {"rank": order.index(found.grade), "ladder": order.index(found.before_vetoes)}, (case,))


def _veto_direction(sides: Sides) -> Iterator[Seen]:
    lowered = lower(sides.scheme)
    for plan, before, after in zip(lowered.vetoes, sides.before.vetoes, sides.after.vetoes, strict=True):
        if sides.pair.name in lowered.behind(plan.when):
            yield Seen((plan.id, sides.pair.name), {"before.applies": before.applies, "after.applies": after.applies})


def _missing(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    case = data.draw(cases(scheme), "case")
    try:
        less = data.draw(thinned(case), "thinned")
        wide, narrow = assess(scheme, less), assess(scheme, case)
    except SupervisionRulesError:  # what is taken away may be a parent's row
        reject()
    for one in (*narrow.points, *narrow.bonuses):
        if one.ledger is not None or one.applies is not False:
            whole = wide.item(one.id).range
            values = {"before.least": whole.lowest, "before.most": whole.highest, "after.least": one.range.lowest, "after.most": one.range.highest}
            yield Seen((one.id,), values, (less, case))


def _completion(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    try:
        case = data.draw(partial_cases(scheme), "partial")
    except InvalidArgument:
        return
    full = data.draw(completions(scheme, case), "completion")
    partial, whole = assess(scheme, case), assess(scheme, full)
    for one in (*whole.points, *whole.bonuses):
        if one.score is not None:
            of = partial.item(one.id).range
            yield Seen((one.id,), {"score": one.score, "least": of.lowest, "most": of.highest}, (case, full))


def _order(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    case = data.draw(cases(scheme), "case")
    found, turned = assess(scheme, case), assess(data.draw(shuffles(scheme), "shuffled"), case)
    for one in (*found.points, *found.bonuses):
        yield Seen((one.id,), {"score": one.score, "other": turned.item(one.id).score}, (case,))


def _engines(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    try:
        require("z3", "proof")
    except SupervisionRulesError:
        return
    from ..engines.proof import evaluate

    case = data.draw(cases(scheme, complete=True), "case")
    lowered = lower(scheme)
    terms = evaluate(lowered, prepare(scheme, case))
    for item in lowered.items:
        score = score_of(explain(scheme, case, item.id), item in lowered.points)
        yield Seen((item.id,), {"score": score, "other": terms.scores[item.id]}, (case,))


def _thresholds(scheme: Scheme, data: st.DataObject) -> Iterator[Seen]:
    try:
        strategy = neighbours(scheme)
    except InvalidArgument:
        return
    around = data.draw(strategy, "neighbours")
    lowered = lower(scheme)
    item = next(item for item in lowered.items if any(clause.id == around.clause for part in item.parts for clause in part.clauses))
    when = next(clause.when for part in item.parts for clause in part.clauses if clause.id == around.clause)
    values = [prepare(scheme, case) for case in around.cases]
    applies = [next(one.applies for one in explain(scheme, case, item.id).clauses if one.clause == around.clause) for case in around.cases]
    for seen in _compared(when, values, applies):
        yield Seen((item.id, around.clause), seen, around.cases)


def _compared(when: Node, values: list[Any], applies: list[bool | None]) -> Iterator[Observed]:
    """A clause whose one comparison changes between the cases, all other conditions of it holding."""
    parts = when.items if isinstance(when, Logic) and when.op == "and" else (when,)
    truths = {position: [compile_node(part)(known) for known in values] for position, part in enumerate(parts)}
    changing = [part for position, part in enumerate(parts) if len(set(truths[position])) > 1]
    if (
        len(changing) != 1
        or any(None in truth for truth in truths.values())
        or any(False in truths[p] for p in truths if parts[p] is not changing[0])
    ):
        return
    (compared,) = changing
    if not isinstance(compared, Compare) or compared.op in ("==", "!="):
        return
    left, right = compile_node(compared.left), compile_node(compared.right)
    signs = [(left(known) > right(known)) - (left(known) < right(known)) for known in values]
    wanted = 1 if compared.op in (">=", ">") else -1
    if wanted in signs and -wanted in signs:
        exactly = applies[signs.index(0)] if 0 in signs else None
        inside, outside = applies[signs.index(wanted)], applies[signs.index(-wanted)]
        yield {"inside": inside, "outside": outside, "exactly": exactly, "inclusive": compared.op in (">=", "<=")}


TRIALS: dict[str, Trial] = {
    "bounds": _each_item(_item),
    "ledger": _each_item(_scored),
    "amounts": _each_item(_clauses),
    "caps": _each_item(_rules),
    "overall-cap": _overall,
    "zero-floor": _each_item(_exactly),
    "bands": _each_item(_groups),
    "monotone": _moving(_monotone),
    "conflict": _moving(_conflict, ordered=False),
    "follows": _moving(_follows),
    "total": _moving(_total),
    "exhaustive": _exhaustive,
    "ordered": _moving(_ordered),
    "veto-raises": _veto_raises,
    "veto-direction": _moving(_veto_direction),
    "missing": _missing,
    "completion": _completion,
    "order": _order,
    "thresholds": _thresholds,
    "engines": _engines,
}
"""What each tested law is tried on."""
