"""Paths in TOML data → places in its text. Only errors need places, so the parser that keeps them is imported only then."""

from __future__ import annotations

import re
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..messages import Path, Place, Problem
from .table_rows import TableMap

if TYPE_CHECKING:
    from tree_sitter import Node

SINGLES = ("scheme", "ladder", "case", "expect")
ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\[ \t]*\n\s*|\\.")


@define
class Origins:
    """From which file, and as its how-manieth entry, each entry was read; finds the places of problems."""

    entries: dict[tuple[str, str], tuple[File, int]] = field(factory=dict)
    singles: dict[str, File] = field(factory=dict)
    main: File | None = None
    tables: dict[tuple[File, str | int], TableMap] = field(factory=dict)
    _maps: dict[File, TomlMap] = field(factory=dict)

    def __call__(self, problem: Problem) -> Place | None:
        """The place of a problem whose path leads from an entry."""
        found = self._find(problem.path)
        if found is None:
            return Place(str(self.main)) if self.main else None
        file, path = found
        return self.place(file, path, problem.span)

    def _find(self, path: Path) -> tuple[File, Path] | None:
        if not path:
            return None
        section = str(path[0])
        if section in SINGLES:
            file = self.singles.get(section)
            return None if file is None else (file, path)
        entry = self.entries.get((section, str(path[1]))) if len(path) > 1 else None
        return None if entry is None else (entry[0], (section, entry[1], *path[2:]))

    def place(self, file: File, path: Path, span: tuple[int, int] | None = None) -> Place:
        """The place of a path in a file, or of the nearest thing above it; `span` counts characters inside a string."""
        if path[0] == "table" and len(path) > 1 and (file, path[1]) in self.tables:
            return self.tables[file, path[1]](path)
        if file not in self._maps:
            self._maps[file] = TomlMap(file.read_bytes().decode("utf-8-sig"))
        line, column, text = self._maps[file].find(path, span)
        return Place(str(file), line, column, text)


class TomlMap:
    """Where every key of a TOML text stands."""

    def __init__(self, text: str) -> None:
        import tree_sitter_toml
        from tree_sitter import Language, Parser

        text = text.replace("\r\n", "\n")
        self._lines = text.split("\n")
        self._keys: dict[Path, Node] = {}
        self._values: dict[Path, Node] = {}
        self._counts: dict[Path, int] = {}
        tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode())
        for child in tree.root_node.named_children:
            self._read(child)

    def find(self, path: Path, span: tuple[int, int] | None) -> tuple[int, int, str]:
        """Line, column and text of the line of a path, or of the longest part of it that is there."""
        for length in range(len(path), 0, -1):
            here, inside = path[:length], span if length == len(path) else None
            value = self._values.get(here)
            node = value if value is not None and (inside is not None or here not in self._keys) else self._keys.get(here)
            if node is not None:
                row, column = node.start_point
                before = self._lines[row].encode()[:column].decode()
                if inside is not None and node is value and node.type == "string":
                    before += _until(node, inside[0])
                    row += before.count("\n")
                return row + 1, len(before) - before.rfind("\n"), self._lines[row][:200]
        return 0, 0, ""

    def _read(self, node: Node) -> None:
        if node.type == "pair":
            self._pair(node, ())
        elif node.type in ("table", "table_array_element"):
            key, *pairs = node.named_children
            path = self._table(steps(key), node.type == "table_array_element")
            for length in range(1, len(path) + 1):
                self._keys.setdefault(path[:length], key)
            for pair in pairs:
                if pair.type == "pair":
                    self._pair(pair, path)

    def _table(self, steps: list[str], array: bool) -> Path:
        path: Path = ()
        for position, step in enumerate(steps):
            path += (step,)
            last = position == len(steps) - 1
            if last and array:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path += (self._counts[path],)
        return path

    def _pair(self, pair: Node, above: Path) -> None:
        key, value = pair.named_children[0], pair.named_children[-1]
        path = above + tuple(steps(key))
        self._keys[path] = key
        self._value(value, path)

    def _value(self, node: Node, path: Path) -> None:
        self._values[path] = node
        children = [child for child in node.named_children if child.type != "comment"]
        if node.type == "array":
            for index, child in enumerate(children):
                self._value(child, (*path, index))
        elif node.type == "inline_table":
            for child in children:
                if child.type == "pair":
                    self._pair(child, path)


def _until(string: Node, position: int) -> str:
    """A TOML string as written, up to a character of what it says."""
    text: Any = string.text
    written: str = text.decode()
    at = 3 if written.startswith(('"""', "'''")) else 1
    at += at == 3 and written[at] == "\n"
    while True:
        escape = ESCAPE.match(written, at) if written[0] == '"' else None
        continued = escape is not None and escape[0][1] in " \t\n"
        if position == 0 and not continued:
            return written[:at]
        at = escape.end() if escape else at + 1
        position -= not continued


def steps(key: Node) -> list[str]:
    """The parts of a key: of `a."b c"` a and b c."""
    if key.type == "dotted_key":
        return [step for child in key.named_children for step in steps(child)]
    text: Any = key.text
    name = text.decode()
    return [name[1:-1]] if key.type == "quoted_key" else [name]
