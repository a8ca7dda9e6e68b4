"""A change from one scheme to another, and what is at hand while changes are looked for."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, frozen

from ..engines.exact import constants_behind, tables_behind
from ..expression import Labels, Node, describe, value_message
from ..expression.units import MARKS
from ..lowering import LoweredScheme, lower
from ..messages import Message, message
from ..scheme import Scheme
from .slot import Slot
from .slots import Slots


class Scope(StrEnum):
    """What a change is about: a point or bonus, what rules read, what becomes of the scores, alerts, or words alone."""

    ITEM = "item"
    NAMES = "names"
    GRADING = "grading"
    ALERTS = "alerts"
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

    @cached_property
    def scoring(self) -> frozenset[str]:
        """The names, and the tables counted, behind scores and grades of either scheme."""
        return names_that_score(lower(self.old)) | names_that_score(lower(self.new))

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


def names_that_score(lowered: LoweredScheme) -> frozenset[str]:
    """The names, the tables counted and the targets that counting reads, behind what is scored and how that becomes a grade."""
    names = set(lowered.graded_by).union(*map(lowered.read_by, lowered.items))
    counted = [lowered.inputs[name].aggregate for name in names if name in lowered.inputs]
    behind = [{*tables_behind(lowered, node), *constants_behind(lowered, node)} for node in counted if node is not None]
    return frozenset(names.union(*behind))
