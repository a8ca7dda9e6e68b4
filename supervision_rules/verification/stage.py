"""The facts that a point or bonus reads, set so that nothing else of it hides what one of them does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..assessment import ItemResult
from ..engines.exact import score
from ..engines.exact.compiling import Compiled, compile_node
from ..expression import Compare, Grid, Kind, Node, Ref, Steps, TooManyChanges, both, children, stretches, thresholds
from ..lowering import Input, Item, LoweredScheme, Value
from ..messages import SupervisionRulesError
from ..scheme import Better, Case
from .realising import Realiser

Values = Mapping[str, Value]
MOST_STEPS = 10


class Stage:
    """One item of a scheme with the facts behind it. A fact that the item does not read stands aside, and with it the constraints that need it."""

    def __init__(self, realiser: Realiser, item: Item) -> None:
        self.realiser = realiser
        self.item = item
        self.inputs = tuple(name for name in self.lowered.read_by(item) if name in self.lowered.inputs)
        self._compiled: dict[Node, Compiled] = {}

    @property
    def lowered(self) -> LoweredScheme:
        """The scheme."""
        return self.realiser.lowered

    @property
    def awards(self) -> bool:
        """Whether the item is a bonus."""
        return self.item in self.lowered.bonuses

    @cached_property
    def definitions(self) -> dict[str, Node]:
        """The nodes of the quantities."""
        return {name: made.node for name, made in self.lowered.derived.items()}

    @cached_property
    def constraints(self) -> Node:
        """What must hold of the facts of a case."""
        return both(*(one.node for one in self.lowered.constraints if one.table is None))

    @cached_property
    def _fixed(self) -> dict[str, Any]:
        return dict.fromkeys(self.lowered.inputs) | {name: made.value for name, made in self.lowered.constants.items()}

    def known(self, values: Values) -> dict[str, Any]:
        """The values of facts and targets by name."""
        return {**self._fixed, **values}

    def evaluate(self, node: Node, values: Values) -> Any:
        """What a node comes to."""
        known = self.known(values)
        for name in self._quantities:
            known[name] = self._closure(self.definitions[name])(known)
        return self._closure(node)(known)

    @cached_property
    def _quantities(self) -> list[str]:
        behind = self.lowered.behind(*self.nodes, self.constraints)
        return [name for name in self.lowered.order if name in self.definitions and name in behind]

    def _closure(self, node: Node) -> Compiled:
        if node not in self._compiled:
            self._compiled[node] = compile_node(node)
        return self._compiled[node]

    def inputs_of(self, *nodes: Node) -> list[Input]:
        """The facts behind nodes, in the order in which they are read, those with a good direction first."""
        found = [self.lowered.inputs[name] for name in self.lowered.behind(*nodes) if name in self.lowered.inputs]
        return sorted(found, key=lambda made: self.lowered.better(made.id) is None)

    def tied(self, made: Input) -> list[Input]:
        """The other numbers of the item that share a constraint with a fact."""
        reads = (self.lowered.behind(one.node) for one in self.lowered.constraints if one.table is None)
        names = {name for read in reads if made.id in read for name in read}
        return [self.lowered.inputs[name] for name in self.inputs if name in names - {made.id} and self.lowered.inputs[name].low is not None]

    def permits(self, values: Values) -> bool:
        """Whether no constraint is known to be broken."""
        return self.evaluate(self.constraints, values) is not False

    def allowed(self, made: Input, values: Values) -> list[tuple[Fraction, Fraction]]:
        """The stretches of a number in which it breaks no constraint."""
        found = stretches(self.constraints, made.id, self.known(values), grid(made), self.definitions)
        return [(one.first, one.last) for one in found if one.truth is not False]

    def changes(self, node: Compare | Steps, made: Input, values: Values, most: int = MOST_STEPS) -> tuple[Any, ...]:
        """The thresholds of a node as a number moves; none where they are too many to tell."""
        try:
            return thresholds(node, made.id, self.known(values), grid(made), self.definitions, most=most)
        except TooManyChanges:
            return ()

    def candidates(self, made: Input, values: Values, *nodes: Node) -> Iterator[Value]:
        """Values worth trying: of a number the ends of what is allowed and all around the thresholds of the nodes, else every value."""
        if made.kind is Kind.CONDITION:
            yield from (True, False)
        elif made.kind is Kind.CHOICE:
            yield from made.values
        else:
            around = {value for node in nodes for part in self.parts(node) for one in self.changes(part, made, values) for value in one.values}
            stretches = self.allowed(made, values)
            ends = {end for stretch in stretches for end in stretch}
            yield from sorted(ends | {value for value in around if any(first <= value <= last for first, last in stretches)})

    def parts(self, node: Node) -> Iterator[Compare | Steps]:
        """The comparisons and counted steps in a node."""
        return (part for part in self.changing(node) if not isinstance(part, Ref))

    def changing(self, node: Node) -> Iterator[Compare | Steps | Ref]:
        """The comparisons, counted steps and yes-or-no facts in a node, also in the quantities that it reads."""
        if isinstance(node, Compare) or (isinstance(node, Steps) and node.count != "continuous"):
            yield node
        elif isinstance(node, Ref) and node.name in self.definitions:
            yield from self.changing(self.definitions[node.name])
        elif isinstance(node, Ref) and node.name in self.lowered.inputs and self.lowered.inputs[node.name].kind is Kind.CONDITION:
            yield node
        else:
            for child in children(node):
                yield from self.changing(child)

    def realise(self, values: Values, id: str = "case") -> tuple[Case, tuple[str, ...], ItemResult]:
        """A case with these values, what of the reference case it leaves out, and what the item makes of it.

        Raises SupervisionRulesError where there is no such case.
        """
        counted = {name: value for name, value in self.realiser.known.items() if self.lowered.inputs[name].aggregate is not None}
        if any(values.get(name, value) != value for name, value in counted.items()):  # the rows go: what they tell is given directly
            direct = counted | {name: value for name, value in values.items() if name in counted}
            values = {**values, **{name: _on_grid(self.lowered.inputs[name], value) for name, value in direct.items()}}
        case, left_out = self.realiser.case(id, values)
        return case, left_out, score(self.realiser.scheme, case, self.item.id)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Everything that decides the item's score."""
        clauses = [clause for part in self.item.parts for clause in part.clauses]
        return (self.item.applies, *(node for clause in clauses for node in (clause.when, clause.amount)))

    @cached_property
    def start(self) -> Values:
        """The values from which one is moved: those of the reference case and good ones, mended until a point has full marks, a bonus none."""
        given = self._completed()
        values, best = self._mended(given)
        if best != self._best:  # one fact alone may not show what it mends: set all, then take back what need not be
            ended, rank = self._mended(self._ended(given, self.nodes, worst=self.awards))
            if rank is not None and (best is None or rank > best):
                values, best = ended, rank
                for name in given:
                    back = {**values, name: given[name]}
                    values = back if self.permits(back) and self._rank(back) == best else values
        return values

    def _mended(self, values: Values) -> tuple[Values, tuple[bool, Fraction] | None]:
        """The values with one fact after another moved as little as can be to where the item is best to start from, and how good that is."""
        best = self._rank(values)
        for name in (made.id for _ in range(2) for made in self.inputs_of(*self.nodes)):
            if best == self._best:
                break
            for value in self._by_distance(values[name], self.candidates(self.lowered.inputs[name], values, *self.nodes)):
                tried = {**values, name: value}
                rank = self._rank(tried) if value != values[name] and self.permits(tried) else None
                if rank is not None and (best is None or rank > best):
                    values, best = tried, rank
        return values, best

    @staticmethod
    def _by_distance(here: Value, candidates: Iterable[Value]) -> list[Value]:
        """Candidates for a number, the nearest first."""
        if here is None or isinstance(here, bool | str):
            return list(candidates)
        return sorted(candidates, key=lambda value: abs(Fraction(value or 0) - here))

    @property
    def _best(self) -> tuple[bool, Fraction]:
        return (True, Fraction(0) if self.awards else self.item.limit)

    def _rank(self, values: Values) -> tuple[bool, Fraction] | None:
        """How good values are to start from: the item applies; a point scores high, a bonus low."""
        try:
            _, _, found = self.realise(values)
        except SupervisionRulesError:
            return None
        return found.applies is not False, -found.range.highest if self.awards else found.range.lowest

    def _completed(self) -> dict[str, Value]:
        known = self.realiser.known
        values = {name: _plain(self.lowered.inputs[name], known[name]) for name in self.inputs if name in known}
        missing = [self.lowered.inputs[name] for name in self.inputs if name not in known]
        for made in sorted(missing, key=lambda made: self.lowered.better(made.id) is not None):
            values[made.id] = self._wished(made, values)
        return {name: values[name] for name in self.inputs}

    def at_end(self, *nodes: Node, worst: bool = False) -> Values:
        """The values of the start with all facts behind nodes at their good end, or at their worst."""
        return self._ended(self.start, nodes, worst)

    def _ended(self, values: Values, nodes: Iterable[Node], worst: bool) -> Values:
        ended = dict(values)
        for made in self.inputs_of(*nodes):
            if self.lowered.better(made.id) is not None:
                ended[made.id] = self._wished(made, ended, worst)
        return ended

    def _wished(self, made: Input, values: Values, worst: bool = False) -> Value:
        """The best that a fact can be, or, where none is better, something in the middle; never against a constraint where that can be."""
        better = self.lowered.better(made.id)
        more = better is not None and (better is Better.MORE) != worst
        if made.kind is Kind.CONDITION:
            return more
        if made.kind is Kind.CHOICE:
            return made.values[-1 if more else 0]
        if made.kind is Kind.TEXT:
            return "—"
        run = grid(made)
        wish = (run.first + run.last) // 2 if better is None else run.last if more else run.first
        found: Value = nearest(self.allowed(made, values), wish * run.grain)
        return found


def nearest(stretches: list[tuple[Fraction, Fraction]], wish: Any) -> Any:
    """The value in stretches of numbers that is nearest to a wish; the wish itself where there are none."""
    return min((min(max(wish, first), last) for first, last in stretches), key=lambda value: abs(value - wish), default=wish)


def grid(made: Input) -> Grid:
    """The values that a number or a day can have."""
    if made.kind is Kind.DATE:
        return Grid(Fraction(date.min.toordinal()), Fraction(date.max.toordinal()), Fraction(1))
    assert made.low is not None
    assert made.high is not None
    return Grid(made.low, made.high, made.unit.factor / 10**made.places)


def _plain(made: Input, value: Any) -> Value:
    """A value that rules can be looked through for: not a root, but the next number of the grid."""
    return value if isinstance(value, bool | str | int | Fraction) else _on_grid(made, value)


def _on_grid(made: Input, value: Any) -> Value:
    """A value as a case can state it: a number that is too fine is the next one of the grid."""
    if isinstance(value, bool | str):
        return value
    run = grid(made)
    return (run.first + bisect_left(range(run.first, run.last), True, key=lambda n: bool(value <= n * run.grain))) * run.grain
