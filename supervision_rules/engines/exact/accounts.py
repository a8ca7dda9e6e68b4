"""Which rows count against a case, and why: the account of every row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from ...assessment import RowAccount, RowReason
from ...expression import Aggregate, Logic, Node, references
from ...lowering import LoweredScheme
from ...scheme import Better, Scheme
from .grounds import Grounds
from .preparation import Preparation, Prepared
from .rows import Counted, RowEnvironment


@frozen
class Counting:
    """A quantity that counts rows for (`good`) or against a case.

    `scope` are the parts of its condition that say what is counted of, `asked` those that ask something of a row; `items` are those that read it,
    vetoes included.
    """

    name: str
    node: Aggregate
    good: bool
    scope: tuple[Node, ...]
    asked: tuple[Node, ...]
    items: tuple[str, ...]


class RowAccounts:
    """The accounts of rows in cases of one scheme; set up once.

    A part of a condition asks something of a row where it reads a column with a good direction. A row counts against the case where a quantity that
    had better be less counts it, or where one that had better be more leaves it out for what is asked. Where nothing has a good direction, all of the
    condition of the former is asked.
    """

    def __init__(self, scheme: Scheme, lowered: LoweredScheme, preparation: Preparation) -> None:
        self._lowered = lowered
        self._preparation = preparation
        declared = {f"{table.id}.{column.id}": column.better for table in scheme.tables for column in table.column}
        self._judged = frozenset(name for name, better in declared.items() if better in (Better.MORE, Better.LESS))
        order = [*(item.id for item in lowered.items), *(veto.id for veto in lowered.vetoes)]
        self._counting = tuple(sorted(self._countings(), key=lambda one: order.index(one.items[0])))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose rows may count against a case."""
        return tuple(table for table in self._lowered.tables if any(one.node.table == table for one in self._counting))

    def _countings(self) -> Iterator[Counting]:
        behind = {item.id: self._lowered.read_by(item) for item in self._lowered.items}
        behind |= {veto.id: self._lowered.behind(veto.when) for veto in self._lowered.vetoes}
        for name, made in self._lowered.inputs.items():
            node, better = made.aggregate, self._lowered.better(name)
            if not isinstance(node, Aggregate) or better is None or node.op not in ("count", "share", "sum"):
                continue
            parts = node.where.items if isinstance(node.where, Logic) and node.where.op == "and" else () if node.where is None else (node.where,)
            good = better is Better.MORE
            asked = tuple(part for part in parts if not self._judged.isdisjoint(references(part))) or (() if good else tuple(parts))
            scope = tuple(part for part in parts if part not in asked)
            items = tuple(id for id, read in behind.items() if name in read)
            if items and (asked or not good):
                yield Counting(name, node, good, scope, asked, items)

    def of(self, prepared: Prepared, tables: Iterable[str]) -> dict[str, tuple[RowAccount, ...]]:
        """The account of every row of tables; those are left out that the case does not have."""
        grounds = Grounds(self._lowered, self._judged, self._preparation.compiled, prepared.rows, prepared.names)
        return {table: self._of_table(prepared, table, grounds) for table in tables if prepared.rows.known(table)}

    def _of_table(self, prepared: Prepared, table: str, grounds: Grounds) -> tuple[RowAccount, ...]:
        rows = prepared.rows.below(table, prepared.values)
        reasons: dict[int, list[RowReason]] = {id(row): [] for row in rows}
        for one in self._counting:
            if one.node.table == table:
                for row, open in self._against(one, rows, prepared.counted.get(one.name)):
                    reasons[id(row)].append(self._reason(one, row, open, grounds))
        return tuple(RowAccount(table=table, row=prepared.names.named(None, row), reasons=tuple(reasons[id(row)])) for row in rows)

    def _against(self, one: Counting, rows: Iterable[RowEnvironment], counted: Counted | None) -> Iterator[tuple[RowEnvironment, bool]]:
        """The rows that are counted against the case, with True those that only may be."""
        if counted is not None and one.node.op == "count" and not one.good:
            yield from ((row, False) for row in counted.fitting)
            return
        for row in rows:
            scope, asked = self._all(one.scope, row), self._all(one.asked, row)
            against = asked if not one.good or asked is None else not asked
            if against and one.node.op == "sum":
                adds = self._adds(one, row)
                against = None if adds is None else adds > 0
            if scope is not False and against is not False:
                yield row, scope is None or against is None

    def _all(self, parts: Iterable[Node], row: RowEnvironment) -> bool | None:
        known: bool | None = True
        for part in parts:
            holds = self._preparation.compiled(part)(row)
            if holds is False:
                return False
            known = known and holds
        return known

    def _adds(self, one: Counting, row: RowEnvironment) -> Any:
        return None if one.node.value is None else self._preparation.compiled(one.node.value)(row)

    def _reason(self, one: Counting, row: RowEnvironment, open: bool, grounds: Grounds) -> RowReason:
        label = self._lowered.labels[one.name]
        scope = [check for part in one.scope for check in grounds.checks(part, True, row)] if open else []
        asked = [check for part in one.asked for check in grounds.checks(part, one.good, row)]
        adds = self._adds(one, row)
        return RowReason(quantity=one.name, label=label.text, items=one.items, checks=(*scope, *asked), open=open, adds=adds, unit=label.unit)
