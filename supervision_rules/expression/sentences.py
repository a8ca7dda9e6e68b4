"""Nodes → messages: an expression in the words of its facts, quantities and targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ..messages import Message, message
from .nodes import Aggregate, Arith, AtLeast, Compare, Extreme, Logic, Node, Not, Number, Ref, Result, Round, Steps, Text
from .units import DATE, MARKS, Unit

COMPARISONS = {">=": "ge", ">": "gt", "<=": "le", "<": "lt", "==": "eq", "!=": "ne"}
SIGNS = {"+": "plus", "-": "minus", "*": "times", "/": "over"}


@frozen
class Label:
    """How a name is said: its words, its unit and, for a target, its value."""

    text: str
    unit: Unit = field(default=Unit())
    value: Fraction | None = None
    condition: bool = False


Labels = Mapping[str, Label]


def value_message(value: Any, unit: Unit) -> Message:
    """A value in its unit: 1/20 in % is 5%, a day number a date, a missing value «missing»."""
    if value is None:
        return message("value.missing")
    if isinstance(value, bool):
        return message("value.yes" if value else "value.no")
    if isinstance(value, str):
        return message("value.text", text=value)
    if unit.powers == DATE.powers:
        day = int(value)
        known = 1 <= day <= date.max.toordinal()
        return message("value.text", text=date.fromordinal(day).isoformat() if known else f"{day}{unit}")
    return message("value.number", number=Fraction(value) / unit.factor, unit=str(unit))


def describe(node: Node, labels: Labels) -> Message:
    """The node as a message whose words are those of the labels."""
    match node:
        case Number():
            return value_message(node.value, node.unit)
        case Text():
            return message("value.text", text=node.value)
        case Ref():
            return _name(node, labels)
        case Arith():
            return _arith(node, labels)
        case Extreme():
            return message(f"extreme.{node.op}", items=[describe(item, labels) for item in node.items])
        case Compare():
            if isinstance(node.right, Number) and node.right.value == 0 and node.op in ("==", "!="):
                return message(f"compare.{COMPARISONS[node.op]}-zero", left=describe(node.left, labels))
            left, right = _sides(node, labels)
            return message(f"compare.{COMPARISONS[node.op]}", left=left, right=right)
        case Logic():
            return _logic(node, labels)
        case Not():
            return _not(node, labels)
        case AtLeast():
            return message("logic.at-least", k=node.k, n=len(node.items), items=[describe(item, labels) for item in node.items])
        case Steps():
            return message(f"steps.{node.count}", value=describe(node.value, labels), size=describe(node.size, labels))
        case Round():
            return message("round", value=describe(node.value, labels), places=str(node.places))
        case Result():
            return message(f"result.{node.of}", argument=_item(node, labels))
        case Aggregate():
            return _aggregate(node, labels)


def _item(node: Result, labels: Labels) -> str:
    label = labels.get(f"#{node.argument}")
    return label.text if label else node.argument


def _name(node: Ref, labels: Labels) -> Message:
    label = labels.get(node.name, Label(node.name))
    if label.value is not None:
        return message("name.target", label=label.text, value=value_message(label.value, label.unit))
    return message("name.condition" if label.condition else "name", label=label.text)


def _arith(node: Arith, labels: Labels) -> Message:
    def side(part: Node, right: bool) -> Message:
        said = describe(part, labels)
        loose = isinstance(part, Arith) and ((part.op in "+-" and (node.op in "*/" or right)) or (part.op in "*/" and node.op in "*/" and right))
        return message("arith.group", inside=said) if loose else said

    return message(f"arith.{SIGNS[node.op]}", left=side(node.left, False), right=side(node.right, True))


def _sides(node: Compare, labels: Labels) -> tuple[Message, Message]:
    """Both sides; a bare number beside a result is said in 分."""

    def side(part: Node, other: Node) -> Message:
        if isinstance(part, Number) and isinstance(other, Result) and other.of != "count":
            return value_message(part.value, MARKS)
        return describe(part, labels)

    return side(node.left, node.right), side(node.right, node.left)


def _logic(node: Logic, labels: Labels) -> Message:
    if not node.items:
        return message("value.yes" if node.op == "and" else "value.no")
    parts = [describe(item, labels) for item in node.items]
    grouped = [
        message("arith.group", inside=part) if isinstance(item, AtLeast) or (isinstance(item, Logic) and item.op != node.op) else part
        for item, part in zip(node.items, parts, strict=True)
    ]
    said = grouped[0]
    for part in grouped[1:]:
        said = message(f"logic.{node.op}", left=said, right=part)
    return said


def _not(node: Not, labels: Labels) -> Message:
    if isinstance(node.item, Ref):
        label = labels.get(node.item.name, Label(node.item.name))
        return message("name.condition-not", label=label.text)
    return message("logic.not", inside=describe(node.item, labels))


def _aggregate(node: Aggregate, labels: Labels) -> Message:
    table = labels.get(node.table, Label(node.table)).text
    where = describe(node.where, labels) if node.where is not None else None
    rows = message("rows.where", table=table, where=where) if where else message("rows.all", table=table)
    if node.highest is not None and node.by is not None:
        rows = message("rows.once", rows=rows, by=describe(node.by, labels), highest=describe(node.highest, labels))
    gaps: dict[str, Any] = {"rows": rows}
    for name in ("value", "by", "own"):
        part = getattr(node, name)
        if part is not None:
            gaps[name] = describe(part, labels)
    if node.years:
        gaps |= {"first": str(node.years[0]), "last": str(node.years[1])}
    key = f"aggregate.{node.op}" + ("-rows" if node.op == "share" and node.value is None else "")
    return message(key, **gaps)
