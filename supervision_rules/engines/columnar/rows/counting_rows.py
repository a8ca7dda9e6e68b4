"""The quantities of several cases, counted from their rows in the order in which they read each other; what contradicts itself is noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define, field

from ....expression import Aggregate, Kind, Node, Ref, describe, rebuild, references, value_message
from ....lowering import Input, LoweredScheme, Requirement, key_words
from ....messages import Problem, Problems, SupervisionRulesError
from ...exact import Preparation, agree
from ..clauses.conditions import absent, both, negated
from ..clauses.translating import divisor
from ..clauses.values import ZERO, Value, chosen, constant, known_or, order, times
from ..tables.expressions import TooWide
from ..tables.facts import column_of
from .aggregating import Aggregation, Found, told
from .reading_rows import GIVEN
from .row_values import CASES, Level, NotSaid, index, put_node
from .settling import Settling, aggregates_in

COUNTED, ROWS_ONLY, EMPTIES = "counted:", "rows:", "empty:"


class Quantities:
    """The quantities of a scheme that are counted from rows, and what they read."""

    def __init__(self, lowered: LoweredScheme) -> None:
        self.lowered = lowered
        self.preparation = Preparation(lowered)

    @cached_property
    def counted(self) -> tuple[Input, ...]:
        """The quantities that are counted from rows."""
        return tuple(made for made in self.lowered.inputs.values() if made.aggregate is not None)

    def reads(self, *nodes: Node) -> list[str]:
        """All names behind nodes, columns of rows among them, in the order in which they are worked out."""
        lowered = self.lowered
        found: set[str] = set()
        waiting = list(nodes)
        while waiting:
            for name in references(waiting.pop()):
                if name not in found:
                    found.add(name)
                    node = lowered.columns[name].node if name in lowered.columns else lowered.definition(name)
                    waiting += [node] if node is not None else []
        ordered = [name for name in lowered.order if name in found]
        return [*sorted(found - set(ordered)), *ordered]

    @cached_property
    def needed(self) -> list[str]:
        """The names behind all quantities and the constraints on rows, and the keys by which rows find those above them."""
        nodes = [made.aggregate for made in self.counted if made.aggregate is not None]
        return self.reads(*nodes, *(one.node for one in self.lowered.constraints if one.table is not None))


@define
class Counting:
    """The quantities of several cases being counted, in the order in which they read each other."""

    scheme: Quantities
    pl: Any
    cases: Level
    tables: Mapping[str, Level]
    columns: Mapping[str, str]
    whole: bool
    check: bool
    keys: Sequence[str]
    problems: Problems = field(factory=Problems)
    unsaid: set[str] = field(factory=set)

    @property
    def lowered(self) -> LoweredScheme:
        """The scheme."""
        return self.scheme.lowered

    @property
    def settling(self) -> Settling:
        """What settles case by case."""
        return Settling(self.lowered, self.scheme.preparation, self.cases, self.tables)

    def run(self) -> None:
        """Count everything, and check what should hold."""
        for name in self.lowered.order:
            if name in self.lowered.columns and name in self.scheme.needed:
                self._column(name)
            elif name in self.lowered.inputs:
                self._quantity(self.lowered.inputs[name])
        for constraint in self.lowered.constraints if self.check else ():
            self._check(constraint)

    def _column(self, name: str) -> None:
        """A column that is worked out of others."""
        level, plan = self.tables[name.split(".")[0]], self.lowered.columns[name]
        assert plan.node is not None
        try:
            put_node(level, name, self._without_aggregates(level, name, plan.node), plan.kind)
        except (NotSaid, TooWide):
            self.unsaid.add(name)

    def _without_aggregates(self, level: Level, name: str, node: Node) -> Node:
        """The node with what the rows below come to in columns of their own."""

        def counted(found: Node) -> Node:
            if not isinstance(found, Aggregate):
                return found
            own = f"{name}/{len(level.numbers)}"
            level.put(own, self._aggregation(found, level).found().numbers)
            return Ref(own)

        return rebuild(node, counted)

    def _aggregation(self, node: Aggregate, env: Level) -> Aggregation:
        rows = self.tables[node.table]
        return Aggregation(node, rows, env, rows.known)

    def _quantity(self, made: Input) -> None:
        """What the rows of every case come to, else what it gives."""
        node = made.aggregate
        assert node is not None
        if made.kind is Kind.CONDITION:
            self._condition(made, node)
            return
        assert isinstance(node, Aggregate)
        try:
            counted = self._put_counted(made, self._aggregation(node, self.cases).found())
        except (NotSaid, TooWide):
            counted = self._put_counted(made, self._in_full(made, node))
        cases = self.cases
        given = cases.numbers[f"{GIVEN}{made.id}"]
        self._held(made, counted, given)
        try:
            cases.put_value(made.id, given if self._nothing(COUNTED, made) else counted if self._nothing(GIVEN, made) else known_or(counted, given))
        except TooWide:
            raise SupervisionRulesError([Problem("too-wide", {"id": made.id})]) from None

    def _nothing(self, kind: str, made: Input) -> bool:
        """Whether no case has a number."""
        found = self.cases.frame[f"{kind}{made.id}"]
        return bool(found.null_count() == len(found))

    def _put_counted(self, made: Input, found: Found) -> Value:
        """The number that was counted, in base units, with what it is where there was nothing to count."""
        cases, node, name = self.cases, made.aggregate, f"{COUNTED}{made.id}"
        assert isinstance(node, Aggregate)
        cases.put(f"{ROWS_ONLY}{made.id}", found.numbers)
        value = cases.numbers[f"{ROWS_ONLY}{made.id}"]
        if made.unit.factor != 1 and node.value is None and node.op != "share":
            value = times(value, constant(made.unit.factor))
        if found.empty is not None and made.when_empty is not None:
            cases.put_flag(f"{EMPTIES}{made.id}", found.empty.fill_null(value=False))
            value = chosen(cases.flags[f"{EMPTIES}{made.id}"].sure, constant(made.when_empty) if made.when_empty else ZERO, value)
        cases.put_value(name, value)
        return cases.numbers[name]

    def _in_full(self, made: Input, node: Aggregate) -> Found:
        """A number settled in Python case by case."""
        values = self.settling.in_full(lambda rows, values: rows.value(node, values), self.scheme.reads(node))
        try:
            return told(self.pl, values)
        except TooWide:
            raise SupervisionRulesError([Problem("too-wide", {"id": made.id})]) from None

    def _condition(self, made: Input, node: Node) -> None:
        """A comparison of coefficients of variation."""
        names = self.scheme.reads(node)
        try:
            found = {one: self._aggregation(one, self.cases).dispersions() for one in aggregates_in(node)}
            values = self.settling.compared(node, found, names)
        except (NotSaid, TooWide):
            compute = self.scheme.preparation.compiled(node)
            values = self.settling.in_full(lambda _, values: compute(values), names)
        given = self.cases.frame[f"{GIVEN}{made.id}"].to_list()
        self._note_contradictions(made, given, values)
        known = [stated if found is None else found for found, stated in zip(values, given, strict=True)]
        self.cases.put_flag(made.id, self.pl.Series(known, dtype=self.pl.Boolean))

    def _held(self, made: Input, counted: Value, given: Value) -> None:
        """Note what contradicts what the case gives, and what is not in its domain."""
        assert made.low is not None
        assert made.high is not None
        try:
            beyond = [order(counted, "<", constant(made.low)).sure, order(counted, ">", constant(made.high)).sure]
            there = both(negated(absent(counted.over)), negated(absent(given.over)))
            differ = self._rows_where(both(there, negated(order(counted, "==", given).sure)))
            beyond_at = sorted({at for test in beyond for at in self._rows_where(test)})
        except TooWide:
            differ = beyond_at = list(range(len(self.cases)))
        if differ:
            names = f"{GIVEN}{made.id}", f"{COUNTED}{made.id}"
            stated, found = ([cells[at] for at in differ] for cells in map(self.cases.listed, names))
            self._note_contradictions(made, stated, found, differ)
        if beyond_at:
            found = self.cases.listed(f"{COUNTED}{made.id}")
            for at in beyond_at:
                if found[at] is not None and not made.low <= found[at] <= made.high:
                    told, least, most = (value_message(one, made.unit) for one in (found[at], made.low, made.high))
                    self.problems.add("outside-domain", self.keys[at], id=made.id, value=told, low=least, high=most)

    def _note_contradictions(self, made: Input, given: Sequence[Any], counted: Sequence[Any], at: Sequence[int] | None = None) -> None:
        unit = self.lowered.labels[made.id].unit
        for position, (stated, found) in enumerate(zip(given, counted, strict=True)):
            if stated is not None and found is not None and not agree(made, stated, found):
                key = self.keys[position if at is None else at[position]]
                told = value_message(stated, unit), value_message(found, unit)
                self.problems.add("given-contradicts-rows", key, id=made.id, given=told[0], counted=told[1])

    def _rows_where(self, test: Any, level: Level | None = None) -> list[int]:
        """The rows in which a test holds."""
        level = self.cases if level is None else level
        if test.op == "false":
            return []
        found = level.frame.select(holds=level.expressions.test(test))["holds"]
        return list(range(len(level))) if len(found) == 1 != len(level) else list(found.arg_true())

    def _check(self, constraint: Requirement) -> None:
        """Note where a constraint on cases or on rows does not hold."""
        level = self.cases if constraint.table is None else self.tables[constraint.table]
        try:
            broken = self._rows_where(negated(level.translator.truth(constraint.node).possible), level)
        except (NotSaid, TooWide):
            self._check_in_full(constraint)
            return
        if not broken:
            return
        if constraint.table is None:
            for at in broken:
                self._note_broken(constraint, at, self._values_said(constraint, at))
            return
        plan = self.lowered.tables[constraint.table]
        keys = [level.listed(f"{plan.id}.{name}") for name in plan.key]
        cases = level.frame[index(CASES)]
        by_case: dict[int, list[Any]] = {}
        for at in broken:
            by_case.setdefault(cases[at], []).append(key_words(plan, tuple(cells[at] for cells in keys)))
        for case, rows in by_case.items():
            self._note_broken(constraint, case, rows)

    def _check_in_full(self, constraint: Requirement) -> None:
        compute, names = self.scheme.preparation.compiled(constraint.node), self.scheme.reads(constraint.node)
        if constraint.table is None:
            found = self.settling.in_full(lambda _, values: compute(values) is False, names)
            for at in [position for position, broken in enumerate(found) if broken]:
                self._note_broken(constraint, at, self._values_said(constraint, at))
            return
        table = constraint.table
        for at, rows in enumerate(self.settling.in_full(lambda rows, _: list(rows.check(table, constraint.node)), names)):
            if rows:
                self._note_broken(constraint, at, rows)

    def _note_broken(self, constraint: Requirement, at: int, values: list[Any]) -> None:
        requires = describe(constraint.node, self.lowered.labels)
        self.problems.add("constraint-broken", self.keys[at], id=constraint.id, requires=requires, values=values)

    def _values_said(self, constraint: Requirement, at: int) -> list[Any]:
        """What a constraint reads of a case."""
        names = self.scheme.reads(constraint.node)
        preparation, values = self.scheme.preparation, dict(self.scheme.preparation.constants)
        values |= {name: self.cases.listed(name)[at] for name in names if name in self.lowered.inputs}
        for name in names:
            if name in self.lowered.derived:
                values[name] = preparation.compiled(self.lowered.derived[name].node)(values)
        labels = self.lowered.labels
        return [f"{labels[name].text} {value_message(values[name], labels[name].unit)}" for name in references(constraint.node)]

    def answer(self, frame: Any) -> Any:
        """The cases with their quantities."""
        columns: dict[str, Any] = {}
        for made in self.scheme.counted:
            name = column_of(self.lowered, made, frame.columns, self.columns)
            columns |= self._answer(made, name if name in frame.columns or made.id in self.columns else made.id)
        return frame.with_columns(**columns)

    def _answer(self, made: Input, name: str) -> dict[str, Any]:
        """The columns of a quantity: one, or a pair."""
        pl, cases = self.pl, self.cases
        if made.kind is Kind.CONDITION:
            return {name: cases.frame[made.id]}
        unit = made.unit.factor / (10**made.places if self.whole else 1)
        share = cases.times[made.id] / unit
        over = cases.frame[made.id].cast(pl.Int64)
        if divisor(made.id) not in cases.frame.columns and share.denominator == 1:
            return {name: over * int(share)}
        share = cases.times[made.id] / made.unit.factor
        pair = divisor(made.id) in cases.frame.columns
        under = cases.frame[divisor(made.id)].cast(pl.Int64) if pair else pl.repeat(1, len(over), eager=True, dtype=pl.Int64)
        if max(abs(over.min() or 0), abs(over.max() or 0)) * share.numerator >= 2**63 or (under.max() or 1) * share.denominator >= 2**63:
            raise SupervisionRulesError([Problem("too-wide", {"id": made.id})])
        return {name: over * share.numerator, f"{name}_of": under * share.denominator}
