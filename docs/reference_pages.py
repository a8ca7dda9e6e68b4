"""A Sphinx extension for these pages alone: the commands as they are, signatures of attrs classes field by field, code in docstrings."""

from __future__ import annotations

import inspect
import re
from enum import Enum
from typing import Any

import attrs
from sphinx.application import Sphinx

from supervision_rules.cli import make_cli
from supervision_rules.messages import catalogue

commands = make_cli(catalogue("en"))

EXAMPLE = re.compile(r"^ {4,}\S")
FIELD = "_Sentinel"  # what autodoc has in place of a field that only the class declares


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("autodoc-process-signature", signature)
    app.connect("autodoc-skip-member", skipped)
    app.connect("autodoc-process-docstring", with_examples)
    app.connect("sphinx-click-process-description", with_commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def signature(app: Sphinx, what: str, name: str, obj: Any, options: Any, arguments: str | None, returns: str | None) -> tuple[str, str | None] | None:
    """The fields of an attrs class, each with its type as written and its default; nothing of an enumeration, which nobody calls."""
    if what != "class" or not inspect.isclass(obj):
        return None
    if issubclass(obj, Enum):
        return "", None
    if not attrs.has(obj):
        return None
    shown = [(one.kw_only, written(one)) for one in attrs.fields(obj) if one.init and not one.name.startswith("_")]
    by_place = [text for named, text in shown if not named]
    by_name = [text for named, text in shown if named]
    return f"({', '.join([*by_place, *(['*'] if by_name else []), *by_name])})", None


def written(one: attrs.Attribute[Any]) -> str:
    """A field as its author wrote it."""
    kind = one.type if isinstance(one.type, str) else getattr(one.type, "__name__", str(one.type))
    text = f"{one.alias}: {kind}"
    if one.default is attrs.NOTHING:
        return text
    if isinstance(one.default, Enum):
        return f"{text} = {type(one.default).__name__}.{one.default.name}"
    factory = getattr(one.default, "factory", None)
    return f"{text} = {factory.__name__}()" if factory else f"{text} = {one.default!r}"


def skipped(app: Sphinx, what: str, name: str, obj: Any, skip: bool, options: Any) -> bool | None:
    """Leave out fields, which the signature has already."""
    return True if what == "class" and type(obj).__name__ == FIELD else None


def with_examples(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Indented lines of a docstring are code."""
    lines[:] = marked(lines, ".. code-block:: python")


def with_commands(app: Sphinx, context: Any, lines: list[str]) -> None:
    """Lines of a help text that are kept as they are (`| `) are commands."""
    plain = [line.removeprefix("| ") for line in lines]
    kept = [number for number, line in enumerate(lines) if line.startswith("| ")]
    told: list[str] = []
    for number, line in enumerate(plain):
        if number in kept and number - 1 not in kept:
            told += ["", ".. code-block:: text", ""]
        told.append(f"    {line}" if number in kept else line)
    lines[:] = told


def marked(lines: list[str], directive: str) -> list[str]:
    """The lines with a directive before every indented block that follows an empty line."""
    told: list[str] = []
    inside = False
    for number, line in enumerate(lines):
        begins = bool(EXAMPLE.match(line)) and not inside and number > 0 and not lines[number - 1].strip()
        if begins:
            told += [directive, ""]
        inside = begins or (inside and (line.startswith("    ") or not line.strip()))
        told.append(line)
    return told
