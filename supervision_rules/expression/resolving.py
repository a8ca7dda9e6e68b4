"""Syntax → nodes: what the functions of the language mean, and `resolve`, which settles a whole expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, cast

from attrs import evolve

from .checking import Checker, Typed, near, span_of
from .nodes import Aggregate, Arith, AtLeast, Extreme, Node, Number, Ref, Result, Round, walk
from .scope import CONDITION, Kind, Scope, Type
from .syntax import Call, Expression, ExpressionError
from .units import MARKS, Poisoned

ROW_FUNCTIONS = {"count", "sum", "min", "max", "share", "cv", "falls", "rises", "rank"}
ALLOWED = {
    "count": {"where", "once"},
    "sum": {"where", "once"},
    "min": {"where"},
    "max": {"where"},
    "share": {"where"},
    "cv": {"where", "by"},
    "falls": {"over"},
    "rises": {"over"},
    "rank": {"among"},
}
MOST_PLACES = 12


def resolve(expression: Expression, scope: Scope) -> Typed:
    """The node that an expression means in a scope, and its type.

    Raises ExpressionError for the first mistake in it, Poisoned where a definition that it reads has failed already.
    """
    return Resolver(scope).node(expression.syntax)


def over_rows(call: Call) -> bool:
    """Whether a function runs over rows: `min` and `max` of several numbers do not."""
    return call.name in ROW_FUNCTIONS and (call.name not in ("min", "max") or len(call.arguments) == 1)


class Resolver(Checker):
    """A `Checker` that knows the functions."""

    def call(self, call: Call) -> Typed:
        """The node that a function means. Raises ExpressionError."""
        if call.name == "count" and any(name == "at" for name, _ in call.modifiers):
            return self._count_items(call)
        if over_rows(call):
            return self._aggregate(call)
        if call.modifiers:
            raise ExpressionError("wrong-modifier", call.span, function=call.name, modifier=call.modifiers[0][0])
        simple: dict[str, Callable[[Call], Typed]] = {
            "min": self._extreme,
            "max": self._extreme,
            "round": self._round,
            "ratio": self._ratio,
            "at_least": self._at_least,
            "score": self._of_item,
            "met": self._of_item,
        }
        if call.name not in simple:
            known = {*simple, *ROW_FUNCTIONS}
            raise ExpressionError("unknown-function", call.span, name=call.name, alike=near(call.name, known))
        return simple[call.name](call)

    def _arguments(self, call: Call, count: int) -> tuple[Any, ...]:
        if len(call.arguments) != count:
            raise ExpressionError("wrong-arguments", call.span, function=call.name, wanted=count, given=len(call.arguments))
        return call.arguments

    def _exact_number(self, syntax: Any) -> Typed:
        """A number of which more can be made: neither a result nor a coefficient of variation."""
        node, type_ = self.number(syntax)
        if isinstance(node, Result):
            raise ExpressionError("result-only-compared", span_of(syntax))
        if type_.surd:
            raise ExpressionError("coefficient-only-compared", span_of(syntax))
        return node, type_

    def _extreme(self, call: Call) -> Typed:
        typed = [self._exact_number(argument) for argument in call.arguments]
        if len(typed) < 2:
            raise ExpressionError("wrong-arguments", call.span, function=call.name, wanted=2, given=len(typed))
        unit = typed[0][1].unit
        for argument, (_, type_) in zip(call.arguments, typed, strict=True):
            if not type_.unit.same_kind(unit):
                raise ExpressionError("units-differ", span_of(argument), left=str(unit) or "1", right=str(type_.unit) or "1")
        op = cast(Literal["min", "max"], call.name)
        return Extreme(op, tuple(node for node, _ in typed), span=call.span), Type(Kind.NUMBER, unit)

    def _round(self, call: Call) -> Typed:
        value, places = self._arguments(call, 2)
        node, type_ = self._exact_number(value)
        number = _whole(places, "round")
        if not 0 <= number <= MOST_PLACES:
            raise ExpressionError("wrong-places", span_of(places), most=MOST_PLACES)
        return Round(node, number, span=call.span), type_

    def _ratio(self, call: Call) -> Typed:
        part, whole = self._arguments(call, 2)
        return self.node(Arith("/", part, whole, span=call.span))

    def _at_least(self, call: Call) -> Typed:
        k, *conditions = call.arguments or (None,)
        if k is None or not conditions:
            raise ExpressionError("wrong-arguments", call.span, function="at_least", wanted=2, given=len(call.arguments))
        number = _whole(k, "at_least")
        if not 1 <= number <= len(conditions):
            raise ExpressionError("wrong-k", span_of(k), k=number, n=len(conditions))
        return AtLeast(number, tuple(self.condition(item) for item in conditions), span=call.span), CONDITION

    def _of_item(self, call: Call) -> Typed:
        (item,) = self._arguments(call, 1)
        name = _word(item, call.name)
        if self.scope.items is None:
            raise ExpressionError("result-outside-ladder", call.span, name=call.name)
        if name not in self.scope.items:
            raise ExpressionError("unknown-item", span_of(item), name=name, alike=near(name, self.scope.items))
        of = cast(Literal["score", "met"], call.name)
        type_ = CONDITION if of == "met" else Type(Kind.NUMBER, MARKS)
        return Result(of, name, span=call.span), type_

    def _count_items(self, call: Call) -> Typed:
        (_, (level,)) = call.modifiers[0]
        items = call.arguments[0] if call.arguments else None
        if len(call.modifiers) > 1 or not (isinstance(items, Ref) and items.name == "items"):
            raise ExpressionError("wrong-modifier", call.span, function="count", modifier="at")
        if self.scope.items is None:
            raise ExpressionError("result-outside-ladder", call.span, name="count")
        if level not in self.scope.levels:
            values = list(self.scope.levels)
            raise ExpressionError("unknown-value", call.span, value=level, values=values, alike=near(level, values))
        return Result("count", level, span=call.span), Type(Kind.NUMBER)

    def _aggregate(self, call: Call) -> Typed:
        if not self.scope.rows:
            raise ExpressionError("aggregate-outside-quantity", call.span, function=call.name)
        modifiers = dict(call.modifiers)
        for position, (name, _) in enumerate(call.modifiers):
            if name not in ALLOWED[call.name] or name in dict(call.modifiers[:position]):
                raise ExpressionError("wrong-modifier", call.span, function=call.name, modifier=name)
        needed = {"cv": "by", "falls": "over", "rises": "over", "rank": "among"}.get(call.name)
        if needed and needed not in modifiers:
            raise ExpressionError("modifier-missing", call.span, function=call.name, modifier=needed)
        (subject,) = self._arguments(call, 1)
        if call.name == "rank":
            return self._rank(call, subject, modifiers["among"][0])
        if isinstance(subject, Ref) and subject.name in self.scope.tables:
            return self._of_rows(call, subject.name, None, modifiers)
        if call.name == "count":
            raise ExpressionError("no-table", span_of(subject), function="count", name=getattr(subject, "name", ""))
        return self._of_rows(call, self._table_of(subject, call), subject, modifiers)

    def _of_rows(self, call: Call, table: str, subject: Any, modifiers: dict[str, tuple[Any, ...]]) -> Typed:
        inside = self._inside(table, call)
        value, type_ = inside.number(subject) if subject is not None else (None, Type(Kind.NUMBER, counted=True))
        if subject is None and call.name not in ("count", "share"):
            raise ExpressionError("no-column", call.span, function=call.name, table=table)
        where = inside.condition(modifiers["where"][0]) if "where" in modifiers else None
        op = cast(Any, call.name)
        node = Aggregate(op, table, value, where, span=call.span)
        if call.name == "cv":
            weight, _ = inside.number(modifiers["by"][0])
            return evolve(node, by=weight), Type(Kind.NUMBER, surd=True)
        if call.name in ("falls", "rises"):
            return self._series(node, inside, *modifiers["over"]), Type(Kind.NUMBER, counted=True)
        if "once" in modifiers:
            node = self._once(node, inside, *modifiers["once"])
        return node, Type(Kind.NUMBER) if call.name == "share" else type_

    def _once(self, node: Aggregate, inside: Resolver, by: Ref, highest: Ref) -> Aggregate:
        name, _ = inside.name(by)
        level, type_ = inside.name(highest)
        if type_.kind is not Kind.CHOICE:
            raise ExpressionError("highest-needs-choice", highest.span, name=highest.name)
        return evolve(node, by=name, highest=level)

    def _series(self, node: Aggregate, inside: Resolver, over: Ref, first: str, last: str) -> Aggregate:
        year, _ = inside.number(over)
        if not (first.isdigit() and last.isdigit() and int(first) < int(last)):
            raise ExpressionError("wrong-years", over.span, first=first, last=last)
        return evolve(node, by=year, years=(int(first), int(last)))

    def _rank(self, call: Call, own: Any, among: Any) -> Typed:
        table = self._table_of(among, call)
        value, theirs = self._inside(table, call).number(among)
        mine, type_ = self.number(own)
        if not type_.unit.same_kind(theirs.unit):
            raise ExpressionError("units-differ", call.span, left=str(type_.unit) or "1", right=str(theirs.unit) or "1")
        return Aggregate("rank", table, value, own=mine, span=call.span), Type(Kind.NUMBER, counted=True)

    def _inside(self, table: str, call: Call) -> Resolver:
        if self.scope.tables[table] is None:
            raise Poisoned
        if self.scope.table is not None and self.scope.table not in self.scope.chain(table)[1:]:
            raise ExpressionError("rows-not-below", call.span, table=table, above=self.scope.table)
        return Resolver(evolve(self.scope, table=table, rows=False))

    def _table_of(self, subject: Any, call: Call) -> str:
        tables = {column[0] for name in _names(subject) if (column := self.scope.column(name)) is not None}
        lowest = self.scope.lowest(tables)
        if lowest is None:
            raise ExpressionError("no-table", span_of(subject), function=call.name, name=next(iter(_names(subject)), ""))
        return lowest


def _names(syntax: Any) -> list[str]:
    if isinstance(syntax, Call):
        return [name for argument in syntax.arguments for name in _names(argument)]
    return [found.name for found in walk(syntax) if isinstance(found, Ref)]


def _whole(syntax: Any, function: str) -> int:
    if not isinstance(syntax, Number) or syntax.value.denominator != 1 or syntax.unit.text:
        raise ExpressionError("literal-needed", span_of(syntax), function=function)
    return int(syntax.value)


def _word(syntax: Node, function: str) -> str:
    value = getattr(syntax, "value", None)
    if not isinstance(value, str):
        raise ExpressionError("literal-needed", span_of(syntax), function=function)
    return value


__all__ = ["Poisoned", "Scope", "resolve"]
