"""The hash of a scheme: SHA-256 of its lowered form in one canonical text, without spans and wording.

Clauses and parts are numbered in the order of their file, so their ids are left out: the order of entries never matters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

from attrs import fields, has

from ..expression import Unit
from ..messages import Message
from .model import Clause, LoweredScheme, Part

LEFT_OUT = {"span", "wording", "labels", "order", "source", "mark", "_kept", "requirement", "axis", "ranges", "alerts"}
ONLY_WHERE_SAID = {"cohort", "fact"}
ORDERED = {"ladder", "levels", "values", "key", "years"}


def scheme_hash(lowered: LoweredScheme) -> str:
    """The hash of all that decides scores, targets and units included, the order of entries left out but for the ladder and values with one."""
    text = json.dumps(canonical(lowered), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any, name: str = "") -> Any:
    """A value as plain JSON data."""
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Unit):
        return [[symbol, power] for symbol, power in value.powers] + [str(value.factor)]
    if isinstance(value, Message):
        return None
    if isinstance(value, Part):
        return _part(value)
    cls: Any = type(value)
    if has(cls):
        said = (name for name in _attributes(cls) if name not in ONLY_WHERE_SAID or getattr(value, name))
        return {"": cls.__name__, **{name: canonical(getattr(value, name), name) for name in said}}
    if isinstance(value, Mapping):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        items = [canonical(item) for item in value]
        return items if name in ORDERED else sorted(items, key=_order)
    return value


@cache
def _attributes(cls: Any) -> tuple[str, ...]:
    """The attributes of a class that decide scores."""
    left_out = LEFT_OUT | {"id", "one_of"} if cls is Clause else LEFT_OUT
    return tuple(a.name for a in fields(cls) if a.name not in left_out and not (a.name == "unit" and not a.eq))


def _part(part: Part) -> dict[str, Any]:
    """A rule as its one-of groups, which are known by their clauses and not by a name."""
    written = [[name in part.exhaustive, canonical(clauses)] for name, clauses in part.groups.items()]
    return {"form": part.form, "at_most": canonical(part.at_most), "groups": sorted(written, key=_order)}


def _order(item: Any) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else json.dumps(item, ensure_ascii=False, sort_keys=True)
