"""What a point or bonus turns on: every comparison, step, limit, yes-or-no fact and choice in its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Any

from attrs import frozen

from ..expression import TRUE, Compare, Kind, Node, Number, Ref, Steps, contrary, describe, rebuild, walk
from ..lowering import Clause
from ..messages import Message, message
from .stage import MOST_STEPS, Stage


class Moved(StrEnum):
    """What changes at a boundary."""

    COMPARISON = "comparison"
    STEP = "step"
    LIMIT = "limit"
    CONDITION = "condition"
    CHOICE = "choice"


@frozen(kw_only=True)
class Turn:
    """Something in a clause on which it turns; `when` and `amount` are what it decides."""

    clause: str
    moved: Moved
    node: Compare | Steps | Ref
    said: Message
    when: Node
    amount: Node
    most: int = MOST_STEPS


def turns(stage: Stage) -> Iterator[Turn]:
    """Everything on which an item turns, each once: in when it applies, then in its clauses."""
    item = stage.item
    seen: set[Any] = set()
    if item.applies != TRUE:
        yield from _once(seen, _of_nodes(stage, f"{item.id}.applies", item.applies, (item.applies, TRUE), item.limit))
    for part in item.parts:
        cap = item.limit if part.at_most is None else min(part.at_most, item.limit)
        for clause in part.clauses:
            decided = (clause.when, clause.amount)
            yield from _once(seen, _of_nodes(stage, clause.id, clause.requirement, decided, cap))
            yield from _limit(stage, clause, cap)


def _once(seen: set[Any], found: Iterable[Turn]) -> Iterator[Turn]:
    for turn in found:
        node = turn.node
        key = (min(node.op, contrary(node).op), node.left, node.right) if isinstance(node, Compare) else node  # type: ignore[union-attr]
        if key not in seen:
            seen.add(key)
            yield turn


def _of_nodes(stage: Stage, clause: str, requirement: Node | None, decided: tuple[Node, Node], cap: Fraction) -> Iterator[Turn]:
    labels = stage.lowered.labels
    required = () if requirement is None else tuple(walk(requirement))
    for node in (found for part in decided for found in stage.changing(part)):
        facts = stage.inputs_of(node)
        about: dict[str, Any] = {"clause": clause, "when": decided[0], "amount": decided[1]}
        if isinstance(node, Ref):
            yield Turn(moved=Moved.CONDITION, node=node, said=describe(node, labels), **about)
        elif isinstance(node, Steps):
            yield Turn(moved=Moved.STEP, node=node, said=describe(node, labels), most=_steps_to(stage, node, decided[1], cap), **about)
        elif any(made.kind in (Kind.NUMBER, Kind.DATE) for made in facts):
            said = contrary(node) if contrary(node) in required else node
            yield Turn(moved=Moved.COMPARISON, node=node, said=describe(said, labels), **about)
        elif facts:
            choice = Ref(facts[0].id)
            yield Turn(moved=Moved.CHOICE, node=choice, said=describe(choice, labels), **about)


def _limit(stage: Stage, clause: Clause, cap: Fraction) -> Iterator[Turn]:
    """Where an amount that is neither fixed nor counted in whole steps reaches the limit of its rule, if it can."""
    counted = any(isinstance(node, Steps) for node in stage.changing(clause.amount))
    if clause.most >= cap and not counted and stage.inputs_of(clause.amount):
        said = message("boundaries.limit.award" if stage.awards else "boundaries.limit.deduct", amount=cap)
        reached = Compare(">=", clause.amount, Number(cap))
        yield Turn(clause=clause.id, moved=Moved.LIMIT, node=reached, said=said, when=clause.when, amount=clause.amount)


def _steps_to(stage: Stage, steps: Steps, amount: Node, cap: Fraction) -> int:
    """How many steps it takes to the limit of a rule."""

    def after(count: int) -> Any:
        return stage.evaluate(rebuild(amount, lambda node: Number(Fraction(count)) if node == steps else node), stage.start)

    none, one = after(0), after(1)
    if none is None or one is None or one <= none:
        return MOST_STEPS
    return max(1, int(-((none - cap) // (one - none))))
