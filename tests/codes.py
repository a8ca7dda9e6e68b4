"""The codes of all problems that the package can raise, read from its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import supervision_rules

RAISERS = {"Unread", "add", "refuse", "_note", "Problem", "ExpressionError", "Refused", "refused", "_refused"}
SLUG = re.compile(r"[a-z]+(-[a-z]+)+")


def codes() -> set[str]:
    """Every code: what is given to a raiser, bound to the name `code`, or returned with a place for another to raise."""
    package = Path(supervision_rules.__file__).parent
    return {code for file in package.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8"))) for code in _codes(node)}


def _codes(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name), args=[first, *_]) if name in RAISERS:
            yield from _words(first)
        case ast.Assign(targets=[ast.Name("code")], value=value):
            yield from _words(value)
        case ast.Return(value=ast.Tuple(elts=[first, _]) | ast.IfExp(orelse=ast.Tuple(elts=[first, _]))):
            yield from (word for word in _words(first) if SLUG.fullmatch(word))


def _words(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(word)):
            yield word
        case ast.IfExp(body=body, orelse=orelse):
            yield from _words(body)
            yield from _words(orelse)
