"""解释口径: what the text leaves open, what was chosen, and what else it could mean."""

from __future__ import annotations

from attrs import frozen

from ..expression import Expression
from .points import Form


@frozen(kw_only=True)
class ItemRules:
    """Rules that stand in for those of a point or bonus."""

    id: str
    rule: tuple[Form, ...]


@frozen(kw_only=True)
class QuantityValue:
    """An expression that stands in for a quantity's."""

    id: str
    value: Expression


@frozen(kw_only=True)
class Alternative:
    """Another reading, in words, and, where it can be scored, what it puts in place of what. `effect` says what it makes of the reference case."""

    id: str
    text: str
    effect: str = ""
    point: tuple[ItemRules, ...] = ()
    bonus: tuple[ItemRules, ...] = ()
    quantity: tuple[QuantityValue, ...] = ()

    @property
    def scorable(self) -> bool:
        """Whether a case can be scored under it."""
        return bool(self.point or self.bonus or self.quantity)


@frozen(kw_only=True)
class Reading:
    """A question that the text leaves open, the choice, who may confirm it, and the alternatives."""

    id: str
    question: str
    choice: str
    confirm: str
    why: str = ""
    points: tuple[str, ...] = ()
    alternative: tuple[Alternative, ...] = ()
