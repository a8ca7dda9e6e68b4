"""A change from one scheme to another, and what is at hand while changes are looked for."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, fields, frozen

from ..expression import Labels, Node, describe, value_message
from ..expression.units import MARKS
from ..lowering import lower
from ..messages import Message, message
from ..scheme import Scheme
from .slot import Slot
from .slots import Slots

NOT_SAID = {"id", "node", "aggregate", "when"}


class Scope(StrEnum):
    """What a change is about: a point or bonus, what rules read, what becomes of the scores, or words alone."""

    ITEM = "item"
    NAMES = "names"
    GRADING = "grading"
    WORDS = "words"


@frozen(kw_only=True)
class Change:
    """One change: its `kind` as in the catalogue, the entry `of` which it is (of an item the key of its pair), and what it says.

    `slots` are what it fills anew; it `scores` where a score may depend on them.
    """

    id: str
    scope: Scope
    kind: str
    of: str
    said: Message
    details: tuple[Message, ...] = ()
    slots: tuple[Slot, ...] = ()
    scores: bool = False


@define(slots=False)
class Sides:
    """Both schemes, their slots and their words."""

    old: Scheme
    new: Scheme
    slots: Slots

    @property
    def differing(self) -> tuple[Slot, ...]:
        """The slots that are filled differently."""
        return self.slots.differing

    @cached_property
    def labels(self) -> tuple[Labels, Labels]:
        """The words of both."""
        return lower(self.old).labels, lower(self.new).labels

    def fillings(self, slot: Slot) -> tuple[Any, Any]:
        """What the slot holds in the older and in the newer scheme; None: nothing."""
        return self.slots.old_filling.get(slot), self.slots.new_filling.get(slot)

    def described(self, old: Node, new: Node) -> tuple[Message, Message]:
        """Two expressions, each in the words of its scheme."""
        return describe(old, self.labels[0]), describe(new, self.labels[1])


def marks(value: Fraction | None) -> Message:
    """Marks in words; None is no limit."""
    return message("change.no-limit") if value is None else value_message(value, MARKS)


def places(value: int | None) -> Message:
    """To how many places is rounded, in words."""
    return message("change.unrounded") if value is None else message("change.places", places=value)


def declared(old: Any, new: Any) -> tuple[Message, ...]:
    """What differs in the declarations of one entry, by key."""
    names = [one.name for one in fields(type(new)) if one.eq and one.name not in NOT_SAID] if type(old) is type(new) else []
    differing = [name for name in names if getattr(old, name) != getattr(new, name)]
    return tuple(message("change.declared", key=name, old=_plain(getattr(old, name)), new=_plain(getattr(new, name))) for name in differing)


def _plain(value: Any) -> str:
    if value is None or value in ("", ()):
        return "—"
    if isinstance(value, tuple):
        return "、".join(str(getattr(one, "id", one)) for one in value)
    return str(getattr(value, "value", value))
