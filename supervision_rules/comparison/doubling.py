"""Two lowered schemes in one: what the second has otherwise stands beside the first under a name with `~` behind it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import evolve

from ..engines.exact import dependants
from ..expression import Label, Node, Range, Ref, rebuild
from ..lowering import Clause, Item, LoweredScheme, canonical

OTHER = "~"


def doubled(first: LoweredScheme, second: LoweredScheme) -> LoweredScheme:
    """A scheme with the points of both, those of the second under `id~`, over the same facts.

    Targets and quantities that are something else in the second, or read what is, are there twice. Facts are declared as in the first.
    """
    fixed = {name for name, constant in second.constants.items() if name not in first.constants or constant.value != first.constants[name].value}
    named = {
        name for name, made in second.derived.items() if name not in first.derived or canonical(made.node) != canonical(first.derived[name].node)
    }
    other = fixed | named | set(dependants(second, fixed | named))

    def change(node: Node) -> Node:
        return evolve(node, name=node.name + OTHER) if isinstance(node, Ref) and node.name in other else node

    constants = {name + OTHER: evolve(second.constants[name], id=name + OTHER) for name in fixed}
    derived = {name + OTHER: evolve(second.derived[name], id=name + OTHER, node=rebuild(second.derived[name].node, change)) for name in other - fixed}
    labels: dict[str, Label] = {name + OTHER: second.labels[name] for name in other if name in second.labels}
    ranges: dict[str, Range] = {name + OTHER: second.ranges[name] for name in other if name in second.ranges}
    points = (*first.points, *(_renamed(item, change) for item in second.points))
    bonuses = (*first.bonuses, *(_renamed(item, change) for item in second.bonuses))
    return evolve(
        first,
        base=sum((item.limit for item in points), Fraction(0)),
        points=points,
        bonuses=bonuses,
        constants={**first.constants, **constants},
        derived={**first.derived, **derived},
        order=(*first.order, *(name + OTHER for name in second.order if name + OTHER in derived)),
        labels={**first.labels, **labels},
        ranges={**first.ranges, **ranges},
        vetoes=(),
        ladder=(),
    )


def _renamed(item: Item, change: Callable[[Node], Node]) -> Item:
    parts = tuple(evolve(part, clauses=tuple(_changed(clause, change) for clause in part.clauses)) for part in item.parts)
    return evolve(item, id=item.id + OTHER, parts=parts, applies=rebuild(item.applies, change))


def _changed(clause: Clause, change: Callable[[Node], Node]) -> Clause:
    return evolve(clause, when=rebuild(clause.when, change), amount=rebuild(clause.amount, change))
