"""The nodes of the language after names, functions and units are settled. The list is closed: an engine implements these and nothing else.

Numbers are exact and in base units (5% is 1/20, 3万元 is 30000); dates are day numbers. A node's `span` says where its text stands and
takes no part in equality. Nodes are keys of what is worked out of them, so the hash of one that holds others is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Literal

from attrs import evolve, field, fields, frozen

from .units import PLAIN, Unit

Span = tuple[int, int]


def _span() -> Span | None:
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)
    return span


@frozen
class Number:
    """An exact number; `unit` is how its author wrote it."""

    value: Fraction
    unit: Unit = field(default=PLAIN, eq=False)
    span: Span | None = _span()


@frozen
class Text:
    """A word to compare with: one of the values of a choice, or a text in a table."""

    value: str
    span: Span | None = _span()


@frozen
class Ref:
    """A fact, quantity, target or column by name."""

    name: str
    span: Span | None = _span()


@frozen(cache_hash=True)
class Arith:
    """`+ - * /`; dividing by 0 is unknown."""

    op: Literal["+", "-", "*", "/"]
    left: Node
    right: Node
    span: Span | None = _span()


@frozen(cache_hash=True)
class Extreme:
    """The least or the greatest of several numbers."""

    op: Literal["min", "max"]
    items: tuple[Node, ...]
    span: Span | None = _span()


@frozen(cache_hash=True)
class Compare:
    """One comparison of two numbers or two words."""

    op: Literal[">=", ">", "<=", "<", "==", "!="]
    left: Node
    right: Node
    span: Span | None = _span()


@frozen(cache_hash=True)
class Logic:
    """All (`and`) or any (`or`) of several conditions; of none: true, false."""

    op: Literal["and", "or"]
    items: tuple[Node, ...]
    span: Span | None = _span()


@frozen(cache_hash=True)
class Not:
    """The contrary of a condition."""

    item: Node
    span: Span | None = _span()


@frozen(cache_hash=True)
class AtLeast:
    """At least `k` of several conditions."""

    k: int
    items: tuple[Node, ...]
    span: Span | None = _span()


@frozen(cache_hash=True)
class Steps:
    """How many steps of `size` fit in `value` (nothing below 0): whole ones, started ones, or continuously."""

    value: Node
    size: Node
    count: Literal["whole", "started", "continuous"]
    span: Span | None = _span()


@frozen(cache_hash=True)
class Round:
    """Rounded to `places` decimals, a tie upwards."""

    value: Node
    places: int
    span: Span | None = _span()


@frozen
class Result:
    """A result of scoring, in ladder and vetoes only: `total`, `base_score`, `score` and `met` of an item, `count` of items at a level."""

    of: Literal["total", "base_score", "score", "met", "count"]
    argument: str = ""
    span: Span | None = _span()


@frozen(cache_hash=True)
class Aggregate:
    """One value out of the rows of a table, in preparation only.

    `value` is read on each row for which `where` holds (`count` and `share` of rows have none). `by` is the weight of a `cv`, the column that
    `falls` and `rises` run over, or the column that counts once; then `highest` is the choice whose highest row stays. `own` is what `rank` places
    among the rows.
    """

    op: Literal["count", "sum", "min", "max", "share", "cv", "falls", "rises", "rank"]
    table: str
    value: Node | None = None
    where: Node | None = None
    by: Node | None = None
    highest: Node | None = None
    own: Node | None = None
    years: tuple[int, int] | None = None
    span: Span | None = _span()


Node = Number | Text | Ref | Arith | Extreme | Compare | Logic | Not | AtLeast | Steps | Round | Result | Aggregate
KINDS: tuple[type, ...] = (Number, Text, Ref, Arith, Extreme, Compare, Logic, Not, AtLeast, Steps, Round, Result, Aggregate)

TRUE = Logic("and", ())
FALSE = Logic("or", ())
ZERO = Number(Fraction(0))


BELOW = ("left", "right", "item", "items", "value", "size", "where", "by", "highest", "own")
CHILDREN: dict[type, tuple[str, ...]] = {kind: tuple(a.name for a in fields(kind) if a.name in BELOW) for kind in KINDS} | {Number: (), Text: ()}


def children(node: Node) -> list[Node]:
    """The nodes directly below one."""
    found: list[Node] = []
    for name in CHILDREN[type(node)]:
        value: Any = getattr(node, name)
        if name == "items":
            found += value
        elif value is not None:
            found.append(value)
    return found


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it, from the top."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += reversed(children(found))


def references(node: Node) -> dict[str, None]:
    """The names that a node reads, in order, each once."""
    return {found.name: None for found in walk(node) if isinstance(found, Ref)}


def rebuild(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with `change` done to everything below it, then to itself."""
    changed: dict[str, Any] = {}
    for name in CHILDREN[type(node)]:
        value: Any = getattr(node, name)
        if name == "items":
            changed[name] = tuple(rebuild(item, change) for item in value)
        elif value is not None:
            changed[name] = rebuild(value, change)
    return change(evolve(node, **changed) if changed else node)


def both(*conditions: Node) -> Node:
    """All of the conditions, without needless nesting."""
    parts: list[Node] = []
    for condition in conditions:
        parts.extend(condition.items if isinstance(condition, Logic) and condition.op == "and" else [condition])
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts))


def contrary(condition: Node) -> Node:
    """The contrary of a condition, said directly where that can be: not (a >= b) is a < b, unknown for unknown alike."""
    opposite: dict[str, Any] = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}
    if isinstance(condition, Compare):
        return evolve(condition, op=opposite[condition.op])
    if isinstance(condition, Not):
        return condition.item
    return Not(condition, span=condition.span)
