"""Text → syntax: the nodes as written, with names and functions not yet looked up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache, reduce
from importlib.resources import files
from typing import Any, cast

from attrs import evolve, frozen
from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import UnexpectedToken

from ..messages import Argument
from .nodes import Arith, Compare, Logic, Node, Not, Number, Ref, Span, Text
from .units import DATE, Unit

LONGEST = 2000
DEEPEST = 40
MOST_OPERATORS = 100
NOT = re.compile(r"\bnot\b")
NUMBER = re.compile(r"(\d+(?:\.\d+)?)(.*)", re.ASCII | re.DOTALL)


class ExpressionError(ValueError):
    """A mistake in one expression: a code of the catalogue, its arguments, and where in the text."""

    def __init__(self, code: str, span: Span | None, /, **arguments: Argument) -> None:
        super().__init__(code)
        self.code, self.span, self.arguments = code, span, arguments


@frozen
class Call:
    """A function as written; what it means is settled when its names are."""

    name: str
    arguments: tuple[Any, ...]
    modifiers: tuple[tuple[str, tuple[Any, ...]], ...]
    span: Span | None = None


@frozen
class Expression:
    """An expression as an author wrote it, and its syntax."""

    text: str
    syntax: Any

    @classmethod
    def parse(cls, text: str) -> Expression:
        """Parse a text. Raises ExpressionError (`syntax`, `chained-comparison`, `expression-too-long`, `nested-too-deeply`)."""
        return cls(text, _syntax(text))


@lru_cache(maxsize=4096)
def _syntax(text: str) -> Any:
    if len(text) > LONGEST or sum(text.count(sign) for sign in "+-*/") > MOST_OPERATORS:
        raise ExpressionError("expression-too-long", None, length=len(text), most=LONGEST, operators=MOST_OPERATORS)
    _refuse_depth(text)
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        start = len(text) if at_end or error.pos_in_stream is None else error.pos_in_stream
        found = text[start : start + 12]
        raise ExpressionError("syntax", (start, start + 1), near=found) from None


def _refuse_depth(text: str) -> None:
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth > DEEPEST:
            raise ExpressionError("nested-too-deeply", (position, position + 1), most=DEEPEST)
    if len(NOT.findall(text)) > DEEPEST:
        raise ExpressionError("nested-too-deeply", None, most=DEEPEST)


@cache
def _parser() -> Lark:
    grammar = files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", transformer=_Builder(), maybe_placeholders=True)


def _left(build: Callable[[str, Node, Node], Node]) -> Callable[..., Node]:
    def fold(_: object, *parts: Any) -> Node:
        first, rest = parts[0], parts[1:]
        pairs = zip(rest[::2], rest[1::2], strict=True)
        return reduce(lambda left, pair: build(str(pair[0]), left, pair[1]), pairs, cast(Node, first))

    return fold


def _across(left: Node, right: Node) -> Span | None:
    return (left.span[0], right.span[1]) if left.span and right.span else None


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    def start(self, expression: Any) -> Any:
        return expression

    def any_of(self, *items: Node) -> Node:
        return Logic("or", items, span=_across(items[0], items[-1]))

    def all_of(self, *items: Node) -> Node:
        return Logic("and", items, span=_across(items[0], items[-1]))

    def negated(self, item: Node) -> Node:
        return Not(item, span=item.span)

    def compared(self, *parts: Any) -> Node:
        if len(parts) > 3:
            raise ExpressionError("chained-comparison", (parts[3].start_pos, parts[3].end_pos))
        left, op, right = parts
        return Compare(cast(Any, str(op)), left, right, span=_across(left, right))

    summed = _left(lambda op, left, right: Arith(cast(Any, op), left, right, span=_across(left, right)))
    multiplied = _left(lambda op, left, right: Arith(cast(Any, op), left, right, span=_across(left, right)))

    def minus(self, sign: Token, item: Node) -> Node:
        span = (cast(int, sign.start_pos), item.span[1] if item.span else 0)
        if isinstance(item, Number) and item.unit != DATE:
            return evolve(item, value=-item.value, span=span)
        return Arith("*", Number(Fraction(-1)), item, span=span)

    def date(self, token: Token) -> Node:
        try:
            return Number(Fraction(date.fromisoformat(token).toordinal()), DATE, span=_at(token))
        except ValueError:
            raise ExpressionError("bad-date", _at(token), text=str(token)) from None

    def number(self, token: Token) -> Node:
        match = NUMBER.fullmatch(token)
        if match is None or len(match[1]) > 40:
            raise ExpressionError("bad-number", _at(token), text=str(token))
        return Number(Fraction(match[1]), Unit(text=match[2]), span=_at(token))

    def text(self, token: Token) -> Node:
        return Text(token[1:-1], span=_at(token))

    def name(self, token: Token) -> Node:
        return Ref(str(token), span=_at(token))

    def arguments(self, *items: Node) -> tuple[Node, ...]:
        return items

    def call(self, name: Token, arguments: tuple[Node, ...] | None, *modifiers: Any) -> Call:
        return Call(str(name), arguments or (), modifiers, _at(name))

    def where(self, condition: Node) -> Any:
        return "where", (condition,)

    def by(self, value: Node) -> Any:
        return "by", (value,)

    def once(self, name: Token, highest: Token) -> Any:
        return "once", (Ref(str(name), span=_at(name)), Ref(str(highest), span=_at(highest)))

    def over(self, name: Token, first: Token, last: Token) -> Any:
        return "over", (Ref(str(name), span=_at(name)), str(first), str(last))

    def among(self, value: Node) -> Any:
        return "among", (value,)

    def at(self, token: Token) -> Any:
        return "at", (token[1:-1],)


def _at(token: Token) -> Span:
    return cast(int, token.start_pos), cast(int, token.end_pos)
