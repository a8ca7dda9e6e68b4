"""What has moved in clauses that are otherwise the same: a threshold, a step, an amount, which side a bound includes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import fields

from ..expression import Compare, Labels, Node, Number, Ref, Steps, Text, describe, value_message
from ..expression.nodes import CHILDREN
from ..expression.units import MARKS
from ..lowering import Clause
from ..messages import Message, message

IN_STEPS = {"value": "threshold", "size": "step"}
STRICT = {">": ">=", "<": "<="}


class Unlike(Exception):
    """Two expressions are not the same but for numbers."""


def details_of(old: tuple[Clause, ...], new: tuple[Clause, ...], labels: tuple[Labels, Labels]) -> tuple[Message, ...]:
    """What has moved between two groups of clauses, each once; nothing where they differ in more than that."""
    if len(old) != len(new):
        return ()
    found: dict[str, Message] = {}
    try:
        for one, other in zip(old, new, strict=True):
            for detail in (*_moved(one.when, other.when, "threshold", labels), *_moved(one.amount, other.amount, "amount", labels)):
                found[str(detail)] = detail
    except Unlike:
        return ()
    return tuple(found.values())


def expression_details(old: Node, new: Node, labels: tuple[Labels, Labels]) -> tuple[Message, ...]:
    """What has moved between two expressions; nothing where they differ in more than that."""
    try:
        return tuple(_moved(old, new, "threshold", labels))
    except Unlike:
        return ()


def _moved(old: Node, new: Node, where: str, labels: tuple[Labels, Labels]) -> Iterator[Message]:
    if type(old) is not type(new):
        if isinstance(old, Ref | Number) and isinstance(new, Ref | Number):
            yield message(f"change.detail.{where}", old=describe(old, labels[0]), new=describe(new, labels[1]))
            return
        raise Unlike
    if isinstance(old, Number) and isinstance(new, Number):
        if old.value != new.value:
            yield message(f"change.detail.{where}", old=_number(old, where), new=_number(new, where))
        return
    if isinstance(old, Ref | Text):
        if old != new:
            yield message("change.detail.name", old=describe(old, labels[0]), new=describe(new, labels[1]))
        return
    if isinstance(old, Compare) and isinstance(new, Compare) and old.op != new.op:
        if STRICT.get(old.op, old.op) != STRICT.get(new.op, new.op):
            raise Unlike
        yield message("change.detail.compared", old=describe(old, labels[0]), new=describe(new, labels[1]))
        return
    yield from _own(old, new)
    for name in CHILDREN[type(old)]:
        inside = IN_STEPS[name] if isinstance(old, Steps) else where
        yield from _below(getattr(old, name), getattr(new, name), inside, labels)


def _below(old: Any, new: Any, where: str, labels: tuple[Labels, Labels]) -> Iterator[Message]:
    olds, news = (side if isinstance(side, tuple) else (side,) for side in (old, new))
    if len(olds) != len(news):
        raise Unlike
    for one, other in zip(olds, news, strict=True):
        if (one is None) != (other is None):
            raise Unlike
        if one is not None:
            yield from _moved(one, other, where, labels)


def _own(old: Node, new: Node) -> Iterator[Message]:
    """What differs in two nodes of a kind themselves."""
    if isinstance(old, Steps) and isinstance(new, Steps) and old.count != new.count:
        yield message("change.detail.count", old=message(f"count.{old.count}"), new=message(f"count.{new.count}"))
        return
    for one in fields(type(old)):
        if one.eq and one.name not in CHILDREN[type(old)] and getattr(old, one.name) != getattr(new, one.name):
            raise Unlike


def _number(number: Number, where: str) -> Message:
    unit = MARKS if where == "amount" and not number.unit.text else number.unit
    return value_message(number.value, unit)
