"""Why a condition is not as it should be on a row: the parts that decide it, down to numbers and what is missing to mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from ...assessment import Check, Measured, NamedRow
from ...expression import Aggregate, Arith, AtLeast, Compare, Kind, Logic, Node, Not, Ref, Text, contrary, describe, references
from ...lowering import LoweredScheme, plain
from .compiling import Compiled
from .naming import RowNames
from .rows import Counted, RowEnvironment, Rows

MIRRORED: Mapping[str, Any] = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "==": "==", "!=": "!="}


@frozen
class Grounds:
    """Explains conditions on the rows of one case. `judged` are the columns that have a good direction."""

    lowered: LoweredScheme
    judged: frozenset[str]
    compiled: Callable[[Node], Compiled]
    rows: Rows
    names: RowNames

    def checks(self, node: Node, wanted: bool, row: RowEnvironment) -> Iterator[Check]:
        """Why a condition is not, or perhaps not, as it is wanted on a row; nothing where it is."""
        holds = self.compiled(node)(row)
        if holds is wanted:
            return
        match node:
            case Not():
                yield from self.checks(node.item, not wanted, row)
            case Logic():
                for item in self._deciding(node, wanted, row):
                    yield from self.checks(item, wanted, row)
            case AtLeast():
                yield self._several(node, wanted, row)
            case Ref() if (definition := self._definition(node)) is not None:
                yield self._named(node, definition, wanted, row)
            case Compare() if not isinstance(node.left, Text) and not isinstance(node.right, Text):
                yield self._compared(node if wanted else _contrary(node), holds, row)
            case _:
                yield self._plain(node, wanted, holds, row)

    def _deciding(self, node: Logic, wanted: bool, row: RowEnvironment) -> list[Node]:
        """The parts that are not as they are wanted. Where one of several would do, those that say of which kind a row is are no way out."""
        wrong = [item for item in node.items if self.compiled(item)(row) is not wanted]
        if (node.op == "or") is not wanted:
            return wrong
        return [item for item in wrong if not self._of_another_kind(item, wanted, row)] or wrong

    def _of_another_kind(self, item: Node, wanted: bool, row: RowEnvironment) -> bool:
        parts = item.items if isinstance(item, Logic) and (item.op == "or") is not wanted else (item,)
        return any(self._distinguishes(part) and self.compiled(part)(row) is (not wanted) for part in parts)

    def _distinguishes(self, node: Node) -> bool:
        """Whether a condition only says of which kind a row is: nothing in it has a good direction, and it compares words or asks yes or no."""
        inner = node.item if isinstance(node, Not) else node
        words = isinstance(inner, Compare) and (isinstance(inner.left, Text) or isinstance(inner.right, Text))
        return (words or isinstance(inner, Ref)) and self.judged.isdisjoint(references(inner))

    def _definition(self, node: Ref) -> Node | None:
        column = self.lowered.columns.get(node.name)
        return column.node if column is not None and column.kind is Kind.CONDITION else None

    def _several(self, node: AtLeast, wanted: bool, row: RowEnvironment) -> Check:
        outcomes = [self.compiled(item)(row) for item in node.items]
        return Check(
            wording=describe(node if wanted else Not(node), self.lowered.labels),
            open=self.compiled(node)(row) is None,
            parts=tuple(check for item in node.items for check in self.checks(item, wanted, row)),
            k=node.k,
            met=outcomes.count(True),
            of=len(node.items),
        )

    def _named(self, node: Ref, definition: Node, wanted: bool, row: RowEnvironment) -> Check:
        """A condition with a name: said by its name, and why not by its definition. What only repeats the definition is left out."""
        own = next(upper for upper in row.lineage() if node.name in upper)
        wording = describe(node if wanted else Not(node), self.lowered.labels)
        inner = tuple(self.checks(definition, wanted, own))
        if len(inner) == 1 and isinstance(definition, AtLeast | Compare):
            return evolve(inner[0], wording=wording, id=node.name)
        return Check(id=node.name, wording=wording, open=row[node.name] is None, parts=inner)

    def _compared(self, wanted: Compare, holds: bool | None, row: RowEnvironment) -> Check:
        return Check(
            wording=describe(wanted, self.lowered.labels),
            open=holds is None,
            measured=None if holds is None else self._measured(wanted, row),
            rows=tuple(self._below(wanted, row)),
            cells=self._cells(wanted, row) if holds is None else (),
        )

    def _plain(self, node: Node, wanted: bool, holds: bool | None, row: RowEnvironment) -> Check:
        said = node if wanted else _contrary(node) if isinstance(node, Compare) else Not(node)
        cells = self._cells(node, row) if holds is None else ()
        return Check(wording=describe(said, self.lowered.labels), open=holds is None, cells=cells)

    def _cells(self, node: Node, row: RowEnvironment) -> tuple[Any, ...]:
        return tuple(self.names.lacking("", node, row))

    def _below(self, node: Compare, row: RowEnvironment) -> Iterator[NamedRow]:
        """The rows below that the columns of a comparison count."""
        for name in references(node):
            column = self.lowered.columns.get(name)
            if column is not None and isinstance(column.node, Aggregate) and column.node.where is not None:
                counted = Counted()
                own = next(upper for upper in row.lineage() if name in upper)
                self.rows.value(column.node, own, counted)
                yield from (self.names.named(column.node, one) for one in counted.fitting)

    def _measured(self, wanted: Compare, row: RowEnvironment) -> Measured | None:
        """The row's own number beside what it needs to be: the comparison solved for one column of the row."""
        found = self._own(wanted, row)
        if found is None or wanted.op == "!=":
            return None
        name, factor, bound, op = found
        column, label = self.lowered.columns[name], self.lowered.labels[name]
        value, needs = row[name], Fraction(bound) / factor
        if column.node is None:
            needs = _nearest(needs, op, column.unit.factor / 10**column.places)
        said = describe(Ref(name), self.lowered.labels)
        return Measured(id=name, label=said, value=value, needs=plain(needs), gap=abs(needs - value), unit=label.unit, op=op)

    def _own(self, wanted: Compare, row: RowEnvironment) -> tuple[str, Fraction, Any, str] | None:
        """A column that one side is a multiple of, how many times, what the other side comes to, and how they are compared."""
        sides = [(wanted.left, wanted.right, wanted.op), (wanted.right, wanted.left, MIRRORED[wanted.op])]
        found = []
        for side, other, op in sides:
            multiple = self._multiple(side, row)
            if multiple is not None and multiple[1] > 0:
                name, factor = multiple
                order = (name not in self.judged, self.lowered.columns[name].node is not None)
                found.append((order, name, factor, self.compiled(other)(row), op))
        return min(found, key=lambda one: one[0])[1:] if found else None

    def _multiple(self, node: Node, row: RowEnvironment) -> tuple[str, Fraction] | None:
        """A column that a node is a multiple of, and how many times, everything else on the row being as it is."""
        if isinstance(node, Ref):
            return (node.name, Fraction(1)) if node.name in self.lowered.columns else None
        if not isinstance(node, Arith) or node.op not in "*/":
            return None
        for side, other in ((node.left, node.right), (node.right, node.left)) if node.op == "*" else ((node.left, node.right),):
            inner = self._multiple(side, row)
            if inner is not None:
                times = self.compiled(other)(row)
                return None if not times else (inner[0], inner[1] * times if node.op == "*" else inner[1] / times)
        return None


def _contrary(node: Compare) -> Compare:
    found = contrary(node)
    assert isinstance(found, Compare)
    return found


def _nearest(bound: Fraction, op: str, grain: Fraction) -> Fraction:
    """The value of a grid that satisfies a bound and is nearest to it."""
    whole, exact = bound // grain, bound % grain == 0
    match op:
        case ">=":
            return (whole if exact else whole + 1) * grain
        case ">":
            return (whole + 1) * grain
        case "<":
            return (whole - 1 if exact else whole) * grain
        case "<=":
            return whole * grain
    return bound
