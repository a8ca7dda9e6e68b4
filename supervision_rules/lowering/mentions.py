"""The names in an author's text, before anything is settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, fields, has

from ..expression import Expression, Number, Ref, Scope
from ..expression.resolving import over_rows
from ..expression.syntax import Call
from ..scheme import Scheme


def names_in(syntax: Any) -> Iterator[str]:
    """Every name in a piece of syntax."""
    if isinstance(syntax, Ref):
        yield syntax.name
    for part in _parts(syntax):
        yield from names_in(part)


def read_in(syntax: Any, scope: Scope) -> Iterator[str]:
    """Every name that a piece of syntax reads in a scope; of a column that of its table too: `school.pupils`."""
    if isinstance(syntax, Ref):
        column = scope.column(syntax.name)
        yield ".".join(column) if column else syntax.name
    elif isinstance(syntax, Call) and over_rows(syntax):
        rows = _rows(syntax, scope)
        for part in syntax.arguments:
            yield from read_in(part, scope if syntax.name == "rank" else rows)
        for _, parts in syntax.modifiers:
            for part in parts:
                yield from read_in(part, rows)
    else:
        for part in _parts(syntax):
            yield from read_in(part, scope)


def _parts(syntax: Any) -> Iterator[Any]:
    if isinstance(syntax, Call):
        yield from syntax.arguments
        for _, parts in syntax.modifiers:
            yield from parts
    elif not isinstance(syntax, str | Number):
        children = getattr(syntax, "items", ()) or (getattr(syntax, name, None) for name in ("left", "right", "item"))
        yield from (child for child in children if child is not None)


def _rows(call: Call, scope: Scope) -> Scope:
    """The scope of the rows that a function runs over: those of the lowest of the tables that it names."""
    subjects = dict(call.modifiers).get("among", ()) if call.name == "rank" else call.arguments
    names = {name for subject in subjects for name in names_in(subject)}
    tables = {column[0] for name in names if (column := scope.column(name))} | (names & scope.tables.keys())
    return evolve(scope, table=scope.lowest(tables))


def mentioned(scheme: Scheme) -> set[str]:
    """Every name in any expression of a scheme. A target that is not among them is another scheme's affair."""
    judged = scheme.items, scheme.vetoes, scheme.ladder, scheme.constraints, scheme.alerts
    return mentioned_in(*judged, scheme.quantities, scheme.tables, scheme.readings)


def mentioned_in(*places: Any) -> set[str]:
    """Every name in any expression of some entries of a scheme."""
    return {name for place in places for expression in _expressions(place) for name in names_in(expression.syntax)}


def _expressions(value: Any) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _expressions(item)
    elif has(type(value)):
        for attribute in fields(type(value)):
            yield from _expressions(getattr(value, attribute.name))
