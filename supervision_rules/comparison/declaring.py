"""What differs between two declarations of one entry, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import fields

from ..expression import PLAIN, Unit, value_message
from ..lowering import ColumnPlan
from ..messages import Argument, Message, message

TOLD_OTHERWISE = {"id", "node", "aggregate", "when"}
KINDS = {"kind": "kind", "better": "better", "effect": "change.effect"}


def declared(old: Any, new: Any) -> tuple[Message, ...]:
    """What differs, key by key; of a table by column. Nothing where the two are not of one kind."""
    return tuple(_differences(old, new)) if type(old) is type(new) else ()


def _differences(old: Any, new: Any) -> Iterator[Message]:
    for key in (one.name for one in fields(type(new)) if one.eq and one.name not in TOLD_OTHERWISE):
        before, after = getattr(old, key), getattr(new, key)
        if before == after:
            continue
        if key == "columns":
            yield from _columns(before, after)
        else:
            yield message("change.declared", key=message(f"change.key.{key}"), old=_said(old, key, before), new=_said(new, key, after))


def _columns(old: tuple[ColumnPlan, ...], new: tuple[ColumnPlan, ...]) -> Iterator[Message]:
    olds, news = ({column.id: column for column in columns} for columns in (old, new))
    for id in dict.fromkeys([*news, *olds]):
        if id not in olds or id not in news:
            yield message(f"changed.column-{'added' if id in news else 'removed'}", column=id)
        elif olds[id] != news[id]:
            yield message("changed.column-changed", column=id, changes=list(_differences(olds[id], news[id])))


def _said(entry: Any, key: str, value: Any) -> Argument:
    if value is None or value in ("", ()):
        return message("changed.none")
    if key in KINDS:
        return message(f"{KINDS[key]}.{value.value}")
    if isinstance(value, bool):
        return value_message(value, PLAIN)
    if isinstance(value, Fraction):
        return value_message(value, entry.unit)
    if isinstance(value, Unit):
        return str(value) or message("changed.none")
    if key == "supplier" and value == "city":
        return message("change.supplier.city")
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
