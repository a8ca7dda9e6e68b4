"""The names in an author's text, before anything is settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import fields, has

from ..expression import Expression, Number, Ref
from ..expression.syntax import Call
from ..scheme import Scheme


def names_in(syntax: Any) -> Iterator[str]:
    """Every name in a piece of syntax."""
    if isinstance(syntax, Call):
        for argument in syntax.arguments:
            yield from names_in(argument)
        for _, parts in syntax.modifiers:
            for part in parts:
                yield from names_in(part)
    elif isinstance(syntax, Ref):
        yield syntax.name
    elif not isinstance(syntax, str | Number):
        for child in getattr(syntax, "items", ()) or (getattr(syntax, "left", None), getattr(syntax, "right", None), getattr(syntax, "item", None)):
            if child is not None:
                yield from names_in(child)


def mentioned(scheme: Scheme) -> set[str]:
    """Every name in any expression of a scheme. A target that is not among them is another scheme's affair."""
    places = (scheme.items, scheme.vetoes, scheme.ladder, scheme.quantities, scheme.tables, scheme.constraints, scheme.readings)
    return {name for place in places for expression in _expressions(place) for name in names_in(expression.syntax)}


def _expressions(value: Any) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _expressions(item)
    elif has(type(value)):
        for attribute in fields(type(value)):
            yield from _expressions(getattr(value, attribute.name))
