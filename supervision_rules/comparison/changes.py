"""What changed from one scheme to another."""

from __future__ import annotations

from ..scheme import Scheme
from .change import Change, Sides
from .of_alerts import alert_changes
from .of_grading import grading_changes, word_changes
from .of_items import item_changes
from .of_names import name_changes
from .slots import Slots


def changes_of(old: Scheme, new: Scheme, slots: Slots) -> tuple[Change, ...]:
    """Every change: of points and bonuses in the order of the newer scheme, of what they read, of what becomes of the scores, of alerts, of words."""
    sides = Sides(old, new, slots)
    return (*item_changes(sides), *name_changes(sides), *grading_changes(sides), *alert_changes(sides), *word_changes(sides))
