"""Event → what it puts where: a fact or cells in base units, checked against the scheme's declarations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from attrs import field, frozen

from ...expression import Kind
from ...lowering import ColumnPlan, Input, LoweredScheme, Reader, TablePlan, Value, find_fact, find_table, key_of, key_words, take_cells
from ...messages import Message, Problems, message
from ...scheme import Event, EventKind, Given, Row, Written, parse_when

Key = tuple[Value, ...]


@frozen
class Slot:
    """The place of one piece of evidence: a fact, a row by its key, or a table as a whole. Of all that arrives for it one stands."""

    fact: str = ""
    table: str = ""
    key: Key | None = None

    def __str__(self) -> str:
        if self.fact:
            return f"fact {self.fact}"
        return f"table {self.table}" if self.key is None else f"row {self.table} {json.dumps(self.key, ensure_ascii=False, default=str)}"

    def words(self, lowered: LoweredScheme) -> Message:
        """As its reader knows it."""
        if self.fact:
            return message("slot.fact", fact=self.fact)
        if self.key is None:
            return message("slot.table", table=self.table)
        return message("slot.row", table=self.table, key=key_words(lowered.tables[self.table], self.key))


@frozen
class Arrival:
    """What an event puts where: a fact as given and its value, or a row as given and its cells in base units."""

    slot: Slot
    given: Given | None = None
    value: Value = None
    row: Row | None = None
    cells: Mapping[str, Value] = field(factory=dict)


class Receiver:
    """Receives the events of a scheme."""

    def __init__(self, lowered: LoweredScheme) -> None:
        self._lowered = lowered
        self._columns = {plan.id: {column.id: column for column in plan.columns} for plan in lowered.tables.values()}

    def receive(self, event: Event) -> Arrival:
        """An event that brings something.

        Raises SupervisionRulesError with all that is not as declared.
        """
        problems = Problems()
        reader = Reader(problems, self._lowered)
        arrival = self._fact(problems, reader, event) if event.kind is EventKind.FACT else self._in_table(problems, reader, event)
        problems.stop()
        assert arrival is not None
        return arrival

    def _fact(self, problems: Problems, reader: Reader, event: Event) -> Arrival | None:
        made = find_fact(problems, self._lowered, event.fact, "fact")
        if made is None or event.value is None:
            return None
        written = dated(made, event.value)
        value = reader.read(made, written, "value")
        given = Given(id=made.id, value=written, clause=event.clause, assumed=event.assumed, note=event.note)
        return Arrival(Slot(fact=event.fact), given, value)

    def _in_table(self, problems: Problems, reader: Reader, event: Event) -> Arrival | None:
        plan = find_table(problems, self._lowered, event.table, "table")
        if plan is None or event.row is None:
            return Arrival(Slot(table=event.table))
        with problems.under("row"):
            return self._row(problems, reader, event, plan, event.row)

    def _row(self, problems: Problems, reader: Reader, event: Event, plan: TablePlan, row: Mapping[str, Written]) -> Arrival | None:
        columns = self._columns[plan.id]
        written = {name: dated(columns[name], value) if name in columns else value for name, value in row.items()}
        cells = take_cells(problems, reader, plan, written)
        made = Row(cells=written, clause=event.clause, assumed=event.assumed, note=event.note)
        return Arrival(Slot(table=plan.id, key=key_of(plan, cells)), row=made, cells=cells)


def dated(made: Input | ColumnPlan, written: Written) -> Written:
    """A value of JSON, which has no days: where a day or moment belongs, the one that a text says."""
    if made.kind in (Kind.DATE, Kind.MOMENT) and isinstance(written, str):
        with suppress(ValueError):
            return parse_when(written)
    return written
