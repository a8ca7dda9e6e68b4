"""Case → every named value: given facts, derived columns, aggregates, quantities; constraints checked."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field

from ...assessment import Cell, Compared, NamedRow, Read, Source
from ...expression import Aggregate, Compare, Kind, Node, describe, references, value_message, walk
from ...lowering import Derived, Input, Intake, LoweredScheme, Requirement, plain, take_in
from ...messages import Message, Problems, fixed, half_up
from ...scheme import Case, Given
from .compiling import COMPARE, ROWS, Compiled, compile_node
from .naming import RowNames
from .roots import Roots
from .rows import EMPTY, Counted, RowEnvironment, Rows


@define
class Prepared:
    """All values of a case by name (None: unknown), the rows behind its aggregates, and which inputs it assumes, be it through rows."""

    lowered: LoweredScheme
    values: dict[str, Any]
    names: RowNames
    given: Callable[[str], Given | None]
    assumed: frozenset[str]
    counted: dict[str, Counted] = field(factory=dict)
    lacking: dict[str, list[Cell]] = field(factory=dict)
    roots: dict[str, tuple[Roots, Any]] = field(factory=dict)

    @property
    def rows(self) -> Rows:
        """The rows of the case."""
        rows: Rows = self.values[ROWS]
        return rows

    def read(self, name: str, *, in_full: bool = False) -> Read:
        """What a clause sees of a name; `in_full` with the rows too that an aggregate left out."""
        known = self.lowered.name(name)
        label = self.lowered.labels[name]
        given = self.given(name)
        source = Source.QUANTITY if isinstance(known, Derived) or (given is None and name in self.counted) else Source.FACT
        read = Read(
            id=name,
            label=label.text,
            source=Source.TARGET if name in self.lowered.constants else source,
            value=self.values[name],
            unit=label.unit,
            clause=given.clause if given else getattr(known, "source", ""),
            assumed=given.assumed if given else "",
            supplier=getattr(known, "supplier", ""),
            cells=self.cells((name,)) if self.values[name] is None else (),
            compared=self._compared(name),
        )
        return self._with_rows(read, self.counted[name], in_full) if name in self.counted else read

    def _compared(self, name: str) -> Compared | None:
        if name not in self.roots:
            return None
        value, limit = self.roots[name]
        places = 3 if value.rounded(3) != limit or value == limit else 6
        return Compared(value=fixed(value.rounded(places), places), limit=Fraction(limit), sign=(value - limit).sign())

    def _with_rows(self, read: Read, rows: Counted, in_full: bool) -> Read:
        counted, outdone, left_out = (self._named(read.id, some) for some in (rows.fitting, rows.superseded, rows.left_out if in_full else []))
        keys = [tuple(row.key for row in some) for some in (counted, outdone)]
        return evolve(read, rows=keys[0], superseded=keys[1], counted=counted, outdone=outdone, left_out=left_out)

    def _named(self, name: str, rows: list[RowEnvironment]) -> tuple[NamedRow, ...]:
        node = self.lowered.definition(name) if rows else None
        return tuple(self.names.named(node, row) for row in rows)

    def cells(self, names: tuple[str, ...]) -> tuple[Cell, ...]:
        """The cells without which the aggregates among unknown names cannot be counted."""
        return tuple(cell for name in names for cell in self._lacking(name))

    def _lacking(self, name: str) -> list[Cell]:
        made = self.lowered.inputs.get(name)
        if made is None or made.aggregate is None:
            return []
        if name not in self.lacking:
            self.lacking[name] = self.names.lacking(name, made.aggregate, self.values)
        return self.lacking[name]

    def missing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The inputs among the names that are not known."""
        return tuple(name for name in names if name in self.lowered.inputs and self.values[name] is None)


