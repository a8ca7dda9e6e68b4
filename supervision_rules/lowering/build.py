"""What is at hand while a scheme is lowered: the names settled so far, what is known of them, and the problems found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import define, evolve, field

from ..expression import (
    Expression,
    ExpressionError,
    Kind,
    Label,
    Node,
    Poisoned,
    Range,
    Scope,
    TableScope,
    Type,
    Unit,
    UnknownUnit,
    parse_unit,
    resolve,
)
from ..messages import Path, Problems, message
from ..scheme import Scheme
from .model import Constant, Derived, Input, TablePlan


@define
class Build:
    """The state of one lowering.

    A name that maps to None has failed: whatever reads it is given up in silence. `unsure` where a misspelt name may be the one missed elsewhere.
    """

    scheme: Scheme
    failed: frozenset[str] = frozenset()
    problems: Problems = field(factory=Problems)
    names: dict[str, Type | None] = field(factory=dict)
    tables: dict[str, TableScope | None] = field(factory=dict)
    units: dict[str, tuple[str, Fraction] | None] = field(factory=dict)
    ranges: dict[str, Range] = field(factory=dict)
    labels: dict[str, Label] = field(factory=dict)
    inputs: dict[str, Input] = field(factory=dict)
    derived: dict[str, Derived] = field(factory=dict)
    constants: dict[str, Constant] = field(factory=dict)
    plans: dict[str, TablePlan] = field(factory=dict)
    order: list[str] = field(factory=list)
    classes: dict[str, list[tuple[dict[str, str], str]]] = field(factory=dict)
    read: set[str] = field(factory=set)
    twice: set[str] = field(factory=set)
    unsure: bool = False

    def scope(self) -> Scope:
        """The names of the scheme, without rows and results; one that stands twice means nothing."""
        names = {**self.names, **dict.fromkeys(self.twice)} if self.twice else self.names
        return Scope(names=names, tables=self.tables, units=self.units)

    def unit(self, text: str, *steps: str | int) -> Unit | None:
        """The unit of a text, or None after noting that there is none such (or in silence where its declaration has failed)."""
        try:
            return parse_unit(text, self.units)
        except UnknownUnit:
            self.problems.add("unknown-unit", *steps, unit=text)
        except Poisoned:
            pass
        return None

    def resolve(self, expression: Expression, scope: Scope, *steps: str | int) -> tuple[Node, Type] | None:
        """The node and type of an expression, or None after noting its mistake (or in silence where something that it reads has failed)."""
        try:
            return resolve(expression, scope)
        except ExpressionError as error:
            if error.code == "unknown-name" and self.unsure:
                return None
            self.problems.add(error.code, *steps, span=error.span, **error.arguments)
        except Poisoned:
            pass
        return None

    def condition(self, expression: Expression, scope: Scope, *steps: str | int) -> Node | None:
        """The node of an expression that must be a condition, or None."""
        resolved = self.resolve(expression, scope, *steps)
        if resolved is None:
            return None
        node, type_ = resolved
        if type_.kind is not Kind.CONDITION:
            self.problems.add("not-a-condition", *steps, kind=message(f"kind.{type_.kind.value}"))
            return None
        return node

    def row_scope(self, table: str) -> Scope:
        """The names in reach on a row of a table."""
        return evolve(self.scope(), table=table)


def duplicates(ids: Iterable[str]) -> list[tuple[int, str]]:
    """Position and id of every id that stood before already."""
    seen: set[str] = set()
    found = []
    for position, id in enumerate(ids):
        if id in seen:
            found.append((position, id))
        seen.add(id)
    return found


def cycle(parents: Mapping[str, str | None], id: str) -> list[str]:
    """The way from an id over its parents back to itself, told at the first written of the ids that are on it; else nothing."""
    ring = [id]
    while (current := parents.get(ring[-1])) is not None and current not in ring:
        ring.append(current)
    return [*ring, id] if current == id == next(one for one in parents if one in ring) else []


def entry(section: str, id: str) -> Path:
    """The path of an entry."""
    return section, id
