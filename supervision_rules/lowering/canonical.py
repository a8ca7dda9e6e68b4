"""The hash of a scheme: SHA-256 of its lowered form in one canonical text, without spans and wording.

Clauses and parts are numbered in the order of their file, so their ids are left out: the order of entries never matters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from attrs import evolve, fields, has

from ..expression import Unit
from ..messages import Message
from .model import Clause, LoweredScheme, Part

COUNTED = (Clause, Part)
LEFT_OUT = {"span", "wording", "labels", "units", "order", "source", "hash", "requirement", "axis"}
ORDERED = {"ladder", "levels", "values", "items", "key", "years"}


def scheme_hash(lowered: LoweredScheme) -> str:
    """The hash of everything that decides scores: targets included; the order of entries left out, but for the ladder and for values with an order."""
    text = json.dumps(canonical(lowered), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any, name: str = "") -> Any:
    """A value as plain JSON data."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Unit):
        return [[symbol, power] for symbol, power in value.powers] + [str(value.factor)]
    if isinstance(value, Message):
        return None
    if isinstance(value, Part):
        value = _grouped_by_content(value)
    if has(type(value)):
        left_out = LEFT_OUT | {"id"} if isinstance(value, COUNTED) else LEFT_OUT
        attributes = [a.name for a in fields(type(value)) if a.name not in left_out and not (a.name == "unit" and not a.eq)]
        return {"": type(value).__name__, **{name: canonical(getattr(value, name), name) for name in attributes}}
    if isinstance(value, Mapping):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        items = [canonical(item) for item in value]
        return items if name in ORDERED else sorted(items, key=_order)
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def _grouped_by_content(part: Part) -> Part:
    """The part with its one-of groups named after their clauses, not after a position."""
    groups: dict[str, list[str]] = {}
    for clause in part.clauses:
        if clause.one_of is not None:
            groups.setdefault(clause.one_of, []).append(_order(canonical(evolve(clause, one_of=None))))
    names = {group: "".join(sorted(clauses)) for group, clauses in groups.items()}
    clauses = tuple(evolve(clause, one_of=names.get(clause.one_of or "")) for clause in part.clauses)
    return evolve(part, clauses=clauses, exhaustive=frozenset(names[group] for group in part.exhaustive if group in names))


def _order(item: Any) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else json.dumps(item, ensure_ascii=False, sort_keys=True)
