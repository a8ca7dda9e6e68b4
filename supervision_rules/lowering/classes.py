"""Targets with classes: what reads one is written out for each class."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from attrs import evolve

from ..expression import Compare, Logic, Node, Ref, Text, both, describe, rebuild, references
from ..messages import Message, message
from .build import Build
from .desk import Draft, Say

Choice = tuple[dict[str, str], dict[str, str]]


def spread_draft(build: Build, draft: Draft, group: str) -> list[Draft]:
    """A clause for each class of the targets that it reads; at most one of them applies."""
    choices = _choices(build, draft.when, draft.amount)
    if not choices:
        return [draft]
    return [
        evolve(
            draft,
            when=both(_where(where), _put(draft.when, names)),
            amount=_put(draft.amount, names),
            requirement=None if draft.requirement is None else _put(draft.requirement, names),
            wording=_wording(build, draft, where, names),
            one_of=draft.one_of or group,
        )
        for where, names in choices
    ]


def _wording(build: Build, draft: Draft, where: dict[str, str], names: dict[str, str]) -> Callable[[Say], Message]:
    def said(say: Say) -> Message:
        clause = draft.wording(lambda node: say(_put(node, names)))
        return message("clause.class", where=describe(_where(where), build.labels), clause=clause)

    return said


def spread_condition(build: Build, condition: Node) -> Node:
    """A condition in which every comparison that reads targets with classes is written out for each class."""

    def change(node: Node) -> Node:
        choices = _choices(build, node) if isinstance(node, Compare) else []
        if not choices:
            return node
        return Logic("or", tuple(both(_where(where), _put(node, names)) for where, names in choices))

    return rebuild(condition, change)


def _choices(build: Build, *nodes: Node) -> list[Choice]:
    """Each class that the targets of the nodes distinguish: its facts' values, and which constant stands for which target."""
    read = [target for target in build.classes if any(target in references(node) for node in nodes)]
    found: list[Choice] = []
    for combination in product(*(build.classes[target] for target in read)):
        where: dict[str, str] = {}
        consistent = True
        for wanted, _ in combination:
            consistent &= all(where.setdefault(key, value) == value for key, value in wanted.items())
        if consistent:
            found.append((where, {target: name for target, (_, name) in zip(read, combination, strict=True)}))
    return found if read else []


def _where(where: dict[str, str]) -> Node:
    return both(*(Compare("==", Ref(key), Text(value)) for key, value in sorted(where.items())))


def _put(node: Node, names: dict[str, str]) -> Node:
    def change(found: Node) -> Node:
        return evolve(found, name=names[found.name]) if isinstance(found, Ref) and found.name in names else found

    return rebuild(node, change)
