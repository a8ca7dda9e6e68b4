"""The laws: what must hold of every scheme and of every case of it, each stated once, in the language that the rules are written in.

The prover asks whether a law can be broken by any case at all; the tests of `supervision_rules.testing` try it on drawn cases. Both read the
statement here, over the names of `NAMES`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from attrs import frozen

from ..expression import CONDITION, Expression, Kind, Node, Scope, Type, resolve

NUMBER = Type(Kind.NUMBER)


class Of(StrEnum):
    """What a law speaks of."""

    CLAUSE = "clause"
    RULE = "rule"
    BANDS = "bands"
    ITEM = "item"
    ITEMS = "items"
    QUANTITY = "quantity"
    THRESHOLD = "threshold"
    SCHEME = "scheme"
    LADDER = "ladder"
    GRADE = "grade"
    VETO = "veto"
    CONSTRAINT = "constraint"


class Shape(StrEnum):
    """On what a law must hold: on every case, on some case, or on every two cases between which one thing alone moves."""

    ALWAYS = "always"
    POSSIBLE = "possible"
    MOVING = "moving"


def _sides(**names: Type) -> dict[str, Type]:
    return {f"{side}.{name}": type_ for side in ("before", "after") for name, type_ in names.items()}


NAMES: dict[Of, dict[str, Type]] = {
    Of.CLAUSE: {"applies": CONDITION, "amount": NUMBER, "most": NUMBER, "at_most": NUMBER, "grouped": CONDITION},
    Of.RULE: {"whole": NUMBER, "counted": NUMBER, "at_most": NUMBER, "limit": NUMBER},
    Of.BANDS: {"holding": NUMBER, "least": NUMBER},
    Of.ITEM: {
        "applies": CONDITION,
        "deducts": CONDITION,
        "counted": NUMBER,
        "score": NUMBER,
        "limit": NUMBER,
        "lines": NUMBER,
        "least": NUMBER,
        "most": NUMBER,
        "other": NUMBER,
        **_sides(score=NUMBER, least=NUMBER, most=NUMBER),
    },
    Of.ITEMS: _sides(one=NUMBER, other=NUMBER),
    Of.QUANTITY: _sides(value=NUMBER),
    Of.THRESHOLD: {"inside": CONDITION, "outside": CONDITION, "exactly": CONDITION, "inclusive": CONDITION},
    Of.SCHEME: {"awarded": NUMBER, "bonus": NUMBER, "cap": NUMBER, **_sides(whole=NUMBER)},
    Of.LADDER: {"holding": NUMBER, **_sides(rank=NUMBER)},
    Of.GRADE: {"given": CONDITION},
    Of.CONSTRAINT: {"holds": CONDITION},
    Of.VETO: {"applies": CONDITION, "ladder": NUMBER, "rank": NUMBER, **_sides(applies=CONDITION)},
}
"""The names that a law can read. Ranks count from 0, the best; `before` and `after` are two cases of which `after` is better, or two of anything."""


@frozen(slots=False)
class Law:
    """A law: what it speaks of, on what it must hold, and its statement. `tested`: the tests look at it, `proved`: the prover does.

    `guaranteed`: the way of counting sees to it, whatever a scheme says; else it is for the scheme's author to keep it.
    """

    id: str
    of: Of
    shape: Shape
    says: str
    proved: bool = True
    tested: bool = True
    guaranteed: bool = False

    @cached_property
    def statement(self) -> Node:
        """What must hold, as a condition over the names of `NAMES`."""
        return resolve(Expression.parse(self.says), Scope(NAMES[self.of]))[0]


LAWS = (
    Law("bounds", Of.ITEM, Shape.ALWAYS, "score >= 0 and score <= limit", guaranteed=True),
    Law("ledger", Of.ITEM, Shape.ALWAYS, "score == lines", proved=False, guaranteed=True),
    Law("amounts", Of.CLAUSE, Shape.ALWAYS, "not applies or (amount >= 0 and (amount <= most or most >= at_most))", guaranteed=True),
    Law("caps", Of.RULE, Shape.ALWAYS, "counted <= at_most", guaranteed=True),
    Law("limits", Of.RULE, Shape.ALWAYS, "at_most <= limit", tested=False),
    Law("overall-cap", Of.SCHEME, Shape.ALWAYS, "bonus <= cap", guaranteed=True),
    Law("zero-floor", Of.ITEM, Shape.ALWAYS, "not deducts or not applies or counted < limit or score == 0", guaranteed=True),
    Law("bands", Of.BANDS, Shape.ALWAYS, "holding <= 1 and holding >= least", guaranteed=True),
    Law("applies", Of.CLAUSE, Shape.POSSIBLE, "applies and (grouped or amount > 0)", tested=False),
    Law("spares", Of.CLAUSE, Shape.POSSIBLE, "not applies", tested=False),
    Law("reaches", Of.RULE, Shape.POSSIBLE, "whole >= at_most", tested=False),
    Law("overall-reaches", Of.SCHEME, Shape.POSSIBLE, "awarded >= cap", tested=False),
    Law("full-marks", Of.ITEM, Shape.POSSIBLE, "score == limit", tested=False),
    Law("monotone", Of.ITEM, Shape.MOVING, "after.score >= before.score"),
    Law(
        "conflict",
        Of.ITEMS,
        Shape.MOVING,
        "not (after.one > before.one and after.other < before.other) and not (after.one < before.one and after.other > before.other)",
    ),
    Law("follows", Of.QUANTITY, Shape.MOVING, "after.value >= before.value"),
    Law("total", Of.SCHEME, Shape.MOVING, "after.whole >= before.whole", guaranteed=True),
    Law("given", Of.GRADE, Shape.POSSIBLE, "given", tested=False),
    Law("exhaustive", Of.LADDER, Shape.ALWAYS, "holding >= 1", guaranteed=True),
    Law("ordered", Of.LADDER, Shape.MOVING, "after.rank <= before.rank"),
    Law("veto-applies", Of.VETO, Shape.POSSIBLE, "applies", tested=False),
    Law("veto-spares", Of.VETO, Shape.POSSIBLE, "not applies", tested=False),
    Law("veto-lowers", Of.VETO, Shape.POSSIBLE, "applies and rank > ladder", tested=False),
    Law("veto-raises", Of.VETO, Shape.ALWAYS, "rank >= ladder", guaranteed=True),
    Law("veto-direction", Of.VETO, Shape.MOVING, "before.applies or not after.applies"),
    Law("restricts", Of.CONSTRAINT, Shape.POSSIBLE, "not holds", tested=False),
    Law("missing", Of.ITEM, Shape.MOVING, "before.least <= after.least and after.most <= before.most", proved=False, guaranteed=True),
    Law("completion", Of.ITEM, Shape.ALWAYS, "least <= score and score <= most", proved=False, guaranteed=True),
    Law("order", Of.ITEM, Shape.ALWAYS, "score == other", proved=False, guaranteed=True),
    Law(
        "thresholds",
        Of.THRESHOLD,
        Shape.ALWAYS,
        "inside and not outside and ((inclusive and exactly) or not (inclusive or exactly))",
        proved=False,
        guaranteed=True,
    ),
    Law("engines", Of.ITEM, Shape.ALWAYS, "score == other", proved=False, guaranteed=True),
)
STATIC = ("numbers", "read", "comparisons", "counts", "graded", "reviewed")
"""What the static checks look at beside the laws: mistakes that need no case to be seen."""
KNOWN = (*(law.id for law in LAWS), *STATIC)
BY_ID = {law.id: law for law in LAWS}


def law(id: str) -> Law:
    """The law of an id. Raises KeyError where there is none such."""
    return BY_ID[id]
