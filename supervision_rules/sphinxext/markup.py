"""The pieces of a page as document nodes: headings, paragraphs, tables, marks, cross-references, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from docutils import nodes
from sphinx import addnodes

Piece: TypeAlias = str | nodes.Node
Cell: TypeAlias = Piece | Sequence[Piece]


class picture(nodes.General, nodes.Element):  # noqa: N801 (a document node is written so)
    """A drawing: `svg` holds its text, which has a title and a description of its own."""


class trial(nodes.General, nodes.Element):  # noqa: N801
    """Controls by which a reader tries facts, `html` ready; only pages that can run it have it."""


def text(pieces: Cell) -> list[nodes.Node]:
    """Pieces as nodes."""
    many = [pieces] if isinstance(pieces, str | nodes.Node) else pieces
    return [nodes.Text(one) if isinstance(one, str) else one for one in many]


def para(*pieces: Piece, classes: Iterable[str] = ()) -> nodes.paragraph:
    """A paragraph."""
    return nodes.paragraph("", "", *text(pieces), classes=list(classes))


def strong(said: str) -> nodes.strong:
    """What stands out."""
    return nodes.strong("", said)


def code(said: str) -> nodes.literal:
    """A name as it is written in files."""
    return nodes.literal("", said)


def mark(said: str, *classes: str) -> nodes.inline:
    """A small label, such as how far something can be trusted."""
    return nodes.inline("", said, classes=["sr-mark", *classes])


def line_break() -> nodes.raw:
    """A new line within a paragraph, where pages have such."""
    return nodes.raw("", "<br>", format="html")


def section(id: str, title: str, *content: nodes.Node, classes: Iterable[str] = ()) -> nodes.section:
    """A part of a page with a heading of its own."""
    return nodes.section("", nodes.title("", title), *content, ids=[id], names=[id], classes=list(classes))


def bullets(items: Iterable[Cell], classes: Iterable[str] = ()) -> nodes.bullet_list:
    """A list; an item that is a list itself, or a paragraph, keeps its form."""
    found = nodes.bullet_list("", classes=list(classes))
    for item in items:
        content = text(item)
        whole = content if any(isinstance(one, nodes.Body) for one in content) else [nodes.paragraph("", "", *content)]
        found += nodes.list_item("", *whole)
    return found


def table(
    headings: Sequence[Cell], rows: Iterable[Sequence[Cell]], *, numbers: Iterable[int] = (), ids: Sequence[str] = (), kind: str = ""
) -> nodes.table:
    """A table with a head. `numbers`: the columns set to the right; `ids`: what its rows are called; `kind`: a class of its own."""
    made, right = list(rows), set(numbers)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in headings), cols=len(headings))
    head = _row(headings, right)
    body = nodes.tbody("", *(_row(row, right) for row in made))
    for row, id in zip(body.findall(nodes.row), ids, strict=True) if ids else ():
        row["ids"].append(id)
    group += [nodes.thead("", head), body]
    return nodes.table("", group, classes=["sr-table", *([f"sr-{kind}"] if kind else [])])


def _row(cells: Sequence[Cell], right: set[int]) -> nodes.row:
    found = nodes.row()
    for column, cell in enumerate(cells):
        content = text(cell)
        whole = content if content and all(isinstance(one, nodes.Body) for one in content) else [nodes.paragraph("", "", *content)]
        found += nodes.entry("", *whole, classes=["sr-number"] if column in right else [])
    return found


def pairs(entries: Iterable[tuple[Cell, Cell]], classes: Iterable[str] = ()) -> nodes.field_list:
    """Names with what they stand for, one under the other."""
    found = nodes.field_list("", classes=["sr-pairs", *classes])
    for name, value in entries:
        content = text(value)
        whole = content if content and all(isinstance(one, nodes.Body) for one in content) else [nodes.paragraph("", "", *content)]
        found += nodes.field("", nodes.field_name("", "", *text(name)), nodes.field_body("", *whole))
    return found


def written(said: str, language: str) -> nodes.literal_block:
    """Text as it stands in a file."""
    return nodes.literal_block(said, said, language=language)


def drawn(svg: str, *classes: str) -> picture:
    """A picture in its place."""
    return picture("", svg=svg, classes=["sr-picture", *classes])


def reference(kind: str, target: str, said: str) -> addnodes.pending_xref:
    """A cross-reference that is looked up when the page is written; a broken one is a warning."""
    inner = nodes.inline("", said, classes=["xref", "supervision", f"supervision-{kind}"])
    return addnodes.pending_xref("", inner, refdomain="supervision", reftype=kind, reftarget=target, refexplicit=True, refwarn=True)


def anchor(kind: str, id: str) -> str:
    """Where an object stands on its page. Were it `kind-id`, the search would look for `kind-title`."""
    return f"{kind}.{id}"
