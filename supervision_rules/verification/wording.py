"""What findings say of names: what values they can have, from what to what they move, and which is the better side."""

from __future__ import annotations

from ..expression import Kind, value_message
from ..lowering import Constant, Input, LoweredScheme
from ..messages import Argument, Message, message
from ..scheme import Better
from .verdicts import Moved

ENDS: dict[Kind | None, tuple[str, str]] = {Kind.CONDITION: ("better.yes", "better.no"), Kind.DATE: ("better.later", "better.earlier")}


def better_of(lowered: LoweredScheme, name: str) -> Message:
    """Which side of a fact or quantity is the better one."""
    better, made = lowered.better(name), lowered.name(name)
    if better is None:
        return message("better.neither")
    if isinstance(made, Input) and made.kind is Kind.CHOICE:
        return message("better.choice", values=list(made.values if better is Better.MORE else reversed(made.values)))
    kind = None if isinstance(made, Constant) else made.kind
    more, less = ENDS.get(kind, ("better.more", "better.less"))
    return message(more if better is Better.MORE else less)


def domain_of(lowered: LoweredScheme, name: str) -> Message:
    """Which values a fact or quantity can have."""
    label, made = lowered.labels[name], lowered.name(name)
    if isinstance(made, Input) and made.kind is Kind.CHOICE:
        return message("because.choice", name=label.text, values=list(made.values))
    low, high = (value_message(end, label.unit) for end in lowered.ranges[name].bounds)
    return message("because.domain", name=label.text, low=low, high=high)


def moved_words(lowered: LoweredScheme, moved: Moved) -> dict[str, Argument]:
    """What moved, from what to what, and which is the better side."""
    label = lowered.labels[moved.name]
    return {
        "name": label.text,
        "before": value_message(moved.before, label.unit),
        "after": value_message(moved.after, label.unit),
        "better": better_of(lowered, moved.name),
    }
