"""The ground on which the cases of a scheme stand: what it declares, works out and constrains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve
from hypothesis.errors import InvalidArgument

from ..engines.exact.compiling import ROWS
from ..engines.exact.preparation import Preparation
from ..expression import Aggregate, Compare, Node, Ref, Round, Text, references, walk
from ..lowering import Intake, Requirement, TablePlan, lower, take_in
from ..messages import SupervisionRulesError
from ..scheme import Case, CaseTable, Given, Row, Scheme
from .scales import as_written, scale_of
from .situations import Breach, Situation, Spot

Environment = Mapping[str, Any]
WORDS = ("甲", "乙", "丙", "丁", "戊")


class Ground:
    """What all cases of a scheme have in common. Whatever is worked out of a case the exact engine works out, so that nothing is told twice."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.lowered = lower(scheme)
        self._preparation = Preparation(evolve(self.lowered, constraints=()))
        self.scales = {name: scale_of(made) for name, made in self.lowered.inputs.items()}
        self.definitions = {name: made.node for name, made in self.lowered.derived.items()}
        self.fixed: set[str] = set()
        self._blank: dict[str, dict[str, None]] = {}
        for plan in self.lowered.tables.values():
            self._add_columns(plan)
        self.totals = tuple(name for name in self.lowered.order if name in self.lowered.inputs)
        self.better = {name: made.better for group in (self.lowered.inputs, self.lowered.derived) for name, made in group.items()}
        self._tightness = {one.id: _tightness(one.node) for one in self.lowered.constraints}
        self._constraints = sorted(self.lowered.constraints, key=lambda one: self._tightness[one.id])
        self._reading: dict[str, list[Requirement]] = {}
        for constraint in self._constraints:
            for name in self.behind(constraint.node):
                self._reading.setdefault(name, []).append(constraint)
        self._in_rows = {name for node in self._row_nodes() for name in self.behind(node)}
        self._asking: dict[str, list[Node]] = {}
        for node in self._asked():
            for name in self.behind(node):
                self._asking.setdefault(name, []).append(node)

    @classmethod
    def of(cls, scheme: Scheme) -> Ground:
        """The ground of a scheme, made once. Raises InvalidArgument where there is none to stand on."""
        if not isinstance(scheme, Scheme):
            raise InvalidArgument(f"scheme={scheme!r} is not a Scheme; load it first: load_scheme(...)")
        try:
            return scheme.once("ground", lambda: cls(scheme))
        except SupervisionRulesError as error:
            raise InvalidArgument(f"the scheme {scheme.id} does not load:\n{error}") from error

    def _add_columns(self, plan: TablePlan) -> None:
        self.fixed |= {f"{plan.id}.{name}" for name in (*plan.key, plan.parent)}
        self._blank[plan.id] = {column.id: None for column in plan.columns if column.node is None}
        for column in plan.columns:
            name = f"{plan.id}.{column.id}"
            if column.node is None:
                self.scales[name] = scale_of(column, [*self._compared_with(name), *WORDS])
            elif not any(isinstance(node, Aggregate) for node in walk(column.node)):
                self.definitions[name] = column.node

    def ruling(self) -> Iterator[Node]:
        """The nodes of rules, vetoes and ladder."""
        lowered = self.lowered
        for item in lowered.items:
            yield item.applies
            for clause in (clause for part in item.parts for clause in part.clauses):
                yield from (clause.when, clause.amount)
        yield from (veto.when for veto in lowered.vetoes)
        yield from (step.when for step in lowered.ladder)

    def _asked(self) -> Iterator[Node]:
        """The nodes of which the values are drawn around their thresholds: those of rules, and the conditions on rows."""
        yield from self.ruling()
        for node in self._row_nodes():
            found = [one for one in walk(node) if isinstance(one, Aggregate)]
            yield from (one.where for one in found if one.where is not None)
            yield from () if found else (node,)

    def _row_nodes(self) -> list[Node]:
        """The nodes that are worked out over rows."""
        derived = [column.node for plan in self.lowered.tables.values() for column in plan.columns if column.node is not None]
        return [*derived, *(made.aggregate for made in self.lowered.inputs.values() if made.aggregate is not None)]

    def _compared_with(self, column: str) -> Iterator[str]:
        """The words that a column is compared with."""
        for node in self._row_nodes():
            for found in walk(node):
                if isinstance(found, Compare) and Ref(column) in (found.left, found.right):
                    yield from (side.value for side in (found.left, found.right) if isinstance(side, Text))

    def series(self, table: str) -> tuple[str, range] | None:
        """The column of a table over whose years a series runs, and those years."""
        for node in self._row_nodes():
            for found in walk(node):
                if isinstance(found, Aggregate) and found.table == table and found.years is not None and isinstance(found.by, Ref):
                    return found.by.name.partition(".")[2], range(found.years[0], found.years[1] + 1)
        return None

    def asking(self, name: str) -> list[Node]:
        """The nodes of rules, vetoes, ladder and rows that hang on a fact or column."""
        return self._asking.get(name, [])

    def behind(self, *nodes: Node) -> tuple[str, ...]:
        """The names of facts, totals, targets and given cells behind nodes, each once."""
        found: dict[str, None] = {}
        waiting = list(nodes)
        while waiting:
            for name in references(waiting.pop()):
                if name not in found:
                    found[name] = None
                    waiting += [self.definitions[name]] if name in self.definitions else []
        return tuple(name for name in found if name not in self.definitions)

    def enter(self, case: Case) -> Situation:
        """A case in base units. Raises SupervisionRulesError where it is not as the scheme declares."""
        taken = take_in(self.lowered, case)
        rows = {table: tuple({name: cell for name, cell in cells.items() if cell is not None} for cells in of) for table, of in taken.rows.items()}
        return Situation().giving(taken.values).having(rows)

    def leave(self, situation: Situation, like: Case | None = None) -> Case:
        """The case that gives what a situation holds, in the order in which the scheme declares it."""
        inputs, plans, values, rows = self.lowered.inputs, self.lowered.tables, situation.values, situation.rows
        return Case(
            id=like.id if like else "case",
            scheme=self.lowered.id,
            subject=like.subject if like else "某区",
            year=self.lowered.year,
            facts=tuple(Given(id=name, value=as_written(made, values[name])) for name, made in inputs.items() if name in values),
            tables=tuple(
                CaseTable(id=table, rows=tuple(_row(plan, cells) for cells in rows[table])) for table, plan in plans.items() if table in rows
            ),
        )

    def see(self, situation: Situation) -> Environment | None:
        """Every value by name; None where the engine refuses the situation, be it for another reason than a constraint."""
        return situation.once("seen", lambda: self._see(situation))

    def _see(self, situation: Situation) -> Environment | None:
        case = Case(id="", scheme=self.lowered.id, subject="", year=self.lowered.year)
        taken = Intake(dict(situation.values), {table: [{**self._blank[table], **cells} for cells in of] for table, of in situation.rows.items()})
        case.once(("intake", self.lowered.mark), lambda: taken)  # it is in base units already: there is nothing to read
        try:
            return None if self._has_orphans(situation) else self._preparation.prepare(case).values
        except SupervisionRulesError:
            return None

    def _has_orphans(self, situation: Situation) -> bool:
        """Whether a row lies below one that is not there."""
        for table, rows in situation.rows.items():
            parent = self.lowered.tables[table].parent
            if parent is not None and parent in situation.rows:
                (key,) = self.lowered.tables[parent].key
                if not {row.get(parent) for row in rows} <= {row.get(key) for row in situation.rows[parent]} | {None}:
                    return True
        return False

    def row(self, seen: Environment, table: str, position: int) -> Environment:
        """All that can be named on a row."""
        here, found = seen[ROWS].below(table, seen)[position], dict(seen)
        above = []
        while isinstance(here, dict) and hasattr(here, "above"):
            above.append(here)
            here = here.above
        for row in reversed(above):
            found |= row
        return found

    def breaches(self, seen: Environment) -> Iterator[Breach]:
        """The constraints that do not hold, equations last."""
        for constraint in self._constraints:
            holds = self._preparation.compiled(constraint.node)
            if constraint.table is None:
                if holds(seen) is False:
                    yield Breach(constraint)
            elif seen[ROWS].known(constraint.table):
                for position, row in enumerate(seen[ROWS].below(constraint.table, seen)):
                    if holds(row) is False:
                        yield Breach(constraint, position)

    def stands(self, situation: Situation) -> bool:
        """Whether everything is known and every constraint holds."""
        seen = self.see(situation)
        return seen is not None and not self.lacking(seen) and next(self.breaches(seen), None) is None

    def lacking(self, seen: Environment) -> list[str]:
        """The facts and totals that are not known."""
        return [name for name in self.lowered.inputs if seen[name] is None]

    def watched(self, spot: Spot) -> bool:
        """Whether anything but rules reads what stands at a spot."""
        return spot.row is not None or spot.name in self._reading or spot.name in self._in_rows

    def on(self, spot: Spot) -> list[Breach]:
        """The constraints that read a spot, each as it would be broken there."""
        table = None if spot.row is None else spot.table
        return [Breach(one, spot.row) for one in self._reading.get(spot.name, ()) if one.table == table]

    def tightness(self, breach: Breach) -> int:
        """How a constraint ties what it reads: 0 it only bounds, 1 it is an equation, 2 an equation of a rounded number."""
        return self._tightness[breach.constraint.id]

    def spots(self, situation: Situation, breach: Breach) -> list[Spot]:
        """The spots behind a constraint that can be moved, those first that fewer others read."""
        names = self.behind(breach.constraint.node)
        cells = [Spot(name, breach.row) for name in names if self._is_cell(name, breach.constraint.table)]
        facts = [Spot(name) for name in names if name in self.lowered.inputs]
        known = [spot for spot in (*cells, *facts) if situation.value(spot) is not None]
        return sorted(known, key=lambda spot: len(self._reading.get(spot.name, ())))

    def _is_cell(self, name: str, table: str | None) -> bool:
        return table is not None and name.startswith(f"{table}.") and name in self.scales and name not in self.fixed

    def cells(self, situation: Situation, table: str) -> list[Spot]:
        """The cells of a table that can be moved: those of no key."""
        names = [f"{table}.{column.id}" for column in self.lowered.tables[table].columns if column.node is None]
        free = [name for name in names if name not in self.fixed]
        return [Spot(name, row) for row in range(len(situation.rows.get(table, ()))) for name in free]


def _tightness(node: Node) -> int:
    """How a constraint ties: 0 it only bounds, 1 it is an equation, 2 an equation of a rounded number."""
    parts = list(walk(node))
    equation = any(isinstance(found, Compare) and found.op == "==" and not isinstance(found.right, Text) for found in parts)
    return equation + (equation and any(isinstance(found, Round) for found in parts))


def _row(plan: TablePlan, cells: Mapping[str, Any]) -> Row:
    return Row(cells={column.id: as_written(column, cells[column.id]) for column in plan.columns if column.id in cells})
