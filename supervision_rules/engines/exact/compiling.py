"""Nodes → Python closures over an environment of named values. None is unknown; conditions are strong Kleene."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ...expression import Aggregate, Arith, AtLeast, Compare, Extreme, Logic, Node, Not, Number, Ref, Result, Round, Steps, Text
from ...lowering import plain
from ...messages import half_up

Environment = Mapping[str, Any]
Compiled = Callable[[Environment], Any]
RESULTS = "#results"
ROWS = "#rows"


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
ARITH: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def compile_node(node: Node) -> Compiled:
    """The closure that works a node out."""
    match node:
        case Number():
            number = plain(node.value)
            return lambda _: number
        case Text():
            text = node.value
            return lambda _: text
        case Ref():
            return operator.itemgetter(node.name)
        case Arith(op="/"):
            return _divide(compile_node(node.left), compile_node(node.right))
        case Arith():
            return _binary(ARITH[node.op], compile_node(node.left), compile_node(node.right))
        case Extreme():
            return _extreme(min if node.op == "min" else max, [compile_node(item) for item in node.items])
        case Compare() if isinstance(node.left, Result) or isinstance(node.right, Result):
            return _compare_results(node)
        case Compare():
            return _binary(COMPARE[node.op], compile_node(node.left), compile_node(node.right))
        case Logic():
            return _logic(node.op == "and", [compile_node(item) for item in node.items])
        case Not():
            return _not(compile_node(node.item))
        case AtLeast():
            return _at_least(node.k, [compile_node(item) for item in node.items])
        case Steps():
            return _steps(compile_node(node.value), compile_node(node.size), node.count)
        case Round():
            return _round(compile_node(node.value), node.places)
        case Result():
            return _met(node)
        case Aggregate():
            return lambda env: env[ROWS].value(node, env)


def _binary(operation: Callable[[Any, Any], Any], left: Compiled, right: Compiled) -> Compiled:
    def run(env: Environment) -> Any:
        a = left(env)
        if a is None:
            return None
        b = right(env)
        return None if b is None else operation(a, b)

    return run


def _divide(left: Compiled, right: Compiled) -> Compiled:
    def run(env: Environment) -> Any:
        a, b = left(env), right(env)
        if a is None or b is None or b == 0:
            return None
        return plain(Fraction(a, b)) if isinstance(a, int | Fraction) else a / b

    return run


def _extreme(best: Callable[[list[Any]], Any], items: list[Compiled]) -> Compiled:
    def run(env: Environment) -> Any:
        values = [item(env) for item in items]
        return None if None in values else best(values)

    return run


def _logic(every: bool, items: list[Compiled]) -> Compiled:
    decisive = not every

    def run(env: Environment) -> bool | None:
        result: bool | None = every
        for item in items:
            value: bool | None = item(env)
            if value is decisive:
                return decisive
            if value is None:
                result = None
        return result

    return run


def _not(item: Compiled) -> Compiled:
    def run(env: Environment) -> bool | None:
        value: bool | None = item(env)
        return None if value is None else not value

    return run


def _at_least(k: int, items: list[Compiled]) -> Compiled:
    def run(env: Environment) -> bool | None:
        values = [item(env) for item in items]
        true = sum(value is True for value in values)
        if true >= k:
            return True
        return None if true + values.count(None) >= k else False

    return run


def _steps(value: Compiled, size: Compiled, count: str) -> Compiled:
    def run(env: Environment) -> Any:
        amount, step = value(env), size(env)
        if amount is None or step is None or step == 0:
            return None
        if amount <= 0:
            return 0
        if count == "whole":
            return int(amount // step)
        if count == "started":
            return int(-(-amount // step))
        return plain(Fraction(amount, step))

    return run


def _round(value: Compiled, places: int) -> Compiled:
    def run(env: Environment) -> Any:
        amount = value(env)
        return None if amount is None else plain(half_up(amount, places))

    return run


def _met(node: Result) -> Compiled:
    def run(env: Environment) -> bool | None:
        low, high = env[RESULTS].interval(node)
        return bool(low) if low == high else None

    return run


def _compare_results(node: Compare) -> Compiled:
    def side(part: Node) -> Callable[[Environment], tuple[Any, Any]]:
        if isinstance(part, Result):
            return lambda env: env[RESULTS].interval(part)
        compiled = compile_node(part)

        def both_ends(env: Environment) -> tuple[Any, Any]:
            value = compiled(env)
            return value, value

        return both_ends

    left, right, op = side(node.left), side(node.right), node.op

    def run(env: Environment) -> bool | None:
        (a, b), (c, d) = left(env), right(env)
        if None in (a, b, c, d):
            return None
        if op in ("==", "!="):
            if a == b == c == d:
                return op == "=="
            return op == "!=" if b < c or d < a else None
        compare = COMPARE[op]
        outcomes = {compare(a, d), compare(b, c)}
        return outcomes.pop() if len(outcomes) == 1 else None

    return run
