"""The text of a TOML file in blocks, one an entry, and a text with some of its values replaced: all else stays as its author wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import tomli_w
from attrs import frozen

from .locating import steps

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

Keys = tuple[str, ...]


@frozen
class Block:
    """An entry of a file: `lead` is what stands before its head (comments, empty lines), `text` the entry with the tables below it.

    `section` is its head (`point`), empty for what stands before the first head. Leads and texts in order are the file.
    """

    section: str
    lead: str
    text: str


def blocks(text: str) -> list[Block]:
    """The entries of a file that is without mistakes."""
    lines = text.splitlines(keepends=True)
    tree = _parse(text)
    heads: list[tuple[int, str]] = []
    ends: list[int] = []
    last = 0
    for node in tree.root_node.named_children:
        keys = steps(node.named_children[0]) if node.type in ("table", "table_array_element") else []
        if keys and not (heads and len(keys) > 1 and keys[0] == heads[-1][1]):
            heads.append((node.start_point[0], keys[0]))
            ends.append(last)
        last = max(
            [last, *(_last_row(child) for child in (*node.named_children, node) if child.type not in ("comment", "table", "table_array_element"))]
        )
    stops = [*ends[1:], len(lines)]
    found = [Block("", "", "".join(lines[: ends[0] if ends else None]))]
    for (head, section), end, stop in zip(heads, ends, stops, strict=True):
        found.append(Block(section, "".join(lines[end:head]), "".join(lines[head:stop])))
    return found if found[0].text else found[1:]


def _parse(text: str) -> Tree:
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_toml.language())).parse(text.encode())


def _last_row(node: Node) -> int:
    """The number of lines up to the end of a node."""
    return node.end_point[0] + (node.end_point[1] > 0)


def rewritten(text: str, changes: Mapping[str, Any], order: Iterable[str] = (), at: Keys | None = None) -> str:
    """A text of TOML with other values of some keys: None takes a key out, one that is not there comes behind those that go before it in `order`.

    `at` is the path of the tables that are meant (`("reading", "alternative")`: all of them; `()`: what stands before them); left out, the first.
    """
    content = text.encode()
    edits: list[tuple[int, int, bytes]] = []
    root = _parse(text).root_node
    tables = [node for node in root.named_children if node.type in ("table", "table_array_element")]
    meant = tables[:1] if at is None else [node for node in tables if tuple(steps(node.named_children[0])) == at] if at else [root]
    for node in meant:
        edits += _edits(content, node, changes, list(order))
    for start, stop, new in sorted(edits, reverse=True):
        content = content[:start] + new + content[stop:]
    return content.decode()


def _edits(content: bytes, table: Node, changes: Mapping[str, Any], order: list[str]) -> Iterator[tuple[int, int, bytes]]:
    pairs = {steps(pair.named_children[0])[0]: pair for pair in table.named_children if pair.type == "pair"}
    added: dict[int, list[str]] = {}
    for key, value in changes.items():
        if key in pairs and value is not None:
            said = next(child for child in reversed(pairs[key].named_children) if child.type != "comment")
            yield said.start_byte, said.end_byte, written(value).encode()
        elif key in pairs:
            yield _line_start(content, pairs[key].start_byte), _line_end(content, pairs[key].end_byte), b""
        elif value is not None:
            before = order[: order.index(key)] if key in order else list(pairs)
            above = [pairs[name].end_byte for name in before if name in pairs]
            added.setdefault(_line_end(content, max(above, default=table.named_children[0].end_byte)), []).append(key)
    for place, keys in added.items():
        lines = "".join(f"{key} = {written(changes[key])}\n" for key in sorted(keys, key=lambda key: order.index(key) if key in order else 0))
        broken = content[:place].endswith(b"\n")
        yield place, place, lines.encode() if broken else b"\n" + lines.encode()


def _line_start(content: bytes, at: int) -> int:
    return content.rfind(b"\n", 0, at) + 1


def _line_end(content: bytes, at: int) -> int:
    end = content.find(b"\n", at)
    return len(content) if end < 0 else end + 1


def written(value: Any) -> str:
    """A value as TOML writes it in one place: tables in braces, lists of tables a line each."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {written(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        if any(isinstance(one, Mapping) for one in value):
            return "[\n" + "".join(f"  {written(one)},\n" for one in value) + "]"
        return "[" + ", ".join(written(one) for one in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal | date):
        return str(value)
    return tomli_w.dumps({"x": str(value)}, multiline_strings=False).removeprefix("x = ").rstrip("\n")
