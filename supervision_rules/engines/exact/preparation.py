"""Case → every named value: given facts, derived columns, aggregates, quantities; constraints checked."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import define, field

from ...assessment import Read, Source
from ...expression import Aggregate, Kind, Node, describe, references, value_message
from ...lowering import Derived, Input, LoweredScheme, Requirement, plain, take_in
from ...messages import Message, Problems, half_up
from ...scheme import Case
from .compiling import Compiled, compile_node
from .rows import EMPTY, Counted, Rows


@define
class Prepared:
    """All values of a case by name (None: unknown), and the rows behind its aggregates."""

    lowered: LoweredScheme
    case: Case
    values: dict[str, Any]
    counted: dict[str, Counted] = field(factory=dict)

    def read(self, name: str) -> Read:
        """What a clause sees of a name."""
        known = self.lowered.name(name)
        label = self.lowered.labels[name]
        given = self.case.fact(name)
        rows = self.counted.get(name, Counted())
        source = Source.QUANTITY if isinstance(known, Derived) or (given is None and name in self.counted) else Source.FACT
        return Read(
            id=name,
            label=label.text,
            source=Source.TARGET if name in self.lowered.constants else source,
            value=self.values[name],
            unit=label.unit,
            clause=given.clause if given else getattr(known, "source", ""),
            assumed=given.assumed if given else "",
            supplier=getattr(known, "supplier", ""),
            rows=tuple(rows.rows),
            superseded=tuple(rows.superseded),
        )

    def missing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The inputs among the names that are not known."""
        return tuple(name for name in names if name in self.lowered.inputs and self.values[name] is None)


class Preparation:
    """Prepares cases of one scheme; compiled once."""

    def __init__(self, lowered: LoweredScheme) -> None:
        self.lowered = lowered
        self._compiled: dict[int, Compiled] = {}
        self._constants = {name: plain(constant.value) for name, constant in lowered.constants.items()}
        self._columns: dict[str, tuple[str, str, Node]] = {
            f"{plan.id}.{column.id}": (plan.id, column.id, column.node)
            for plan in lowered.tables.values()
            for column in plan.columns
            if column.node is not None
        }

    def compiled(self, node: Node) -> Compiled:
        """The closure of a node of the scheme, made once."""
        if id(node) not in self._compiled:
            self._compiled[id(node)] = compile_node(node)
        return self._compiled[id(node)]

    def prepare(self, case: Case) -> Prepared:
        """Every value of a case.

        Raises SupervisionRulesError where facts are not as declared, break a constraint, or contradict the rows.
        """
        lowered = self.lowered
        taken = take_in(lowered, case)
        values: dict[str, Any] = {name: taken.values.get(name) for name in lowered.inputs} | self._constants
        prepared = Prepared(lowered, case, values)
        rows = Rows(lowered, taken.rows, values, self.compiled)
        problems = Problems()
        for name in lowered.order:
            if name in lowered.derived:
                values[name] = self.compiled(lowered.derived[name].node)(values)
            elif name in lowered.inputs:
                self._aggregate(prepared, rows, name, problems)
            else:
                rows.derive(*self._columns[name])
        self._check(prepared, rows, problems)
        problems.stop(case.locate)
        return prepared

    def _aggregate(self, prepared: Prepared, rows: Rows, name: str, problems: Problems) -> None:
        made = prepared.lowered.inputs[name]
        node = made.aggregate
        assert node is not None
        counted = Counted()
        values = prepared.values
        value = rows.value(node, values, counted) if isinstance(node, Aggregate) else self.compiled(node)(values)
        if value is EMPTY:
            value = None if made.when_empty is None else plain(made.when_empty)
        if isinstance(node, Aggregate) and made.unit.factor != 1 and node.value is None and node.op != "share" and value is not None:
            value = plain(value * made.unit.factor)
        given = prepared.values[name]
        if value is not None and given is not None and not _agree(made, given, value):
            unit = prepared.lowered.labels[name].unit
            said = value_message(given, unit), value_message(value, unit)
            problems.add("given-contradicts-rows", "fact", name, "value", id=name, given=said[0], counted=said[1])
        if value is not None:
            prepared.values[name] = value
            prepared.counted[name] = counted
            self._within(prepared, name, problems)

    def _within(self, prepared: Prepared, name: str, problems: Problems) -> None:
        made, value = prepared.lowered.inputs[name], prepared.values[name]
        if made.low is None or made.high is None or isinstance(value, bool):
            return
        if not made.low <= Fraction(value) <= made.high:
            said, least, most = (value_message(number, made.unit) for number in (value, made.low, made.high))
            problems.add("outside-domain", "case", id=name, value=said, low=least, high=most)

    def _check(self, prepared: Prepared, rows: Rows, problems: Problems) -> None:
        for constraint in prepared.lowered.constraints:
            if constraint.table is None:
                if self.compiled(constraint.node)(prepared.values) is False:
                    reads = [prepared.read(name).said() for name in references(constraint.node)]
                    problems.add("constraint-broken", "case", id=constraint.id, requires=_said(prepared, constraint), values=reads)
            elif broken := list(rows.check(constraint.table, constraint.node)):
                problems.add("constraint-broken", "case", id=constraint.id, requires=_said(prepared, constraint), values=broken)


def _said(prepared: Prepared, constraint: Requirement) -> Message:
    return describe(constraint.node, prepared.lowered.labels)


def _agree(made: Input, given: Any, counted: Any) -> bool:
    """Whether what is given is what was counted, or prints it: two thirds are given as 66.67%."""
    if given == counted or made.kind is not Kind.NUMBER:
        return bool(given == counted)
    factor = made.unit.factor
    return bool(given == half_up(Fraction(counted) / factor, made.places) * factor)
