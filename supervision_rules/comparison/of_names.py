"""Changes of what rules read: targets, quantities, facts, tables, constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..expression import Labels, value_message
from ..lowering import Constant
from ..messages import Message, message
from ..scheme import Scheme
from .change import Change, Scope, Sides, declared
from .details import expression_details
from .slot import Kind, Slot


def name_changes(sides: Sides) -> Iterator[Change]:
    """What changed in names, targets first."""
    targets: dict[str, list[Slot]] = {}
    for slot in sides.differing:
        if slot.kind is Kind.TARGET:
            old, new = sides.fillings(slot)
            targets.setdefault((new or old).target, []).append(slot)
    for target, slots in targets.items():
        values = tuple(_values(sides, slot) for slot in slots)
        yield _change(sides, "target", target, slots, values)
    for slot in sides.differing:
        if slot.kind in (Kind.QUANTITY, Kind.FACT):
            worked_out = [_node(filling) for filling in sides.fillings(slot)]
            what = "quantity" if any(node is not None for node in worked_out) else "fact"
            yield _change(sides, what, slot.of, [slot], tuple(_definition(sides, slot)))
        elif slot.kind in (Kind.TABLE, Kind.CONSTRAINT):
            yield _change(sides, slot.kind.value, slot.of, [slot], declared(*sides.fillings(slot)))


def _change(sides: Sides, what: str, id: str, slots: list[Slot], details: tuple[Message, ...]) -> Change:
    ends = [[filling for filling in fillings if filling is not None] for fillings in zip(*(sides.fillings(slot) for slot in slots), strict=True)]
    kind = f"{what}-added" if not ends[0] else f"{what}-removed" if not ends[1] else f"{what}-changed"
    said = message(f"change.{kind}", label=_label(sides, what, slots[0].of, id), id=id)
    changed = kind.endswith("changed")
    scores = changed and what != "constraint"
    return Change(
        scope=Scope.NAMES, id=f"{kind}:{id}", kind=kind, of=id, said=said, details=details if changed else (), slots=tuple(slots), scores=scores
    )


def _node(filling: Any) -> Any:
    return getattr(filling, "node", None) or getattr(filling, "aggregate", None)


def _definition(sides: Sides, slot: Slot) -> Iterator[Message]:
    """How a name was worked out and is now, and what else its declaration says."""
    old, new = sides.fillings(slot)
    nodes = _node(old), _node(new)
    if nodes[0] is not None and nodes[1] is not None and nodes[0] != nodes[1]:
        before, after = sides.described(*nodes)
        yield message("change.defined", old=before, new=after)
        yield from expression_details(*nodes, sides.labels)
    yield from declared(old, new)


def _values(sides: Sides, slot: Slot) -> Message:
    old, new = (_value(filling, labels) for filling, labels in zip(sides.fillings(slot), sides.labels, strict=True))
    of = slot.of.partition("@")[2]
    return message("change.detail.value-of", of=of, old=old, new=new) if of else message("change.detail.value", old=old, new=new)


def _value(constant: Constant | None, labels: Labels) -> Message:
    return message("value.text", text="—") if constant is None else value_message(constant.value, labels[constant.id].unit)


def _label(sides: Sides, what: str, name: str, id: str) -> str:
    for scheme, labels in ((sides.new, sides.labels[1]), (sides.old, sides.labels[0])):
        declared_here = _declared(scheme, what)
        found = next((one.label for one in declared_here if one.id == id), "") if declared_here else labels[name].text if name in labels else ""
        if found:
            return found
    return id


def _declared(scheme: Scheme, what: str) -> Iterable[Any]:
    entries: dict[str, Iterable[Any]] = {"constraint": scheme.constraints, "table": scheme.tables, "target": scheme.targets}
    return entries.get(what, ())
