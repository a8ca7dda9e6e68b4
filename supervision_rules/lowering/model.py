"""The lowered scheme: what every engine reads, and nothing else.

An author's forms are gone: points and bonuses are parts of clauses over named scalars. Every point clause deducts from the point's worth, every
bonus clause awards from 0. Numbers are exact and in base units.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from ..expression import Kind, Label, Node, Range, Unit, references
from ..messages import Message
from ..scheme import Better, Effect, Measure, NotApplicable
from ..scheme.memo import Remembering
from .alert_plans import AlertPlan, ConditionAlert


@frozen(kw_only=True)
class Input:
    """A scalar that a case gives or that is prepared from its rows (`aggregate`). `low` and `high` are in base units, `places` in its own unit."""

    id: str
    kind: Kind
    unit: Unit
    low: Fraction | None = None
    high: Fraction | None = None
    places: int = 0
    values: tuple[str, ...] = ()
    better: Better | None = None
    supplier: str = ""
    aggregate: Node | None = None
    when_empty: Fraction | None = None


@frozen(kw_only=True)
class Derived:
    """A named expression over inputs, constants and other quantities."""

    id: str
    node: Node
    kind: Kind
    unit: Unit
    better: Better | None = None


@frozen(kw_only=True)
class Constant:
    """A target's value in force for the evaluated period, and the text that it is from. A target with classes has one constant a class, named
    `target@class`.
    """

    id: str
    target: str
    value: Fraction
    unit: Unit
    source: str = ""


@frozen(kw_only=True)
class ColumnPlan:
    """A column of a table; `node` where it is derived, `fact` what fills it where the table is a cohort."""

    id: str
    kind: Kind
    unit: Unit
    low: Fraction | None = None
    high: Fraction | None = None
    places: int = 0
    values: tuple[str, ...] = ()
    node: Node | None = None
    fact: str = ""


@frozen(kw_only=True)
class TablePlan:
    """A table; derived columns stand in dependency order after the given ones."""

    id: str
    key: tuple[str, ...]
    parent: str | None
    columns: tuple[ColumnPlan, ...]
    cohort: bool = False

    @cached_property
    def key_kinds(self) -> tuple[Kind, ...]:
        """What the parts of the key are."""
        kinds = {column.id: column.kind for column in self.columns}
        return tuple(kinds[name] for name in self.key)


@frozen(kw_only=True)
class Requirement:
    """A constraint: what must hold on a case, or on every row of a table."""

    id: str
    node: Node
    table: str | None = None


@frozen(kw_only=True)
class Clause:
    """计分条款: deducts (awards) `amount` ≥ 0 exactly where `when` holds, never more than `most`.

    At most one clause of a `one_of` group applies. `requirement` is what should have held, `axis` the name that a picture sweeps.
    """

    id: str
    when: Node
    amount: Node
    most: Fraction
    wording: Message
    requirement: Node | None = None
    one_of: str | None = None
    axis: str | None = None


@frozen(kw_only=True)
class Part:
    """One rule of an author. A group in `exhaustive` always has a clause that applies."""

    id: str
    form: str
    clauses: tuple[Clause, ...]
    at_most: Fraction | None = None
    exhaustive: frozenset[str] = frozenset()

    @property
    def groups(self) -> Mapping[str, tuple[Clause, ...]]:
        """Its clauses by one-of group; one that stands alone is a group of its own, under its id."""
        found: dict[str, tuple[Clause, ...]] = {}
        for clause in self.clauses:
            name = clause.one_of or clause.id
            found[name] = (*found.get(name, ()), clause)
        return found

    @property
    def most(self) -> Fraction:
        """The most that its clauses can come to together, one of each group, before any limit."""
        return sum((max(clause.most for clause in clauses) for clauses in self.groups.values()), Fraction(0))


@frozen(kw_only=True)
class Item:
    """A point or a bonus; `limit` is its worth or its cap, `places` the decimals to which its score is rounded (None: not)."""

    id: str
    limit: Fraction
    parts: tuple[Part, ...]
    applies: Node
    places: int | None = None

    @property
    def most(self) -> Fraction:
        """The most that its rules can count together."""
        return sum((part.most if part.at_most is None else min(part.most, part.at_most) for part in self.parts), Fraction(0))


@frozen(kw_only=True)
class VetoPlan:
    """A veto: what it does where `when` holds."""

    id: str
    when: Node
    effect: Effect
    grade: str | None = None


@frozen(kw_only=True)
class Step:
    """A grade of the ladder and its condition."""

    id: str
    when: Node


@frozen(kw_only=True, slots=False)
class LoweredScheme(Remembering):
    """A scheme as engines see it. `order` names aggregates, quantities and derived columns (`table.column`) so that each stands after what it reads.

    `labels` say names in words and take no part in the hash; `units` are the declared conversions, in which a case may be written; `ranges` are what
    is known of every number without a case. `alerts` score nothing and take no part in the hash either. What is kept of a case is kept by `mark`.
    """

    id: str
    year: int
    measure: Measure
    base: Fraction
    not_applicable: NotApplicable
    bonus_cap: Fraction | None
    total_places: int | None
    levels: tuple[str, ...]
    inputs: Mapping[str, Input]
    derived: Mapping[str, Derived]
    constants: Mapping[str, Constant]
    tables: Mapping[str, TablePlan]
    order: tuple[str, ...]
    constraints: tuple[Requirement, ...]
    points: tuple[Item, ...]
    bonuses: tuple[Item, ...]
    vetoes: tuple[VetoPlan, ...]
    ladder: tuple[Step, ...]
    labels: Mapping[str, Label] = field(eq=False, repr=False)
    units: Mapping[str, tuple[str, Fraction]] = field(eq=False, repr=False)
    ranges: Mapping[str, Range] = field(eq=False, repr=False)
    alerts: tuple[AlertPlan, ...] = ()
    mark: object = field(factory=object, eq=False, repr=False)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all that decides scores."""
        from .canonical import scheme_hash  # which reads this model

        return scheme_hash(self)

    @cached_property
    def columns(self) -> Mapping[str, ColumnPlan]:
        """The columns of all tables by name: `table.column`."""
        return {f"{table.id}.{column.id}": column for table in self.tables.values() for column in table.columns}

    @property
    def amounts_read(self) -> dict[tuple[int, str], int | Fraction]:
        """Amounts that cases have given and the numbers that they are, by the input or column (its `id`) that they were given for."""
        return self.once("amounts", dict)

    def name(self, id: str) -> Input | Derived | Constant:
        """The input, quantity or constant of a name."""
        for group in (self.inputs, self.derived, self.constants):
            if id in group:
                return group[id]
        raise KeyError(id)

    def definition(self, id: str) -> Node | None:
        """How a quantity is worked out; None for what is given."""
        known = self.name(id)
        return known.node if isinstance(known, Derived) else getattr(known, "aggregate", None)

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything that is scored: points, then bonuses."""
        return (*self.points, *self.bonuses)

    def level(self, item: Item, score: Fraction) -> str:
        """The level that a score of a point is, in a scheme without points: the limit is the best of them."""
        return self.levels[int(item.limit - score)]

    def better(self, id: str) -> Better | None:
        """The good direction of a name, if it has one."""
        found = getattr(self.name(id), "better", None)
        return None if found is Better.NEITHER else found

    def reads(self, id: str) -> tuple[str, ...]:
        """The names that a quantity reads itself; none where it is given."""
        known = self.name(id)
        return tuple(references(known.node)) if isinstance(known, Derived) else ()

    def read_by(self, item: Item) -> tuple[str, ...]:
        """All names behind a point or bonus, each once."""
        return self.behind(item.applies, *(node for part in item.parts for clause in part.clauses for node in (clause.when, clause.amount)))

    @property
    def graded_by(self) -> tuple[str, ...]:
        """All names behind vetoes and grades, each once."""
        return self.behind(*(veto.when for veto in self.vetoes), *(step.when for step in self.ladder))

    def read_by_alert(self, alert: AlertPlan) -> tuple[str, ...]:
        """All names behind an alert, each once; of one on rows the targets."""
        if isinstance(alert, ConditionAlert):
            return self.behind(alert.when)
        return tuple(dict.fromkeys(name for node in alert.nodes for name in references(node) if name in self.constants))

    def behind(self, *nodes: Node) -> tuple[str, ...]:
        """The names that nodes read, then those behind the quantities among them, each once."""
        found: dict[str, None] = {}
        for node in nodes:
            found |= references(node)
        queue = list(found)
        while queue:
            known = self.name(queue.pop(0))
            if isinstance(known, Derived):
                fresh = [name for name in references(known.node) if name not in found]
                found |= dict.fromkeys(fresh)
                queue += fresh
        return tuple(found)


Direction = Literal["deduct", "award"]
