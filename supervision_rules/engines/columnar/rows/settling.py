"""What columns cannot say, settled case by case by the exact engine: comparisons of coefficients of variation, numbers that 64 bits do not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, frozen

from ....expression import Aggregate, Node, walk
from ....lowering import LoweredScheme
from ...exact import ROWS, Preparation, Rows
from .row_values import CASES, Level, index, named_columns


@define
class Coefficients:
    """Stands for the rows of a case where all that is asked of them has been counted."""

    found: Mapping[Aggregate, Any]

    def value(self, node: Aggregate, _: Any) -> Any:
        """What an aggregate comes to."""
        return self.found[node]


@frozen
class Settling:
    """Settles names for every case of several."""

    lowered: LoweredScheme
    preparation: Preparation
    cases: Level
    tables: Mapping[str, Level]

    def compared(self, node: Node, found: Mapping[Aggregate, Sequence[Any]], names: Sequence[str]) -> list[bool | None]:
        """A comparison of what aggregates came to in every case; `names` are those behind it, in their order."""
        compute = self.preparation.compiled(node)
        scalars = {name: self.cases.listed(name) for name in names if name in self.lowered.inputs}
        derived = [name for name in names if name in self.lowered.derived]
        answers: list[bool | None] = []
        for position in range(len(self.cases)):
            here = {aggregate: values[position] for aggregate, values in found.items()}
            values = self.preparation.constants | {name: cells[position] for name, cells in scalars.items()}
            for name in derived:
                self._define(name, values)
            answers.append(compute(values | {ROWS: Coefficients(here)}))
        return answers

    def in_full(self, ask: Callable[[Rows, dict[str, Any]], Any], names: Sequence[str]) -> list[Any]:
        """What is asked of the rows and values of every case, with the columns and quantities among `names` worked out; in this order."""
        lowered = self.lowered
        answers = []
        for given, values in self._each():
            rows = Rows(lowered, given, values, self.preparation.compiled)
            for name in names:
                if name in lowered.derived:
                    self._define(name, values)
                elif name in lowered.columns and (node := lowered.columns[name].node) is not None:
                    table, column = name.split(".", 1)
                    rows.derive(table, column, node)
            answers.append(ask(rows, values))
        return answers

    def _define(self, name: str, values: dict[str, Any]) -> None:
        values[name] = self.preparation.compiled(self.lowered.derived[name].node)(values)

    def _each(self) -> Iterator[tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]]:
        """The rows and values of every case."""
        scalars = {name: self.cases.listed(name) for name in self.lowered.inputs if self.cases.knows(name)}
        rows: dict[str, list[list[dict[str, Any]]]] = {}
        for table, level in self.tables.items():
            columns = {name.split(".", 1)[1]: level.listed(name) for name in named_columns(self.lowered, table) if level.knows(name)}
            rows[table] = [[] for _ in range(len(self.cases))]
            for position, case in enumerate(level.frame[index(CASES)].to_list()):
                rows[table][case].append({name: cells[position] for name, cells in columns.items()})
        for position in range(len(self.cases)):
            given = {table: found[position] for table, found in rows.items() if self.tables[table].known[position]}
            values = dict.fromkeys(self.lowered.inputs) | self.preparation.constants
            yield given, values | {name: cells[position] for name, cells in scalars.items()}


def aggregates_in(node: Node) -> list[Aggregate]:
    """The aggregates in an expression, each once."""
    return list(dict.fromkeys(found for found in walk(node) if isinstance(found, Aggregate)))
