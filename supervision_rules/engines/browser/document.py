"""Lowered scheme → data for the script `engine.js`, which knows the nodes and how items are scored, and no scheme.

A number is exact text in base units (`"1/3"`, `"0.05"`); any other node is a list: what it is, then its parts. What says nothing is left out.
"""

from __future__ import annotations

from fractions import Fraction
from importlib.resources import files
from typing import Any

from ...expression import TRUE, Aggregate, Arith, AtLeast, Compare, Extreme, Logic, Node, Not, Number, Ref, Result, Round, Steps, Text
from ...lowering import Clause, Input, Item, LoweredScheme, Part
from ...messages import exact


def runtime() -> str:
    """The script. It defines one global, `SupervisionRules`."""
    return files(__package__).joinpath("engine.js").read_text(encoding="utf-8")


def browser_document(lowered: LoweredScheme) -> dict[str, Any]:
    """All that decides scores, totals and grades, as plain data for JSON. Rows are not among it: what is counted from rows is an input there."""
    return {
        "id": lowered.id,
        "hash": lowered.hash,
        "measure": lowered.measure.value,
        "base": exact(lowered.base),
        "not_applicable": lowered.not_applicable.value,
        "bonus_cap": _number(lowered.bonus_cap),
        "total_places": lowered.total_places,
        "levels": list(lowered.levels),
        "inputs": {name: _input(made) for name, made in lowered.inputs.items()},
        "constants": {name: exact(constant.value) for name, constant in lowered.constants.items()},
        "derived": {name: encoded(lowered.derived[name].node) for name in lowered.order if name in lowered.derived},
        "constraints": {one.id: encoded(one.node) for one in lowered.constraints if one.table is None},
        "points": [_item(item) for item in lowered.points],
        "bonuses": [_item(item) for item in lowered.bonuses],
        "vetoes": [{"id": veto.id, "when": encoded(veto.when), "effect": veto.effect.value, "grade": veto.grade} for veto in lowered.vetoes],
        "ladder": [{"id": step.id, "when": encoded(step.when)} for step in lowered.ladder],
    }


def encoded(node: Node) -> list[Any] | str:
    """A node as text or lists. Raises ValueError for one that reads rows: those are prepared before."""
    match node:
        case Number():
            return exact(node.value)
        case Text():
            return ["text", node.value]
        case Ref():
            return ["ref", node.name]
        case Arith() | Compare():
            return [node.op, encoded(node.left), encoded(node.right)]
        case Extreme() | Logic():
            return [node.op, *map(encoded, node.items)]
        case Not():
            return ["not", encoded(node.item)]
        case AtLeast():
            return ["at_least", node.k, *map(encoded, node.items)]
        case Steps():
            return [node.count, encoded(node.value), encoded(node.size)]
        case Round():
            return ["round", node.places, encoded(node.value)]
        case Result():
            return ["result", node.of, node.argument]
        case Aggregate():
            raise ValueError(f"{node.op} over {node.table} is counted from rows")


def _input(made: Input) -> dict[str, Any]:
    factor = exact(made.unit.factor)
    return _said(
        kind=made.kind.value,
        factor=None if factor == "1" else factor,
        low=_number(made.low),
        high=_number(made.high),
        places=made.places,
        values=list(made.values),
        supplier=made.supplier,
    )


def _item(item: Item) -> dict[str, Any]:
    applies = None if item.applies == TRUE else encoded(item.applies)
    parts = [_part(part) for part in item.parts]
    return {"id": item.id, "limit": exact(item.limit), "parts": parts} | _said(applies=applies) | _places(item.places)


def _places(places: int | None) -> dict[str, int]:
    return {} if places is None else {"places": places}


def _part(part: Part) -> dict[str, Any]:
    made = [_said(exhaustive=name in part.exhaustive, clauses=[_clause(one) for one in group]) for name, group in part.groups.items()]
    return _said(at_most=_number(part.at_most), groups=made)


def _clause(clause: Clause) -> dict[str, Any]:
    return {"id": clause.id, "when": encoded(clause.when), "amount": encoded(clause.amount), "most": exact(clause.most)}


def _said(**about: Any) -> dict[str, Any]:
    return {name: value for name, value in about.items() if value not in (None, "", [], False) and value != 0}


def _number(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)
