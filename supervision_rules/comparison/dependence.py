"""What counts with a target, a fact, a quantity or a point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from ..engines.exact import constants_behind
from ..expression import Node, Result, references, walk
from ..lowering import Clause, LoweredScheme, lower
from ..scheme import Scheme


@frozen(kw_only=True)
class Dependence:
    """What counts with a name: quantities, clauses by point or bonus (an empty tuple: only whether it applies), vetoes, grades, alerts, the
    constraints on a case, and the readings whose alternatives do; all but the clauses by id. Of a point `reads` are the names behind it.
    """

    of: str
    quantities: tuple[str, ...] = ()
    clauses: Mapping[str, tuple[Clause, ...]]
    vetoes: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    constraints: tuple[Node, ...] = ()
    readings: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


def dependence_of_name(scheme: Scheme, name: str, names: set[str]) -> Dependence:
    """What counts with a fact, a quantity, or a target by its constants."""
    lowered = lower(scheme)
    reached = set(names)
    quantities = []
    for one in lowered.order:
        node = lowered.definition(one) if one in lowered.derived or one in lowered.inputs else None
        if node is not None and one not in reached and not reached.isdisjoint({*references(node), *constants_behind(lowered, node)}):
            reached.add(one)
            quantities.append(one)

    def reads(*nodes: Node) -> bool:
        return any(not reached.isdisjoint(references(node)) for node in nodes)

    clauses: dict[str, tuple[Clause, ...]] = {}
    for item in lowered.items:
        found = tuple(clause for part in item.parts for clause in part.clauses if reads(clause.when, clause.amount))
        if found or reads(item.applies):
            clauses[item.id] = found
    return Dependence(
        of=name,
        quantities=tuple(quantities),
        clauses=clauses,
        vetoes=tuple(one.id for one in lowered.vetoes if reads(one.when)),
        grades=tuple(one.id for one in lowered.ladder if reads(one.when)),
        alerts=tuple(one.id for one in lowered.alerts if reads(*one.nodes)),
        constraints=tuple(one.node for one in lowered.constraints if one.table is None and reads(one.node)),
        readings=tuple(_readings(scheme, clauses)),
    )


def dependence_of_item(lowered: LoweredScheme, id: str) -> Dependence:
    """What reads the score of a point or bonus, beside the total."""
    item = next(item for item in lowered.items if item.id == id)
    levels = item in lowered.points

    def reads(node: Node) -> bool:
        return any(isinstance(one, Result) and (one.argument == id or (levels and one.of == "count")) for one in walk(node))

    return Dependence(
        of=id,
        clauses={id: tuple(clause for part in item.parts for clause in part.clauses)},
        vetoes=tuple(one.id for one in lowered.vetoes if reads(one.when)),
        grades=tuple(one.id for one in lowered.ladder if reads(one.when)),
        reads=lowered.read_by(item),
    )


def _readings(scheme: Scheme, items: Iterable[str]) -> Iterator[str]:
    """The readings that concern any of these points and bonuses."""
    concerned = set(items)
    for reading in scheme.readings:
        replaced = {one.id for alternative in reading.alternative for one in (*alternative.point, *alternative.bonus)}
        if concerned.intersection(reading.points) or concerned & replaced:
            yield reading.id
