"""Names looked up, kinds and units checked, numbers brought to base units: everything of `resolve` but the functions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from attrs import evolve

from ..messages import Message, message
from .nodes import Arith, Compare, Logic, Node, Not, Number, Ref, Result, Span, Text
from .scope import CONDITION, TEXT, Kind, Scope, Type
from .syntax import Call, ExpressionError
from .units import DATE, DAYS, MARKS, PLAIN, Poisoned, Unit, UnknownUnit, parse_unit

Typed = tuple[Node, Type]


def lacks_percent(node: Node, other: Unit) -> bool:
    """Whether a bare number from 1 on stands where percentages are counted: 5 for 5%, a hundred times too much. 0.5 can only mean a half."""
    return isinstance(node, Number) and not node.unit.text and abs(node.value) >= 1 and other.text == "%"


def plain_number(node: Node) -> Fraction:
    """The number of a literal."""
    return node.value if isinstance(node, Number) else Fraction(0)


def near(name: str, names: Iterable[str]) -> Message | str:
    """«Did you mean», with the nearest of the names, or nothing where none is near."""
    among = sorted(names)
    found = get_close_matches(name, among, n=1) or get_close_matches(name.lower(), among, n=1)
    return message("problem.near", name=found[0]) if found else ""


class Checker(ABC):
    """Checks the syntax of one expression in one scope and builds its nodes."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def node(self, syntax: Any) -> Typed:
        """The node and type of any syntax."""
        match syntax:
            case Number():
                return self._number(syntax)
            case Text():
                return syntax, TEXT
            case Ref():
                return self.name(syntax)
            case Arith():
                return self._arith(syntax)
            case Compare():
                return self._compare(syntax)
            case Logic():
                return evolve(syntax, items=tuple(self.condition(item) for item in syntax.items)), CONDITION
            case Not():
                return evolve(syntax, item=self.condition(syntax.item)), CONDITION
            case Call():
                return self.call(syntax)
        raise AssertionError(syntax)

    def condition(self, syntax: Any) -> Node:
        """The node of something that must be a condition."""
        node, type_ = self.node(syntax)
        if type_.kind is not Kind.CONDITION:
            raise ExpressionError("not-a-condition", span_of(syntax), kind=_kind(type_))
        return node

    def number(self, syntax: Any) -> Typed:
        """The node of something that must be a number."""
        node, type_ = self.node(syntax)
        if type_.kind is not Kind.NUMBER:
            raise ExpressionError("not-a-number", span_of(syntax), kind=_kind(type_))
        return node, type_

    def name(self, syntax: Ref) -> Typed:
        """The fact, quantity, target or column that a name means."""
        scope = self.scope
        column = scope.column(syntax.name)
        if column is not None:
            return self._column(syntax, *column)
        if syntax.name == "total" or syntax.name == "base_score":
            return self._result(syntax)
        if syntax.name not in scope.names:
            if scope.table is not None and scope.tables[scope.table] is None:
                raise Poisoned
            raise ExpressionError("unknown-name", syntax.span, name=syntax.name, alike=near(syntax.name, scope.names))
        type_ = scope.names[syntax.name]
        if type_ is None:
            raise Poisoned
        return syntax, type_

    def _column(self, syntax: Ref, table: str, column: str) -> Typed:
        scope = self.scope
        here = scope.tables[table]
        if here is None:
            raise Poisoned
        if column not in here.columns:
            raise ExpressionError("unknown-column", syntax.span, table=table, name=column, alike=near(column, here.columns))
        if scope.table is None or table not in scope.chain(scope.table):
            raise ExpressionError("column-outside-rows", syntax.span, name=f"{table}.{column}", table=scope.table or "")
        type_ = here.columns[column]
        if type_ is None:
            raise Poisoned
        return Ref(f"{table}.{column}", span=syntax.span), type_

    def _result(self, syntax: Ref) -> Typed:
        if self.scope.items is None:
            raise ExpressionError("result-outside-ladder", syntax.span, name=syntax.name)
        of: Any = syntax.name
        return Result(of, span=syntax.span), Type(Kind.NUMBER, MARKS)

    def _number(self, syntax: Number) -> Typed:
        if syntax.unit == DATE:
            return syntax, Type(Kind.DATE, DATE)
        try:
            unit = parse_unit(syntax.unit.text, self.scope.units)
        except UnknownUnit:
            raise ExpressionError("unknown-unit", syntax.span, unit=syntax.unit.text) from None
        return evolve(syntax, value=syntax.value * unit.factor, unit=unit), Type(Kind.NUMBER, unit)

    def _arith(self, syntax: Arith) -> Typed:
        left, a = self.node(syntax.left)
        right, b = self.node(syntax.right)
        for side, type_ in ((syntax.left, a), (syntax.right, b)):
            if type_.kind not in (Kind.NUMBER, Kind.DATE):
                raise ExpressionError("not-a-number", span_of(side), kind=_kind(type_))
        node = evolve(syntax, left=left, right=right)
        if isinstance(left, Result) or isinstance(right, Result):
            raise ExpressionError("result-only-compared", syntax.span)
        if Kind.DATE in (a.kind, b.kind):
            return node, _date_arith(syntax, a, b)
        if a.surd or b.surd:
            _refuse_surd(syntax, left, right, a, b)
        if syntax.op in "+-":
            self._same_unit(syntax, a, b)
            return node, evolve(a, unit=a.unit if a.unit == b.unit else a.unit.times(PLAIN), surd=a.surd or b.surd, counted=False)
        if syntax.op == "/" and isinstance(right, Number) and right.value == 0:
            raise ExpressionError("division-by-zero", span_of(syntax.right))
        unit = a.unit.times(b.unit, 1 if syntax.op == "*" else -1)
        return node, Type(Kind.NUMBER, unit, surd=a.surd or b.surd)

    def _compare(self, syntax: Compare) -> Typed:
        left, a = self.node(syntax.left)
        right, b = self.node(syntax.right)
        node = evolve(syntax, left=left, right=right)
        words = {Kind.CHOICE, Kind.TEXT}
        if a.kind in words and b.kind in words:
            self._compare_words(syntax, a, b)
        elif Kind.CONDITION in (a.kind, b.kind):
            side = syntax.left if a.kind is Kind.CONDITION else syntax.right
            raise ExpressionError("condition-compared", span_of(side))
        elif a.kind is not b.kind:
            raise ExpressionError("kinds-differ", syntax.span, left=_kind(a), right=_kind(b))
        else:
            results = isinstance(left, Result) or isinstance(right, Result)
            if not (results and _marks_and_bare(a.unit, b.unit)):
                self._same_unit(syntax, a, b)
            for this, other in ((left, b), (right, a)):
                if lacks_percent(this, other.unit):
                    raise ExpressionError("percent-missing", this.span, number=plain_number(this))
        return node, CONDITION

    def _compare_words(self, syntax: Compare, a: Type, b: Type) -> None:
        if syntax.op not in ("==", "!="):
            raise ExpressionError("words-not-ordered", syntax.span, op=syntax.op)
        for this, side in ((a, syntax.right), (b, syntax.left)):
            if this.kind is Kind.CHOICE and isinstance(side, Text) and side.value not in this.values:
                raise ExpressionError("unknown-value", side.span, value=side.value, values=list(this.values), alike=near(side.value, this.values))

    def _same_unit(self, syntax: Any, a: Type, b: Type) -> None:
        if not a.unit.same_kind(b.unit):
            raise ExpressionError("units-differ", span_of(syntax), left=_unit(a.unit), right=_unit(b.unit))

    @abstractmethod
    def call(self, call: Call) -> Typed:
        """The node that a function means."""


def span_of(syntax: Any) -> Span | None:
    """Where a piece of syntax stands in its text."""
    span: Span | None = syntax.span
    return span


def _date_arith(syntax: Arith, a: Type, b: Type) -> Type:
    if a.kind is Kind.DATE and b.kind is Kind.DATE and syntax.op == "-":
        return Type(Kind.NUMBER, DAYS)
    if a.kind is Kind.DATE and syntax.op in "+-" and b.unit.same_kind(DAYS):
        return a
    raise ExpressionError("date-arithmetic", syntax.span)


def _refuse_surd(syntax: Arith, left: Node, right: Node, a: Type, b: Type) -> None:
    fine = syntax.op in "+-" or isinstance(right if a.surd else left, Number)
    if not fine or (syntax.op == "/" and b.surd):
        raise ExpressionError("coefficient-only-compared", syntax.span)


def _marks_and_bare(a: Unit, b: Unit) -> bool:
    """Whether one is 分 and the other no unit at all, not even %: beside a result a bare number is 分."""
    return (a, b) in ((MARKS, PLAIN), (PLAIN, MARKS))


def _kind(type_: Type) -> Message:
    return message(f"kind.{type_.kind.value}")


def _unit(unit: Unit) -> str:
    return str(unit) or "1"
