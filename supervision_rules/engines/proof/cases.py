"""All cases of a scheme at once: every fact an unknown of its domain, every score a term over such unknowns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import z3
from attrs import define, field, frozen

from ...expression import Interval, Kind, Ref, bounds
from ...lowering import Clause, Derived, Input, Item, LoweredScheme, Part, Requirement, Value
from .symbols import Quotient, Symbol, Truth, Word, real
from .translating import CannotSay, Translator

DAYS = (Fraction(1), Fraction(date.max.toordinal()))


@frozen(eq=False)
class Unknown:
    """The unknown behind an input: a truth, the place of a word, or how many times `grain` a number is."""

    term: Any
    grain: Fraction = Fraction(1)


@frozen(eq=False)
class SymbolicClause:
    """A clause: where it applies, what it comes to there, and what it counts (0 elsewhere)."""

    clause: Clause
    applies: Any
    amount: Quotient
    counts: Any


@frozen(eq=False)
class SymbolicGroup:
    """Clauses of which at most one applies; `holding`: how many do."""

    id: str
    clauses: tuple[SymbolicClause, ...]
    exhaustive: bool

    @property
    def holding(self) -> Any:
        """How many of the clauses apply."""
        return z3.Sum([z3.If(one.applies, real(1), real(0)) for one in self.clauses])


@frozen(eq=False)
class SymbolicRule:
    """A rule: `sum` of what its clauses count, and what is `counted` of it."""

    part: Part
    clauses: tuple[SymbolicClause, ...]
    sum: Any
    counted: Any

    @property
    def groups(self) -> tuple[SymbolicGroup, ...]:
        """The one-of groups of the rule."""
        named: dict[str, list[SymbolicClause]] = {}
        for one in self.clauses:
            if one.clause.one_of is not None:
                named.setdefault(one.clause.one_of, []).append(one)
        return tuple(SymbolicGroup(id, tuple(clauses), id in self.part.exhaustive) for id, clauses in named.items())


@frozen(eq=False)
class SymbolicItem:
    """A point or bonus: where it `applies`, what its rules count together, its `score`."""

    item: Item
    deducts: bool
    applies: Any
    rules: tuple[SymbolicRule, ...]
    counted: Any
    score: Any

    @property
    def clauses(self) -> tuple[SymbolicClause, ...]:
        """The clauses of all rules."""
        return tuple(one for rule in self.rules for one in rule.clauses)


@define(eq=False)
class SymbolicCase:
    """A case of which nothing is known but that it is one: all facts there, each within its domain.

    With `exact` the numbers lie on their grid, else anywhere within their bounds, which is easier to refute. Another case may be `beside` it, from
    which it differs only in what depends on the inputs or quantities that `move`. Quantities in `loose` are unknowns of their own, whatever their
    facts. Without `rounds` scores are not rounded: who shows that they never fall has shown it of rounded ones too.
    """

    lowered: LoweredScheme
    exact: bool = True
    rounds: bool = True
    tag: str = ""
    beside: SymbolicCase | None = None
    move: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    conditions: list[Any] = field(factory=list)
    domains: dict[str, list[Any]] = field(factory=dict)
    unknowns: dict[str, Unknown] = field(factory=dict)
    _symbols: dict[str, Symbol] = field(factory=dict)
    _items: dict[str, SymbolicItem] = field(factory=dict)
    _own: dict[str, bool] = field(factory=dict)

    @cached_property
    def translator(self) -> Translator:
        """Says nodes in terms of this case."""
        return Translator(self.symbol, definitions=self.conditions, tag=self.tag)

    def symbol(self, name: str) -> Symbol:
        """What a name stands for in this case."""
        if self.beside is not None and not self.own(name):
            return self.beside.symbol(name)
        if name not in self._symbols:
            self._symbols[name] = self._symbol(name)
        return self._symbols[name]

    def own(self, *names: str) -> bool:
        """Whether one of the names may differ from the case beside."""
        return any(self._differs(name) for name in names)

    def _differs(self, name: str) -> bool:
        if name not in self._own:
            node = None if name in self.loose else self.lowered.definition(name)
            behind = node is not None and isinstance(self.lowered.name(name), Derived)
            self._own[name] = name in self.move or (behind and self.own(*self.lowered.reads(name)))
        return self._own[name]

    def _symbol(self, name: str) -> Symbol:
        known = self.lowered.name(name)
        if isinstance(known, Derived):
            return self._loose(known) if name in self.loose else self.translator.symbol(known.node)
        return self._input(known) if isinstance(known, Input) else Quotient.of(known.value)

    def _loose(self, known: Derived) -> Symbol:
        if known.kind is Kind.CONDITION:
            return Truth.of(z3.Bool(self.tag + known.id))
        value = z3.Real(self.tag + known.id)
        self._within(known.id, value, bounds(Ref(known.id), self.lowered.ranges), Fraction(1))
        return Quotient(value)

    def _input(self, known: Input) -> Symbol:
        name = self.tag + known.id
        if known.kind is Kind.CONDITION:
            self.unknowns[known.id] = Unknown(z3.Bool(name))
            return Truth.of(self.unknowns[known.id].term)
        if known.kind is Kind.CHOICE:
            place = z3.Int(name)
            self.unknowns[known.id] = Unknown(place)
            self.domains[known.id] = [place >= 0, place < len(known.values)]
            return Word(place, known.values)
        if known.kind is Kind.TEXT:
            raise CannotSay(known.id)
        grain = grain_of(known)
        count = z3.Int(name) if self.exact else z3.Real(name)
        self.unknowns[known.id] = Unknown(count, grain)
        self._within(known.id, count, DAYS if known.kind is Kind.DATE else (known.low, known.high), grain)
        return Quotient((z3.ToReal(count) if self.exact else count) * real(grain))

    def _within(self, name: str, term: Any, ends: Interval, grain: Fraction) -> None:
        low, high = (None if end is None else self._end(end / grain) for end in ends)
        self.domains[name] = [*([] if low is None else [term >= low]), *([] if high is None else [term <= high])]

    @staticmethod
    def _end(value: Fraction) -> Any:
        return z3.IntVal(value.numerator) if value.denominator == 1 else real(value)

    def obeys(self, constraint: Requirement) -> Any:
        """That the case does not break a constraint."""
        return z3.Not(self.constrained(constraint).false)

    def constrained(self, constraint: Requirement) -> Truth:
        """Where a constraint holds, and where it does not."""
        return Translator(self.symbol, definitions=self.conditions, tag=self.tag, signed=True).truth(constraint.node)

    def item(self, item: Item) -> SymbolicItem:
        """A point or bonus of this case."""
        if item.id not in self._items:
            self._items[item.id] = self._item(item)
        return self._items[item.id]

    def _item(self, item: Item) -> SymbolicItem:
        if self.beside is not None and not self.own(*self.lowered.read_by(item)):
            return self.beside.item(item)
        deducts = item in self.lowered.points
        applies = self.translator.truth(item.applies).true
        rules = tuple(self._rule(item, part) for part in item.parts)
        counted = z3.Sum([rule.counted for rule in rules])
        limit = real(item.limit)
        kept = least(counted, limit)
        score = self._rounded(limit - kept if deducts else kept, item.places)
        return SymbolicItem(item, deducts, applies, rules, counted, z3.If(applies, score, limit if deducts else real(0)))

    def _rule(self, item: Item, part: Part) -> SymbolicRule:
        if self.beside is not None and not self.own(*(name for clause in part.clauses for name in self.lowered.behind(clause.when, clause.amount))):
            return next(rule for rule in self.beside.item(item).rules if rule.part is part)
        clauses = tuple(self._clause(clause) for clause in part.clauses)
        total = z3.Sum([one.counts for one in clauses])
        return SymbolicRule(part, clauses, total, total if part.at_most is None else least(total, real(part.at_most)))

    def _clause(self, clause: Clause) -> SymbolicClause:
        applies = self.translator.truth(clause.when).true
        amount = self.translator.number(clause.amount)
        if amount.denominator is None:
            return SymbolicClause(clause, applies, amount, z3.If(applies, amount.numerator, real(0)))
        counts = z3.Real(f"{self.tag}counts {len(self.conditions)}")
        self.conditions.append(z3.If(applies, counts * amount.denominator == amount.numerator, counts == 0))
        return SymbolicClause(clause, applies, amount, counts)

    def _rounded(self, score: Any, places: int | None) -> Any:
        return score if places is None or not self.rounds else rounded(self.translator, score, places)

    def values(self, model: Any) -> dict[str, Value]:
        """What the facts of the case are in an answer, in base units; those that the question did not touch are left out."""
        return {name: _value(self.lowered.inputs[name], unknown, model) for name, unknown in self.unknowns.items()}


@frozen(eq=False)
class Question:
    """Whether there are cases that meet conditions, one or two of them together."""

    cases: tuple[SymbolicCase, ...]
    conditions: tuple[Any, ...]
    constraints: Mapping[str, Sequence[Any]] = field(factory=dict)

    def asked(self) -> Iterable[Any]:
        """What is asked, and what its terms mean."""
        yield from self.conditions
        for case in self.cases:
            yield from case.conditions

    def given(self) -> Iterable[tuple[str, Any]]:
        """What holds of every case: domains by the name of their input, constraints by their id."""
        for case in self.cases:
            for name, terms in case.domains.items():
                yield from ((name, term) for term in terms)
        for id, obeyed in self.constraints.items():
            yield from ((f"#{id}", term) for term in obeyed)


def least(left: Any, right: Any) -> Any:
    """The lesser of two terms."""
    return z3.If(left <= right, left, right)


def rounded(translator: Translator, term: Any, places: int) -> Any:
    """A term rounded half-up."""
    found = translator.rounded(Quotient(term), places)
    return found.numerator * real(Fraction(1, 10**places))


def grain_of(known: Input) -> Fraction:
    """The least difference between two values of an input."""
    return Fraction(1) if known.kind is not Kind.NUMBER else known.unit.factor / 10**known.places


def _value(known: Input, unknown: Unknown, model: Any) -> Value:
    found = model.eval(unknown.term, model_completion=True)
    if known.kind is Kind.CONDITION:
        return bool(z3.is_true(found))
    if known.kind is Kind.CHOICE:
        return known.values[int(found.as_long())]
    value: Fraction = (found.as_fraction() if not z3.is_int_value(found) else Fraction(found.as_long())) * unknown.grain
    return value.numerator if value.denominator == 1 else value
