"""Points and bonuses → the least and the most that they score, by row: as `engines.exact.counting`, for all rows at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attrs import frozen

from ....lowering import Clause, Item, Part
from ....scheme import CITY, NotApplicable
from .chains import Chain, chain
from .conditions import absent, both, either, negated
from .knowledge import NOTHING_KNOWN
from .terms import FALSE, Test
from .translating import Translator
from .values import ZERO, Truth, Value, best_of, chosen, constant, known_or, minus, order, plus, rounded, within


@frozen(kw_only=True)
class Counted:
    """How an item stands in every row: the ends of its score, whether it applies, whether all that it lacks is the city's, which clauses apply."""

    id: str
    limit: Fraction
    least: Value
    most: Value
    applies: Truth
    awaits_city: Test
    leaves: bool
    clauses: Mapping[str, Truth]

    @property
    def decided(self) -> bool:
        """Whether the score is known in every row."""
        return self.least == self.most

    @property
    def taken_out(self) -> Test:
        """Whether it is taken out of the count."""
        return negated(self.applies.possible) if self.leaves else FALSE


@frozen
class Judged:
    """A clause in every row."""

    clause: Clause
    when: Truth
    amount: Value
    names: tuple[str, ...]

    @property
    def lowest(self) -> Value:
        """Its amount where that is known, else nothing."""
        return known_or(self.amount, ZERO)

    @property
    def highest(self) -> Value:
        """Its amount where that is known, else the most that it can be."""
        return known_or(self.amount, constant(self.clause.most))


@frozen
class Group:
    """The ends of clauses of which at most one applies, and by clause whether it is open."""

    lowest: Chain
    highest: Chain
    open: tuple[tuple[Judged, Test], ...]


class Counting:
    """Counts the items of a scheme."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._lowered = translator.lowered

    def count(self, item: Item, awards: bool) -> Counted:
        """The item in every row."""
        groups = [(part, self._group(part, name, clauses)) for part in item.parts for name, clauses in part.groups.items()]
        applies = self._translator.truth(item.applies)
        ends = [self._end(item, awards, groups, high) for high in (False, True)]
        least, most = (within(end, 0, item.limit) for end in (ends if awards else reversed(ends)))
        awaits = self._awaits(item, applies, least, most, [group for _, group in groups])
        start = ZERO if awards else constant(item.limit)
        return Counted(
            id=item.id,
            limit=item.limit,
            least=chosen(applies.sure, least, chosen(applies.possible, ZERO, start)),
            most=chosen(applies.sure, most, chosen(applies.possible, constant(item.limit), start)),
            applies=applies,
            awaits_city=awaits,
            leaves=self._lowered.not_applicable is NotApplicable.RESCALE and not awards,
            clauses={judged.clause.id: judged.when for _, group in groups for judged, _ in group.open},
        )

    def _end(self, item: Item, awards: bool, groups: Sequence[tuple[Part, Group]], high: bool) -> Value:
        """One end of the score: that of what its clauses come to at least, or at most."""
        chains = [(part, group.highest if high else group.lowest) for part, group in groups]

        def score(counted: Value) -> Value:
            limited = (
                best_of("least", [counted, constant(item.limit)]) if awards else best_of("greatest", [minus(constant(item.limit), counted), ZERO])
            )
            return limited if item.places is None else rounded(limited, item.places)

        if len(chains) == 1:
            (part, only), *_ = chains
            return only.mapped(lambda value: score(_capped(part, value)))
        return score(plus(ZERO, *(_capped(part, plus(*(one.value for its, one in chains if its is part))) for part in item.parts if part.clauses)))

    def _group(self, part: Part, name: str, clauses: Sequence[Clause]) -> Group:
        judged = [self._judged(clause) for clause in clauses]
        exhaustive = name in part.exhaustive
        settled = all(one.when.decided and absent(one.amount.over) == FALSE for one in judged)
        sure = [(one.when.sure, one.lowest) for one in judged]
        any_sure = either(*(one.when.sure for one in judged))
        open_ = tuple((one, either(both(one.when.possible, negated(any_sure)), both(one.when.sure, absent(one.amount.over)))) for one in judged)
        decided = all(one.when.decided for one in judged)
        lowest = chain(sure, None if exhaustive and decided else self._outer(judged, lowest=True) if exhaustive else ZERO)
        if settled:
            return Group(lowest, lowest, open_)
        if len(judged) == 1:
            return Group(lowest, chain([(judged[0].when.possible, judged[0].highest)], ZERO), open_)
        highest = [(one.when.sure, one.highest) for one in judged]
        return Group(lowest, chain(highest, None if exhaustive and decided else ZERO if decided else self._outer(judged, lowest=False)), open_)

    def _outer(self, judged: Sequence[Judged], lowest: bool) -> Value:
        """The least or the most of those that are possible, of which for the least there is one."""
        found = [(one.when.possible, one.lowest if lowest else one.highest) for one in judged]
        if all(value.fixed is not None for _, value in found):
            found.sort(key=lambda case: case[1].fixed or Fraction(0), reverse=not lowest)
            value = found.pop()[1] if lowest else ZERO
            for test, other in reversed(found):
                value = chosen(test, other, value)
            return value
        beyond = constant(max(one.clause.most for one in judged)) if lowest else ZERO
        return best_of("least" if lowest else "greatest", [chosen(test, value, beyond) for test, value in found])

    def _judged(self, clause: Clause) -> Judged:
        amount = self._translator.value(clause.amount)
        found = self._translator.truth(clause.when)
        when = Truth(NOTHING_KNOWN.test(found.sure), NOTHING_KNOWN.test(found.possible))
        return Judged(clause, when, amount, self._lowered.behind(clause.when, clause.amount))

    def _awaits(self, item: Item, applies: Truth, least: Value, most: Value, groups: Sequence[Group]) -> Test:
        """Whether the score hangs on facts that are missing and all of which the city gives."""
        read = set(self._lowered.read_by(item))
        given = {name: made for name, made in self._lowered.inputs.items() if name in read}
        if self._translator.complete or not any(made.supplier == CITY for made in given.values()):
            return FALSE
        unknown = both(applies.possible, negated(applies.sure))
        undecided = order(least, "!=", most).sure
        relevant: dict[str, list[Test]] = {name: [unknown] for name in self._lowered.behind(item.applies) if name in given}
        for group in groups:
            for judged, open_ in group.open:
                for name in judged.names:
                    if name in given:
                        relevant.setdefault(name, []).append(both(undecided, open_))
        lacking: dict[bool, list[Test]] = {True: [], False: []}
        for name, tests in relevant.items():
            lacking[given[name].supplier == CITY].append(both(Test("lacks", (name, True)), either(*tests)))
        return both(either(*lacking[True]), negated(either(*lacking[False])), applies.possible)


def _capped(part: Part, value: Value) -> Value:
    return value if part.at_most is None else best_of("least", [value, constant(part.at_most)])
