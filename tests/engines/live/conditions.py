"""A scheme of facts of every kind, conditions on them, and values at and around what they are compared with."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from builders import choice_fact, condition_fact, date_fact, expression, number_fact, point, scheme, target
from hypothesis import strategies as st

from supervision_rules.expression import Arith, AtLeast, Compare, Extreme, Logic, Node, Not, Number, Ref, Round, Steps, Text
from supervision_rules.lowering import LoweredScheme, Value, lower
from supervision_rules.scoring import AllOrNothing

NUMBERS = ("head", "rate", "money", "vast")
WORDS = ("low", "middle", "high")
OPERATORS = (">=", ">", "<=", "<", "==", "!=")
LIMITS = tuple(
    Fraction(text) for text in ("0", "1", "3", "0.95", "17.5", "1/3", "30000", str(2**53 + 1), str(2**62 - 1), str(2**62), str(2**64), f"{10**30}/3")
)


def facts() -> LoweredScheme:
    """Whole numbers, shares, 万元 and numbers beyond what 64 bits hold; conditions, choices, days; a target."""
    read = 'head >= line and rate >= 0% and money >= 0万元 and vast >= 0 and plan and drill and area == "low" and opened >= 2000-01-01'
    return lower(
        scheme(
            [point(AllOrNothing(requires=expression(read)))],
            [
                number_fact("head"),
                number_fact("rate", "%", (0, 100), 2),
                number_fact("money", "万元", (0, 100_000), 4),
                number_fact("vast", domain=(0, 10**39), places=3),
                condition_fact("plan"),
                condition_fact("drill"),
                choice_fact("area", *WORDS),
                date_fact("opened"),
            ],
            targets=[target("line", "17.5")],
        )
    )


def values_of(name: str) -> st.SearchStrategy[Value]:
    """What a fact may be, in base units: often a limit or what comes next to it."""
    if name in ("plan", "drill"):
        return st.booleans()
    if name == "area":
        return st.sampled_from(WORDS)
    if name == "opened":
        return st.integers(737_000, 737_003)
    low, high, step = {
        "head": (0, 100_000, Fraction(1)),
        "rate": (0, 1, Fraction(1, 10_000)),
        "money": (0, 10**9, Fraction(1)),
        "vast": (0, 10**39, Fraction(1, 1000)),
    }[name]
    near = [limit // step * step + off * step for limit in LIMITS for off in (-1, 0, 1)]
    return st.sampled_from([low, high, *(value for value in near if low <= value <= high)]).map(_plain)


def environments(lowered: LoweredScheme) -> st.SearchStrategy[dict[str, Any]]:
    """Values of all facts, any of them unknown."""
    constants = {name: _plain(constant.value) for name, constant in lowered.constants.items()}
    return st.fixed_dictionaries({name: st.none() | values_of(name) for name in lowered.inputs}).map(lambda values: {**constants, **values})


@st.composite
def amounts(draw: st.DrawFn, depth: int = 2) -> Node:
    """A number to compare: a fact, a constant or what is worked out from some."""
    kind = draw(st.sampled_from(["fact", "limit", "target", "arith", "extreme", "round", "steps"] if depth else ["fact", "limit", "target"]))
    match kind:
        case "fact":
            return Ref(draw(st.sampled_from(NUMBERS)))
        case "limit":
            return Number(draw(st.sampled_from(LIMITS)))
        case "target":
            return Ref("line")
    inner = amounts(depth - 1)
    match kind:
        case "arith":
            return Arith(draw(st.sampled_from("+-*/")), draw(inner), draw(inner))
        case "extreme":
            return Extreme(draw(st.sampled_from(["min", "max"])), (draw(inner), draw(inner)))
        case "round":
            return Round(draw(inner), draw(st.integers(0, 2)))
    return Steps(draw(inner), draw(inner), draw(st.sampled_from(["whole", "started", "continuous"])))


@st.composite
def comparisons(draw: st.DrawFn) -> Node:
    """One comparison; of a fact and a limit more often than of anything else."""
    operator = draw(st.sampled_from(OPERATORS))
    match draw(st.sampled_from(["plain", "plain", "amounts", "choice", "day"])):
        case "plain":
            return Compare(operator, Ref(draw(st.sampled_from(NUMBERS))), draw(st.sampled_from([*map(Number, LIMITS), Ref("line")])))
        case "amounts":
            return Compare(operator, draw(amounts()), draw(amounts()))
        case "choice":
            return Compare(draw(st.sampled_from(["==", "!="])), Ref("area"), Text(draw(st.sampled_from(WORDS))))
    return Compare(operator, Ref("opened"), Number(Fraction(draw(st.integers(737_000, 737_003)))))


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> Node:
    """A condition of any kind."""
    match draw(st.sampled_from(["compare", "ref", "logic", "not", "at least"] if depth else ["compare", "ref"])):
        case "compare":
            return draw(comparisons())
        case "ref":
            return Ref(draw(st.sampled_from(["plan", "drill"])))
        case "logic":
            return Logic(draw(st.sampled_from(["and", "or"])), tuple(draw(st.lists(conditions(depth - 1), max_size=3))))
        case "not":
            return Not(draw(conditions(depth - 1)))
    items = tuple(draw(st.lists(conditions(depth - 1), min_size=1, max_size=4)))
    return AtLeast(draw(st.integers(1, len(items))), items)


def _plain(value: Fraction | int) -> Value:
    return int(value) if Fraction(value).denominator == 1 else value
