"""What two schemes may differ in: a clause group of a rule, the worth of a point, the value of a target, a grade."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import frozen

from ..lowering import Clause


class Kind(StrEnum):
    """What a slot holds."""

    ITEM = "item"
    LIMIT = "limit"
    APPLIES = "applies"
    PLACES = "places"
    AT_MOST = "at-most"
    GROUP = "group"
    FACT = "fact"
    QUANTITY = "quantity"
    TARGET = "target"
    TABLE = "table"
    CONSTRAINT = "constraint"
    VETO = "veto"
    GRADE = "grade"
    LADDER = "ladder"
    BONUS_CAP = "bonus-cap"
    NOT_APPLICABLE = "not-applicable"
    TOTAL_PLACES = "total-places"


@frozen
class Slot:
    """Of what kind a slot is, of which entry, and which of those that the entry has."""

    kind: Kind
    of: str = ""
    rule: int = 0
    group: int = 0


@frozen
class Group:
    """A clause group in its rule: the form of the rule and whether one of the clauses always applies."""

    form: str
    clauses: tuple[Clause, ...]
    exhaustive: bool


Filling = Mapping[Slot, Any]