class Preparation:
    """Prepares cases of one scheme; compiled once."""

    def __init__(self, lowered: LoweredScheme) -> None:
        self.lowered = lowered
        self._compiled: dict[int, Compiled] = {}
        self.constants = {name: plain(constant.value) for name, constant in lowered.constants.items()}
        self._tables = {name: tables_behind(lowered, made.aggregate) for name, made in lowered.inputs.items() if made.aggregate is not None}
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
        problems = Problems()
        prepared = self.work_out(take_in(self.lowered, case), case.fact, self._assumed(case), problems)
        problems.stop(case.locate)
        return prepared

    def work_out(self, taken: Intake, given: Callable[[str], Given | None], assumed: frozenset[str], problems: Problems) -> Prepared:
        """Every value out of what was taken in; what contradicts itself or breaks a constraint is noted. `given` says of a name how it was given."""
        lowered = self.lowered
        values: dict[str, Any] = {name: taken.values.get(name) for name in lowered.inputs} | self.constants
        rows = Rows(lowered, taken.rows, values, self.compiled)
        prepared = Prepared(lowered, values, RowNames(lowered, rows, self.compiled), given, assumed)
        for name in lowered.order:
            if name in lowered.derived:
                values[name] = self.compiled(lowered.derived[name].node)(values)
            elif name in lowered.inputs:
                self._aggregate(prepared, rows, name, problems)
            else:
                rows.derive(*self._columns[name])
        for constraint in lowered.constraints:
            self.check(prepared, constraint, problems)
        return prepared

    def _assumed(self, case: Case) -> frozenset[str]:
        facts = {fact.id for fact in case.facts if fact.assumed}
        tables = {table.id for table in case.tables if any(row.assumed for row in table.rows)}
        return frozenset(facts | {name for name, read in self._tables.items() if not tables.isdisjoint(read)})

    def _aggregate(self, prepared: Prepared, rows: Rows, name: str, problems: Problems) -> None:
        made = prepared.lowered.inputs[name]
        node = made.aggregate
        assert node is not None
        counted = Counted()
        values = prepared.values
        value = rows.value(node, values, counted) if isinstance(node, Aggregate) else self._worked_out(prepared, name, node)
        if value is EMPTY:
            value = None if made.when_empty is None else plain(made.when_empty)
        if isinstance(node, Aggregate) and made.unit.factor != 1 and node.value is None and node.op != "share" and value is not None:
            value = plain(value * made.unit.factor)
        given = prepared.values[name]
        if value is not None and given is not None and not agree(made, given, value):
            unit = prepared.lowered.labels[name].unit
            said = value_message(given, unit), value_message(value, unit)
            problems.add("given-contradicts-rows", "fact", name, "value", id=name, given=said[0], counted=said[1])
        if value is not None:
            prepared.values[name] = value
            prepared.counted[name] = counted
            self._within(prepared, name, problems)

    def _worked_out(self, prepared: Prepared, name: str, node: Node) -> Any:
        """What an expression over aggregates comes to; of a comparison of roots both sides are kept for the reader."""
        if not isinstance(node, Compare):
            return self.compiled(node)(prepared.values)
        left, right = self.compiled(node.left)(prepared.values), self.compiled(node.right)(prepared.values)
        if left is None or right is None:
            return None
        if isinstance(left, Roots) and not isinstance(right, Roots):
            prepared.roots[name] = left, right
        elif isinstance(right, Roots) and not isinstance(left, Roots):
            prepared.roots[name] = right, left
        return COMPARE[node.op](left, right)

    def _within(self, prepared: Prepared, name: str, problems: Problems) -> None:
        made, value = prepared.lowered.inputs[name], prepared.values[name]
        if made.low is None or made.high is None or isinstance(value, bool):
            return
        if not made.low <= Fraction(value) <= made.high:
            said, least, most = (value_message(number, made.unit) for number in (value, made.low, made.high))
            problems.add("outside-domain", "case", id=name, value=said, low=least, high=most)

    def check(self, prepared: Prepared, constraint: Requirement, problems: Problems) -> None:
        """Note a constraint that is broken."""
        if constraint.table is None:
            if self.compiled(constraint.node)(prepared.values) is False:
                reads = [prepared.read(name).said() for name in references(constraint.node)]
                problems.add("constraint-broken", "case", id=constraint.id, requires=_said(prepared, constraint), values=reads)
        elif broken := list(prepared.rows.check(constraint.table, constraint.node)):
            problems.add("constraint-broken", "case", id=constraint.id, requires=_said(prepared, constraint), values=broken)


def tables_behind(lowered: LoweredScheme, aggregate: Node) -> set[str]:
    """The tables that an aggregate counts, and those above and below them that its columns may read."""
    read = {node.table for node in walk(aggregate) if isinstance(node, Aggregate)}
    above = {plan.parent for plan in lowered.tables.values() if plan.id in read and plan.parent}
    columns = [column.node for plan in lowered.tables.values() if plan.id in read for column in plan.columns if column.node is not None]
    return read | above | {node.table for column in columns for node in walk(column) if isinstance(node, Aggregate)}


def constants_behind(lowered: LoweredScheme, aggregate: Node) -> set[str]:
    """The targets that an aggregate reads, by itself or by the columns that it reads."""
    found: set[str] = set()
    left = [aggregate]
    while left:
        new = set(references(left.pop())) - found
        found |= new
        left += [node for name in new if name in lowered.columns and (node := lowered.columns[name].node) is not None]
    return found & set(lowered.constants)


def _said(prepared: Prepared, constraint: Requirement) -> Message:
    return describe(constraint.node, prepared.lowered.labels)


def agree(made: Input, given: Any, counted: Any) -> bool:
    """Whether what is given is what was counted, or prints it: two thirds are given as 66.67%."""
    if given == counted or made.kind is not Kind.NUMBER:
        return bool(given == counted)
    factor = made.unit.factor
    return bool(given == half_up(Fraction(counted) / factor, made.places) * factor)
