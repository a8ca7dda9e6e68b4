"""Changes of what rules read: targets, quantities, facts, tables, constraints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..expression import Labels, describe, value_message
from ..lowering import Constant
from ..messages import Message, message
from ..scheme import Scheme
from .change import Change, Scope, Sides
from .declaring import declared
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
        elif slot.kind is Kind.TABLE:
            yield _change(sides, "table", slot.of, [slot], declared(*sides.fillings(slot)))
        elif slot.kind is Kind.CONSTRAINT:
            yield _change(sides, "constraint", slot.of, [slot], tuple(_definition(sides, slot)))
    yield from _reworded(sides)


def _change(sides: Sides, what: str, id: str, slots: list[Slot], details: tuple[Message, ...]) -> Change:
    ends = [[filling for filling in fillings if filling is not None] for fillings in zip(*(sides.fillings(slot) for slot in slots), strict=True)]
    kind = f"{what}-added" if not ends[0] else f"{what}-removed" if not ends[1] else f"{what}-changed"
    said = message(f"change.{kind}", label=_label(sides, what, slots[0].of, id), id=id)
    changed = kind.endswith("changed")
    scores = changed and what != "constraint" and any(slot.of in sides.scoring for slot in slots)
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
    elif old is not None and new is not None and nodes[0] is not nodes[1]:
        key, node, labels = ("given", nodes[0], sides.labels[0]) if nodes[1] is None else ("counted", nodes[1], sides.labels[1])
        yield message(f"changed.{key}", definition=describe(node, labels))
    yield from declared(old, new)


def _reworded(sides: Sides) -> Iterator[Change]:
    """What names and definitions say otherwise: the rules stay, but whoever fills in the facts may have to count anew."""
    for what in ("target", "fact", "quantity", "table", "constraint"):
        olds, news = ({one.id: one for one in _entries(scheme, what)} for scheme in (sides.old, sides.new))
        for id in (id for id in news if id in olds):
            for kind, key in (("relabelled", "label"), ("redefined", "definition")):
                before, after = (getattr(side[id], key, "") for side in (olds, news))
                if before != after:
                    entry = message(f"change.entry.{what}", label=news[id].label or id, id=id)
                    said = message(f"change.{kind}", entry=entry, old=before or message("changed.none"), new=after or message("changed.none"))
                    yield Change(scope=Scope.NAMES, id=f"{kind}:{id}", kind=kind, of=id, said=said)


def _values(sides: Sides, slot: Slot) -> Message:
    old, new = (_value(filling, labels) for filling, labels in zip(sides.fillings(slot), sides.labels, strict=True))
    of = slot.of.partition("@")[2]
    return message("change.detail.value-of", of=of, old=old, new=new) if of else message("change.detail.value", old=old, new=new)


def _value(constant: Constant | None, labels: Labels) -> Message:
    return message("value.text", text="—") if constant is None else value_message(constant.value, labels[constant.id].unit)


def _label(sides: Sides, what: str, name: str, id: str) -> str:
    for scheme, labels in ((sides.new, sides.labels[1]), (sides.old, sides.labels[0])):
        found = next((one.label for one in _entries(scheme, what) if one.id == id), "") or (labels[name].text if name in labels else "")
        if found:
            return found
    return id


def _entries(scheme: Scheme, what: str) -> Iterable[Any]:
    groups: dict[str, Iterable[Any]] = {
        "target": scheme.targets,
        "fact": scheme.facts,
        "quantity": scheme.quantities,
        "table": scheme.tables,
        "constraint": scheme.constraints,
    }
    return groups[what]
