"""Rows as their reader knows them: by name, and the cells that are missing in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import evolve

from ...assessment import Cell, NamedRow
from ...expression import Aggregate, Kind, Node, Ref, children
from ...lowering import LoweredScheme
from .compiling import Compiled, Environment
from .rows import RowEnvironment, Rows, label


class RowNames:
    """Names the rows of a case."""

    def __init__(self, lowered: LoweredScheme, rows: Rows, compiled: Callable[[Node], Compiled]) -> None:
        self._lowered = lowered
        self._rows = rows
        self._compiled = compiled
        self._texts = {
            plan.id: [f"{plan.id}.{column.id}" for column in plan.columns if column.kind is Kind.TEXT and column.id not in plan.key][:1]
            for plan in lowered.tables.values()
        }
        self._named: dict[int, NamedRow] = {}

    def named(self, node: Node | None, row: RowEnvironment) -> NamedRow:
        """A row by its key and its first text that is no key, with what it adds where the aggregate `node` is a sum."""
        if id(row) not in self._named:
            key, name = label(row), next(filter(None, map(row.get, self._texts[row.table])), "")
            self._named[id(row)] = NamedRow(key, "" if name == key else name)
        named = self._named[id(row)]
        if isinstance(node, Aggregate) and node.op == "sum" and node.value is not None:
            return evolve(named, value=self._compiled(node.value)(row))
        return named

    def lacking(self, id: str, node: Node, env: Environment) -> list[Cell]:
        """The cells without which an aggregate is not known, each once; none where the case has no such table at all."""
        found = dict.fromkeys(self._missing(node, env))
        return [self._cell(id, name, row) for name, row in found]

    def _cell(self, id: str, name: str, row: str) -> Cell:
        table, column = name.split(".", 1)
        said = [self._lowered.labels[key].text if key in self._lowered.labels else key for key in (table, name)]
        return Cell(id=id, table=table, row=row, column=column, table_label=said[0], column_label=said[1])

    def _missing(self, node: Node, env: Environment) -> Iterator[tuple[str, str]]:
        """Names of columns with the rows that have no value there."""
        if isinstance(node, Aggregate):
            if self._rows.known(node.table):
                for row in self._rows.below(node.table, env):
                    for part in self._parts(node, row):
                        yield from self._missing(part, row)
        elif isinstance(node, Ref):
            yield from self._of_column(node.name, env)
        else:
            for child in children(node):
                yield from self._missing(child, env)

    def _parts(self, node: Aggregate, row: RowEnvironment) -> list[Node]:
        """The parts of an aggregate that must be known on a row."""
        holds = True if node.where is None else self._compiled(node.where)(row)
        wanted = [node.where] if holds is None else []
        if holds or node.op == "share" or node.highest is not None:
            wanted += [node.value, node.by, node.highest]
        return [part for part in wanted if part is not None]

    def _of_column(self, name: str, env: Environment) -> Iterator[tuple[str, str]]:
        table = name.split(".", 1)[0]
        row = env
        while isinstance(row, RowEnvironment) and row.table != table:
            row = row.above
        if not isinstance(row, RowEnvironment) or row.get(name) is not None:
            return
        column = next((column for column in self._lowered.tables[table].columns if f"{table}.{column.id}" == name), None)
        if column is None or column.node is None:
            yield name, label(row)
        else:
            yield from self._missing(column.node, row)
