"""Document nodes → Typst, the language of the typesetter. Every node of the pages has its form here; of an unknown one its content is set."""

from __future__ import annotations

import re
from collections.abc import Callable

from docutils import nodes

from ..markup import trial

SPECIAL = re.compile(r"[\\#$%&*_`<>@\[\]{}~=\-+/'\"]")
COLOURS = {"sr-good": "good", "sr-stated": "good", "sr-bad": "bad", "sr-open": "open", "sr-cited": "open"}
HIDDEN = {"toctree", "target", "index", "comment", "raw", "trial", "system_message"}
AROUND = {
    "strong": ("#strong[", "]"),
    "emphasis": ("#emph[", "]"),
    "bullet_list": ("\n#list(", ")\n"),
    "enumerated_list": ("\n#enum(", ")\n"),
    "list_item": ("[", "],"),
    "block_quote": ("\n\n#standard[", "]"),
    "warning": ("\n\n#notice[", "]"),
    "field_list": ("\n\n#grid(columns: (auto, 1fr), gutter: 8pt, ", ")\n"),
    "field_name": ("[#strong[", "]],"),
    "field_body": ("[", "],"),
    "thead": ("table.header(", "),"),
}
CELLS = (nodes.entry, nodes.list_item, nodes.field_body)
IN_PICTURES = "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, SimHei"
SHORT = 8


def escaped(text: str) -> str:
    """Text that Typst takes as it is."""
    return SPECIAL.sub(lambda found: "\\" + found[0], text)


def quoted(text: str) -> str:
    """Text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def typst(node: nodes.Node, level: int = 0) -> str:
    """A node with all below it; `level` is that of the section it is in."""
    name = type(node).__name__
    if name in HIDDEN:
        return ""
    if name in FORMS:
        return FORMS[name](node, level)
    before, after = AROUND.get(name, ("", ""))
    return before + _inside(node, level) + after


def _inside(node: nodes.Node, level: int) -> str:
    return "".join(typst(child, level) for child in node.children)


def _section(node: nodes.Node, level: int) -> str:
    """A section with what it says; one that has only what can be tried on a screen is left out."""
    said = [child for child in node.children if type(child).__name__ not in ("title", *HIDDEN)]
    tried = next(iter(node.findall(trial)), None) is not None and not any(isinstance(child, nodes.section) for child in said)
    return "" if tried else _inside(node, level + 1)


def _title(node: nodes.Node, level: int) -> str:
    return f"\n\n#heading(level: {max(level, 1)})[{_inside(node, level)}]\n"


def _paragraph(node: nodes.Node, level: int) -> str:
    first = isinstance(node.parent, CELLS) and node is node.parent.children[0]
    return ("" if first else "\n\n") + _inside(node, level)


def _inline(node: nodes.Node, level: int) -> str:
    classes = node["classes"]  # type: ignore[index]
    if "sr-mark" not in classes:
        return _inside(node, level)
    kind = next((COLOURS[one] for one in classes if one in COLOURS), "plain")
    return f"#mark({kind})[{_inside(node, level)}]"


def _literal(node: nodes.Node, level: int) -> str:  # noqa: ARG001
    return f"#raw({quoted(node.astext())})"


def _block(node: nodes.Node, level: int) -> str:  # noqa: ARG001
    return f"\n\n#raw({quoted(node.astext())}, block: true)\n"


def _table(node: nodes.Node, level: int) -> str:
    widths = ["auto" if short else "1fr" for short in _short_columns(node)]
    return f"\n\n#sheet(columns: ({', '.join(widths)},), {_inside(node, level)})\n"


def _entry(node: nodes.Node, level: int) -> str:
    right = "align(right)" if "sr-number" in node["classes"] else ""  # type: ignore[index]
    return f"{right}[{_inside(node, level)}],"


def _picture(node: nodes.Node, level: int) -> str:  # noqa: ARG001
    svg: str = node["svg"]  # type: ignore[index]
    said = quoted(svg.replace('font-family="inherit"', f'font-family="{IN_PICTURES}"'))
    return f'\n\n#align(center, image(bytes({said}), format: "svg", width: 82%))\n'


FORMS: dict[str, Callable[[nodes.Node, int], str]] = {
    "Text": lambda node, _: escaped(node.astext()),
    "section": _section,
    "title": _title,
    "paragraph": _paragraph,
    "inline": _inline,
    "literal": _literal,
    "literal_block": _block,
    "colspec": lambda _, __: "",
    "tgroup": _table,
    "entry": _entry,
    "picture": _picture,
}


def _short_columns(node: nodes.Node) -> list[bool]:
    """The columns whose cells are all a few characters, so that they need no more room than they have; one at least is not."""
    rows = list(node.findall(nodes.row))
    columns = [[cell.astext() for cell in cells] for cells in zip(*(row.children for row in rows), strict=True)]
    short = [all(len(text) <= SHORT for text in texts) for texts in columns]
    return short if not all(short) else [*short[:-1], False]
